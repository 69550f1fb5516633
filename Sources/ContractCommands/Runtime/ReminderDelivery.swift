internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `notify --reminders`: reminds each consumer, once for each period of `notice.reminders`, of what ends soon and is still used.
///
/// What ends is derived from the contracts as they stand; `refs/contracts/notified/reminders/<branch>` says what was told.
struct ReminderDelivery {
  let request: NotifyRequest
  let preview: String?

  func run(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    let reference = request.reference
    guard let tip = try contracts.git.reference(reference) else { throw CommandError("there is no branch '\(reference)'") }
    let cursor = try contracts.notificationCursor(for: "reminders/" + request.shortReference)
    let rules = try contracts.rulebook(at: tip)
    let catalog = try contracts.catalog(at: .commit(tip), rulebook: rules)
    let desk = LetterDesk(context)
    let outbox = Outbox(gitDirectory: contracts.git.commonDirectory)
    var receipts: [(event: String, text: String)] = []
    for sunset in try contracts.reminders(at: tip, today: context.today) {
      guard var due = preview == nil ? sunset.without(cursor.receipts) : sunset else { continue }
      due.consumer.commit = try contracts.declarationCommit(of: due.consumer, at: tip)
      let reminder = Reminder(
        due, owners: try contracts.ownerNames(of: due.path, at: tip, today: context.today),
        contract: catalog.contracts.first { $0.path == due.path }?.contract, today: context.today)
      try contracts.deliver(reminder.letter, by: desk, outbox, rules, dryRun: request.dryRun, preview: preview, context)
      receipts += due.identifiers.map { ($0, "\(due.consumer.identifier) \(reminder.identifier)\n") }
    }
    if receipts.isEmpty { context.console.write("nobody has to be reminded of anything\n") }
    if !request.dryRun, preview == nil, !receipts.isEmpty { try contracts.move(cursor, to: tip, receipts: receipts, now: context.now) }
    return .pass
  }
}
