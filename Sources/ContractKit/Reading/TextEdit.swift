/// Replacements in a text whose other bytes stay as they are.
struct TextEdit {
  let bytes: [UInt8]
  private var replacements: [(range: Range<Int>, text: [UInt8])] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func replace(_ range: Range<Int>, by text: String) {
    replacements.append((range, Array(text.utf8)))
  }

  mutating func insert(_ text: String, at offset: Int) {
    replace(offset..<offset, by: text)
  }

  /// The new text. Insertions at the same place stand in the order in which they were asked for.
  func applied() -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    let ordered = replacements.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, replacement) in ordered {
      result += bytes[offset..<max(offset, replacement.range.lowerBound)]
      result += replacement.text
      offset = max(offset, replacement.range.upperBound)
    }
    return result + bytes[offset...]
  }

  // MARK: Lines

  /// How the file ends its lines, by its first one.
  var lineEnd: String {
    guard let lineFeed = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return "\n" }
    return lineFeed > 0 && bytes[lineFeed - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  /// Where the line that holds `offset` ends: before its line end, or the end of the file.
  func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return end > offset && end < bytes.count && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }

  /// How many blanks the line that starts at `offset` begins with, and the byte behind them; nil for an empty line or a comment.
  func indentation(ofLineAt offset: Int) -> (width: Int, first: UInt8)? {
    var end = offset
    while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
    guard end < bytes.count else { return nil }
    switch bytes[end] {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): return nil
    default: return (end - offset, bytes[end])
    }
  }

  /// Where the next line starts, or nil behind the last one.
  func nextLine(after offset: Int) -> Int? {
    guard let lineFeed = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")), lineFeed + 1 < bytes.count else { return nil }
    return lineFeed + 1
  }
}
