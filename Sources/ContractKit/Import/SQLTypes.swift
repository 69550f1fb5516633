/// Types of columns, nested ones included.
extension SQLSchema {
  /// Words that go on with a type: `DOUBLE PRECISION`, `CHARACTER VARYING`, `BIGINT UNSIGNED`.
  private static let furtherWords: Set<String> = ["PRECISION", "VARYING", "UNSIGNED", "SIGNED", "ZEROFILL", "RAW", "ARRAY"]
  private static let records: Set<String> = ["STRUCT", "ROW", "RECORD", "TUPLE", "OBJECT", "NESTED"]
  private static let spans: Set<String> = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"]

  /// Reads a type into a field. False where none is next.
  mutating func readType(_ cursor: inout SQLCursor, into field: inout ImportedField, depth: Int = 0) -> Bool {
    let start = cursor.next
    let first = cursor.token
    guard let parts = cursor.qualifiedName(), let last = parts.last else { return false }
    let word = last.uppercased()
    readFurtherWords(&cursor, behind: word)
    var isNested = false
    if cursor.token?.isMark("<") == true {
      isNested = true
      readParts(&cursor, of: word, closing: ">", into: &field, depth: depth)
    } else if let mark = cursor.token, mark.isMark("("), isRecord(word, cursor.peek(1)) {
      isNested = true
      readParts(&cursor, of: word, closing: ")", into: &field, depth: depth)
    } else if var inner = cursor.brackets(), word == "ENUM" {
      while let value = inner.text() {
        field.values.append(ImportedValue(value: .string(value)))
        if !inner.take(mark: ",") { break }
      }
    }
    readFurtherWords(&cursor, behind: word)
    let stop = cursor.next
    var written = cursor.written(from: start)
    // `pg_catalog.int4` and `[int]` are what they are without these.
    if parts.count > 1 || first?.kind == .quoted { written = last + cursor.written(from: start + parts.count * 2 - 1) }
    if isNested {
      // The parts say the rest.
      field.physicalType = String(word)
      finish(&field, word)
    } else {
      // Its values stand beside it; saying them twice would make two findings of one change.
      field.physicalType = field.values.isEmpty ? written : word
      resolve(written, last, into: &field, at: cursor.source.position(of: cursor.tokens[start].range.lowerBound))
    }
    readArrays(&cursor, around: &field, start: start, stop: stop)
    return true
  }

  private func readFurtherWords(_ cursor: inout SQLCursor, behind word: String) {
    while let next = cursor.token {
      if Self.furtherWords.contains(next.word) && next.word != "ARRAY" || word == "INTERVAL" && Self.spans.contains(next.word) {
        cursor.next += 1
      } else if word == "CHARACTER" || word == "CHAR" || word == "BINARY" || word == "NATIONAL" || word == "LONG",
        ["CHARACTER", "CHAR", "VARCHAR", "LARGE", "OBJECT"].contains(next.word), cursor.peek(1)?.word != "SET"
      {
        cursor.next += 1
      } else if next.word == "WITH" || next.word == "WITHOUT" {
        let isLocal = cursor.peek(1)?.word == "LOCAL"
        let distance = isLocal ? 2 : 1
        guard cursor.peek(distance)?.word == "TIME", cursor.peek(distance + 1)?.word == "ZONE" else { return }
        cursor.next += distance + 2
      } else {
        return
      }
    }
  }

  /// Brackets after these hold types, not lengths.
  private func isRecord(_ word: String, _ first: SQLToken?) -> Bool {
    guard let first, first.isName else { return false }
    return Self.records.contains(word) || ["ARRAY", "MAP", "NULLABLE", "LOWCARDINALITY", "LIST"].contains(word)
  }

  private mutating func readParts(
    _ cursor: inout SQLCursor, of word: String, closing: String, into field: inout ImportedField, depth: Int
  ) {
    cursor.next += 1
    var parts: [ImportedField] = []
    while let token = cursor.token, !token.isMark(closing) {
      let before = cursor.next
      var part = ImportedField()
      if Self.records.contains(word), let next = cursor.peek(1), token.isName, next.isName || next.isMark(":") {
        part.name = token.text
        cursor.next += next.isMark(":") ? 2 : 1
      }
      if depth < ImportedSchema.greatestDepth, readType(&cursor, into: &part, depth: depth + 1) {
        readPartConstraints(&cursor, into: &part)
        if Self.records.contains(word), part.name == nil {
          untold(cursor.source.position(of: token.range.lowerBound), "a field of a \(word) has no name, and is left out", .missing)
        } else {
          parts.append(part)
        }
      }
      _ = cursor.take(mark: ",")
      // What is no type is passed over, one token at a time.
      if cursor.next == before { cursor.next += 1 }
    }
    _ = cursor.take(mark: closing)
    if word == "MAP" {
      if parts.count == 2 { field.map = parts }
    } else if ["NULLABLE", "LOWCARDINALITY"].contains(word), let part = parts.first {
      let name = field.name
      field = part
      field.name = name
    } else if Self.records.contains(word) {
      field.fields = parts
    } else {
      field.items = Array(parts.prefix(1))
    }
  }

  private mutating func readPartConstraints(_ cursor: inout SQLCursor, into part: inout ImportedField) {
    while let token = cursor.token {
      if cursor.take("NOT", "NULL") {
        part.isRequired = true
      } else if cursor.take("COMMENT") {
        part.description = cursor.text()
      } else if token.word == "OPTIONS" {
        cursor.next += 1
        if let options = cursor.brackets() { part.description = option("DESCRIPTION", in: options) ?? part.description }
      } else {
        return
      }
    }
  }

  private mutating func finish(_ field: inout ImportedField, _ word: String) {
    let type: LogicalType? =
      switch word {
      case "MAP": field.map.count == 2 ? LogicalType("map") : LogicalType("object")
      case "NULLABLE", "LOWCARDINALITY": nil
      case "ARRAY", "LIST": LogicalType("array")
      default: LogicalType("object")
      }
    if let type { field.set(type) }
    if word == "NULLABLE" || word == "LOWCARDINALITY" { field.physicalType = field.physicalType.flatMap { $0 == word ? nil : $0 } }
  }

  /// `INT[]`, `INT[3]`, `INT ARRAY`: an array of what was read.
  private mutating func readArrays(_ cursor: inout SQLCursor, around field: inout ImportedField, start: Int, stop: Int) {
    var isArray = cursor.take("ARRAY")
    while cursor.token?.isMark("[") == true {
      isArray = true
      while let token = cursor.token {
        cursor.next += 1
        if token.isMark("]") { break }
      }
    }
    guard isArray else { return }
    var item = field
    item.name = nil
    var array = ImportedField(name: field.name)
    array.physicalType = cursor.written(from: start)
    array.set(LogicalType("array"))
    array.items = [item]
    field = array
  }

  /// What a type without parts means: a type of the script itself, else one that everybody knows.
  private mutating func resolve(_ written: String, _ last: String, into field: inout ImportedField, at position: SourcePosition) {
    if let known = types[last.lowercasedASCII] {
      let name = field.name
      let required = field.isRequired
      field = known
      field.name = name
      field.isRequired = known.isRequired ?? required
      return
    }
    let logical = field.values.isEmpty ? LogicalType(TypeReader(dialect: dialect).read(written)) : LogicalType("string")
    field.set(logical)
    if written.uppercased().hasPrefix("SET(") { untold(position, "'\(written)' is several values at once, which ODCS cannot say") }
    if logical == nil { untold(position, "no logical type is known for '\(written)': 'logicalType' is left out") }
  }
}
