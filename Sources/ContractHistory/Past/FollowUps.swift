package import ContractKit
package import GitStore

extension ContractRepository {
  /// What became, by an event, of what its consumers were told before about the same contract: by the consumer's id, the oldest first.
  ///
  /// All of it is derived from the states that the contract had on the way to the event; `toldConsumers` alone says who was told.
  ///
  /// - Parameter toldConsumers: ids of the consumers who were told of an event, by its id.
  package func followUps(of event: NotificationEvent, toldConsumers: (String) throws -> Set<String>) throws -> [String: [FollowUp]] {
    guard let base = event.base, let old = event.transition.old, old.contract != nil else { return [:] }
    let wanted = Set(event.impact.filter { $0.use != nil }.map(\.consumer.identifier))
    guard !wanted.isEmpty else { return [:] }
    let rules = try rulebook(at: base)
    let today = CalendarDay(secondsSince1970: Int(event.commit.committer.time))
    let told = try toldSteps(of: event, from: base, rulebook: rules, wanted: wanted, toldConsumers: toldConsumers)
    var found: [String: [FollowUp]] = [:]
    for step in told {
      let start = step.transition.old?.contract
      // What came of it before this event, and with it: from the state before they were told.
      func sum(_ end: ContractVersion?) throws -> ConsumerStep {
        let sum = Transition(old: step.transition.old, new: end)
        return ConsumerStep(old: start, new: end?.contract, changes: try diff(of: sum, base: nil, rulebook: rules, today: today).changes)
      }
      let declarations = try consumers(at: step.base, rulebook: rules).filter { step.consumers.contains($0.identifier) }
      let stepChanges = try diff(of: step.transition, base: nil, rulebook: rules, today: today).changes
      let hurt = ConsumerImpact.of(
        ConsumerStep(old: start, new: step.transition.new?.contract, changes: stepChanges), consumers: declarations)
      let before = ConsumerImpact.of(try sum(old), consumers: declarations)
      let after = event.transition.new?.contract == nil ? before : ConsumerImpact.of(try sum(event.transition.new), consumers: declarations)
      for impact in hurt {
        let identifier = impact.consumer.identifier
        let isSame = { (other: ConsumerImpact) in
          other.consumer.identifier == identifier && other.use?.contract == impact.use?.contract && other.use?.range == impact.use?.range
        }
        let now = event.impact.first { $0.consumer.identifier == identifier }?.use
        let followUp = FollowUp(
          of: impact, event: step.event, day: step.day, before: before.first(where: isSame), after: after.first(where: isSame),
          tested: now?.tested)
        if !followUp.isEmpty { found[identifier, default: []].append(followUp) }
      }
    }
    return found
  }

  /// A step of the same contract of which somebody was told.
  private struct ToldStep {
    var event: ContractEvent
    var transition: Transition
    var base: ObjectID
    var day: CalendarDay
    var consumers: Set<String>
  }

  /// More states than a thread of messages speaks of.
  private static var mostStates: Int { 100 }

  /// The steps on the way to an event of which one of the wanted consumers was told, oldest first.
  ///
  /// Where a step began depends on how things were pushed. So each pair of states that may have been one is held against what was told; ids
  /// are hashes, so that none is taken for another.
  private func toldSteps(
    of event: NotificationEvent, from base: ObjectID, rulebook: Rulebook, wanted: Set<String>,
    toldConsumers: (String) throws -> Set<String>
  ) throws -> [ToldStep] {
    struct State {
      var version: ContractVersion
      /// The newest and the oldest commit that hold it.
      var newest: ObjectID
      var oldest: ObjectID
    }
    guard let old = event.transition.old else { return [] }
    var states: [State] = []
    try walkStates(
      of: old.path, identifier: event.event.contract, from: base, rulebook: rulebook,
      { commit, version in
        guard states.count < Self.mostStates else { return false }
        states.append(State(version: version, newest: commit, oldest: commit))
        return true
      }, ended: { if !states.isEmpty { states[states.count - 1].oldest = $0 } })
    states.reverse()
    var steps: [ToldStep] = []
    for end in states.indices.dropFirst() {
      // All states of a run but the last have the version of one of its ends.
      for start in (0..<end).reversed() {
        let (from, to) = (states[start].version, states[end].version)
        let versions = [from, to].map { $0.contract?.version?.value }
        let isRun = states[(start + 1)..<end].allSatisfy { state in
          state.version.contract == nil || versions.contains(state.version.contract?.version?.value)
        }
        guard isRun else { break }
        let candidate = ContractEvent(
          contract: Transition(old: from, new: to).identifier, fromVersion: versions[0], toVersion: versions[1], fromBlob: from.blob.hex,
          toBlob: to.blob.hex)
        let consumers = try toldConsumers(candidate.identifier).intersection(wanted)
        guard !consumers.isEmpty else { continue }
        steps.append(
          ToldStep(
            event: candidate, transition: Transition(old: from, new: to), base: states[start].newest,
            day: CalendarDay(secondsSince1970: Int(try git.commit(states[end].oldest).committer.time)), consumers: consumers))
      }
    }
    return steps
  }
}

extension ContractRepository {
  /// Ids of the consumers who were told of an event, as its receipt says; none where there is no receipt.
  package func toldConsumers(of event: String, by cursor: NotificationCursor) throws -> Set<String> {
    guard cursor.receipts.contains(event), !cursor.commit.isZero,
      let entry = try git.entry("receipts/" + event, in: git.treeID(ofCommit: cursor.commit))
    else { return [] }
    let text = String(decoding: try git.blob(entry.id, limit: Self.largestGovernanceFile), as: UTF8.self)
    // A line holds the consumer's id and that of the delivery, which has no blank in it.
    return Set(text.split(separator: "\n").compactMap { line in line.lastIndex(of: " ").map { String(line[..<$0]) } })
  }

  /// The commit that last changed a file, along the first parents; nil where there is none.
  package func lastChange(of path: String, from start: ObjectID) throws -> ObjectID? {
    guard let entry = try git.entry(path, in: git.treeID(ofCommit: start)) else { return nil }
    var last: ObjectID?
    var failure: (any Error)?
    try git.forEachFirstParent(from: start) { commit in
      do {
        guard try git.entry(path, in: commit.tree)?.id == entry.id else { return false }
        last = commit.id
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    return last
  }
}
