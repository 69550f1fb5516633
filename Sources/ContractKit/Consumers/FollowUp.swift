/// What became, by one step, of something that a consumer was told before.
///
/// It speaks of what the consumer was told to be hurt in, and of nothing else. What worked again before this step is not said again.
package struct FollowUp: Sendable {
  /// What they were told of, and the day on which it came to the target.
  package var event: ContractEvent
  package var day: CalendarDay
  /// Their fields that are as they were before what they were told of, by this step.
  package var repaired: [String]
  /// Those that still are as they were told.
  package var standing: [String]
  /// Whether the team has tested with that version, or a later one.
  package var hasMoved: Bool

  package init(event: ContractEvent, day: CalendarDay, repaired: [String], standing: [String], hasMoved: Bool) {
    self.event = event
    self.day = day
    self.repaired = repaired
    self.standing = standing
    self.hasMoved = hasMoved
  }

  /// Whether there is nothing to say: all of it worked again before.
  package var isEmpty: Bool { repaired.isEmpty && standing.isEmpty }

  /// - Parameters:
  ///   - told: what the consumer was told.
  ///   - before: all that had come of it before this step, from the state before what was told: held against the same declaration.
  ///   - after: the same with this step.
  ///   - tested: the version that the team runs on by its own word now.
  package init(
    of told: ConsumerImpact, event: ContractEvent, day: CalendarDay, before: ConsumerImpact?, after: ConsumerImpact?, tested: String?
  ) {
    let hurtBefore = Set(before?.hurts.map(\.key) ?? [])
    let hurtNow = Set(after?.hurts.map(\.key) ?? [])
    let open = told.hurts.filter { hurtBefore.contains($0.key) }
    let moved = tested.flatMap { SemanticVersion($0) }.flatMap { tested in told.toVersion.map { tested >= $0 } } ?? false
    self.init(
      event: event, day: day, repaired: open.filter { !hurtNow.contains($0.key) }.map(\.label),
      standing: open.filter { hurtNow.contains($0.key) }.map(\.label), hasMoved: moved)
  }
}

extension ConsumerImpact {
  /// One thing in which the consumer is hurt, by a name that does not depend on the step.
  fileprivate struct Hurt {
    var key: String
    var label: String
  }

  /// Field by field where fields are known, else change by change; each once.
  fileprivate var hurts: [Hurt] {
    var seen: Set<String> = []
    return touches.filter { $0.status > .unaffected }.flatMap { touch -> [Hurt] in
      guard touch.fields.isEmpty else { return touch.fields.map { Hurt(key: "field " + $0.description, label: $0.description) } }
      let change = touch.change.change
      // What was removed, and what it is when it is back, stand at the same place.
      return [Hurt(key: "change \(change.subject.rawValue) \(change.attribute) \(change.element)", label: touch.change.message)]
    }.filter { seen.insert($0.key).inserted }
  }
}
