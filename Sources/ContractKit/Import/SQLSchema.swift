/// Reads scripts of SQL: the tables that they make, and what later statements say of these.
///
/// A script is what a database was told, in any of a dozen dialects; so nothing is refused. What is not understood is passed over and named.
/// Sources: ISO/IEC 9075-2, "CREATE TABLE"; the manuals of PostgreSQL, MySQL, SQL Server, Snowflake, BigQuery, Redshift, Databricks, Trino.
struct SQLSchema {
  let source: SourceText
  let dialect: SQLDialect
  var schema: ImportedSchema
  /// Enumerations and domains of the script by their last name, without case.
  var types: [String: ImportedField] = [:]
  /// How every table is called in full, without case; beside `schema.tables`.
  var names: [[String]] = []
  var references: [Reference] = []
  /// Statements that mean nothing here, by their first words, in the order of the first of each.
  private var skipped: [(words: String, count: Int, position: SourcePosition)] = []

  /// A foreign key, which may name a table that comes later.
  struct Reference {
    var table: [String]
    var columns: [String]
    var target: [String]
    /// Empty for the primary key.
    var targetColumns: [String]
    var position: SourcePosition
  }

  init(_ source: SourceText, dialect: SQLDialect) {
    self.source = source
    self.dialect = dialect
    schema = ImportedSchema()
    schema.dialect = dialect
  }

  mutating func untold(_ position: SourcePosition, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    schema.remarks.append(ImportRemark(kind, path: source.path, position, message))
  }

  mutating func read() {
    var lexer = SQLLexer(source, dialect: dialect)
    while let tokens = lexer.statement() { read(SQLCursor(source, tokens)) }
    if let unended = lexer.unended {
      untold(source.position(of: unended.offset), "the \(unended.what) that starts here does not end: what follows is lost", .missing)
    }
    for statement in skipped {
      let times = statement.count == 1 ? "" : " and \(statement.count - 1) more such statements"
      untold(statement.position, "'\(statement.words)'\(times) passed over")
    }
  }

  private mutating func read(_ statement: SQLCursor) {
    var cursor = statement
    if cursor.take("CREATE") {
      readCreate(&cursor, statement)
    } else if cursor.take("ALTER", "TABLE") {
      readAlteration(&cursor)
    } else if cursor.take("COMMENT", "ON") {
      readComment(&cursor)
    } else if cursor.take("DROP", "TABLE") {
      _ = cursor.take("IF", "EXISTS")
      if let name = cursor.qualifiedName(), let place = table(name) {
        schema.tables.remove(at: place)
        names.remove(at: place)
      }
    } else {
      skip(statement)
    }
  }

  private mutating func readCreate(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    _ = cursor.take("OR", "REPLACE") || cursor.take("OR", "ALTER")
    var isTemporary = false
    var words: Set<String> = []
    while let word = cursor.take(anyOf: [
      "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "VOLATILE", "UNLOGGED", "TRANSIENT", "EXTERNAL", "FOREIGN", "HYBRID", "ICEBERG", "DYNAMIC",
      "MANAGED", "COLUMN", "ROW", "MATERIALIZED", "SECURE", "UNIQUE", "RECURSIVE", "CLUSTERED", "NONCLUSTERED", "FORCE", "SNAPSHOT", "LIVE",
      "STREAMING",
    ]) {
      words.insert(word)
      if ["TEMP", "TEMPORARY", "VOLATILE"].contains(word) { isTemporary = true }
    }
    switch cursor.token?.word {
    case "TABLE" where isTemporary: skip(statement)
    case "TABLE":
      cursor.next += 1
      readTable(&cursor, statement)
    case "VIEW":
      cursor.next += 1
      _ = cursor.take("IF", "NOT", "EXISTS")
      let name = cursor.qualifiedName()?.joined(separator: ".") ?? ""
      untold(statement.position, "the view '\(name)' is not in the contract: its columns have no types here", .missing)
    case "TYPE", "DOMAIN": readUserType(&cursor, statement)
    case "INDEX" where words.contains("UNIQUE"): readUniqueIndex(&cursor, statement)
    default: skip(statement)
    }
  }

  mutating func skip(_ statement: SQLCursor) {
    let isAboutAThing = ["CREATE", "ALTER", "DROP", "SET", "GRANT", "REVOKE"].contains(statement.token?.word ?? "")
    let words = statement.tokens.prefix(isAboutAThing ? 2 : 1).map { $0.kind == .word ? $0.word : $0.text }.joined(separator: " ")
    let short = String(words.prefix(40))
    if let place = skipped.firstIndex(where: { $0.words == short }) {
      skipped[place].count += 1
    } else if skipped.count < 100 {
      skipped.append((short, 1, statement.position))
    }
  }

  // MARK: Tables by name

  static func folded(_ name: [String]) -> [String] { name.map(\.lowercasedASCII) }

  /// A table by a name that may have more or fewer parts than the one it was made with; nil where none or several fit.
  func table(_ name: [String]) -> Int? {
    let wanted = Self.folded(name)
    if let exact = names.lastIndex(of: wanted) { return exact }
    let places = names.indices.filter { place in
      let count = min(names[place].count, wanted.count)
      return names[place].suffix(count) == wanted.suffix(count)
    }
    return places.count == 1 ? places.first : nil
  }

  // MARK: Types of the script

  /// `CREATE TYPE mood AS ENUM (...)`, `CREATE DOMAIN email AS text NOT NULL CHECK (...)`.
  private mutating func readUserType(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    let isDomain = cursor.take("DOMAIN")
    if !isDomain { cursor.next += 1 }
    guard let name = cursor.qualifiedName(), let last = name.last else { return skip(statement) }
    let hasAs = cursor.take("AS")
    var field = ImportedField()
    if cursor.token?.word == "ENUM" || isDomain || cursor.take("FROM") {
      guard readType(&cursor, into: &field) else { return skip(statement) }
      if !isDomain, !field.values.isEmpty { field.physicalType = last }
      var column = Column(field: field, position: statement.position)
      readConstraints(&cursor, of: &column, in: name, isDomain: true)
      field = column.field
    } else if hasAs, var inner = cursor.brackets() {
      field.physicalType = last
      field.set(LogicalType("object"))
      while var part = inner.part() {
        guard let name = part.name() else { continue }
        var inside = ImportedField(name: name)
        if readType(&part, into: &inside) { field.fields.append(inside) }
      }
    } else {
      return skip(statement)
    }
    types[last.lowercasedASCII] = field
  }

  // MARK: What is said later

  private mutating func readComment(_ cursor: inout SQLCursor) {
    let start = cursor
    let isColumn = cursor.take("COLUMN")
    guard isColumn || cursor.take("TABLE"), var name = cursor.qualifiedName(), cursor.take("IS") else { return }
    let text = cursor.text()
    let column = isColumn ? name.popLast() : nil
    guard let place = table(name) else {
      untold(start.position, "the comment on '\(start.written(from: start.next + 1, to: cursor.next - 2))' has no table in the contract")
      return
    }
    guard let column else {
      schema.tables[place].description = text
      return
    }
    guard let field = schema.tables[place].place(of: column) else { return }
    schema.tables[place].fields[field].description = text
  }

  private mutating func readUniqueIndex(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    while let token = cursor.token, token.word != "ON" {
      _ = token
      cursor.next += 1
    }
    guard cursor.take("ON") else { return skip(statement) }
    _ = cursor.take("ONLY")
    guard let name = cursor.qualifiedName(), let place = table(name) else { return skip(statement) }
    if cursor.take("USING") { cursor.next += 1 }
    guard let columns = cursor.columns() else {
      return untold(statement.position, "a unique index of '\(schema.tables[place].name)' is on an expression, which is not carried over")
    }
    let rest = cursor.tokens[cursor.next...].map(\.word)
    guard !rest.contains("WHERE") else {
      return untold(statement.position, "a unique index of '\(schema.tables[place].name)' is on some rows only, which is not carried over")
    }
    makeUnique(columns, in: place, at: statement.position)
  }

  // MARK: Keys

  mutating func makeUnique(_ columns: [String], in table: Int, at position: SourcePosition) {
    let places = columns.compactMap { schema.tables[table].place(of: $0) }
    guard places.count == columns.count else {
      return untold(position, "a unique key of '\(schema.tables[table].name)' names a column that is not there")
    }
    if let place = places.first, places.count == 1 {
      schema.tables[table].fields[place].isUnique = true
    } else {
      schema.tables[table].quality.append(.distinct(places.compactMap { schema.tables[table].fields[$0].name }))
    }
  }

  mutating func makeKey(_ columns: [String], in table: Int, at position: SourcePosition) {
    let places = columns.compactMap { schema.tables[table].place(of: $0) }
    guard places.count == columns.count else {
      return untold(position, "the primary key of '\(schema.tables[table].name)' names a column that is not there")
    }
    for (offset, place) in places.enumerated() {
      schema.tables[table].fields[place].keyPosition = offset + 1
      schema.tables[table].fields[place].isRequired = true
    }
    if places.count == 1 { schema.tables[table].fields[places[0]].isUnique = true }
  }
}
