/// Git's glob for paths (gitignore(5), "PATTERN FORMAT"): `*` and `?` stop at a slash, `**` between slashes does not.
enum Wildmatch {
  /// Whether the whole of `text` matches. The work is at most the product of both lengths.
  static func matches(_ text: String, pattern: String, ignoringCase: Bool = false) -> Bool {
    let fold: (String) -> [UInt8] = { text in
      Array(text.utf8).map { ignoringCase && (65...90).contains($0) ? $0 | 0x20 : $0 }
    }
    let tokens = parse(fold(pattern))
    let bytes = fold(text)
    // `reached[i]`: the tokens so far match the first `i` bytes.
    var reached = [Bool](repeating: false, count: bytes.count + 1)
    reached[0] = true
    for token in tokens { reached = step(token, reached, bytes) }
    return reached[bytes.count]
  }

  private enum Token {
    case byte(UInt8)
    case anyByte
    case anyName
    case anything
    /// `**/`: nothing, or whole directories.
    case directories
    case oneOf([ClosedRange<UInt8>], isNegated: Bool)
  }

  private static func step(_ token: Token, _ reached: [Bool], _ bytes: [UInt8]) -> [Bool] {
    let slash = UInt8(ascii: "/")
    var result = [Bool](repeating: false, count: reached.count)
    switch token {
    case .byte(let byte):
      for position in bytes.indices where reached[position] && bytes[position] == byte { result[position + 1] = true }
    case .anyByte:
      for position in bytes.indices where reached[position] && bytes[position] != slash { result[position + 1] = true }
    case .oneOf(let ranges, let isNegated):
      for position in bytes.indices where reached[position] && bytes[position] != slash {
        if ranges.contains(where: { $0.contains(bytes[position]) }) != isNegated { result[position + 1] = true }
      }
    case .anyName:
      var isOpen = false
      for position in reached.indices {
        isOpen = isOpen || reached[position]
        result[position] = isOpen
        if position < bytes.count, bytes[position] == slash { isOpen = false }
      }
    case .anything:
      guard let first = reached.firstIndex(of: true) else { return result }
      for position in first..<reached.count { result[position] = true }
    case .directories:
      var isOpen = false
      for position in reached.indices {
        if reached[position] { result[position] = true }
        if isOpen, position > 0, bytes[position - 1] == slash { result[position] = true }
        isOpen = isOpen || reached[position]
      }
    }
    return result
  }

  private static func parse(_ pattern: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var position = 0
    while position < pattern.count {
      let byte = pattern[position]
      switch byte {
      case UInt8(ascii: "*"):
        let start = position
        while position < pattern.count, pattern[position] == UInt8(ascii: "*") { position += 1 }
        let isWhole =
          position - start > 1 && (start == 0 || pattern[start - 1] == UInt8(ascii: "/"))
          && (position == pattern.count || pattern[position] == UInt8(ascii: "/"))
        if !isWhole {
          tokens.append(.anyName)
        } else if position == pattern.count {
          tokens.append(.anything)
        } else {
          tokens.append(.directories)
          position += 1
        }
        continue
      case UInt8(ascii: "?"): tokens.append(.anyByte)
      case UInt8(ascii: "["):
        if let (token, end) = bracket(pattern, position) {
          tokens.append(token)
          position = end
          continue
        }
        tokens.append(.byte(byte))
      case UInt8(ascii: "\\") where position + 1 < pattern.count:
        position += 1
        tokens.append(.byte(pattern[position]))
      default: tokens.append(.byte(byte))
      }
      position += 1
    }
    return tokens
  }

  /// `[a-z]`, `[!a]`, `[^a]`; `nil` if the bracket is never closed.
  private static func bracket(_ pattern: [UInt8], _ start: Int) -> (Token, end: Int)? {
    var position = start + 1
    var isNegated = false
    if position < pattern.count, pattern[position] == UInt8(ascii: "!") || pattern[position] == UInt8(ascii: "^") {
      isNegated = true
      position += 1
    }
    var ranges: [ClosedRange<UInt8>] = []
    let first = position
    while position < pattern.count {
      if pattern[position] == UInt8(ascii: "]"), position > first { return (.oneOf(ranges, isNegated: isNegated), position + 1) }
      if pattern[position] == UInt8(ascii: "\\"), position + 1 < pattern.count { position += 1 }
      let low = pattern[position]
      if position + 2 < pattern.count, pattern[position + 1] == UInt8(ascii: "-"), pattern[position + 2] != UInt8(ascii: "]") {
        let high = pattern[position + 2]
        if low <= high { ranges.append(low...high) }
        position += 3
      } else {
        ranges.append(low...low)
        position += 1
      }
    }
    return nil
  }
}
