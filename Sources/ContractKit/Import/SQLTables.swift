/// `CREATE TABLE` and `ALTER TABLE`.
extension SQLSchema {
  struct Column {
    var field: ImportedField
    var position: SourcePosition
    var isKey = false
  }

  mutating func readTable(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    _ = cursor.take("IF", "NOT", "EXISTS")
    guard let name = cursor.qualifiedName(), let last = name.last else { return skip(statement) }
    var table = ImportedTable(name: last)
    table.physicalName = name.count > 1 ? name.joined(separator: ".") : nil
    table.physicalType = "table"
    guard var inner = cursor.brackets() else {
      if cursor.token?.word == "PARTITION" {
        return untold(statement.position, "'\(last)' is a part of another table, and no table of its own")
      }
      let what = cursor.token.map { " (\($0.text.printable.prefix(40)) ...)" } ?? ""
      untold(statement.position, "the table '\(last)' is not in the contract: its columns are not listed here\(what)", .missing)
      return
    }
    let place = schema.tables.count
    // Made anew: the last one counts, as in the database.
    if let old = names.firstIndex(of: Self.folded(name)) {
      untold(statement.position, "the table '\(last)' is made twice; the last one counts")
      schema.tables.remove(at: old)
      names.remove(at: old)
      return readTable(&cursor, again: statement)
    }
    schema.tables.append(table)
    names.append(Self.folded(name))
    while var part = inner.part() { readElement(&part, in: place, name) }
    if schema.tables[place].fields.isEmpty {
      untold(statement.position, "the table '\(last)' is not in the contract: its columns are not listed here", .missing)
      schema.tables.removeLast()
      names.removeLast()
      return
    }
    readOptions(&cursor, in: place, statement)
  }

  private mutating func readTable(_ cursor: inout SQLCursor, again statement: SQLCursor) {
    var again = statement
    while let token = again.token, token.word != "TABLE" {
      _ = token
      again.next += 1
    }
    again.next += 1
    readTable(&again, statement)
  }

  // MARK: Columns and constraints of tables

  /// No database takes more.
  private static let greatestWidth = 4096

  private mutating func readElement(_ cursor: inout SQLCursor, in table: Int, _ name: [String]) {
    let position = cursor.position
    if readTableConstraint(&cursor, in: table, name) { return }
    guard let token = cursor.token else { return }
    if token.word == "LIKE" || token.word == "PERIOD" || token.word == "EXCLUDE" || token.word == "WATERMARK" {
      let kind: ImportRemark.Kind = token.word == "LIKE" ? .missing : .untold
      return untold(position, "'\(cursor.rest.prefix(60))' of '\(schema.tables[table].name)' is not carried over", kind)
    }
    guard var column = readColumn(&cursor, name) else {
      return untold(position, "'\(cursor.rest.prefix(60))' of '\(schema.tables[table].name)' is not understood, and left out", .missing)
    }
    guard schema.tables[table].fields.count < Self.greatestWidth else {
      return untold(position, "'\(schema.tables[table].name)' has more than \(Self.greatestWidth) columns; this one is left out", .missing)
    }
    if schema.tables[table].place(of: column.field.name ?? "") != nil {
      return untold(
        position, "the column '\(column.field.name ?? "")' stands twice in '\(schema.tables[table].name)'; the first one counts")
    }
    column.position = position
    schema.tables[table].fields.append(column.field)
    if column.isKey, let name = column.field.name { makeKey([name], in: table, at: position) }
  }

  /// Nil where this is no column.
  private mutating func readColumn(_ cursor: inout SQLCursor, _ table: [String]) -> Column? {
    let position = cursor.position
    let start = cursor.next
    guard let name = cursor.name() else { return nil }
    var column = Column(field: ImportedField(name: name), position: position)
    // `total AS (price * count)` of SQL Server has no type.
    if cursor.token?.word != "AS", cursor.token?.word != "GENERATED", !readType(&cursor, into: &column.field) {
      guard cursor.isAtEnd else {
        cursor.next = start
        return nil
      }
      untold(position, "the column '\(name)' has no type")
    }
    column.field.name = name
    readConstraints(&cursor, of: &column, in: table)
    return column
  }

  private mutating func readTableConstraint(_ cursor: inout SQLCursor, in table: Int, _ name: [String]) -> Bool {
    let position = cursor.position
    let start = cursor
    var constraint: String?
    if cursor.take("CONSTRAINT") { constraint = cursor.name() }
    if cursor.take("PRIMARY", "KEY") {
      while cursor.take(anyOf: ["CLUSTERED", "NONCLUSTERED"]) != nil {}
      guard let columns = cursor.columns() else { return false }
      makeKey(columns, in: table, at: position)
    } else if cursor.take("FOREIGN", "KEY") {
      if cursor.token?.isMark("(") == false { cursor.next += 1 }
      guard let columns = cursor.columns(), cursor.take("REFERENCES"), let target = cursor.qualifiedName() else { return false }
      let targets = cursor.columns() ?? []
      references.append(Reference(table: name, columns: columns, target: target, targetColumns: targets, position: position))
    } else if cursor.token?.word == "UNIQUE" {
      cursor.next += 1
      while cursor.take(anyOf: ["KEY", "INDEX", "CLUSTERED", "NONCLUSTERED"]) != nil {}
      if cursor.take("NULLS") { while cursor.take(anyOf: ["NOT", "DISTINCT"]) != nil {} }
      if cursor.token?.isMark("(") == false { cursor.next += 1 }
      guard let columns = cursor.columns() else {
        untold(position, "'\(start.rest.prefix(60))' is not carried over")
        return true
      }
      makeUnique(columns, in: table, at: position)
    } else if cursor.take("CHECK") {
      guard let condition = cursor.brackets() else { return false }
      readCheck(condition, named: constraint, in: table)
    } else if let word = cursor.token?.word, ["KEY", "INDEX", "FULLTEXT", "SPATIAL"].contains(word), constraint == nil {
      // `KEY by_day (day)` is an index; `key VARCHAR(20)` and `index INT` are columns.
      let places = [1, 2, 3].filter { cursor.peek($0)?.isMark("(") == true }
      let isIndex = word != "KEY" && word != "INDEX" || places.first.map { cursor.peek($0 + 1)?.isName == true } == true
      if !isIndex { cursor = start }
      return isIndex
    } else {
      cursor = start
      return false
    }
    return true
  }

  // MARK: Behind the columns

  private static let storage: Set<String> = [
    "ENGINE", "CHARSET", "COLLATE", "AUTO_INCREMENT", "ROW_FORMAT", "TABLESPACE", "DISTSTYLE", "DISTKEY", "SORTKEY", "DISTRIBUTE", "USING",
    "LOCATION", "STORED", "WITH", "TBLPROPERTIES", "OPTIONS", "INHERITS", "CLUSTER", "CLUSTERED", "ORDER", "TTL", "SETTINGS", "FORMAT",
    "ROW",
    "TEXTIMAGE_ON", "DATA_RETENTION_TIME_IN_DAYS", "ENCODE", "BACKUP", "COMPOUND", "INTERLEAVED", "TAG", "STRICT", "WITHOUT", "SERVER",
    "AS",
  ]

  private mutating func readOptions(_ cursor: inout SQLCursor, in table: Int, _ statement: SQLCursor) {
    var left: [String] = []
    while let token = cursor.token {
      let position = cursor.position
      if cursor.take("COMMENT") {
        _ = cursor.take(mark: "=")
        schema.tables[table].description = cursor.text() ?? schema.tables[table].description
      } else if cursor.take("OPTIONS") {
        if let options = cursor.brackets() {
          if let text = option("DESCRIPTION", in: options) { schema.tables[table].description = text }
          if let text = option("FRIENDLY_NAME", in: options) { schema.tables[table].businessName = text }
        }
      } else if cursor.take("PARTITION", "BY") || cursor.take("PARTITIONED", "BY") {
        readPartitions(&cursor, in: table, at: position)
      } else if cursor.take("AS") {
        // The query whose answer fills the table: its columns are those that are listed.
        cursor.next = cursor.end
      } else if cursor.take("INHERITS") {
        untold(position, "'\(schema.tables[table].name)' inherits columns, which are not carried over", .missing)
        _ = cursor.brackets()
      } else {
        if Self.storage.contains(token.word), !left.contains(token.word) { left.append(token.word) }
        if cursor.brackets() == nil { cursor.next += 1 }
      }
    }
    guard !left.isEmpty else { return }
    untold(statement.position, "how '\(schema.tables[table].name)' is stored is left out: \(left.joined(separator: ", "))")
  }

  private mutating func readPartitions(_ cursor: inout SQLCursor, in table: Int, at position: SourcePosition) {
    let name = schema.tables[table].name
    _ = cursor.take(anyOf: ["RANGE", "LIST", "HASH", "KEY"])
    _ = cursor.take("COLUMNS")
    var parts: SQLCursor
    if let inner = cursor.brackets() {
      parts = inner
    } else {
      // BigQuery's `PARTITION BY DATE(created)` has no brackets of its own.
      parts = cursor
      let start = cursor.next
      while let token = cursor.token, !["CLUSTER", "OPTIONS", "AS", "ORDER", "PRIMARY", "SETTINGS", "COMMENT"].contains(token.word) {
        _ = token
        if cursor.brackets() == nil { cursor.next += 1 }
      }
      parts.next = start
      parts.end = cursor.next
    }
    var number = 0
    while var part = parts.part() {
      number += 1
      guard part.token?.isName == true else { continue }
      let isPlain = part.peek(1) == nil
      if let column = part.token.flatMap({ schema.tables[table].place(of: $0.text) }), isPlain {
        schema.tables[table].fields[column].partitionPosition = number
      } else if !isPlain, part.peek(1)?.isName == true, var column = readColumn(&part, [name]) {
        // Hive names further columns here.
        column.field.partitionPosition = number
        schema.tables[table].fields.append(column.field)
      } else {
        untold(position, "'\(name)' is partitioned by '\(part.rest.prefix(60))', which is not carried over")
      }
    }
  }

  /// The text of an option of BigQuery: `OPTIONS(description = "...", labels = [...])`.
  func option(_ name: String, in options: SQLCursor) -> String? {
    var options = options
    while var part = options.part() {
      guard part.token?.word == name else { continue }
      part.next += 1
      if part.take(mark: "=") { return part.text() }
    }
    return nil
  }

  // MARK: Alterations

  mutating func readAlteration(_ cursor: inout SQLCursor) {
    let statement = cursor
    _ = cursor.take("IF", "EXISTS")
    _ = cursor.take("ONLY")
    _ = cursor.take(mark: "*")
    guard let name = cursor.qualifiedName() else { return }
    guard let place = table(name) else {
      return untold(statement.position, "'ALTER TABLE \(name.joined(separator: "."))' is for a table that is not in the contract")
    }
    if cursor.take("WITH") { cursor.next += 1 }
    while var action = cursor.part() {
      if !alter(&action, place, name) {
        untold(action.position, "'\(action.rest.prefix(60))' for '\(schema.tables[place].name)' is not carried over")
      }
    }
  }

  private mutating func alter(_ cursor: inout SQLCursor, _ table: Int, _ name: [String]) -> Bool {
    let start = cursor
    if cursor.take("ADD") {
      if readTableConstraint(&cursor, in: table, name) { return true }
      _ = cursor.take("COLUMN")
      _ = cursor.take("IF", "NOT", "EXISTS")
      if var several = cursor.brackets() {
        while var part = several.part() { readElement(&part, in: table, name) }
      } else {
        readElement(&cursor, in: table, name)
      }
      return true
    }
    if cursor.take("DROP") {
      if cursor.take(anyOf: ["CONSTRAINT", "PRIMARY", "INDEX", "FOREIGN"]) != nil {
        cursor = start
        return false
      }
      _ = cursor.take("COLUMN")
      _ = cursor.take("IF", "EXISTS")
      if let column = cursor.name(), let place = schema.tables[table].place(of: column) { schema.tables[table].fields.remove(at: place) }
      return true
    }
    if cursor.take("OWNER") || cursor.take("ENABLE") || cursor.take("DISABLE") || cursor.take("REPLICA")
      || cursor.take("CHECK", "CONSTRAINT")
    {
      return true
    }
    if cursor.take("RENAME", "COLUMN") {
      if let old = cursor.name(), cursor.take("TO"), let new = cursor.name(), let place = schema.tables[table].place(of: old) {
        schema.tables[table].fields[place].name = new
        return true
      }
    } else if cursor.take("RENAME", "TO") {
      if let new = cursor.qualifiedName(), let last = new.last {
        schema.tables[table].name = last
        names[table] = Self.folded(name.dropLast() + [last])
        if schema.tables[table].physicalName != nil {
          schema.tables[table].physicalName = (name.dropLast() + [last]).joined(separator: ".")
        }
        return true
      }
    } else if cursor.take("MODIFY") {
      _ = cursor.take("COLUMN")
      if let token = cursor.token, let place = schema.tables[table].place(of: token.text), let column = readColumn(&cursor, name) {
        var field = column.field
        let old = schema.tables[table].fields[place]
        (field.keyPosition, field.isUnique) = (old.keyPosition, old.isUnique || field.isUnique)
        if old.keyPosition != nil { field.isRequired = true }
        schema.tables[table].fields[place] = field
        return true
      }
    } else if cursor.take("ALTER") {
      _ = cursor.take("COLUMN")
      if let column = cursor.name(), let place = schema.tables[table].place(of: column) { return alter(&cursor, table, column: place) }
    }
    cursor = start
    return false
  }

  private mutating func alter(_ cursor: inout SQLCursor, _ table: Int, column: Int) -> Bool {
    if cursor.take("SET", "NOT", "NULL") {
      schema.tables[table].fields[column].isRequired = true
    } else if cursor.take("DROP", "NOT", "NULL") {
      schema.tables[table].fields[column].isRequired = nil
    } else if cursor.take("SET", "DEFAULT") || cursor.take("DROP", "DEFAULT") {
      // A default says what is written, not what is read.
    } else if cursor.take("ADD", "GENERATED") || cursor.take("SET", "STATISTICS") || cursor.take("SET", "STORAGE") {
      // The same.
    } else if cursor.take("COMMENT") {
      schema.tables[table].fields[column].description = cursor.text()
    } else {
      _ = cursor.take("SET", "DATA")
      _ = cursor.take("TYPE")
      var field = schema.tables[table].fields[column]
      (field.fields, field.items, field.map, field.values) = ([], [], [], [])
      guard readType(&cursor, into: &field) else { return false }
      field.name = schema.tables[table].fields[column].name
      schema.tables[table].fields[column] = field
      if cursor.take("NOT", "NULL") { schema.tables[table].fields[column].isRequired = true }
    }
    return true
  }
}
