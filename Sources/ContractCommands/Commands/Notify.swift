internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract notify`.
struct Notify: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify", abstract: "Write to the consumers whom the changes of a branch hurt, once each.",
    discussion: """
      Tells what happened between the cursor (refs/contracts/notified/...) and the tip. The first run starts at the tip and sends \
      nothing, unless --since says from where. Notices are files in the Git directory: Markdown, mail (.eml) and JSON.

      What 'check' would refuse is reported, not told, and the exit code is 1. Where the next commit may still raise the version, the \
      cursor waits for it.

      --digest writes what was in no hurry: to each consumer one message on all that gathered since the last one. --reminders writes to \
      those who still use what ends soon, once for each period of 'notice.reminders'. Let a clock run both: daily, or as often as you like.

      --requests writes to owners instead: to each once what waits for them on branches that are not merged yet.

      --preview writes every form of each message into a directory: text, HTML, mail, and the bodies for webhooks, Slack, Teams, GitHub and \
      GitLab. It sends nothing and moves no cursor.
      """)

  @Argument(help: "The branch; that of HEAD by default.")
  var branch: String?

  @Option(help: ArgumentHelp("Tell everything after this revision, whatever the cursor says.", valueName: "revision"))
  var since: String?

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Print the notices, write nothing and move no cursor.")
  var dryRun = false

  @Flag(help: "Write to the owners who still have to agree to something.")
  var requests = false

  @Flag(help: "Write the digests that are due.")
  var digest = false

  @Flag(help: "Write the reminders that are due.")
  var reminders = false

  @Option(help: ArgumentHelp("Write all forms of each message into this directory, and send nothing.", valueName: "directory"))
  var preview: String?

  func validate() throws {
    guard [requests, digest, reminders].count(where: { $0 }) <= 1 else {
      throw ValidationError("'--requests', '--digest' and '--reminders' are of three kinds: name one")
    }
    if requests, preview != nil { throw ValidationError("'--preview' shows what consumers are sent, and '--requests' writes to owners") }
    if reminders, since != nil { throw ValidationError("'--since' is about what happened, and '--reminders' about what will") }
    if dryRun, preview != nil { throw ValidationError("'--preview' sends nothing: '--dry-run' adds nothing to it") }
    if requests, since != nil { throw ValidationError("'--since' is about what happened, and '--requests' about what waits") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    if requests { return try RequestDelivery(target: branch, dryRun: dryRun).run(contracts, context) }
    let reference = try reference(contracts)
    let start = try since.map { try contracts.git.requireCommit($0) }
    let request = NotifyRequest(reference: reference, since: start, dryRun: dryRun)
    if digest { return try DigestDelivery(request: request, preview: preview).run(contracts, context) }
    if reminders { return try ReminderDelivery(request: request, preview: preview).run(contracts, context) }
    if let preview { return try NoticePreview(request: request, directory: preview).run(contracts, context) }
    let result = try contracts.notify(request, context)
    for line in result.lines(verbose: true) { context.console.write(line.printable + "\n") }
    if dryRun { for notice in result.notices { context.console.write("\n" + notice.markdown) } }
    return result.refused.isEmpty ? .pass : .refuse
  }

  private func reference(_ contracts: borrowing ContractRepository) throws -> String {
    if let branch {
      let full = branch.hasPrefix("refs/") ? branch : "refs/heads/" + branch
      guard try contracts.git.reference(full) != nil else { throw CommandError("there is no branch '\(branch)'") }
      return full
    }
    guard case .branch(let name, _) = try contracts.git.head() else {
      throw CommandError("HEAD is on no branch", hints: ["git contract notify BRANCH"])
    }
    return name
  }
}

struct NotifyRequest {
  /// The full name of the branch.
  var reference: String
  /// Where to start, whatever the cursor says.
  var since: ObjectID?
  /// Where to start if there is no cursor yet: what the branch was before the push that is told.
  var fallback: ObjectID?
  var dryRun = false

  /// Without `refs/`: the end of the name of a cursor.
  var shortReference: String { reference.hasPrefix("refs/") ? String(reference.dropFirst(5)) : reference }

  init(reference: String, since: ObjectID? = nil, fallback: ObjectID? = nil, dryRun: Bool = false) {
    self.reference = reference
    self.since = since
    self.fallback = fallback
    self.dryRun = dryRun
  }
}

/// What a run of `notify` did.
struct NotifyResult {
  var notices: [Notice] = []
  /// Files that were written, relative to the Git directory.
  var files: [String] = []
  /// Events that were not told, because the gate refuses them.
  var refused: [NotificationEvent] = []
  /// Said aloud: the first run starts at the tip.
  var started: String?
  var isDryRun = false

  func lines(verbose: Bool) -> [String] {
    var lines: [String] = []
    if let started, verbose { lines.append(started) }
    for event in refused {
      let rules = Set(event.answer.findings.filter { $0.level == .error && $0.isPrice }.map(\.rule)).sorted()
      lines.append(
        "not told: \(event.transition.title) \(event.diff.toVersion ?? "deleted") in \(event.commit.id.short()) is refused (\(rules.joined(separator: ", ")))"
      )
    }
    for notice in notices { lines.append((isDryRun ? "notice that would be written: " : "notice written: ") + notice.subject) }
    if verbose { lines += files.map { "  " + $0 } }
    if verbose, lines.isEmpty { lines.append("nobody has to be told anything") }
    return lines
  }
}

extension ContractRepository {
  /// Hands over what happened on a branch since its cursor, and moves the cursor when all of it is on disk.
  borrowing func notify(_ request: NotifyRequest, _ context: Context) throws -> NotifyResult {
    guard let tip = try git.reference(request.reference) else { throw CommandError("there is no branch '\(request.reference)'") }
    let cursor = try notificationCursor(for: request.reference)
    let fallback = request.fallback.flatMap { $0.isZero ? nil : $0 }
    var result = NotifyResult()
    result.isDryRun = request.dryRun
    guard let start = request.since ?? cursor.tip ?? fallback else {
      if !request.dryRun { try move(cursor, to: tip, receipts: [], now: context.now) }
      result.started = "first run: starting at \(tip.short()) of \(request.reference); nothing is sent for what came before"
      return result
    }
    let desk = LetterDesk(context)
    var receipts: [(event: String, text: String)] = []
    // Who was told what in this very run.
    var told: [String: Set<String>] = [:]
    var next = tip
    for event in try events(on: request.reference, after: start, to: tip, today: context.today)
    where !cursor.receipts.contains(event.event.identifier) {
      guard event.answer.verdict == .pass else {
        result.refused.append(event)
        if event.isUnfinished, let base = event.base {
          if next == tip { next = base }
        } else {
          // History holds it as it is. It is reported once.
          receipts.append((event.event.identifier, "refused\n"))
        }
        continue
      }
      let notices = try notices(of: event, on: request.reference) { try told[$0] ?? toldConsumers(of: $0, by: cursor) }
      told[event.event.identifier] = Set(notices.map(\.consumer.identifier))
      result.notices += notices
      guard !request.dryRun else { continue }
      var lines: [String] = []
      for notice in notices {
        let letter = notice.letter
        result.files += try Outbox(gitDirectory: git.commonDirectory).write(
          letter, forms: try desk.forms(of: letter, at: event.base, self),
          settings: LetterDesk.settings(try rulebook(at: event.base), time: context.now))
        lines.append(
          "\(notice.consumer.identifier) \(event.event.deliveryIdentifier(consumer: notice.consumer.identifier, channel: "files"))\n")
      }
      receipts.append((event.event.identifier, lines.joined()))
    }
    if !request.dryRun, cursor.tip != next || !receipts.isEmpty { try move(cursor, to: next, receipts: receipts, now: context.now) }
    return result
  }
}
