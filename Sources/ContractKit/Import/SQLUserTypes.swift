/// Types of the script: `CREATE TYPE`, `CREATE DOMAIN`, and what later statements say of them.
extension SQLSchema {
  /// `CREATE TYPE mood AS ENUM (...)`, `CREATE DOMAIN email AS text NOT NULL CHECK (...)`.
  mutating func readUserType(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    let isDomain = cursor.take("DOMAIN")
    if !isDomain { cursor.next += 1 }
    guard let name = cursor.qualifiedName(), let last = name.last else { return skip(statement) }
    let hasAs = cursor.take("AS")
    _ = cursor.take("OBJECT")
    var type = UserType(field: ImportedField())
    if cursor.token?.word == "ENUM" || isDomain || cursor.take("FROM") {
      guard readType(&cursor, into: &type.field) else { return skip(statement) }
      type.checks = takePendingChecks()
      if !isDomain, !type.field.values.isEmpty { type.field.physicalType = last }
      var column = Column(field: type.field, origin: statement, spelled: "VALUE")
      readConstraints(&cursor, of: &column)
      type.field = column.field
      for constraint in column.constraints {
        guard case .check(let condition) = constraint.kind, constraint.holds else { continue }
        if !Self.narrow(&type.field, "VALUE", by: condition) { type.checks.append((constraint.name, condition)) }
      }
    } else if hasAs, var inner = cursor.brackets() {
      type.field.physicalType = last
      type.field.set(LogicalType("object"))
      while var part = inner.part() {
        guard let name = part.name() else { continue }
        var inside = ImportedField(name: name)
        if readType(&part, into: &inside, depth: 1) { type.field.fields.append(inside) }
      }
    } else {
      return skip(statement)
    }
    types[last.lowercasedASCII] = type
  }

  /// The conditions of the domain whose name was read as a type last.
  mutating func takePendingChecks() -> [(name: String?, condition: SQLCondition)] {
    defer { pendingChecks = [] }
    return pendingChecks
  }

  /// The same for a column: it stands in the place of `VALUE`.
  mutating func takePendingChecks(for column: String, written: String, at origin: SQLCursor) -> [SQLConstraint] {
    takePendingChecks().map { check in
      var condition = check.condition
      condition.rename("VALUE", to: column, written: written)
      var constraint = constraint(.check(condition), named: check.name, of: column, at: origin)
      constraint.isOfType = true
      return constraint
    }
  }

  /// `ALTER TYPE mood ADD VALUE 'glad' AFTER 'ok'`, `ALTER TYPE mood RENAME VALUE 'ok' TO 'well'`: also for columns that have it.
  mutating func readAlterationOfType(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    guard let name = cursor.qualifiedName(), let last = name.last, let type = types[last.lowercasedASCII] else { return skip(statement) }
    if cursor.take("OWNER") { return }
    var values = type.field.values
    if cursor.take("ADD", "VALUE") {
      _ = cursor.take("IF", "NOT", "EXISTS")
      guard let text = cursor.text() else { return skip(statement) }
      guard !values.contains(where: { $0.value == .string(text) }) else { return }
      var place = values.count
      if let word = cursor.take(anyOf: ["BEFORE", "AFTER"]), let other = cursor.text(),
        let found = values.firstIndex(where: { $0.value == .string(other) })
      {
        place = word == "BEFORE" ? found : found + 1
      }
      values.insert(ImportedValue(value: .string(text)), at: place)
    } else if cursor.take("RENAME", "VALUE"), let old = cursor.text(), cursor.take("TO"), let new = cursor.text(),
      let place = values.firstIndex(where: { $0.value == .string(old) })
    {
      values[place].value = .string(new)
    } else {
      return untold(statement, "'\(statement.rest.prefix(60))' is not carried over")
    }
    types[last.lowercasedASCII]?.field.values = values
    for table in schema.tables.indices {
      for field in schema.tables[table].fields.indices {
        Self.set(values, of: last.lowercasedASCII, in: &schema.tables[table].fields[field])
      }
    }
  }

  private static func set(_ values: [ImportedValue], of type: String, in field: inout ImportedField) {
    if !field.values.isEmpty, field.physicalType?.lowercasedASCII == type { field.values = values }
    for place in field.fields.indices { set(values, of: type, in: &field.fields[place]) }
    for place in field.items.indices { set(values, of: type, in: &field.items[place]) }
    for place in field.map.indices { set(values, of: type, in: &field.map[place]) }
  }
}
