/// Paths whose bytes are no UTF-8. As text each part of them that cannot be said shows as U+FFFD, and no file is called so: whoever opens one
/// finds its bytes here.
enum RawPath {
  /// Whether a text may stand for bytes that are no UTF-8.
  static func isUncertain(_ path: String) -> Bool { path.utf8.contains(0xEF) && path.unicodeScalars.contains("\u{FFFD}") }

  /// The bytes of the path below `top` that reads like `path`; `nil` if there is none.
  ///
  /// - Throws: `GitError` where several read so: which of them is meant nobody can tell, and none may be passed over.
  static func find(_ path: String, below top: String) throws(GitError) -> [UInt8]? {
    var found: [UInt8] = []
    for name in path.split(separator: "/") {
      let text = String(name)
      var bytes = Array(text.utf8)
      if isUncertain(text) {
        let directory = Array(top.utf8) + [UInt8(ascii: "/")] + found
        let names = (Files.contents(of: directory) ?? []).map(\.name).filter {
          String(decoding: $0, as: UTF8.self).utf8.elementsEqual(text.utf8)
        }
        guard let first = names.first else { return nil }
        guard names.count == 1 else {
          throw GitError(
            .unreadable, "cannot tell apart \(names.count) files that are called '\(path)': their names are no UTF-8",
            hint: "give them other names")
        }
        bytes = first
      }
      found += (found.isEmpty ? [] : [UInt8(ascii: "/")]) + bytes
    }
    return found
  }

  /// The bytes by which a file below `top` is opened. A path that is text, or that nothing reads like, is what it is.
  static func bytes(of path: String, below top: String) throws(GitError) -> [UInt8] {
    guard isUncertain(path), let found = try find(path, below: top) else { return Array(path.utf8) }
    return found
  }
}
