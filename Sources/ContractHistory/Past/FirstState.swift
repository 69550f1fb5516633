internal import ContractKit
internal import GitStore

/// The state with which a contract began to promise something.
struct FirstState {
  var version: ContractVersion
  var commit: ObjectID

  /// The same, or a later state where the first was none yet: a draft, or another version.
  func or(_ later: FirstState) -> FirstState {
    guard let next = later.version.contract else { return self }
    guard let contract = version.contract, contract.isPromise else { return later }
    return contract.version?.value == next.version?.value ? self : later
  }
}

extension Contract {
  /// Whether it binds whoever gives it: a draft or a pre-release promises nobody anything.
  var isPromise: Bool {
    ![.draft, .proposed].contains(status) && version.flatMap { SemanticVersion($0.value) }?.isPrerelease != true
  }
}

extension ContractRepository {
  /// What changed in the first run of a contract after it was begun, under the same version; nil where nothing did that means anything.
  ///
  /// A run counts as its last state (semantics.md, "Runs"), so that of a contract whose version never moved nothing else would be told. What
  /// came with one push is one step; without a server's log nobody can tell.
  func changesSinceBegun(
    _ first: FirstState?, to last: ContractVersion?, at commit: ObjectID, within tip: ObjectID, base: ObjectID?, rulebook: Rulebook,
    today: CalendarDay
  ) throws -> TransitionDiff? {
    guard let first, let last, let old = first.version.contract, let new = last.contract, first.version.blob != last.blob, old.isPromise,
      old.version?.value == new.version?.value
    else { return nil }
    if let push = try acceptance(of: commit, on: nil, within: tip), try acceptance(of: first.commit, on: nil, within: tip) == push {
      return nil
    }
    let diff = try diff(of: Transition(old: first.version, new: last), base: base, rulebook: rulebook, today: today)
    return diff.impact == nil ? nil : diff
  }
}
