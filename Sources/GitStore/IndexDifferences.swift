/// What is staged, held against a tree.
package struct IndexDifferences: Hashable, Sendable {
  /// The paths that differ, in Git's order. Paths with conflicts and those that are only intended are not among them.
  package let changes: [TreeDifference]
  /// The paths with conflicts: nothing can be committed before they are resolved.
  package let conflicts: [String]
  /// The paths of `git add --intent-to-add`: for Git they are not in the index yet.
  package let intendedToAdd: [String]

  package init(changes: [TreeDifference], conflicts: [String], intendedToAdd: [String]) {
    self.changes = changes
    self.conflicts = conflicts
    self.intendedToAdd = intendedToAdd
  }
}

/// An entry of the index.
package struct IndexEntry: Hashable, Sendable {
  package let path: String
  package let mode: FileMode
  package let id: ObjectID
  /// 0, or the side of a conflict: 1 base, 2 ours, 3 theirs.
  package let stage: Int
  package let isIntendedToAdd: Bool

  package init(path: String, mode: FileMode, id: ObjectID, stage: Int, isIntendedToAdd: Bool) {
    self.path = path
    self.mode = mode
    self.id = id
    self.stage = stage
    self.isIntendedToAdd = isIntendedToAdd
  }
}

extension Repository {
  /// The index that Git names (`GIT_INDEX_FILE`), else that of this work tree.
  package var indexPath: String {
    guard let named = environment["GIT_INDEX_FILE"], !named.isEmpty else { return Paths.join(gitDirectory, "index") }
    return Paths.join(directory, named)
  }

  /// All entries of the index, sorted as Git sorts them.
  package func indexEntries() throws(GitError) -> [IndexEntry] {
    guard let index = try IndexFile.open(indexPath) else { return [] }
    if index.isSplitOrSparse { return try indexEntriesFromGit() }
    var result: [IndexEntry] = []
    result.reserveCapacity(index.count)
    var cursor = index.cursor()
    while try cursor.advance() {
      result.append(
        IndexEntry(
          path: String(decoding: cursor.path, as: UTF8.self), mode: FileMode(bits: cursor.bits), id: cursor.id, stage: cursor.stage,
          isIntendedToAdd: cursor.isIntentToAdd))
    }
    return result
  }

  /// What the index changes against a tree (`nil`: the empty one), as `git diff-index --cached` sees it. Directories whose tree the index knows
  /// already are compared by that id alone.
  package func indexDifferences(from tree: ObjectID?) throws(GitError) -> IndexDifferences {
    guard let index = try IndexFile.open(indexPath) else {
      return IndexDifferences(changes: try differences(from: tree, to: nil), conflicts: [], intendedToAdd: [])
    }
    if index.isSplitOrSparse { return try indexDifferencesFromGit(from: tree) }
    if let top = index.cacheTree?.nodes.first, top.isValid, top.id == tree, !index.hasConflicts {
      return IndexDifferences(changes: [], conflicts: [], intendedToAdd: [])
    }
    var comparison = IndexComparison(cursor: index.cursor(), cacheTree: index.hasConflicts ? nil : index.cacheTree)
    try comparison.run(from: tree, self)
    return IndexDifferences(
      changes: comparison.walk.differences, conflicts: comparison.conflicts, intendedToAdd: comparison.intendedToAdd)
  }
}

/// Goes through the index and a tree side by side.
private struct IndexComparison {
  private var cursor: IndexCursor
  private var hasEntry = false
  private let cacheTree: CacheTree?
  var walk = TreeComparison()
  var conflicts: [String] = []
  var intendedToAdd: [String] = []

  init(cursor: IndexCursor, cacheTree: CacheTree?) {
    self.cursor = cursor
    self.cacheTree = cacheTree
  }

  mutating func run(from tree: ObjectID?, _ repository: borrowing Repository) throws(GitError) {
    try advance()
    try compareDirectory(tree, node: cacheTree == nil ? nil : 0, depth: 0, repository)
  }

  /// Goes to the next entry that is neither intended nor in conflict; those are noted.
  private mutating func advance() throws(GitError) {
    while true {
      hasEntry = try cursor.advance()
      guard hasEntry else { return }
      if cursor.stage > 0 {
        let path = String(decoding: cursor.path, as: UTF8.self)
        if conflicts.last != path { conflicts.append(path) }
        return
      }
      if !cursor.isIntentToAdd { return }
      intendedToAdd.append(String(decoding: cursor.path, as: UTF8.self))
    }
  }

  /// Compares what both sides have in the directory `walk.prefix`.
  private mutating func compareDirectory(
    _ tree: ObjectID?, node: Int?, depth: Int, _ repository: borrowing Repository
  ) throws(GitError) {
    try repository.ensureDepth(depth)
    let raw = try tree.map { (id) throws(GitError) in try repository.rawTree(id) } ?? .empty
    var position = 0
    var children = node.flatMap { node in cacheTree.map { $0.children(of: node) } }
    while true {
      let staged = stagedName()
      let old = position < raw.entries.count ? raw.entries[position] : nil
      if staged == nil && old == nil { return }
      let order: Int
      if let staged, let old {
        order = RawTree.compare(raw.name(old), old.isTree, staged.name, staged.isTree)
      } else {
        order = staged == nil ? -1 : 1
      }
      let length = walk.prefix.count
      defer { walk.prefix.removeLast(walk.prefix.count - length) }
      if order <= 0, let old {
        position += 1
        walk.prefix.append(contentsOf: raw.name(old))
      }
      if order > 0, let staged { walk.prefix.append(contentsOf: staged.name) }
      let oldID = order <= 0 ? old.map { raw.id($0) } : nil
      let isTree = order <= 0 ? old?.isTree ?? false : staged?.isTree ?? false
      if isTree {
        walk.prefix.append(UInt8(ascii: "/"))
        if order < 0 {
          try removeAll(oldID, repository, depth: depth)
        } else {
          let child = staged.flatMap { name in cacheTree.flatMap { children?.find(name.name, in: $0) } }
          try compareChild(oldID, node: child, depth: depth + 1, repository)
        }
      } else if order < 0 {
        walk.add(old: oldID.flatMap { id in old.map { ($0.bits, id) } }, new: nil)
      } else {
        try compareFile(order == 0 ? old.map { ($0.bits, raw.id($0)) } : nil)
      }
    }
  }

  private mutating func compareChild(
    _ tree: ObjectID?, node: Int?, depth: Int, _ repository: borrowing Repository
  ) throws(GitError) {
    if let tree, let node, let known = cacheTree?.nodes[node], known.isValid, known.id == tree, known.entryCount > 0 {
      try cursor.skip(Int(known.entryCount) - 1)
      return try advance()
    }
    try compareDirectory(tree, node: node, depth: depth, repository)
  }

  /// The current entry against the tree's; then on. Sides of a conflict are passed over together.
  private mutating func compareFile(_ old: (bits: UInt32, id: ObjectID)?) throws(GitError) {
    guard cursor.stage == 0 else {
      let path = cursor.path
      while hasEntry, cursor.path == path { try advance() }
      return
    }
    let isEqual = old.map { $0.id == cursor.id && FileMode(bits: $0.bits) == FileMode(bits: cursor.bits) } ?? false
    if !isEqual { walk.add(old: old, new: (cursor.bits, cursor.id)) }
    try advance()
  }

  private mutating func removeAll(_ tree: ObjectID?, _ repository: borrowing Repository, depth: Int) throws(GitError) {
    try repository.ensureDepth(depth + 1)
    let raw = try tree.map { (id) throws(GitError) in try repository.rawTree(id) } ?? .empty
    let length = walk.prefix.count
    for entry in raw.entries {
      walk.prefix.append(contentsOf: raw.name(entry))
      if entry.isTree {
        walk.prefix.append(UInt8(ascii: "/"))
        try removeAll(raw.id(entry), repository, depth: depth + 1)
      } else {
        walk.add(old: (entry.bits, raw.id(entry)), new: nil)
      }
      walk.prefix.removeLast(walk.prefix.count - length)
    }
  }

  /// The name in this directory under which the current entry lies; `nil` if it lies elsewhere.
  private func stagedName() -> (name: ArraySlice<UInt8>, isTree: Bool)? {
    guard hasEntry, cursor.path.starts(with: walk.prefix) else { return nil }
    let rest = cursor.path[walk.prefix.count...]
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return (rest, false) }
    return (rest[..<slash], true)
  }
}
