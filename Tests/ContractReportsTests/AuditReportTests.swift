import ContractKit
import Testing

@testable import ContractReports

/// The forms of an audit: what a repository says in them is shown and never obeyed.
struct AuditReportTests {
  @Test(arguments: [
    ("plain", "\"plain\""), ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@acme/data", "\"'@acme/data\""),
    ("\t=1", "\"'\t=1\""), ("\r=1", "\"'\r=1\""), ("\u{FF1D}1", "\"'\u{FF1D}1\""), ("a=1", "\"a=1\""), ("", "\"\""),
    ("say \"no\", twice", "\"say \"\"no\"\", twice\""), ("\"\u{301}", "\"\"\"\u{301}\""),
  ])
  func `a field is no formula, and ends where it ends`(field: String, written: String) {
    let record = CSV.record([field, "x"])
    #expect(record.unicodeScalars.elementsEqual((written + ",\"x\"\r\n").unicodeScalars), "\(record)")
  }

  private static func hostile() -> Audit {
    var contract = AuditedContract(identifier: "=cmd|'/c calc'!A0", title: "<script>&\u{1B}[31m\"'", path: "a|b`c.yaml")
    contract.parties = ["@a/<b>"]
    contract.version = "1.0]]>"
    contract.lines = [.init(path: "CODEOWNERS", line: 3, pattern: "*", owners: ["@a/<b>"])]
    return Audit(
      tip: "0", base: nil, ownership: .warn, ownersFile: nil, hasPeople: true, contracts: [contract],
      findings: [AuditFinding(.orphan, contract: "x", title: contract.title, path: contract.path, message: "nobody <b>|`")])
  }

  @Test func `the map escapes every text and says in numbers what its colours say`() {
    let svg = OwnershipMap(Self.hostile()).svg
    #expect(!svg.contains("<script") && !svg.contains("\u{1B}") && !svg.contains("<b>") && !svg.contains("]]>"))
    #expect(svg.contains("&lt;script&gt;&amp;") && svg.contains("@a/&lt;b&gt;") && svg.contains("bus factor 0"))
    #expect(svg.contains("prefers-color-scheme:dark") && svg.hasPrefix("<?xml") && svg.hasSuffix("</svg>\n"))
    #expect(!svg.contains("href") && !svg.contains("url("))
  }

  @Test func `text, Markdown and CSV show what a repository says and obey nothing of it`() {
    let audit = Self.hostile()
    for text in [audit.text(.plain), audit.markdown, audit.csv] { #expect(!text.contains("\u{1B}")) }
    #expect(audit.markdown.contains("\\<script>") && !audit.markdown.replacing("\\<script>", with: "").contains("<script>"))
    #expect(audit.csv.contains("\"'=cmd|'/c calc'!A0\""))
    let lines = audit.csv.split(separator: "\r\n")
    #expect(lines.count == 2)
  }

  @Test func `what nobody answers for comes first, and a contract of two teams counts for both`() {
    var shared = AuditedContract(identifier: "a", title: "a", path: "a")
    shared.parties = ["@x/one", "@x/two"]
    let orphan = AuditedContract(identifier: "b", title: "b", path: "b")
    let audit = Audit(
      tip: "0", base: nil, ownership: .warn, ownersFile: nil, hasPeople: false, contracts: [shared, orphan], findings: [])
    #expect(audit.teams.map(\.name) == ["nobody", "@x/one", "@x/two"])
    #expect(audit.text(.plain).contains("@x/two  1 contract (50%)"), "\(audit.text(.plain))")
  }
}
