/// The distinct texts of a document's scalars, each stored once: a contract says `logicalType` and `string` once per column.
///
/// Texts are known by their index, so that keys are compared as integers.
struct ScalarTable: Sendable {
  private(set) var texts: [String] = []
  private var hashes: [UInt64] = []
  /// Open addressing with linear probing; -1 is free. At most half of it is in use.
  private var slots: [Int32] = Array(repeating: -1, count: 256)
  /// Differs from process to process, so that nobody can write a file whose texts all fall into one slot.
  private let seed: UInt64 = {
    var hasher = Hasher()
    hasher.combine(0)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }()

  /// - Parameter first: a text that is to have the index 0.
  init(first: String) {
    var first = first
    first.withUTF8 { _ = index(of: $0) }
  }

  /// The index of a text, which is added if it is new.
  mutating func index(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = hash(UnsafeRawBufferPointer(bytes))
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, isEqual(texts[index], bytes) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = Int32(texts.count)
    slots[slot] = index
    texts.append(String(decoding: bytes, as: UTF8.self))
    hashes.append(hash)
    if texts.count * 2 > slots.count { grow() }
    return index
  }

  private func isEqual(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let utf8 = text.utf8
    guard utf8.count == bytes.count else { return false }
    return utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? utf8.elementsEqual(bytes)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// Eight bytes at a time, folded by a multiplication to 128 bits: the construction of wyhash (https://github.com/wangyi-fudan/wyhash).
  private func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = Self.fold(seed ^ UInt64(bytes.count), 0x9E37_79B9_7F4A_7C15)
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = Self.fold(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), seed | 1)
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return Self.fold(hash ^ rest, 0xD6E8_FEB8_6659_FD93)
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
