internal import ContractHistory
internal import ContractKit
internal import GitStore

/// Cursors that live in a remote: each job of hosted CI is a fresh clone, so what was told must be fetched before, and pushed before and
/// after. A server's bare repository is the only authority for its own cursors and asks nobody.
struct SharedCursors {
  let remote: String

  /// Nil in a bare repository, and where there is no remote.
  init?(_ contracts: borrowing ContractRepository) {
    guard !contracts.git.isBare, let remote = RecordCarrier(folder: "", reference: "").remote(contracts) else { return nil }
    self.remote = remote
  }

  private func tracking(_ name: String) -> String { ContractRepository.trackingReference(of: name, remote: remote) }

  /// Fetches what the remote has below `refs/contracts/`.
  ///
  /// - Throws: `CommandError` where it cannot be asked: that is not a first run.
  func fetch(_ contracts: borrowing ContractRepository) throws {
    do {
      try contracts.git.fetch(["+refs/contracts/*:refs/contracts/remotes/\(remote)/*"], from: remote, prunes: true)
    } catch {
      throw CommandError(
        "cannot tell what was sent already: \(error.message)", hints: ["git contract notify --local asks nobody but this clone"])
    }
  }

  /// Takes over the remote's cursor, unless the clone's is the same or goes on from it. Where both went on the remote counts: what was told
  /// here only is in the outbox here, and is not put into it again.
  func adopt(_ name: String, _ contracts: borrowing ContractRepository) throws {
    guard let theirs = try contracts.git.reference(tracking(name)) else { return }
    let ours = try contracts.git.reference(name)
    if let ours, try ours == theirs || contracts.git.isAncestor(theirs, of: ours) { return }
    try contracts.git.updateReference(name, to: theirs, expecting: ours ?? .zero, message: "notify: fetched from \(remote)")
  }

  /// Pushes a cursor if the remote's is still what was fetched; false where another run was faster.
  func publish(_ name: String, _ contracts: borrowing ContractRepository) throws -> Bool {
    guard let commit = try contracts.git.reference(name) else { return true }
    let known = try contracts.git.reference(tracking(name))
    if known == commit { return true }
    switch try contracts.git.push(["\(commit.hex):\(name)"], to: remote, expecting: [name: known ?? .zero]) {
    case .accepted:
      try contracts.git.updateReference(tracking(name), to: commit, expecting: known ?? .zero, message: "notify")
      return true
    case .behind: return false
    case .refused(let reason):
      throw CommandError(
        "'\(remote)' did not take '\(name)', and without it the next run would send everything again: \(reason)",
        hints: ["let the job push below refs/contracts/notified/", "git contract notify --local asks nobody but this clone"])
    }
  }
}

/// The deliveries of one cursor that this run answers for, where the cursor is shared.
struct SharedOutbox {
  let deliveries: Deliveries
  let cursors: SharedCursors
  let now: Int

  /// How long nobody else touches what a run has in hand: longer than any run waits.
  static let leaseSeconds = 900

  /// Puts what waits beside a cursor into the outbox of this clone. Gives the ids of what this run answers for, and how many others have in
  /// hand.
  func restore(_ name: String, _ contracts: borrowing ContractRepository, at tip: ObjectID?) throws -> (ours: Set<String>, others: Int) {
    let shared = try contracts.deliveries(at: contracts.notificationCursor(name: name))
    guard !shared.pending.isEmpty || !shared.dead.isEmpty else { return ([], 0) }
    let declared = try contracts.declaredAddresses(at: tip)
    var pending: [OutboxEntry] = []
    var dead = shared.dead
    var others = 0
    for var entry in shared.pending {
      if let claimed = entry.claimed {
        if claimed <= now, now - claimed < Self.leaseSeconds, deliveries.outbox.state(of: entry.identifier) == nil {
          others += 1
          continue
        }
        // Whoever had it never said what came of it.
        entry.isPossibleDuplicate = true
        entry.claimed = nil
      }
      guard declared.contains(entry.parcel.address) else {
        entry.add(.init(time: now, code: nil, message: "no consumer declares this address any more"))
        dead.append(entry)
        continue
      }
      pending.append(entry)
    }
    _ = try deliveries.outbox.deposit(pending)
    _ = try deliveries.outbox.deposit(dead, as: .dead)
    for entry in dead {
      guard let last = entry.lastAttempt, last.code == 410, deliveries.outbox.state(of: entry.identifier) == .dead else { continue }
      try deliveries.outbox.disable(
        GoneEndpoint(consumer: entry.parcel.consumer, address: entry.parcel.address, since: last.time, delivery: entry.identifier))
    }
    return (Set((pending + dead).map(\.identifier)), others)
  }

  /// Writes down beside the cursor where the deliveries of this run are, and pushes it. Where others were faster theirs is taken over, and
  /// this run's part is written down again.
  ///
  /// - Parameter claims: whether this run has them in hand from now on, or leaves them.
  /// - Returns: false where another run was faster, and `claims`: then it may have told the same.
  func publish(_ name: String, _ identifiers: Set<String>, claims: Bool, _ contracts: borrowing ContractRepository) throws -> Bool {
    for _ in 0..<5 {
      let cursor = try contracts.notificationCursor(name: name)
      _ = try contracts.keep(states(of: identifiers, claims: claims), at: cursor, now: now)
      if try cursors.publish(name, contracts) { return true }
      if claims { return false }
      try cursors.fetch(contracts)
      try cursors.adopt(name, contracts)
    }
    throw CommandError("other runs keep moving '\(name)'", hints: ["git contract notify --wait"])
  }

  private func states(of identifiers: Set<String>, claims: Bool) throws -> [String: (entry: OutboxEntry, state: OutboxEntry.State)?] {
    var states: [String: (entry: OutboxEntry, state: OutboxEntry.State)?] = [:]
    for identifier in identifiers {
      let state = deliveries.outbox.state(of: identifier)
      guard let state, state != .sent, case .entry(var entry) = try deliveries.outbox.look(identifier, state) else {
        states.updateValue(nil, forKey: identifier)
        continue
      }
      entry.claimed = claims && state != .dead ? now : nil
      states[identifier] = (entry, state)
    }
    return states
  }
}
