import ContractTestSupport
import Testing

/// Breaking the glass: who may, what it pays, and what others try with it. Each goes through a real push.
struct OverrideTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])
  private static let said = "Drop amount\n\nContract-Override: the bank stops at noon"

  private static func changed(
    _ company: Company, _ message: String = "Drop amount", by person: TestPerson = Company.ben, text: String = dropped
  ) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(text, to: path)
    try company.commit(message, by: person)
  }

  private func refused(_ output: TestOutput, _ words: String..., place: SourceLocation = #_sourceLocation) {
    #expect(output.status != 0, "\(output.errors)", sourceLocation: place)
    for word in words { #expect(output.errors.contains(word), "\(output.errors)", sourceLocation: place) }
  }

  @Test func `a listed person without a key breaks the glass by a trailer, and everybody is told`() throws {
    let company = try Company.withKeys([Company.ann], more: "override: [ben]\nlevels: {override-used: off}\n")
    try Self.changed(company, Self.said)
    let push = try company.push("drop-amount:main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(push.errors.contains("warning: 'ben' broke the glass by a claim, 'Contract-Override' in"), "\(push.errors)")
    #expect(push.errors.contains("the bank stops at noon [override-used]"), "\(push.errors)")
    #expect(push.errors.contains("[owner-sign-off-missing]"), "what it paid is told too: \(push.errors)")
    for command in ["log", "changelog"] {
      let told = try company.contract(command, "orders").output
      #expect(told.contains("ben for override (claim)"), "\(told)")
    }
    let json = try company.contract("check", "HEAD~1..HEAD", "--format", "json").output
    #expect(json.contains("\"decision\": \"override\""), "\(json)")
  }

  @Test func `whoever has a key signs, and gives a reason`() throws {
    let company = try Company.withKeys(more: "override: [ben@acme.example]\n")
    try Self.changed(company, Self.said)
    refused(try company.push("drop-amount:main"), "breaks no glass: 'ben' has a key, so only a record counts")
    let silent = try company.atTerminal(["sign", "--override", "orders", "--no-push"], by: Company.ben, answers: ["", "y"])
    #expect(silent.status == 129 && silent.output.contains("says why"), "\(silent.output)")
    let signed = try company.atTerminal(
      ["sign", "--override", "orders", "--no-push", "--reason", "the bank stops at noon"], by: Company.ben)
    #expect(signed.status == 0 && signed.output.contains("this is no agreement"), "\(signed.output)")
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
    #expect(push.errors.contains("'ben' broke the glass by a signature, record "), "\(push.errors)")
  }

  @Test func `it pays for owners alone: neither a version nor a text that nobody can read`() throws {
    let company = try Company.withKeys([Company.ann], more: "override: [ben]\n")
    let sameVersion = Company.orders(columns: [Company.orderID, Company.email])
    try Self.changed(company, Self.said, text: sameVersion)
    refused(try company.push("drop-amount:main"), "[version-not-bumped]", "[override-used]")
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.git("branch", "--quiet", "-D", "drop-amount")
    try Self.changed(company, Self.said, text: Self.dropped + "  bad: [\n")
    refused(try company.push("drop-amount:main"), "[unparsable]")
  }

  @Test func `it changes no rules`() throws {
    let company = try Company.withKeys([Company.ann], more: "override: [ben]\n")
    try company.developer.write(
      try company.developer.read(".contracts/policy.yaml") + "versioning: release\n", to: ".contracts/policy.yaml")
    try company.commit(Self.said, by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]")
  }

  @Test(arguments: [
    "not listed", "listed in the same push", "listed in a push of its own", "for somebody else", "by an agent", "no reason", "elsewhere",
  ])
  func `nobody else breaks it`(_ what: String) throws {
    let company = try Company.withKeys([Company.ann], more: what.hasPrefix("listed") || what == "not listed" ? "" : "override: [ben]\n")
    let word: String
    switch what {
    case "not listed":
      try Self.changed(company, Self.said)
      word = "breaks no glass: 'ben' is not among 'override'"
    case "listed in the same push", "listed in a push of its own":
      try company.developer.write(
        try company.developer.read(".contracts/policy.yaml") + "override: [ben]\n", to: ".contracts/policy.yaml")
      try company.commit("List me", by: Company.ben)
      if what.hasSuffix("own") { refused(try company.push("main"), "[owner-sign-off-missing]") }
      try Self.changed(company, Self.said)
      word = "breaks no glass: 'ben' is not among 'override'"
    case "for somebody else":
      // The trailer is the word of whoever wrote the commit, whatever it says of others.
      try Self.changed(company, Self.said + "\nSigned-off-by: Ben Analyst <ben@acme.example>", by: TestPerson("Eve", "eve@acme.example"))
      word = "breaks no glass: 'eve@acme.example' is not among 'override'"
    case "by an agent":
      try Self.changed(company, Self.said + "\nAssisted-by: tool")
      word = "breaks no glass: the commit is assisted"
    case "no reason":
      try company.developer.git("config", "core.hooksPath", "/dev/null")
      try Self.changed(company, "Drop amount\n\nContract-Override: ")
      word = "[owner-sign-off-missing]"
    default:
      try Self.changed(company)
      try company.developer.write("More words.\n", to: "README")
      try company.commit(Self.said, by: Company.ben)
      word = "[owner-sign-off-missing]"
    }
    let push = try company.push("drop-amount:main")
    refused(push, word)
    #expect(!push.errors.contains("[override-used]"), "\(push.errors)")
  }

  @Test func `a record that breaks the glass counts only of whom the base lists, and is no owner's agreement`() throws {
    let company = try Company.withKeys(more: "override: [ben]\n")
    try Self.changed(company)
    let unlisted = try company.atTerminal(["sign", "--override", "orders", "--reason", "mine"], by: Company.ann)
    #expect(unlisted.status == 128 && unlisted.output.contains("is not among 'override'"), "\(unlisted.output)")
    let signed = try company.atTerminal(["sign", "--override", "orders", "--no-push", "--reason", "x"], by: Company.ben)
    #expect(signed.status == 0, "\(signed.output)")
    let record = try #require(try company.records().first)
    try company.developer.git("update-ref", "-d", Company.records)
    let alterations = [
      (record.replacing("signer: ben", with: "signer: ann"), Company.ann, "'ann' is not among 'override'"),
      (record.replacing("reason: x", with: "reason: -"), Company.ben, "it gives no reason"),
      (record.replacing("owner: override", with: "owner: override\nowner: ann@acme.example"), Company.ben, "it says other things besides"),
      (record, Company.ann, "is signed with a key that is not the signer's"),
    ]
    for (text, person, word) in alterations {
      try company.putRecord(text, by: person)
      try company.commit("Add the record", by: Company.ben)
      let push = try company.push("drop-amount:main")
      refused(push, "[owner-sign-off-missing]")
      if person != Company.ann || text != record { refused(push, word) }
      try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    }
    try company.putRecord(record, by: Company.ben)
    try company.commit("Add the record", by: Company.ben)
    let push = try company.push("drop-amount:main")
    #expect(push.status == 0, "the record as it was made: \(push.errors)")
  }
}
