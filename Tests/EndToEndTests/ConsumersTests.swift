import ContractTestSupport
import Foundation
import Testing

/// Consumers that live in other repositories: fetched, kept, missed when they are not there.
struct ConsumersTests {
  private static let identifier = "4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6"

  private static func declaration(_ identifier: String = "dashboard", range: String = "^1.4", more: String = "") -> String {
    """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: \(identifier)
    team: "@acme/finance"
    uses:
      - contract: \(Self.identifier)
        version: "\(range)"
        fields:
          orders: [order_id, amount]
    \(more)
    """
  }

  /// A producer with one source, and the source's own repository.
  private static func pair(_ sources: String = "") throws -> (company: Company, source: TestRepository) {
    let company = try Company()
    let source = try TestRepository(in: company.scratch, name: "finance")
    source.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    try source.commit(["README": "Dashboards.\n", ".contracts/consumes.yaml": declaration()], "Start\n", by: Company.cat)
    try company.developer.write(
      "sources:\n  - {name: finance, url: \"\(source.path)\"}\n" + sources, to: ".contracts/consumer-sources.yaml")
    try company.commit("Name the source", by: Company.cat)
    return (company, source)
  }

  private static func dropAmount(_ company: Company) throws {
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
  }

  @Test func `a source that was never fetched is somebody of whom nothing is known`() throws {
    let (company, _) = try Self.pair()
    let asked = try company.contract("can-i-remove", "orders.orders.amount")
    #expect(asked.status == 1, "\(asked.output)")
    #expect(asked.output.contains("source 'finance'"), "\(asked.output)")
    try Self.dropAmount(company)
    let impact = try company.contract("impact", "HEAD~1..HEAD")
    #expect(impact.output.contains("unknown"), "\(impact.output)")
    let all = try company.contract("check", "--all")
    #expect(all.output.contains("[consumer-source-missing]"), "\(all.output)")
    #expect(all.output.contains("git contract consumers sync"), "\(all.output)")
  }

  @Test func `what a source declares is kept in a ref, and counts like a file of one's own`() throws {
    let (company, source) = try Self.pair()
    let commit = try source.git("rev-parse", "HEAD")
    let synced = try company.contract("consumers", "sync")
    #expect(synced.status == 0, "\(synced.errors)")
    #expect(synced.output == "finance: 1 file at \(commit.prefix(12))\n", "\(synced.output)")
    #expect(try company.developer.git("ls-tree", "-r", "--name-only", "refs/contracts/consumers/finance") == ".contracts/consumes.yaml")
    #expect(try company.developer.git("log", "-1", "--format=%B", "refs/contracts/consumers/finance").contains(commit))
    // Nothing of the source's history is here, and the repository is no shallow one.
    #expect(try company.developer.tryGit("cat-file", "-e", commit).status != 0)
    #expect(try company.developer.git("rev-parse", "--is-shallow-repository") == "false")
    let email = try company.contract("can-i-remove", "orders.orders.email")
    #expect(email.status == 0, "\(email.output)")
    try Self.dropAmount(company)
    let impact = try company.contract("impact", "HEAD~1..HEAD")
    #expect(impact.output.contains("broken"), "\(impact.output)")
    #expect(impact.output.contains("dashboard (@acme/finance): orders.amount"), "\(impact.output)")

    let again = try company.contract("consumers", "sync")
    #expect(again.output == "finance: still 1 file at \(commit.prefix(12))\n", "\(again.output)")
    try source.commit([".contracts/consumes.yaml": Self.declaration("other")], "Rename\n", by: Company.cat)
    #expect(try company.contract("consumers", "sync").status == 0)
    #expect(try company.developer.git("rev-list", "--count", "refs/contracts/consumers/finance") == "2")
    #expect(try company.contract("who-uses", "orders").output.contains("other"))
  }

  @Test func `a source that cannot be fetched stops no other, and keeps what was known`() throws {
    let (company, source) = try Self.pair(
      "  - {name: gone, url: \"/nowhere/at/all\"}\n  - {name: empty, url: \"PLACE\", files: [x.yaml]}\n")
    let file = company.developer.path + "/.contracts/consumer-sources.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8).replacing("PLACE", with: source.path)
    try company.developer.write(text, to: ".contracts/consumer-sources.yaml")
    try company.commit("Name more", by: Company.cat)
    let synced = try company.contract("consumers", "sync")
    #expect(synced.status == 128, "\(synced.output)")
    #expect(synced.output.hasPrefix("finance: 1 file"), "\(synced.output)")
    #expect(synced.errors.contains("cannot fetch 'HEAD' from '/nowhere/at/all'"), "\(synced.errors)")
    #expect(synced.errors.contains("source 'empty' has no file 'x.yaml'"), "\(synced.errors)")
    // The address comes from the repository: only what the user allowed is fetched.
    let refused = try company.developer.tryGit("-c", "protocol.file.allow=user", "contract", "consumers", "sync", "finance")
    #expect(refused.status == 128)
    #expect(refused.errors.contains("transport 'file' not allowed"), "\(refused.errors)")
    #expect(try company.contract("who-uses", "orders").output.contains("dashboard"))
    let wrong = try company.contract("consumers", "sync", "finanze")
    #expect(wrong.errors.contains("did you mean 'finance'?"), "\(wrong.errors)")
  }

  @Test func `nobody pushes consumers away`() throws {
    let (company, _) = try Self.pair()
    #expect(try company.contract("consumers", "sync").status == 0)
    let push = try company.push("refs/contracts/consumers/finance")
    #expect(push.status != 0)
    #expect(push.errors.contains("is written by the server alone"), "\(push.errors)")
  }

  @Test(arguments: [
    ("sources: [{name: a}]", "needs 'url'"), ("sources: [{url: x}]", "needs 'name'"), ("sources: [{name: a/b, url: x}]", "letters, digits"),
    ("sources: [{name: a, url: 'ext::sh -c id'}]", "no address"), ("sources: [{name: a, url: --upload-pack=x}]", "no address"),
    ("sources: [{name: a, url: x, ref: '+main:refs/heads/main'}]", "no name of a branch"),
    ("sources: [{name: a, url: x, files: []}]", "names no file"),
    ("sources: [{name: a, url: x}, {name: A, url: y}]", "stands in line 1 already"), ("srcs: []", "unknown key 'srcs'"),
    ("links: [{format: dbt, name: x}]", "a link needs 'contract'"),
    ("links: [{format: odcs2, name: x, contract: y}]", "did you mean 'odcs'"),
    ("links: [{format: dbt, name: x, contract: }, {format: dbt, name: x, contract: y}]", "has a link already"),
    ("usage: a.csv", "must be a list"),
  ])
  func `a list that cannot be understood is an unknown consumer, and the fault is named`(text: String, words: String) throws {
    let company = try Company()
    try company.developer.write(text + "\n", to: ".contracts/consumer-sources.yaml")
    try company.commit("Name sources", by: Company.cat)
    let synced = try company.contract("consumers", "sync")
    #expect(synced.status == 128)
    #expect(synced.errors.contains(words), "\(synced.errors)")
    #expect(try company.contract("can-i-remove", "orders.orders.email").status == 1)
  }

  @Test func `the roll shows who is left on an old line`() throws {
    let company = try Company(
      contracts: [
        "contracts/orders.odcs.yaml": Company.orders(status: "deprecated"),
        "contracts/orders-2.odcs.yaml": Company.orders(version: "2.1.0", columns: [Company.orderID, Company.email]),
      ],
      consumers: [
        "consumers/a.yaml": Self.declaration("old"), "consumers/b.yaml": Self.declaration("both", range: "^1.4 || ^2"),
        "consumers/c.yaml": Self.declaration("new", range: "^2").replacing("version:", with: "tested: 2.1.0\n    version:"),
        "consumers/d.yaml": Self.declaration("lost", range: "^7"), "consumers/e.yaml": "kind: ContractConsumer\nid: broken\n",
      ])
    let list = try company.contract("consumers", "list", "orders")
    #expect(list.status == 0, "\(list.errors)")
    #expect(
      list.output == """
        orders  \(Self.identifier)  5 consumers
          2.x (2.1.0)
            new (@acme/finance)  ^2, tested with 2.1.0
          1.x (1.4.2, deprecated), 2 of 5 still here
            old (@acme/finance)  ^1.4
            both (@acme/finance)  ^1.4 || ^2, its range takes a newer line
          on none of these
            lost (@acme/finance)  ^7
            broken  its declaration cannot be understood

        """, "\(list.output)")
    #expect(try company.contract("consumers", "list", "--format", "json").output.contains("\"runsOn\": 2"))
  }

  @Test func `where nobody is declared it is said how somebody is`() throws {
    let checked = try Company().contract("consumers", "check")
    #expect(checked.status == 128)
    for text in ["'consumers/TEAM/NAME.yaml'", "'.contracts/consumes.yaml'", "commit it"] {
      #expect(checked.errors.contains(text), "\(text)")
    }
  }

  @Test func `a consumer's own check says what is gone, what goes, and what it relies on in vain`() throws {
    let amount =
      "{name: amount, logicalType: number, deprecated: true, customProperties: [{property: removeAfter, value: \"2099-01-01\"}, "
      + "{property: replacedBy, value: gross}]}"
    let (company, source) = try Self.pair()
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, amount]), to: "contracts/orders.odcs.yaml")
    try company.commit("Deprecate amount", by: Company.ann)
    let good = try source.tryGit("contract", "consumers", "check", "--producer", company.developer.path)
    #expect(good.status == 0, "\(good.output)\(good.errors)")
    #expect(good.output.contains("'orders.amount' of contract 'orders' is deprecated"), "\(good.output)")
    #expect(good.output.contains("days are left until 2099-01-01; read 'gross' in its place"), "\(good.output)")
    try source.write(
      Self.declaration(range: "^3")
        .replacing(
          "amount]", with: "amont]\n    expects: {orders.order_id: {required: true, logicalType: integer}, orders.nothing: {x: 1}}"),
      to: ".contracts/consumes.yaml")
    let bad = try source.tryGit("contract", "consumers", "check", "--producer", company.developer.path)
    #expect(bad.status == 1, "\(bad.output)\(bad.errors)")
    #expect(bad.output.contains("no version of contract 'orders' is within '^3'; the newest is 1.5.0"), "\(bad.output)")
    try source.write(
      Self.declaration()
        .replacing(
          "amount]", with: "amont]\n    expects: {orders.order_id: {required: true, logicalType: integer}, orders.nothing: {x: 1}}"),
      to: ".contracts/consumes.yaml")
    let worse = try source.tryGit("contract", "consumers", "check", "--producer", company.developer.path)
    #expect(worse.status == 1, "\(worse.output)\(worse.errors)")
    #expect(worse.output.contains("has no field 'amont'; did you mean 'amount'?"), "\(worse.output)")
    #expect(
      worse.output.contains("'logicalType' of 'orders.order_id' is 'string' in contract 'orders', and 'integer' is expected"),
      "\(worse.output)")
    #expect(!worse.output.contains("'required'"), "\(worse.output)")
    #expect(worse.output.contains("has no 'orders.nothing' of which something is expected"), "\(worse.output)")
  }

  @Test func `what was seen to be read becomes a declaration to be reviewed`() throws {
    let company = try Company(
      contracts: [
        "contracts/orders.odcs.yaml": Company.orders().replacing(
          "physicalType: table", with: "physicalName: SHOP.ORDERS_V1\n    physicalType: table"),
        "contracts/refunds.odcs.yaml": Company.orders(name: "refunds", identifier: "refunds-1"),
      ])
    try company.scratch.write(
      """
      consumer,object,field,last_seen,count
      Tableau: Revenue,PROD.SHOP.ORDERS_V1,AMOUNT,2026-11-20,812
      Tableau: Revenue,PROD.SHOP.ORDERS_V1,order_id,2026-11-21,1
      Tableau: Revenue,PROD.SHOP.ORDERS_V1,amount,2026-11-22,8
      ops-job,refunds,,,
      ops-job,PROD.CRM.LEADS,name,,
      ops-job,refunds,iban,,

      """, to: "usage.csv")
    let printed = try company.contract("consumers", "draft", "--from", company.scratch.path("usage.csv"), "--for", "Tableau: Revenue")
    #expect(printed.status == 0, "\(printed.errors)")
    #expect(
      printed.output.hasSuffix(
        """
        id: tableau-revenue
        name: "Tableau: Revenue"
        team: "@TEAM" # the handle of the team that answers for it
        uses:
          - contract: "\(Self.identifier)" # orders
            version: "^1.4.2"
            fields:
              orders:
                - amount # 820 times, last on 2026-11-22
                - order_id # once, last on 2026-11-21

        """.replacing("\"\(Self.identifier)\"", with: Self.identifier)), "\(printed.output)")
    let written = try company.contract("consumers", "draft", "--from", company.scratch.path("usage.csv"), "--output", "consumers/drafts")
    #expect(written.status == 0)
    #expect(
      written.output == "written: consumers/drafts/tableau-revenue.yaml\nwritten: consumers/drafts/ops-job.yaml\n", "\(written.output)")
    #expect(written.errors.contains("usage.csv:6: 'ops-job' reads 'PROD.CRM.LEADS', and no contract promises it"), "\(written.errors)")
    #expect(written.errors.contains("usage.csv:7: 'ops-job' reads 'iban' of 'refunds', which contract 'refunds' does not promise"))
    // Nobody answers for a draft yet.
    let checked = try company.contract("consumers", "check", "consumers/drafts/tableau-revenue.yaml", "consumers/drafts/ops-job.yaml")
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    let again = try company.contract("consumers", "draft", "--from", company.scratch.path("usage.csv"), "--output", "consumers/drafts")
    #expect(again.status == 1)
    #expect(again.errors.contains("is there already and was left alone"), "\(again.errors)")
  }

  /// A component of Backstage, a data product, a manifest, and a contract made of another one.
  private static func foreign() throws -> Company {
    let revenue = Company.orders(
      version: "1.0.0", columns: ["{name: total, logicalType: number, transformSourceObjects: [\"orders.odcs.yaml#orders.amount\"]}"],
      name: "revenue", identifier: "c-revenue")
    return try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\nconsumers: [\"consumers/**\"]\n",
      contracts: ["contracts/orders.odcs.yaml": Company.orders(), "contracts/revenue.odcs.yaml": revenue],
      consumers: [
        "consumers/bi/dashboard.yaml": """
        apiVersion: git-contract/v1
        kind: ContractConsumer
        id: dashboard
        team: "@acme/bi"
        uses: [{contract: c-revenue, fields: {revenue: [total]}}]

        """,
        "consumers/crm/catalog-info.yaml": """
        apiVersion: backstage.io/v1alpha1
        kind: API
        metadata: {name: orders}
        spec: {type: data-contract, owner: shop, definition: {$text: ../../contracts/orders.odcs.yaml}}
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: {name: mailer}
        spec: {type: service, owner: crm, consumesApis: [orders]}

        """,
        "consumers/churn/product.odps.yaml":
          "kind: DataProduct\napiVersion: v1.0.0\nid: churn\nstatus: active\ninputPorts: [{name: o, version: 1.4.2, contractId: \(identifier)}]\n",
        "consumers/dbt/manifest.json": """
        {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"},
         "sources": {"source.shop.raw.orders": {"name": "orders", "meta": {}}},
         "nodes": {"model.shop.stg": {"resource_type": "model", "name": "stg", "depends_on": {"nodes": ["source.shop.raw.orders"]}}},
         "exposures": {"exposure.shop.weekly": {"name": "weekly", "depends_on": {"nodes": ["model.shop.stg"]}}}}
        """,
        ".contracts/consumer-sources.yaml":
          "links: [{format: dbt, name: source.shop.raw.orders, contract: \(identifier), table: orders}]\nusage: [\"usage/*.csv\"]\n",
        "usage/warehouse.csv": "consumer,object,field,last_seen\nTABLEAU,PROD.ORDERS,email,2026-11-26\n",
      ])
  }

  @Test func `who declares in another format is found, and it is said in which and where`() throws {
    let company = try Self.foreign()
    let users = try company.contract("who-uses", "orders")
    #expect(users.status == 0, "\(users.errors)")
    for line in [
      "mailer (crm) may use it: its declaration does not say  consumers/crm/catalog-info.yaml (Backstage entity)",
      "consumers/churn/product.odps.yaml (ODPS data product)", "stg (no team)", "consumers/dbt/manifest.json (dbt manifest)",
      "revenue (no team) uses orders.amount  contracts/revenue.odcs.yaml (data contract that refers to it)",
    ] {
      #expect(users.output.contains(line), "\(users.output)")
    }
    let list = try company.contract("consumers", "list", "orders", "--format", "json").output
    for format in ["backstage", "odps", "dbt", "contract"] { #expect(list.contains("\"format\": \"\(format)\""), "\(list)") }
    #expect(try company.contract("consumers", "check").status == 0)
  }

  @Test func `an impact goes on to those who read what is made of the contract`() throws {
    let company = try Self.foreign()
    try Self.dropAmount(company)
    let impact = try company.contract("impact", "HEAD~1..HEAD")
    #expect(impact.status == 0, "\(impact.errors)")
    #expect(impact.output.contains("potentially dashboard (@acme/bi): revenue.total; through revenue\n"), "\(impact.output)")
    #expect(impact.output.contains("unknown     weekly: through model.shop.stg; declared in consumers/dbt/manifest.json (dbt manifest)"))
    let graph = try company.contract("impact", "HEAD~1..HEAD", "--format", "mermaid")
    #expect(graph.output.contains("-->|\"potentially: revenue.total\"|"), "\(graph.output)")
    let json = try company.contract("impact", "HEAD~1..HEAD", "--format", "json")
    #expect(json.output.contains("\"hops\": [\n        \"c-revenue\"\n      ]"), "\(json.output)")
    let check = try company.contract("check", "HEAD~1..HEAD")
    #expect(check.output.contains("dashboard (@acme/bi) may be affected: revenue.total; through revenue"), "\(check.output)")
    let wrong = try company.contract("who-uses", "orders", "--format", "mermaid")
    #expect(wrong.status == 129, "\(wrong.errors)")
    // The contract that referred to what is gone now refers to nothing.
    let own = try company.contract("consumers", "check")
    #expect(own.status == 1, "\(own.output)")
    #expect(own.output.contains("contracts/revenue.odcs.yaml:"), "\(own.output)")
    #expect(own.output.contains("table 'orders' has no field 'amount'"), "\(own.output)")
  }

  @Test func `what was seen to be read and nobody declared is not safe`() throws {
    let company = try Company(consumers: [
      "consumers/a.yaml": Self.declaration(), "usage/w.csv": "consumer,object,field,last_seen\nTABLEAU,PROD.ORDERS,email,2026-11-26\n",
    ])
    #expect(try company.contract("can-i-remove", "orders.orders.email").status == 0)
    let usage = company.developer.path + "/usage/w.csv"
    let seen = try company.contract("can-i-remove", "orders.orders.email", "--usage", usage)
    #expect(seen.status == 1)
    #expect(seen.output.contains("TABLEAU, declared by nobody, read orders.email, last on 2026-11-26"), "\(seen.output)")
    #expect(seen.output.contains("no: 1 whom no declaration names was seen to read orders.orders.email"), "\(seen.output)")
    try company.developer.write("usage: [\"usage/*.csv\"]\n", to: ".contracts/consumer-sources.yaml")
    try company.commit("Keep what was seen", by: Company.cat)
    #expect(try company.contract("can-i-remove", "orders.orders.email").status == 1)
    #expect(try company.contract("who-uses", "orders.orders.email", "--format", "json").output.contains("\"lastSeen\": \"2026-11-26\""))
    let audit = try company.contract("audit")
    #expect(audit.output.contains("a reader whom nobody declared was seen, last on 2026-11-26 [undeclared-reader]"), "\(audit.output)")
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop more", by: Company.ann)
    let impact = try company.contract("impact", "HEAD~1..HEAD")
    #expect(impact.output.contains("seen        TABLEAU, declared by nobody, read orders.email"), "\(impact.output)")
    // A table that cannot be read has not been looked at.
    try company.developer.write("consumer\n", to: "usage/w.csv")
    try company.commit("Break it", by: Company.cat)
    let broken = try company.contract("can-i-remove", "orders.orders.order_id")
    #expect(broken.status == 128)
    #expect(broken.errors.contains("usage/w.csv"), "\(broken.errors)")
  }
}
