/// Cuts the next token out of the bytes.
extension SQLLexer {
  func byte(_ distance: Int = 0) -> UInt8? { next + distance < bytes.count ? bytes[next + distance] : nil }

  mutating func skipLine() {
    while let byte = byte(), byte != 0x0A { next += 1 }
  }

  mutating func skipComment() {
    let start = next
    var depth = 0
    while let first = byte() {
      if first == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*"), depth == 0 || dialect.nestsComments {
        depth += 1
        next += 2
      } else if first == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        next += 2
        if depth == 0 { return }
      } else {
        next += 1
      }
    }
    unended = unended ?? (start, "comment")
  }

  /// The next token; nil at the end.
  mutating func token() -> SQLToken? {
    while let byte = byte() {
      let isFirst = isAtLineStart
      if byte > 0x20 { isAtLineStart = false }
      if byte == delimiter.first, bytes[next...].starts(with: delimiter) { return delimiterMark() }
      if isFirst, byte | 0x20 == UInt8(ascii: "d"), readDelimiter() { continue }
      switch byte {
      case 0...0x20:
        if byte == 0x0A { isAtLineStart = true }
        next += 1
      case UInt8(ascii: "-") where self.byte(1) == UInt8(ascii: "-"): skipLine()
      case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"):
        if let inside = conditional {
          next = inside
          isConditional = true
        } else {
          skipComment()
        }
      case UInt8(ascii: "*") where isConditional && self.byte(1) == UInt8(ascii: "/"):
        next += 2
        isConditional = false
      case UInt8(ascii: "#") where isFirst || dialect == .mysql || dialect == .bigquery: skipLine()
      // What a terminal of PostgreSQL is told: `\connect shop`.
      case UInt8(ascii: "\\") where isFirst: skipLine()
      case UInt8(ascii: "'"): return text(from: next, escapes: dialect.escapesWithBackslash)
      case UInt8(ascii: "\""): return text(from: next, escapes: dialect.escapesWithBackslash)
      case UInt8(ascii: "`"): return quoted(until: UInt8(ascii: "`"))
      case UInt8(ascii: "[") where isBracketName: return quoted(until: UInt8(ascii: "]"))
      case UInt8(ascii: "$") where dollarTag != nil: return dollarText()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
      default: return Self.startsWord(byte) || (byte == UInt8(ascii: "#") && self.byte(1).map(Self.startsWord) == true) ? word() : mark()
      }
    }
    return nil
  }

  /// Where the inside of `/*!50001 ... */` begins; nil for a comment that is one everywhere.
  var conditional: Int? {
    guard dialect == .mysql || dialect == .generic else { return nil }
    var place = next + 2
    // MariaDB's own: `/*M!100100`.
    if place < bytes.count, bytes[place] == UInt8(ascii: "M") { place += 1 }
    guard place < bytes.count, bytes[place] == UInt8(ascii: "!") else { return nil }
    place += 1
    let digits = bytes[place...].prefix(7).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    return digits == 5 || digits == 6 || digits == 0 && dialect == .mysql ? place + digits : nil
  }

  /// `DELIMITER $$` in a line of its own is for MySQL's terminal, which cuts its statements there from then on.
  mutating func readDelimiter() -> Bool {
    let word = Array("DELIMITER".utf8)
    guard !isInStatement, dialect == .mysql || dialect == .generic, bytes.count - next > word.count,
      zip(bytes[next...], word).allSatisfy({ $0 & 0xDF == $1 }), [0x20, 0x09].contains(bytes[next + word.count])
    else { return false }
    let line = bytes[(next + word.count)...].prefix { $0 != 0x0A }
    guard let mark = line.split(whereSeparator: { $0 <= 0x20 }).first else { return false }
    delimiter = Array(mark) == [UInt8(ascii: ";")] ? [] : Array(mark)
    skipLine()
    return true
  }

  mutating func delimiterMark() -> SQLToken {
    let start = next
    next += delimiter.count
    return SQLToken(.mark, text(start..<next), start..<next)
  }

  static func startsWord(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@")
      || byte >= 0x80
  }

  static func isOfWord(_ byte: UInt8) -> Bool {
    startsWord(byte) || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "#")
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func word() -> SQLToken {
    let start = next
    next += 1
    while let byte = byte(), Self.isOfWord(byte) { next += 1 }
    let word = text(start..<next)
    // `N'...'`, `E'...'`, `B'...'`, `R"..."`: a text whose letter says how it is meant.
    if byte() == UInt8(ascii: "'"), ["N", "E", "B", "X", "R", "U&", "RB", "BR"].contains(word.uppercased()) {
      var token = text(from: next, escapes: word.uppercased() == "E" || dialect.escapesWithBackslash && word.uppercased() != "R")
      token.range = start..<token.range.upperBound
      return token
    }
    // `r"..."` and `q'[...]'`.
    if byte() == UInt8(ascii: "\""), [.bigquery, .databricks, .generic].contains(dialect),
      ["B", "R", "RB", "BR"].contains(word.uppercased())
    {
      var token = text(from: next, escapes: word.uppercased() == "B")
      token.range = start..<token.range.upperBound
      return token
    }
    if byte() == UInt8(ascii: "'"), [.oracle, .generic].contains(dialect), ["Q", "NQ"].contains(word.uppercased()) {
      return alternativelyQuoted(from: start)
    }
    return SQLToken(.word, word, start..<next)
  }

  /// Oracle's `q'[it's]'`, which ends with its own bracket and a quote.
  mutating func alternativelyQuoted(from start: Int) -> SQLToken {
    let pairs: [UInt8: UInt8] = [0x28: 0x29, 0x3C: 0x3E, 0x5B: 0x5D, 0x7B: 0x7D]
    next += 1
    guard let open = byte() else { return text(from: next - 1, escapes: false) }
    next += 1
    let content = next
    while let byte = byte() {
      if byte == pairs[open] ?? open, self.byte(1) == UInt8(ascii: "'") {
        next += 2
        return SQLToken(.text, text(content..<next - 2), start..<next)
      }
      next += 1
    }
    unended = unended ?? (start, "text")
    return SQLToken(.text, text(content..<next), start..<next)
  }

  mutating func number() -> SQLToken {
    let start = next
    while let byte = byte(), Self.isOfWord(byte) || byte == UInt8(ascii: ".") {
      next += 1
      // `1e-3`.
      if byte | 0x20 == UInt8(ascii: "e"), self.byte() == UInt8(ascii: "-") || self.byte() == UInt8(ascii: "+") { next += 1 }
    }
    let text = text(start..<next)
    // Names may begin with a digit in some dialects: `2fa_enabled`.
    return SQLToken(ExactNumber(text) == nil && !text.contains(".") ? .word : .number, text, start..<next)
  }

  mutating func mark() -> SQLToken {
    let start = next
    // What reads as one: a cast, and comparisons.
    let pairs = ["::", "<=", ">=", "<>", "!=", "||", "->", "=>"]
    let isPair = next + 1 < bytes.count && bytes[next + 1] < 0x80 && pairs.contains(text(next..<next + 2))
    next += isPair ? 2 : 1
    return SQLToken(.mark, text(start..<next), start..<next)
  }

  /// `'...'` or `"..."`, in which the quote stands doubled for itself. BigQuery triples the quotes.
  mutating func text(from quote: Int, escapes: Bool) -> SQLToken {
    next = quote
    let mark = bytes[quote]
    let kind = mark == UInt8(ascii: "'") ? SQLToken.Kind.text : .doubleQuoted
    let isTripled = dialect == .bigquery && byte(1) == mark && byte(2) == mark
    next += isTripled ? 3 : 1
    var content: [UInt8] = []
    while let byte = byte() {
      if escapes, byte == UInt8(ascii: "\\"), let escaped = self.byte(1) {
        content += Self.unescaped(escaped)
        next += 2
      } else if byte == mark, isTripled ? self.byte(1) == mark && self.byte(2) == mark : true {
        next += isTripled ? 3 : 1
        if !isTripled, self.byte() == mark {
          content.append(mark)
          next += 1
          continue
        }
        return SQLToken(isTripled ? .text : kind, String(decoding: content, as: UTF8.self), quote..<next)
      } else {
        content.append(byte)
        next += 1
      }
    }
    unended = unended ?? (quote, "text")
    return SQLToken(kind, String(decoding: content, as: UTF8.self), quote..<next)
  }

  static func unescaped(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "t"): [0x09]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "0"): []
    default: [byte]
    }
  }

  mutating func quoted(until close: UInt8) -> SQLToken {
    let start = next
    next += 1
    var content: [UInt8] = []
    while let byte = byte() {
      next += 1
      guard byte == close else {
        content.append(byte)
        continue
      }
      guard self.byte() == close else { return SQLToken(.quoted, String(decoding: content, as: UTF8.self), start..<next) }
      content.append(close)
      next += 1
    }
    unended = unended ?? (start, "name")
    return SQLToken(.quoted, String(decoding: content, as: UTF8.self), start..<next)
  }

  /// `[order id]` of SQL Server, not `[3]`, `[]` or `['a']`, which have to do with arrays. `[2nd]` is a name, too.
  var isBracketName: Bool {
    guard let byte = byte(1) else { return false }
    if Self.startsWord(byte) || byte == UInt8(ascii: "#") { return true }
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return false }
    if dialect == .sqlServer { return true }
    let content = bytes[(next + 1)...].prefix(128).prefix { $0 != UInt8(ascii: "]") && $0 != 0x0A }
    return content.contains(where: Self.startsWord)
  }

  /// The tag of `$tag$` or `$$`; nil for `$1` and what else has dollars.
  var dollarTag: ArraySlice<UInt8>? {
    var end = next + 1
    while end < bytes.count, Self.isOfWord(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), end == next + 1 || Self.startsWord(bytes[next + 1]) else { return nil }
    return bytes[next...end]
  }

  mutating func dollarText() -> SQLToken {
    let start = next
    let tag = Array(dollarTag ?? [])
    next += tag.count
    let content = next
    while next < bytes.count {
      if bytes[next] == UInt8(ascii: "$"), bytes[next...].starts(with: tag) {
        let end = next
        next += tag.count
        return SQLToken(.text, text(content..<end), start..<next)
      }
      next += 1
    }
    unended = unended ?? (start, "text")
    return SQLToken(.text, text(content..<next), start..<next)
  }
}
