extension [UInt8] {
  /// Whether a text stands anywhere in the bytes.
  package func contains(text: StaticString) -> Bool {
    text.withUTF8Buffer { contains($0) }
  }

  /// Whether some bytes stand anywhere in these.
  package func contains(bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { contains($0) }
  }

  /// From the end of the word backwards, so that a byte which does not stand in it lets all of its length be passed over (R. N. Horspool,
  /// Practical fast searching in strings, Software: Practice and Experience 10, 1980): a gate looks through every contract for one.
  private func contains(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    withUnsafeBufferPointer { bytes in
      guard word.count > 1 else { return word.first.map { bytes.contains($0) } ?? true }
      guard bytes.count >= word.count else { return false }
      let last = word.count - 1
      return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { shifts in
        shifts.initialize(repeating: Int32(clamping: word.count))
        for place in 0..<last { shifts[Int(word[place])] = Int32(clamping: last - place) }
        var end = last
        while end < bytes.count {
          let byte = bytes[end]
          if byte == word[last] {
            var place = 0
            while place < last, bytes[end - last + place] == word[place] { place += 1 }
            if place == last { return true }
          }
          end += Int(shifts[Int(byte)])
        }
        return false
      }
    }
  }
}
