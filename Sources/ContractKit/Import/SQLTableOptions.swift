/// What stands behind the columns of a table.
extension SQLSchema {
  private static let storage: Set<String> = [
    "ENGINE", "CHARSET", "COLLATE", "AUTO_INCREMENT", "ROW_FORMAT", "TABLESPACE", "DISTSTYLE", "DISTKEY", "SORTKEY", "DISTRIBUTE", "USING",
    "LOCATION", "STORED", "WITH", "TBLPROPERTIES", "OPTIONS", "INHERITS", "CLUSTER", "CLUSTERED", "ORDER", "TTL", "SETTINGS", "FORMAT",
    "ROW",
    "TEXTIMAGE_ON", "DATA_RETENTION_TIME_IN_DAYS", "ENCODE", "BACKUP", "COMPOUND", "INTERLEAVED", "TAG", "STRICT", "WITHOUT", "SERVER",
    "AS",
  ]

  mutating func readOptions(_ cursor: inout SQLCursor, in table: Int, _ statement: SQLCursor) {
    var left: [String] = []
    while let token = cursor.token {
      let start = cursor
      if cursor.take("COMMENT") {
        _ = cursor.take(mark: "=")
        schema.tables[table].description = cursor.text() ?? schema.tables[table].description
      } else if cursor.take("OPTIONS") {
        readOptionsOfBigQuery(&cursor, in: table)
      } else if cursor.take("PARTITION", "BY") || cursor.take("PARTITIONED", "BY") {
        readPartitions(&cursor, in: table, at: start)
      } else if cursor.take("WITH", "PARTITION", "COLUMNS") {
        guard var inner = cursor.brackets() else {
          untold(start, "'\(schema.tables[table].name)' has columns for its partitions, which are not listed here", .missing)
          continue
        }
        readPartitionColumns(&inner, in: table)
      } else if token.word == "AS",
        ["SELECT", "WITH", "FROM", "TABLE", "VALUES"].contains(cursor.peek(1)?.word) || cursor.peek(1)?.isMark("(") == true
      {
        // The query whose answer fills the table: its columns are those that are listed.
        cursor.next = cursor.end
      } else if cursor.take("INHERITS") {
        untold(start, "'\(schema.tables[table].name)' inherits columns, which are not carried over", .missing)
        _ = cursor.brackets()
      } else {
        if Self.storage.contains(token.word), token.word != "AS", !left.contains(token.word) { left.append(token.word) }
        if cursor.brackets() == nil { cursor.next += 1 }
      }
    }
    guard !left.isEmpty else { return }
    untold(statement, "how '\(schema.tables[table].name)' is stored is left out: \(left.joined(separator: ", "))")
  }

  /// `OPTIONS (description = "...", friendly_name = "...")`.
  mutating func readOptionsOfBigQuery(_ cursor: inout SQLCursor, in table: Int) {
    guard let options = cursor.brackets() else { return }
    if let text = option("DESCRIPTION", in: options) { schema.tables[table].description = text }
    if let text = option("FRIENDLY_NAME", in: options) { schema.tables[table].businessName = text }
  }

  private mutating func readPartitionColumns(_ parts: inout SQLCursor, in table: Int) {
    var number = 0
    while var part = parts.part() {
      number += 1
      let origin = part
      guard var column = readColumn(&part) else {
        untold(origin, "'\(part.rest.prefix(60))' of '\(schema.tables[table].name)' is not understood, and left out", .missing)
        continue
      }
      column.field.partitionPosition = number
      add(column, to: table)
    }
  }

  private mutating func readPartitions(_ cursor: inout SQLCursor, in table: Int, at origin: SQLCursor) {
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
      } else if !isPlain, part.peek(1)?.isName == true, var column = readColumn(&part) {
        // Hive names further columns here.
        column.field.partitionPosition = number
        add(column, to: table)
      } else {
        untold(origin, "'\(name)' is partitioned by '\(part.rest.prefix(60))', which is not carried over")
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
}
