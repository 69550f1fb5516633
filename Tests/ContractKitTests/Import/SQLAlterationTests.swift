import Testing

@testable import ContractKit

struct SQLAlterationTests {
  /// What is done to a column, by dialect; all to a text that is required. Nil for what is told and changes nothing.
  static let columns: [(SQLDialect, String, String?)] = [
    (.snowflake, "ALTER COLUMN a SET MASKING POLICY m", nil), (.snowflake, "MODIFY COLUMN a SET MASKING POLICY m", nil),
    (.snowflake, "MODIFY a SET DATA TYPE VARCHAR(5)", "a string/VARCHAR(5) required"),
    (.snowflake, "ALTER COLUMN a COMMENT 'x'", "a string/text required 'x'"),
    (.bigquery, "ALTER COLUMN a SET OPTIONS (description='x')", "a string/text required 'x'"),
    (.bigquery, "ALTER COLUMN a SET OPTIONS (rounding_mode='y')", nil),
    (.bigquery, "ALTER COLUMN a SET DATA TYPE NUMERIC", "a number/NUMERIC required"),
    (.databricks, "ALTER COLUMN a SET TAGS ('pii' = 'x')", nil), (.databricks, "ALTER COLUMN a TYPE STRING", "a string/STRING required"),
    (.databricks, "CHANGE COLUMN a COMMENT 'x'", "a string/text required 'x'"),
    (.postgres, "ALTER COLUMN a SET COMPRESSION lz4", "a string/text required"),
    (.postgres, "ALTER COLUMN a SET (n_distinct = 5)", "a string/text required"),
    (.postgres, "ALTER COLUMN a DROP IDENTITY IF EXISTS", "a string/text required"),
    (.postgres, "ALTER COLUMN a RESET (n_distinct)", "a string/text required"),
    (.postgres, "ALTER COLUMN a RESTART WITH 5", "a string/text required"),
    (.postgres, "ALTER a TYPE varchar(5) USING a::varchar(5)", "a string/varchar(5) required"),
    (.postgres, "ALTER a DROP NOT NULL", "a string/text"), (.postgres, "ALTER a FROBNICATE", nil),
    (.redshift, "ALTER COLUMN a ENCODE zstd", "a string/text required"),
    (.sqlServer, "ALTER COLUMN a ADD MASKED WITH (FUNCTION = 'default()')", nil),
    (.sqlServer, "ALTER COLUMN a bigint NULL", "a integer/bigint"),
    (.sqlServer, "ALTER COLUMN a bigint", "a integer/bigint"), (.sqlServer, "ALTER COLUMN a bigint NOT NULL", "a integer/bigint required"),
    (.generic, "ALTER COLUMN a FROBNICATE THE COLUMN", nil), (.mysql, "ALTER COLUMN a SET DEFAULT 5", "a string/text required"),
    (.mysql, "MODIFY a varchar(5)", "a string/varchar(5)"),
    (.mysql, "CHANGE a b bigint NOT NULL COMMENT 'x'", "b integer/bigint required 'x'"),
    (.oracle, "MODIFY (a NULL)", "a string/text"), (.oracle, "MODIFY (a VARCHAR2(5))", "a string/VARCHAR2(5) required"),
    (.oracle, "MODIFY a NOT NULL ENABLE", "a string/text required"),
    (.clickhouse, "MODIFY COLUMN a String", "a string/String required"),
    (.clickhouse, "COMMENT COLUMN a 'x'", "a string/text required 'x'"),
    (.generic, "ADD b int, c int", "a string/text required; b integer/int; c integer/int"),
    (.sqlServer, "ADD b int, CONSTRAINT k PRIMARY KEY (a)", "a string/text required unique key1; b integer/int"),
    (.mysql, "ADD b int, COMMENT 'x', ENGINE=InnoDB", nil),
    (.databricks, "ADD COLUMNS (b INT, c INT AFTER a)", "a string/text required; b integer/INT; c integer/INT"),
    (.mysql, "RENAME COLUMN a TO b", "b string/text required"), (.postgres, "RENAME a TO b", "b string/text required"),
  ]

  @Test(arguments: columns)
  func `an action on a column does what it says, and what is not known does nothing and is told`(
    dialect: SQLDialect, action: String, expected: String?
  ) throws {
    let schema = try imported(.sql, "CREATE TABLE t (a text NOT NULL); ALTER TABLE t \(action)", dialect: dialect)
    let before = action.hasPrefix("ADD b") && expected == nil ? "t 'x': a string/text required; b integer/int" : "t: a string/text required"
    #expect(SQLSummary.lines(schema) == [expected.map { "t: " + $0 } ?? before])
    #expect(schema.remarks.map(\.kind) == (expected == nil ? [.untold] : []))
  }

  static let later: [SQLCase] = [
    SQLCase(
      .generic,
      "CREATE TABLE c (x int, y int, UNIQUE (x, y)); CREATE TABLE d (x int, y int, UNIQUE (x, y)); ALTER TABLE c DROP COLUMN y; ALTER TABLE d RENAME COLUMN y TO z",
      ["c: x integer/int", "d: x integer/int; z integer/int; distinct(x,z)"]),
    SQLCase(
      .generic, "CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE TABLE c (x int); DROP TABLE IF EXISTS a, b", ["c: x integer/int"]),
    SQLCase(
      .sqlServer, "CREATE TABLE t (a int, b int, c int, d int)\nGO\nALTER TABLE t DROP COLUMN b, c", ["t: a integer/int; d integer/int"]),
    SQLCase(
      .sqlServer, "CREATE TABLE t (a int CONSTRAINT u UNIQUE, b int CONSTRAINT k CHECK (b > 0))\nGO\nALTER TABLE t DROP CONSTRAINT u, k",
      ["t: a integer/int; b integer/int"]),
    SQLCase(
      .generic, "CREATE TABLE IF NOT EXISTS e (x int NOT NULL); CREATE TABLE IF NOT EXISTS e (x int, y text)",
      ["e: x integer/int required"],
      ["the table 'e' is made twice; the first one counts"]),
    SQLCase(
      .generic, "CREATE TABLE e (x int); CREATE OR REPLACE TABLE e (y text)", ["e: y string/text"],
      ["the table 'e' is made twice; the last one"]),
    SQLCase(
      .postgres,
      "CREATE TYPE st AS ENUM ('a', 'c'); CREATE TABLE t (x st, y st[]); ALTER TYPE st ADD VALUE 'b' AFTER 'a'; ALTER TYPE st RENAME VALUE 'c' TO 'd'",
      [#"t: x string/st in["a","b","d"]; y array/st[] [string/st in["a","b","d"]]"#]),
    SQLCase(
      .postgres,
      "CREATE TABLE p (d date) PARTITION BY RANGE (d); CREATE TABLE p1 (d date); ALTER TABLE ONLY p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (2)",
      ["p: d date/date part1"], ["'p1' is a part of another table"]),
    SQLCase(
      .postgres,
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p(id)); ALTER TABLE c RENAME TO c2; ALTER TABLE p RENAME TO p2; ALTER TABLE p2 RENAME id TO key",
      ["p2: key integer/int required unique key1", "c2: p_id integer/int ->p2.key"]),
    SQLCase(
      .mysql, "CREATE TABLE a (x int); CREATE TABLE b (x int); RENAME TABLE a TO c, b TO d", ["c: x integer/int", "d: x integer/int"]),
    SQLCase(
      .postgres, "CREATE TABLE t (x int); ALTER TABLE t SET SCHEMA s; ALTER TABLE s.t ADD y int", ["s.t: x integer/int; y integer/int"]),
    SQLCase(
      .postgres, "CREATE TABLE t (x int); COMMENT ON COLUMN t.y IS 'lost'", ["t: x integer/int"],
      ["the comment on 'y' of 't' has no column"]),
    SQLCase(
      .sqlServer,
      """
      CREATE TABLE [dbo].[t] ([a] [int], [b] [int])
      GO
      EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'The a' , @level0type=N'SCHEMA',@level0name=N'dbo',
        @level1type=N'TABLE',@level1name=N't', @level2type=N'COLUMN',@level2name=N'a'
      GO
      EXEC sp_addextendedproperty 'MS_Description', 'All', 'SCHEMA', 'dbo', 'TABLE', 't'
      EXEC sp_rename 'dbo.t.b', 'c', 'COLUMN'
      """, ["dbo.t 'All': a integer/int 'The a'; c integer/int"]),
    SQLCase(
      .postgres,
      "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b text_ops DESC); DROP INDEX i",
      ["t: a integer/int; b integer/int unique"]),
    SQLCase(
      .mysql, "CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b)",
      ["t: a integer/int; b integer/int required unique key1"]),
  ]

  @Test(arguments: later)
  func `what is said later counts`(example: SQLCase) throws { try example.check() }

  @Test func `a remark names the file that it is about`() throws {
    let files = [("1.sql", "CREATE TABLE a (x int REFERENCES nowhere)"), ("2.sql", "CREATE TABLE b (x int)")]
    let schema = try Import.schema(.sql, files.map { ($0.0, Array($0.1.utf8)) }, dialect: nil)
    #expect(schema.remarks.map { "\($0.path): \($0.message)" } == ["1.sql: 'a' refers to 'nowhere', which is not in the contract"])
  }
}
