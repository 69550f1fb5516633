#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

extension [UInt8] {
  /// Whether a text stands anywhere in the bytes.
  package func contains(text: StaticString) -> Bool {
    text.withUTF8Buffer { contains($0) }
  }

  /// Whether some bytes stand anywhere in these.
  package func contains(bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { contains($0) }
  }

  private func contains(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    withUnsafeBytes { bytes in
      guard let first = word.first, let wanted = word.baseAddress else { return true }
      guard let start = bytes.baseAddress else { return false }
      var position = 0
      // The C library looks for one byte many times as fast as a loop does.
      while position + word.count <= bytes.count, let found = memchr(start + position, Int32(first), bytes.count - position) {
        position = UnsafeRawPointer(found) - start
        if position + word.count <= bytes.count, memcmp(start + position, wanted, word.count) == 0 { return true }
        position += 1
      }
      return false
    }
  }
}
