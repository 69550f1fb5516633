/// What stands behind a column's type.
extension SQLSchema {
  /// Words that begin the next thing behind a default.
  private static let beginnings: Set<String> = [
    "NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "COMMENT", "COLLATE", "GENERATED", "AUTO_INCREMENT", "ENCODE",
    "DISTKEY", "SORTKEY", "IDENTITY", "AUTOINCREMENT", "OPTIONS", "MASKED", "TAG", "ON", "KEY", "CHARACTER", "DEFERRABLE", "WITH", "STORED",
    "VIRTUAL", "PERSISTED", "CODEC", "TTL", "FIRST", "AFTER", "FOREIGN", "INVISIBLE",
  ]
  /// Words that say nothing of what a reader finds, with what stands between brackets behind them.
  private static let silent: Set<String> = [
    "DISTKEY", "SORTKEY", "VISIBLE", "SPARSE", "ROWGUIDCOL", "CODEC", "FIRST", "ENABLE", "VALIDATE", "NOVALIDATE", "RELY", "NORELY",
  ]

  private static let counting: Set<String> = [
    "START", "WITH", "INCREMENT", "BY", "MINVALUE", "MAXVALUE", "NOMINVALUE", "NOMAXVALUE", "CACHE", "NOCACHE", "ORDER", "NOORDER", "CYCLE",
    "NOCYCLE", "KEEP", "NOKEEP", "SCALE", "NOSCALE",
  ]

  mutating func readConstraints(_ cursor: inout SQLCursor, of column: inout Column) {
    let name = column.field.name ?? column.spelled
    var constraint: String?
    var left: String?
    while let token = cursor.token {
      let start = cursor
      if cursor.take("CONSTRAINT") {
        // MySQL: `CONSTRAINT CHECK (...)`.
        if !Self.constraintWords.contains(cursor.token?.word ?? "") { constraint = cursor.name() }
        continue
      } else if cursor.take("NOT", "NULL") {
        if cursor.enforcement() == .enforced { column.field.isRequired = true }
      } else if cursor.take("NULL") {
        if dialect == .clickhouse { column.field.isRequired = nil }
      } else if cursor.take("NOT", "ENFORCED") || cursor.take("FOREIGN", "KEY") {
        // What is no promise to readers, or stands before what is read next.
        continue
      } else if cursor.take("PRIMARY", "KEY") {
        while cursor.take(anyOf: ["CLUSTERED", "NONCLUSTERED", "ASC", "DESC"]) != nil {}
        append(.key([name]), constraint, &cursor, to: &column, start)
      } else if cursor.take("UNIQUE") {
        while cursor.take(anyOf: ["KEY", "CLUSTERED", "NONCLUSTERED"]) != nil {}
        append(.unique([name]), constraint, &cursor, to: &column, start)
      } else if cursor.take("KEY") {
        append(.key([name]), constraint, &cursor, to: &column, start)
      } else if cursor.take("DEFAULT") || cursor.take("ON", "UPDATE") {
        readDefault(&cursor, of: name, isDefault: token.word == "DEFAULT", start)
      } else if cursor.take("GENERATED") || token.word == "AS" {
        readGeneration(&cursor, of: &column)
      } else if cursor.take("IDENTITY") {
        skipCounting(&cursor)
        if dialect != .snowflake { column.field.isRequired = true }
      } else if cursor.take(anyOf: ["AUTO_INCREMENT", "AUTOINCREMENT"]) != nil {
        skipCounting(&cursor)
      } else if cursor.take("REFERENCES") {
        readReference(&cursor, named: constraint, of: &column, start)
      } else if cursor.take("CHECK") {
        _ = cursor.take("NOT", "FOR", "REPLICATION")
        guard let condition = cursor.brackets() else { continue }
        append(.check(SQLCondition(condition)), constraint, &cursor, to: &column, start)
      } else if cursor.take("COMMENT") {
        _ = cursor.take(mark: "=")
        column.field.description = cursor.text() ?? column.field.description
      } else if cursor.take("OPTIONS") {
        if let options = cursor.brackets() { column.field.description = option("DESCRIPTION", in: options) ?? column.field.description }
      } else if cursor.take("COLLATE") || cursor.take("CHARSET") || cursor.take("ENCODE") || cursor.take("CHARACTER", "SET") {
        if cursor.qualifiedName() == nil { _ = cursor.text() }
      } else if cursor.take("AFTER") {
        // The order of columns is no promise.
        cursor.next += 1
      } else if cursor.take(anyOf: Self.silent) != nil {
        _ = cursor.brackets()
      } else if dialect == .clickhouse || dialect == .generic, readClickHouse(&cursor, of: &column) {
        continue
      } else {
        // `MASKED WITH (...)`, `TAG (...)` and what else a dialect has.
        if token.kind == .word, left == nil { left = token.text }
        if cursor.brackets() == nil { cursor.next += 1 }
      }
      constraint = nil
    }
    if let left { untold(column.origin, "'\(left)' of the column '\(name)' is not carried over") }
  }

  private func append(
    _ kind: SQLConstraint.Kind, _ name: String?, _ cursor: inout SQLCursor, to column: inout Column, _ start: SQLCursor
  ) {
    let enforcement = cursor.enforcement()
    column.constraints.append(constraint(kind, named: name, of: column.field.name, enforcement, at: start))
  }

  private mutating func readDefault(_ cursor: inout SQLCursor, of column: String, isDefault: Bool, _ start: SQLCursor) {
    // Oracle: `DEFAULT ON NULL 0`.
    if isDefault { _ = cursor.take("ON", "NULL") }
    let value = expression(&cursor)
    // `DEFAULT NULL` is what holds without a default.
    guard isDefault, value.uppercased() != "NULL" else { return }
    untold(
      start, "the default of '\(column)', \(value.prefix(60)), is not carried over: it says what is written, not what is read")
  }

  /// A value and what it is made of, up to what can only be the next constraint.
  private func expression(_ cursor: inout SQLCursor) -> String {
    let start = cursor.next
    while let token = cursor.token {
      let isOfType = token.word == "WITH" && cursor.peek(1)?.word == "TIME"
      if cursor.next > start, !isOfType, Self.beginnings.contains(token.word), token.word != "KEY" || cursor.next > start + 1 {
        // `CAST(...) AT TIME ZONE` and the like have none of these words outside of brackets.
        break
      }
      // The type of a cast may have words of its own: `::character varying`.
      if token.isMark("::") { cursor.next += 1 }
      if cursor.brackets() == nil { cursor.next += 1 }
    }
    cursor.next = min(cursor.next, cursor.end)
    return cursor.written(from: start)
  }

  /// `GENERATED ALWAYS AS (a + b) STORED`, `AS (a + b) PERSISTED`, `GENERATED BY DEFAULT AS IDENTITY`.
  private func readGeneration(_ cursor: inout SQLCursor, of column: inout Column) {
    _ = cursor.take("ALWAYS") || cursor.take("BY", "DEFAULT")
    if cursor.take("ON") { _ = cursor.take("NULL") }
    guard cursor.take("AS") else { return }
    if cursor.take("IDENTITY") {
      skipCounting(&cursor)
      // ISO/IEC 9075: an identity column is never null. Databricks does not say so.
      if dialect != .databricks, dialect != .snowflake { column.field.isRequired = true }
      return
    }
    if cursor.take("ROW") {
      cursor.next += 1
      return
    }
    if let inner = cursor.brackets() {
      column.field.transformation = inner.rest
    } else {
      column.field.transformation = expression(&cursor)
    }
    _ = cursor.take(anyOf: ["STORED", "VIRTUAL", "PERSISTED"])
  }

  /// `(1, 1)`, `START 1 INCREMENT 1 NOORDER`, `MINVALUE 1 MAXVALUE 999 NOCYCLE`: how values are counted up.
  private func skipCounting(_ cursor: inout SQLCursor) {
    _ = cursor.brackets()
    while let token = cursor.token {
      guard Self.counting.contains(token.word) || token.kind == .number || token.isMark("-") || token.isMark("=") else { return }
      cursor.next += 1
    }
  }

  /// `MATERIALIZED toDate(ts)`, `ALIAS lower(name)`, `EPHEMERAL`, `TTL ts + INTERVAL 1 DAY`. False where it is none of these.
  private mutating func readClickHouse(_ cursor: inout SQLCursor, of column: inout Column) -> Bool {
    if cursor.take(anyOf: ["MATERIALIZED", "ALIAS"]) != nil {
      column.field.transformation = expression(&cursor)
    } else if cursor.take("EPHEMERAL") {
      column.reasonToLeaveOut = "is for writers alone"
      cursor.next = cursor.end
    } else if dialect == .clickhouse, cursor.take("TTL") {
      untold(column.origin, "after which time '\(column.field.name ?? "")' is emptied is not carried over: TTL \(cursor.rest.prefix(60))")
      cursor.next = cursor.end
    } else {
      return false
    }
    return true
  }

  private func readReference(_ cursor: inout SQLCursor, named name: String?, of column: inout Column, _ start: SQLCursor) {
    guard let target = cursor.qualifiedName(), let own = column.field.name else { return }
    let kind = SQLConstraint.Kind.reference([own], target: target, targetColumns: cursor.columns() ?? [])
    while true {
      if cursor.take("ON", "DELETE") || cursor.take("ON", "UPDATE") {
        if cursor.take("SET") || cursor.take("NO") {}
        cursor.next += 1
      } else if cursor.take("MATCH") {
        cursor.next += 1
      } else if !cursor.take("NOT", "FOR", "REPLICATION") {
        break
      }
    }
    append(kind, name, &cursor, to: &column, start)
  }
}
