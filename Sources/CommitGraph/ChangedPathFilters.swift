/// The Bloom filters of one file: for each commit, which paths it changed against its first parent.
struct ChangedPathFilters {
  struct Settings: Hashable {
    var version: UInt32
    var hashCount: Int
  }

  let settings: Settings
  private let ends: Int
  private let data: Range<Int>

  /// Nil where there are none, or none of a known version.
  init?(_ bytes: UnsafeRawBufferPointer, index: Range<Int>?, data: Range<Int>?, count: Int) {
    let headerSize = 12
    guard let index, let data, index.count == count * 4, data.count >= headerSize else { return nil }
    let version = bytes.word(at: data.lowerBound)
    let hashCount = bytes.word(at: data.lowerBound + 4)
    guard version == 1 || version == 2, (1...32).contains(hashCount) else { return nil }
    settings = Settings(version: version, hashCount: Int(hashCount))
    ends = index.lowerBound
    self.data = data.lowerBound + headerSize..<data.upperBound
  }

  /// - Parameter keys: sets of hashes, one of which must be contained as a whole. None: nothing is known.
  func mayContain(_ keys: [[UInt32]], place: Int, bytes: UnsafeRawBufferPointer) -> Bool {
    let start = place == 0 ? 0 : Int(bytes.word(at: ends + 4 * (place - 1)))
    let end = Int(bytes.word(at: ends + 4 * place))
    // An empty filter was not computed.
    guard start < end, end <= data.count, !keys.isEmpty else { return true }
    let bits = UInt64(end - start) * 8
    let first = data.lowerBound + start
    for key in keys {
      var isContained = true
      for hash in key {
        let bit = Int(UInt64(hash) % bits)
        if bytes[first + bit / 8] & (1 << UInt8(bit & 7)) == 0 {
          isContained = false
          break
        }
      }
      if isContained { return true }
    }
    return false
  }
}

/// A path as the changed-path filters of each file of a graph see it.
package struct ChangedPathQuestion: Sendable {
  /// By file; see ``ChangedPathFilters/mayContain(_:place:bytes:)``.
  let keys: [[[UInt32]]]

  /// The hashes of a path and of the directories above it, which a commit that changes it changes as well.
  static func keys(for path: [UInt8], _ settings: ChangedPathFilters.Settings) -> [[UInt32]] {
    guard !path.isEmpty else { return [] }
    // Version 1 hashes bytes as the C compiler's `char`, which has a sign on some machines and none on others: where it matters, either
    // may have written the file.
    let signs = settings.version == 2 ? [false] : path.contains { $0 >= 0x80 } ? [true, false] : [false]
    return signs.map { isSigned in
      var hashes: [UInt32] = []
      for end in path.indices.dropFirst() where path[end] == UInt8(ascii: "/") { add(path[..<end], isSigned, settings, &hashes) }
      add(path[...], isSigned, settings, &hashes)
      return hashes
    }
  }

  private static func add(_ path: ArraySlice<UInt8>, _ isSigned: Bool, _ settings: ChangedPathFilters.Settings, _ hashes: inout [UInt32]) {
    let first = ChangedPathHash.murmur3(seed: 0x293A_E76F, path, isSigned: isSigned)
    let second = ChangedPathHash.murmur3(seed: 0x7E64_6E2C, path, isSigned: isSigned)
    for number in 0..<UInt32(settings.hashCount) { hashes.append(first &+ number &* second) }
  }

}

/// The hash of paths.
package enum ChangedPathHash {
  /// MurmurHash3 for 32 bits; with `isSigned` as Git's first version has it, where a byte from 0x80 on fills the bits above it.
  package static func murmur3(seed: UInt32, _ bytes: some RandomAccessCollection<UInt8>, isSigned: Bool) -> UInt32 {
    func widened(_ byte: UInt8) -> UInt32 { isSigned ? UInt32(bitPattern: Int32(Int8(bitPattern: byte))) : UInt32(byte) }
    func scrambled(_ word: UInt32) -> UInt32 { rotated(word &* 0xCC9E_2D51, 15) &* 0x1B87_3593 }
    func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
    var hash = seed
    var word: UInt32 = 0
    for (place, byte) in bytes.enumerated() {
      word |= widened(byte) << UInt32(8 * (place % 4))
      guard place % 4 == 3 else { continue }
      hash = rotated(hash ^ scrambled(word), 13) &* 5 &+ 0xE654_6B64
      word = 0
    }
    // What is left over is put together by another sign than the rest.
    var tail: UInt32 = 0
    for (number, byte) in bytes.suffix(bytes.count % 4).enumerated() { tail ^= widened(byte) << UInt32(8 * number) }
    if bytes.count % 4 != 0 { hash ^= scrambled(tail) }
    hash ^= UInt32(truncatingIfNeeded: bytes.count)
    hash ^= hash >> 16
    hash = hash &* 0x85EB_CA6B
    hash ^= hash >> 13
    hash = hash &* 0xC2B2_AE35
    return hash ^ hash >> 16
  }
}
