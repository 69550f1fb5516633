internal import ContractKit
package import GitStore

/// One version of a line: a run of states along the first parents that carry the same version, counted as its last state.
package struct LineVersion: Sendable {
  /// `version` as the file spells it; empty where it has none.
  package var version: String
  /// The last commit of the run that changed the contract.
  package var commit: Commit
  /// The contract as it was then, and where.
  package var state: ContractVersion
  /// The state before the run; nil for the first.
  package var previous: ContractVersion?
  /// The commit that held `previous` when the run began: the base that the run is judged against.
  package var base: ObjectID?
}

/// One contract's life on one branch: its versions, newest first.
package struct LineHistory: Sendable {
  package var identifier: String
  package var major: Int
  package var title: String
  /// Where it stands now, or stood last.
  package var path: String
  package var versions: [LineVersion]
  /// True where the newest state is a deletion.
  package var isDeleted: Bool
}

extension ContractRepository {
  /// The lines of a branch, each with its versions.
  ///
  /// Walks the first parents once. A commit whose tree differs from its parent's in no contract costs one comparison of two trees.
  ///
  /// - Parameters:
  ///   - tip: where the walk starts.
  ///   - end: where it stops: this commit's state is known already, and only what follows it is told. Nil: to the first commit.
  ///   - wanted: keeps only lines of contracts with this id.
  package func lines(from tip: ObjectID, after end: ObjectID? = nil, identifier wanted: String? = nil, rulebook: Rulebook) throws
    -> [LineHistory]
  {
    var steps: [Step] = []
    for commit in try git.firstParents(from: tip, until: end) {
      let parent = commit.parents.first
      let before = try parent.map { try git.commit($0).tree }
      if before != commit.tree {
        var changed: [Transition] = []
        for difference in try git.differences(from: before, to: commit.tree) where rulebook.mayHoldContract(difference.path) {
          let old = try difference.old.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
          let new = try difference.new.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
          changed.append(Transition(old: old, new: new))
        }
        let transitions = Self.pairMoves(changed)
        if !transitions.isEmpty { steps.append(Step(commit: commit, parent: parent, transitions: transitions)) }
      }
    }
    var builder = LineBuilder(wanted: wanted)
    for step in steps.reversed() { builder.add(step) }
    return builder.finished
  }

  struct Step {
    var commit: Commit
    var parent: ObjectID?
    var transitions: [Transition]
  }
}

/// Collects the states of every line, oldest first, and folds equal versions into runs.
private struct LineBuilder {
  var wanted: String?
  private var order: [String] = []
  private var lines: [String: LineHistory] = [:]
  /// Which line lives at a path, so that a state which cannot be read is still one of its line.
  private var lineAtPath: [String: String] = [:]

  init(wanted: String?) {
    self.wanted = wanted
  }

  mutating func add(_ step: ContractRepository.Step) {
    for transition in step.transitions {
      let keyBefore = transition.old.flatMap { lineAtPath[$0.path] }
      guard let new = transition.new, let contract = new.contract else {
        // Deleted, or not readable any more: the line ends here, or waits for its repair.
        if transition.new == nil, let keyBefore, let old = transition.old {
          lines[keyBefore]?.isDeleted = true
          lineAtPath[old.path] = nil
        }
        continue
      }
      if let wanted, contract.identifier != wanted { continue }
      let key = contract.identifier + "@" + String(contract.major)
      if let old = transition.old, old.path != new.path { lineAtPath[old.path] = nil }
      lineAtPath[new.path] = key
      let isNewLine = lines[key] == nil
      if isNewLine {
        order.append(key)
        lines[key] = LineHistory(
          identifier: contract.identifier, major: contract.major, title: contract.title, path: new.path, versions: [], isDeleted: false)
      }
      let text = contract.version?.value ?? ""
      // A line that begins within a path continues the one that it ends: its first version is judged against that one's last.
      let inherited = isNewLine ? keyBefore.flatMap { lines[$0]?.versions.first?.state } : nil
      lines[key]?.title = contract.title
      lines[key]?.path = new.path
      lines[key]?.isDeleted = false
      if let newest = lines[key]?.versions.first, newest.version == text {
        lines[key]?.versions[0].commit = step.commit
        lines[key]?.versions[0].state = new
      } else {
        let previous = lines[key]?.versions.first?.state ?? inherited ?? (transition.old?.contract != nil ? transition.old : nil)
        lines[key]?.versions.insert(
          LineVersion(version: text, commit: step.commit, state: new, previous: previous, base: step.parent), at: 0)
      }
    }
  }

  /// The lines of one contract together, the newest line first; contracts by the path at which the newest stands.
  var finished: [LineHistory] {
    let contracts = Dictionary(grouping: order.compactMap { lines[$0] }, by: \.identifier).values.map { $0.sorted { $0.major > $1.major } }
    return contracts.sorted { ($0[0].path, $0[0].identifier) < ($1[0].path, $1[0].identifier) }.flatMap { $0 }
  }
}
