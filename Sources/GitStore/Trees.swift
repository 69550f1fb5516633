/// What an entry of a tree or of the index is.
package enum FileMode: Hashable, Sendable {
  case file, executable, symlink, gitlink, tree

  /// Git's canonical reading of any mode that stands in a tree.
  init(bits: UInt32) {
    switch bits & 0o170000 {
    case 0o100000: self = bits & 0o100 != 0 ? .executable : .file
    case 0o120000: self = .symlink
    case 0o040000: self = .tree
    default: self = .gitlink
    }
  }

  /// The bits that Git writes.
  package var bits: UInt32 {
    switch self {
    case .file: 0o100644
    case .executable: 0o100755
    case .symlink: 0o120000
    case .gitlink: 0o160000
    case .tree: 0o040000
    }
  }

  /// Whether it is a regular file, executable or not: the only thing that can be a contract.
  package var isFile: Bool { self == .file || self == .executable }
}

/// A path with what stands there.
package struct TreeEntry: Hashable, Sendable {
  /// From the top of the tree, with `/`; bytes that are no UTF-8 appear as U+FFFD, and such a path cannot be looked up again.
  package let path: String
  package let mode: FileMode
  package let id: ObjectID

  package init(path: String, mode: FileMode, id: ObjectID) {
    self.path = path
    self.mode = mode
    self.id = id
  }
}

/// A path at which two trees differ. A directory never appears, only what is in it.
package struct TreeDifference: Hashable, Sendable {
  package let path: String
  /// `nil`: the path is new.
  package let old: TreeEntry?
  /// `nil`: the path is gone.
  package let new: TreeEntry?

  package init(path: String, old: TreeEntry?, new: TreeEntry?) {
    self.path = path
    self.old = old
    self.new = new
  }
}

/// The entries of one tree object, as they stand in its bytes.
struct RawTree {
  struct Entry {
    let bits: UInt32
    let name: Range<Int>
    var isTree: Bool { bits & 0o170000 == 0o040000 }
  }

  let bytes: [UInt8]
  private(set) var entries: [Entry] = []

  /// The empty tree.
  static let empty = RawTree()

  private init() { bytes = [] }

  /// Reads `<mode> <name>\0<20 bytes>` again and again; any other form is an error.
  init(id: ObjectID, bytes: [UInt8]) throws(GitError) {
    self.bytes = bytes
    var position = 0
    while position < bytes.count {
      var bits: UInt32 = 0
      let start = position
      while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[position]), position - start < 7 {
        bits = bits << 3 | UInt32(bytes[position] - UInt8(ascii: "0"))
        position += 1
      }
      guard position > start, position < bytes.count, bytes[position] == UInt8(ascii: " "),
        let end = bytes[position...].firstIndex(of: 0), end + ObjectID.byteCount < bytes.count
      else { throw GitError(.unreadable, "tree '\(id)' is malformed") }
      entries.append(Entry(bits: bits, name: position + 1..<end))
      position = end + 1 + ObjectID.byteCount
    }
  }

  func id(_ entry: Entry) -> ObjectID {
    bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { ObjectID(bytesAt: $0 + entry.name.upperBound + 1) } ?? .zero
    }
  }

  func name(_ entry: Entry) -> ArraySlice<UInt8> { bytes[entry.name] }

  /// The entry with a name, compared by bytes; the first, should there be several.
  func entry(named name: some Collection<UInt8>) -> Entry? {
    entries.first { bytes[$0.name].elementsEqual(name) }
  }

  /// Git's order: by the bytes of the name, where a directory's name ends with `/`. Negative, 0 or positive.
  static func compare(_ left: Entry, in leftTree: RawTree, _ right: Entry, in rightTree: RawTree) -> Int {
    compare(leftTree.bytes[left.name], left.isTree, rightTree.bytes[right.name], right.isTree)
  }

  static func compare<Bytes: RandomAccessCollection<UInt8>>(_ left: Bytes, _ leftIsTree: Bool, _ right: Bytes, _ rightIsTree: Bool) -> Int
  where Bytes.Index == Int {
    let common = min(left.count, right.count)
    let (leftStart, rightStart) = (left.startIndex, right.startIndex)
    for offset in 0..<common {
      let difference = Int(left[leftStart + offset]) - Int(right[rightStart + offset])
      if difference != 0 { return difference }
    }
    let slash = Int(UInt8(ascii: "/"))
    let leftNext = left.count > common ? Int(left[leftStart + common]) : leftIsTree ? slash : 0
    let rightNext = right.count > common ? Int(right[rightStart + common]) : rightIsTree ? slash : 0
    if leftNext != rightNext { return leftNext - rightNext }
    return left.count - right.count
  }
}

/// Directories that several look-ups in a row go through. A few: they are searched one by one.
package struct ReadDirectories: ~Copyable {
  private var trees: [(id: ObjectID, tree: RawTree)] = []

  package init() {}

  fileprivate mutating func tree(_ id: ObjectID, _ repository: borrowing Repository) throws(GitError) -> RawTree {
    if let known = trees.first(where: { $0.id == id }) { return known.tree }
    let tree = try repository.rawTree(id)
    trees.append((id, tree))
    return tree
  }
}

extension Repository {
  func rawTree(_ id: ObjectID) throws(GitError) -> RawTree {
    // Git knows the empty tree whether or not it was ever written.
    if id == Self.emptyTree { return .empty }
    return try RawTree(id: id, bytes: object(id, .tree))
  }

  /// The id of the tree without entries.
  package static let emptyTree = ObjectID(hex: "4b825dc642cb6eb9a060e54bf8d69288fbee4904") ?? .zero

  /// What stands at a path of a tree, without following symbolic links; `nil` if nothing does.
  package func entry(_ path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    var directories = ReadDirectories()
    return try entry(path, in: tree, &directories)
  }

  /// The same for one of several paths: a directory that they share is read once.
  package func entry(_ path: String, in tree: ObjectID, _ directories: inout ReadDirectories) throws(GitError) -> TreeEntry? {
    let names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var current = tree
    for (position, name) in names.enumerated() {
      guard !name.isEmpty else { return nil }
      let raw = try directories.tree(current, self)
      guard let found = raw.entry(named: name) else { return nil }
      if position == names.count - 1 {
        return TreeEntry(path: path, mode: FileMode(bits: found.bits), id: raw.id(found))
      }
      guard found.isTree else { return nil }
      current = raw.id(found)
    }
    return nil
  }

  /// Calls `body` with everything in a tree, directories before what is in them, in Git's order; with `under`, only with what is below that
  /// directory (nothing if it is none). `body` says whether to go on: `false` for a directory leaves it out, `false` for anything else
  /// ends the walk.
  package func forEachEntry(
    in tree: ObjectID, under directory: String? = nil, _ body: (TreeEntry) throws(GitError) -> Bool
  ) throws(GitError) {
    var start = tree
    var prefix: [UInt8] = []
    if let directory, !Paths.withoutTrailingSlashes(directory).isEmpty {
      let path = Paths.withoutTrailingSlashes(directory)
      guard let found = try entry(path, in: tree), found.mode == .tree else { return }
      start = found.id
      prefix = Array(path.utf8) + [UInt8(ascii: "/")]
    }
    _ = try walk(start, &prefix, depth: 0, body)
  }

  /// Deeper trees than this are refused: nobody has them but an attacker.
  static var greatestTreeDepth: Int { 512 }

  func ensureDepth(_ depth: Int) throws(GitError) {
    guard depth < Self.greatestTreeDepth else {
      throw GitError(.unreadable, "a tree is nested deeper than \(Self.greatestTreeDepth) levels")
    }
  }

  private func walk(
    _ tree: ObjectID, _ prefix: inout [UInt8], depth: Int, _ body: (TreeEntry) throws(GitError) -> Bool
  ) throws(GitError) -> Bool {
    try ensureDepth(depth)
    let raw = try rawTree(tree)
    let length = prefix.count
    for entry in raw.entries {
      prefix.append(contentsOf: raw.name(entry))
      let id = raw.id(entry)
      let goesOn = try body(TreeEntry(path: String(decoding: prefix, as: UTF8.self), mode: FileMode(bits: entry.bits), id: id))
      if entry.isTree {
        prefix.append(UInt8(ascii: "/"))
        if goesOn, try !walk(id, &prefix, depth: depth + 1, body) { return false }
      } else if !goesOn {
        return false
      }
      prefix.removeLast(prefix.count - length)
    }
    return true
  }
}
