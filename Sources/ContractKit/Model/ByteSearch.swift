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
    withUnsafeBufferPointer { bytes in
      guard let first = word.first else { return true }
      guard bytes.count >= word.count else { return false }
      var offset = 0
      let end = bytes.count - word.count
      while offset <= end {
        if bytes[offset] == first {
          var length = 1
          while length < word.count, bytes[offset + length] == word[length] { length += 1 }
          if length == word.count { return true }
        }
        offset += 1
      }
      return false
    }
  }
}
