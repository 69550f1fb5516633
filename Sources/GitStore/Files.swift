#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Reading files and asking about paths, straight through POSIX.
enum Files {
  enum Kind { case file, directory, symlink, other }

  struct Status {
    let kind: Kind
    let owner: UInt32
    let device: UInt64
    let size: Int
    let isExecutable: Bool
    let permissions: UInt32
    let modified: (seconds: Int64, nanoseconds: Int64)
    let changed: (seconds: Int64, nanoseconds: Int64)
    let inode: UInt64
    let group: UInt32

    init(_ status: stat) {
      switch status.st_mode & S_IFMT {
      case S_IFREG: kind = .file
      case S_IFDIR: kind = .directory
      case S_IFLNK: kind = .symlink
      default: kind = .other
      }
      owner = UInt32(status.st_uid)
      group = UInt32(status.st_gid)
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(truncatingIfNeeded: status.st_ino)
      size = Int(status.st_size)
      isExecutable = status.st_mode & S_IXUSR != 0
      permissions = UInt32(status.st_mode & 0o7777)
      #if canImport(Darwin)
        modified = (Int64(status.st_mtimespec.tv_sec), Int64(status.st_mtimespec.tv_nsec))
        changed = (Int64(status.st_ctimespec.tv_sec), Int64(status.st_ctimespec.tv_nsec))
      #else
        modified = (Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec))
        changed = (Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec))
      #endif
    }
  }

  /// What stands at `path`, or `nil` if nothing can be seen there.
  static func status(_ path: String, followingSymlinks: Bool = true) -> Status? {
    var status = stat()
    let result = followingSymlinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? Status(status) : nil
  }

  /// What stands at a path itself, links not followed; `nil` if nothing can be seen there.
  static func status(_ path: [UInt8]) -> Status? {
    var status = stat()
    return lstat(cString(path), &status) == 0 ? Status(status) : nil
  }

  /// Hands bytes that may be no UTF-8 to the system.
  static func cString(_ bytes: some Sequence<UInt8>) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

  static func isDirectory(_ path: String) -> Bool { status(path)?.kind == .directory }
  static func isFile(_ path: String) -> Bool { status(path)?.kind == .file }

  /// The words of the system for an error number.
  static func describe(_ number: Int32) -> String { String(cString: strerror(number)) }

  /// The whole content of a file; `nil` if there is none.
  static func read(_ path: String, limit: Int = 64 << 20) throws(GitError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let number = errno
      if number == ENOENT || number == ENOTDIR { return nil }
      throw GitError(.unreadable, "cannot read '\(path)': \(describe(number))")
    }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, path: path, limit: limit)
  }

  /// The whole content behind an open descriptor. It need not be a regular file: settings are often `/dev/null`.
  static func read(descriptor: Int32, path: String, limit: Int) throws(GitError) -> [UInt8] {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw GitError(.unreadable, "cannot read '\(path)': \(describe(errno))")
    }
    var result: [UInt8] = []
    // One byte more than the file is said to have shows its end at once.
    let expected = min(Int(information.st_size), limit) + 1
    result.reserveCapacity(expected)
    var chunk = [UInt8](repeating: 0, count: min(expected, 64 << 10))
    while true {
      let count = chunk.withUnsafeMutableBytes { DarwinOrGlibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return result }
      if count < 0 {
        let number = errno
        if number == EINTR { continue }
        throw GitError(.unreadable, "cannot read '\(path)': \(describe(number))")
      }
      result.append(contentsOf: chunk[..<count])
      if result.count > limit {
        throw GitError(.tooLarge, "cannot read '\(path)': it has more than \(limit) bytes")
      }
    }
  }

  /// A small text file without the line breaks at its end; `nil` if there is none.
  static func readLine(_ path: String) throws(GitError) -> String? {
    guard var bytes = try read(path, limit: 1 << 20) else { return nil }
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The path without symbolic links, `.` and `..`; `nil` if it does not exist.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What is in a directory, but `.` and `..`, in no order; `nil` if it cannot be listed.
  static func contents(of path: String) -> [(name: String, kind: Kind)]? {
    contents(of: Array(path.utf8))?.map { (String(decoding: $0.name, as: UTF8.self), $0.kind) }
  }

  /// The same, name by name as the file system has it.
  static func contents(of path: [UInt8]) -> [(name: [UInt8], kind: Kind)]? {
    guard let directory = opendir(cString(path)) else { return nil }
    defer { closedir(directory) }
    var result: [(name: [UInt8], kind: Kind)] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
      switch Int(entry.pointee.d_type) {
      case Int(DT_REG): result.append((name, .file))
      case Int(DT_DIR): result.append((name, .directory))
      case Int(DT_LNK): result.append((name, .symlink))
      case Int(DT_UNKNOWN):
        // Some file systems do not tell.
        if let status = status(path + [UInt8(ascii: "/")] + name) { result.append((name, status.kind)) }
      default: result.append((name, .other))
      }
    }
    return result
  }
}

/// `read(2)`, which ``Files/read(_:limit:)`` would hide.
private enum DarwinOrGlibc {
  static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    guard let buffer else { return 0 }
    #if canImport(Darwin)
      return Darwin.read(descriptor, buffer, count)
    #elseif canImport(Glibc)
      return Glibc.read(descriptor, buffer, count)
    #endif
  }
}

/// Paths as text: nothing here looks at the file system.
enum Paths {
  /// `path` seen from `directory`; an absolute path is itself.
  static func join(_ directory: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.isEmpty || path == "." { return directory }
    return directory.hasSuffix("/") ? directory + path : directory + "/" + path
  }

  /// The directory above; `/` is above itself.
  static func parent(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
  }

  static func withoutTrailingSlashes(_ path: String) -> String {
    var result = Substring(path)
    while result.count > 1 && result.hasSuffix("/") { result.removeLast() }
    return String(result)
  }

  /// Takes `.` and `..` and doubled slashes out of an absolute path without looking at symbolic links.
  static func normalise(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// `path` below `directory` without the slash between them, `""` for the directory itself, `nil` if it is elsewhere.
  static func relative(_ path: String, to directory: String) -> String? {
    if path == directory { return "" }
    let base = directory.hasSuffix("/") ? directory : directory + "/"
    guard path.utf8.starts(with: base.utf8) else { return nil }
    return String(decoding: path.utf8.dropFirst(base.utf8.count), as: UTF8.self)
  }
}
