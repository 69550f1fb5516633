#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Files of a work tree, of which nothing is trusted.
enum SafeFiles {
  /// The bytes of a regular file; `nil` if there is none. Every step of the path is opened without following a symbolic link.
  ///
  /// - Throws: `GitError` also where the path is no UTF-8, and there are several that read so.
  static func read(_ path: String, below top: String, limit: Int) throws(GitError) -> [UInt8]? {
    var directory = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw unreadable(top, errno) }
    defer { close(directory) }
    let names = try RawPath.bytes(of: path, below: top).split(separator: UInt8(ascii: "/"))
    for name in names.dropLast() {
      let next = openat(directory, Files.cString(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if next < 0 {
        if isAbsence(errno) { return nil }
        throw unreadable(path, errno)
      }
      close(directory)
      directory = next
    }
    guard let name = names.last else { return nil }
    // Not blocking, so that a named pipe does not hold us up.
    let file = openat(directory, Files.cString(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if file < 0 {
      if isAbsence(errno) { return nil }
      throw unreadable(path, errno)
    }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0 else { throw unreadable(path, errno) }
    guard information.st_mode & S_IFMT == S_IFREG else { return nil }
    return try Files.read(descriptor: file, path: path, limit: limit)
  }

  /// Nothing is there, or something that is no regular file.
  private static func isAbsence(_ number: Int32) -> Bool {
    number == ENOENT || number == ENOTDIR || number == ELOOP || number == ENXIO
  }

  private static func unreadable(_ path: String, _ number: Int32) -> GitError {
    GitError(.unreadable, "cannot read '\(path)': \(Files.describe(number))")
  }

  /// What a symbolic link holds; `nil` if there is none.
  static func linkTarget(_ path: [UInt8]) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(Files.cString(path), &buffer, buffer.count)
    return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
  }
}

/// A file that is there only for a moment, for those who can only be told something by file.
enum TemporaryFile {
  /// Calls `body` with the path of a new file that holds `text`, and removes it.
  static func with<Value>(
    _ text: String, directory: String, _ body: (String) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    let place = directory.isEmpty ? "/tmp" : directory
    var template = Array(Paths.join(place, "git-contract-XXXXXX").utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard descriptor >= 0 else {
      throw GitError(.other, "cannot make a temporary file in '\(place)': \(Files.describe(errno))", hint: "set TMPDIR")
    }
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    defer { unlink(path) }
    let bytes = Array(text.utf8)
    let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    let number = errno
    guard close(descriptor) == 0, isWritten else {
      throw GitError(.other, "cannot write '\(path)': \(Files.describe(number))")
    }
    return try body(path)
  }
}
