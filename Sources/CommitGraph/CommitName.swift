/// The SHA-1 name of a commit or tree as three numbers, whose order is that of the bytes.
package struct CommitName: Hashable, Comparable, Sendable {
  package let first: UInt64
  package let second: UInt64
  package let third: UInt32

  /// The bytes of a name.
  static let byteCount = 20

  package init(first: UInt64, second: UInt64, third: UInt32) {
    self.first = first
    self.second = second
    self.third = third
  }

  /// Reads 20 bytes, of which the caller knows that they are there.
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    first = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    second = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
    third = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self))
  }

  package static func < (left: CommitName, right: CommitName) -> Bool {
    left.first != right.first
      ? left.first < right.first : left.second != right.second ? left.second < right.second : left.third < right.third
  }
}

extension UnsafeRawBufferPointer {
  func word(at offset: Int) -> UInt32 { UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }

  func longWord(at offset: Int) -> UInt64 { UInt64(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
}
