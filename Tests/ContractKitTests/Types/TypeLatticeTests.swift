import ContractKit
import Testing

/// The type lattice as a reader meets it: two physical types, the server that serves them, and the rule that fires.
@Suite struct TypeLatticeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var server: String
    var before: String
    var after: String
    var rule: String?
    var testDescription: String { "\(server): \(before) -> \(after)" }
  }

  private static let servers = [
    "": "",
    "snowflake": "{server: s, type: snowflake, account: a, database: d, schema: s}",
    "bigquery": "{server: s, type: bigquery, project: p, dataset: d}",
    "databricks": "{server: s, type: databricks, catalog: c, schema: s}",
    "postgres": "{server: s, type: postgres, host: h, port: 5432, database: d, schema: s}",
    "redshift": "{server: s, type: redshift, database: d, schema: s}",
    "mysql": "{server: s, type: mysql, host: h, port: 3306, database: d}",
    "sqlserver": "{server: s, type: sqlserver, host: h, port: 1433, database: d, schema: s}",
    "oracle": "{server: s, type: oracle, host: h, port: 1521, serviceName: s}",
    "trino": "{server: s, type: trino, host: h, port: 8080, catalog: c, schema: s}",
    "clickhouse": "{server: s, type: clickhouse, host: h, port: 8123, database: d}",
    "duckdb": "{server: s, type: duckdb, database: d}",
  ]

  private static func rules(_ server: String, _ before: String, _ after: String) throws -> [String] {
    let servers = (Self.servers[server] ?? "").isEmpty ? "" : "servers:\n  - \(Self.servers[server] ?? "")\n"
    let table = { (type: String) in
      servers + "schema:\n  - name: t\n    properties:\n      - name: c\n        physicalType: \"\(type)\"\n"
    }
    return try Rule.Example(table(before), table(after)).judged().map(\.rule)
  }

  static let aliases: [Case] = [
    ("", "varchar(20)", "VARCHAR (20)"), ("", "INT", "INTEGER"), ("", "int4", "INT"), ("", "bigint", "INT8"),
    ("", "DECIMAL(10,2)", "NUMERIC(10, 2)"),
    ("", "DECIMAL(10)", "DEC(10,0)"), ("", "NUMBER(38)", "NUMBER(38,0)"), ("", "BOOL", "BOOLEAN"), ("", "double precision", "DOUBLE"),
    ("", "FLOAT8", "double"), ("", "REAL", "FLOAT4"), ("", "character varying(20)", "VARCHAR(20)"), ("", "CHAR", "CHARACTER(1)"),
    ("", "timestamptz", "TIMESTAMP WITH TIME ZONE"), ("", "timestamp(3) with time zone", "TIMESTAMP WITH TIME ZONE (3)"),
    ("", "timestamp", "timestamp without time zone"), ("", "TIMESTAMP", "TIMESTAMP(6)"), ("", "ARRAY<INT>", "INTEGER[]"),
    ("", "INT ARRAY", "ARRAY<INT>"),
    ("", "MAP<STRING,INT>", "map<string, integer>"), ("", "STRUCT<a: INT>", "struct<A integer>"), ("", "ROW(a INT)", "STRUCT<a INT>"),
    ("", "INT(11)", "INT"), ("", "UUID", "uniqueidentifier"), ("", "VARCHAR(20) COLLATE utf8mb4_bin", "VARCHAR(20)"), ("", "FOO", "foo"),
    ("", "long", "BIGINT"), ("", "repeated string", "ARRAY<STRING>"), ("", "BIGINT(20) UNSIGNED", "UINT64"),
    ("snowflake", "INT", "NUMBER(38,0)"), ("snowflake", "STRING", "VARCHAR"), ("snowflake", "TEXT", "VARCHAR(16777216)"),
    ("snowflake", "FLOAT", "DOUBLE"),
    ("snowflake", "TINYINT", "BIGINT"), ("snowflake", "NUMBER", "NUMBER(38,0)"), ("snowflake", "DATETIME", "TIMESTAMP_NTZ(9)"),
    ("snowflake", "CHAR", "VARCHAR(1)"),
    ("bigquery", "INT64", "INTEGER"), ("bigquery", "NUMERIC", "DECIMAL(38,9)"), ("bigquery", "FLOAT64", "FLOAT"),
    ("bigquery", "STRING", "TEXT"),
    ("databricks", "LONG", "BIGINT"), ("databricks", "TIMESTAMP", "TIMESTAMP_LTZ"), ("databricks", "DECIMAL", "DECIMAL(10,0)"),
    ("databricks", "BYTE", "TINYINT"),
    ("postgres", "int8", "bigint"), ("postgres", "timestamptz", "timestamp with time zone"), ("postgres", "float", "double precision"),
    ("redshift", "VARCHAR", "VARCHAR(256)"), ("redshift", "DECIMAL", "NUMERIC(18,0)"), ("mysql", "DECIMAL", "DECIMAL(10,0)"),
    ("mysql", "REAL", "DOUBLE"),
    ("sqlserver", "FLOAT(53)", "FLOAT"), ("sqlserver", "DATETIME2", "DATETIME2(7)"), ("oracle", "INTEGER", "NUMBER(38)"),
    ("oracle", "NUMBER(*,0)", "NUMBER(38)"), ("oracle", "LONG", "CLOB"), ("sqlserver", "timestamp", "rowversion"),
    ("sqlserver", "rowversion", "BINARY(8)"), ("mysql", "SERIAL", "BIGINT UNSIGNED"),
    ("oracle", "VARCHAR2(20)", "VARCHAR(20)"),
    ("oracle", "VARCHAR2(20 CHAR)", "VARCHAR2(20)"), ("trino", "DECIMAL", "DECIMAL(38,0)"), ("trino", "timestamp", "timestamp(3)"),
    ("clickhouse", "Nullable(Int64)", "Int64"), ("clickhouse", "LowCardinality(String)", "String"), ("duckdb", "HUGEINT", "INT128"),
  ].map { Case(server: $0.0, before: $0.1, after: $0.2, rule: nil) }

  static let changes: [Case] = [
    // Machine widths.
    ("", "TINYINT", "SMALLINT", "type-width-crossed"), ("", "SMALLINT", "INT", "type-width-crossed"),
    ("", "INT", "BIGINT", "type-width-crossed"),
    ("", "BIGINT", "DECIMAL(20,0)", "type-width-crossed"), ("", "FLOAT", "DOUBLE", "type-width-crossed"),
    ("", "int32", "int64", "type-width-crossed"),
    ("", "uint32", "int64", "type-width-crossed"), ("", "BIGINT", "INT", "type-narrowed"), ("", "int64", "uint32", "type-narrowed"),
    ("clickhouse", "Int8", "Int16", "type-width-crossed"), ("bigquery", "INT64", "BIGNUMERIC(39)", "type-width-crossed"),
    // Signs.
    ("", "uint32", "int32", "type-signedness-changed"), ("", "int32", "uint32", "type-signedness-changed"),
    ("", "int32", "uint64", "type-signedness-changed"),
    ("mysql", "INT", "INT UNSIGNED", "type-signedness-changed"), ("sqlserver", "TINYINT", "SMALLINT", "type-width-crossed"),
    // Exact numbers.
    ("", "DECIMAL(10,2)", "DECIMAL(18,2)", "type-widened"), ("", "DECIMAL(18,2)", "DECIMAL(10,2)", "type-narrowed"),
    ("", "DECIMAL(10,2)", "DECIMAL(12,4)", "type-scale-grown"), ("", "DECIMAL(12,4)", "DECIMAL(10,2)", "type-scale-reduced"),
    ("", "DECIMAL(18,2)", "DECIMAL(10,4)", "type-scale-grown"), ("", "INT", "DECIMAL(10,2)", "type-integer-to-number"),
    ("", "DECIMAL(10,2)", "INT", "type-number-to-integer"), ("", "BIGINT", "DOUBLE", "type-integer-to-number"),
    ("", "DOUBLE", "BIGINT", "type-number-to-integer"),
    ("", "DECIMAL(10,2)", "DOUBLE", "type-family-changed"), ("", "DOUBLE", "DECIMAL(10,2)", "type-precision-lost"),
    ("", "DOUBLE", "FLOAT", "type-precision-lost"),
    ("", "DECIMAL", "DECIMAL(10,2)", "type-unclear"), ("postgres", "NUMERIC", "NUMERIC(10,2)", "type-scale-reduced"),
    ("snowflake", "NUMBER(38,0)", "NUMBER(38,2)", "type-scale-grown"), ("oracle", "NUMBER", "NUMBER(10,2)", "type-unclear"),
    // Texts.
    ("", "VARCHAR(20)", "VARCHAR(40)", "type-lengthened"), ("", "CHAR(2)", "CHAR(3)", "type-lengthened"),
    ("", "VARCHAR(320)", "VARCHAR(255)", "type-narrowed"),
    ("", "VARCHAR(20)", "TEXT", "type-lengthened"), ("", "TEXT", "VARCHAR(20)", "type-narrowed"),
    ("", "CHAR(10)", "VARCHAR(10)", "type-widened"),
    ("", "CHAR(10)", "VARCHAR(20)", "type-lengthened"), ("sqlserver", "VARCHAR(MAX)", "VARCHAR(100)", "type-narrowed"),
    ("sqlserver", "VARCHAR(100)", "VARCHAR(MAX)", "type-lengthened"), ("mysql", "TEXT", "LONGTEXT", "type-lengthened"),
    ("snowflake", "VARCHAR(20)", "VARCHAR(40)", "type-lengthened-freely"), ("bigquery", "STRING(20)", "STRING", "type-lengthened-freely"),
    ("databricks", "VARCHAR(20)", "STRING", "type-lengthened-freely"), ("postgres", "varchar(20)", "text", "type-lengthened-freely"),
    ("postgres", "varchar(20)", "varchar(40)", "type-lengthened"), ("redshift", "VARCHAR(20)", "VARCHAR(40)", "type-lengthened"),
    ("", "VARBINARY(16)", "VARBINARY(32)", "type-widened"), ("", "VARBINARY(16)", "VARCHAR(16)", "type-family-changed"),
    ("", "VARCHAR(20)", "INT", "type-family-changed"), ("", "INT", "VARCHAR(20)", "type-family-changed"),
    ("", "UUID", "VARCHAR(36)", "type-family-changed"),
    ("mysql", "ENUM('a','b')", "ENUM('a')", "type-narrowed"), ("mysql", "ENUM('a')", "ENUM('a','b')", "type-family-changed"),
    ("mysql", "ENUM('a','b')", "ENUM('b','a')", nil), ("mysql", "ENUM('a')", "VARCHAR(1)", "type-family-changed"),
    // Times.
    ("", "DATE", "TIMESTAMP", "type-family-changed"), ("", "TIMESTAMP", "DATE", "type-family-changed"),
    ("", "TIMESTAMP(3)", "TIMESTAMP(9)", "type-widened"),
    ("", "TIMESTAMP(9)", "TIMESTAMP(6)", "type-precision-lost"), ("", "TIMESTAMP", "TIMESTAMPTZ", "type-time-zone-changed"),
    ("", "TIMESTAMPTZ", "TIMESTAMP", "type-time-zone-changed"), ("", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ", "type-time-zone-changed"),
    ("", "TIME", "TIMETZ", "type-time-zone-changed"), ("", "TIME", "TIMESTAMP", "type-family-changed"),
    ("oracle", "DATE", "TIMESTAMP(0)", nil),
    ("bigquery", "DATETIME", "TIMESTAMP", "type-time-zone-changed"), ("mysql", "DATETIME", "TIMESTAMP", "type-time-zone-changed"),
    ("databricks", "TIMESTAMP", "TIMESTAMP_NTZ", "type-time-zone-changed"), ("", "timestamp-millis", "timestamp-micros", "type-widened"),
    // Others.
    ("", "BOOLEAN", "INT", "type-family-changed"), ("", "INT", "BOOLEAN", "type-family-changed"), ("sqlserver", "BIT", "BOOLEAN", nil),
    ("", "FOO", "BAR", "type-unclear"), ("", "JSON", "STRUCT<a INT>", "type-family-changed"),
    ("", "STRUCT<a INT>", "VARIANT", "type-family-changed"),
    ("", "JSON", "JSONB", "type-unclear"), ("", "JSON", "VARCHAR", "type-family-changed"), ("", "INT NOT NULL", "INT", "type-unclear"),
    // Nested.
    ("", "INT", "INT[]", "type-family-changed"), ("", "INT[]", "INT", "type-family-changed"),
    ("", "ARRAY<INT>", "ARRAY<BIGINT>", "type-width-crossed"),
    ("", "ARRAY<INT>", "ARRAY<STRING>", "type-family-changed"), ("", "ARRAY<VARCHAR(20)>", "ARRAY<VARCHAR(10)>", "type-narrowed"),
    ("", "MAP<STRING,INT>", "MAP<INT,INT>", "type-family-changed"), ("", "MAP<STRING,INT>", "MAP<STRING,BIGINT>", "type-width-crossed"),
    ("", "MAP<STRING,INT>", "STRUCT<a: INT>", "type-family-changed"), ("", "STRUCT<a: INT, b: DATE>", "STRUCT<b: DATE, a: INT>", nil),
    ("", "STRUCT<a: INT>", "STRUCT<a: INT, b: DATE>", "type-fields-added"),
    ("", "STRUCT<a: INT, b: DATE>", "STRUCT<a: INT>", "type-family-changed"),
    ("", "STRUCT<a: INT>", "STRUCT<a: BIGINT>", "type-width-crossed"),
    ("", "ARRAY<STRUCT<a: INT>>", "ARRAY<STRUCT<a: STRING>>", "type-family-changed"),
    ("bigquery", "STRUCT<INT64, STRING>", "STRUCT<INT64, BYTES>", "type-family-changed"),
    ("", "VECTOR(FLOAT, 384)", "VECTOR(FLOAT, 768)", "vector-shape-changed"),
    ("postgres", "vector(3)", "vector(4)", "vector-shape-changed"), ("clickhouse", "Array(Nullable(Int32))", "Array(Int32)", nil),
    ("clickhouse", "Map(String, Int32)", "Map(String, Int64)", "type-width-crossed"),
    ("trino", "row(a integer)", "row(a bigint)", "type-width-crossed"),
  ].map { Case(server: $0.0, before: $0.1, after: $0.2, rule: $0.3) }

  @Test(arguments: aliases) func aliasesAreNoChange(_ subject: Case) throws {
    #expect(try Self.rules(subject.server, subject.before, subject.after) == [])
    #expect(try Self.rules(subject.server, subject.after, subject.before) == [])
  }

  @Test(arguments: changes) func changesAreTold(_ subject: Case) throws {
    #expect(try Self.rules(subject.server, subject.before, subject.after) == [subject.rule].compactMap { $0 })
  }

  /// No type is dearer to leave than to enter twice: what narrows one way widens the other.
  @Test(arguments: changes) func noChangeIsHarmlessBothWays(_ subject: Case) throws {
    let harmless: Set = ["type-narrowed", "type-fields-added", "type-lengthened-freely"]
    let there = try Self.rules(subject.server, subject.before, subject.after)
    let back = try Self.rules(subject.server, subject.after, subject.before)
    #expect(there.isEmpty == back.isEmpty)
    #expect(
      there.isEmpty || !(harmless.contains(there[0]) && harmless.contains(back[0])) || there[0] == "type-lengthened-freely"
        || back[0] == "type-lengthened-freely")
  }

  /// What nobody would write is read without a crash and without end, and is equal to itself.
  @Test(arguments: [
    "", "(", ")", "<", ">", "ARRAY<", "ARRAY<INT", "DECIMAL(", "DECIMAL(,)", "DECIMAL(10,2", "DECIMAL(99999999999999999999)", "-", "- -",
    "STRUCT<a>",
    "STRUCT<:>", "'", "ENUM('a", "[[[[", "INT]", "INT[", "INT[x]", "MAP<>", "MAP<INT>", "VARCHAR(-1)", "NOT NULL", "ARRAY", "NULL",
    "UNSIGNED", "ü(3)", "🙂",
    String(repeating: "ARRAY<", count: 500) + "INT" + String(repeating: ">", count: 500), String(repeating: "(", count: 10_000),
  ]) func oddTypesAreRead(_ type: String) throws {
    let escaped = type.replacing("\"", with: "")
    #expect(try Self.rules("", escaped, escaped) == [])
    let changed = try Self.rules("", escaped, "VARCHAR(20)")
    #expect(changed.count == 1)
  }

  /// Where both say their fields as elements, those are compared and the text is an echo.
  @Test func fieldsOfTheirOwnSpeakForThemselves() throws {
    let table = { (type: String, columns: String) in
      "schema:\n  - name: t\n    properties:\n      - name: c\n        logicalType: object\n        physicalType: \"\(type)\"\n        properties: [\(columns)]\n"
    }
    let judged = try Rule.Example(
      table("STRUCT<a: INT, b: DATE>", "{name: a, physicalType: INT}, {name: b, physicalType: DATE}"),
      table("STRUCT<a: BIGINT>", "{name: a, physicalType: BIGINT}")
    ).judged()
    #expect(judged.map(\.rule) == ["type-width-crossed", "property-removed"])
  }
}
