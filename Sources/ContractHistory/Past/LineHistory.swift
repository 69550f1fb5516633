package import ContractKit
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
  /// Nil while it stands.
  package var end: LineEnd?
}

/// How a line came to its end, and the commit that brought it.
package struct LineEnd: Sendable {
  package var how: Timeline.End.How
  package var commit: ObjectID

  /// Whether a newer or older major took its file: then it is still promised until its day, and its readers are reminded of it.
  var isSucceeded: Bool {
    if case .succeeded = how { return true }
    return false
  }
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
    var builder = LineBuilder<LineVersion>(wanted: wanted)
    try forEachStep(from: tip, after: end, rulebook: rulebook) { step in try builder.add(step) { try self.lineVersion($0) } }
    return try builder.finished { try self.lineVersion($0) }.map(\.history)
  }

  func lineVersion(_ state: LineState) throws -> LineVersion {
    LineVersion(
      version: state.version, commit: try git.commit(state.commit), state: state.state, previous: state.previous, base: state.base)
  }

  /// Tells the commits along the first parents that changed contracts, oldest first. Contracts are parsed when they are told, so that no more of
  /// a long history is held than its paths and ids.
  func forEachStep(
    from tip: ObjectID, after end: ObjectID?, rulebook: Rulebook, _ body: (LineStep) throws -> Void
  ) throws {
    var changes = try contractChanges(from: tip, after: end, rulebook: rulebook)
    meter.begin("Reading versions", of: changes.count)
    while !changes.isEmpty {
      // Many are read at once, on all cores.
      var next: [(step: FirstParentStep, files: [TreeDifference])] = []
      var entries: [TreeEntry] = []
      while entries.count < Self.filesReadAtOnce, let change = changes.popLast() {
        next.append(change)
        entries += change.files.flatMap { [$0.old, $0.new].compactMap { $0 } }
      }
      try parse(entries, limits: rulebook.limits)
      for (step, files) in next {
        meter.step()
        let transitions = try transitions(files, rulebook: rulebook)
        if !transitions.isEmpty { try body(LineStep(commit: step.commit, parent: step.parent, transitions: transitions)) }
      }
    }
  }

  private static var filesReadAtOnce: Int { 128 }

  /// The commits along the first parents that changed files which may hold contracts, newest first. Nothing is parsed.
  func contractChanges(
    from tip: ObjectID, after end: ObjectID?, rulebook: Rulebook
  ) throws -> [(step: FirstParentStep, files: [TreeDifference])] {
    var changes: [(step: FirstParentStep, files: [TreeDifference])] = []
    var walk = ContractWalk(rulebook)
    var way = FirstParentWalk(from: tip, until: end, touching: walk.folders, in: git)
    meter.begin("Walking commits")
    while let step = try way.step(git) {
      meter.step()
      let before = try way.treeBefore(step, git)
      let files = before == step.tree ? [] : try differences(from: before, to: step.tree, &walk)
      if !files.isEmpty { changes.append((step, files)) }
    }
    return changes
  }
}

/// A commit that changed contracts.
struct LineStep {
  var commit: ObjectID
  var parent: ObjectID?
  var transitions: [Transition]
}
