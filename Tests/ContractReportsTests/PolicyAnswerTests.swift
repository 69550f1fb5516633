import Testing

@testable import ContractKit
@testable import ContractReports

struct PolicyAnswerTests {
  private static let text = """
    version: 1
    stewards: [cat@acme.example]
    override: [ann]
    levels: {version-reused: warning}
    judge: {custom-properties: {tier: breaking}, service-level-tolerance: {availability: 0.1}}
    sign-off: {compatible: {who: two}}
    paths:
      - match: contracts/pii/**
        sign-off: {breaking: {assurance: signature, owners: ["@acme/security"]}}
      - {match: other/**, levels: {schema-invalid: "off"}}
    status: {deprecated: {levels: {unannounced: error}}}
    """

  private static func answer(_ text: String = text) throws -> PolicyAnswer {
    PolicyAnswer(
      policy: try Policy.read(Array(text.utf8)), commit: "0123456789abcdef0123456789abcdef01234567", hasFile: !text.isEmpty)
  }

  @Test func `every value has a reason`() throws {
    let policy = try Self.answer().policy
    let entries = policy.entries + policy.overlayEntries.flatMap(\.entries)
    #expect(entries.count > 80)
    #expect(entries.filter { PolicyReasons.reason(of: $0.key) == nil }.map(\.key) == [])
  }

  @Test func `the text says source and reason, is a policy file that says the same, and has the tables`() throws {
    let answer = try Self.answer()
    let text = answer.text
    #expect(text.hasPrefix("# in force at 0123456789ab: '.contracts/policy.yaml' of that commit, else the default\n"), "\(text)")
    #expect(text.contains("# .contracts/policy.yaml:3: who may break glass"), "\(text)")
    #expect(text.contains("# default: how long that holds\n"), "\(text)")
    #expect(text.contains("#   compatible  two persons, neither of them the author, by a claim or better\n"), "\(text)")
    #expect(text.contains("# who must agree, for paths like 'contracts/pii/**':\n"), "\(text)")
    #expect(text.contains("one owner of each line or section, by a signature; and @acme/security\n"), "\(text)")
    #expect(!text.contains("for paths like 'other/**'"), "what says nothing of it has no table: \(text)")
    #expect(try Policy.read(Array(text.utf8)).entries.map(\.text) == answer.policy.entries.map(\.text))
  }

  @Test func `without a file everything is a default, and that is said`() throws {
    let text = try Self.answer("").text
    #expect(text.contains("there is no '.contracts/policy.yaml', so all are defaults"))
    let json = try Self.answer("").json(toolVersion: "1").canonical
    #expect(!json.contains("\"line\"") && json.contains("\"file\":null"), "\(json)")
  }
}
