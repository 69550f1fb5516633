internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `notify --requests`: tells each owner once what waits for them.
///
/// Who was told what stands in `refs/contracts/notified/requests`, so that the same change on another branch or after a rebase is no news. A job
/// that starts from a fresh clone has to fetch and push that ref.
struct RequestDelivery {
  /// The branch that the changes are meant for, as the user names it.
  let target: String?
  let dryRun: Bool

  func run(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    let inbox = try contracts.inbox(target: target, person: nil, environment: context.environment, today: context.today)
    guard let inbox else {
      throw CommandError("there is no branch that a change could be meant for", hints: ["git contract notify --requests BRANCH"])
    }
    let pair = try contracts.judgedPair(head: .nothing, target: target, environment: context.environment)
    guard let tip = pair.target?.tip else { throw CommandError.noCommit }
    let roster = contracts.ownershipState(try contracts.rulebook(at: tip), context.today).roster
    let cursor = try contracts.notificationCursor(for: "requests")
    let outbox = Outbox(gitDirectory: contracts.git.commonDirectory)
    var receipts: [(event: String, text: String)] = []
    var isQuiet = true
    for request in inbox.requests {
      for identifier in request.persons where !cursor.receipts.contains(request.identifier(person: identifier)) {
        let receipt = request.identifier(person: identifier)
        guard !receipts.contains(where: { $0.event == receipt }) else { continue }
        isQuiet = false
        let person = roster.people.person(id: identifier) ?? Person(email: identifier)
        let letter = RequestLetter(request, to: person, target: inbox.target)
        let verb = dryRun ? "request that would be written" : "request written"
        context.console.write("\(verb) to '\(identifier.printable)': \(letter.subject.printable)\n")
        guard !dryRun else { continue }
        for file in try outbox.write(letter, receipt: receipt, now: context.now) { context.console.write("  \(file)\n") }
        receipts.append((receipt, "\(identifier)\n"))
      }
    }
    if isQuiet { context.console.write("nobody has to be asked anything new\n") }
    if !receipts.isEmpty { try contracts.move(cursor, to: tip, receipts: receipts, now: context.now) }
    return inbox.tellUnreadable(context)
  }
}
