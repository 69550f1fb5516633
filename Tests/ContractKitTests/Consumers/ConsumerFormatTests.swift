import ContractKit
import Testing

/// Declarations in other people's formats, as their specifications and tools write them.
struct ConsumerFormatTests {
  private func consumers(_ text: String, path: String = "consumers/x.yaml", links: ConsumerLinks = .init()) -> [ConsumerDeclaration] {
    links.consumers(of: [ConsumerFile.read(Array(text.utf8), path: path)])
  }

  /// `id|team|contract range tested fields|…`
  private func summary(_ consumer: ConsumerDeclaration) -> String {
    let uses = consumer.uses.map { use -> String in
      let fields =
        switch use.fields {
        case .unknown: "?"
        case .everything: "*"
        case .tables(let tables):
          tables.sorted { $0.key < $1.key }.map { name, table in
            name + (table.isOpen ? "(?)" : "")
              + (table.fields.isEmpty ? "" : ":" + table.fields.map(\.name.description).joined(separator: "+"))
          }.joined(separator: ",")
        }
      let via = use.via.isEmpty ? "" : " via " + use.via.joined(separator: ">")
      return "\(use.contract) \(use.range ?? "any") \(use.tested ?? "-") \(fields)\(via)"
    }
    let makes = consumer.produces.isEmpty ? "" : " makes " + consumer.produces.map(\.contract).joined(separator: ",")
    return ([consumer.identifier, consumer.team ?? "-"] + uses).joined(separator: "|") + makes
  }

  private static let product = """
    apiVersion: v1.0.0
    kind: DataProduct
    id: fbe8d147
    name: Customer
    status: active
    team: {name: seller, members: [{username: jane}]}
    support:
      - {channel: "#help", tool: slack, url: "https://acme.slack.example/help"}
    inputPorts:
      - {name: payments, version: 1.2.0, contractId: c-payments}
      - {name: transactions, version: v0.3.1, contractId: c-transactions}
    outputPorts:
      - name: raw
        type: tables
        version: 2.0.0
        contractId: c-raw
        inputContracts: [{id: c-payments, version: 1.2.0}, {id: c-more, version: 4.0.0}]
      - {name: all, version: 1.0.0, contractId: c-all}

    """

  @Test func `an ODPS data product uses its input ports and makes its output ports`() throws {
    let found = consumers(Self.product)
    #expect(
      found.map(summary) == [
        "fbe8d147|seller|c-payments ^1 1.2.0 ?|c-transactions ^0.3 v0.3.1 ?|c-more ^4 4.0.0 ? makes c-raw,c-all"
      ])
    let consumer = try #require(found.first)
    #expect(consumer.format == .odps)
    #expect(consumer.title == "Customer")
    #expect(consumer.contacts.map(\.url) == ["https://acme.slack.example/help"])
    #expect(consumer.produces.map(\.sources) == [["c-payments", "c-more"], nil])
    #expect(consumer.diagnostics == [])
    // In JSON it is the same.
    let json = #"{"kind": "DataProduct", "id": "p", "inputPorts": [{"name": "a", "contractId": "c"}]}"#
    #expect(consumers(json).map(summary) == ["p|-|c any - ?"])
  }

  @Test func `what reads nothing is no consumer`() {
    #expect(consumers("kind: DataProduct\nid: p\noutputPorts: [{name: a, contractId: c}]\n").isEmpty)
    #expect(consumers(Self.product.replacing("status: active", with: "status: retired")).isEmpty)
    #expect(consumers("kind: AccessAgreement\nid: a\nstatus: rejected\n").isEmpty)
    #expect(consumers("apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: team-a}\n").isEmpty)
  }

  private static let agreement = """
    apiVersion: v0.9.0
    kind: AccessAgreement
    id: 8f5d1c2a
    name: Orders for classification
    status: approved
    description: {purpose: Classify users in realtime.}
    startTimestamp: 2026-07-01T00:00:00Z
    endTimestamp: 2027-06-30T23:59:59Z
    nextReassessmentTimestamp: 2027-01-01T00:00:00Z
    provider:
      teamId: sales
      dataProductId: orders
      outputPortId: orders_snowflake
      dataContractId: c-orders
      dataContractVersion: 1.0.0
    consumer: {teamId: marketing, dataProductId: fbe8d147}

    """

  private static let usage = """
    dataUsageAgreementSpecification: 0.0.1
    id: agreement-8f237f9h
    info: {purpose: ML training, status: approved, active: true, startDate: 2024-01-01, endDate: null}
    provider: {teamId: checkout, dataProductId: orders, outputPortId: orders_pii, dataContractId: c-orders}
    consumer: {userId: mail@example.com}
    tags: [automated]

    """

  @Test func `an agreement is a consumer of one contract, and nobody says of which fields`() throws {
    let agreement = try #require(consumers(Self.agreement).first)
    #expect(summary(agreement) == "8f5d1c2a|marketing|c-orders ^1 1.0.0 ?")
    #expect(agreement.format == .oaas)
    #expect(agreement.title == "fbe8d147")
    #expect(agreement.reviewBy?.description == "2027-01-01")
    let usage = try #require(consumers(Self.usage).first)
    #expect(summary(usage) == "agreement-8f237f9h|-|c-orders any - ?")
    #expect(usage.format == .dataUsageAgreement)
    #expect(usage.contacts.map(\.url) == ["mailto:mail@example.com"])
  }

  @Test func `an agreement on an output port is followed through the product's file or a link, and makes what its product makes`() throws {
    let port = Self.agreement.replacing("  dataContractId: c-orders\n", with: "")
    func read(_ texts: [String], _ links: ConsumerLinks = .init()) -> [ConsumerDeclaration] {
      links.consumers(of: texts.map { ConsumerFile.read(Array($0.utf8), path: "x.yaml") })
    }
    let alone = try #require(read([port]).first)
    #expect(alone.diagnostics.map(\.rule) == ["consumer-unknown-contract"])
    #expect(alone.diagnostics[0].message.contains("output port 'orders/orders_snowflake'"))
    let orders = "kind: DataProduct\nid: orders\noutputPorts: [{name: orders_snowflake, contractId: c-found}]\n"
    #expect(read([port, orders]).map(summary) == ["8f5d1c2a|marketing|c-found ^1 1.0.0 ?"])
    let linked = ConsumerLinks(written: [ConsumerLink(.odps, "orders/orders_snowflake"): .init(contract: "c-link")])
    #expect(read([port, orders], linked).map(summary) == ["8f5d1c2a|marketing|c-link ^1 1.0.0 ?"])
    #expect(read([Self.agreement, Self.product]).map(\.produces.count) == [2, 2])
    // Two files that say two things say nothing.
    let other = orders.replacing("c-found", with: "c-other")
    #expect(read([port, orders, other]).first?.diagnostics.first?.message.contains("two files say two things") == true)
  }

  private static let catalog = """
    apiVersion: backstage.io/v1alpha1
    kind: API
    metadata:
      name: orders-api
      annotations: {git-contract/contract: c-orders}
    spec: {type: openapi, lifecycle: production, owner: shop, definition: "openapi: 3.0.0"}
    ---
    apiVersion: backstage.io/v1alpha1
    kind: API
    metadata: {name: refunds, namespace: pay}
    spec:
      type: data-contract
      owner: shop
      definition: |
        apiVersion: v3.1.0
        kind: DataContract
        id: c-refunds
        version: 1.0.0
        status: active
    ---
    apiVersion: backstage.io/v1alpha1
    kind: API
    metadata: {name: rest}
    spec: {type: openapi, owner: shop, definition: "openapi: 3.0.0"}
    ---
    apiVersion: backstage.io/v1alpha1
    kind: Component
    metadata: {name: Dashboard, title: The dashboard}
    spec:
      type: service
      owner: group:default/bi
      consumesApis: [orders-api, "API:pay/Refunds", rest]
      providesApis: [default/orders-api]

    """

  @Test func `a Backstage component consumes the APIs whose entities name a contract`() throws {
    #expect(
      consumers(Self.catalog).map(summary) == [
        "component:default/dashboard|group:default/bi|c-orders any - ?|c-refunds any - ? makes c-orders"
      ])
    let first = try #require(consumers(Self.catalog).first)
    #expect(first.title == "The dashboard")
    #expect(first.isUnderstood)
    let missing = try #require(consumers(Self.catalog.replacing("rest]", with: "elsewhere]")).first)
    #expect(
      missing.diagnostics.map(\.message) == [
        "nobody says which contract API 'api:default/elsewhere' is: write a link into '.contracts/consumer-sources.yaml'"
      ])
    let none = ConsumerLinks(written: [ConsumerLink(.backstage, "api:default/elsewhere"): .init(contract: nil)])
    #expect(consumers(Self.catalog.replacing("rest]", with: "elsewhere]"), links: none).map(\.isUnderstood) == [true])
  }

  private static let manifest = #"""
    {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "project_name": "shop"},
     "sources": {
       "source.shop.raw.orders": {"unique_id": "source.shop.raw.orders", "name": "orders", "schema": "raw",
          "meta": {}, "config": {"meta": {"contract_id": "c-orders", "contract_table": "orders"}}},
       "source.shop.raw.leads": {"unique_id": "source.shop.raw.leads", "name": "leads", "meta": {}}},
     "nodes": {
       "model.shop.stg_orders": {"resource_type": "model", "name": "stg_orders", "group": "shop",
          "depends_on": {"nodes": ["source.shop.raw.orders"]}},
       "model.shop.stg_leads": {"resource_type": "model", "name": "stg_leads", "depends_on": {"nodes": ["source.shop.raw.leads"]}},
       "model.shop.mid": {"resource_type": "model", "name": "mid", "depends_on": {"nodes": ["model.shop.stg_orders", "model.shop.stg_leads"]}},
       "model.shop.revenue": {"resource_type": "model", "name": "revenue", "config": {"meta": {"contract_id": "c-revenue"}},
          "depends_on": {"nodes": ["model.shop.mid"]}},
       "test.shop.t": {"resource_type": "test", "name": "t", "depends_on": {"nodes": ["source.shop.raw.orders"]}}},
     "exposures": {
       "exposure.shop.weekly": {"name": "weekly", "label": "Weekly \ud83d\ude00", "owner": {"name": "BI", "email": "bi@acme.example"},
          "depends_on": {"nodes": ["model.shop.mid", "model.shop.revenue"]}}},
     "groups": {"group.shop.shop": {"name": "shop", "owner": {"name": "Shop team", "email": "shop@acme.example"}}}}
    """#

  @Test func `a dbt manifest says which models and exposures stand on a source that names its contract`() throws {
    let found = consumers(Self.manifest, path: "consumers/manifest.json")
    #expect(
      found.map(summary) == [
        "exposure.shop.weekly|BI|c-revenue any - ?|c-orders any - orders(?) via model.shop.stg_orders>model.shop.mid",
        "model.shop.revenue|-|c-orders any - orders(?) via model.shop.stg_orders>model.shop.mid makes c-revenue",
        "model.shop.stg_orders|Shop team|c-orders any - orders(?)",
      ])
    #expect(found.first?.title == "Weekly 😀")
    #expect(found.first?.contacts.map(\.url) == ["mailto:bi@acme.example"])
    let links = ConsumerLinks(written: [ConsumerLink(.dbt, "source.shop.raw.leads"): .init(contract: "c-leads", table: "leads")])
    #expect(consumers(Self.manifest, links: links).contains { summary($0) == "model.shop.stg_leads|-|c-leads any - leads(?)" })
    // Equal names say nothing.
    let silent = consumers(Self.manifest.replacing("contract_id", with: "other_id"))
    #expect(silent.map(\.identifier) == ["consumers/x.yaml"])
    #expect(silent[0].diagnostics.map(\.rule) == ["consumer-unknown-contract"])
  }

  @Test(arguments: [
    ("kind: DataProduct\nname: x\ninputPorts: [{name: a, contractId: c}]\n", ConsumerFormat.odps, "needs 'id'"),
    ("kind: DataProduct\nid: x\ninputPorts: [{name: a}]\n", .odps, "an input port 'a' names no contract"),
    ("kind: DataProduct\nid: x\ninputPorts: [{name: a, contractId: [c]}]\n", .odps, "must be a text, not a list"),
    ("kind: DataProduct\nid: x\ninputPorts: [{name: a, contractId: \"${ID}\"}]\n", .odps, "variables"),
    ("kind: DataProduct\nid: x\ninputPorts: {a: c}\n", .odps, "'inputPorts' must be a list"),
    ("kind: DataProduct\nid: x\ninputPorts: [c]\n", .odps, "must be a mapping"),
    ("kind: AccessAgreement\nid: a\nprovider: {dataContractId: c}\nconsumer: {teamId: t}\n", .oaas, "'status' of an agreement"),
    ("kind: AccessAgreement\nid: a\nstatus: approved\nprovider: {dataContractId: c}\n", .oaas, "needs 'consumer'"),
    ("kind: AccessAgreement\nid: a\nstatus: approved\nprovider: {dataContractId: c}\nconsumer: {}\n", .oaas, "'consumer' needs"),
    ("kind: AccessAgreement\nid: a\nstatus: approved\nprovider: {teamId: x}\nconsumer: {teamId: t}\n", .oaas, "'provider' needs"),
    (
      "dataUsageAgreementSpecification: 2.0.0\nid: a\ninfo: {status: approved}\nprovider: {dataContractId: c}\nconsumer: {teamId: t}\n",
      .dataUsageAgreement, "must be 0.0.1"
    ),
    ("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {}\nspec: {consumesApis: [a]}\n", .backstage, "metadata.name"),
    ("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {consumesApis: a}\n", .backstage, "must be a list"),
    ("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n---\nfoo: bar\n", .backstage, "must be one"),
    ("{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/catalog/v1.json\"}}", .dbt, "does not say"),
    ("{\"metadata\": {\"dbt_schema_version\": \"x/dbt/manifest/v12\"}, \"nodes\": []}", .dbt, "'nodes' of the manifest must be an object"),
    ("{\"metadata\": {\"dbt_schema_version\": \"x/dbt/manifest/v12\"}, \"metadata\": 1}", .dbt, "'metadata' stands twice"),
    ("{\"a\": \"dbt_schema_version\", \"b\": \(String(repeating: "[", count: 200))", .dbt, "deeper than 128 levels"),
    ("kind: DataContract\nid: [\n", .contract, ""),
    ("kind: ContractConsumer\nid: a\n---\nkind: ContractConsumer\n", .consumer, "second document"),
    ("kind: DataProduct\nkind: DataProduct\nid: x\n", .consumer, "stands here again"), ("", .consumer, "empty"),
    ("a: &a [*a]\n", .consumer, "alias"), ("- 1\n", .consumer, "must be a mapping"),
  ])
  func `a file with faults is somebody of whom nothing is known`(text: String, format: ConsumerFormat, words: String) throws {
    let found = consumers(text)
    #expect(found.count == 1)
    let consumer = try #require(found.first)
    #expect(!consumer.isUnderstood)
    #expect(consumer.format == format)
    #expect(consumer.diagnostics.contains { $0.message.contains(words) }, "\(consumer.diagnostics)")
    let uses = ElementUses(of: FieldName(table: "t", field: "f"), in: try Self.anyContract(), consumers: found)
    #expect(!uses.canBeRemoved)
  }

  private static func anyContract() throws -> Contract {
    let text =
      "apiVersion: v3.1.0\nkind: DataContract\nid: c-any\nversion: 1.0.0\nstatus: active\nschema: [{name: t, properties: [{name: f}]}]\n"
    return try ContractReader.read(Array(text.utf8), path: "any.yaml")
  }

  @Test func `what is too large is refused, and a graph that is too large to walk too`() {
    let small = YAMLDocument.Limits(bytes: 100)
    let manifest = ConsumerFile.read(Array(Self.manifest.utf8), path: "m.json", limits: small)
    #expect(manifest.drafts.map { $0.declaration.diagnostics.map(\.rule) } == [["file-too-large"]])
    let product = ConsumerFile.read(Array(Self.product.utf8), path: "p.yaml", limits: small)
    #expect(product.drafts.map { $0.declaration.isUnderstood } == [false])
    // 2,000 exposures on a chain of 4,000 models.
    let models = (0..<4_000).map {
      "\"model.m\($0)\": {\"resource_type\": \"model\", \"depends_on\": {\"nodes\": [\"\($0 == 0 ? "source.s" : "model.m\($0 - 1)")\"]}}"
    }
    let exposures = (0..<2_000).map { "\"exposure.e\($0)\": {\"depends_on\": {\"nodes\": [\"model.m3999\"]}}" }
    let text =
      "{\"metadata\": {\"dbt_schema_version\": \"x/dbt/manifest/v12\"}, \"sources\": {\"source.s\": {\"meta\": {\"contract_id\": \"c\"}}}, "
      + "\"nodes\": {\(models.joined(separator: ", "))}, \"exposures\": {\(exposures.joined(separator: ", "))}}"
    let found = consumers(text)
    #expect(found.map(\.isUnderstood) == [false])
    #expect(found.first?.diagnostics.first?.message.contains("too large to be walked") == true)
  }
}
