/// The index by Git's own plumbing, for the forms that are not scanned: split, where a part lies in another file, and sparse, where a directory
/// stands for what is in it.
extension Repository {
  func indexEntriesFromGit() throws(GitError) -> [IndexEntry] { try listIndexWithGit().map(\.entry) }

  /// All entries, each with whether its file counts as staged whatever lies in the work tree: sparse paths, and those assumed unchanged.
  func listIndexWithGit() throws(GitError) -> [(entry: IndexEntry, isFixed: Bool)] {
    let output = try requireGit(["ls-files", "--full-name", "--stage", "-v", "-z"], "cannot list the index")
    let intended = Set(try intendedToAdd())
    var result: [(entry: IndexEntry, isFixed: Bool)] = []
    for line in output.split(separator: 0) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { throw unexpected("ls-files") }
      let fields = line[..<tab].split(separator: UInt8(ascii: " "))
      guard fields.count == 4, let tag = fields[0].first, let bits = UInt32(String(decoding: fields[1], as: UTF8.self), radix: 8),
        let id = ObjectID(hexBytes: fields[2]), let stage = Int(String(decoding: fields[3], as: UTF8.self))
      else { throw unexpected("ls-files") }
      let path = String(decoding: line[(tab + 1)...], as: UTF8.self)
      let entry = IndexEntry(path: path, mode: FileMode(bits: bits), id: id, stage: stage, isIntendedToAdd: intended.contains(path))
      let isAssumedUnchanged = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(tag)
      result.append((entry, isAssumedUnchanged || tag == UInt8(ascii: "S")))
    }
    return result
  }

  private func unexpected(_ command: String) -> GitError { GitError(.other, "cannot understand the output of 'git \(command)'") }

  /// Intended paths show as added between index and work tree, never between a tree and the index.
  private func intendedToAdd() throws(GitError) -> [String] {
    guard workTree != nil else { return [] }
    let output = try requireGit(
      ["diff-files", "--diff-filter=A", "--name-only", "--ignore-submodules", "-z"], "cannot list the index")
    return output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  func indexDifferencesFromGit(from tree: ObjectID?) throws(GitError) -> IndexDifferences {
    let output = try requireGit(
      [
        "diff-index", "--cached", "--ita-invisible-in-index", "--raw", "--no-renames", "--no-abbrev", "--full-index", "-z",
        (tree ?? Self.emptyTree).hex,
      ],
      "cannot compare the index")
    var changes: [TreeDifference] = []
    var conflicts: [String] = []
    let parts = output.split(separator: 0)
    guard parts.count % 2 == 0 else { throw unexpected("diff-index") }
    for position in stride(from: 0, to: parts.count, by: 2) {
      let path = String(decoding: parts[position + 1], as: UTF8.self)
      let fields = parts[position].split(separator: UInt8(ascii: " "))
      guard fields.count == 5, let letter = fields[4].first,
        let oldBits = UInt32(String(decoding: fields[0].dropFirst(), as: UTF8.self), radix: 8),
        let newBits = UInt32(String(decoding: fields[1], as: UTF8.self), radix: 8), let oldID = ObjectID(hexBytes: fields[2]),
        let newID = ObjectID(hexBytes: fields[3])
      else { throw unexpected("diff-index") }
      if letter == UInt8(ascii: "U") {
        conflicts.append(path)
        continue
      }
      changes.append(
        TreeDifference(
          path: path, old: oldBits == 0 ? nil : TreeEntry(path: path, mode: FileMode(bits: oldBits), id: oldID),
          new: newBits == 0 ? nil : TreeEntry(path: path, mode: FileMode(bits: newBits), id: newID)))
    }
    let unmerged = Set(conflicts)
    return IndexDifferences(
      changes: changes.filter { !unmerged.contains($0.path) }, conflicts: conflicts, intendedToAdd: try intendedToAdd())
  }
}
