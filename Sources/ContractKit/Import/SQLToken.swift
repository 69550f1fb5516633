/// One word, name, text, number or mark of a script.
struct SQLToken: Sendable {
  enum Kind: Sendable {
    case word
    /// In backquotes or square brackets: a name, never a keyword.
    case quoted
    /// In double quotes: a name, or a text where the dialect has it so.
    case doubleQuoted
    case text
    case number
    case mark
  }

  var kind: Kind
  /// Without quotes, doubled ones undone.
  var text: String
  /// In bytes of the file.
  var range: Range<Int>
  /// In capitals where it is a word, else empty: no quoted name is a keyword.
  var word: String

  init(_ kind: Kind, _ text: String, _ range: Range<Int>) {
    self.kind = kind
    self.text = text
    self.range = range
    word = kind == .word ? text.uppercased() : ""
  }

  var isName: Bool { kind == .word || kind == .quoted || kind == .doubleQuoted }
  var isText: Bool { kind == .text || kind == .doubleQuoted }

  func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
}

/// Cuts a script into tokens, one statement after the other. Whatever the bytes are, it ends: each step goes forward.
struct SQLLexer {
  let source: SourceText
  let dialect: SQLDialect
  /// What begins and does not end: the place of its beginning, and what it is.
  private(set) var unended: (offset: Int, what: String)?
  private var next = 0
  private var isAtLineStart = true
  /// What was read and belongs to the next statement.
  private var pending: SQLToken?

  private var bytes: [UInt8] { source.bytes }

  init(_ source: SourceText, dialect: SQLDialect) {
    self.source = source
    self.dialect = dialect
  }

  /// Statements whose words mean something to a contract; of all others only the first words are kept.
  private static let telling: Set<String> = ["CREATE", "ALTER", "COMMENT", "DROP"]

  /// The tokens up to the next `;` or `GO`; nil at the end. Empty statements are passed over.
  mutating func statement() -> [SQLToken]? {
    var tokens: [SQLToken] = []
    var depth = 0
    while let token = pending ?? token() {
      pending = nil
      // In scripts for SQL Server nothing may stand between two statements.
      if depth <= 0, !tokens.isEmpty, begins(token) {
        pending = token
        return tokens
      }
      if token.isMark("(") { depth += 1 }
      if token.isMark(")") { depth -= 1 }
      if token.isMark(";") {
        if Self.isCopyOfData(tokens) { skipData() }
        // A bracket that is never closed must not swallow the rest of the script.
        if !tokens.isEmpty { return tokens }
        depth = 0
        continue
      }
      if token.word == "GO", depth <= 0, isAlone(token) {
        if !tokens.isEmpty { return tokens }
        continue
      }
      if tokens.count < 8 || Self.telling.contains(tokens[0].word) { tokens.append(token) }
    }
    return tokens.isEmpty ? nil : tokens
  }

  /// `COPY ... FROM stdin;` is followed by data up to a line with `\.`.
  private static func isCopyOfData(_ tokens: [SQLToken]) -> Bool { tokens.first?.word == "COPY" }

  private mutating func skipData() {
    // Only where the statement says so; its end is what was read last.
    let start = bytes[..<next].lastIndex(of: UInt8(ascii: "\n")) ?? 0
    guard String(decoding: bytes[start..<next], as: UTF8.self).uppercased().contains("STDIN") else { return }
    while next < bytes.count {
      let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[next..<end]
      next = min(end + 1, bytes.count)
      if line.starts(with: #"\."#.utf8) { return }
    }
  }

  /// Whether a word in a line of its own begins what can only be a statement.
  private func begins(_ token: SQLToken) -> Bool {
    guard token.word == "CREATE" || token.word == "ALTER" || token.word == "DROP" else { return false }
    var before = token.range.lowerBound
    while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    guard before == 0 || bytes[before - 1] == 0x0A else { return false }
    let rest = String(decoding: bytes[token.range.upperBound..<min(token.range.upperBound + 40, bytes.count)], as: UTF8.self)
    let words = rest.split(whereSeparator: \.isWhitespace).map { $0.uppercased() }
    return token.word == "CREATE" ? ["TABLE", "VIEW", "OR", "TYPE", "UNIQUE", "INDEX"].contains(words.first) : words.first == "TABLE"
  }

  /// The tokens of a text that is no statement but a type.
  mutating func all() -> [SQLToken] {
    var tokens: [SQLToken] = []
    while let token = token() { tokens.append(token) }
    return tokens
  }

  private func isAlone(_ token: SQLToken) -> Bool {
    var (before, after) = (token.range.lowerBound, token.range.upperBound)
    while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    while after < bytes.count, bytes[after] == 0x20 || bytes[after] == 0x09 || bytes[after] == 0x0D { after += 1 }
    return (before == 0 || bytes[before - 1] == 0x0A) && (after == bytes.count || bytes[after] == 0x0A)
  }

  // MARK: Tokens

  private func byte(_ distance: Int = 0) -> UInt8? { next + distance < bytes.count ? bytes[next + distance] : nil }

  private mutating func skipLine() {
    while let byte = byte(), byte != 0x0A { next += 1 }
  }

  private mutating func skipComment() {
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
  private mutating func token() -> SQLToken? {
    while let byte = byte() {
      let isFirst = isAtLineStart
      if byte > 0x20 { isAtLineStart = false }
      switch byte {
      case 0...0x20:
        if byte == 0x0A { isAtLineStart = true }
        next += 1
      case UInt8(ascii: "-") where self.byte(1) == UInt8(ascii: "-"): skipLine()
      case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"): skipComment()
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

  private static func startsWord(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@")
      || byte >= 0x80
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    startsWord(byte) || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "#")
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func word() -> SQLToken {
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
    return SQLToken(.word, word, start..<next)
  }

  private mutating func number() -> SQLToken {
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

  private mutating func mark() -> SQLToken {
    let start = next
    // What reads as one: a cast, and comparisons.
    let pairs = ["::", "<=", ">=", "<>", "!=", "||", "->", "=>"]
    let isPair = next + 1 < bytes.count && bytes[next + 1] < 0x80 && pairs.contains(text(next..<next + 2))
    next += isPair ? 2 : 1
    return SQLToken(.mark, text(start..<next), start..<next)
  }

  /// `'...'` or `"..."`, in which the quote stands doubled for itself. BigQuery triples the quotes.
  private mutating func text(from quote: Int, escapes: Bool) -> SQLToken {
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

  private static func unescaped(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "t"): [0x09]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "0"): []
    default: [byte]
    }
  }

  private mutating func quoted(until close: UInt8) -> SQLToken {
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

  /// `[order id]` of SQL Server, not `[3]`, `[]` or `['a']`, which have to do with arrays.
  private var isBracketName: Bool {
    guard let byte = byte(1) else { return false }
    return Self.startsWord(byte) || byte == UInt8(ascii: "#")
  }

  /// The tag of `$tag$` or `$$`; nil for `$1` and what else has dollars.
  private var dollarTag: ArraySlice<UInt8>? {
    var end = next + 1
    while end < bytes.count, Self.isOfWord(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), end == next + 1 || Self.startsWord(bytes[next + 1]) else { return nil }
    return bytes[next...end]
  }

  private mutating func dollarText() -> SQLToken {
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
