/// `ALTER TABLE ... ALTER COLUMN`, `MODIFY`, `CHANGE`.
extension SQLSchema {
  /// Words behind a column's name that say what is done to it. None of them is a type.
  private static let actions: Set<String> = [
    "SET", "DROP", "ADD", "RESET", "RESTART", "UNSET", "ENCODE", "ENCRYPT", "DECRYPT", "FIRST", "AFTER", "BEFORE", "COMMENT", "REMOVE",
    "MODIFY", "RENAME", "SYNC", "MASKED", "VISIBLE", "INVISIBLE", "CACHE", "PROJECTION", "TTL", "CODEC", "TYPE", "OPTIONS", "MATERIALIZE",
  ]
  /// Words that begin a constraint where no type is said.
  private static let constraints: Set<String> = [
    "NOT", "NULL", "DEFAULT", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE", "GENERATED",
  ]

  mutating func alterColumn(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    _ = cursor.take("IF", "EXISTS")
    let start = cursor.next
    guard let column = cursor.name(), let place = schema.tables[table].place(of: column) else { return false }
    let spelled = cursor.written(from: start)
    let isNamed = Self.actions.contains(cursor.token?.word ?? "")
    if isNamed, act(&cursor, table, place) { return true }
    let isBare = !cursor.take("SET", "DATA", "TYPE") && !cursor.take("TYPE")
    if isBare {
      // Only SQL Server has the new type stand alone. Elsewhere, and where it is none, the word is what nobody here knows.
      guard !isNamed, dialect == .sqlServer || dialect == .generic else { return false }
    }
    return retype(&cursor, table, place, spelled, isBare: isBare)
  }

  /// Does what a word says. False, and nothing done, where it says what is not known, or a new type.
  private mutating func act(_ cursor: inout SQLCursor, _ table: Int, _ place: Int) -> Bool {
    var field = schema.tables[table].fields[place]
    var next = cursor
    if next.take("SET", "NOT", "NULL") {
      field.isRequired = true
    } else if next.take("DROP", "NOT", "NULL") {
      field.isRequired = nil
    } else if next.take("COMMENT") || next.take("SET", "COMMENT") {
      _ = next.take(mark: "=")
      guard Self.describe(next.text(), &field.description) else { return false }
    } else if next.take("REMOVE", "COMMENT") || next.take("UNSET", "COMMENT") {
      field.description = nil
    } else if next.take("SET", "OPTIONS") {
      guard let options = next.brackets(), let text = option("DESCRIPTION", in: options) else { return false }
      field.description = text
    } else if next.take("DROP", "EXPRESSION") {
      field.transformation = nil
    } else if !isSilent(&next) {
      return false
    }
    schema.tables[table].fields[place] = field
    cursor = next
    return true
  }

  /// What says nothing of what a reader finds: defaults, how values are counted up, stored, sorted.
  private func isSilent(_ cursor: inout SQLCursor) -> Bool {
    if cursor.take(anyOf: ["ENCODE", "FIRST", "AFTER", "RESTART", "RESET", "CODEC", "MATERIALIZE"]) != nil { return true }
    if cursor.take("ADD", "GENERATED") || cursor.take("DROP", "IDENTITY") || cursor.take("DROP", "DEFAULT") { return true }
    guard cursor.take("SET") else { return false }
    return cursor.token?.isMark("(") == true
      || ["DEFAULT", "STATISTICS", "STORAGE", "COMPRESSION", "GENERATED", "INCREMENT", "START", "CACHE", "SEQUENCE", "VISIBLE"].contains(
        cursor.token?.word)
  }

  /// Gives a column another type. What was said of it beside the type stays.
  private mutating func retype(_ cursor: inout SQLCursor, _ table: Int, _ place: Int, _ spelled: String, isBare: Bool) -> Bool {
    let origin = cursor
    let old = schema.tables[table].fields[place]
    let name = old.name ?? spelled
    let remarks = schema.remarks
    var field = ImportedField(name: name)
    let isRead = readType(&cursor, into: &field)
    let checks = takePendingChecks(for: name, written: spelled, at: origin)
    if cursor.take("COLLATE") { _ = cursor.qualifiedName() }
    let isRequired = cursor.take("NOT", "NULL")
    let isKnown = isRequired || cursor.take("NULL") || cursor.isAtEnd || cursor.token?.word == "WITH"
    guard isRead, !isBare || isKnown else {
      schema.remarks = remarks
      return false
    }
    give(field, checks, to: place, in: table)
    if isRequired {
      schema.tables[table].fields[place].isRequired = true
    } else if isBare {
      // SQL Server: nullable again where nothing is said.
      schema.tables[table].fields[place].isRequired = nil
    }
    return true
  }

  /// Puts the type of a field into another one, and what comes with the type.
  private mutating func give(_ type: ImportedField, _ checks: [SQLConstraint], to place: Int, in table: Int) {
    var field = schema.tables[table].fields[place]
    (field.logicalType, field.options, field.physicalType) = (type.logicalType, type.options, type.physicalType)
    (field.fields, field.items, field.map, field.values) = (type.fields, type.items, type.map, type.values)
    if let isRequired = type.isRequired { field.isRequired = isRequired }
    schema.tables[table].fields[place] = field
    let folded = field.name?.lowercasedASCII
    entries[table].constraints.removeAll { $0.isOfType && $0.column?.lowercasedASCII == folded }
    entries[table].constraints += checks
  }

  // MARK: MODIFY and CHANGE

  /// `MODIFY a BIGINT NOT NULL` of MySQL, `MODIFY (a NOT NULL ENABLE, b NUMBER(5))` of Oracle, `MODIFY COLUMN a SET DATA TYPE ...` of Snowflake.
  mutating func modify(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    if cursor.take("COMMENT") { return Self.describe(cursor.text(), &schema.tables[table].description) }
    guard var several = cursor.brackets() else {
      _ = cursor.take("COLUMN")
      return modifyColumn(&cursor, table, isWhole: dialect == .mysql || dialect == .generic)
    }
    var isKnown = true
    while var part = several.part() {
      _ = part.take("COLUMN")
      isKnown = modifyColumn(&part, table, isWhole: false) && isKnown
    }
    return isKnown
  }

  /// - Parameter isWhole: true where what is not said again is gone, as in MySQL.
  private mutating func modifyColumn(_ cursor: inout SQLCursor, _ table: Int, isWhole: Bool) -> Bool {
    _ = cursor.take("IF", "EXISTS")
    guard let token = cursor.token, token.isName, let place = schema.tables[table].place(of: token.text), let next = cursor.peek(1) else {
      return false
    }
    if Self.actions.contains(next.word) { return alterColumn(&cursor, table) }
    if Self.constraints.contains(next.word) {
      let start = cursor.next
      var column = Column(
        field: schema.tables[table].fields[place], origin: cursor, spelled: cursor.written(from: start, to: start + 1))
      cursor.next += 1
      readConstraints(&cursor, of: &column)
      // Oracle: `MODIFY (a NULL)`.
      if next.word == "NULL" { column.field.isRequired = nil }
      schema.tables[table].fields[place] = column.field
      entries[table].constraints += column.constraints
      return true
    }
    return define(&cursor, place, in: table, isWhole: isWhole)
  }

  /// `CHANGE old new BIGINT NOT NULL`.
  mutating func change(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    guard let old = cursor.name(), let place = schema.tables[table].place(of: old), let new = cursor.token, new.isName else { return false }
    // Databricks has no new name here: `CHANGE COLUMN a COMMENT 'x'`.
    if dialect == .databricks, Self.actions.contains(new.word) {
      cursor.next -= 1
      return alterColumn(&cursor, table)
    }
    let spelled = cursor.written(from: cursor.next, to: cursor.next + 1)
    if new.text != schema.tables[table].fields[place].name { renameColumn(old, to: new.text, written: spelled, in: table) }
    return define(&cursor, place, in: table, isWhole: true)
  }

  /// A name, a type and what stands behind it, for a column that is there.
  private mutating func define(_ cursor: inout SQLCursor, _ place: Int, in table: Int, isWhole: Bool) -> Bool {
    guard let column = readColumn(&cursor) else { return false }
    let ofType = column.constraints.filter(\.isOfType)
    give(column.field, ofType, to: place, in: table)
    entries[table].constraints += column.constraints.filter { !$0.isOfType }
    var field = schema.tables[table].fields[place]
    if isWhole {
      (field.isRequired, field.description, field.transformation) =
        (column.field.isRequired, column.field.description, column.field.transformation)
    } else {
      field.description = column.field.description ?? field.description
      field.transformation = column.field.transformation ?? field.transformation
    }
    schema.tables[table].fields[place] = field
    return true
  }
}
