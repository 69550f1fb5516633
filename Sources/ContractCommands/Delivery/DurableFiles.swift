#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Files that are there after a power cut: each call returns when the disk has what it did. Only their owner reads them.
struct DurableFiles {
  let steps: OutboxSteps

  /// Why something could not be written, for those who have another way when the disk is full.
  struct Failure: Error {
    var number: Int32
    var error: CommandError
  }

  /// Makes a directory that only its owner enters, and those above it; takes the others out of one that is there.
  func makeDirectory(_ path: String) throws {
    var information = stat()
    if lstat(path, &information) == 0 {
      guard information.st_mode & S_IFMT == S_IFDIR else { throw CommandError("cannot write below '\(path)': it is no directory") }
      if information.st_mode & 0o077 != 0, information.st_uid == geteuid() { _ = chmod(path, 0o700) }
      return
    }
    let parent = Self.parent(path)
    try LocalFile.makeDirectory(parent)
    steps.pass()
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make", path).error }
    try synchronise(parent)
  }

  /// Writes a new file; one of that name that a dead process left there goes first.
  func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    try write(bytes, to: path) { () throws(Failure) in }
  }

  /// Writes a new file under another name until it is whole, with a single flush for both, where each costs milliseconds of somebody's time: a
  /// file system with a journal writes a file's name down before its contents count as flushed (jbd2, XFS log, ZFS intent log). A power cut
  /// before that may leave the name of an empty file, which its reader has to know.
  func write(_ bytes: [UInt8], to path: String, through unfinished: String) throws(Failure) {
    do throws(Failure) {
      try write(bytes, to: unfinished) { () throws(Failure) in
        steps.pass()
        guard rename(unfinished, path) == 0 else { throw Self.failure("move", unfinished) }
      }
    } catch {
      unlink(path)
      throw error
    }
  }

  /// - Parameter whole: what is done with the file when all is in it, and nothing flushed.
  private func write(_ bytes: [UInt8], to path: String, whole: () throws(Failure) -> Void) throws(Failure) {
    steps.pass()
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure("write", path) }
    defer { close(descriptor) }
    do throws(Failure) {
      steps.pass()
      // Two halves, so that a test can end the process between them.
      try append(bytes[..<(bytes.count / 2)], to: descriptor, path)
      steps.pass()
      try append(bytes[(bytes.count / 2)...], to: descriptor, path)
      try whole()
      steps.pass()
      guard fsync(descriptor) == 0 else { throw Self.failure("write", path) }
    } catch {
      unlink(path)
      throw error
    }
  }

  private func append(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String) throws(Failure) {
    var offset = bytes.startIndex
    while offset < bytes.endIndex {
      let count = bytes[offset...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure("write", path) }
      offset += count
    }
  }

  /// Gives a file another place; false where it is not there. What stood at the new place is gone.
  func move(_ path: String, to target: String) throws -> Bool {
    steps.pass()
    if rename(path, target) == 0 { return true }
    guard errno == ENOENT else { throw Self.failure("move", path).error }
    return false
  }

  func remove(_ path: String) throws {
    steps.pass()
    guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure("remove", path).error }
  }

  /// Brings what was made, moved and removed in a directory to the disk.
  func synchronise(_ directory: String) throws {
    steps.pass()
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("read", directory).error }
    defer { close(descriptor) }
    // Some file systems cannot do it for directories, and do not need it.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.failure("write", directory).error }
  }

  /// The names in a directory, in no order; none where there is none.
  func names(in directory: String) throws -> [String] {
    guard let stream = opendir(directory) else {
      if errno == ENOENT { return [] }
      throw Self.failure("read", directory).error
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// When a file was last written, in seconds since 1970; nil where there is none.
  func modified(_ path: String) -> Int? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    #if canImport(Darwin)
      return Int(information.st_mtimespec.tv_sec)
    #else
      return Int(information.st_mtim.tv_sec)
    #endif
  }

  /// Which file has a name; another one after it was replaced. Nil where there is none.
  func number(_ path: String) -> UInt64? {
    var information = stat()
    return lstat(path, &information) == 0 ? UInt64(information.st_ino) : nil
  }

  static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  static func failure(_ verb: String, _ path: String) -> Failure {
    let number = errno
    return Failure(number: number, error: CommandError("cannot \(verb) '\(path)': \(String(cString: strerror(number)))"))
  }
}

/// `write(2)`, under a name that the methods above do not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// A lock that its process cannot outlive (flock(2)).
final class FileLock {
  private let descriptor: Int32

  /// Takes the lock; nil where somebody else holds it for longer than the caller waits.
  init?(_ path: String, waitingMilliseconds: Int) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw DurableFiles.failure("write", path).error }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      if number == EINTR { continue }
      guard number == EWOULDBLOCK, waited < waitingMilliseconds else {
        close(descriptor)
        if number == EWOULDBLOCK { return nil }
        throw CommandError("cannot lock '\(path)': \(String(cString: strerror(number)))")
      }
      usleep(5000)
      waited += 5
    }
    self.descriptor = descriptor
  }

  deinit {
    // By name, not by closing alone: a child that another thread is about to start may hold a duplicate for a moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
