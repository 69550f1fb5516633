import ContractKit
import ContractTestSupport
import Testing

@testable import ContractReports

private let before = """
  apiVersion: v3.1.0
  kind: DataContract
  id: shop-orders
  name: orders
  version: 1.4.2
  status: active
  schema:
    - name: orders
      physicalType: table
      properties:
        - {name: order_id, logicalType: string, physicalType: VARCHAR(36), required: true}
        - {name: "e|mail`x`", logicalType: string, physicalType: VARCHAR(320)}
        - {name: amount, logicalType: number, physicalType: "DECIMAL(10,2)", classification: restricted}
        - {name: note, logicalType: string, description: "*What* was said."}
  """

private let after = """
  apiVersion: v3.1.0
  kind: DataContract
  id: shop-orders
  name: orders
  version: 1.5.0
  status: active
  schema:
    - name: orders
      physicalType: table
      properties:
        - {name: order_id, logicalType: string, physicalType: VARCHAR(36), required: true}
        - {name: amount, logicalType: number, physicalType: "DECIMAL(12,2)", classification: public}
        - {name: note, logicalType: string, description: "<b>What</b> was said.", deprecated: true}
        - {name: phone, logicalType: string}
  """

/// What every report shows, to the byte. `RECORD_GOLDENS=1 swift test --filter ReportGoldenTests` writes the files anew.
struct ReportGoldenTests {
  let toolVersion = "0.0.0"

  func contract(_ text: String, at path: String = "contracts/orders.yaml") throws -> Contract {
    try ContractReader.read(Array(text.utf8), path: path)
  }

  func diff() throws -> TransitionDiff {
    TransitionDiff(from: try contract(before), to: try contract(after))
  }

  func diagnostic() -> Diagnostic {
    Diagnostic(
      path: "contracts/re`funds|.yaml", position: SourcePosition(line: 5, column: 3), rule: "yaml-syntax",
      message: "did not find expected ',' or ']' \u{1B}[31m")
  }

  private func consumers() -> [ConsumerDeclaration] {
    [
      ("dashboard", "Revenue | *dashboard*", "\"^1.0\"", "{orders: [\"e|mail`x`\", order_id]}"), ("export", "Export", "\"^1.0\"", "\"*\""),
      ("ledger", "Ledger", "\"~1.3\"", "{orders: [note]}"), ("mystery", "Mystery", "\"^2\"", "{refunds: [order_id]}"),
    ].map { identifier, name, range, fields in
      ConsumerDeclaration.read(
        Array(
          """
          apiVersion: git-contract/v1
          kind: ContractConsumer
          id: \(identifier)
          name: "\(name)"
          team: "@shop/\(identifier)"
          uses:
            - contract: shop-orders
              version: \(range)
              fields: \(fields)
          """.utf8), path: "consumers/\(identifier)/x.yaml")
    }
  }

  func impact() throws -> [ConsumerImpact] {
    let (old, new) = (try contract(before), try contract(after))
    return ConsumerImpact.of(ConsumerStep(old: old, new: new, changes: try diff().changes), consumers: consumers())
  }

  func signOff() -> CheckAnswer.SignOff {
    CheckAnswer.SignOff(
      contract: "shop-orders", person: "Ann <b>", owner: "@shop/orders", assurance: "claim", decision: "approve", record: nil)
  }

  func checkAnswer() throws -> CheckAnswer {
    let position = SourcePosition(line: 5, column: 10)
    return CheckAnswer(
      verdict: .refuse,
      findings: [
        Finding(
          rule: "version-bump-too-small", level: .error, contract: "shop-orders", path: "contracts/orders.yaml", position: position,
          message: "a breaking change asks for 2.0.0, not 1.5.0", hint: nil,
          fixes: [.init(title: "Raise the version", command: "git contract bump 'or|ders'", needsHuman: false)], fingerprint: nil,
          isPrice: true),
        Finding(
          rule: "property-removed", level: .warning, contract: "shop-orders", path: "contracts/orders.yaml", position: position,
          message: "property 'e|mail`x`' was removed", hint: "announce it first", fixes: [], fingerprint: "0123456789abcdef", isPrice: false
        ),
      ], contracts: [try diff()], signOffs: [signOff()], impact: try impact())
  }

  func timeline() throws -> Timeline {
    let first = TransitionDiff(from: nil, to: try contract(before))
    return Timeline(
      identifier: "shop-orders", major: 1, name: "orders", path: "contracts/orders.yaml",
      versions: [
        Timeline.Release(
          version: "1.5.0", commit: "0123456789abcdef0123456789abcdef01234567", date: "2024-02-03T04:05:06+05:30", author: "Ann_O",
          summary: "Drop `email`, # not a heading", diff: try diff(), signOffs: [signOff()], migration: ["read phone | not *email*"],
          consumers: try impact()),
        Timeline.Release(
          version: "1.4.2", commit: "89abcdef0123456789abcdef0123456789abcdef", date: "2024-01-01T00:01:00Z", author: "Ann_O",
          summary: "Start", diff: first, signOffs: [], migration: [], consumers: []),
      ],
      deprecated: [
        Timeline.Deprecation(
          element: "orders.no|te", since: "2024-02-03", sinceVersion: "1.5.0", removeAfter: "2024-06-30", replacedBy: "orders.comment"),
        Timeline.Deprecation(element: "orders.old", since: "2024-01-01", sinceVersion: "1.4.2", removeAfter: nil, replacedBy: nil),
      ])
  }

  private func expect(_ name: String, text: String, markdown: String, json: JSON) throws {
    #expect(try Golden.difference(text, from: name + ".txt") == nil)
    #expect(try Golden.difference(markdown, from: name + ".md") == nil)
    #expect(try Golden.difference(json.pretty, from: name + ".json") == nil)
    for answer in [text, markdown, json.pretty] {
      #expect(!answer.unicodeScalars.contains("\u{1B}"))
      #expect(answer.hasSuffix("\n") && !answer.hasSuffix("\n\n"), "\(name) must end with one line feed")
    }
  }

  @Test func `the page of changelog`() throws {
    var ended = try timeline()
    ended.major = 0
    ended.deprecated = []
    ended.end = Timeline.End(
      how: .replaced(by: "<other>"), commit: "0123456789abcdef0123456789abcdef01234567", date: "2024-02-03T04:05:06Z", author: "Ann & Ben")
    let answer = ChangelogAnswer(lines: [try timeline(), ended])
    #expect(try Golden.difference(answer.html, from: "changelog.html") == nil)
    #expect(try Golden.difference(answer.templateContext(toolVersion: toolVersion).pretty, from: "changelog-context.json") == nil)
  }

  @Test func `the answer of diff`() throws {
    let answer = DiffAnswer(diagnostics: [.init(diagnostic(), side: .new)], contracts: [try diff()])
    try expect("diff", text: answer.text(.plain), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
  }

  @Test func `the answer of check`() throws {
    let answer = try checkAnswer()
    try expect("check", text: answer.text(.plain), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
    #expect(answer.text(.plain, quiet: true).split(separator: "\n").count == 4)
  }

  @Test func `the comment below a pull request`() throws {
    #expect(try Golden.difference(checkAnswer().pullRequestComment(), from: "check.comment.md") == nil)
    #expect(try Golden.difference(checkAnswer().variables, from: "check.variables.txt") == nil)
  }

  @Test func `the answer of log`() throws {
    let answer = LogAnswer(lines: [try timeline()])
    try expect("log", text: answer.text(.plain), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
  }

  @Test func `the answer of changelog`() throws {
    let answer = ChangelogAnswer(lines: [try timeline()])
    try expect("changelog", text: answer.text(.plain), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
  }

  func listAnswer() -> ListAnswer {
    ListAnswer(entries: [
      .init(
        identifier: "shop-orders", name: "orders", path: "contracts/orders.yaml", version: "1.5.0", status: "active",
        owners: ["@shop/orders", "ann@shop.example"], consumers: ["dashboard", "led_ger"], problem: nil),
      .init(
        identifier: nil, name: nil, path: "contracts/re`funds|.yaml", version: nil, status: nil, owners: [], consumers: [],
        problem: "5:3: did not find expected ',' \u{1B}"),
    ])
  }

  @Test func `the answer of list`() throws {
    let answer = listAnswer()
    try expect("list", text: answer.text(.plain), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
  }

  func ownersAnswer() -> OwnersAnswer {
    let file = CodeOwners.parse(
      Array("# who\n*.yaml @shop/data\n/contracts/orders.yaml @shop/or_ders ann@shop.example\n/contracts/free.yaml\n/x nobody\n".utf8),
      path: "CODEOWNERS", dialect: .github)
    return OwnersAnswer(
      codeOwners: file, dialect: .github, paths: ["contracts/orders.yaml", "contracts/free.yaml", "contracts/a|`b`.yaml", "README"])
  }

  @Test func `the answer of owners`() throws {
    let answer = ownersAnswer()
    try expect("owners", text: answer.text(.plain, explain: true), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
  }

  @Test func `the answer of impact`() throws {
    let answer = ImpactAnswer(
      knownAt: "0123456789abcdef0123456789abcdef01234567", consumers: try self.impact(), today: CalendarDay(daysSince1970: 20_000))
    try expect("impact", text: answer.text(.plain), markdown: answer.markdown, json: answer.json(toolVersion: toolVersion))
    let nobody = ImpactAnswer(knownAt: nil, consumers: [], today: CalendarDay(daysSince1970: 20_000))
    #expect(nobody.text(.plain) == "no declared consumer reads what changed\n")
    #expect(nobody.markdown == "No declared consumer reads what changed.\n")
  }

  func usesAnswer() throws -> UsesAnswer {
    UsesAnswer(
      contract: "orders", uses: ElementUses(of: nil, in: try contract(before), consumers: consumers()),
      today: CalendarDay(daysSince1970: 20_000))
  }

  @Test func `the answer of uses`() throws {
    let answer = try usesAnswer()
    try expect(
      "uses", text: answer.text(.plain, asksForRemoval: true), markdown: answer.markdown(asksForRemoval: true),
      json: answer.json(toolVersion: toolVersion))
  }
}

/// `explain` knows every name that a finding may carry.
struct ExplanationTests {
  @Test func `every rule of policy and every fault has words`() {
    for name in RuleNames.prices + CodeOwners.diagnosticRules.sorted() + Catalogue.all.map(\.id) {
      #expect(RulesAnswer.Explained(named: name) != nil, "\(name)")
    }
    let names = RulesAnswer.Explained.names
    #expect(Set(names).count == names.count)
    for entry in Prices.all + Faults.all {
      #expect(entry.words.reason.hasSuffix(".") && entry.words.advice.hasSuffix("."), "\(entry.id)")
    }
  }
}
