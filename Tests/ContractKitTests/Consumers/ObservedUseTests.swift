import ContractKit
import Testing

/// What was seen to be read, apart from what is declared.
struct ObservedUseTests {
  private static let text = """
    apiVersion: v3.1.0
    kind: DataContract
    id: a
    name: orders
    version: 1.0.0
    status: active
    schema:
      - name: orders
        physicalName: SHOP.ORDERS_V1
        properties:
          - {name: order_id, logicalType: string}
          - {name: amount, physicalName: AMT, logicalType: number}
      - name: refunds
        properties: [{name: refund_id, logicalType: string}]

    """

  private static func contract(_ text: String = text) throws -> Contract { try ContractReader.read(Array(text.utf8), path: "a.yaml") }

  private static func tables(_ rows: String) throws -> [(path: String, table: UsageTable)] {
    [("usage.csv", try UsageTable(Array(("consumer,object,field,last_seen,count\n" + rows).utf8), path: "usage.csv"))]
  }

  private static func consumer(_ fields: String, range: String = "^1", name: String = "Tableau: Revenue") -> ConsumerDeclaration {
    let text =
      "apiVersion: git-contract/v1\nkind: ContractConsumer\nid: bi\nname: \"\(name)\"\nteam: t\n"
      + "uses: [{contract: a, version: \"\(range)\", fields: \(fields)}]\n"
    return ConsumerDeclaration.read(Array(text.utf8), path: "bi.yaml")
  }

  @Test(arguments: [
    ("X,PROD.SHOP.ORDERS_V1,amt,2026-11-26,3", ["X orders.amount 2026-11-26 3 2"]),
    ("X,\"\"\"shop\"\".\"\"orders_v1\"\"\",,,", ["X orders - - 2"]),
    ("X,orders,amount,,", []), ("X,CRM.ORDERS_V1,amount,,", []), ("X,PROD.refunds,refund_id,,", ["X refunds.refund_id - - 2"]),
    ("X,ORDERS_V1,gone,,1", ["X orders.gone - 1 2"]),
    ("X,ORDERS_V1,amount,2026-01-01,1\nX,SHOP.ORDERS_V1,AMT,2026-02-01,2", ["X orders.amount 2026-02-01 3 2"]),
  ])
  func `a table is the contract's by its physical name`(rows: String, expected: [String]) throws {
    let found = try ObservedUse.all(in: Self.tables(rows), of: Self.contract()).map { use in
      "\(use.consumer) \(use.name) \(use.lastSeen?.description ?? "-") \(use.count.map(String.init) ?? "-") \(use.line)"
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    // declared by nobody, read yesterday
    ("TABLEAU,ORDERS_V1,amount,2026-11-26,1", "{orders: [order_id], refunds: []}", "^1", false, 1),
    // another column
    ("TABLEAU,ORDERS_V1,order_id,,", "{orders: [order_id], refunds: []}", "^1", true, 0),
    // the table, and nobody knows which columns
    ("TABLEAU,ORDERS_V1,,,", "{orders: [order_id], refunds: []}", "^1", false, 1),
    // it declared the contract, but not this column
    ("tableau: revenue,ORDERS_V1,amount,,", "{orders: [order_id], refunds: []}", "^1", false, 1),
    // it declared it: it stands in the way by its own word
    ("tableau: revenue,ORDERS_V1,amount,,", "{orders: [amount]}", "^1", false, 0),
    // it said that it left, and was seen
    ("tableau: revenue,ORDERS_V1,amount,,", "{orders: [amount]}", "^2", false, 1), ("", "{orders: [amount]}", "^2", true, 0),
  ])
  func `what was seen is not safe`(rows: String, fields: String, range: String, isSafe: Bool, seen: Int) throws {
    let contract = try Self.contract()
    let uses = try ElementUses(
      of: FieldName(table: "orders", field: "amount"), in: contract, consumers: [Self.consumer(fields, range: range)],
      observed: ObservedUse.all(in: Self.tables(rows), of: contract))
    #expect(uses.canBeRemoved == isSafe)
    #expect(uses.observed.count == seen)
  }

  @Test func `a change tells of those who were seen and are not declared, and of each once`() throws {
    let old = try Self.contract()
    let new = try Self.contract(Self.text.replacing("      - {name: amount, physicalName: AMT, logicalType: number}\n", with: ""))
    let step = ConsumerStep(old: old, new: new, changes: Judge.judge(from: old, to: new))
    let direct = ConsumerImpact.of(step, consumers: [Self.consumer("{orders: [amount]}")])
    let rows = "TABLEAU,ORDERS_V1,AMT,2026-11-26,1\nbi,ORDERS_V1,AMT,,\nLOOKER,ORDERS_V1,,,\nDBT,ORDERS_V1,order_id,,\n"
    let found = ObservedImpact.of(step, uses: try ObservedUse.all(in: Self.tables(rows), of: old), declared: direct)
    #expect(found.map { "\($0.use.consumer) \($0.status)" } == ["TABLEAU broken", "LOOKER potentially"])
    let today = try #require(CalendarDay("2026-11-27"))
    let yesterday = found.first?.use.words(today: today)
    #expect(yesterday == "read orders.amount once, last on 2026-11-26 (yesterday)")
  }

  private static let event = #"""
    {"eventType": "TYPE", "eventTime": "2026-11-20T10:00:00.000Z", "run": {"runId": "1"},
     "job": {"namespace": "airflow", "name": "daily.revenue"},
     "inputs": [{"namespace": "snowflake://acme", "name": "SHOP.ORDERS_V1"}, {"namespace": "snowflake://acme", "name": "SHOP.FX"}],
     "outputs": [{"namespace": "snowflake://acme", "name": "MART.REVENUE", "facets": {"columnLineage": {
       "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json",
       "fields": {"total": {"inputFields": [{"namespace": "snowflake://acme", "name": "SHOP.ORDERS_V1", "field": "AMT",
          "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}]}]},
        "n": {"inputFields": [{"namespace": "snowflake://acme", "name": "SHOP.ORDERS_V1", "field": "AMT"}]}},
       "dataset": [{"namespace": "snowflake://acme", "name": "SHOP.ORDERS_V1", "field": "ORDER_ID"}]}}}]}
    """#

  private static func line(_ type: String) -> String { event.replacing("TYPE", with: type).replacing("\n", with: " ") }

  @Test func `events of OpenLineage are read on lines, in an array, or alone`() throws {
    func rows(_ text: String) throws -> [String] {
      try UsageTable(Array(text.utf8), path: "events").rows.map { row in
        "\(row.line) \(row.consumer) \(row.object) \(row.field ?? "-") \(row.lastSeen.map { "\($0)" } ?? "-") \(row.count.map { "\($0)" } ?? "-")"
      }
    }
    let expected = ["ORDERS_V1 ORDER_ID", "ORDERS_V1 AMT", "FX -"].map { "airflow/daily.revenue SHOP.\($0) 2026-11-20" }
    #expect(
      try rows(Self.line("COMPLETE") + "\n" + Self.line("START") + "\n") == expected.map { "1 \($0) 1" } + expected.map { "2 \($0) -" })
    #expect(try rows("[\(Self.line("COMPLETE"))]") == expected.map { "1 \($0) 1" })
    #expect(try rows(Self.event.replacing("TYPE", with: "COMPLETE")) == expected.map { "1 \($0) 1" })
    #expect(throws: ReadingError.self) { try rows("[{\"job\": {}}]") }
    #expect(throws: ReadingError.self) { try rows("[1") }
  }

  @Test func `a dbt manifest is a table of use by the relations of its sources`() throws {
    let text = #"""
      {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"},
       "sources": {"source.a.raw.orders": {"name": "orders", "relation_name": "\"PROD\".\"SHOP\".\"ORDERS_V1\""},
         "source.a.raw.fx": {"name": "fx", "schema": "raw", "database": "prod", "identifier": "fx_v2"}},
       "nodes": {"model.a.stg": {"resource_type": "model", "name": "stg", "depends_on": {"nodes": ["source.a.raw.orders"]}},
         "model.a.top": {"resource_type": "model", "name": "top", "depends_on": {"nodes": ["model.a.stg", "source.a.raw.fx"]}}},
       "exposures": {"exposure.a.board": {"name": "board", "label": "Board", "depends_on": {"nodes": ["model.a.top"]}}}}
      """#
    let table = try UsageTable(Array(text.utf8), path: "manifest.json")
    #expect(
      table.rows.map { "\($0.consumer) \($0.object) \($0.field ?? "-")" } == [
        "Board prod.raw.fx_v2 -", "Board \"PROD\".\"SHOP\".\"ORDERS_V1\" -", "stg \"PROD\".\"SHOP\".\"ORDERS_V1\" -",
        "top prod.raw.fx_v2 -",
      ])
    let (drafts, strays) = ConsumerDraft.all(from: table, contracts: [try Self.contract()])
    #expect(drafts.map(\.identifier) == ["board", "stg"])
    #expect(strays.count == 2)
    // Equal names suffice for a draft, which a human reviews.
    #expect(drafts[0].text(source: "manifest.json").contains("- \"*\""))
  }
}
