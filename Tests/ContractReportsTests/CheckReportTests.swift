import ContractKit
import Testing

@testable import ContractReports

private func contract(_ name: String, _ version: String, _ columns: [String]) throws -> Contract {
  let lines = columns.map { "      - {name: \($0), logicalType: string}\n" }.joined()
  let text = """
    apiVersion: v3.1.0
    kind: DataContract
    id: \(name)-id
    name: \(name)
    version: \(version)
    status: active
    schema:
      - name: \(name)
        properties:

    """
  return try ContractReader.read(Array((text + lines).utf8), path: "contracts/\(name).odcs.yaml")
}

/// A column of `orders` goes, one of `refunds` comes; `orders` still needs a version, and a consumer reads the column.
private func answer(level: Level = .error) throws -> CheckAnswer {
  let orders = (old: try contract("orders", "1.4.0", ["id", "email"]), new: try contract("orders", "1.4.0", ["id"]))
  let refunds = (old: try contract("refunds", "1.0.0", ["id"]), new: try contract("refunds", "1.1.0", ["id", "day"]))
  let removed = TransitionDiff(from: orders.old, to: orders.new)
  let added = TransitionDiff(from: refunds.old, to: refunds.new)
  let consumer = ConsumerDeclaration.read(
    Array(
      """
      apiVersion: git-contract/v1
      kind: ContractConsumer
      id: revenue
      name: Revenue
      team: "@acme/bi"
      uses: [{contract: orders-id, version: "^1.0", fields: {orders: [email]}}]
      """.utf8), path: "consumers/bi/revenue.yaml")
  let path = "contracts/orders.odcs.yaml"
  return CheckAnswer(
    verdict: level == .error ? .refuse : .pass,
    findings: [
      Finding(
        rule: "version-not-bumped", level: level, contract: "orders-id", path: path, position: SourcePosition(line: 5, column: 10),
        message: "version is still 1.4.0", fixes: [Finding.Fix(title: "raise it", command: "git contract bump orders")]),
      Finding(
        rule: "property-removed", level: level, contract: "orders-id", path: path, position: SourcePosition(line: 11, column: 9),
        message: "property 'email' was removed", fixes: [Finding.Fix(title: "announce it", command: "git contract deprecate x")],
        isPrice: false),
      Finding(rule: "owner-missing", level: .warning, path: "CODEOWNERS", message: "nobody owns it"),
      Finding(
        rule: "property-added", level: .note, contract: "refunds-id", path: "contracts/refunds.odcs.yaml",
        message: "property 'day' was added",
        isPrice: false),
    ],
    contracts: [removed, added], signOffs: [],
    impact: ConsumerImpact.of(ConsumerStep(old: orders.old, new: orders.new, changes: removed.changes), consumers: [consumer]))
}

struct CheckReportTests {
  @Test func `a block for each contract: what changed, what is due, whom it hurts; the verdict last`() throws {
    #expect(
      try answer().text(.plain) == """
        orders 1.4.0 (contracts/orders.odcs.yaml): breaking, 2.0.0 is due
        contracts/orders.odcs.yaml:11:9: error: property 'email' was removed [property-removed]
          hint: announce it: git contract deprecate x
        contracts/orders.odcs.yaml:5:10: error: version is still 1.4.0 [version-not-bumped]
          hint: raise it: git contract bump orders
        hurts 1 consumer:
          Revenue (@acme/bi) breaks: orders.email
        refunds 1.0.0 -> 1.1.0 (contracts/refunds.odcs.yaml): compatible
        contracts/refunds.odcs.yaml:1:1: note: property 'day' was added [property-added]
        CODEOWNERS:1:1: warning: nobody owns it [owner-missing]
        refused: 2 errors, 1 warning

        """)
  }

  @Test func `a paid change offers no way out, and a hook may leave it away`() throws {
    let text = try answer(level: .note).text(.plain, least: .warning)
    #expect(
      text == """
        orders 1.4.0 (contracts/orders.odcs.yaml): breaking, 2.0.0 is due
        contracts/orders.odcs.yaml:5:10: note: version is still 1.4.0 [version-not-bumped]
          hint: raise it: git contract bump orders
        hurts 1 consumer:
          Revenue (@acme/bi) breaks: orders.email
        refunds 1.0.0 -> 1.1.0 (contracts/refunds.odcs.yaml): compatible
        CODEOWNERS:1:1: warning: nobody owns it [owner-missing]
        passed: 1 warning

        """)
    #expect(!(try answer(level: .note).text(.plain)).contains("deprecate"))
  }

  @Test func `quiet says what refuses, and of a pass nothing`() throws {
    let refused = try answer().text(.plain, quiet: true)
    #expect(refused.contains("version-not-bumped") && !refused.contains("refunds") && !refused.contains("hurts"))
    #expect(try answer(level: .note).text(.plain, quiet: true) == "")
  }

  @Test func `only what is warned about makes a pass speak`() throws {
    var answer = try answer(level: .note)
    #expect(!answer.isPlainPass)
    answer.findings.removeAll { $0.level == .warning }
    #expect(answer.isPlainPass)
  }
}

struct HeadingTests {
  @Test(arguments: [
    ("1.4.0", "orders 1.4.0 (contracts/orders.odcs.yaml): breaking, 2.0.0 is due"),
    ("1.5.0", "orders 1.4.0 -> 1.5.0 (contracts/orders.odcs.yaml): breaking, 2.0.0 is due"),
    ("2.0.0", "orders 1.4.0 -> 2.0.0 (contracts/orders.odcs.yaml): breaking"),
    ("v3", "orders 1.4.0 -> v3 (contracts/orders.odcs.yaml): breaking"),
    ("soon", "orders 1.4.0 -> soon (contracts/orders.odcs.yaml): breaking, 2.0.0 is due"),
  ])
  func `names a version that is due until the contract has it, or a higher one`(version: String, heading: String) throws {
    let diff = TransitionDiff(from: try contract("orders", "1.4.0", ["id", "email"]), to: try contract("orders", version, ["id"]))
    #expect(diff.heading == heading)
  }
}

struct MarkdownTests {
  @Test(arguments: [
    ("promo_code", "promo_code"), ("_a_", "\\_a\\_"), ("a__b", "a\\_\\_b"), ("a _b", "a \\_b"), ("größe_m2", "größe_m2"),
    ("#payments", "#payments"), ("# payments", "\\# payments"), ("##", "\\##"), ("(#41)", "(#41)"),
    ("[a](b)", "\\[a\\](b)"), ("<b>*x*`y`", "\\<b>\\*x\\*\\`y\\`"),
    ("[\u{301}a](b)", "\\[\u{301}a\\](b)"), ("x`\u{301}y|\u{301}", "x\\`\u{301}y\\|\u{301}"), ("o\u{308}_m", "o\u{308}_m"),
    ("1.0 -> 2.0", "1.0 -> 2.0"), ("> a", "\\> a"), ("a|b~c\\", "a\\|b\\~c\\\\"),
  ])
  func `escapes what would format, and leaves names as they are`(text: String, expected: String) {
    #expect(Markdown.text(text) == expected)
  }

  @Test func `no accent hides what would end a code span or a cell`() {
    #expect(Markdown.code("a`\u{301}b") == "a'\u{301}b")
    #expect(Markdown.cell("a|\u{301}b") == "a\\|\u{301}b")
  }
}
