import ContractKit
import Testing

/// Names are data: what YAML 1.1 took for a flag, a number or a time stays what the author wrote, and no two of them become one.
@Suite struct UnusualNamesTests {
  private static let names = [
    "NO", "no", "on", "off", "Yes", "y", "n", "1.10", "1.1", "0x1F", "0o17", "017", "1e3", "12:30", "2026-01-01", ".inf", ".nan", "true",
    "null_", "~a", "<", "=", "-a", "+1", "1_000", "quality", "required", "__meta__", "relationships", "größe", "a b", "a.b", "a/b", "a[0]",
  ]

  @Test(arguments: names) func namesStayAsTheyAreSpelt(name: String) throws {
    let contract = try readContract(contractHead() + "schema: [{name: t, properties: [{name: \"\(name)\", required: true}]}]\n")
    #expect(contract.objects.first?.properties.map(\.name) == [name])
    #expect(contract.diagnostics.isEmpty)
    let plain = try readContract(contractHead() + "schema:\n  - name: t\n    properties:\n      - name: \(name)\n        required: true\n")
    #expect(plain.objects.first?.properties.map(\.name) == [name])
    #expect(Differ.changes(from: contract, to: plain).isEmpty, "quotes are no change")
  }

  @Test func allOfThemTogetherAreDifferentColumns() throws {
    let columns = Self.names.map { "      - name: '\($0)'\n" }.joined()
    let contract = try readContract(contractHead() + "schema:\n  - name: t\n    properties:\n" + columns)
    #expect(contract.objects.first?.properties.map(\.name) == Self.names)
    #expect(contract.diagnostics.isEmpty)
  }

  @Test func fiveThousandColumnsAreReadAndCompared() throws {
    let columns = { (range: Range<Int>) in
      contractHead() + "schema:\n  - name: t\n    properties:\n" + range.map { "      - {name: c\($0), logicalType: string}\n" }.joined()
    }
    let old = try readContract(columns(0..<5000))
    let new = try readContract(columns(1..<5001))
    #expect(old.objects.first?.properties.count == 5000)
    #expect(
      Differ.changes(from: old, to: new).map { "\($0.action.rawValue) \($0.element.dotted)" } == ["removed t.c0", "added t.c5000"])
  }
}
