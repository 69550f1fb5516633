internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// Whether a state of a contract differs from another one in nothing that anybody reads: in a comment, say.
  func isSameMeaning(
    _ blob: ObjectID, _ other: ContractVersion, rulebook: Rulebook, today: CalendarDay
  ) throws -> Bool {
    guard let contract = other.contract else { return false }
    let bytes = try git.blob(blob, upTo: rulebook.limits.bytes + 1)
    let state = ContractVersion(path: other.path, blob: blob, file: Self.read(bytes, path: other.path, limits: rulebook.limits))
    guard let mine = state.contract, mine.version?.value == contract.version?.value, mine.identifier == contract.identifier else {
      return false
    }
    return try diff(of: Transition(old: state, new: other), base: nil, rulebook: rulebook, today: today).changes.isEmpty
  }

  /// What stood at a path at a commit and before it along its first parents, newest first, each state once in a row.
  ///
  /// - Parameter tip: where a history is told as a whole, from which the commit can be reached: its way is walked once.
  private func states(of path: String, before base: ObjectID, tip: ObjectID?) throws -> [ObjectID?] {
    if let tip, tip != base, let place = try way(from: tip).places[base] {
      let states = try pathStates(path, from: tip)
      // The one that stood there already, and all that are older.
      let first = states.lastIndex { $0.place <= place } ?? 0
      return states[first...].map(\.blob)
    }
    return try pathStates(path, from: base).map(\.blob)
  }

  /// The states of a path along the first parents of a tip. Where the commit-graph has filters they tell when to look; else it is looked up
  /// again only where its directory changed, so that a long history costs what happened in it.
  private func pathStates(_ path: String, from tip: ObjectID) throws -> ParsedContracts.PathStates {
    let key = ParsedContracts.PathKey(path: Array(path.utf8), tip: tip)
    if let known = parsed.pathStates[key] { return known }
    var states: ParsedContracts.PathStates = []
    func add(_ place: Int, _ entry: TreeEntry?) {
      if states.last.map({ $0.blob != entry?.id }) ?? true { states.append((place, entry?.id, entry?.mode == .tree)) }
    }
    if git.hasChangedPathFilters {
      add(0, try git.entry(path, in: git.treeID(ofCommit: tip)))
      var walk = PathWalk(path, from: tip, in: git)
      while let change = try walk.next(git) {
        if change.parent != nil { add(change.place + 1, change.old) }
      }
    } else if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) {
      let name = String(path[path.utf8.index(after: slash)...])
      for state in try pathStates(String(path[..<slash]), from: tip) {
        add(state.place, state.isTree ? try state.blob.flatMap { try git.entry(name, in: $0) } : nil)
      }
    } else {
      for (place, tree) in try way(from: tip).trees.enumerated() { add(place, try git.entry(path, in: tree)) }
    }
    parsed.pathStates[key] = states
    return states
  }

  private func way(from tip: ObjectID) throws -> ParsedContracts.Way {
    if let known = parsed.ways[tip] { return known }
    var way = ParsedContracts.Way()
    var walk = FirstParentWalk(from: tip, in: git)
    while let step = try walk.step(git) {
      way.places[step.commit] = way.trees.count
      way.trees.append(step.tree)
    }
    parsed.ways[tip] = way
    return way
  }

  /// How often the target went from the same old to the same new state before, whatever lay between. What differs from it in nothing that
  /// anybody reads is the same state; nothing at all is a state too.
  ///
  /// - Parameter meaning: the contract that is new; nil for a file that is none.
  func timesMadeBefore(
    _ path: String, from old: ObjectID?, to new: ObjectID?, isMove: Bool, meaning: ContractVersion?, pair: JudgedPair, rulebook: Rulebook,
    today: CalendarDay
  ) throws -> Int {
    guard let base = pair.base else { return 0 }
    let states = try states(of: path, before: base, tip: pair.pushedTip)
    var known: [ObjectID: Bool] = [:]
    func isNew(_ state: ObjectID?) throws -> Bool {
      guard let state, state != new else { return state == new }
      if let answer = known[state] { return answer }
      let answer = try meaning.map { try isSameMeaning(state, $0, rulebook: rulebook, today: today) } ?? false
      known[state] = answer
      return answer
    }
    var count = 0
    var wasOld = false
    // Oldest first; before the first commit there was nothing.
    for state in ([nil] + states.reversed()) {
      if try wasOld && isNew(state) {
        count += 1
        wasOld = false
      }
      if state == old || (isMove && state == nil) { wasOld = true }
    }
    return count
  }
}
