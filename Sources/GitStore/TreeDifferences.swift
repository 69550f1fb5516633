internal import CLibgit2

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

extension Repository {
  /// The paths at which two trees differ, in Git's order; `nil` is the empty tree. Subtrees with equal ids are never read. A file that
  /// became a directory is one path gone and others new.
  package func differences(from old: ObjectID?, to new: ObjectID?) throws(GitError) -> [TreeDifference] {
    var trees = ReadTrees()
    return try differences(from: old, to: new, &trees)
  }

  /// The same on a walk, which meets each tree twice.
  ///
  /// - Parameter folders: what lies beside them is not looked at; empty: everything is.
  package func differences(
    from old: ObjectID?, to new: ObjectID?, below folders: [[UInt8]] = [], _ trees: inout ReadTrees
  ) throws(GitError) -> [TreeDifference] {
    if old == new { return [] }
    var comparison = TreeComparison()
    comparison.folders = folders
    try compare(old, new, depth: 0, &comparison, &trees)
    return comparison.differences
  }

  private func compare(
    _ old: ObjectID?, _ new: ObjectID?, depth: Int, _ comparison: inout TreeComparison, _ trees: inout ReadTrees
  ) throws(GitError) {
    if old == new { return }
    try ensureDepth(depth)
    // Both are held by libgit2 as long as they are looked at here.
    let oldObject = try trees.tree(old ?? Self.emptyTree, self)
    let newObject = try trees.tree(new ?? Self.emptyTree, self)
    var pair = TreePair(old: oldObject.bytes, new: newObject.bytes)
    while true {
      guard pair.skipEqual() else { throw malformed(old, new) }
      if pair.isAtEnd { return }
      guard let (left, right) = pair.next() else { throw malformed(old, new) }
      if let left, let right, left.id == right.id, FileMode(bits: left.bits) == FileMode(bits: right.bits) { continue }
      let length = comparison.prefix.count
      defer { comparison.prefix.removeLast(comparison.prefix.count - length) }
      if let left {
        comparison.prefix.append(contentsOf: pair.old[left.name])
      } else if let right {
        comparison.prefix.append(contentsOf: pair.new[right.name])
      }
      if left?.isTree ?? right?.isTree ?? false {
        comparison.prefix.append(UInt8(ascii: "/"))
        guard comparison.isWanted else { continue }
        try compare(left?.id, right?.id, depth: depth + 1, &comparison, &trees)
      } else {
        comparison.add(old: left.map { ($0.bits, $0.id) }, new: right.map { ($0.bits, $0.id) })
      }
    }
  }

  private func malformed(_ old: ObjectID?, _ new: ObjectID?) -> GitError {
    GitError(.unreadable, "tree '\(old ?? new ?? .zero)' or '\(new ?? old ?? .zero)' is malformed")
  }
}

/// The bytes of two trees, gone through side by side.
private struct TreePair {
  let old: UnsafeRawBufferPointer
  let new: UnsafeRawBufferPointer
  private var oldPosition = 0
  private var newPosition = 0

  init(old: UnsafeRawBufferPointer, new: UnsafeRawBufferPointer) {
    self.old = old
    self.new = new
  }

  var isAtEnd: Bool { oldPosition >= old.count && newPosition >= new.count }

  /// Goes on past the entries that are the same, byte for byte, without reading them: two states of a directory differ in one or two as a
  /// rule. `false` where one cannot be read.
  mutating func skipEqual() -> Bool {
    guard let oldBase = old.baseAddress, let newBase = new.baseAddress else { return true }
    let left = oldBase + oldPosition
    let right = newBase + newPosition
    let limit = min(old.count - oldPosition, new.count - newPosition)
    var same = 0
    while same + 8 <= limit,
      left.loadUnaligned(fromByteOffset: same, as: UInt64.self) == right.loadUnaligned(fromByteOffset: same, as: UInt64.self)
    { same += 8 }
    while same < limit, left.load(fromByteOffset: same, as: UInt8.self) == right.load(fromByteOffset: same, as: UInt8.self) { same += 1 }
    var skipped = 0
    while skipped < same {
      guard let end = memchr(left + skipped, 0, old.count - oldPosition - skipped) else { return false }
      let next = UnsafeRawPointer(end) - left + 1 + ObjectID.byteCount
      guard next <= same else { break }
      skipped = next
    }
    oldPosition += skipped
    newPosition += skipped
    return true
  }

  /// The next entry of either, or of both where they have the same name; nil where one cannot be read.
  mutating func next() -> (old: RawTreeEntry?, new: RawTreeEntry?)? {
    var left: RawTreeEntry?
    var right: RawTreeEntry?
    if oldPosition < old.count {
      left = RawTreeEntry(old, at: oldPosition)
      guard left != nil else { return nil }
    }
    if newPosition < new.count {
      right = RawTreeEntry(new, at: newPosition)
      guard right != nil else { return nil }
    }
    if let one = left, let other = right {
      let order = RawTree.compare(old[one.name], one.isTree, new[other.name], other.isTree)
      if order < 0 { right = nil } else if order > 0 { left = nil }
    }
    if let left { oldPosition = left.end }
    if let right { newPosition = right.end }
    return (left, right)
  }
}

/// The state of a comparison: where it is, and what it found.
struct TreeComparison {
  var prefix: [UInt8] = []
  var differences: [TreeDifference] = []
  /// Where it looks, without a slash at the end; empty: everywhere.
  var folders: [[UInt8]] = []

  /// Whether the directory `prefix` lies on the way to one of the folders, or below it.
  var isWanted: Bool {
    folders.isEmpty
      || folders.contains { folder in
        let common = min(folder.count, prefix.count - 1)
        return folder[..<common] == prefix[..<common] && (folder.count == common || folder[common] == UInt8(ascii: "/"))
          && (prefix.count - 1 == common || prefix[common] == UInt8(ascii: "/"))
      }
  }

  mutating func add(old: (bits: UInt32, id: ObjectID)?, new: (bits: UInt32, id: ObjectID)?) {
    let path = String(decoding: prefix, as: UTF8.self)
    differences.append(
      TreeDifference(
        path: path, old: old.map { TreeEntry(path: path, mode: FileMode(bits: $0.bits), id: $0.id) },
        new: new.map { TreeEntry(path: path, mode: FileMode(bits: $0.bits), id: $0.id) }))
  }
}
