extension Repository {
  /// The commits that a merge in progress joins to HEAD, from `MERGE_HEAD`; empty while none is made.
  package func mergeHeads() throws(GitError) -> [ObjectID] {
    guard let bytes = try Files.read(Paths.join(gitDirectory, "MERGE_HEAD"), limit: 1 << 20) else { return [] }
    var heads: [ObjectID] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let id = ObjectID(hex: String(line)) else { throw GitError(.unreadable, "cannot understand 'MERGE_HEAD'") }
      heads.append(id)
    }
    return heads
  }
}
