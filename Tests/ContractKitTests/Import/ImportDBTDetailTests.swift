import Testing

@testable import ContractKit

struct ImportDBTDetailTests {
  /// A model `t` with an `id`.
  private static func model(_ further: String, column: String = "") -> String {
    "models: [{name: t, columns: [{name: id, data_type: int\(column)}, {name: v, data_type: text}]\(further)}]"
  }

  private static func test(_ test: String) -> String { model("", column: ", data_tests: [\(test)]") }

  static let details: [ImportDetail] = [
    .init(
      "keys with a column that nobody described",
      model(", constraints: [{type: primary_key, columns: [id, line]}, {type: unique, columns: [id, line]}]"),
      lacks: ["primaryKey", "unique", "duplicateValues"],
      [
        "untold: a constraint 'primary_key' of 't' is not carried over: it names columns that are not described here",
        "untold: a constraint 'unique' of 't' is not carried over: it names columns that are not described here",
      ]),
    .init(
      "a test of such a key",
      model(", data_tests: [{dbt_utils.unique_combination_of_columns: {combination_of_columns: [id, line]}}]"), lacks: ["unique:"],
      [
        "untold: the test 'dbt_utils.unique_combination_of_columns' of 't' is not carried over: it names columns that are not described here"
      ]),
    .init(
      "a key of all columns",
      model(", constraints: [{type: primary_key, columns: [id]}, {type: unique, columns: [ID, v]}]"),
      lines: ["primaryKey: true", "unique: true", "properties: [id, v]"]),
    .init(
      "a model and a table of a source by one name",
      """
      sources: [{name: crm, tables: [{name: orders, columns: [{name: oid, data_type: int}]}]}]
      models:
        - {name: orders, columns: [{name: id, data_type: int}], constraints: [{type: unique, columns: [id]}]}
        - name: lines
          columns:
            - {name: a, data_type: int, data_tests: [{relationships: {to: "source('crm', 'orders')", field: oid}}]}
            - {name: b, data_type: int, data_tests: [{relationships: {to: "{{ ref('orders') }}", field: ID}}]}
            - {name: c, data_type: int, data_tests: [{relationships: {to: ref('orders'), field: oid}}]}
            - {name: d, data_type: int, data_tests: [{relationships: {to: ref('elsewhere'), field: id}}]}
      """,
      lines: ["name: orders", "name: id", "unique: true", "name: lines", "to: crm_orders.oid", "to: orders.id", "name: crm_orders"],
      [
        "untold: 'lines' refers to 'oid' of 'orders', which is no column of the contract",
        "untold: 'lines' refers to 'elsewhere', which is not in the contract",
      ]),
    .init(
      "a test that forgives", test("not_null: {config: {error_if: '>1000'}}"), lacks: ["required"],
      ["untold: the test 'not_null' of 't.id' forgives some failures, and is not carried over"]),
    .init(
      "a test that only says that it does not", test("not_null: {config: {error_if: '!= 0', fail_calc: count(*), severity: ERROR}}"),
      lines: ["required: true"]),
    .init(
      "a test that counts in its own way", test("not_null: {fail_calc: sum(n)}"), lacks: ["required"],
      ["untold: the test 'not_null' of 't.id' counts its failures its own way, and is not carried over"]),
    .init(
      "a test that is not always an error", test(#"not_null: {config: {severity: "{{ 'error' if x else 'warn' }}"}}"#), lacks: ["required"],
      ["untold: the test 'not_null' of 't.id' is not always an error, and is not carried over"]),
    .init("a test of a column that stands at the table", model(", data_tests: [{not_null: {column_name: id}}]"), lines: ["required: true"]),
    .init(
      "a test of an expression", model(", data_tests: [{unique: {column_name: id || v}}]"), lacks: ["unique"],
      ["untold: the test 'unique' of 't.id || v' is not carried over: the column is not described here"]),
    .init(
      "bounds that are no numbers", test(#"dbt_utils.accepted_range: {min_value: "{{ var('low') }}", max_value: "10"}"#),
      lines: ["maximum: 10"], lacks: ["minimum"],
      ["untold: 'min_value' of the test 'dbt_utils.accepted_range' of 't.id' is no number, and is not carried over"]),
    .init(
      "a block of documentation", model(#", description: "{{ doc('t') }}""#, column: #", description: "The {{ doc('id') }}""#),
      lines: [#"description: "The {{ doc('id') }}""#], lacks: ["doc('t')"],
      [
        "untold: the description of 't' is a template, whose texts only a manifest has",
        "untold: the description of 't.id' is a template, whose texts only a manifest has",
      ]),
    .init(
      "versions", model(", versions: [{v: 1, columns: [{include: all, exclude: [v]}, {name: extra}]}, {v: 2}]"),
      ["missing: 't' has versions (1, 2), whose own columns are not in the contract"]),
    .init(
      "what a source says for its tables",
      """
      sources:
        - name: crm
          description: What we know of people.
          tags: [raw]
          meta: {owner: crm}
          loaded_at_field: at
          freshness: {error_after: {count: 12, period: hour}}
          tables: [{name: people, tags: [own], freshness: {warn_after: {count: 1, period: day}}, columns: [{name: id, data_type: int}]}]
      exposures: [{name: board}, {name: page}]
      metrics: []
      """,
      lines: ["tags: [raw, own]", "customProperties:", "property: owner", "value: crm"],
      [
        "untold: the description of the source 'crm' is not carried over",
        "untold: how fresh the source 'crm' is kept is not carried over: 'slaProperties' would say it",
        "untold: 'loaded_at_field' of the source 'crm' is not carried over",
        "untold: how fresh 'people' is kept is not carried over: 'slaProperties' would say it",
        "untold: 'exposures' are not carried over (2)",
      ]),
  ]

  @Test(arguments: details)
  func `what a project says is carried over or told`(detail: ImportDetail) throws { try detail.check(.dbt) }

  /// A manifest with these nodes; each has its name last in its id, but for its version.
  private static func manifest(_ nodes: String) -> String {
    #"{"metadata":{"dbt_schema_version":"v12","project_name":"shop","adapter_type":"postgres"},"nodes":{\#(nodes)}}"#
  }

  private static func node(_ id: String, _ name: String, alias: String, columns: [String], _ further: String = "") -> String {
    let fields = columns.map { #""\#($0)":{"name":"\#($0)","data_type":"int"}"# }.joined(separator: ",")
    return #""\#(id)":{"resource_type":"model","package_name":"shop","name":"\#(name)","database":"d","schema":"s","alias":"\#(alias)","#
      + #""columns":{\#(fields)}\#(further)}"#
  }

  private static let customers = node("model.shop.cust", "cust", alias: "cust", columns: ["id"])

  static let manifests: [ImportDetail] = [
    .init(
      "versions of one model",
      manifest(
        [
          node("model.shop.o.v1", "o", alias: "o_v1", columns: ["id"], #","version":1,"latest_version":2"#),
          node(
            "model.shop.o.v2", "o", alias: "o_v2", columns: ["id", "c"],
            #","version":2,"latest_version":2,"constraints":[{"type":"primary_key","columns":["id"]}]"#),
          customers, node("model.shop.l", "l", alias: "l", columns: ["new", "old"]),
          #""test.shop.a":{"resource_type":"test","test_metadata":{"name":"relationships","kwargs":{"to":"ref('cust')","field":"id"}},"#
            + #""column_name":"c","attached_node":"model.shop.o.v2","depends_on":{"nodes":["model.shop.cust","model.shop.o.v2"]}}"#,
          // As older versions of dbt write it.
          #""test.shop.b":{"resource_type":"test","test_metadata":{"name":"relationships","kwargs":{"to":"ref('o')","field":"id","#
            + #""model":"{{ get_where_subquery(ref('l')) }}"}},"column_name":"new","#
            + #""depends_on":{"nodes":["model.shop.l","model.shop.o.v2"]}}"#,
          #""test.shop.c":{"resource_type":"test","test_metadata":{"name":"relationships","kwargs":{"to":"ref('o', v=1)","field":"id"}},"#
            + #""column_name":"old","attached_node":"model.shop.l","depends_on":{"nodes":[]}}"#,
          #""test.shop.d":{"resource_type":"test","name":"assert_x","depends_on":{"nodes":["model.shop.l"]}}"#,
        ].joined(separator: ",")),
      lines: [
        "name: d_s_o_v1", "name: id", "name: d_s_o_v2", "name: id", "primaryKey: true", "name: c", "to: cust.id", "name: new",
        "to: d_s_o_v2.id", "name: old", "to: d_s_o_v1.id",
      ], ["untold: the test 'assert_x' is written in SQL, and is not carried over"]),
    .init(
      "foreign keys in any quotes",
      manifest(
        [
          customers, node("model.shop.other", "cust2", alias: "cust", columns: ["id"]).replacing(#""schema":"s""#, with: #""schema":"z""#),
          node("model.shop.l", "l", alias: "l", columns: ["a", "b", "c", "e"]).dropLast()
            + #","constraints":["#
            + [#"\"d\".\"s\".\"cust\""#, "`d`.`s`.`cust`", "[d].[z].[cust]", "x.y.cust"].enumerated().map { place, name in
              #"{"type":"foreign_key","columns":["\#(["a", "b", "c", "e"][place])"],"to":"\#(name)","to_columns":["id"]}"#
            }.joined(separator: ",") + "]}",
        ].joined(separator: ",")),
      lines: ["name: l", "name: a", "to: cust.id", "name: b", "to: cust.id", "name: c", "to: cust2.id"],
      ["untold: 'l' refers to 'x.y.cust', which is not in the contract"]),
  ]

  @Test(arguments: manifests)
  func `what a manifest says is carried over or told`(detail: ImportDetail) throws { try detail.check(.dbt) }

  @Test func `a file speaks of the tables of another`() throws {
    let models = "models: [{name: a, columns: [{name: x, tests: [{relationships: {to: \"source('s', 'b')\", field: y}}]}]}]"
    let sources = "sources: [{name: s, tables: [{name: b, columns: [{name: y}]}, {name: c}]}]"
    let schema = try Import.schema(.dbt, [("1", Array(models.utf8)), ("2", Array(sources.utf8))], dialect: nil)
    #expect(schema.tables.map(\.name) == ["a", "b"] && schema.tables[0].fields[0].relationships == ["b.y"])
    #expect(schema.remarks.map(\.path) == ["1", "2", "2"])
  }
}
