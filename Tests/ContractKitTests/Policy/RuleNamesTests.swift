import ContractKit
import Foundation
import Testing

/// Faults of a file as a whole: the file is then `unparsable`, or the answer undecided, and no level is looked up for them.
private let fatal: Set<String> = [
  "policy-invalid", "duplicate-key", "file-too-large", "edit-impossible", "not-a-contract", "dialect-unsupported", "not-utf-8",
  // A file of CI, not of the repository.
  "reviews-invalid", "usage-invalid",
  // What is refused of a reference is refused whatever any policy says.
  "reference-protected",
]

@Test func everyRuleThatIsReportedMayBeNamedInThePolicy() throws {
  let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../Sources").standardized
  let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)).compactMap { $0 as? URL }
  var found: Set<String> = []
  for file in files where file.pathExtension == "swift" {
    let text = try String(contentsOf: file, encoding: .utf8)
    for match in text.matches(of: /\brule: "([a-z-]+)"/) { found.insert(String(match.1)) }
  }
  #expect(found.count > 15)
  let unknown = found.subtracting(fatal).filter { !RuleNames.isKnown($0) && !$0.hasPrefix("yaml-") }
  #expect(unknown.isEmpty, "add them to RuleNames.prices: \(unknown.sorted())")
}

@Test func everyPriceIsNamedOnceAndIsNoChange() {
  #expect(Set(RuleNames.prices).count == RuleNames.prices.count)
  #expect(RuleNames.prices.filter { Catalogue.rule($0) != nil } == [])
}
