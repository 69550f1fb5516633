#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Files outside of Git's objects: what `--no-index` reads, and what `bump`, `changelog` and `hooks` write.
enum LocalFile {
  /// What tells a file from one that takes its place: size, number and time. Nil where there is none.
  static func stamp(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return "\(status.st_size) \(status.st_ino) \(time.tv_sec) \(time.tv_nsec)"
  }

  /// The content of a file; nil where there is none.
  ///
  /// - Throws: `CommandError` where it is there and cannot be read, or has more than `limit` bytes.
  static func read(_ path: String, limit: Int = 64 << 20) throws -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure("read", path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = systemRead(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw CommandError("cannot read '\(path)': it has more than \(limit) bytes") }
    }
  }

  /// Replaces a file in one step: written beside, flushed to disk, renamed. Whoever reads sees the old text or the new one.
  ///
  /// - Parameters:
  ///   - mode: the permissions of a file that is new; one that exists keeps its own.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws {
    let target = try resolvingSymlinks(path)
    var information = stat()
    let permissions = stat(target, &information) == 0 ? information.st_mode & 0o7777 : mode & ~currentUmask()
    let temporary = target + ".\(getpid()).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("write", path) }
    do {
      defer { close(descriptor) }
      var offset = 0
      while offset < bytes.count {
        let count = bytes[offset...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw failure("write", path) }
        offset += count
      }
      guard fchmod(descriptor, permissions) == 0, fsync(descriptor) == 0 else { throw failure("write", path) }
      guard rename(temporary, target) == 0 else { throw failure("write", path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  static func remove(_ path: String) throws {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
  }

  static func exists(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0
  }

  /// True where two paths lead to one file, by whatever links.
  static func isSame(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }

  enum Kind {
    case file, directory, other
  }

  /// What stands at a path itself, links not followed; nil where nothing does.
  static func kind(_ path: String) throws -> Kind? {
    var information = stat()
    guard lstat(path, &information) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw failure("read", path) }
      return nil
    }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  /// True where nothing is, or a directory without anything in it.
  ///
  /// - Throws: `CommandError` where something else is there, or it cannot be looked at.
  static func isAbsentOrEmpty(_ path: String) throws -> Bool {
    guard let directory = opendir(path) else {
      guard errno == ENOENT else { throw failure("read", path) }
      return true
    }
    defer { closedir(directory) }
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { return false }
    }
    guard errno == 0 else { throw failure("read", path) }
    return true
  }

  /// True for a file whose permissions let somebody run it, which is what Git asks of a hook.
  static func isExecutable(_ path: String) -> Bool {
    access(path, X_OK) == 0
  }

  /// Makes a directory and those above it.
  static func makeDirectory(_ path: String) throws {
    guard !path.isEmpty, !exists(path) else { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeDirectory(String(path[..<slash])) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure("make", path) }
  }

  /// Makes the directories of a relative path below one that is trusted.
  ///
  /// - Throws: `CommandError` where a step on the way is no directory: a link out of the work tree is not followed.
  static func makeDirectories(_ relative: String, below top: String) throws {
    var path = top
    for name in relative.split(separator: "/") {
      path += "/" + name
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure("make", path) }
      var information = stat()
      guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
        throw CommandError("cannot write below '\(path)': it is no directory")
      }
    }
  }

  /// Where a write to `path` lands: a symbolic link is followed, so that it stays a link.
  private static func resolvingSymlinks(_ path: String) throws -> String {
    var information = stat()
    guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFLNK else { return path }
    guard let resolved = realpath(path, nil) else { throw failure("write", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func currentUmask() -> mode_t {
    let mask = umask(0o022)
    umask(mask)
    return mask
  }

  private static func failure(_ verb: String, _ path: String) -> CommandError {
    CommandError("cannot \(verb) '\(path)': \(String(cString: strerror(errno)))")
  }
}

/// `read(2)` and `write(2)` under names that the methods above do not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
