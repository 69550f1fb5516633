import ContractKit
import Testing

/// Impact that goes on through contracts which consumers make.
struct ConsumerHopsTests {
  private static let base = """
    apiVersion: v3.1.0
    kind: DataContract
    id: a
    name: orders
    version: 1.0.0
    status: active
    schema:
      - name: orders
        properties:
          - {name: order_id, logicalType: string}
          - {name: amount, logicalType: number}
          - {name: note, logicalType: string}

    """

  private static func step(removing column: String, deprecating: Bool = false) throws -> ConsumerStep {
    let line = "- {name: \(column), logicalType: \(column == "amount" ? "number" : "string")}"
    let text = base.replacing("      " + line + "\n", with: deprecating ? "      " + line.dropLast() + ", deprecated: true}\n" : "")
    let old = try ContractReader.read(Array(base.utf8), path: "a.yaml")
    let new = try ContractReader.read(Array(text.utf8), path: "a.yaml")
    let changes = Judge.judge(from: old, to: new)
    #expect(!changes.isEmpty)
    return ConsumerStep(old: old, new: new, changes: changes)
  }

  private static func consumer(_ identifier: String, _ uses: String, makes: String = "") -> ConsumerDeclaration {
    let text =
      "apiVersion: git-contract/v1\nkind: ContractConsumer\nid: \(identifier)\nteam: \"@t\"\nuses: \(uses)\n"
      + (makes.isEmpty ? "" : "produces: \(makes)\n")
    let read = ConsumerDeclaration.read(Array(text.utf8), path: "consumers/\(identifier).yaml")
    #expect(read.diagnostics == [], "\(read.diagnostics)")
    return read
  }

  /// `id status fields < hops`, only of those behind a hop.
  private static func behind(_ step: ConsumerStep, _ consumers: [ConsumerDeclaration]) -> [String] {
    let direct = ConsumerImpact.of(step, consumers: consumers)
    return ConsumerImpact.behind(direct, step, consumers: consumers).map { impact in
      let fields = Set(impact.touches.filter { $0.status == impact.status }.flatMap(\.fields)).sorted().map(\.description)
      return "\(impact.consumer.identifier) \(impact.status) [\(fields.joined(separator: " "))] < "
        + impact.hops.map(\.identifier).joined(separator: " ")
    }
  }

  private static let job = consumer(
    "job", "[{contract: a, fields: {orders: [order_id, amount, note]}}]",
    makes: "[{contract: b, fields: {revenue.total: [orders.amount], revenue.day: []}}]")

  @Test(arguments: [
    ("amount", "{revenue: [total]}", ["x potentially [revenue.total] < job b"]), ("amount", "{revenue: [day]}", []),
    ("note", "{revenue: [total]}", []), ("amount", "{revenue: \"*\"}", ["x potentially [] < job b"]),
    ("amount", "", ["x unknown [] < job b"]),
    // What a table is made of of which nothing is said is unknown, as long as who makes it is hurt.
    ("amount", "{other: [z]}", ["x unknown [] < job b"]), ("amount", "{revenue: [], other: [z]}", ["x unknown [] < job b"]),
    ("amount", "\"*\"", ["x potentially [] < job b"]),
  ])
  func `a hop goes by the fields that are named`(column: String, fields: String, expected: [String]) throws {
    let reader = Self.consumer("x", "[{contract: b, fields: \(fields)}]")
    #expect(try Self.behind(Self.step(removing: column), [Self.job, reader]) == expected)
  }

  @Test func `what is deprecated is passed on as that, and only by name`() throws {
    let step = try Self.step(removing: "amount", deprecating: true)
    let silent = Self.consumer("silent", "[{contract: a, fields: {orders: [amount]}}]", makes: "[{contract: c}]")
    let readers = [
      Self.consumer("x", "[{contract: b, fields: {revenue: [total]}}]"), Self.consumer("y", "[{contract: c, fields: {t: [f]}}]"),
    ]
    #expect(Self.behind(step, [Self.job, silent] + readers) == ["x deprecated [revenue.total] < job b"])
  }

  @Test func `equal names without a link say nothing`() throws {
    let reader = Self.consumer("x", "[{contract: z, fields: {orders: [amount], revenue: [total]}}]")
    #expect(try Self.behind(Self.step(removing: "amount"), [Self.job, reader]) == [])
  }

  @Test func `a link without fields leaves open who is concerned, a maker who is not hurt passes nothing on`() throws {
    let hurt = Self.consumer("hurt", "[{contract: a, fields: {orders: [amount]}}]", makes: "[{contract: c}]")
    let calm = Self.consumer("calm", "[{contract: a, fields: {orders: [note]}}]", makes: "[{contract: d}]")
    let readers = ["c", "d"].map { Self.consumer("x\($0)", "[{contract: \($0), fields: {t: [f]}}]") }
    #expect(try Self.behind(Self.step(removing: "amount"), [hurt, calm] + readers) == ["xc unknown [] < hurt c"])
  }

  @Test func `cycles end, and of several ways the shortest is told`() throws {
    let consumers = [
      Self.job,
      Self.consumer("next", "[{contract: b, fields: {revenue: [total]}}]", makes: "[{contract: c, fields: {kpi.sum: [revenue.total]}}]"),
      Self.consumer(
        "back", "[{contract: c, fields: {kpi: [sum]}}]", makes: "[{contract: b, fields: {revenue.day: [kpi.sum]}}, {contract: a}]"),
      Self.consumer("short", "[{contract: a, fields: {orders: [amount]}}]", makes: "[{contract: c, fields: {kpi.sum: [orders.amount]}}]"),
      Self.consumer("end", "[{contract: c, fields: {kpi: [sum]}}, {contract: b, fields: {revenue: [day]}}]"),
    ]
    #expect(
      try Self.behind(Self.step(removing: "amount"), consumers) == [
        "next potentially [revenue.total] < job b", "end potentially [revenue.day] < job b", "back potentially [kpi.sum] < short c",
        "end potentially [kpi.sum] < short c",
      ])
  }

  @Test func `a contract that refers to another one is a consumer, and passes on what its columns are made of`() throws {
    let text = """
      apiVersion: v3.1.0
      kind: DataContract
      id: b
      name: revenue
      version: 1.0.0
      status: active
      schema:
        - name: revenue
          relationships:
            - {from: revenue.order, to: "../shop/orders.yaml#orders.order_id"}
          properties:
            - name: total
              transformSourceObjects: [orders, "a#orders.amount", "a#/schema/orders/properties/amount"]
            - name: order
              relationships: [{to: "https://acme.example/orders.yaml#/schema/orders/properties/order_id"}, {to: revenue.total}]
            - name: free
              authoritativeDefinitions: [{type: lineage, url: "elsewhere.yaml#orders.note"}]
      """
    let contract = try ContractReader.read(Array(text.utf8), path: "contracts/b.yaml")
    var asked: [String] = []
    let consumer = try #require(
      ContractReference.consumer(contract) { target in
        asked.append(target)
        return target == "elsewhere.yaml" || target.hasPrefix("https") ? nil : ("a", nil)
      })
    #expect(Set(asked) == ["a", "../shop/orders.yaml", "https://acme.example/orders.yaml", "elsewhere.yaml"])
    #expect(consumer.format == .contract)
    let readers = ["total", "order", "free"].map { Self.consumer("x-\($0)", "[{contract: b, fields: {revenue: [\($0)]}}]") }
    let step = try Self.step(removing: "amount")
    let direct = ConsumerImpact.of(step, consumers: [consumer] + readers)
    #expect(direct.map { "\($0.consumer.identifier) \($0.status)" } == ["b broken"])
    #expect(Self.behind(step, [consumer] + readers) == ["x-total potentially [revenue.total] < b"])
    #expect(try Self.behind(Self.step(removing: "order_id"), [consumer] + readers) == ["x-order potentially [revenue.order] < b"])
    // What is not referred to is not used: other tables and columns do not make it unknown.
    #expect(try ConsumerImpact.of(Self.step(removing: "note"), consumers: [consumer]).map(\.status) == [.unaffected])
  }

  @Test func `places are found by id, by name, and through arrays`() throws {
    let text = """
      apiVersion: v3.1.0
      kind: DataContract
      id: a
      version: 1.0.0
      status: active
      schema:
        - id: orders_tbl
          name: orders
          properties:
            - id: lines_id
              name: lines
              logicalType: array
              items: {logicalType: object, properties: [{id: sku_id, name: sku}]}
      """
    let target = try ContractReader.read(Array(text.utf8), path: "a.yaml")
    let places = [
      "orders.lines.sku": "orders.lines.sku", "/schema/orders_tbl": "orders", "schema/orders_tbl/properties/lines_id": "orders.lines",
      "/schema/orders/properties/lines/items/properties/sku_id": "orders.lines.sku", "/schema/other/properties/x": "other.x",
    ]
    for (place, name) in places.sorted(by: { $0.key < $1.key }) {
      let referring = text.replacing("id: a\n", with: "id: b\n").replacing(
        "name: sku}", with: "name: sku, transformSourceObjects: [\"a#\(place)\"]}")
      let consumer = try #require(
        ContractReference.consumer(ContractReader.read(Array(referring.utf8), path: "b.yaml")) { _ in ("a", target) })
      guard case .tables(let tables) = consumer.uses[0].fields else {
        Issue.record("no tables")
        return
      }
      #expect(tables.values.flatMap(\.fields).map(\.name.description) == [name])
    }
  }

  @Test(arguments: [
    ("[{contract: b, fields: {revenue.total: [orders.amount]}}]", "may be of any contract in 'uses'"),
    ("[{fields: {}}]", "needs 'contract'"),
    ("[{contract: b, fields: {t.f: [{contract: q, field: x}]}}]", "is not among 'uses'"),
    ("[{contract: b, feilds: {}}]", "did you mean 'fields'"),
    ("[{contract: b, fields: {t.f: [{contract: a}]}}]", "needs 'contract' and 'field'"), ("{}", "must be a list"),
    ("[{contract: b, fields: {t.f: orders.amount}}]", "must be a list"),
  ])
  func `what is made is checked`(makes: String, words: String) {
    let text =
      "apiVersion: git-contract/v1\nkind: ContractConsumer\nid: x\nteam: t\nproduces: \(makes)\nuses:\n"
      + "  - {contract: a, fields: {sales.orders: [amount]}}\n  - {contract: z}\n"
    let read = ConsumerDeclaration.read(Array(text.utf8), path: "x.yaml")
    #expect(read.diagnostics.contains { $0.message.contains(words) }, "\(read.diagnostics)")
  }
}
