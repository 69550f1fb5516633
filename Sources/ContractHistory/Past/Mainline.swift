internal import ContractKit
internal import GitStore

/// One commit on the way from one tip of a branch to the next, and the state of the branch before it.
struct MainlineStep {
  var commit: ObjectID
  var tree: ObjectID
  /// The state before: the first parent as a rule. Nil before the first commit.
  var previous: ObjectID?
}

extension ContractRepository {
  /// The way from an old tip to a new one, newest first: along the first parents.
  ///
  /// Where somebody merged the branch into their own commits and pushed that (`git pull`, then `git push`), the old tip is a second
  /// parent. There the way leads through the parent that holds the old tip: what the others are to the branch is what a merge brings.
  ///
  /// - Parameter start: an ancestor of `tip`; nil for everything.
  func mainline(from start: ObjectID?, to tip: ObjectID) throws -> [MainlineStep] {
    guard let start else {
      return try git.firstParentSteps(from: tip).map { MainlineStep(commit: $0.commit, tree: $0.tree, previous: $0.parent) }
    }
    var children: [ObjectID: [ObjectID]] = [:]
    var parents: [ObjectID: [ObjectID]] = [:]
    for id in try git.commits(reachableFrom: [tip], excluding: [start]) {
      let own = try git.parentsNamed(by: id)
      parents[id] = own
      for parent in own { children[parent, default: []].append(id) }
    }
    var holdsStart: Set<ObjectID> = [start]
    var open = [start]
    while let id = open.popLast() {
      for child in children[id] ?? [] where holdsStart.insert(child).inserted { open.append(child) }
    }
    var steps: [MainlineStep] = []
    var current = tip
    while current != start, let own = parents[current] {
      guard let next = own.first(where: { holdsStart.contains($0) }) else {
        // No way leads there: one step tells it all.
        return [MainlineStep(commit: tip, tree: try git.treeID(ofCommit: tip), previous: start)]
      }
      steps.append(MainlineStep(commit: current, tree: try git.treeID(ofCommit: current), previous: next))
      current = next
    }
    return steps
  }

  /// The first parents of a tip down to what another commit has already, newest first. Without a common history only the tip itself.
  func firstParents(from tip: ObjectID, beyond base: ObjectID?) throws -> [Commit] {
    guard let base else { return [try git.commit(tip)] }
    if tip == base { return [] }
    let key = ParsedContracts.Range(base: base, tip: tip)
    if let known = parsed.firstParents[key] { return known }
    let news = Set(try git.commits(reachableFrom: [tip], excluding: [base]))
    var found: [Commit] = []
    var next: ObjectID? = tip
    while let id = next, news.contains(id) {
      let commit = try git.commit(id)
      found.append(commit)
      next = commit.parents.first
    }
    parsed.firstParents[key] = found
    return found
  }

  /// What a step of the mainline changed in contracts.
  func transitions(of step: MainlineStep, rulebook: Rulebook) throws -> [Transition] {
    var walk = ContractWalk(rulebook)
    return try transitions(of: step, &walk)
  }

  /// The same on a walk, which meets each tree twice.
  func transitions(of step: MainlineStep, _ walk: inout ContractWalk) throws -> [Transition] {
    let before = try step.previous.map { try git.treeID(ofCommit: $0) }
    guard before != step.tree else { return [] }
    return try transitions(differences(from: before, to: step.tree, &walk), rulebook: walk.rulebook)
  }

  /// Reads what changed in files that may hold contracts.
  func transitions(_ files: [TreeDifference], rulebook: Rulebook) throws -> [Transition] {
    Self.pairMoves(
      try files.map { difference in
        Transition(
          old: try difference.old.map { try version(of: $0, in: .nothing, limits: rulebook.limits) },
          new: try difference.new.map { try version(of: $0, in: .nothing, limits: rulebook.limits) })
      })
  }

  /// Walks the states of a contract's file back along the first parents, through moves.
  ///
  /// - Parameters:
  ///   - path: where the contract stands in `start`.
  ///   - identifier: its id, by which a move is known.
  ///   - body: is told a state with the newest commit that holds it; says `false` to stop. The walk also ends where the file began.
  ///   - ended: is told the oldest commit of that state.
  func walkStates(
    of path: String, identifier: String, from start: ObjectID, rulebook: Rulebook,
    _ body: (ObjectID, ContractVersion) throws -> Bool, ended: (ObjectID) throws -> Void = { _ in }
  ) throws {
    var path = path
    var newest = start
    var walk = PathWalk(path, from: start, in: git)
    var entry = try git.entry(path, in: git.treeID(ofCommit: start))
    while let current = entry, current.mode.isFile,
      try body(newest, version(of: current, in: .commit(newest), limits: rulebook.limits)), let change = try walk.next(git)
    {
      try ended(change.commit)
      guard let parent = change.parent else { return }
      newest = parent
      entry = change.old
      guard entry == nil else { continue }
      let step = MainlineStep(commit: change.commit, tree: try git.treeID(ofCommit: change.commit), previous: parent)
      let arrival = try transitions(of: step, rulebook: rulebook).first {
        $0.new?.path == path && $0.isMove && $0.old?.contract?.identifier == identifier
      }
      guard let origin = arrival?.old?.path else { return }
      path = origin
      walk = PathWalk(path, from: parent, in: git)
      entry = try git.entry(path, in: git.treeID(ofCommit: parent))
    }
  }
}
