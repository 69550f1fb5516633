/// The text of a file, and where its bytes stand as people count.
struct SourceText: Sendable {
  let path: String
  let bytes: [UInt8]
  /// Where each line begins.
  private let lines: [Int]
  /// How many characters begin before every 256th byte: what programs write is often one line of megabytes, in which each value's
  /// place would be counted from its start.
  private let characters: [Int]

  private static let distance = 256

  /// UTF-8, or UTF-16 with its mark, as some tools for SQL Server write it. A byte order mark is no part of the text.
  ///
  /// - Throws: `ReadingError` for any other text.
  init(_ bytes: [UInt8], path: String) throws(ReadingError) {
    var text = bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      let low = bytes[0] == 0xFF ? 0 : 1
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0 + low]) | UInt16(bytes[$0 + 1 - low]) << 8 }
      guard bytes.count % 2 == 0, let decoded = String(validating: units, as: UTF16.self) else {
        throw ReadingError(path: path, position: .start, rule: Import.rule, message: "the file is neither UTF-8 nor UTF-16")
      }
      text = Array(decoded.utf8)
    } else if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      text = Array(bytes.dropFirst(3))
    }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw ReadingError(path: path, position: .start, rule: Import.rule, message: "the file is not UTF-8")
    }
    self.path = path
    self.bytes = text
    var (lines, characters, count) = ([0], [Int](), 0)
    for (offset, byte) in text.enumerated() {
      if offset % Self.distance == 0 { characters.append(count) }
      if Self.beginsCharacter(byte) { count += 1 }
      if byte == UInt8(ascii: "\n") { lines.append(offset + 1) }
    }
    self.lines = lines
    self.characters = characters
  }

  /// Bytes that go on are no character.
  private static func beginsCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  /// How many characters begin before an offset.
  private func characters(before offset: Int) -> Int {
    guard !characters.isEmpty else { return 0 }
    let place = min(offset / Self.distance, characters.count - 1)
    return characters[place] + bytes[place * Self.distance..<offset].count { Self.beginsCharacter($0) }
  }

  func position(of offset: Int) -> SourcePosition {
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    let end = min(max(offset, lines[low]), bytes.count)
    return SourcePosition(line: low + 1, column: characters(before: end) - characters(before: lines[low]) + 1)
  }

  /// The text between two places, with one blank for any number of blanks and line feeds.
  func collapsed(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
