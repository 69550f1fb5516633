package import ContractKit
package import GitStore

/// One transition of a line on a branch that consumers may have to hear of.
package struct NotificationEvent: Sendable {
  package var event: ContractEvent
  package var transition: Transition
  package var diff: TransitionDiff
  /// The commit that made it so on the branch.
  package var commit: Commit
  /// The commit before the transition; nil where it began with the branch.
  package var base: ObjectID?
  package var migration: [String]
  /// What the gate says of it: nothing is sent for a transition that is refused.
  package var answer: CheckAnswer
  /// What it does to the consumers who had declared themselves before it came: no change takes its own victim out of sight.
  package var impact: [ConsumerImpact]
  /// The owners of the contract, as CODEOWNERS of that day names them.
  package var owners: [String]
}

extension NotificationEvent {
  /// The name of everything that was told of a contract up to this commit, however it was cut into events: where the cursor has to wait for
  /// another contract, the same is derived again from a later start.
  package var endIdentifier: String {
    ContractEvent.endIdentifier(contract: event.contract, path: transition.path, commit: commit.id.hex)
  }

  /// True while the next commit can still become a part of this transition, with a version of its own or a text that can be read. What
  /// is refused only until then waits for it: else its consumers would never hear of it.
  package var isUnfinished: Bool {
    guard answer.verdict != .pass, let new = transition.new else { return false }
    return new.contract == nil || new.contract?.version?.value == transition.old?.contract?.version?.value
  }
}

extension ContractRepository {
  /// What happened on a branch after a commit, oldest first.
  package func events(on reference: String, after start: ObjectID?, to tip: ObjectID, today: CalendarDay) throws -> [NotificationEvent] {
    // After a force push the new branch tells its own story from where the two part.
    let from = try start.flatMap { start in
      try start == tip || git.isAncestor(start, of: tip) ? start : git.mergeBases(start, tip).first
    }
    guard from != tip else { return [] }
    let rulebook = try rulebook(at: tip)
    return try runs(from: from, to: tip, rulebook: rulebook).map { try event(of: $0, on: reference, tip: tip, today: today) }
  }

  private func event(of run: Run, on reference: String, tip: ObjectID, today: CalendarDay) throws -> NotificationEvent {
    let transition = run.transition
    let rules = try rulebook(at: run.base)
    let target = run.base.map { JudgedPair.Target(name: Self.short(reference), tip: $0, reference: reference) }
    var request = CheckRequest(
      pair: JudgedPair(target: target, head: .commit(run.head), base: run.base, headCommit: run.head), moment: .gate, today: today)
    request.moveToPast(try acceptance(of: run.head, on: reference, within: tip))
    request.pair.pushedTip = tip
    let answer = try judge(StateDifferences(transitions: [transition], governance: []), request, rules)
    let commit = try git.commit(run.head)
    let diff = try diff(of: transition, base: run.base, rulebook: rules, today: request.today)
    let path = transition.old?.path ?? transition.path
    return NotificationEvent(
      event: ContractEvent(
        contract: transition.identifier, fromVersion: diff.fromVersion, toVersion: diff.toVersion, fromBlob: transition.old?.blob.hex,
        toBlob: transition.new?.blob.hex),
      transition: transition, diff: diff, commit: commit, base: run.base,
      migration: Trailers(message: commit.message).values("Contract-Migration"), answer: answer,
      impact: ConsumerImpact.of(
        ConsumerStep(old: transition.old?.contract, new: transition.new?.contract, changes: diff.changes),
        consumers: try consumers(at: run.base, rulebook: rules)),
      owners: ownershipState(rules, request.today).lines(of: path).flatMap(\.persons).map { $0.name ?? $0.id })
  }
}
