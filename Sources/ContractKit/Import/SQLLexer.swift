/// Cuts a script into tokens, one statement after the other. Whatever the bytes are, it ends: each step goes forward.
struct SQLLexer {
  let source: SourceText
  let dialect: SQLDialect
  /// What begins and does not end: the place of its beginning, and what it is.
  var unended: (offset: Int, what: String)?
  var next = 0
  var isAtLineStart = true
  /// Within `/*!50001 ... */`, which MySQL reads and all others pass over.
  var isConditional = false
  /// Within a statement `delimiter` may be a column's name.
  var isInStatement = false
  /// What ends a statement since a line with `DELIMITER`; empty for the semicolon.
  var delimiter: [UInt8] = []
  /// What was read and belongs to the next statement.
  private var pending: SQLToken?

  var bytes: [UInt8] { source.bytes }

  init(_ source: SourceText, dialect: SQLDialect) {
    self.source = source
    self.dialect = dialect
  }

  /// Statements whose words mean something to a contract; of all others only the first words are kept.
  private static let telling: Set<String> = ["CREATE", "ALTER", "COMMENT", "DROP", "RENAME", "EXEC", "EXECUTE"]

  /// The tokens up to the next `;` or `GO`; nil at the end. Empty statements are passed over.
  mutating func statement() -> [SQLToken]? {
    var tokens: [SQLToken] = []
    isInStatement = pending != nil
    while let token = pending ?? token() {
      pending = nil
      isInStatement = !ends(token)
      if ends(token) {
        if Self.isCopyOfData(tokens) { skipData() }
        if !tokens.isEmpty, !isBody(tokens) || token.kind == .word { return tokens }
        continue
      }
      // In scripts for SQL Server nothing may stand between two statements. A bracket that is never closed must not swallow the next one.
      if !tokens.isEmpty, delimiter.isEmpty, begins(token, after: tokens), !isBody(tokens) {
        pending = token
        return tokens
      }
      if tokens.count < 8 || Self.telling.contains(tokens[0].word) { tokens.append(token) }
    }
    return tokens.isEmpty ? nil : tokens
  }

  /// `;` or what `DELIMITER` has put in its place; `GO` of SQL Server and `/` of Oracle in a line of their own.
  private func ends(_ token: SQLToken) -> Bool {
    if token.kind == .mark, delimiter.isEmpty ? token.text == ";" : Array(token.text.utf8) == delimiter { return true }
    let isOracle = dialect == .oracle || dialect == .generic
    return (token.word == "GO" || isOracle && token.isMark("/")) && isAlone(token)
  }

  /// In SQL Server whatever follows the head of a procedure is its body, up to `GO`.
  private func isBody(_ tokens: [SQLToken]) -> Bool {
    guard dialect == .sqlServer, let first = tokens.first, first.word == "CREATE" || first.word == "ALTER" else { return false }
    let words = tokens.prefix(4).map(\.word)
    let kind = words.count > 3 && words[1] == "OR" ? words[3] : words.dropFirst().first
    return ["PROC", "PROCEDURE", "FUNCTION", "TRIGGER"].contains(kind)
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

  /// Whether a word that begins a line begins what can only be a statement.
  private func begins(_ token: SQLToken, after tokens: [SQLToken]) -> Bool {
    guard ["CREATE", "ALTER", "DROP", "EXEC", "EXECUTE"].contains(token.word) else { return false }
    var before = token.range.lowerBound
    while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    guard before == 0 || bytes[before - 1] == 0x0A else { return false }
    let rest = String(decoding: bytes[token.range.upperBound..<min(token.range.upperBound + 40, bytes.count)], as: UTF8.self)
    let next = rest.split(whereSeparator: \.isWhitespace).first?.uppercased()
    switch token.word {
    case "CREATE": return ["TABLE", "VIEW", "OR", "TYPE", "UNIQUE", "INDEX"].contains(next)
    case "EXEC", "EXECUTE":
      let words = tokens.prefix(2).map(\.word)
      return words.count == 2 && (words[0].hasPrefix("EXEC") || ["CREATE", "ALTER"].contains(words[0]) && words[1] == "TABLE")
    default: return next == "TABLE"
    }
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
}
