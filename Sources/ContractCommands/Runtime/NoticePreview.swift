internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `notify --preview`: every form of every notice as a file, to be looked at: by who writes templates, and by who wonders what is sent.
/// Nothing is sent, no cursor moves, and what was told before is shown, too.
struct NoticePreview {
  let request: NotifyRequest
  let directory: String

  func run(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    let reference = request.reference
    guard let tip = try contracts.git.reference(reference) else { throw CommandError("there is no branch '\(reference)'") }
    guard let start = try request.since ?? contracts.notificationCursor(for: reference).tip else {
      throw CommandError(
        "nobody was told anything of '\(reference)' yet", hints: ["git contract notify --preview DIRECTORY --since REVISION"])
    }
    let rules = try contracts.rulebook(at: tip)
    let desk = LetterDesk(context)
    let outbox = Outbox(gitDirectory: contracts.git.commonDirectory)
    var told: [String: Set<String>] = [:]
    for event in try contracts.events(on: reference, after: start, to: tip, today: context.today) where event.answer.verdict == .pass {
      let notices = try contracts.notices(of: event, on: reference) { told[$0] ?? [] }
      told[event.event.identifier] = Set(notices.map(\.consumer.identifier))
      for notice in notices {
        try contracts.deliver(notice.letter, by: desk, outbox, rules, at: event.base, dryRun: false, preview: directory, context)
      }
    }
    if told.values.allSatisfy(\.isEmpty) { context.console.write("nobody has to be told anything\n") }
    return .pass
  }
}
