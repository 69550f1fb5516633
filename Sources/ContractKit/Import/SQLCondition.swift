/// What a script says in an expression, in which columns may be renamed by later statements.
struct SQLCondition {
  let source: SourceText
  private(set) var tokens: [SQLToken]

  /// All that is left at a cursor.
  init(_ cursor: SQLCursor) {
    source = cursor.source
    tokens = Array(cursor.tokens[min(cursor.next, cursor.end)..<cursor.end])
  }

  var text: String { Self.text(of: tokens[...], in: source) }

  /// Tokens as they are written, with one blank where anything stands between two of them: line feeds, comments.
  static func text(of tokens: ArraySlice<SQLToken>, in source: SourceText) -> String {
    var text = ""
    var end: Int?
    for token in tokens {
      if let end, token.range.lowerBound > end { text += " " }
      text += token.replacement ?? String(decoding: source.bytes[token.range], as: UTF8.self)
      end = token.range.upperBound
    }
    return text
  }

  private func isColumn(_ place: Int, _ name: String) -> Bool {
    // A name before a bracket is a function's.
    guard tokens[place].isName, tokens[place].text.lowercasedASCII == name else { return false }
    return place + 1 >= tokens.count || !tokens[place + 1].isMark("(") || tokens[place].kind != .word
  }

  func mentions(_ column: String) -> Bool {
    let name = column.lowercasedASCII
    return tokens.indices.contains { isColumn($0, name) }
  }

  /// Calls a column by another name.
  ///
  /// - Parameter written: the new name as it is written, with quotes where it has some.
  mutating func rename(_ column: String, to name: String, written: String) {
    let old = column.lowercasedASCII
    for place in tokens.indices where isColumn(place, old) {
      tokens[place] = SQLToken(.quoted, name, tokens[place].range)
      tokens[place].replacement = written
    }
  }
}
