internal import ContractKit
internal import GitStore

/// One commit on the way from one tip of a branch to the next, and the state of the branch before it.
struct MainlineStep {
  var commit: Commit
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
    guard let start else { return try git.firstParents(from: tip).map { MainlineStep(commit: $0, previous: $0.parents.first) } }
    var children: [ObjectID: [ObjectID]] = [:]
    var commits: [ObjectID: Commit] = [:]
    for id in try git.commits(reachableFrom: [tip], excluding: [start]) {
      let commit = try git.commit(id)
      commits[id] = commit
      for parent in commit.parents { children[parent, default: []].append(id) }
    }
    var holdsStart: Set<ObjectID> = [start]
    var open = [start]
    while let id = open.popLast() {
      for child in children[id] ?? [] where holdsStart.insert(child).inserted { open.append(child) }
    }
    var steps: [MainlineStep] = []
    var current = tip
    while current != start, let commit = commits[current] {
      guard let next = commit.parents.first(where: { holdsStart.contains($0) }) else {
        // No way leads there: one step tells it all.
        return [MainlineStep(commit: try git.commit(tip), previous: start)]
      }
      steps.append(MainlineStep(commit: commit, previous: next))
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
    let before = try step.previous.map { try git.commit($0).tree }
    guard before != step.commit.tree else { return [] }
    var changed: [Transition] = []
    for difference in try git.differences(from: before, to: step.commit.tree) where rulebook.mayHoldContract(difference.path) {
      let old = try difference.old.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
      let new = try difference.new.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
      changed.append(Transition(old: old, new: new))
    }
    return Self.pairMoves(changed)
  }

  /// Walks the states of a contract's file back along the first parents, through moves, and tells each commit with what it holds.
  ///
  /// - Parameters:
  ///   - path: where the contract stands in `start`.
  ///   - identifier: its id, by which a move is known.
  ///   - body: says `false` to stop. The walk also ends where the file began.
  func walkStates(
    of path: String, identifier: String, from start: ObjectID, rulebook: Rulebook, _ body: (Commit, ContractVersion) throws -> Bool
  ) throws {
    var path = path
    var child: Commit?
    var failure: (any Error)?
    try git.forEachFirstParent(from: start) { commit in
      do {
        if let child, try git.entry(path, in: commit.tree) == nil {
          let arrival = try transitions(of: MainlineStep(commit: child, previous: commit.id), rulebook: rulebook).first {
            $0.new?.path == path && $0.isMove && $0.old?.contract?.identifier == identifier
          }
          guard let origin = arrival?.old?.path else { return false }
          path = origin
        }
        child = commit
        guard let entry = try git.entry(path, in: commit.tree), entry.mode.isFile else { return false }
        return try body(commit, version(of: entry, in: .commit(commit.id), limits: rulebook.limits))
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
  }
}
