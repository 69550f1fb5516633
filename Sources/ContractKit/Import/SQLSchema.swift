/// Reads scripts of SQL: the tables that they make, and what later statements say of these.
///
/// A script is what a database was told, in any of a dozen dialects; so nothing is refused. What is not understood is passed over and named.
/// Sources: ISO/IEC 9075-2, "CREATE TABLE"; the manuals of PostgreSQL, MySQL, SQL Server, Snowflake, BigQuery, Redshift, Databricks, Trino.
struct SQLSchema {
  let source: SourceText
  let dialect: SQLDialect
  var schema: ImportedSchema
  /// Enumerations and domains of the script by their last name, without case.
  var types: [String: UserType] = [:]
  /// Beside `schema.tables`.
  var entries: [Entry] = []
  /// Conditions of the domain that was read last, which speak of `VALUE`: whoever reads a column's type puts the column in its place.
  var pendingChecks: [(name: String?, condition: SQLCondition)] = []
  /// Statements that mean nothing here, by their first words, in the order of the first of each.
  private var skipped: [(words: String, count: Int, origin: SQLCursor)] = []

  /// What is known of a table while scripts are read.
  struct Entry {
    /// In full, without case.
    var name: [String]
    var constraints: [SQLConstraint] = []
    /// True for what was attached to another table as one of its partitions.
    var isPart = false
  }

  /// An enumeration, a domain, a type with parts.
  struct UserType {
    var field: ImportedField
    /// What a field cannot say of the values of a domain, which are called `VALUE` in it.
    var checks: [(name: String?, condition: SQLCondition)] = []
  }

  init(_ source: SourceText, dialect: SQLDialect) {
    self.source = source
    self.dialect = dialect
    schema = ImportedSchema()
    schema.dialect = dialect
  }

  /// - Parameter origin: where it stands. Its line and column are counted here, for of most that is read nobody asks for them.
  mutating func untold(_ origin: SQLCursor, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    schema.remarks.append(ImportRemark(kind, path: origin.source.path, origin.position, message))
  }

  func constraint(
    _ kind: SQLConstraint.Kind, named name: String?, of column: String? = nil, _ enforcement: SQLConstraint.Enforcement = .enforced,
    at origin: SQLCursor
  ) -> SQLConstraint {
    SQLConstraint(kind: kind, name: name, column: column, origin: origin, enforcement: enforcement)
  }

  mutating func read() {
    var lexer = SQLLexer(source, dialect: dialect)
    while let tokens = lexer.statement() { read(SQLCursor(source, tokens)) }
    if let unended = lexer.unended {
      let message = "the \(unended.what) that starts here does not end: what follows is lost"
      schema.remarks.append(ImportRemark(.missing, path: source.path, source.position(of: unended.offset), message))
    }
    for statement in skipped {
      let times = statement.count == 1 ? "" : " and \(statement.count - 1) more such statements"
      untold(statement.origin, "'\(statement.words)'\(times) passed over")
    }
  }

  private mutating func read(_ statement: SQLCursor) {
    var cursor = statement
    if cursor.take("CREATE") {
      readCreate(&cursor, statement)
    } else if cursor.take("ALTER", "TABLE") {
      readAlteration(&cursor)
    } else if cursor.take("ALTER", "TYPE") {
      readAlterationOfType(&cursor, statement)
    } else if cursor.take("COMMENT", "ON") {
      readComment(&cursor)
    } else if cursor.take("DROP") {
      readDrop(&cursor, statement)
    } else if cursor.take("RENAME", "TABLE") {
      readRenamings(&cursor)
    } else if cursor.take(anyOf: ["EXEC", "EXECUTE"]) != nil {
      readProcedureCall(&cursor, statement)
    } else {
      skip(statement)
    }
  }

  private mutating func readCreate(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    let isReplacing = cursor.take("OR", "REPLACE")
    _ = cursor.take("OR", "ALTER")
    var isTemporary = false
    var words: Set<String> = []
    while let word = cursor.take(anyOf: [
      "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "VOLATILE", "UNLOGGED", "TRANSIENT", "EXTERNAL", "FOREIGN", "HYBRID", "ICEBERG", "DYNAMIC",
      "MANAGED", "COLUMN", "ROW", "MATERIALIZED", "SECURE", "UNIQUE", "RECURSIVE", "CLUSTERED", "NONCLUSTERED", "FORCE", "SNAPSHOT", "LIVE",
      "STREAMING", "ALGORITHM", "DEFINER", "SQL", "SECURITY",
    ]) {
      words.insert(word)
      if ["TEMP", "TEMPORARY", "VOLATILE"].contains(word) { isTemporary = true }
      // `ALGORITHM = MERGE DEFINER = root@localhost SQL SECURITY INVOKER` of MySQL's views.
      if cursor.take(mark: "=") || word == "SECURITY" { cursor.next += 1 }
      if word == "DEFINER" { while let token = cursor.token, token.text.hasPrefix("@") || token.kind != .word { cursor.next += 1 } }
    }
    switch cursor.token?.word {
    case "TABLE" where isTemporary: skip(statement)
    case "TABLE":
      cursor.next += 1
      readTable(&cursor, statement, isReplacing: isReplacing)
    case "VIEW":
      cursor.next += 1
      _ = cursor.take("IF", "NOT", "EXISTS")
      let name = cursor.qualifiedName()?.joined(separator: ".") ?? ""
      let message = "the view '\(name)' is not in the contract: its columns have no types here"
      // A dump makes each twice: as a table of nothing, so that others can name it, and as what it is.
      if !schema.remarks.contains(where: { $0.message == message }) { untold(statement, message, .missing) }
    case "TYPE", "DOMAIN": readUserType(&cursor, statement)
    case "INDEX" where words.contains("UNIQUE"): readUniqueIndex(&cursor, statement)
    default: skip(statement)
    }
  }

  private mutating func readDrop(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    guard let what = cursor.take(anyOf: ["TABLE", "INDEX", "VIEW"]) else { return skip(statement) }
    _ = cursor.take("CONCURRENTLY")
    _ = cursor.take("IF", "EXISTS")
    var isKnown = what == "TABLE"
    while let name = cursor.qualifiedName() {
      if what == "TABLE", let place = table(name) {
        schema.tables.remove(at: place)
        entries.remove(at: place)
      } else if what == "INDEX", let last = name.last {
        for place in entries.indices where removeConstraint(last, in: place) { isKnown = true }
      } else if what == "VIEW" {
        let start = "the view '\(name.joined(separator: "."))' "
        schema.remarks.removeAll { $0.kind == .missing && $0.message.hasPrefix(start) }
        isKnown = true
      }
      guard cursor.take(mark: ",") else { break }
    }
    if !isKnown { skip(statement) }
  }

  mutating func skip(_ statement: SQLCursor) {
    let isAboutAThing = ["CREATE", "ALTER", "DROP", "GRANT", "REVOKE"].contains(statement.token?.word ?? "")
    let telling = statement.tokens.filter { $0.word != "OR" && $0.word != "REPLACE" }
    let words = telling.prefix(isAboutAThing ? 2 : 1).map { $0.kind == .word ? $0.word : $0.text }.joined(separator: " ")
    let short = String(words.prefix(40))
    if let place = skipped.firstIndex(where: { $0.words == short }) {
      skipped[place].count += 1
    } else if skipped.count < 100 {
      skipped.append((short, 1, statement))
    }
  }

  // MARK: Tables by name

  static func folded(_ name: [String]) -> [String] { name.map(\.lowercasedASCII) }

  /// A table by a name that may have more or fewer parts than the one it was made with; nil where none or several fit.
  func table(_ name: [String]) -> Int? {
    let wanted = Self.folded(name)
    if let exact = entries.lastIndex(where: { $0.name == wanted }) { return exact }
    let places = entries.indices.filter { place in
      let count = min(entries[place].name.count, wanted.count)
      return entries[place].name.suffix(count) == wanted.suffix(count)
    }
    return places.count == 1 ? places.first : nil
  }

  private mutating func readUniqueIndex(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    cursor.next += 1
    _ = cursor.take("CONCURRENTLY")
    _ = cursor.take("IF", "NOT", "EXISTS")
    let index = cursor.token?.word == "ON" ? nil : cursor.qualifiedName()?.last
    while let token = cursor.token, token.word != "ON" { cursor.next += 1 }
    guard cursor.take("ON") else { return skip(statement) }
    _ = cursor.take("ONLY")
    guard let name = cursor.qualifiedName(), let place = table(name) else { return skip(statement) }
    if cursor.take("USING") { cursor.next += 1 }
    guard let columns = cursor.columns() else {
      return untold(statement, "a unique index of '\(schema.tables[place].name)' is on an expression, which is not carried over")
    }
    let rest = cursor.tokens[cursor.next...].map(\.word)
    guard !rest.contains("WHERE") else {
      return untold(statement, "a unique index of '\(schema.tables[place].name)' is on some rows only, which is not carried over")
    }
    entries[place].constraints.append(constraint(.unique(columns), named: index, at: statement))
  }
}
