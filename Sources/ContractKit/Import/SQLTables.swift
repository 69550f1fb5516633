/// `CREATE TABLE`, and what stands in the list of a table.
extension SQLSchema {
  struct Column {
    var field: ImportedField
    var origin: SQLCursor
    /// The name as it is written, with its quotes.
    var spelled: String
    var constraints: [SQLConstraint] = []
    /// Why it is no column that a reader finds; nil for all others.
    var reasonToLeaveOut: String?
  }

  mutating func readTable(_ cursor: inout SQLCursor, _ statement: SQLCursor, isReplacing: Bool) {
    let isOnlyIfMissing = cursor.take("IF", "NOT", "EXISTS")
    // SQLite takes a text for a name here.
    let text = cursor.token.flatMap { $0.kind == .text ? $0.text : nil }
    if text != nil { cursor.next += 1 }
    let isTemporary = cursor.token.map { $0.text.hasPrefix("#") && ($0.kind == .word || dialect == .sqlServer) } ?? false
    guard !isTemporary, let name = text.map({ [$0] }) ?? cursor.qualifiedName(), let last = name.last else { return skip(statement) }
    var table = ImportedTable(name: last)
    table.physicalName = name.count > 1 ? name.joined(separator: ".") : nil
    table.physicalType = "table"
    skipBeforeColumns(&cursor)
    let isClosed = cursor.isClosed
    guard var inner = cursor.brackets() else {
      if cursor.token?.word == "PARTITION" {
        return untold(statement, "'\(last)' is a part of another table, and no table of its own")
      }
      let what = cursor.token.map { " (\($0.text.printable.prefix(40)) ...)" } ?? ""
      untold(statement, "the table '\(last)' is not in the contract: its columns are not listed here\(what)", .missing)
      return
    }
    if let old = entries.firstIndex(where: { $0.name == Self.folded(name) }) {
      if isOnlyIfMissing, !isReplacing {
        return untold(statement, "the table '\(last)' is made twice; the first one counts, for the second asks 'IF NOT EXISTS'")
      }
      // Made anew, as in the database.
      untold(statement, "the table '\(last)' is made twice; the last one counts")
      schema.tables.remove(at: old)
      entries.remove(at: old)
    }
    let place = schema.tables.count
    schema.tables.append(table)
    entries.append(Entry(name: Self.folded(name)))
    while var part = inner.part() { readElement(&part, in: place) }
    if !isClosed {
      untold(statement, "the bracket of '\(last)' does not close: what follows within it may be lost", .missing)
    }
    readOptions(&cursor, in: place, statement)
    if schema.tables[place].fields.isEmpty {
      untold(statement, "the table '\(last)' is not in the contract: its columns are not listed here", .missing)
      schema.tables.removeLast()
      entries.removeLast()
    }
  }

  /// `CLUSTER BY (a)` of Snowflake and `ON CLUSTER x` of ClickHouse stand between the name and the columns.
  private func skipBeforeColumns(_ cursor: inout SQLCursor) {
    while true {
      if cursor.take("ON", "CLUSTER") || cursor.take("UUID") {
        cursor.next += 1
      } else if cursor.take("CLUSTER", "BY") {
        _ = cursor.take("LINEAR")
        _ = cursor.brackets()
      } else if !cursor.take("COPY", "GRANTS") {
        return
      }
    }
  }

  // MARK: Elements of the list

  /// No database takes more.
  private static let greatestWidth = 4096
  /// Words that begin a constraint.
  static let constraintWords: Set<String> = ["CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK"]
  /// Two words that together begin what is neither column nor constraint; one alone may be a column's name.
  private static let otherElements: KeyValuePairs<String, Set<String>> = [
    "PERIOD": ["FOR"], "WATERMARK": ["FOR"], "EXCLUDE": ["USING", "("], "SUPPLEMENTAL": ["LOG"], "ROW": ["ACCESS"],
    "SEARCH": ["OPTIMIZATION"], "SYSTEM": ["VERSIONING"], "PARTITION": ["(", "IF"], "AGGREGATION": ["POLICY"], "JOIN": ["POLICY"],
  ]

  private func isOther(_ cursor: SQLCursor) -> Bool {
    guard let word = cursor.token?.word, let next = cursor.peek(1) else { return false }
    let isPair = Self.otherElements.contains { $0.key == word && ($0.value.contains(next.word) || $0.value.contains(next.text)) }
    // `PROJECTION p (SELECT a ORDER BY b)` of ClickHouse.
    return isPair || word == "PROJECTION" && cursor.peek(2)?.isMark("(") == true && ["SELECT", "WITH"].contains(cursor.peek(3)?.word)
  }

  /// Reads a column, a constraint, or what else stands in the list of a table, or behind `ADD`.
  mutating func readElement(_ cursor: inout SQLCursor, in table: Int, isChecked: Bool = true) {
    let start = cursor
    guard let token = cursor.token else { return }
    let name = schema.tables[table].name
    if isConstraint(cursor) {
      if !readTableConstraint(&cursor, in: table, isChecked: isChecked) {
        untold(start, "'\(start.rest.prefix(60))' of '\(name)' is not carried over")
      }
      return
    }
    if isIndex(cursor, of: table) { return }
    if token.word == "LIKE" || isOther(cursor) {
      return untold(
        start, "'\(start.rest.prefix(60))' of '\(name)' is not carried over", token.word == "LIKE" ? .missing : .untold)
    }
    // `ADD DEFAULT 0 FOR a` of SQL Server.
    if token.word == "DEFAULT", cursor.tokens[cursor.next..<cursor.end].contains(where: { $0.word == "FOR" }) {
      return untold(
        start, "a default of '\(name)', \(start.rest.prefix(60)), is not carried over: it says what is written, not what is read")
    }
    guard let column = readColumn(&cursor) else {
      return untold(start, "'\(start.rest.prefix(60))' of '\(name)' is not understood, and left out", .missing)
    }
    add(column, to: table)
  }

  /// Not every dialect reserves these words: `primary BOOL` and `unique BOOL NOT NULL` are columns of BigQuery.
  private func isConstraint(_ cursor: SQLCursor) -> Bool {
    let (next, second) = (cursor.peek(1), cursor.peek(2))
    let isBracket = next?.isMark("(") == true
    switch cursor.token?.word {
    case "CONSTRAINT": return second != nil || Self.constraintWords.contains(next?.word ?? "")
    case "PRIMARY", "FOREIGN": return next?.word == "KEY"
    case "CHECK": return isBracket || next?.word == "NOT"
    case "UNIQUE":
      let words = ["KEY", "INDEX", "CLUSTERED", "NONCLUSTERED", "HASH", "NULLS", "USING"]
      let isNamed = second?.word == "USING" || second?.isMark("(") == true && cursor.peek(3)?.kind != .number
      return isBracket || words.contains(next?.word ?? "") || isNamed
    default: return false
    }
  }

  /// `KEY by_day (day)` is an index; `key VARCHAR(20)`, `key VARCHAR(MAX)` and `index INT` are columns.
  private func isIndex(_ cursor: SQLCursor, of table: Int) -> Bool {
    guard let word = cursor.token?.word, ["KEY", "INDEX", "FULLTEXT", "SPATIAL"].contains(word) else { return false }
    if word != "KEY", word != "INDEX", ["KEY", "INDEX"].contains(cursor.peek(1)?.word) { return true }
    // ClickHouse: `INDEX i lower(name) TYPE minmax GRANULARITY 1`.
    if word == "INDEX", cursor.tokens[cursor.next..<cursor.end].dropFirst(3).contains(where: { $0.word == "TYPE" }) { return true }
    guard let place = [1, 2, 3, 4].first(where: { cursor.peek($0)?.isMark("(") == true }), let inner = cursor.peek(place + 1) else {
      return false
    }
    return place == 1 || inner.isMark("(") || inner.isName && (dialect == .mysql || schema.tables[table].place(of: inner.text) != nil)
  }

  mutating func add(_ column: Column, to table: Int) {
    let (name, origin) = (column.field.name ?? "", column.origin)
    guard column.reasonToLeaveOut == nil, !name.isEmpty else {
      let reason = column.reasonToLeaveOut ?? "has no name"
      return untold(
        origin, "the column '\(name)' of '\(schema.tables[table].name)' \(reason), and is left out", name.isEmpty ? .missing : .untold)
    }
    guard schema.tables[table].fields.count < Self.greatestWidth else {
      return untold(origin, "'\(schema.tables[table].name)' has more than \(Self.greatestWidth) columns; this one is left out", .missing)
    }
    if schema.tables[table].place(of: name) != nil {
      return untold(origin, "the column '\(name)' stands twice in '\(schema.tables[table].name)'; the first one counts")
    }
    schema.tables[table].fields.append(column.field)
    entries[table].constraints += column.constraints
  }

  /// Nil where this is no column.
  mutating func readColumn(_ cursor: inout SQLCursor) -> Column? {
    let origin = cursor
    let start = cursor.next
    guard let name = cursor.name() else { return nil }
    var column = Column(field: ImportedField(name: name), origin: origin, spelled: cursor.written(from: start))
    // `total AS (price * count)` of SQL Server has no type.
    if !["AS", "GENERATED", "ALIAS", "MATERIALIZED"].contains(cursor.token?.word), !readType(&cursor, into: &column.field) {
      guard cursor.isAtEnd else {
        cursor.next = start
        return nil
      }
      untold(origin, "the column '\(name)' has no type")
    }
    column.field.name = name
    column.constraints = takePendingChecks(for: name, written: column.spelled, at: origin)
    // MySQL's is a key, too.
    if dialect == .mysql, column.field.physicalType?.uppercased() == "SERIAL" {
      column.constraints.append(constraint(.unique([name]), named: nil, of: name, at: origin))
    }
    // In ClickHouse nothing is null that is not said to be.
    if dialect == .clickhouse, isNeverNull(column.field) { column.field.isRequired = true }
    readConstraints(&cursor, of: &column)
    return column
  }

  private func isNeverNull(_ field: ImportedField) -> Bool {
    guard let type = field.physicalType?.uppercased() else { return false }
    return !["NULLABLE", "LOWCARDINALITY(NULLABLE", "VARIANT", "DYNAMIC", "JSON", "OBJECT"].contains { type.hasPrefix($0) }
  }

  // MARK: Constraints of the table

  /// False, and nothing done, where it is none that is known.
  private mutating func readTableConstraint(_ cursor: inout SQLCursor, in table: Int, isChecked: Bool) -> Bool {
    let origin = cursor
    var name: String?
    if cursor.take("CONSTRAINT") {
      _ = cursor.take("IF", "NOT", "EXISTS")
      // MySQL: `CONSTRAINT FOREIGN KEY (a) ...`.
      if !Self.constraintWords.contains(cursor.token?.word ?? "") { name = cursor.name() }
    }
    let kind: SQLConstraint.Kind
    if cursor.take("PRIMARY", "KEY") {
      guard let columns = keyColumns(&cursor) else { return false }
      kind = .key(columns)
    } else if cursor.take("FOREIGN", "KEY") {
      // MySQL names the index here.
      if cursor.token?.isMark("(") == false { cursor.next += 1 }
      guard let columns = cursor.columns(), cursor.take("REFERENCES"), let target = cursor.qualifiedName() else { return false }
      kind = .reference(columns, target: target, targetColumns: cursor.columns() ?? [])
    } else if cursor.take("UNIQUE") {
      while cursor.take(anyOf: ["KEY", "INDEX"]) != nil {}
      if cursor.take("NULLS") { while cursor.take(anyOf: ["NOT", "DISTINCT"]) != nil {} }
      guard let columns = keyColumns(&cursor) else { return false }
      kind = .unique(columns)
    } else if cursor.take("CHECK") {
      _ = cursor.take("NOT", "FOR", "REPLICATION")
      if dialect != .clickhouse, let condition = cursor.brackets() {
        kind = .check(SQLCondition(condition))
      } else {
        // ClickHouse needs no brackets.
        guard !cursor.isAtEnd else { return false }
        kind = .check(SQLCondition(cursor))
        cursor.next = cursor.end
      }
    } else {
      return false
    }
    let found = cursor.enforcementInRest()
    entries[table].constraints.append(
      constraint(kind, named: name, found == .enforced && !isChecked ? .unchecked : found, at: origin))
    return true
  }

  /// Behind `PRIMARY KEY` or `UNIQUE`: how the index is made, or its name, then the columns.
  private func keyColumns(_ cursor: inout SQLCursor) -> [String]? {
    while cursor.take(anyOf: ["CLUSTERED", "NONCLUSTERED", "HASH"]) != nil {}
    if dialect == .clickhouse, cursor.peek(1) == nil, let name = cursor.name() { return [name] }
    if cursor.token?.isMark("(") == false, cursor.token?.word != "USING" { cursor.next += 1 }
    if cursor.take("USING") { cursor.next += 1 }
    return cursor.columns()
  }
}
