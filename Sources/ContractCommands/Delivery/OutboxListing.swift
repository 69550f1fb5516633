internal import ContractKit
internal import ContractReports

// How users name what is in the outbox, and what they are shown.

extension OutboxDirectory {
  /// Everything in some states, in their order; in each the oldest first.
  func items(in states: [OutboxEntry.State]) throws -> [OutboxAnswer.Item] {
    try states.flatMap { state in
      try identifiers(state).filter { self.state(of: $0) == state }.compactMap { try item($0, state) }.sorted {
        ($0.entry?.written ?? 0, $0.identifier) < ($1.entry?.written ?? 0, $1.identifier)
      }
    }
  }

  /// Nil where it has gone elsewhere.
  func item(_ identifier: String, _ state: OutboxEntry.State) throws -> OutboxAnswer.Item? {
    switch try look(identifier, state) {
    case .entry(let entry): .init(identifier: identifier, state: state, entry: entry)
    case .damaged: .init(identifier: identifier, state: state, entry: nil)
    case .absent: nil
    }
  }

  /// The delivery that an id, or the beginning of one, names.
  ///
  /// - Throws: `CommandError` where it names none, or several.
  func find(_ text: String) throws -> (identifier: String, state: OutboxEntry.State) {
    guard OutboxEntry.isIdentifier(text) else {
      throw CommandError("'\(text)' is no id of a delivery", hints: ["git contract outbox list --all"])
    }
    if let state = state(of: text) { return (text, state) }
    let all = Set(try OutboxEntry.State.allCases.flatMap { try identifiers($0) })
    let found = all.filter { $0.hasPrefix(text) }.sorted()
    guard let first = found.first, let state = state(of: first) else {
      throw CommandError("nothing in the outbox has the id '\(text)'", hints: ["git contract outbox list --all"])
    }
    guard found.count == 1 else {
      throw CommandError(
        "'\(text)' is the beginning of \(found.count) ids",
        hints: ["git contract outbox list --all", "among them: \(found.prefix(3).joined(separator: ", "))"])
    }
    return (first, state)
  }

  /// - Throws: `CommandError` for what was sent, and for what a worker has in hand.
  func ensureMovable(_ identifier: String, _ state: OutboxEntry.State, verb: String) throws {
    switch state {
    case .pending, .dead: return
    case .sent: throw CommandError("cannot \(verb) '\(identifier)': it was sent", hints: ["git contract outbox show \(identifier)"])
    case .inflight:
      throw CommandError(
        "cannot \(verb) '\(identifier)': a worker has it in hand", hints: ["git contract outbox deliver takes over what a dead worker left"]
      )
    }
  }
}

extension GoneEndpoint {
  var reported: OutboxAnswer.Disabled { .init(consumer: consumer, address: address, since: since) }
}
