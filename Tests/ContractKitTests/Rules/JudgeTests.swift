import ContractKit
import Testing

@Suite struct JudgeTests {
  /// One column `amount`, given by what follows its name, on either side.
  private func judged(_ before: String, _ after: String, _ policy: JudgePolicy = JudgePolicy()) throws -> [JudgedChange] {
    try Rule.Example(Self.table(before), Self.table(after), settings: JudgeSettings(policy: policy)).judged()
  }

  private static func table(_ column: String) -> String {
    "schema:\n  - name: orders\n    properties:\n      - {name: id}\n" + (column.isEmpty ? "" : "      - {name: amount\(column)}\n")
  }

  /// What must readers cope with, and what must producers?
  @Test(arguments: [
    ("", ", required: true", Impact.compatible, Impact.breaking),
    ("", ", logicalType: string", .compatible, .dangerous),
    (", logicalType: string", "", .breaking, .compatible),
    (", required: true", ", required: false", .breaking, .compatible),
    (", required: false", ", required: true", .compatible, .breaking),
    (", physicalType: INT", ", physicalType: BIGINT", .dangerous, .compatible),
    (", physicalType: BIGINT", ", physicalType: INT", .compatible, .dangerous),
    (", physicalType: INT", ", physicalType: DATE", .breaking, .breaking),
    (", enum: [{value: a}]", ", enum: [{value: a}, {value: b}]", .breaking, .compatible),
    (", enum: [{value: a}, {value: b}]", ", enum: [{value: a}]", .compatible, .breaking),
    (", logicalTypeOptions: {maximum: 1}", ", logicalTypeOptions: {maximum: 2}", .breaking, .compatible),
    (", logicalTypeOptions: {maximum: 2}", ", logicalTypeOptions: {maximum: 1}", .compatible, .breaking),
    (", quality: [{metric: nullValues, mustBe: 0}]", ", quality: []", .breaking, .compatible),
    (", quality: []", ", quality: [{metric: nullValues, mustBe: 0}]", .compatible, .breaking),
    // Not about data: the same for both.
    (", description: a", ", description: b", .editorial, .editorial),
    (", classification: internal", ", classification: restricted", .breaking, .breaking),
  ]) func bothPerspectives(_ before: String, _ after: String, _ consumer: Impact, _ producer: Impact) throws {
    let forConsumer = try judged(before, after)
    let forProducer = try judged(before, after, JudgePolicy(perspective: .producer))
    #expect(forConsumer.map(\.impact) == [consumer], "\(forConsumer.map(\.message))")
    #expect(forProducer.map(\.impact) == [producer], "\(forProducer.map(\.message))")
    // The same facts by the same names, so that one waiver speaks of both.
    #expect(forConsumer.map(\.fingerprint) == forProducer.map(\.fingerprint))
  }

  @Test(arguments: [
    ("", ", id: a", "property 'amount' was added"),
    (", id: a", "", "property 'amount' was removed"),
    (
      ", logicalType: number, physicalType: 'DECIMAL(10,2)'", ", logicalType: string, physicalType: VARCHAR(20)",
      "type of 'amount' changed from DECIMAL(10,2) to VARCHAR(20)"
    ),
    (", required: true", "  ", "property 'amount' may be null now"),
    (", logicalTypeOptions: {maxLength: 20}", ", logicalTypeOptions: {maxLength: 40}", "maxLength of 'amount' was raised from 20 to 40"),
    (", tags: [a]", ", tags: [b]", "tags of property 'amount' changed"),
  ]) func saysItInOneSentence(_ before: String, _ after: String, _ message: String) throws {
    #expect(try judged(before, after).map(\.message) == [message])
  }

  @Test func policyGivesCustomPropertiesAMeaning() throws {
    let before = ", customProperties: [{property: retentionClass, value: a}]"
    let after = ", customProperties: [{property: retentionClass, value: b}]"
    #expect(try judged(before, after).map(\.impact) == [.editorial])
    #expect(try judged(before, after, JudgePolicy(customProperties: ["retentionClass": .breaking])).map(\.impact) == [.breaking])
    #expect(try judged(before, after, JudgePolicy(customProperties: ["other": .breaking])).map(\.impact) == [.editorial])
  }

  @Test func policyNamesExtensibleEnums() throws {
    let pattern = ElementPattern(path: try Glob("**/*.yaml"), element: try Glob("orders.amount"))
    let policy = JudgePolicy(extensibleEnums: [pattern])
    let changes = try judged(", enum: [{value: a}]", ", enum: [{value: a}, {value: b}]", policy)
    #expect(changes.map(\.rule) == ["extensible-enum-value-added"])
  }

  /// The contract's old id names its changes: whoever waived by it still does when the id itself changes.
  @Test func fingerprintsDependOnWhatIsSaidAlone() throws {
    let one = try judged(", required: true", ", required: false")
    let shifted = try Rule.Example(
      "# a comment\n" + Self.table(", required: true"), "\n\n" + Self.table(", required: false, unique: true")
    ).judged()
    #expect(one.count == 1)
    #expect(shifted.map(\.fingerprint).contains(one[0].fingerprint))
    #expect(one[0].fingerprint.count == 16)
    #expect(try judged(", required: true", "  ")[0].fingerprint == one[0].fingerprint)
    #expect(try judged("", ", required: false")[0].fingerprint != one[0].fingerprint)
  }
}

@Suite struct TransitionDiffTests {
  private func transition(_ before: String, _ after: String) throws -> TransitionDiff {
    let (old, new) = try Rule.Example(before, after).contracts()
    return TransitionDiff(from: old.contract, to: new.contract)
  }

  private let one = "schema:\n  - name: orders\n    properties: [{name: id}, {name: amount}]\n"
  private let other = "schema:\n  - name: orders\n    properties: [{name: id}]\n"

  @Test func asksForTheVersionThatIsDue() throws {
    let diff = try transition("version: v1.4\n" + one, "version: v1.4\n" + other)
    #expect(diff.impact == .breaking)
    #expect(diff.requiredBump == .major)
    #expect(diff.suggestedVersion == "v2.0" || diff.suggestedVersion == "v2")
    #expect(diff.major == 1)
    #expect(diff.identifier == "example")
  }

  @Test func nothingIsDueForNothing() throws {
    let diff = try transition(one, one + "# a comment\n")
    #expect(diff.impact == nil)
    #expect(diff.requiredBump == .none)
    #expect(diff.suggestedVersion == nil)
    #expect(diff.changes.isEmpty)
  }

  @Test func belowOneTheSecondNumberBreaks() throws {
    #expect(try transition("version: 0.3.1\n" + one, "version: 0.3.1\n" + other).suggestedVersion == "0.4.0")
    #expect(try transition("version: 0.3.1\n" + other, "version: 0.3.1\n" + one).suggestedVersion == "0.3.2")
  }

  @Test func aVersionThatCannotBeOrderedSuggestsNothing() throws {
    let diff = try transition("version: 2026-06\n" + one, "version: 2026-06\n" + other)
    #expect(diff.requiredBump == .major)
    #expect(diff.suggestedVersion == nil)
    #expect(diff.major == nil)
  }

  @Test func newAndDeletedContractsAskForNoBump() throws {
    #expect(try transition(Rule.Example.noContract, one).requiredBump == .none)
    let deleted = try transition(one, Rule.Example.noContract)
    #expect(deleted.requiredBump == .none)
    #expect(deleted.impact == .breaking)
  }
}
