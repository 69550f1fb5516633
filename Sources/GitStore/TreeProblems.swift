/// Something in a tree that a server should not take in.
package struct TreeProblem: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The tree object cannot be read to its end.
    case malformed
    /// Entries that are not in Git's order.
    case unsorted
    /// Two entries of one name.
    case duplicate
    /// A name that is empty, holds a slash, or is `.`, `..` or `.git`, also as other file systems write it.
    case name
    /// An entry whose object is the zero id.
    case zeroID
    /// A name under one of the watched prefixes that is not UTF-8.
    case encoding
    /// Two names under one of the watched prefixes that some file systems take for one.
    case clash
    /// A name that some file systems take for a watched one, but that is another.
    case lookalike
  }

  package let kind: Kind
  /// The path of the entry, or of the tree.
  package let path: String
  /// One sentence, lower case, names in single quotes.
  package let message: String

  package init(kind: Kind, path: String, message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }
}

extension Repository {
  /// What is wrong with a tree and all in it, read from the raw objects: `git receive-pack` does not look unless `receive.fsckObjects` is
  /// set, and libgit2 tells nothing of it. Directories that `accepted` has unchanged at the same place are not looked at again, and bad
  /// names that it has at the same place are not told.
  ///
  /// `watched` are paths, such as `.contracts/` or `CODEOWNERS`, under which names must also be plain for file systems that ignore case or
  /// compose letters; `""` watches everything.
  ///
  /// - Parameter greatestDepth: what is nested deeper is a problem.
  package func treeProblems(
    in tree: ObjectID, accepted: ObjectID? = nil, watching watched: [String] = [], greatestDepth: Int = 512
  ) throws(GitError) -> [TreeProblem] {
    var inspection = TreeInspection(watched: watched, greatestDepth: greatestDepth)
    try inspect(tree, accepted: accepted, path: "", depth: 0, &inspection)
    return inspection.problems
  }

  /// Directories that one commit may change: more than any honest one, and still looked through in seconds.
  private static var greatestDirectoryCount: Int { 200_000 }

  private func inspect(
    _ tree: ObjectID, accepted: ObjectID?, path: String, depth: Int, _ inspection: inout TreeInspection
  ) throws(GitError) {
    if tree == accepted || tree == Self.emptyTree { return }
    guard depth < inspection.greatestDepth else {
      inspection.add(.malformed, path, "directories are nested deeper than \(inspection.greatestDepth) levels")
      return
    }
    // A tree may name the same directories over and over: ten levels of ten are ten thousand million paths.
    inspection.visited += 1
    guard inspection.visited <= Self.greatestDirectoryCount else {
      if inspection.visited == Self.greatestDirectoryCount + 1 {
        inspection.add(.malformed, path, "more than \(Self.greatestDirectoryCount) directories are changed at once")
      }
      return
    }
    let raw: RawTree
    do {
      raw = try rawTree(tree)
    } catch  where error.kind == .unreadable {
      inspection.add(.malformed, path, "tree '\(tree.short())' at '\(path)' is malformed")
      return
    }
    let known = try accepted.map { (id) throws(GitError) in try rawTree(id) }
    inspection.look(at: raw, inherited: known, path: path)
    for entry in raw.entries where entry.isTree {
      let name = raw.name(entry)
      let same = known.flatMap { tree in tree.entry(named: name).flatMap { $0.isTree ? tree.id($0) : nil } }
      let inner = path + String(decoding: name, as: UTF8.self) + "/"
      try inspect(raw.id(entry), accepted: same, path: inner, depth: depth + 1, &inspection)
    }
  }
}

/// The problems that are found in one inspection.
private struct TreeInspection {
  private(set) var problems: [TreeProblem] = []
  /// The watched paths, folded.
  private let folded: [String]
  private let watched: [String]

  let greatestDepth: Int
  /// How many directories were looked at.
  var visited = 0

  init(watched: [String], greatestDepth: Int) {
    self.watched = watched
    self.greatestDepth = greatestDepth
    folded = watched.map { $0.lowercased() }
  }

  mutating func add(_ kind: TreeProblem.Kind, _ path: String, _ message: String) {
    problems.append(TreeProblem(kind: kind, path: path, message: message))
  }

  /// Looks at a directory. Names that the accepted one has too stop nobody who changes something beside them; a tree that cannot be
  /// read in one way only is refused as long as it is one.
  mutating func look(at raw: RawTree, inherited: RawTree?, path: String) {
    let first = problems.count
    look(at: raw, path: path)
    guard problems.count > first, let inherited else { return }
    var before = TreeInspection(watched: watched, greatestDepth: greatestDepth)
    before.look(at: inherited, path: path)
    let known = Set(before.problems)
    let news = problems[first...].filter { ![.name, .clash, .lookalike, .encoding].contains($0.kind) || !known.contains($0) }
    problems.replaceSubrange(first..., with: news)
  }

  private mutating func look(at raw: RawTree, path directory: String) {
    var names: Set<[UInt8]> = []
    // A dictionary of texts takes composed and decomposed letters for the same.
    var foldedNames: [String: String] = [:]
    var previous: RawTree.Entry?
    for entry in raw.entries {
      let name = Array(raw.name(entry))
      let text = String(decoding: name, as: UTF8.self)
      let path = directory + text
      if let danger = TreeNames.danger(of: name) { add(.name, path, "'\(path)' \(danger)") }
      if raw.id(entry).isZero { add(.zeroID, path, "'\(path)' has no object") }
      if !names.insert(name).inserted {
        add(.duplicate, path, "'\(path)' stands twice in its tree")
      } else if let previous, RawTree.compare(previous, in: raw, entry, in: raw) > 0 {
        add(.unsorted, path, "'\(path)' stands in the wrong place of its tree")
      }
      previous = entry
      guard isWatched(path) else { continue }
      if String(validating: name, as: UTF8.self) == nil { add(.encoding, path, "the name '\(path)' is not UTF-8") }
      if let other = foldedNames.updateValue(text, forKey: text.lowercased()), !other.utf8.elementsEqual(text.utf8) {
        add(.clash, path, "'\(path)' and '\(directory + other)' are the same name on some file systems")
      }
      if looksLikeWatched(path) { add(.lookalike, path, "'\(path)' is a watched name on some file systems, but not here") }
    }
  }

  /// Whether a path is at, below or above a watched one.
  private func isWatched(_ path: String) -> Bool {
    let text = path.lowercased()
    return folded.contains { prefix in
      prefix.isEmpty || text.hasPrefix(prefix) || (text + "/").hasPrefix(prefix) || prefix.hasPrefix(text + "/")
    }
  }

  /// Whether a path is, for some file systems, at or above a watched one whose bytes are others.
  private func looksLikeWatched(_ path: String) -> Bool {
    let text = path.lowercased()
    for (prefix, written) in zip(folded, watched) where !prefix.isEmpty {
      let isSame = text == prefix || text + "/" == prefix || prefix.hasPrefix(text + "/")
      if isSame, !written.utf8.starts(with: path.utf8) { return true }
    }
    return false
  }
}

/// The names that must not stand in a tree (git's fsck: `hasDot`, `hasDotdot`, `hasDotgit`, `fullPathname`, `emptyName`).
enum TreeNames {
  /// What is wrong with a name, as the rest of a sentence; `nil` if nothing is.
  static func danger(of name: [UInt8]) -> String? {
    if name.isEmpty { return "has an empty name" }
    if name.contains(UInt8(ascii: "/")) { return "has a slash in its name" }
    if name == Array(".".utf8) || name == Array("..".utf8) { return "is not a name" }
    if isDotGit(name) { return "is a name of Git's own directory" }
    return nil
  }

  /// Whether some file system takes a name for `.git`: in any case, with dots and blanks at its end (NTFS), as `git~1` (FAT), before a
  /// stream's colon (NTFS), with characters that HFS+ ignores.
  private static func isDotGit(_ name: [UInt8]) -> Bool {
    // Most names are told apart by their first byte.
    guard let first = name.first, first == UInt8(ascii: ".") || first | 0x20 == UInt8(ascii: "g") || first >= 0x80 else { return false }
    var text = String(decoding: name, as: UTF8.self)
    text.unicodeScalars.removeAll { ignoredByHFS.contains($0.value) }
    text = text.lowercased()
    let beforeStream = text.prefix { $0 != ":" && $0 != "\\" }
    var trimmed = Substring(beforeStream)
    while let last = trimmed.last, last == "." || last == " " { trimmed.removeLast() }
    return trimmed == ".git" || trimmed == "git~1"
  }

  private static let ignoredByHFS: Set<UInt32> = [
    0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x206A, 0x206B, 0x206C, 0x206D, 0x206E, 0x206F, 0xFEFF,
  ]
}
