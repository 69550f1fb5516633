#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// A file mapped into memory, read-only.
struct MappedFile: ~Copyable {
  let bytes: UnsafeRawBufferPointer
  let status: Files.Status

  /// `nil` if there is no such file.
  ///
  /// - Parameter isReadWhole: the system then brings all of it at once.
  static func open(_ path: String, isReadWhole: Bool = true) throws(GitError) -> MappedFile? {
    #if canImport(Darwin)
      let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #elseif canImport(Glibc)
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #endif
    guard descriptor >= 0 else {
      let number = errno
      if number == ENOENT || number == ENOTDIR { return nil }
      throw GitError(.unreadable, "cannot read '\(path)': \(Files.describe(number))")
    }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw GitError(.unreadable, "cannot read '\(path)': it is not a regular file")
    }
    let size = Int(information.st_size)
    guard size > 0 else { return MappedFile(bytes: UnsafeRawBufferPointer(start: nil, count: 0), status: Files.Status(information)) }
    #if canImport(Darwin)
      let flags = MAP_PRIVATE
    #elseif canImport(Glibc)
      let flags = isReadWhole ? MAP_PRIVATE | MAP_POPULATE : MAP_PRIVATE
    #endif
    guard let start = mmap(nil, size, PROT_READ, flags, descriptor, 0), start != MAP_FAILED else {
      throw GitError(.unreadable, "cannot read '\(path)': \(Files.describe(errno))")
    }
    return MappedFile(bytes: UnsafeRawBufferPointer(start: start, count: size), status: Files.Status(information))
  }

  private init(bytes: UnsafeRawBufferPointer, status: Files.Status) {
    self.bytes = bytes
    self.status = status
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether some bytes stand anywhere in it.
  func hold(_ wanted: [UInt8]) -> Bool {
    guard let start = baseAddress, let first = wanted.first else { return wanted.isEmpty }
    var position = 0
    while position + wanted.count <= count, let found = memchr(start + position, Int32(first), count - position) {
      position = UnsafeRawPointer(found) - start
      if position + wanted.count <= count, memcmp(start + position, wanted, wanted.count) == 0 { return true }
      position += 1
    }
    return false
  }

  /// A big-endian word; the caller has checked the bounds.
  func word(at offset: Int) -> UInt32 { UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }

  func half(at offset: Int) -> UInt16 { UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self)) }
}

/// The index as it lies on the disk (gitformat-index(5), versions 2 to 4), scanned in place: `git_repository_index` takes 55 ms for
/// 100,000 entries, this one and a half. Like Git, it does not check the sum at the end.
struct IndexFile: ~Copyable {
  let path: String
  let map: MappedFile
  let version: UInt32
  let count: Int
  /// Where the extensions begin.
  let entriesEnd: Int
  /// Whether paths with conflicts are in it.
  let hasConflicts: Bool
  /// Whether only a part of the entries is in this file (`link`), or directories stand for what is in them (`sdir`).
  let isSplitOrSparse: Bool
  /// The trees that are already known, by directory (`TREE`).
  let cacheTree: CacheTree?
  /// Where every 64th entry begins; empty for version 4, whose entries cannot be read without those before.
  private let starts: [Int]

  var bytes: UnsafeRawBufferPointer { map.bytes }

  /// `nil` if there is no index.
  static func open(_ path: String) throws(GitError) -> IndexFile? {
    guard let map = try MappedFile.open(path) else { return nil }
    return try IndexFile(map: map, path: path)
  }

  private init(map: consuming MappedFile, path: String) throws(GitError) {
    let contents = try Contents(map.bytes, path: path)
    self.path = path
    version = contents.version
    count = contents.count
    entriesEnd = contents.entriesEnd
    hasConflicts = contents.hasConflicts
    isSplitOrSparse = contents.isSplitOrSparse
    cacheTree = contents.cacheTree
    starts = contents.starts
    self.map = map
  }

  /// A cursor before the first entry.
  func cursor() -> IndexCursor { IndexCursor(bytes: bytes, version: version, count: count, path: path, starts: starts) }
}

/// What one look over a whole index tells.
private struct Contents {
  let version: UInt32
  let count: Int
  let entriesEnd: Int
  let hasConflicts: Bool
  let isSplitOrSparse: Bool
  let cacheTree: CacheTree?
  let starts: [Int]

  private static let headerSize = 12
  private static let checksumSize = 20

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(GitError) {
    guard bytes.count >= Self.headerSize + Self.checksumSize, bytes.word(at: 0) == 0x4449_5243 else {
      throw GitError(.unreadable, "index '\(path)' is malformed")
    }
    let version = bytes.word(at: 4)
    guard (2...4).contains(version) else {
      throw GitError(.unsupported, "index '\(path)' has version \(version); known are 2 to 4")
    }
    self.version = version
    count = Int(bytes.word(at: 8))
    var cursor = IndexCursor(bytes: bytes, version: version, count: count, path: path)
    var hasConflicts = false
    var starts: [Int] = []
    var number = 0
    while try cursor.advance(readingPath: false) {
      if cursor.stage != 0 { hasConflicts = true }
      if version < 4, number % IndexCursor.startsApart == 0 { starts.append(cursor.start) }
      number += 1
    }
    self.starts = starts
    self.hasConflicts = hasConflicts
    entriesEnd = cursor.position

    var cacheTree: CacheTree?
    var isSplitOrSparse = false
    var position = cursor.position
    let end = bytes.count - Self.checksumSize
    while position + 8 <= end {
      let signature = bytes.word(at: position)
      let size = Int(bytes.word(at: position + 4))
      let start = position + 8
      guard start + size <= end else { throw GitError(.unreadable, "index '\(path)' is malformed") }
      switch signature {
      case 0x5452_4545: cacheTree = CacheTree(bytes[start..<start + size])  // TREE
      case 0x6C69_6E6B, 0x7364_6972: isSplitOrSparse = true  // link, sdir
      case let unknown where unknown >> 24 & 0x20 != 0:
        // A small first letter: who does not know it must not go on.
        throw GitError(.unsupported, "index '\(path)' has an extension that is not known")
      default: break
      }
      position = start + size
    }
    self.cacheTree = cacheTree
    self.isSplitOrSparse = isSplitOrSparse
  }
}

/// Goes through the entries of an index. It must not outlive its file.
struct IndexCursor {
  private let bytes: UnsafeRawBufferPointer
  private let version: UInt32
  private let file: String
  private let limit: Int
  private let count: Int
  /// Where every 64th entry begins: to leave out many is to walk over few.
  private let starts: [Int]
  static let startsApart = 64
  /// The number of the next entry.
  private var next = 0
  /// Where the next entry begins.
  private(set) var position = 12
  /// Where the current entry begins.
  private(set) var start = 0
  /// The path of the current entry, if it was asked for.
  private(set) var path: [UInt8] = []

  init(bytes: UnsafeRawBufferPointer, version: UInt32, count: Int, path: String, starts: [Int] = []) {
    self.bytes = bytes
    self.starts = starts
    self.count = count
    self.version = version
    file = path
    limit = bytes.count - 20
  }

  private func malformed() -> GitError { GitError(.unreadable, "index '\(file)' is malformed") }

  /// Goes to the next entry; `false` at the end. The path costs time, and is not read if it is not wanted.
  mutating func advance(readingPath: Bool = true) throws(GitError) -> Bool {
    guard next < count else { return false }
    next += 1
    start = position
    guard start + 64 <= limit else { throw malformed() }
    let flags = bytes.half(at: start + 60)
    let nameStart = start + (flags & 0x4000 != 0 ? 64 : 62)
    if version == 4 {
      try readCompressedPath(at: nameStart)
      return true
    }
    var length = Int(flags & 0xFFF)
    if length == 0xFFF {
      guard let end = bytes[nameStart..<limit].firstIndex(of: 0) else { throw malformed() }
      length = end - nameStart
    }
    // The entry is filled up with 1 to 8 NUL bytes to a multiple of 8.
    position = start + (nameStart - start + length + 8) / 8 * 8
    guard position <= limit else { throw malformed() }
    if readingPath {
      path.removeAll(keepingCapacity: true)
      path.append(contentsOf: bytes[nameStart..<nameStart + length])
    }
    return true
  }

  /// Version 4: how many bytes of the previous path go, then what is added.
  private mutating func readCompressedPath(at nameStart: Int) throws(GitError) {
    var offset = nameStart
    var byte = bytes[offset]
    var strip = Int(byte & 0x7F)
    while byte & 0x80 != 0 {
      offset += 1
      guard offset < limit, strip < 1 << 40 else { throw malformed() }
      byte = bytes[offset]
      strip = (strip + 1) << 7 | Int(byte & 0x7F)
    }
    offset += 1
    guard strip <= path.count, offset < limit, let end = bytes[offset..<limit].firstIndex(of: 0) else { throw malformed() }
    path.removeLast(strip)
    path.append(contentsOf: bytes[offset..<end])
    position = end + 1
  }

  /// Leaves out some entries after the current one.
  mutating func skip(_ number: Int) throws(GitError) {
    guard number <= count - next else { throw malformed() }
    let target = next + number
    if target / Self.startsApart < starts.count, target / Self.startsApart > next / Self.startsApart {
      next = target / Self.startsApart * Self.startsApart
      position = starts[next / Self.startsApart]
    }
    while next < target {
      guard try advance(readingPath: false) else { throw malformed() }
    }
  }

  private var flags: UInt16 { bytes.half(at: start + 60) }
  private var moreFlags: UInt16 { flags & 0x4000 != 0 ? bytes.half(at: start + 62) : 0 }

  /// 0, or the side of a conflict: 1 base, 2 ours, 3 theirs.
  var stage: Int { Int(flags >> 12 & 3) }
  /// `git add --intent-to-add`: Git takes the path for not yet in the index.
  var isIntentToAdd: Bool { moreFlags & 0x2000 != 0 }
  /// Left out of a sparse work tree.
  var skipsWorkTree: Bool { moreFlags & 0x4000 != 0 }
  /// `git update-index --assume-unchanged`.
  var isAssumedUnchanged: Bool { flags & 0x8000 != 0 }
  var bits: UInt32 { bytes.word(at: start + 24) }
  var id: ObjectID { bytes.baseAddress.map { ObjectID(bytesAt: $0 + start + 40) } ?? .zero }

  /// What the file was like when it was last seen.
  var seen: SeenFile {
    SeenFile(
      changed: (bytes.word(at: start), bytes.word(at: start + 4)), modified: (bytes.word(at: start + 8), bytes.word(at: start + 12)),
      inode: bytes.word(at: start + 20), owner: bytes.word(at: start + 28), group: bytes.word(at: start + 32),
      size: bytes.word(at: start + 36))
  }
}

/// The marks by which Git sees that a file did not change, each cut to 32 bits.
struct SeenFile {
  let changed: (seconds: UInt32, nanoseconds: UInt32)
  let modified: (seconds: UInt32, nanoseconds: UInt32)
  let inode: UInt32
  let owner: UInt32
  let group: UInt32
  let size: UInt32
}
