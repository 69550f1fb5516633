/// Types of columns, nested ones included.
extension SQLSchema {
  /// Words that go on with a type: `DOUBLE PRECISION`, `CHARACTER VARYING`, `BIGINT UNSIGNED`.
  private static let furtherWords: Set<String> = ["PRECISION", "VARYING", "UNSIGNED", "SIGNED", "ZEROFILL", "RAW", "ARRAY"]
  private static let records: Set<String> = ["STRUCT", "ROW", "RECORD", "TUPLE", "OBJECT", "NESTED"]
  private static let spans: Set<String> = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"]

  private static let lists: Set<String> = ["ARRAY", "LIST"]
  /// ClickHouse's, which say how a value is kept, or that it may be none.
  private static let wrappers: Set<String> = ["NULLABLE", "LOWCARDINALITY"]
  private static let enumerations: Set<String> = ["ENUM", "ENUM8", "ENUM16"]
  private static let counters: Set<String> = ["SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8"]

  /// Reads a type into a field. False where none is next.
  mutating func readType(_ cursor: inout SQLCursor, into field: inout ImportedField, depth: Int = 0) -> Bool {
    let start = cursor.next
    let place = cursor
    let first = cursor.token
    guard let parts = cursor.qualifiedName(), let last = parts.last else { return false }
    let word = last.uppercased()
    readFurtherWords(&cursor, behind: word)
    var isNested = false
    if let mark = cursor.token, mark.isMark("<") || mark.isMark("(") && isRecord(word, cursor.peek(1)) {
      isNested = hasParts(word)
      let close = mark.isMark("<") ? ">" : ")"
      if !isNested {
        // `RANGE<DATE>`: what it is made of is no part that a contract could name.
        cursor.skipNested(mark.text, close)
      } else if depth < ImportedSchema.greatestDepth {
        readParts(&cursor, of: word, closing: close, into: &field, depth: depth)
      } else {
        cursor.skipNested(mark.text, close)
        untold(place, "'\(last)' is nested deeper than \(ImportedSchema.greatestDepth): what is within it is left out", .missing)
      }
    } else if var inner = cursor.brackets(), Self.enumerations.contains(word) {
      while var part = inner.part(), let value = part.text() { field.values.append(ImportedValue(value: .string(value))) }
    }
    readFurtherWords(&cursor, behind: word)
    // `INTERVAL DAY (3) TO SECOND (0)`.
    if word == "INTERVAL" { _ = cursor.brackets() }
    let stop = cursor.next
    var written = cursor.written(from: start)
    // `pg_catalog.int4` and `[int]` are what they are without these.
    if parts.count > 1 || first?.kind == .quoted { written = last + cursor.written(from: start + parts.count * 2 - 1) }
    if isNested, Self.wrappers.contains(word) {
      field.physicalType = written
    } else if isNested {
      // The parts say the rest.
      field.physicalType = String(last.uppercased())
      finish(&field, word)
    } else {
      // Its values stand beside it; saying them twice would make two findings of one change.
      field.physicalType = field.values.isEmpty ? written : last
      resolve(written, last, into: &field, isColumn: depth == 0, at: place)
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
    first?.isName == true && hasParts(word)
  }

  private func hasParts(_ word: String) -> Bool {
    Self.records.contains(word) || Self.lists.contains(word) || Self.wrappers.contains(word) || word == "MAP"
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
      if readType(&cursor, into: &part, depth: depth + 1) {
        readPartConstraints(&cursor, into: &part)
        if Self.records.contains(word), part.name == nil {
          var origin = cursor
          origin.next = before
          untold(origin, "a field of a \(word) has no name, and is left out", .missing)
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
    } else if Self.wrappers.contains(word), let part = parts.first {
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

  private func finish(_ field: inout ImportedField, _ word: String) {
    let isMap = word == "MAP" && field.map.count == 2
    field.set(LogicalType(isMap ? "map" : Self.lists.contains(word) ? "array" : "object"))
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
    untoldChecks(at: cursor)
    var item = field
    item.name = nil
    var array = ImportedField(name: field.name)
    array.physicalType = cursor.written(from: start)
    array.set(LogicalType("array"))
    array.items = [item]
    field = array
  }

  /// What a type without parts means: a type of the script itself, else one that everybody knows.
  ///
  /// - Parameter isColumn: true where a condition of a domain can be said of the field, for it has a name of its own.
  private mutating func resolve(
    _ written: String, _ last: String, into field: inout ImportedField, isColumn: Bool, at place: SQLCursor
  ) {
    if let known = types[last.lowercasedASCII] {
      let name = field.name
      let required = field.isRequired
      field = known.field
      field.name = name
      field.isRequired = known.field.isRequired ?? required
      pendingChecks = known.checks
      if !isColumn { untoldChecks(at: place) }
      return
    }
    let logical = field.values.isEmpty ? LogicalType(TypeReader(dialect: dialect).read(written)) : LogicalType("string")
    field.set(logical)
    // PostgreSQL and MySQL: counted up, and never null.
    if isColumn, Self.counters.contains(written.uppercased()) { field.isRequired = true }
    if written.uppercased().hasPrefix("SET(") { untold(place, "'\(written)' is several values at once, which ODCS cannot say") }
    if logical == nil { untold(place, "no logical type is known for '\(written)': 'logicalType' is left out") }
  }

  /// A rule in SQL speaks of columns, not of what is within them.
  private mutating func untoldChecks(at place: SQLCursor) {
    for check in takePendingChecks() {
      untold(place, "'CHECK (\(check.condition.text.prefix(60)))' of a type is not carried over: it is for a part of a column")
    }
  }
}
