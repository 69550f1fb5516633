internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract hook EVENT`: what the scripts in `Hooks/` start.
///
/// Findings go to stderr. Client hooks never refuse for a missing sign-off, acknowledgement or consumer: at the time of a commit
/// nobody can have agreed to it yet. They name who will have to.
enum HookEvent {
  static func run(_ arguments: [String], _ context: Context) throws -> ExitStatus {
    guard let event = arguments.first else { throw CommandError("no hook event given", hints: [usage], status: .usage) }
    let rest = Array(arguments.dropFirst())
    switch event {
    case "pre-commit", "pre-merge-commit": return try commit(context)
    case "commit-msg": return try message(rest, context)
    case "pre-push": return try push(rest, context)
    case "pre-receive": return try receive(RefUpdate.parse(context.console.readAll()), context)
    case "update": return try receive([RefUpdate(arguments: rest)], context)
    case "post-receive": return AfterReceive.run(context)
    default:
      let events = ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push", "pre-receive", "update", "post-receive"]
      throw CommandError(
        "'\(event)' is not a hook event of git contract",
        hints: [SpellingSuggestion.nearest(to: event, among: events).map { "did you mean '\($0)'?" } ?? usage],
        status: .usage)
    }
  }

  private static let usage =
    "git contract hook pre-commit|pre-merge-commit|commit-msg|pre-push|pre-receive|update|post-receive"

  // MARK: The developer's side

  /// Judges the index that Git names: `git commit FILE` and `commit -a` have one of their own.
  private static func commit(_ context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let answer = try contracts.check(head: .index, target: nil, moment: .commit, context)
    report(answer, contracts.git.configuration, context)
    return answer.verdict.exitStatus
  }

  private static func message(_ arguments: [String], _ context: Context) throws -> ExitStatus {
    guard let name = arguments.first else { throw CommandError("no file with the message given", status: .usage) }
    guard let bytes = try LocalFile.read(context.absolutePath(name)) else { throw CommandError("cannot read '\(name)': no such file") }
    let faults = ContractTrailers.faults(in: String(decoding: bytes, as: UTF8.self))
    for fault in faults { context.console.note("error: \(fault.printable)\n") }
    guard faults.isEmpty else {
      context.hint("the message is kept in '\(name)'; mend it and commit again with: git commit -F \(name)")
      return .refuse
    }
    return .pass
  }

  /// Protected refs as the server will judge them; others are warned about and go.
  private static func push(_ arguments: [String], _ context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let updates = try RefUpdate.parsePrePush(context.console.readAll()) + RefUpdate.fromFramework(contracts, context.environment)
    var status = ExitStatus.pass
    for update in updates where !update.new.isZero {
      if try contracts.isProtected(update.reference) {
        let answer = try contracts.judge(update, among: updates, moment: .gate, context)
        // Where all is well the server says so; to say it twice helps nobody.
        if !answer.isPlainPass { report(answer, least: .warning, contracts.git.configuration, context) }
        if answer.verdict != .pass { status = answer.verdict.exitStatus }
        try UnfetchedSignOffs.hint(answer.findings, contracts, context)
      } else if update.reference.hasPrefix("refs/heads/") {
        let answer = try contracts.check(head: .commit(update.new), target: nil, moment: .advice, context)
        if !answer.isPlainPass { report(answer, least: .warning, contracts.git.configuration, context) }
      }
    }
    return status
  }

  // MARK: The server's side

  private static func receive(_ updates: [RefUpdate], _ context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    var status = ExitStatus.pass
    for update in updates {
      let answer: CheckAnswer
      do {
        answer = try contracts.receive(update, among: updates, context)
      } catch let error as ReadingError {
        var failure = CommandError(error)
        failure.hints.append("by rules that cannot be read no push is judged; whoever runs the server mends them: git contract doctor")
        throw failure
      }
      let style = OutputOptions.style(color: nil, contracts.git.configuration, context, onErrors: true)
      let text = answer.remoteText(style, command: "git contract check " + update.range)
      if !text.isEmpty { context.console.note(updates.count > 1 ? "\(update.reference.printable):\n\(text)" : text) }
      if answer.verdict == .refuse, answer.findings.contains(where: \.asksForSignature) {
        // What a server did not take nobody can fetch from it.
        context.hint("push it to a branch of its own first; whoever must sign finds it there: git fetch && git contract inbox")
      }
      if answer.verdict != .pass && status != .undecided { status = answer.verdict.exitStatus }
    }
    return status
  }

  private static func report(_ answer: CheckAnswer, least: Level = .note, _ configuration: Configuration, _ context: Context) {
    let text = answer.text(OutputOptions.style(color: nil, configuration, context, onErrors: true), least: least)
    if !text.isEmpty { context.console.note(text) }
  }
}

/// One line of what Git tells the hooks of a push.
struct RefUpdate {
  var reference: String
  var old: ObjectID
  var new: ObjectID

  init(reference: String, old: ObjectID, new: ObjectID) {
    self.reference = reference
    self.old = old
    self.new = new
  }

  /// What it brings, as `check` reads it.
  var range: String { old.isZero || new.isZero ? "--all" : "\(old.short())..\(new.short())" }

  /// The arguments of `update`: ref, old, new.
  init(arguments: [String]) throws {
    guard arguments.count == 3, let old = ObjectID(hex: arguments[1]), let new = ObjectID(hex: arguments[2]) else {
      throw CommandError("'hook update' takes a ref and two object ids", status: .usage)
    }
    self.init(reference: arguments[0], old: old, new: new)
  }

  /// What pre-receive and post-receive read: `<old> <new> <ref>`, a line each (githooks(5)).
  static func parse(_ input: [UInt8]) throws -> [RefUpdate] {
    try lines(input).map { parts in
      guard parts.count == 3, let old = ObjectID(hex: parts[0]), let new = ObjectID(hex: parts[1]) else { throw malformed(parts) }
      return RefUpdate(reference: parts[2], old: old, new: new)
    }
  }

  /// What pre-push reads: `<local ref> <local id> <remote ref> <remote id>`.
  static func parsePrePush(_ input: [UInt8]) throws -> [RefUpdate] {
    try lines(input).map { parts in
      guard parts.count == 4, let new = ObjectID(hex: parts[1]), let old = ObjectID(hex: parts[3]) else { throw malformed(parts) }
      return RefUpdate(reference: parts[2], old: old, new: new)
    }
  }

  private static func lines(_ input: [UInt8]) -> [[String]] {
    String(decoding: input, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ", maxSplits: 3).map(String.init) }
  }

  private static func malformed(_ parts: [String]) -> CommandError {
    CommandError("cannot read the line '\(parts.joined(separator: " "))' that Git gave the hook")
  }
}

extension Finding {
  /// Whether a person must sign what was judged, with a key of theirs.
  fileprivate var asksForSignature: Bool { level == .error && fixes.contains { $0.command.hasPrefix("git contract sign ") } }
}
