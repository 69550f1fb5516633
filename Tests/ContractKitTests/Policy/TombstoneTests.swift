import Testing

@testable import ContractKit

@Suite struct TombstoneTests {
  @Test func `what is proposed as an entry reads as that entry`() throws {
    for identifier in ["urn:x:y", "a, b: {c}", "quo\"te", "#no comment", "yes"] {
      for replacedBy in [nil, "orders@2"] {
        let tombstone = Tombstone(identifier: identifier, major: 1, version: "1.10", path: "contracts/a b.yaml", replacedBy: replacedBy)
        var read = try TombstoneFile(Array("retired:\n  \(tombstone.entry)\n".utf8)).tombstones
        try #require(read.count == 1)
        #expect(read[0].position.line == 2)
        read[0].position = .start
        #expect(read == [tombstone])
      }
    }
  }

  static let faults: [(String, Int, String)] = [
    ("retired:\n  - {major: 1, version: \"1.0\", path: a.yaml}\n", 2, "needs 'id'"),
    ("retired:\n  - {id: a, version: \"1.0\", path: a.yaml}\n", 2, "needs 'major'"),
    ("retired:\n  - {id: a, major: one, version: \"1.0\", path: a.yaml}\n", 2, "'major'"),
    ("retired:\n  - {id: a, major: -1, version: \"1.0\", path: a.yaml}\n", 2, "'major'"),
    ("retired:\n  - {id: a, major: 1, version: \"1.0\", path: a.yaml, by: b}\n", 2, "'by'"),
    (
      "retired:\n  - {id: a, major: 1, version: \"1.0\", path: a.yaml}\n  - {id: a, major: 1, version: \"1.1\", path: b.yaml}\n", 3,
      "is retired already, in line 2"
    ), ("gone: []\n", 1, "'gone'"), ("retired: none\n", 1, "'retired'"),
  ]

  @Test(arguments: faults.indices) func `a fault is named with its line`(_ index: Int) throws {
    let (text, line, words) = Self.faults[index]
    let error = #expect(throws: ReadingError.self) { try TombstoneFile(Array(text.utf8)) }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.position.line == line && diagnostic.rule == "retired-invalid")
    #expect(diagnostic.message.contains(words), "\(diagnostic.message)")
  }
}
