import ContractTestSupport
import Testing

@testable import ContractKit

struct SQLScriptTests {
  /// How scripts are cut, and what stands around the list of a table.
  static let scripts: [SQLCase] = [
    SQLCase(
      .generic, "CREATE TABLE a (\n x int,\n y text\nCREATE TABLE b (z int);", ["a: x integer/int; y string/text", "b: z integer/int"],
      ["!the bracket of 'a' does not close"]),
    SQLCase(
      .mysql,
      """
      CREATE TABLE t (id int NOT NULL)
      /*!50100 PARTITION BY RANGE (id)
      (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB) */;
      /*!50001 CREATE VIEW `v` AS SELECT 1 AS `id`*/;
      /*!50001 DROP VIEW IF EXISTS `v`*/;
      /*!50001 CREATE ALGORITHM=UNDEFINED */
      /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
      /*!50001 VIEW `v` AS select `t`.`id` AS `id` from `t` */;
      """, ["t: id integer/int required part1"], ["!the view 'v' is not in the contract"]),
    SQLCase(
      .mysql,
      "DELIMITER $$\nCREATE PROCEDURE a() BEGIN SELECT 1; END $$\nCREATE PROCEDURE b()\nBEGIN\nCREATE TABLE x (a int); END $$\nDELIMITER ;\nCREATE TABLE t (a int);",
      ["t: a integer/int"], ["'CREATE PROCEDURE' and 1 more"]),
    SQLCase(
      .sqlServer,
      "CREATE PROCEDURE p AS\nBEGIN\nCREATE TABLE x (a int);\nSELECT 1;\nEND\nGO\nCREATE TABLE #tmp (a int)\nCREATE TABLE [#tmp] (a int)\nCREATE TABLE db..t (a int)",
      ["db.t: a integer/int"], ["'CREATE PROCEDURE' passed", "'CREATE TABLE' and 1 more"]),
    SQLCase(
      .generic, "CREATE TABLE t (\n  delimiter varchar(1),\n  a int\n);\nCREATE OR REPLACE TRIGGER x;",
      ["t: delimiter string/varchar(1); a integer/int"], ["'CREATE TRIGGER' passed over"]),
    SQLCase(.generic, "CREATE TABLE 'orgs' (id INTEGER)", ["orgs: id integer/INTEGER"]),
    SQLCase(
      .bigquery,
      #"CREATE EXTERNAL TABLE t (a INT64) WITH PARTITION COLUMNS (dt DATE) OPTIONS (description=r"raw \text"); CREATE TABLE u (r RANGE<DATE>)"#,
      [#"t 'raw \text': a integer/INT64; dt date/DATE part1"#, "u: r /RANGE<DATE>"], ["no logical type is known for 'RANGE<DATE>'"]),
    SQLCase(
      .databricks, "CREATE TABLE t (u uniontype<int,string>, b int) STORED AS PARQUET COMMENT 'x'",
      ["t 'x': u /uniontype<int,string>; b integer/int"],
      ["no logical type", "how 't' is stored is left out: STORED"]),
    SQLCase(
      .snowflake,
      "create or replace TABLE T cluster by (ID)(\n ID NUMBER(38,0) NOT NULL autoincrement start 1 increment 1 noorder COMMENT 'x'\n);",
      ["T: ID integer/NUMBER(38,0) required 'x'"]),
    SQLCase(.clickhouse, "CREATE TABLE t ON CLUSTER x (a String)", ["t: a string/String required"]),
    SQLCase(
      .oracle,
      "CREATE TABLE p (h DATE, c CLOB, n NUMBER(*,0), l LONG, i INTERVAL DAY (3) TO SECOND (0)) LOB (c) STORE AS SECUREFILE PARTITION BY RANGE (h) (PARTITION p1 VALUES LESS THAN (MAXVALUE))\n/\nCOMMENT ON COLUMN p.c IS q'[it's c]'",
      ["p: h timestamp/DATE part1; c string/CLOB 'it's c'; n integer/NUMBER(*,0); l string/LONG; i /INTERVAL DAY (3) TO SECOND (0)"],
      ["no logical type is known for 'INTERVAL"]),
    SQLCase(
      .sqlServer, "CREATE TABLE t (a timestamp NOT NULL, b rowversion)",
      [#"t: a string/timestamp format="binary" required; b string/rowversion format="binary""#]),
  ]

  @Test(arguments: scripts)
  func `a script is cut as its database cuts it`(example: SQLCase) throws { try example.check() }

  @Test(.timeLimit(.minutes(1))) func `what is nested deeper than anybody writes is cut once, and told`() throws {
    for (open, close) in [("ARRAY<", ">"), ("ARRAY(", ")"), ("Nullable(", ")"), ("STRUCT<a ", ">"), ("STRUCT<a: ", "")] {
      let text =
        "CREATE TABLE t (a " + String(repeating: open, count: 10_000) + "INT" + String(repeating: close, count: 10_000) + ", b INT)"
      let schema = try imported(.sql, text)
      #expect(schema.remarks.filter { $0.kind == .missing && $0.message.contains("nested deeper than 24") }.count == 1)
      #expect(schema.tables.first?.fields.map(\.name) == (close.isEmpty ? ["a"] : ["a", "b"]))
    }
  }
}
