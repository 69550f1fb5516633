import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// An empty directory of its own for one test.
///
/// It lives until the test process ends, when all of them are removed: a directory that vanished with its last mention would be gone while
/// a repository in it is still open. With `KEEP_SCRATCH=1` in the environment they are kept, to be looked at.
package final class Scratch: Sendable {
  /// The absolute path, without symbolic links.
  package let path: String

  private static let root: String = {
    let template = (ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp") + "/git-contract-tests-XXXXXX"
    var bytes = Array(template.utf8CString)
    let made = bytes.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let base = buffer.baseAddress, mkdtemp(base) != nil, let real = realpath(base, nil) else { return nil }
      defer { free(real) }
      return String(cString: real)
    }
    guard let made else { preconditionFailure("cannot make a scratch directory from \(template)") }
    if ProcessInfo.processInfo.environment["KEEP_SCRATCH"] == nil {
      atexit { Scratch.removeAll() }
    } else {
      FileHandle.standardError.write(Data("scratch directories: \(made)\n".utf8))
    }
    return made
  }()

  private static func removeAll() {
    do {
      try FileManager.default.removeItem(atPath: root)
    } catch {
      FileHandle.standardError.write(Data("cannot remove \(root): \(error)\n".utf8))
    }
  }

  /// Makes the directory. `name` ends its path, for tests that need a special one.
  package init(_ name: String = "") throws {
    let unique = Self.root + "/" + UUID().uuidString.prefix(8).lowercased()
    path = name.isEmpty ? unique : unique + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// The absolute path of something in it.
  package func path(_ relative: String) -> String { path + "/" + relative }

  /// Makes a directory in it, and those above.
  @discardableResult
  package func makeDirectory(_ relative: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path(relative), withIntermediateDirectories: true)
    return path(relative)
  }

  /// Writes a file in it, and makes the directories above.
  package func write(_ text: String, to relative: String) throws {
    try write(Array(text.utf8), to: relative)
  }

  /// Writes a file in it, and makes the directories above.
  package func write(_ bytes: [UInt8], to relative: String) throws {
    try TestFiles.write(bytes, to: path(relative))
  }

  /// The text of a file in it.
  package func read(_ relative: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(relative))), as: UTF8.self)
  }
}

/// Writing files in tests.
package enum TestFiles {
  package static func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Writes an executable script. A child writes it: a file that this process has open for writing while another thread starts a program
  /// cannot be executed ("text file busy").
  package static func writeScript(_ text: String, to path: String) throws {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let environment = TestEnvironment(home: "/nonexistent")
    let result = try environment.run("sh", ["-c", "cat > \"$0\" && chmod 755 \"$0\"", path], in: "/", input: text)
    guard result.status == 0 else { throw TestFailure("cannot write '\(path)': \(result.errors)") }
  }
}
