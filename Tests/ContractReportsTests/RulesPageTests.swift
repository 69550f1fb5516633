import ContractKit
import ContractReports
import Foundation
import Testing

/// With `RECORD_GOLDENS=1` in the environment the file is written instead, for a tree whose binary does not build yet.
@Test func rulesPageIsTheCatalogue() throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let page = root.appendingPathComponent("Documentation/Rules.md")
  if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
    try RulesPage.markdown.write(to: page, atomically: true, encoding: .utf8)
  }
  let written = try? String(contentsOf: page, encoding: .utf8)
  let isCurrent = written == RulesPage.markdown
  #expect(
    isCurrent, "Documentation/Rules.md is not what the catalogue says; run: git contract rules --format markdown > Documentation/Rules.md")
}

@Test func explanationsShowTheirExampleWithoutGaps() throws {
  let rule = try #require(Catalogue.rule("property-removed"))
  let text = RulesAnswer.explanation(rule, .plain)
  #expect(text.contains("\nBefore:\n  schema:\n"))
  #expect(!text.contains("\n\n\n") && !text.contains("↓"))
}

@Test func rulesPageShowsExamplesWithoutMarks() {
  #expect(!RulesPage.markdown.contains("↓"))
  #expect(RulesPage.markdown.contains("\n## property-removed\n"))
}
