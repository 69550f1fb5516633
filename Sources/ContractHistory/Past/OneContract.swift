internal import ContractKit
package import GitStore

extension ContractRepository {
  /// The contracts of a commit that can answer to a name: those whose bytes hold it, and the one that stands at it as a path. All others are
  /// neither parsed nor looked into any further, so that one contract among thousands is found at the price of reading them.
  ///
  /// What is found in this catalog is what ``Catalog/find(_:from:)`` finds in the whole one. That a name is *not* in it proves nothing for
  /// names that YAML can spell in several ways.
  package func catalog(at commit: ObjectID, naming name: String, rulebook: Rulebook) throws -> Catalog {
    var wanted = [Array(name.utf8)]
    if let at = name.lastIndex(of: "@"), Int(name[name.index(after: at)...]) != nil { wanted.append(Array(name[..<at].utf8)) }
    // What holds a blank may be folded over lines, and what is escaped may hold anything.
    let isPlain = !name.isEmpty && name.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 }
    let path = RepositoryPath.fromTop(name, prefix: git.prefix)
    var found: [ContractVersion] = []
    for entry in try files(at: .commit(commit), matching: rulebook.mayHoldContract) {
      if isPlain, entry.path != name, entry.path != path, try !git.blob(entry.id, holdsOneOf: wanted + [[UInt8(ascii: "\\")]]) { continue }
      let version = try version(of: entry, in: .commit(commit), limits: rulebook.limits)
      if version.isContract { found.append(version) }
    }
    return Catalog(contracts: found.sorted { $0.path < $1.path })
  }

  /// A catalog in which a name is found if it is found at all: a small one where that is enough.
  package func catalog(finding name: String, at commit: ObjectID, rulebook: Rulebook) throws -> Catalog {
    let named = try catalog(at: commit, naming: name, rulebook: rulebook)
    if case .found = named.find(name, from: git.prefix) { return named }
    return try catalog(at: .commit(commit), rulebook: rulebook)
  }

  /// The lines of a contract: where it stands at the tip by the past of its files, else by that of everything.
  package func lines(of identifier: String, from tip: ObjectID, rulebook: Rulebook) throws -> [LineHistory] {
    var paths: [String] = []
    if !identifier.isEmpty {
      let catalog = try catalog(at: tip, naming: identifier, rulebook: rulebook)
      paths = catalog.lines(of: identifier).map(\.path)
      // A file that cannot be read may be one of its lines.
      if !paths.isEmpty { paths += catalog.contracts.filter { $0.contract == nil }.map(\.path) }
    }
    // A path that is no text cannot be looked up again.
    guard !paths.isEmpty, !paths.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) else {
      return try lines(from: tip, identifier: identifier, rulebook: rulebook)
    }
    return try lines(of: identifier, at: paths, from: tip, rulebook: rulebook)
  }

  /// The lines of one contract, through the past of the files that hold it at the tip.
  ///
  /// Each file is followed by its path along the first parents, through the moves by which it came. A line that has ended is told if it was
  /// there when one of those that are followed began, as the old major is when its successor is written beside it, if it stood in one of
  /// their files, if `.contracts/retired.yaml` remembers it, or if its file was deleted among the thousand commits before one of those that
  /// are followed began. Not told is a line that came and went without any of that, and one whose place was then taken by another contract
  /// and that nobody wrote into that file: they are found by walking over everything (``lines(from:after:identifier:rulebook:)``), which
  /// costs the whole history.
  ///
  /// - Parameters:
  ///   - paths: where lines of the contract stand at the tip.
  ///   - end: this commit's state is known already, and only what follows it is told.
  package func lines(
    of identifier: String, at paths: [String], from tip: ObjectID, after end: ObjectID? = nil, rulebook: Rulebook
  ) throws -> [LineHistory] {
    var builder = LineBuilder<LineVersion>(wanted: identifier)
    for step in try steps(of: identifier, at: paths, from: tip, after: end, rulebook: rulebook) {
      try builder.add(step) { try self.lineVersion($0) }
    }
    return try builder.finished { try self.lineVersion($0) }.map(\.history)
  }

  /// What changed in the files that hold or held the contract, oldest first.
  func steps(
    of identifier: String, at paths: [String], from tip: ObjectID, after end: ObjectID?, rulebook: Rulebook
  ) throws -> [LineStep] {
    var past = FollowedPaths(open: paths)
    let tipTree = try git.treeID(ofCommit: tip)
    if let end { past.follow(try endedPaths(of: identifier, in: git.treeID(ofCommit: end), before: tipTree, rulebook: rulebook)) }
    past.follow(try retiredPaths(of: identifier, at: tip))
    meter.begin("Following files")
    while let path = past.next() {
      var walk = PathWalk(path, from: tip, until: end, in: git)
      while true {
        // Many are read at once, on all cores.
        var changes: [PathChange] = []
        while changes.count < Self.changesReadAtOnce, let change = try walk.next(git) { changes.append(change) }
        guard !changes.isEmpty else { break }
        try parse(changes.flatMap { [$0.old, $0.new].compactMap { $0 } }, limits: rulebook.limits)
        for change in changes {
          try follow(change, identifier, path, from: tip, until: end, &past, rulebook)
        }
      }
    }
    return try past.places.reversed().map { place, changes in
      if let whole = past.whole[place] {
        return LineStep(commit: changes[0].commit, parent: changes[0].parent, transitions: whole.filter { past.isFollowed($0) })
      }
      let files = changes.map { TreeDifference(path: ($0.new ?? $0.old)?.path ?? "", old: $0.old, new: $0.new) }
      let transitions = try transitions(files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }, rulebook: rulebook)
      return LineStep(commit: changes[0].commit, parent: changes[0].parent, transitions: transitions)
    }
  }

  private static var changesReadAtOnce: Int { 128 }

  /// Notes one change of a file that is followed, and which other files it leads to.
  private func follow(
    _ change: PathChange, _ identifier: String, _ path: String, from tip: ObjectID, until end: ObjectID?, _ past: inout FollowedPaths,
    _ rulebook: Rulebook
  ) throws {
    meter.step()
    past.add(change)
    func holds(_ entry: TreeEntry?) throws -> Bool {
      try entry.map { try version(of: $0, in: .nothing, limits: rulebook.limits).contract?.identifier == identifier } ?? false
    }
    let (before, after) = (try holds(change.old), try holds(change.new))
    guard before != after, past.looked.insert(change.commit).inserted else { return }
    let tree = try git.treeID(ofCommit: change.commit)
    let step = MainlineStep(commit: change.commit, tree: tree, previous: change.parent)
    // A file that came or went may have moved; within one another contract took its place, or gave way.
    let isInPlace = change.old != nil && change.new != nil
    if let moves = try moves(of: step, evenInPlace: isInPlace, rulebook: rulebook) {
      past.whole[change.place] = moves
      for transition in moves where [transition.old, transition.new].contains(where: { $0?.contract?.identifier == identifier }) {
        past.follow([transition.old?.path, transition.new?.path].compactMap { $0 })
      }
    }
    guard after else { return }
    let tipTree = try git.treeID(ofCommit: tip)
    if change.old == nil, let parent = change.parent, !past.hasMoved(at: change.place, to: path) {
      past.follow(try recentlyDeleted(identifier, before: parent, until: end, rulebook: rulebook))
    }
    for state in [tree, try change.parent.map { try git.treeID(ofCommit: $0) }] {
      if let state { past.follow(try endedPaths(of: identifier, in: state, before: tipTree, rulebook: rulebook)) }
    }
  }

  /// All transitions of a commit in which a file may have moved; nil where nothing came or nothing went.
  private func moves(of step: MainlineStep, evenInPlace: Bool, rulebook: Rulebook) throws -> [Transition]? {
    let before = try step.previous.map { try git.treeID(ofCommit: $0) }
    let changed = try git.differences(from: before, to: step.tree)
    guard evenInPlace || changed.contains(where: { $0.old == nil }) && changed.contains(where: { $0.new == nil }) else { return nil }
    return try transitions(of: step, rulebook: rulebook)
  }

  /// Where `.contracts/retired.yaml` says that lines of a contract stood. What nobody can read there helps nobody: whoever looks for what is
  /// wrong with the file asks `check`.
  private func retiredPaths(of identifier: String, at tip: ObjectID) throws -> [String] {
    do {
      return try tombstones(at: .commit(tip)).filter { $0.identifier.utf8.elementsEqual(identifier.utf8) }.map(\.path)
    } catch is ReadingError {
      return []
    }
  }

  /// The files of a contract that were deleted in one of the thousand commits up to one: it may have come back elsewhere.
  private func recentlyDeleted(
    _ identifier: String, before tip: ObjectID, until end: ObjectID?, rulebook: Rulebook
  ) throws -> [String] {
    var walk = ContractWalk(rulebook)
    var way = FirstParentWalk(from: tip, until: end, touching: walk.folders, in: git)
    var found: [String] = []
    while way.count < 1000, let step = try way.step(git) {
      let before = try way.treeBefore(step, git)
      for difference in before == step.tree ? [] : try differences(from: before, to: step.tree, &walk) where difference.new == nil {
        guard let old = difference.old, old.mode.isFile,
          try git.blob(old.id, holdsOneOf: [Array(identifier.utf8), [UInt8(ascii: "\\")]]),
          try version(of: old, in: .nothing, limits: rulebook.limits).contract?.identifier == identifier
        else { continue }
        found.append(old.path)
      }
    }
    return found
  }

  /// The files of a state that held a contract with this id, or one that nobody could read then, and that are no more.
  private func endedPaths(of identifier: String, in tree: ObjectID, before tip: ObjectID, rulebook: Rulebook) throws -> [String] {
    try git.differences(from: tree, to: tip).compactMap { difference in
      guard difference.new == nil, let old = difference.old, old.mode.isFile, rulebook.mayHoldContract(old.path) else { return nil }
      switch try version(of: old, in: .nothing, limits: rulebook.limits).file {
      case .contract(let contract): return contract.identifier == identifier ? old.path : nil
      case .unparsable: return old.path
      case .somethingElse: return nil
      }
    }
  }
}

/// The files that are followed for one contract, and what is known of their past.
private struct FollowedPaths {
  private var open: [String]
  private var paths: Set<[UInt8]>
  private var changes: [Int: [PathChange]] = [:]
  /// Commits that were looked at as a whole, because a file came or went.
  var looked: Set<ObjectID> = []
  /// All transitions of commits in which files moved, by their place on the walk.
  var whole: [Int: [Transition]] = [:]

  init(open: [String]) {
    self.open = open
    paths = Set(open.map { Array($0.utf8) })
  }

  mutating func next() -> String? { open.popLast() }

  mutating func follow(_ more: [String]) {
    for path in more where paths.insert(Array(path.utf8)).inserted { open.append(path) }
  }

  mutating func add(_ change: PathChange) { changes[change.place, default: []].append(change) }

  /// Whether what stands at a path came there from another one in that commit.
  func hasMoved(at place: Int, to path: String) -> Bool {
    whole[place]?.contains { $0.isMove && $0.new?.path == path } ?? false
  }

  func isFollowed(_ transition: Transition) -> Bool {
    [transition.old?.path, transition.new?.path].contains { $0.map { paths.contains(Array($0.utf8)) } ?? false }
  }

  /// The changes by their place, newest first.
  var places: [(place: Int, changes: [PathChange])] { changes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}
