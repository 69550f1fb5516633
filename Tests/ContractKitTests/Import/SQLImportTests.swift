import Testing

@testable import ContractKit

/// A script, what it is read as, and what is said of the rest: `!` before what is missing. A remark ends where a reader needs no more of it.
struct SQLCase: CustomTestStringConvertible, Sendable {
  var dialect: SQLDialect
  var script: String
  var tables: [String]
  var remarks: [String]

  init(_ dialect: SQLDialect, _ script: String, _ tables: [String], _ remarks: [String] = []) {
    (self.dialect, self.script, self.tables, self.remarks) = (dialect, script, tables, remarks)
  }

  var testDescription: String { "\(dialect): \(script)" }

  func check() throws {
    let schema = try Import.schema(.sql, [("a", Array(script.utf8))], dialect: dialect)
    #expect(SQLSummary.lines(schema) == tables)
    let said = schema.remarks.map { ($0.kind == .missing ? "!" : "") + $0.message }
    #expect(said.count == remarks.count && zip(said, remarks).allSatisfy { $0.hasPrefix($1) }, "\(said)")
    // Nothing that our own reader would refuse.
    let text = ContractDraft(schema, sources: ["a"], name: "a").text
    #expect(try ContractReader.read(Array(text.utf8), path: "a.yaml").diagnostics.map(\.message) == [])
  }
}

struct SQLImportTests {
  /// What is neither column nor constraint, and what a keyword says that could be a name.
  static let elements: [SQLCase] = [
    SQLCase(
      .sqlServer,
      "CREATE TABLE t (a int NOT NULL)\nGO\nALTER TABLE t ADD CONSTRAINT DF_t_a DEFAULT ((0)) FOR a\nGO\nALTER TABLE t ADD DEFAULT (1) FOR a",
      ["t: a integer/int required"], ["'CONSTRAINT DF_t_a DEFAULT ((0)) FOR a'", "a default of 't'"]),
    SQLCase(
      .oracle, "CREATE TABLE t (a NUMBER, SUPPLEMENTAL LOG DATA (ALL) COLUMNS)", ["t: a number/NUMBER"], ["'SUPPLEMENTAL LOG"]),
    SQLCase(
      .clickhouse,
      """
      CREATE TABLE t ON CLUSTER '{c}' (`a` UInt64, `name` String, INDEX i name TYPE minmax GRANULARITY 1, PROJECTION p (SELECT a ORDER BY name),
        CONSTRAINT c ASSUME a > 1, CONSTRAINT d CHECK a > 2)
      """,
      ["t: a integer/UInt64 exclusiveMinimum=2 required; name string/String required"], ["'PROJECTION p", "'CONSTRAINT c ASSUME"]),
    SQLCase(
      .databricks,
      "CREATE TABLE t (id BIGINT, ts TIMESTAMP, CONSTRAINT pk PRIMARY KEY (id, ts TIMESERIES) NOT ENFORCED, CONSTRAINT ok EXPECT (id > 0))",
      ["t: id integer/BIGINT required key1; ts timestamp/TIMESTAMP required key2"], ["'CONSTRAINT ok EXPECT"]),
    SQLCase(
      .mysql,
      """
      CREATE TABLE p (id int, PRIMARY KEY USING BTREE (id));
      CREATE TABLE t (p_id int, CONSTRAINT FOREIGN KEY (p_id) REFERENCES p (id))
      """, ["p: id integer/int required unique key1", "t: p_id integer/int ->p.id"]),
    SQLCase(
      .sqlServer,
      "CREATE TABLE b (id int PRIMARY KEY)\nGO\nCREATE TABLE a (id int PRIMARY KEY, b_id int FOREIGN KEY REFERENCES b(id), c int CONSTRAINT f FOREIGN KEY REFERENCES b)",
      ["b: id integer/int required unique key1", "a: id integer/int required unique key1; b_id integer/int ->b.id; c integer/int ->b.id"]),
    SQLCase(
      .generic, "CREATE TABLE t (period text NOT NULL, exclude int, watermark int, projection int, row int, key varchar(max), index int)",
      [
        "t: period string/text required; exclude integer/int; watermark integer/int; projection integer/int; row integer/int; key string/varchar(max); index integer/int"
      ]),
    SQLCase(
      .sqlServer, "CREATE TABLE t (a int, [2nd] [int], b AS (a * 2), PERIOD FOR SYSTEM_TIME (a, b))",
      ["t: a integer/int; 2nd integer/int; b / =a * 2"], ["'PERIOD FOR"]),
    SQLCase(
      .bigquery, "CREATE TABLE t (primary BOOL, unique BOOL NOT NULL, check STRING, foreign STRING(5), constraint STRING)",
      ["t: primary boolean/BOOL; unique boolean/BOOL required; check string/STRING; foreign string/STRING(5); constraint string/STRING"]),
    SQLCase(.generic, #"CREATE TABLE t (a int, "" int)"#, ["t: a integer/int"], ["!the column '' of 't' has no name"]),
    SQLCase(
      .snowflake, "ALTER TABLE t ADD ROW ACCESS POLICY p ON (a); CREATE TABLE t (a INT)", ["t: a integer/INT"], ["'ALTER TABLE t' is for"]),
    SQLCase(
      .snowflake, "CREATE TABLE t (a INT); ALTER TABLE t ADD ROW ACCESS POLICY p ON (a); ALTER TABLE t ADD SEARCH OPTIMIZATION",
      ["t: a integer/INT"], ["'ROW ACCESS", "'SEARCH OPTIMIZATION"]),
    SQLCase(
      .mysql, "CREATE TABLE t (name varchar(100), v int, PRIMARY KEY (name(10)), UNIQUE KEY u ((lower(name))), KEY k (v))",
      ["t: name string/varchar(100) required unique key1; v integer/int"], ["'UNIQUE KEY u"]),
    SQLCase(
      .postgres, "CREATE TABLE t (a serial, b int GENERATED ALWAYS AS IDENTITY (START WITH 5), c bigserial)",
      ["t: a integer/serial required; b integer/int required; c integer/bigserial required"]),
    SQLCase(
      .clickhouse,
      "CREATE TABLE t (a LowCardinality(Nullable(String)), b Enum8('x' = 1, 'y' = 2), c Date MATERIALIZED toDate(d), d DateTime, e String ALIAS lower(a), f String EPHEMERAL, g Int32 NULL)",
      [
        #"t: a string/LowCardinality(Nullable(String)); b string/Enum8 required in["x","y"]; c date/Date required =toDate(d); d timestamp/DateTime required; e string/String required =lower(a); g integer/Int32"#
      ], ["the column 'f' of 't' is for writers alone"]),
  ]

  /// Conditions that hold, that do not, and whose names change.
  static let checks: [SQLCase] = [
    SQLCase(
      .mysql,
      "CREATE TABLE t (a int CHECK (a IN (1, 2)) NOT ENFORCED, b int, CONSTRAINT c CHECK (b > 0) /*!80016 NOT ENFORCED */, CHECK (b < 9))",
      ["t: a integer/int; b integer/int exclusiveMaximum=9"], ["'CHECK (a IN (1, 2))' of 't' is not enforced", "'CHECK (b > 0)' of 't'"]),
    SQLCase(
      .oracle, "CREATE TABLE t (n NUMBER(1), m NUMBER(1) NOT NULL DISABLE, CONSTRAINT c CHECK (n IN (0, 1)) DISABLE, CHECK (m > 0) ENABLE)",
      ["t: n integer/NUMBER(1); m integer/NUMBER(1) exclusiveMinimum=0"], ["'CHECK (n IN (0, 1))' of 't' is not enforced"]),
    SQLCase(
      .sqlServer,
      """
      CREATE TABLE t (a int, b int)
      GO
      ALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 0), CONSTRAINT d CHECK (b > 0)
      GO
      ALTER TABLE t CHECK CONSTRAINT c
      GO
      ALTER TABLE t WITH CHECK CHECK CONSTRAINT d
      """, ["t: a integer/int; b integer/int exclusiveMinimum=0"], ["'CHECK (a > 0)' of 't' is not enforced"]),
    SQLCase(
      .postgres,
      """
      CREATE TABLE t (a int, b int);
      ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, ADD CONSTRAINT d CHECK (b > 0) NOT VALID;
      ALTER TABLE t VALIDATE CONSTRAINT d
      """, ["t: a integer/int; b integer/int exclusiveMinimum=0"], ["'CHECK (a > 0)' of 't' is not enforced"]),
    SQLCase(
      .postgres,
      "CREATE TABLE t (a int CHECK (a > 0), b text CONSTRAINT c CHECK (b IN ('x'))); ALTER TABLE t DROP CONSTRAINT c, ALTER a TYPE bigint",
      ["t: a integer/bigint exclusiveMinimum=0; b string/text"]),
    SQLCase(
      .postgres,
      """
      CREATE DOMAIN email AS text NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@');
      CREATE TABLE t (e email, "F g" email, l email[]);
      ALTER TABLE t ALTER COLUMN e TYPE text
      """,
      [#"t: e string/text required; F g string/text required check has_at("F g" ~ '@'); l array/email[] [string/text required]"#],
      ["'CHECK (VALUE ~ '@')' of a type"]),
    SQLCase(
      .generic, "CREATE TABLE t (a int CHECK (a <> 5 -- no\n AND a <> 6), b text CHECK (b <> 'x  y'))",
      ["t: a integer/int check (a <> 5 AND a <> 6); b string/text check (b <> 'x  y')"]),
    SQLCase(
      .generic,
      "CREATE TABLE t (a text CHECK (a IN ('x ', 'x')), b int CHECK (b > 1) CHECK (b > 0), c text CHECK (length(c) < 5) CHECK (length(c) < 9))",
      [#"t: a string/text in["x ","x"]; b integer/int exclusiveMinimum=1 check (b > 0); c string/text maxLength=4 check (length(c) < 9)"#]),
    SQLCase(
      .postgres, "CREATE TABLE t (a int CHECK (a IN (1, 2))); ALTER TABLE t ALTER a TYPE text", ["t: a string/text check (a IN (1, 2))"]),
    SQLCase(
      .postgres,
      "CREATE TABLE t (a int, b int, c int GENERATED ALWAYS AS (a + b) STORED, CHECK (a < b)); ALTER TABLE t RENAME a TO \"A a\"; ALTER TABLE t RENAME COLUMN b TO bb",
      [#"t: A a integer/int; bb integer/int; c integer/int ="A a" + bb; check ("A a" < bb)"#]),
  ]

  @Test(arguments: elements)
  func `the list of a table has columns, constraints, and what is neither`(example: SQLCase) throws { try example.check() }

  @Test(arguments: checks)
  func `a condition is told as it holds, of the columns that are there`(example: SQLCase) throws { try example.check() }
}
