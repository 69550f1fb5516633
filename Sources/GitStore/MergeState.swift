extension Repository {
  /// The commits that are being merged into HEAD, in order: `MERGE_HEAD`, or, in the hook pre-merge-commit, where it does not exist yet, the names
  /// of the variables `GITHEAD_<id>` that Git sets (githooks(5), gitglossary(7)). Empty if no merge is being made.
  package func mergeHeads() throws(GitError) -> [ObjectID] {
    let path = Paths.join(gitDirectory, "MERGE_HEAD")
    guard let bytes = try Files.read(path) else {
      let start = "GITHEAD_"
      return environment.keys.filter { $0.hasPrefix(start) }.compactMap { ObjectID(hex: $0.dropFirst(start.count)) }.sorted()
    }
    var result: [ObjectID] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let id = ObjectID(hexBytes: line) else { throw GitError(.unreadable, "bad line in '\(path)'") }
      result.append(id)
    }
    return result
  }
}
