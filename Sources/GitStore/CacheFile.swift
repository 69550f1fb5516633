internal import Crypto

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Answers that were worked out already, by the content that they follow from: `contracts/index` in the Git directory.
///
/// Nothing here is needed. A file that is not there, is torn, or was written by another program is an empty one; a record whose checksum
/// does not fit is none. So a write is not waited for, and whoever is killed while writing leaves an end that the next writer cuts off.
///
/// A record: a mark, the number of its keys, the length of its content, the keys, the content, and the first eight bytes of SHA-256 over
/// all that. Numbers are little-endian. Of several records with one key the last counts.
package struct CacheFile {
  /// What an answer follows from: SHA-256 of all of it.
  package struct Key: Hashable, Sendable {
    fileprivate let words: (UInt64, UInt64, UInt64, UInt64)

    package init(of bytes: [UInt8]) {
      self.init(SHA256.hash(data: bytes).withUnsafeBytes { Array($0) }[...])
    }

    fileprivate init(_ bytes: ArraySlice<UInt8>) {
      words = bytes.withUnsafeBytes { raw in
        func word(_ place: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self) }
        return (word(0), word(1), word(2), word(3))
      }
    }

    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    package static func == (left: Key, right: Key) -> Bool { left.words == right.words }

    /// It is a hash already.
    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
  }

  private struct Record {
    /// Where it begins and ends in the bytes of the file.
    var range: Range<Int>
    var keyCount: Int
  }

  private static let header = Array("git-contract index 1\n".utf8)
  private static let mark: UInt32 = 0x3163_6467
  private static let keyLength = 32
  private static let checksumLength = 8
  /// The mark and two numbers.
  private static let headLength = 12
  /// A file that grew beyond that, or to many times what was asked for last, is written anew with what was asked for last.
  package static let greatestSize = 256 << 20
  private static let smallestSize = 16 << 20

  private let path: String
  /// The file as it was read; what is behind `end` is torn.
  private let bytes: [UInt8]
  private let end: Int
  private var records: [Key: Record] = [:]
  private var recordCount = 0
  /// The records that were asked for: what survives when the file is written anew.
  private var used: Set<Int> = []
  private var news: [UInt8] = []

  /// Reads the file of a Git directory; whatever is wrong with it, it is empty then.
  package init(commonDirectory: String) {
    path = Self.path(commonDirectory)
    bytes = Self.read(path) ?? []
    guard bytes.starts(with: Self.header) else {
      end = 0
      return
    }
    var place = Self.header.count
    while let record = Self.record(at: place, in: bytes) {
      for number in 0..<record.keyCount { records[Self.key(number, of: record, in: bytes)] = record }
      recordCount += 1
      place = record.range.upperBound
    }
    end = place
  }

  package static func path(_ commonDirectory: String) -> String { commonDirectory + "/contracts/index" }

  // MARK: Asking and keeping

  /// The content that stands under a key, and which of its keys that is; nil where none does, or where it is not what was written.
  package mutating func content(_ key: Key) -> (content: ArraySlice<UInt8>, number: Int)? {
    guard let record = records[key] else { return nil }
    let body = record.range.lowerBound..<(record.range.upperBound - Self.checksumLength)
    guard Self.checksum(bytes[body]) == bytes[body.upperBound..<record.range.upperBound] else {
      records[key] = nil
      return nil
    }
    used.insert(record.range.lowerBound)
    let content = bytes[(body.lowerBound + Self.headLength + record.keyCount * Self.keyLength)..<body.upperBound]
    guard let number = (0..<record.keyCount).first(where: { Self.key($0, of: record, in: bytes) == key }) else { return nil }
    return (content, number)
  }

  /// Keeps content under its keys, from ``save()`` on.
  package mutating func keep(_ content: [UInt8], under keys: [Key]) {
    let start = news.count
    append(Self.mark)
    append(UInt32(keys.count))
    append(UInt32(content.count))
    for key in keys { news += key.bytes }
    news += content
    news += Self.checksum(news[start...])
  }

  private mutating func append(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { news += $0 } }

  // MARK: Writing

  /// Writes what is new behind what is there. Where another process writes at the moment, or the disk does not take it, nothing is kept, and
  /// nobody is told: the next run works it out again.
  package func save() {
    guard !news.isEmpty else { return }
    let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    mkdir(directory, 0o777)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStillThere(descriptor) else { return }
    var status = stat()
    // What would not be read is not written either.
    guard fstat(descriptor, &status) == 0, Self.isOurs(status) else { return }
    let size = Int(status.st_size)
    // Torn, or someone else's: it begins anew. Another run may have added something since it was read.
    let place = Self.end(of: descriptor, size: size)
    let asked = used.reduce(0) { sum, start in sum + (Self.record(at: start, in: bytes)?.range.count ?? 0) }
    if place + news.count > min(Self.greatestSize, max(Self.smallestSize, 8 * (asked + news.count))) { return writeAnew() }
    guard size == place || ftruncate(descriptor, off_t(place)) == 0 else { return }
    let added = place == 0 ? Self.header + news : news
    if !Self.write(added, to: descriptor, at: place) { ftruncate(descriptor, off_t(place)) }
  }

  /// The records that were asked for and the new ones, in a file of their own that takes the place of the old one.
  private func writeAnew() {
    var kept = Self.header
    for start in used.sorted() {
      if let record = Self.record(at: start, in: bytes) { kept += bytes[record.range] }
    }
    kept += news
    guard kept.count <= Self.greatestSize else { return }
    let temporary = path + "." + String(getpid()) + ".tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { return }
    let isWritten = Self.write(kept, to: descriptor, at: 0)
    close(descriptor)
    if !isWritten || rename(temporary, path) != 0 { unlink(temporary) }
  }

  /// False where the file was taken away, or another one stands in its place, since it was opened.
  private func isStillThere(_ descriptor: Int32) -> Bool {
    var mine = stat()
    var theirs = stat()
    return fstat(descriptor, &mine) == 0 && lstat(path, &theirs) == 0 && mine.st_ino == theirs.st_ino && mine.st_dev == theirs.st_dev
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, at start: Int) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(start + offset)) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      offset += count
    }
    return true
  }

  // MARK: Looking after it

  package struct Status: Sendable {
    package var path: String
    package var bytes: Int
    package var records: Int
    /// Bytes of records that a later one has replaced, and of an end that is torn.
    package var deadBytes: Int
    /// Records that are not what was written.
    package var damaged: Int
  }

  /// What the file holds, each record looked at; nil where there is none.
  package var status: Status? {
    guard let size = Files.status(path, followingSymlinks: false)?.size else { return nil }
    let living = Set(records.values.map(\.range))
    let damaged = living.count { range in
      let body = range.lowerBound..<(range.upperBound - Self.checksumLength)
      return Self.checksum(bytes[body]) != bytes[body.upperBound..<range.upperBound]
    }
    let live = living.reduce(0) { $0 + $1.count }
    return Status(
      path: path, bytes: size, records: recordCount, deadBytes: max(0, size - live - (end > 0 ? Self.header.count : 0)), damaged: damaged)
  }

  /// Takes the file away, and what writers left that were killed. Gives how many bytes that freed.
  ///
  /// - Throws: `GitError` where it cannot be removed.
  package static func clear(commonDirectory: String) throws(GitError) -> Int {
    var freed = 0
    let file = path(commonDirectory)
    let directory = commonDirectory + "/contracts"
    var names: [String] = []
    if let listing = opendir(directory) {
      defer { closedir(listing) }
      while let entry = readdir(listing) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name.hasPrefix("index.") && name.hasSuffix(".tmp") { names.append(directory + "/" + name) }
      }
    }
    for path in [file] + names {
      guard let status = Files.status(path, followingSymlinks: false) else { continue }
      guard unlink(path) == 0 || errno == ENOENT else {
        throw GitError(.other, "cannot remove '\(path)': \(Files.describe(errno))")
      }
      freed += status.size
    }
    return freed
  }

  // MARK: Reading

  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, isOurs(status), status.st_size <= greatestSize + (64 << 20) else { return nil }
    let size = Int(status.st_size)
    return Array(unsafeUninitializedCapacity: size) { buffer, initialized in
      while initialized < size {
        let count = systemRead(descriptor, buffer.baseAddress.map { $0 + initialized }, size - initialized)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        initialized += count
      }
    }
  }

  /// A plain file of this user's, or of the system's.
  private static func isOurs(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFREG && (status.st_uid == geteuid() || status.st_uid == 0)
  }

  private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    #if canImport(Darwin)
      Darwin.read(descriptor, buffer, count)
    #else
      Glibc.read(descriptor, buffer, count)
    #endif
  }

  /// Where the last whole record of a file ends; zero where it is not one of ours.
  private static func end(of descriptor: Int32, size: Int) -> Int {
    func read(_ count: Int, at place: Int) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: count)
      return pread(descriptor, &bytes, count, off_t(place)) == count ? bytes : []
    }
    guard read(header.count, at: 0) == header else { return 0 }
    var place = header.count
    while let length = length(ofRecord: read(headLength, at: place)[...]), place + length <= size { place += length }
    return place
  }

  /// The length of a record by its head; nil for what is none.
  private static func length(ofRecord head: ArraySlice<UInt8>) -> Int? {
    guard head.count == headLength else { return nil }
    func number(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(head[head.startIndex + offset + $1]) << (8 * $1) }
    }
    guard number(0) == Int(mark), (1...16).contains(number(4)) else { return nil }
    return headLength + number(4) * keyLength + number(8) + checksumLength
  }

  /// The record that begins at a place; nil where none does that is there whole.
  private static func record(at start: Int, in bytes: [UInt8]) -> Record? {
    guard start + headLength <= bytes.count, let length = length(ofRecord: bytes[start..<(start + headLength)]),
      start + length <= bytes.count
    else { return nil }
    return Record(range: start..<(start + length), keyCount: Int(bytes[start + 4]))
  }

  private static func key(_ number: Int, of record: Record, in bytes: [UInt8]) -> Key {
    let start = record.range.lowerBound + headLength + number * keyLength
    return Key(bytes[start..<(start + keyLength)])
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.withUnsafeBytes { raw in
      var hash = SHA256()
      hash.update(bufferPointer: raw)
      return hash.finalize().withUnsafeBytes { Array($0.prefix(checksumLength)) }
    }[...]
  }
}
