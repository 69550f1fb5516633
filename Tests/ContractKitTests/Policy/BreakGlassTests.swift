import Testing

@testable import ContractKit

/// What breaking the glass pays for, over all prices that there are.
struct BreakGlassTests {
  private static let use = BreakGlass(person: "ann", reason: "noon", assurance: .signature, source: .record("0123456789abcdef"))

  private static let paid: Set<String> = [
    "owner-missing", "owner-unknown", "owner-sign-off-missing", "security-sign-off-missing", "acknowledgement-missing",
  ]

  private static func judge(_ rule: String, overrides: [BreakGlass]) throws -> Judgement {
    let step = JudgedStep(
      contract: "id", title: "orders", path: "contracts/a.yaml", oldStatus: .active, newStatus: .active, wasEverActive: true, changes: [],
      prices: [Price(rule: rule, contract: "id", path: "contracts/a.yaml", message: "due", changes: ["0123456789abcdef"])],
      overrides: overrides)
    let text = "ownership: enforce\nlevels: {\(rule): error}\n"
    return Judgement(
      steps: [step], policy: try Policy.read(Array(text.utf8)), today: try #require(CalendarDay("2026-02-01")))
  }

  @Test(arguments: RuleNames.prices)
  func `it pays what owners are asked, and nothing else`(_ rule: String) throws {
    #expect(try Self.judge(rule, overrides: []).verdict == .refuse)
    let answer = try Self.judge(rule, overrides: [Self.use])
    let isPaid = Self.paid.contains(rule)
    #expect(answer.verdict == (isPaid ? .pass : .refuse))
    #expect(answer.findings.first { $0.rule == rule && $0.message == "due" }?.level == (isPaid ? .note : .error))
    #expect(answer.findings.contains { $0.rule == "override-used" && $0.level >= .warning && $0.message.contains("noon") })
  }

  @Test func `no level silences it`() throws {
    let text = "ownership: enforce\nlevels: {override-used: off}\n"
    let step = JudgedStep(
      contract: "id", title: "orders", path: "contracts/a.yaml", oldStatus: .draft, newStatus: .draft, wasEverActive: false, changes: [],
      prices: [], overrides: [Self.use])
    let answer = Judgement(
      steps: [step], policy: try Policy.read(Array(text.utf8)), today: try #require(CalendarDay("2026-02-01")))
    #expect(answer.findings.map(\.level) == [.warning])
  }

  @Test func `it is for humans who are listed, by id, handle or e-mail, and are there`() throws {
    let roster = Roster(
      people: try People.read(
        Array(
          """
          people:
            - {id: ann, handles: ["@ann"], emails: [ann@acme.example]}
            - {id: robot, kind: bot}
            - {id: gone, until: 2025-12-31}
          """.utf8)), day: try #require(CalendarDay("2026-02-01")))
    func fault(_ id: String, _ list: String) throws -> String? {
      let policy = try Policy.read(Array("override: [\(list)]\n".utf8))
      return policy.overrideFault(of: try #require(roster.people.person(id: id)), roster: roster)
    }
    for list in ["ann", "\"@Ann\"", "Ann@acme.example"] { #expect(try fault("ann", list) == nil, "\(list)") }
    #expect(try fault("ann", "ANN")?.contains("is not among 'override'") == true)
    #expect(try fault("robot", "robot") == "'robot' is a bot or agent")
    #expect(try fault("gone", "gone") == "'gone' left after 2025-12-31")
  }
}
