/// What changed in one contract from one state to another, what it costs, and which version it asks for.
package struct TransitionDiff: Sendable {
  /// The contract's id: the new one, or the old one where the contract is gone.
  package var identifier: String
  /// What people call the contract.
  package var title: String
  /// The major version of the line; nil where the version is no semantic version.
  package var major: UInt64?
  package var path: String
  /// As they are written; nil where there is no contract on that side, or no version in it.
  package var fromVersion: String?
  package var toVersion: String?
  /// Whether there is a contract on each side: one may be there and have no version.
  package let isNew: Bool
  package let isDeleted: Bool
  package var changes: [JudgedChange]
  /// Nil where nothing changed that means anything.
  package var impact: Impact?
  package var requiredBump: Bump
  /// The version that is due, seen from `fromVersion`; nil where none is due or no version could be read.
  package var suggestedVersion: String?

  /// Compares and judges two states. At least one of them must be there for the result to say anything.
  package init(from old: Contract?, to new: Contract?, settings: JudgeSettings = JudgeSettings()) {
    changes = Judge.judge(from: old, to: new, settings: settings)
    identifier = new?.identifier ?? old?.identifier ?? ""
    title = new?.title ?? old?.title ?? ""
    path = new?.path ?? old?.path ?? ""
    fromVersion = old?.version?.value
    toVersion = new?.version?.value
    isNew = old == nil
    isDeleted = new == nil
    major = (toVersion ?? fromVersion).flatMap { SemanticVersion($0)?.major }
    impact = changes.map(\.impact).max()
    // A contract that begins has no earlier version to rise from, and one that ends has none to rise to.
    requiredBump = isNew || isDeleted ? .none : Bump(impact)
    suggestedVersion = nil
    if requiredBump != .none, let fromVersion, let from = SemanticVersion(fromVersion) {
      suggestedVersion = from.raised(by: requiredBump).description
    }
  }
}
