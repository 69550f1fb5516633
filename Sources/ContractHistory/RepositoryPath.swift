/// Paths as a user types them, and as Git keeps them.
package enum RepositoryPath {
  /// The path from the top of the repository for one that was given from a directory in it; nil where it leads out of it.
  ///
  /// The top itself is the empty path.
  ///
  /// - Parameters:
  ///   - prefix: where the user stands below the top, `sub/` or empty.
  ///   - workTree: the top as an absolute path, for absolute ones.
  package static func fromTop(_ path: String, prefix: String, workTree: String? = nil) -> String? {
    var whole = prefix + path
    if path.hasPrefix("/") {
      guard let workTree, path == workTree || path.hasPrefix(workTree + "/") else { return nil }
      whole = String(path.dropFirst(workTree.count))
    }
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard !parts.isEmpty else { return nil }
      parts.removeLast()
    }
    return parts.joined(separator: "/")
  }
}
