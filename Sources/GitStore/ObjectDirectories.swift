internal import CLibgit2

/// The places of the objects: the repository's own, or those of a quarantine with their alternates.
enum ObjectDirectories {
  /// `GIT_OBJECT_DIRECTORY`, else `objects` in the shared Git directory.
  static func main(environment: [String: String], commonDirectory: String, directory: String) -> String {
    guard let named = environment["GIT_OBJECT_DIRECTORY"], !named.isEmpty else { return Paths.join(commonDirectory, "objects") }
    return Paths.join(directory, named)
  }

  /// Opens them all. libgit2 follows `info/alternates` of the main directory only; the alternates of the environment, and theirs in turn (a
  /// quarantine borrows from the repository, which may borrow from a pool), are ours to add.
  static func open(
    main: String, environment: [String: String], commonDirectory: String, directory: String
  ) throws(GitError) -> OpaquePointer? {
    var objects: OpaquePointer?
    try check(git_odb_open(&objects, main), "cannot open objects '\(main)'")
    do throws(GitError) {
      var seen: Set<String> = [main]
      for alternate in try alternates(environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] ?? "") {
        try add(Paths.join(directory, alternate), to: objects, &seen, depth: 0)
      }
    } catch {
      git_odb_free(objects)
      throw error
    }
    return objects
  }

  /// Git's own limit for alternates of alternates.
  private static let greatestDepth = 5

  private static func add(
    _ path: String, to objects: OpaquePointer?, _ seen: inout Set<String>, depth: Int
  ) throws(GitError) {
    // Git ignores an alternate that is not there.
    guard depth <= greatestDepth, seen.insert(path).inserted, Files.isDirectory(path) else { return }
    try check(git_odb_add_disk_alternate(objects, path), "cannot open objects '\(path)'")
    for alternate in try alternates(of: path) { try add(alternate, to: objects, &seen, depth: depth + 1) }
  }

  /// What a directory borrows from, by its own `info/alternates`.
  private static func alternates(of path: String) throws(GitError) -> [String] {
    var result: [String] = []
    for line in try Files.read(Paths.join(path, "info/alternates"))?.split(separator: UInt8(ascii: "\n")) ?? [] {
      if line.first == UInt8(ascii: "#") { continue }
      let isQuoted = line.first == UInt8(ascii: "\"")
      let text = isQuoted ? CQuoting.unquote(Array(line), at: 0)?.bytes ?? Array(line) : Array(line)
      result.append(Paths.join(path, String(decoding: text, as: UTF8.self)))
    }
    return result
  }

  /// Every directory of objects in Git's order: the main one, those of the environment, those that the main one borrows from. What cannot be
  /// read is left out: who asks looks for a shortcut.
  static func all(main: String, environment: [String: String], directory: String) -> [String] {
    var result: [String] = []
    func visit(_ path: String, depth: Int) {
      guard depth <= greatestDepth, !result.contains(path), Files.isDirectory(path) else { return }
      result.append(path)
      do throws(GitError) {
        if depth == 0 {
          for alternate in try alternates(environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] ?? "") {
            visit(Paths.join(directory, alternate), depth: 1)
          }
        }
        for alternate in try alternates(of: path) { visit(alternate, depth: depth + 1) }
      } catch {
        return
      }
    }
    visit(main, depth: 0)
    return result
  }

  /// The paths of `GIT_ALTERNATE_OBJECT_DIRECTORIES`: separated by `:`; one that begins with `"` is quoted as in C, which Git does with
  /// every path that holds a `:` (git(1)). libgit2 splits such a path.
  static func alternates(_ text: String) throws(GitError) -> [String] {
    let bytes = Array(text.utf8)
    var result: [String] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\""), let (path, end) = CQuoting.unquote(bytes, at: position) {
        guard end == bytes.count || bytes[end] == UInt8(ascii: ":") else {
          throw GitError(.other, "bad quoting in 'GIT_ALTERNATE_OBJECT_DIRECTORIES'")
        }
        result.append(String(decoding: path, as: UTF8.self))
        position = end + 1
        continue
      }
      let end = bytes[position...].firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      if end > position { result.append(String(decoding: bytes[position..<end], as: UTF8.self)) }
      position = end + 1
    }
    return result
  }
}

extension Repository {
  /// The paths in a value of `GIT_ALTERNATE_OBJECT_DIRECTORIES`.
  package static func alternatePaths(_ text: String) throws(GitError) -> [String] { try ObjectDirectories.alternates(text) }
}

/// Git's quoting of unusual paths, after the language C.
enum CQuoting {
  /// Reads a quoted text that begins at `start` with `"`; `nil` if it is malformed.
  static func unquote(_ bytes: [UInt8], at start: Int) -> (bytes: [UInt8], end: Int)? {
    var result: [UInt8] = []
    var position = start + 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return (result, position) }
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard position < bytes.count else { return nil }
      let escaped = bytes[position]
      position += 1
      if let plain = simpleEscapes[escaped] {
        result.append(plain)
      } else {
        guard (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(escaped), position + 1 < bytes.count else { return nil }
        var value = Int(escaped - UInt8(ascii: "0"))
        for digit in bytes[position..<position + 2] {
          guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
          value = value * 8 + Int(digit - UInt8(ascii: "0"))
        }
        result.append(UInt8(truncatingIfNeeded: value))
        position += 2
      }
    }
    return nil
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11,
    UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13, UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
  ]
}
