/// `ALTER TABLE`, as a list of actions.
extension SQLSchema {
  /// What an action without a verb goes on with: SQL Server and Snowflake write `ADD a INT, b INT` and `DROP COLUMN a, b`.
  private enum Verb {
    case add, alter, dropColumn, dropConstraint, other
  }

  /// Words that begin an action or an option of a table: behind `ADD a INT,` none of them is a column.
  private static let verbs: Set<String> = [
    "ADD", "ALTER", "DROP", "MODIFY", "CHANGE", "RENAME", "SET", "UNSET", "RESET", "OWNER", "ENABLE", "DISABLE", "REPLICA", "NOCHECK",
    "VALIDATE", "ATTACH", "DETACH", "INHERIT", "NO", "OF", "NOT", "FORCE", "CLUSTER", "COMMENT", "CONVERT", "ENGINE", "ORDER", "PARTITION",
    "SWITCH", "REBUILD", "SWAP", "ALGORITHM", "LOCK", "AUTO_INCREMENT", "DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "ROW_FORMAT",
    "TABLESPACE", "WITH", "UPDATE", "DELETE", "MATERIALIZE", "CLEAR", "EXCHANGE", "TRUNCATE", "MOVE",
  ]

  mutating func readAlteration(_ cursor: inout SQLCursor) {
    let statement = cursor
    _ = cursor.take("IF", "EXISTS")
    _ = cursor.take("ONLY")
    _ = cursor.take(mark: "*")
    guard let name = cursor.qualifiedName() else { return }
    guard let place = table(name) else {
      return untold(statement, "'ALTER TABLE \(name.joined(separator: "."))' is for a table that is not in the contract")
    }
    if cursor.take("ON", "CLUSTER") { cursor.next += 1 }
    let isUnchecked = cursor.take("WITH", "NOCHECK")
    let isVerified = cursor.take("WITH", "CHECK")
    var verb = Verb.other
    while var action = cursor.part() {
      let start = action
      guard let token = action.token else { continue }
      if verb == .add, !Self.verbs.contains(token.word), action.peek(1)?.isName == true || Self.constraintWords.contains(token.word) {
        readElement(&action, in: place, isChecked: !isUnchecked)
      } else if verb == .dropColumn || verb == .dropConstraint, action.peek(1) == nil || ["COLUMN", "CONSTRAINT"].contains(token.word) {
        if !drop(&action, place, &verb) { untold(place, start) }
      } else if verb == .alter, token.word == "COLUMN" || !Self.verbs.contains(token.word) {
        _ = action.take("COLUMN")
        if !alterColumn(&action, place) { untold(place, start) }
      } else if action.take("CHECK", "CONSTRAINT") {
        // SQL Server looks at the rows that are there only where it is told to.
        if isVerified, !enforce(&action, place, .enforced) { untold(place, start) }
      } else if !alter(&action, place, &verb, isChecked: !isUnchecked) {
        untold(place, start)
      }
    }
  }

  private mutating func untold(_ table: Int, _ action: SQLCursor) {
    untold(action, "'\(action.rest.prefix(60))' for '\(schema.tables[table].name)' is not carried over")
  }

  private mutating func alter(_ cursor: inout SQLCursor, _ table: Int, _ verb: inout Verb, isChecked: Bool) -> Bool {
    verb = .other
    switch cursor.take(anyOf: Self.verbs) {
    case "ADD":
      verb = .add
      return add(&cursor, to: table, isChecked: isChecked)
    case "DROP":
      verb = .dropColumn
      return drop(&cursor, table, &verb)
    case "RENAME": return rename(&cursor, table)
    case "MODIFY":
      if dialect == .snowflake { verb = .alter }
      return modify(&cursor, table)
    case "CHANGE":
      _ = cursor.take("COLUMN")
      return change(&cursor, table)
    case "ALTER":
      if cursor.take(anyOf: ["CONSTRAINT", "CHECK"]) != nil { return enforce(&cursor, table, nil) }
      _ = cursor.take("COLUMN")
      verb = .alter
      return alterColumn(&cursor, table)
    case "NOCHECK": return cursor.take("CONSTRAINT") && enforce(&cursor, table, .disabled)
    case "VALIDATE": return cursor.take("CONSTRAINT") && enforce(&cursor, table, .enforced)
    case "ENABLE":
      let isUnchecked = cursor.take("NOVALIDATE")
      _ = cursor.take("VALIDATE")
      // Triggers, row security, keys while data is loaded.
      return cursor.take("CONSTRAINT") ? enforce(&cursor, table, isUnchecked ? .unchecked : .enforced) : true
    case "DISABLE":
      _ = cursor.take(anyOf: ["VALIDATE", "NOVALIDATE"])
      return cursor.take("CONSTRAINT") ? enforce(&cursor, table, .disabled) : true
    case "ATTACH":
      guard cursor.take("PARTITION"), let name = cursor.qualifiedName(), let part = self.table(name), part != table else { return false }
      entries[part].isPart = true
      untold(cursor, "'\(schema.tables[part].name)' is a part of another table, and no table of its own")
      return true
    case "SET": return set(&cursor, table)
    case "COMMENT":
      if cursor.take("COLUMN") { return describeColumn(&cursor, table) }
      return describe(&cursor, table)
    // Whose it is and how it is stored.
    case "OWNER", "REPLICA": return true
    default: return false
    }
  }

  // MARK: More and less

  private mutating func add(_ cursor: inout SQLCursor, to table: Int, isChecked: Bool) -> Bool {
    if cursor.take("COLUMN") || cursor.token?.word == "COLUMNS" && cursor.peek(1)?.isMark("(") == true && cursor.take("COLUMNS") {
      _ = cursor.take("IF", "NOT", "EXISTS")
    }
    guard cursor.token?.isMark("(") == true, var several = cursor.brackets() else {
      readElement(&cursor, in: table, isChecked: isChecked)
      return true
    }
    while var part = several.part() { readElement(&part, in: table, isChecked: isChecked) }
    return true
  }

  private mutating func drop(_ cursor: inout SQLCursor, _ table: Int, _ verb: inout Verb) -> Bool {
    if cursor.take("PRIMARY", "KEY") {
      let count = entries[table].constraints.count
      entries[table].constraints.removeAll { if case .key = $0.kind { true } else { false } }
      return entries[table].constraints.count < count
    }
    let isIndex = ["INDEX", "KEY"].contains(cursor.token?.word) && cursor.peek(1)?.isName == true
    if cursor.take("FOREIGN", "KEY") || cursor.take(anyOf: ["CONSTRAINT", "CHECK"]) != nil || isIndex {
      if isIndex { cursor.next += 1 }
      verb = .dropConstraint
    } else if cursor.take(anyOf: ["COLUMN", "COLUMNS"]) != nil {
      verb = .dropColumn
    }
    _ = cursor.take("IF", "EXISTS")
    if verb == .dropConstraint {
      guard let name = cursor.name() else { return false }
      // An index that is no key says nothing of the data.
      return removeConstraint(name, in: table) || isIndex
    }
    if var several = cursor.brackets() {
      var isKnown = true
      while var part = several.part() { isKnown = dropColumn(&part, table) && isKnown }
      return isKnown
    }
    return dropColumn(&cursor, table)
  }

  private mutating func dropColumn(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    guard let name = cursor.name() else { return false }
    guard let place = schema.tables[table].place(of: name) else { return removeConstraint(name, in: table) }
    // `DROP PARTITION p`.
    guard cursor.isAtEnd || ["CASCADE", "RESTRICT", "INVALIDATE"].contains(cursor.token?.word) else { return false }
    schema.tables[table].fields.remove(at: place)
    // What holds for it holds no longer, as in the database.
    entries[table].constraints.removeAll { $0.mentions(name) }
    return true
  }

  // MARK: Other names

  private mutating func rename(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    if cursor.take(anyOf: ["CONSTRAINT", "INDEX", "KEY"]) != nil {
      guard let old = cursor.name(), cursor.take("TO"), let new = cursor.name() else { return false }
      let name = schema.tables[table].name
      for place in entries[table].constraints.indices where entries[table].constraints[place].isNamed(old, in: name) {
        entries[table].constraints[place].name = new
      }
      return true
    }
    if cursor.take("TO") || cursor.take("AS") || cursor.peek(1) == nil {
      guard let new = cursor.qualifiedName() else { return false }
      renameTable(table, to: new)
      return true
    }
    _ = cursor.take("COLUMN")
    _ = cursor.take("IF", "EXISTS")
    guard let old = cursor.name(), cursor.take("TO") else { return false }
    let start = cursor.next
    guard let new = cursor.name(), schema.tables[table].place(of: old) != nil else { return false }
    renameColumn(old, to: new, written: cursor.written(from: start), in: table)
    return true
  }

  /// `RENAME TABLE a TO b, c TO d` of MySQL.
  mutating func readRenamings(_ cursor: inout SQLCursor) {
    while var part = cursor.part() {
      let start = part
      guard let old = part.qualifiedName(), part.take("TO"), let new = part.qualifiedName(), let place = table(old) else {
        untold(start, "'RENAME TABLE \(start.rest.prefix(60))' is not carried over")
        continue
      }
      renameTable(place, to: new)
    }
  }

  mutating func renameTable(_ table: Int, to new: [String]) {
    guard let last = new.last else { return }
    let old = schema.tables[table].physicalName?.split(separator: ".").map { String($0) } ?? [schema.tables[table].name]
    let name = new.count > 1 ? new : old.dropLast() + [last]
    forEachReference(to: table, name: { $0 = name })
    schema.tables[table].name = last
    schema.tables[table].physicalName = name.count > 1 ? name.joined(separator: ".") : nil
    entries[table].name = Self.folded(name)
  }

  mutating func renameColumn(_ old: String, to new: String, written: String, in table: Int) {
    guard let place = schema.tables[table].place(of: old) else { return }
    let name = schema.tables[table].fields[place].name ?? old
    schema.tables[table].fields[place].name = new
    for place in schema.tables[table].fields.indices {
      guard let text = schema.tables[table].fields[place].transformation else { continue }
      schema.tables[table].fields[place].transformation = renamed(text, name, to: new, written: written)
    }
    for place in entries[table].constraints.indices { entries[table].constraints[place].rename(name, to: new, written: written) }
    let folded = name.lowercasedASCII
    forEachReference(to: table, columns: { $0 = $0.map { $0.lowercasedASCII == folded ? new : $0 } })
  }

  private func renamed(_ text: String, _ old: String, to new: String, written: String) -> String {
    do throws(ReadingError) {
      let source = try SourceText(Array(text.utf8), path: source.path)
      var lexer = SQLLexer(source, dialect: dialect)
      var condition = SQLCondition(SQLCursor(source, lexer.all()))
      condition.rename(old, to: new, written: written)
      return condition.text
    } catch {
      // It came from a text, and is one.
      return text
    }
  }

  /// Changes what foreign keys of all tables say of one.
  private mutating func forEachReference(
    to table: Int, columns change: (inout [String]) -> Void = { _ in }, name changeName: (inout [String]) -> Void = { _ in }
  ) {
    for place in entries.indices {
      for number in entries[place].constraints.indices {
        guard case .reference(let columns, var target, var targetColumns) = entries[place].constraints[number].kind,
          self.table(target) == table
        else { continue }
        change(&targetColumns)
        changeName(&target)
        entries[place].constraints[number].kind = .reference(columns, target: target, targetColumns: targetColumns)
      }
    }
  }

  // MARK: Constraints by name

  /// False where there is none of that name.
  mutating func removeConstraint(_ name: String, in table: Int) -> Bool {
    let count = entries[table].constraints.count
    let title = schema.tables[table].name
    entries[table].constraints.removeAll { $0.isNamed(name, in: title) }
    return entries[table].constraints.count < count
  }

  /// Switches constraints on or off: one by its name, or all.
  ///
  /// - Parameter enforcement: nil where it stands behind the name.
  private mutating func enforce(_ cursor: inout SQLCursor, _ table: Int, _ enforcement: SQLConstraint.Enforcement?) -> Bool {
    let isAll = cursor.token?.word == "ALL"
    guard let name = cursor.name() else { return false }
    let title = schema.tables[table].name
    let places = entries[table].constraints.indices.filter { isAll || entries[table].constraints[$0].isNamed(name, in: title) }
    if enforcement == nil, !["NOT", "ENFORCED"].contains(cursor.token?.word) { return false }
    let enforcement = enforcement ?? cursor.enforcement()
    for place in places { entries[table].constraints[place].enforcement = enforcement }
    return !places.isEmpty
  }

  // MARK: Words for people

  private mutating func set(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    if cursor.take("SCHEMA"), let schema = cursor.name() {
      renameTable(table, to: [schema, self.schema.tables[table].name])
    } else if cursor.take("OPTIONS") {
      readOptionsOfBigQuery(&cursor, in: table)
    } else if cursor.take("COMMENT") {
      return describe(&cursor, table)
    } else {
      return false
    }
    return true
  }

  static func describe(_ text: String?, _ description: inout String?) -> Bool {
    guard let text else { return false }
    description = text.isEmpty ? nil : text
    return true
  }

  private mutating func describe(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    _ = cursor.take(mark: "=")
    return Self.describe(cursor.text(), &schema.tables[table].description)
  }

  private mutating func describeColumn(_ cursor: inout SQLCursor, _ table: Int) -> Bool {
    _ = cursor.take("IF", "EXISTS")
    guard let column = cursor.name(), let place = schema.tables[table].place(of: column) else { return false }
    return Self.describe(cursor.text(), &schema.tables[table].fields[place].description)
  }
}
