import ContractKit
import Testing

@testable import ContractReports

struct ImpactGraphTests {
  private static func contract(_ identifier: String, _ columns: String) throws -> Contract {
    let text =
      "apiVersion: v3.1.0\nkind: DataContract\nid: \(identifier)\nname: \(identifier)\nversion: 1.0.0\nstatus: active\n"
      + "schema: [{name: orders, properties: [\(columns)]}]\n"
    return try ContractReader.read(Array(text.utf8), path: identifier + ".yaml")
  }

  private static func answer(_ consumers: [String]) throws -> ImpactAnswer {
    let old = try contract("a", "{name: id, logicalType: string}, {name: amount, logicalType: number}")
    let new = try contract("a", "{name: id, logicalType: string}")
    let step = ConsumerStep(old: old, new: new, changes: Judge.judge(from: old, to: new))
    let declared = consumers.map {
      ConsumerDeclaration.read(Array("apiVersion: git-contract/v1\nkind: ContractConsumer\n\($0)".utf8), path: "c.yaml")
    }
    let direct = ConsumerImpact.of(step, consumers: declared)
    return ImpactAnswer(
      knownAt: nil, consumers: direct + ConsumerImpact.behind(direct, step, consumers: declared), today: CalendarDay(daysSince1970: 20_000))
  }

  @Test func `the graph names who is hurt, by what, and through what`() throws {
    let answer = try Self.answer([
      "id: job\nteam: \"@t\"\nuses: [{contract: a, fields: {orders: [amount]}}]\nproduces: [{contract: b, fields: {r.total: [orders.amount]}}]\n",
      "id: dash\nname: Dashboard\nteam: \"@bi\"\nuses: [{contract: b, fields: {r: [total]}}]\n",
    ])
    #expect(answer.mermaid == answer.mermaid)
    #expect(
      answer.mermaid.hasPrefix(
        """
        flowchart LR
          n0[("a<br/>1.0.0 to 1.0.0")]
          n1["job<br/>@t"]
          n0 -->|"broken: orders.amount"| n1
          n2(["b"])
          n1 -.-> n2
          n3["Dashboard<br/>@bi"]
          n2 -->|"potentially: r.total"| n3
          class n3 potentially
          class n1 broken
          classDef unaffected
        """), "\(answer.mermaid)")
  }

  @Test(arguments: [
    "a\"]; click n0 \"javascript:alert(1)\"", "x<script>", "end\n  classDef default fill:#000", "`md`", "#quot;", "a|b", "a-->b", "{{x}}",
    "%%{init}%%",
    "\u{1B}[31m", "\u{202E}abc", "a&amp;b", "\\\"",
  ])
  func `a name is shown and never obeyed`(name: String) throws {
    let quoted = JSON.string(name).canonical
    let mermaid = try Self.answer(["id: x\nname: \(quoted)\nteam: \"@t\"\nuses: [{contract: a, fields: {orders: [amount]}}]\n"]).mermaid
    let lines = mermaid.split(separator: "\n")
    #expect(lines.count == 10, "\(mermaid)")
    let node = try #require(lines.first { $0.hasPrefix("  n1[\"") })
    let label = node.dropFirst("  n1[\"".count).dropLast("\"]".count)
    // Between the quotes stands nothing that Mermaid or HTML reads, but entities and our own line break.
    let inside = String(label).replacing("<br/>", with: "")
    #expect(!inside.contains { "\"<>`|{}[]%&\\\u{1B}\u{202E}".contains($0) }, "\(node)")
    #expect(!mermaid.contains("click n0 \""))
  }

  @Test func `nobody is a graph as well`() throws {
    #expect(try Self.answer([]).mermaid.hasPrefix("flowchart LR\n  n0[\"no declared consumer reads what changed\"]\n"))
  }
}
