import ContractTestSupport
import Foundation
import Testing

/// An owner lets somebody sign in their place for a while, and what others try to make of that: each through a real push.
struct DelegationTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  private static func changed(_ company: Company) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: path)
    try company.commit("Drop amount", by: Company.cat)
  }

  /// A day near the clock of the machine, by which server and client judge.
  private static func day(_ offset: Int) -> String {
    let format = DateFormatter()
    format.calendar = Calendar(identifier: .iso8601)
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "yyyy-MM-dd"
    return format.string(from: Date().addingTimeInterval(Double(offset) * 86_400))
  }

  private static func delegate(_ company: Company, to person: String, by owner: TestPerson, until: String = day(10)) throws -> TestOutput {
    try company.atTerminal(["sign", "--delegate", person, "--until", until, "orders", "--no-push"], by: owner)
  }

  private func refused(_ output: TestOutput, _ words: String..., place: SourceLocation = #_sourceLocation) {
    #expect(output.status != 0, "\(output.errors)", sourceLocation: place)
    for word in words { #expect(output.errors.contains(word), "\(output.errors)", sourceLocation: place) }
  }

  @Test func `a delegate signs in an owner's place, and log says for whom`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben).output.contains("'ben' owns nothing"))
    let delegated = try Self.delegate(company, to: "ben", by: Company.ann)
    #expect(delegated.status == 0, "\(delegated.output)")
    let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben)
    #expect(signed.output.contains("approve as 'ben' for ann@acme.example, in place of 'ann'"), "\(signed.output)")
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
    let log = try company.developer.git("contract", "log", "orders", "origin/main")
    #expect(log.contains("agreed: ben for ann@acme.example in place of ann (signature)"), "\(log)")
  }

  @Test func `a delegation ends when it is withdrawn`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let delegated = try Self.delegate(company, to: "ben", by: Company.ann)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben).status == 0)
    let digest = try #require(delegated.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    let foreign = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--no-push"], by: Company.ben, answers: ["no", "y"])
    #expect(foreign.status == 128, "\(foreign.output)")
    let withdrawn = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--no-push"], by: Company.ann, answers: ["I am back", "y"])
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    refused(
      try company.push("drop-amount:main", Company.records, options: ["--atomic"]), "[owner-sign-off-missing]",
      "'ben' does not stand for 'ann': the delegation \(digest.prefix(12)) was withdrawn")
  }

  @Test func `an owner who says no is spoken for by nobody`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try Self.delegate(company, to: "ben", by: Company.ann).status == 0)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben).status == 0)
    let no = try company.atTerminal(["sign", "orders", "--reject", "--reason", "finance", "--no-push"], by: Company.ann)
    #expect(no.status == 0, "\(no.output)")
    refused(try company.push("drop-amount:main", Company.records, options: ["--atomic"]), "'ann' rejected it: finance")
  }

  @Test func `only an owner delegates, to a person with a key, for a time that the policy allows`() throws {
    let company = try Company.withKeys()
    let cases: [(person: String, by: TestPerson, until: String, word: String)] = [
      ("ann", Company.ben, Self.day(10), "'ben' owns nothing of 'orders' by CODEOWNERS"),
      ("ann", Company.ann, Self.day(10), "'ann' is you"),
      ("cat", Company.ann, Self.day(10), "'cat' has no key"),
      ("bem", Company.ann, Self.day(10), "did you mean 'ben'"),
      ("ben", Company.ann, Self.day(-1), "has passed"),
      ("ben", Company.ann, Self.day(200), "--until \(Self.day(89))"),
      ("ben", Company.ann, "soon", "takes a day such as"),
    ]
    for entry in cases {
      let output = try Self.delegate(company, to: entry.person, by: entry.by, until: entry.until)
      #expect(output.status >= 128 && output.output.contains(entry.word), "\(output.output)")
    }
    #expect(try company.contract("sign", "--delegate", "ben", "orders").errors.contains("go together"))
    let governance = try company.atTerminal(["sign", "--delegate", "ben", "--until", Self.day(5), "CODEOWNERS"], by: Company.cat)
    #expect(governance.output.contains("no contract is called 'CODEOWNERS'"), "\(governance.output)")
    #expect(try company.developer.tryGit("rev-parse", "--verify", Company.records).status != 0)
  }

  /// Records that the command would not make, put into the branch as files; each is signed with a right key.
  @Test(arguments: ["nothing", "expired", "chained", "by nobody's owner", "forged", "for another contract", "of another branch"])
  func `a delegation that is made up counts nothing`(_ what: String) throws {
    let company = try Company.withKeys([Company.ann, Company.ben, Company.cat])
    try Self.changed(company)
    #expect(try Self.delegate(company, to: "ben", by: Company.ann).status == 0)
    let signer = what == "chained" || what == "by nobody's owner" ? Company.cat : Company.ben
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben).status == 0)
    let records = try company.records()
    let delegation = try #require(records.first { $0.contains("decision: delegate") })
    let approval = try #require(records.first { $0.contains("decision: approve") })
    #expect(try company.withReport(delegation) == delegation)
    try company.developer.git("update-ref", "-d", Company.records)

    var forged = delegation
    var key = Company.ann
    var word = "[owner-sign-off-missing]"
    switch what {
    case "nothing": break
    case "expired":
      forged = delegation.replacing("until \(Self.day(10))", with: "until \(Self.day(-1))")
        .replacing("expires: \(Self.day(11))", with: "expires: \(Self.day(0))")
        .replacing("issued: \(Self.day(0))", with: "issued: \(Self.day(-20))")
      word = "'ben' does not stand for 'ann': the delegation"
    case "chained":
      try company.putRecord(delegation, by: Company.ann)
      forged = delegation.replacing("delegate ben", with: "delegate cat").replacing("signer: ann", with: "signer: ben")
      key = Company.ben
    case "by nobody's owner":
      forged = delegation.replacing("delegate ben", with: "delegate cat").replacing("signer: ann", with: "signer: ben")
      key = Company.ben
    case "forged": key = Company.ben
    case "for another contract": forged = delegation.replacing("path: contracts/orders", with: "path: contracts/payments")
    default: forged = delegation.replacing("target: refs/heads/main", with: "target: refs/heads/release/1.x")
    }
    try company.putRecord(company.withReport(forged), by: key)
    try company.putRecord(approval.replacing("signer: ben", with: "signer: \(signer.key)"), by: signer)
    try company.commit("Records", by: Company.cat)
    let push = try company.push("drop-amount:main")
    if what == "nothing" { #expect(push.status == 0, "the same records, as they were made: \(push.errors)") } else { refused(push, word) }
  }

  @Test func `nobody signs a change of the rules in somebody's place`() throws {
    let company = try Company.withKeys([Company.ann, Company.ben, Company.cat])
    try company.developer.git("switch", "--quiet", "--create", "relax")
    try company.developer.write(
      try company.developer.read(".contracts/policy.yaml") + "versioning: release\n", to: ".contracts/policy.yaml")
    try company.commit("Relax", by: Company.ben)
    #expect(try company.atTerminal(["sign", ".contracts/policy.yaml", "--no-push"], by: Company.cat).status == 0)
    let approval = try #require(try company.records().first)
    let folder = try company.developer.git("ls-tree", "--name-only", Company.records)
    #expect(try Self.delegate(company, to: "ben", by: Company.ann).status == 0)
    let delegation = try #require(try company.records().first { $0.contains("delegate") })
    try company.developer.git("update-ref", "-d", Company.records)
    let forged = delegation.replacing("signer: ann", with: "signer: cat").replacing("owner: ann@", with: "owner: cat@")
      .replacing("path: \(Self.path)", with: "path: .contracts/policy.yaml")
      .replacing("contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6", with: "contract: -")
    try company.putRecord(company.withReport(forged), by: Company.cat, folder: folder)
    try company.putRecord(approval.replacing("signer: cat", with: "signer: ben"), by: Company.ben, folder: folder)
    try company.commit("Records", by: Company.ben)
    refused(try company.push("relax:main"), "[owner-sign-off-missing]")
  }
}
