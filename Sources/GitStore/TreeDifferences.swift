extension Repository {
  /// The paths at which two trees differ, in Git's order; `nil` is the empty tree. Subtrees with equal ids are never read. A file that
  /// became a directory is one path gone and others new.
  package func differences(from old: ObjectID?, to new: ObjectID?) throws(GitError) -> [TreeDifference] {
    var walk = TreeComparison()
    try compare(old, new, depth: 0, &walk)
    return walk.differences
  }

  private func compare(_ old: ObjectID?, _ new: ObjectID?, depth: Int, _ walk: inout TreeComparison) throws(GitError) {
    if old == new { return }
    try ensureDepth(depth)
    let oldTree = try old.map { (id) throws(GitError) in try rawTree(id) } ?? .empty
    let newTree = try new.map { (id) throws(GitError) in try rawTree(id) } ?? .empty
    var (oldPosition, newPosition) = (0, 0)
    while oldPosition < oldTree.entries.count || newPosition < newTree.entries.count {
      var oldEntry = oldPosition < oldTree.entries.count ? oldTree.entries[oldPosition] : nil
      var newEntry = newPosition < newTree.entries.count ? newTree.entries[newPosition] : nil
      if let left = oldEntry, let right = newEntry {
        let order = RawTree.compare(left, in: oldTree, right, in: newTree)
        if order < 0 { newEntry = nil } else if order > 0 { oldEntry = nil }
      }
      if oldEntry != nil { oldPosition += 1 }
      if newEntry != nil { newPosition += 1 }
      let left = oldEntry.map { Item(name: oldTree.name($0), bits: $0.bits, id: oldTree.id($0)) }
      let right = newEntry.map { Item(name: newTree.name($0), bits: $0.bits, id: newTree.id($0)) }
      try compare(left, right, depth: depth, &walk)
    }
  }

  private struct Item {
    let name: ArraySlice<UInt8>
    let bits: UInt32
    let id: ObjectID
    var isTree: Bool { bits & 0o170000 == 0o040000 }
  }

  private func compare(_ old: Item?, _ new: Item?, depth: Int, _ walk: inout TreeComparison) throws(GitError) {
    guard let name = old?.name ?? new?.name else { return }
    if let old, let new, old.id == new.id, FileMode(bits: old.bits) == FileMode(bits: new.bits) { return }
    let length = walk.prefix.count
    defer { walk.prefix.removeLast(walk.prefix.count - length) }
    walk.prefix.append(contentsOf: name)
    if old?.isTree ?? new?.isTree ?? false {
      walk.prefix.append(UInt8(ascii: "/"))
      try compare(old?.id, new?.id, depth: depth + 1, &walk)
    } else {
      walk.add(old: old.map { ($0.bits, $0.id) }, new: new.map { ($0.bits, $0.id) })
    }
  }
}

/// The state of a comparison: where it is, and what it found.
struct TreeComparison {
  var prefix: [UInt8] = []
  var differences: [TreeDifference] = []

  mutating func add(old: (bits: UInt32, id: ObjectID)?, new: (bits: UInt32, id: ObjectID)?) {
    let path = String(decoding: prefix, as: UTF8.self)
    differences.append(
      TreeDifference(
        path: path, old: old.map { TreeEntry(path: path, mode: FileMode(bits: $0.bits), id: $0.id) },
        new: new.map { TreeEntry(path: path, mode: FileMode(bits: $0.bits), id: $0.id) }))
  }
}
