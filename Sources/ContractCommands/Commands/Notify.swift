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

      --requests writes to owners instead: to each once what waits for them on branches that are not merged yet.
      """)

  @Argument(help: "The branch; that of HEAD by default.")
  var branch: String?

  @Option(help: ArgumentHelp("Tell everything after this revision, whatever the cursor says.", valueName: "revision"))
  var since: String?

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Print the notices, write nothing and move no cursor.")
  var dryRun = false

  @Flag(help: "Write to the owners who still have to agree to something.")
  var requests = false

  func validate() throws {
    if requests, since != nil { throw ValidationError("'--since' is about what happened, and '--requests' about what waits") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    if requests { return try RequestDelivery(target: branch, dryRun: dryRun).run(contracts, context) }
    let reference = try reference(contracts)
    let start = try since.map { try contracts.git.requireCommit($0) }
    let result = try contracts.notify(NotifyRequest(reference: reference, since: start, dryRun: dryRun), context)
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
    var receipts: [(event: String, text: String)] = []
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
      let notices = Self.notices(of: event, on: request.reference)
      result.notices += notices
      guard !request.dryRun else { continue }
      var lines: [String] = []
      for notice in notices {
        result.files += try Outbox(gitDirectory: git.commonDirectory).write(notice, now: context.now)
        lines.append(
          "\(notice.consumer.identifier) \(event.event.deliveryIdentifier(consumer: notice.consumer.identifier, channel: "files"))\n")
      }
      receipts.append((event.event.identifier, lines.joined()))
    }
    if !request.dryRun, cursor.tip != next || !receipts.isEmpty { try move(cursor, to: next, receipts: receipts, now: context.now) }
    return result
  }

  private static func notices(of event: NotificationEvent, on reference: String) -> [Notice] {
    let old = event.transition.old?.contract
    let new = event.transition.new?.contract
    let facts = NoticeFacts(
      event: event.event, old: old, new: new, path: event.transition.path, commit: event.commit.id.hex, target: reference,
      effective: CalendarDay(secondsSince1970: Int(event.commit.committer.time)), migration: event.migration, owners: event.owners,
      agreements: event.answer.signOffs.map { .init(person: $0.person, owner: $0.owner, assurance: $0.assurance) })
    return event.impact.compactMap { Notice($0, facts: facts) }
  }
}
