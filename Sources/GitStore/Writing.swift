internal import CLibgit2

extension Repository {
  /// Stores a blob; gives its id.
  package func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID { try write(bytes, .blob) }

  private func write(_ bytes: [UInt8], _ kind: ObjectKind) throws(GitError) -> ObjectID {
    var identifier = git_oid()
    let status = bytes.withUnsafeBytes { git_odb_write(&identifier, objects, $0.baseAddress, $0.count, kind.type) }
    try check(status, "cannot write a \(kind.name)", kind: .other)
    return ObjectID(identifier)
  }

  /// The id that some bytes would have as an object.
  package static func id(of bytes: [UInt8], _ kind: ObjectKind = .blob) throws(GitError) -> ObjectID {
    var identifier = git_oid()
    let status = bytes.withUnsafeBytes { git_odb_hash(&identifier, $0.baseAddress ?? UnsafeRawPointer(bitPattern: 1), $0.count, kind.type) }
    try check(status, "cannot hash a \(kind.name)", kind: .other)
    return ObjectID(identifier)
  }

  /// Stores the tree that a base (`nil`: the empty tree) becomes when paths are set and others removed; gives its id. An entry of mode `tree`
  /// brings a whole directory. Subtrees that stay are not read; a directory that becomes empty goes.
  package func writeTree(
    _ base: ObjectID? = nil, setting entries: [TreeEntry], removing paths: [String] = []
  ) throws(GitError) -> ObjectID {
    var changes = TreeChanges()
    for path in paths { try changes.add(path, nil) }
    for entry in entries { try changes.add(entry.path, entry) }
    if let tree = try writeTree(base, changes) { return tree }
    return try write([], .tree)
  }

  /// `nil` if nothing is left.
  private func writeTree(_ base: ObjectID?, _ changes: TreeChanges) throws(GitError) -> ObjectID? {
    struct Item {
      let name: [UInt8]
      let bits: UInt32
      let id: ObjectID
      var isTree: Bool { bits & 0o170000 == 0o040000 }
    }
    let raw = try base.map { (id) throws(GitError) in try rawTree(id) } ?? .empty
    var items: [Item] = []
    for entry in raw.entries {
      let name = Array(raw.name(entry))
      switch changes.children[name] {
      case nil: items.append(Item(name: name, bits: entry.bits, id: raw.id(entry)))
      case .directory(let inner)? where entry.isTree:
        if let id = try writeTree(raw.id(entry), inner) { items.append(Item(name: name, bits: entry.bits, id: id)) }
      case .directory(let inner)? where !inner.setsAnything: items.append(Item(name: name, bits: entry.bits, id: raw.id(entry)))
      default: break
      }
    }
    let present = Set(items.map(\.name))
    for (name, change) in changes.children where !present.contains(name) {
      switch change {
      case .entry(let entry?): items.append(Item(name: name, bits: entry.mode.bits, id: entry.id))
      case .directory(let inner):
        if inner.setsAnything, raw.entry(named: name)?.isTree != true, let id = try writeTree(nil, inner) {
          items.append(Item(name: name, bits: FileMode.tree.bits, id: id))
        }
      default: break
      }
    }
    if items.isEmpty { return nil }
    items.sort { RawTree.compare($0.name[...], $0.isTree, $1.name[...], $1.isTree) < 0 }
    var bytes: [UInt8] = []
    for item in items {
      bytes.append(contentsOf: String(item.bits, radix: 8).utf8)
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: item.name)
      bytes.append(0)
      bytes.append(contentsOf: item.id.bytes)
    }
    return try write(bytes, .tree)
  }

  /// Stores a commit; gives its id. The message gets a line break at its end if it has none.
  package func createCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> ObjectID {
    guard !message.utf8.contains(0) else { throw GitError(.other, "a commit message holds a NUL byte") }
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(try author.line())\ncommitter \(try committer.line())\n\n\(message)"
    if !message.isEmpty, !message.hasSuffix("\n") { text += "\n" }
    return try write(Array(text.utf8), .commit)
  }
}

extension Signature {
  /// The form of a commit object. Bytes that would break it are left out, as Git does with names.
  fileprivate func line() throws(GitError) -> String {
    let cleanName = Self.clean(name)
    let cleanEmail = Self.clean(email)
    guard !cleanName.isEmpty else {
      throw GitError(.other, "empty name of an author or committer", hint: "git config user.name 'Your Name'")
    }
    let minutes = abs(offset)
    let zone = minutes / 60 * 100 + minutes % 60
    let digits = String(zone)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\(cleanName) <\(cleanEmail)> \(time) \(offset < 0 ? "-" : "+")\(padded)"
  }

  private static func clean(_ text: String) -> String {
    var bytes = text.utf8.filter { $0 >= 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }[...]
    let crud = Set(" .,:;\"\\'".utf8)
    while let first = bytes.first, crud.contains(first) { bytes.removeFirst() }
    while let last = bytes.last, crud.contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What shall become of the paths of a tree, directory by directory.
private struct TreeChanges {
  enum Change {
    /// `nil`: removed.
    case entry(TreeEntry?)
    case directory(TreeChanges)
  }

  var children: [[UInt8]: Change] = [:]

  /// Whether anything is set here, so that the directory must exist.
  var setsAnything: Bool {
    children.values.contains { change in
      switch change {
      case .entry(let entry): entry != nil
      case .directory(let inner): inner.setsAnything
      }
    }
  }

  mutating func add(_ path: String, _ entry: TreeEntry?) throws(GitError) {
    guard TreePath.isValid(path) else { throw GitError(.other, "bad path '\(path)' for a tree") }
    let names = path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
    try add(names[...], entry, path)
  }

  private mutating func add(_ names: ArraySlice<[UInt8]>, _ entry: TreeEntry?, _ path: String) throws(GitError) {
    guard let name = names.first else { return }
    if names.count == 1 {
      if case .directory = children[name] { throw GitError(.other, "path '\(path)' is both a file and a directory") }
      children[name] = .entry(entry)
      return
    }
    var inner = TreeChanges()
    switch children[name] {
    case .directory(let known)?: inner = known
    case .entry(.some)?: throw GitError(.other, "path '\(path)' is both a file and a directory")
    case .entry(nil)?, nil: break
    }
    try inner.add(names.dropFirst(), entry, path)
    children[name] = .directory(inner)
  }
}

/// What may stand as a path in a tree that this tool writes or a work tree that it reads.
enum TreePath {
  /// Whether a path is relative, has no empty part, no `.`, `..` or `.git` in any case, and no NUL byte.
  static func isValid(_ path: String) -> Bool {
    !path.isEmpty && !path.utf8.contains(0)
      && path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { name in
        !name.isEmpty && TreeNames.danger(of: Array(name)) == nil
      }
  }
}
