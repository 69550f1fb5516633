import ContractTestSupport
import Foundation
import Testing

/// `audit`: of use before anything is adopted, and exact where it is.
struct AuditCommandTests {
  private static let cat = TestPerson("Cat Stranger", "cat@shop.example")
  private static let bot = TestPerson("renovate[bot]", "bot@renovateapp.com")
  private static let dropped = Shop.orders(version: "1.5.0", columns: [Shop.orderID])

  /// The kinds of findings with how often each was found.
  private func kinds(_ answer: Answer) throws -> [String: Int] {
    let findings = try answer.json()["findings"] as? [[String: Any]] ?? []
    return Dictionary(findings.compactMap { ($0["kind"] as? String).map { ($0, 1) } }, uniquingKeysWith: +)
  }

  private func contract(_ answer: Answer) throws -> [String: Any] {
    try #require((answer.json()["contracts"] as? [[String: Any]])?.first)
  }

  @Test func `before adoption it says that nobody answers, and what was broken`() throws {
    let shop = try Shop()
    try shop.repository.commit(["contracts/orders.yaml": Self.dropped], "Drop\n", by: Self.cat)
    let answer = try shop.run("audit", "--format", "json")
    #expect(answer.status == 0, "\(answer.errors)")
    let kinds = try kinds(answer)
    #expect(kinds["orphan"] == 1 && kinds["breaking-unsigned"] == 1 && kinds["breaking-without-bump"] == 1, "\(kinds)")
    #expect(kinds["breaking-without-notice"] == 1 && kinds["active-undeclared"] == nil, "\(kinds)")
    let text = try shop.run("audit")
    #expect(text.output.hasPrefix("1 contract was looked at, for which no team answers; they changed twice.\n"), "\(text.output)")
    #expect(text.output.contains("Nobody answers for 1 contract of 1 (orders)."))
    for name in ["Ann", "Cat", "ann@", "cat@"] { #expect(!text.output.contains(name), "\(name)") }
  }

  @Test(arguments: [("active", true), ("draft", false)])
  func `a contract that never moved its version broke what it broke`(_ status: String, _ binds: Bool) throws {
    let whole = Shop.orders().replacing("status: active", with: "status: \(status)")
    let shop = try Shop(["contracts/orders.yaml": whole])
    let less = Shop.orders(columns: [Shop.orderID]).replacing("status: active", with: "status: \(status)")
    try shop.repository.commit(["contracts/orders.yaml": less], "Drop\n", by: Self.cat)
    let answer = try shop.run("audit", "--format", "json")
    let counts = try #require(contract(answer)["counts"] as? [String: Int])
    #expect(counts["breaking"] == (binds ? 1 : 0) && counts["withoutBump"] == (binds ? 1 : 0), "\(counts)")
    #expect(try shop.run("audit").output.contains("orders changed under its first version, which breaks readers") == binds)
    let log = try shop.run("log", "orders")
    #expect(log.output.contains("breaking since it began, under the same version:\n") == binds, "\(log.output)")
    #expect(log.output.contains("was removed") == binds, "\(log.output)")
    #expect(try shop.run("log", "orders", "--impact", "breaking").output.isEmpty != binds)
    #expect(try shop.run("log", "--format", "json").output.contains("\"sinceBegun\": \"breaking\"") == binds)
    let pages = shop.repository.path + "/pages"
    #expect(try shop.run("site", "--output", pages).status == 0)
    let page = try String(contentsOfFile: pages + "/contracts/orders.html", encoding: .utf8)
    #expect(page.contains("Since it began, under the same version") == binds)
  }

  @Test func `a contract binds from the first state that promises something`() throws {
    func orders(_ status: String, _ version: String, _ columns: [String]) -> String {
      Shop.orders(version: version, columns: columns).replacing("status: active", with: "status: \(status)")
    }
    let (all, less) = ([Shop.orderID, Shop.phone], [Shop.orderID])
    let stories: [([String], Bool)] = [
      ([orders("draft", "1.0.0", all), orders("active", "1.0.0", all), orders("active", "1.0.0", less)], true),
      ([orders("draft", "1.0.0", all), orders("active", "1.0.0", less)], false),
      ([orders("active", "1.0.0-rc.1", all), orders("active", "1.0.0-rc.1", less)], false),
      ([orders("active", "1.0.0", all).replacing("version: 1.0.0", with: "#"), orders("active", "1.0.0", less)], false),
    ]
    for (states, binds) in stories {
      let shop = try Shop(["contracts/orders.yaml": states[0]])
      for state in states.dropFirst() { try shop.repository.commit(["contracts/orders.yaml": state], "Next\n") }
      #expect(try shop.run("audit").output.contains("under its first version") == binds, "\(states)")
      #expect(try shop.run("log").output.contains("since it began") == binds, "\(states)")
    }
  }

  @Test func `it holds the declared against the active`() throws {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "CODEOWNERS": "/contracts/ @shop/sales\n/nothing/ @shop/sales\n",
      ".contracts/people.yaml": """
      people:
        - {id: ann, emails: [ann@shop.example]}
        - {id: dan, emails: [dan@shop.example]}
        - {id: cat, emails: [cat@shop.example]}
      teams:
        - {handle: "@shop/sales", members: [dan]}
        - {handle: "@shop/other", members: [ann, cat]}

      """,
    ])
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "1.5.0") + "\n"], "More\n", by: Self.cat)
    let answer = try shop.run("audit", "--format", "json")
    let found = try kinds(answer)
    #expect(found["active-undeclared"] == 1 && found["declared-absent"] == 1 && found["dead-line"] == 1, "\(found)")
    #expect(found["orphan"] == nil)
    let activity = try contract(answer)["activity"] as? [String: Any]
    #expect(activity?["absent"] as? [String] == ["@shop/sales"])
    #expect(activity?["undeclared"] as? Int == 2)
    #expect(activity?["undeclaredTeams"] as? [String] == ["@shop/other"])
    #expect(activity?["persons"] as? [String] == [])
    let named = try contract(shop.run("audit", "--persons", "--format", "json"))["activity"] as? [String: Any]
    #expect(named?["persons"] as? [String] == ["ann", "cat"])
    let line = (try contract(answer)["lines"] as? [[String: Any]])?.first
    #expect(line?["path"] as? String == "CODEOWNERS" && line?["line"] as? Int == 1)
  }

  @Test func `a member of the contract's own team is declared, too, until the day on which they leave`() throws {
    let team = "team:\n  name: sales\n  members:\n    - {username: cat@shop.example, role: owner}\n"
    let shop = try Shop(["contracts/orders.yaml": Shop.orders() + team])
    let declared = try kinds(shop.run("audit", "--format", "json"))
    #expect(declared["orphan"] == nil && declared["declared-absent"] == 1 && declared["active-undeclared"] == 1, "\(declared)")
    let left = team.replacing("role: owner", with: "role: owner, dateOut: '2020-01-31'")
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "1.4.3") + left], "Cat left\n", by: Shop.ann)
    #expect(try kinds(shop.run("audit", "--format", "json"))["orphan"] == 1)
  }

  @Test func `bots, overrides and the author's own word are counted`() throws {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "CODEOWNERS": "* ann@shop.example\n", ".contracts/policy.yaml": "ownership: enforce\n",
    ])
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone])], "A\n", by: Shop.ann)
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "1.6.0")], "B\n", by: Self.bot)
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "C\n\nContract-Override: the site was down\n",
      by: Self.cat)
    let answer = try shop.run("audit", "--format", "json")
    let counts = try #require(try contract(answer)["counts"] as? [String: Int])
    #expect(counts["transitions"] == 4 && counts["selfApproved"] == 1 && counts["overrides"] == 1, "\(counts)")
    #expect(counts["assisted"] == 1 && counts["assistedAgreed"] == 0 && counts["unsignedBreaking"] == 2, "\(counts)")
    #expect(counts["withoutBump"] == 1, "\(counts)")
    #expect(try shop.run("audit").output.contains("by an override: the site was down"))
  }

  @Test func `the threshold decides about the exit code, and what cannot be read is never 0`() throws {
    let shop = try Shop()
    #expect(try shop.run("audit", "--threshold", "high").status == 1)
    #expect(try shop.run("audit").status == 0)
    #expect(try shop.run("audit", "--threshold", "loud").status == 129)
    try shop.repository.commit(["contracts/orders.yaml": Shop.broken], "Break\n", by: Shop.ann)
    let broken = try shop.run("audit", "--format", "json")
    #expect(broken.status == 1)
    #expect(try kinds(broken)["unreadable"] == 1)
    #expect(try kinds(broken)["orphan"] == nil)
  }

  @Test func `since tells what came after a day or a revision`() throws {
    let shop = try Shop()
    try shop.repository.commit(["contracts/orders.yaml": Self.dropped], "Drop\n", by: Self.cat)
    let after = try shop.run("audit", "--since", "HEAD~1", "--format", "json")
    #expect(try (contract(after)["counts"] as? [String: Int])?["transitions"] == 1)
    #expect(try after.json()["base"] as? String == shop.repository.git("rev-parse", "HEAD~1"))
    let future = try shop.run("audit", "--since", "2999-01-01", "--format", "json")
    #expect(try (contract(future)["counts"] as? [String: Int])?["transitions"] == 0)
    #expect(try shop.run("audit", "--since", "1999-01-01").output == shop.run("audit").output)
    #expect(try shop.run("audit", "--since", "nonsense").status == 128)
  }

  @Test func `the map is written, and CSV has a row for each contract`() throws {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "contracts/r.yaml": Shop.orders(name: "refunds", identifier: "r"),
      "CODEOWNERS": "* @shop/sales\n",
    ])
    let csv = try shop.run("audit", "--format", "csv", "--map", "map.svg")
    #expect(csv.status == 0, "\(csv.errors)")
    #expect(csv.output.components(separatedBy: "\r\n").count == 4)
    #expect(csv.output.contains("\"'@shop/sales\""))
    let svg = try String(contentsOfFile: shop.path + "/map.svg", encoding: .utf8)
    #expect(svg.contains(">refunds</text>") && svg.contains(">@shop/sales</text>"))
    #expect(try shop.run("audit", "--map", "missing/map.svg").status == 128)
    #expect(try shop.run("audit", "--format", "sarif").status == 129)
  }
}
