/// A place among the tokens of one statement.
struct SQLCursor {
  let source: SourceText
  let tokens: [SQLToken]
  var next = 0
  /// Where reading ends: behind the last token, or at the bracket that closes.
  var end: Int

  init(_ source: SourceText, _ tokens: [SQLToken]) {
    self.source = source
    self.tokens = tokens
    end = tokens.count
  }

  var token: SQLToken? { next < end ? tokens[next] : nil }
  func peek(_ distance: Int) -> SQLToken? { next + distance < end ? tokens[next + distance] : nil }
  var isAtEnd: Bool { next >= end }

  /// Where the next token stands, or the last one.
  var position: SourcePosition {
    let token = next < tokens.count ? tokens[next] : tokens.last
    return source.position(of: token?.range.lowerBound ?? 0)
  }

  /// Goes past words if they are next.
  mutating func take(_ words: String...) -> Bool {
    for (distance, word) in words.enumerated() where peek(distance)?.word != word { return false }
    next += words.count
    return true
  }

  mutating func take(mark: String) -> Bool {
    guard token?.isMark(mark) == true else { return false }
    next += 1
    return true
  }

  /// The first of these words, if it is next.
  mutating func take(anyOf words: Set<String>) -> String? {
    guard let word = token?.word, words.contains(word) else { return nil }
    next += 1
    return word
  }

  mutating func name() -> String? {
    guard let token, token.isName else { return nil }
    next += 1
    return token.text
  }

  /// `a.b.c`, quoted or not; in backquotes the dots may stand within. Of SQL Server's `a..c` the middle is left out.
  mutating func qualifiedName() -> [String]? {
    guard let token, token.isName else { return nil }
    var parts: [String] = []
    repeat {
      guard let token = self.token, token.isName else { break }
      next += 1
      parts += token.kind == .quoted ? token.text.split(separator: ".").map { String($0) } : [token.text]
    } while take(mark: ".") && (take(mark: ".") || true)
    return parts.isEmpty ? nil : parts
  }

  mutating func text() -> String? {
    guard let token, token.isText else { return nil }
    next += 1
    return token.text
  }

  /// What stands between brackets, if one is next; the cursor itself goes behind it. An open one reaches to the end.
  mutating func brackets() -> SQLCursor? {
    guard token?.isMark("(") == true else { return nil }
    var inner = self
    inner.next += 1
    var depth = 0
    while next < end {
      if tokens[next].isMark("(") { depth += 1 }
      if tokens[next].isMark(")") { depth -= 1 }
      next += 1
      if depth == 0 {
        inner.end = next - 1
        return inner
      }
    }
    inner.end = end
    return inner
  }

  /// What stands up to the next comma outside of brackets; the cursor itself goes behind it.
  mutating func part() -> SQLCursor? {
    guard !isAtEnd else { return nil }
    var inner = self
    var depth = 0
    // Of `STRUCT<a INT, b INT>`; elsewhere these marks compare.
    var angles = 0
    while next < end {
      let token = tokens[next]
      if depth == 0, angles == 0, token.isMark(",") { break }
      if token.isMark("<"), next > 0, ["STRUCT", "ARRAY", "MAP", "ROW", "UNIONTYPE"].contains(tokens[next - 1].word) { angles += 1 }
      if token.isMark(">"), angles > 0 { angles -= 1 }
      if token.isMark("(") || token.isMark("[") { depth += 1 }
      if token.isMark(")") || token.isMark("]") { depth -= 1 }
      next += 1
    }
    inner.end = next
    if next < end { next += 1 }
    return inner
  }

  /// Column names between brackets, the order and the length of each left out: `(a ASC, b(10))`. Nil where one of them is no plain name.
  mutating func columns() -> [String]? {
    guard var inner = brackets() else { return nil }
    var names: [String] = []
    while var part = inner.part() {
      guard let name = part.columnName() else { return nil }
      names.append(name)
    }
    return names.isEmpty ? nil : names
  }

  /// A name alone, or with words that do not touch which values are the same.
  private mutating func columnName() -> String? {
    guard let name = name() else { return nil }
    // `name(10)` of MySQL: what is distinct in its beginning is distinct. `lower(name)` is an expression.
    if let length = brackets(), length.peek(0)?.kind != .number || length.peek(1) != nil { return nil }
    while let token {
      if take("COLLATE") {
        guard self.name() != nil else { return nil }
      } else if ["ASC", "DESC", "NULLS", "FIRST", "LAST", "TIMESERIES"].contains(token.word) || token.word.hasSuffix("_OPS") {
        next += 1
      } else {
        return nil
      }
    }
    return name
  }

  /// False where a bracket is next that does not close.
  var isClosed: Bool {
    var behind = self
    guard let inner = behind.brackets() else { return true }
    return inner.end < behind.next
  }

  /// Goes to the mark that closes the bracket of this kind that is next, or to the end.
  mutating func skipNested(_ open: String, _ close: String) {
    var depth = 0
    while next < end {
      if tokens[next].isMark(open) { depth += 1 }
      if tokens[next].isMark(close) { depth -= 1 }
      next += 1
      if depth <= 0 { return }
    }
  }

  /// The text from one token up to the next one, as `SQLCondition` writes it.
  func written(from start: Int, to stop: Int? = nil) -> String {
    let stop = min(stop ?? next, tokens.count)
    return start < stop ? SQLCondition.text(of: tokens[start..<stop], in: source) : ""
  }

  /// All that is left, as it is written.
  var rest: String { written(from: next, to: end) }
}
