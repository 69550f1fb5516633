internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `notify --requests`: tells each owner once what waits for them.
///
/// Who was told what stands in `refs/contracts/notified/requests`, so that the same change on another branch or after a rebase is no news. In a
/// clone with a remote that ref was fetched before, and a run that waits pushes it before it writes anything.
struct RequestDelivery {
  /// The branch that the changes are meant for, as the user names it.
  let target: String?
  let dryRun: Bool
  /// The remote that holds the cursor; nil where none is asked.
  let cursors: SharedCursors?
  /// Whether the cursor is pushed.
  let publishes: Bool

  func run(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    let inbox = try contracts.inbox(target: target, person: nil, environment: context.environment, today: context.today)
    guard let inbox else {
      throw CommandError("there is no branch that a change could be meant for", hints: ["git contract notify --requests BRANCH"])
    }
    let pair = try contracts.judgedPair(head: .nothing, target: target, environment: context.environment)
    guard let tip = pair.target?.tip else { throw CommandError.noCommit }
    let name = ContractRepository.cursorName(of: "requests")
    for _ in 0..<5 {
      try cursors?.adopt(name, contracts)
      let cursor = try contracts.notificationCursor(name: name)
      let letters = try self.letters(of: inbox, cursor, contracts, context)
      try tell(letters, inbox, contracts, context)
      if !dryRun, !letters.isEmpty {
        context.steps.pass()
        try contracts.move(cursor, to: tip, receipts: letters.map { ($0.receipt, "\($0.letter.person.id)\n") }, now: context.now)
      }
      guard publishes, let cursors, try !cursors.publish(name, contracts) else { return inbox.tellUnreadable(context) }
      // Another run was faster; whom it told is told.
      try cursors.fetch(contracts)
    }
    throw CommandError("other runs keep moving '\(name)'", hints: ["git contract notify --requests"])
  }

  private func letters(
    of inbox: Inbox, _ cursor: NotificationCursor, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> [(receipt: String, letter: RequestLetter)] {
    let tip = try contracts.judgedPair(head: .nothing, target: target, environment: context.environment).target?.tip
    let roster = contracts.ownershipState(try contracts.rulebook(at: tip), context.today).roster
    var letters: [(receipt: String, letter: RequestLetter)] = []
    for request in inbox.requests {
      for identifier in request.persons where !cursor.receipts.contains(request.identifier(person: identifier)) {
        let receipt = request.identifier(person: identifier)
        guard !letters.contains(where: { $0.receipt == receipt }) else { continue }
        let person = roster.people.person(id: identifier) ?? Person(email: identifier)
        letters.append((receipt, RequestLetter(request, to: person, target: inbox.target)))
      }
    }
    return letters
  }

  private func tell(
    _ letters: [(receipt: String, letter: RequestLetter)], _ inbox: Inbox, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws {
    let outbox = Outbox(gitDirectory: contracts.git.commonDirectory)
    for (receipt, letter) in letters {
      let verb = dryRun ? "request that would be written" : "request written"
      context.console.write("\(verb) to '\(letter.person.id.printable)': \(letter.subject.printable)\n")
      guard !dryRun else { continue }
      for file in try outbox.write(letter, receipt: receipt, now: context.now) { context.console.write("  \(file)\n") }
    }
    if letters.isEmpty { context.console.write("nobody has to be asked anything new\n") }
  }
}
