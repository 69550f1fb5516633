internal import CLibgit2
internal import Crypto

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

extension Repository {
  /// Stages a blob at a path, if the index still has what the caller saw: `expecting` is the blob that is staged now, `.zero` if the path is not
  /// in the index. Otherwise, or while another process holds the lock of the index, an error of kind `referenceMoved`.
  ///
  /// Everything else in the index stays as it is; Git notices by itself that the file of the work tree must be looked at again.
  package func updateIndexEntry(
    path: String, blob: ObjectID, mode: FileMode, expecting old: ObjectID
  ) throws(GitError) {
    guard TreePath.isValid(path), mode.isFile || mode == .symlink else { throw GitError(.other, "cannot stage '\(path)'") }
    guard contains(blob) else { throw missing(blob) }
    let lock = try IndexLock(indexPath)
    do throws(GitError) {
      guard let index = try IndexFile.open(indexPath) else {
        lock.abandon()
        return try updateIndexWithGit(path, blob, mode, expecting: old)
      }
      if index.isSplitOrSparse {
        lock.abandon()
        return try updateIndexWithGit(path, blob, mode, expecting: old)
      }
      guard let start = try index.find(Array(path.utf8)) else {
        guard old.isZero else { throw moved(path) }
        lock.abandon()
        return try updateIndexWithGit(path, blob, mode, expecting: old)
      }
      guard index.id(at: start) == old else { throw moved(path) }
      try lock.commit(index.replacing(entryAt: start, path: Array(path.utf8), id: blob, mode: mode), like: index.map.status)
    } catch {
      lock.abandon()
      throw error
    }
  }

  private func moved(_ path: String) -> GitError {
    GitError(.referenceMoved, "'\(path)' was staged anew by somebody else", hint: "do it again")
  }

  /// The rare cases: a new path, a split or sparse index.
  private func updateIndexWithGit(_ path: String, _ blob: ObjectID, _ mode: FileMode, expecting old: ObjectID) throws(GitError) {
    let staged = try indexEntries().first { $0.path.utf8.elementsEqual(path.utf8) && $0.stage == 0 && !$0.isIntendedToAdd }
    guard (staged?.id ?? .zero) == old else { throw moved(path) }
    let information = "\(String(mode.bits, radix: 8)) \(blob.hex)\t\(path)\0"
    _ = try requireGit(["update-index", "--add", "-z", "--index-info"], "cannot stage '\(path)'", input: Array(information.utf8))
  }
}

extension IndexFile {
  /// Where the entry of a path begins; `nil` if it is not there, in conflict, or only intended.
  fileprivate func find(_ wanted: [UInt8]) throws(GitError) -> Int? {
    var cursor = cursor()
    while try cursor.advance() {
      if cursor.path == wanted, cursor.stage == 0, !cursor.isIntentToAdd { return cursor.start }
    }
    return nil
  }

  fileprivate func id(at start: Int) -> ObjectID { bytes.baseAddress.map { ObjectID(bytesAt: $0 + start + 40) } ?? .zero }

  /// The bytes of the index with another blob in one entry. What was known of its file is forgotten, and the trees above it are invalid. The
  /// extensions that count entries or bytes for speed alone are left out: Git writes them anew.
  fileprivate func replacing(entryAt start: Int, path: [UInt8], id: ObjectID, mode: FileMode) -> [UInt8] {
    var result = Array(bytes[..<entriesEnd])
    for offset in start..<start + 40 { result[offset] = 0 }
    for (offset, byte) in Self.word(mode.bits).enumerated() { result[start + 24 + offset] = byte }
    for (offset, byte) in id.bytes.enumerated() { result[start + 40 + offset] = byte }
    result[start + 60] &= 0x7F  // No longer assumed to be unchanged.

    var position = entriesEnd
    let end = bytes.count - ObjectID.byteCount
    while position + 8 <= end {
      let size = Int(bytes.word(at: position + 4))
      let data = Array(bytes[position + 8..<position + 8 + size])
      switch String(decoding: bytes[position..<position + 4], as: UTF8.self) {
      case "TREE":
        guard let tree = cacheTree else { break }
        let changed = tree.invalidating(path)
        result.append(contentsOf: "TREE".utf8)
        result.append(contentsOf: Self.word(UInt32(changed.count)))
        result.append(contentsOf: changed)
      case "EOIE", "IEOT", "FSMN": break
      default: result.append(contentsOf: Array(bytes[position..<position + 8]) + data)
      }
      position += 8 + size
    }
    // `index.skipHash`: zeros stand for the sum.
    let hasSum = bytes[end...].contains { $0 != 0 }
    result.append(contentsOf: hasSum ? Array(Insecure.SHA1.hash(data: result)) : [UInt8](repeating: 0, count: ObjectID.byteCount))
    return result
  }

  private static func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}

extension CacheTree {
  /// The bytes of the extension with the trees above a path invalid.
  fileprivate func invalidating(_ path: [UInt8]) -> [UInt8] {
    var invalid: Set<Int> = [0]
    var current = 0
    for name in path.split(separator: UInt8(ascii: "/")).dropLast() {
      var children = children(of: current)
      guard let child = children.find(name, in: self) else { break }
      invalid.insert(child)
      current = child
    }
    var result: [UInt8] = []
    for (position, node) in nodes.enumerated() {
      let isValid = node.isValid && !invalid.contains(position)
      result.append(contentsOf: name(of: position))
      result.append(0)
      result.append(contentsOf: "\(isValid ? node.entryCount : -1) \(node.childCount)\n".utf8)
      if isValid { result.append(contentsOf: node.id.bytes) }
    }
    return result
  }
}

/// The lock of an index, by Git's own convention: whoever makes `<index>.lock` may replace the index with it.
private final class IndexLock {
  private let index: String
  private let path: String
  private var descriptor: Int32

  init(_ index: String) throws(GitError) {
    self.index = index
    path = index + ".lock"
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let number = errno
      if number == EEXIST {
        throw GitError(
          .referenceMoved, "cannot lock the index: '\(path)' exists",
          hint: "wait for the other git process; if there is none, remove the file")
      }
      throw GitError(.other, "cannot make '\(path)': \(Files.describe(number))")
    }
  }

  deinit { abandon() }

  /// Gives the lock up and leaves the index as it is.
  func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(path)
  }

  /// Makes `bytes` the index, whole or not at all.
  func commit(_ bytes: [UInt8], like old: Files.Status) throws(GitError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        let number = errno
        if number == EINTR { continue }
        throw GitError(.other, "cannot write '\(path)': \(Files.describe(number))")
      }
      written += count
    }
    guard fchmod(descriptor, mode_t(old.permissions)) == 0, fsync(descriptor) == 0 else {
      throw GitError(.other, "cannot write '\(path)': \(Files.describe(errno))")
    }
    let isClosed = close(descriptor) == 0
    descriptor = -1
    guard isClosed, rename(path, index) == 0 else {
      let number = errno
      unlink(path)
      throw GitError(.other, "cannot write '\(index)': \(Files.describe(number))")
    }
  }
}
