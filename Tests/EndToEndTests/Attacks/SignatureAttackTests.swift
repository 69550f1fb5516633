import ContractTestSupport
import Foundation
import Testing

/// Keys and signatures that are not what they seem. Each record is planted on the server's ref, past the hook that would not let it in, and
/// does not count there either.
struct SignatureAttackTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  private static func changed(_ company: Company) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: path)
    try company.commit("Drop amount", by: Company.ben)
  }

  /// Alters the people file on the server's main as whoever may do so.
  private static func people(_ company: Company, _ edit: (String) -> String) throws {
    let text = try company.developer.read(".contracts/people.yaml")
    let edited = edit(text)
    #expect(edited != text)
    try company.developer.write(edited, to: ".contracts/people.yaml")
    try company.commit("Mend the people", by: Company.cat)
    passed(try company.push("main"))
  }

  @Test func `an expired key with a backdated signature`() throws {
    let company = try Company.withKeys()
    let key = try company.publicKey(of: Company.ann)
    try Self.people(company) { $0.replacing("[\"\(key)\"]", with: "[{key: \"\(key)\", valid-before: 2025-06-30}]") }
    try Self.changed(company)
    let text = try company.request(for: Company.ann)
    let backdated =
      text.split(separator: "\n").map { line in
        if line.hasPrefix("issued: ") { return "issued: 2025-06-01T10:00:00Z" }
        return line.hasPrefix("expires: ") ? "expires: 2099-01-01T00:00:00Z" : String(line)
      }.joined(separator: "\n") + "\n"
    try company.plant(company.signed(backdated, with: Company.ann))
    try company.attack(
      ["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' is signed with a key that is not the signer's today"])
    // With a key that is still hers an old record is no better: the verifier's clock decides, and no record outlives the policy's period.
    try company.developer.git("switch", "--quiet", "main")
    try Self.people(company) { $0.replacing("valid-before: 2025-06-30", with: "valid-after: 2025-01-01") }
    try company.developer.git("rebase", "--quiet", "main", "drop-amount")
    try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' expired at"])
    try company.plant(company.signed(text, with: Company.ann))
    passed(try company.push("drop-amount:main"))
  }

  @Test(arguments: ["*", "ann,ben", "ann*", "ben,!cat"])
  func `wildcard principals are nobody`(signer: String) throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let text = try company.request(for: Company.ann).replacing("signer: ann", with: "signer: \(signer)")
    let planted = try company.plant(company.signed(text, with: Company.ben))
    try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' can agree with"])
    try company.server.git("update-ref", "-d", Company.records)
    try company.attack(
      ["\(planted):\(Company.records)"], says: ["[reference-protected]", "is of a signer whom '.contracts/people.yaml' does not have"])
    try company.startOver()
    try company.developer.write(
      try company.developer.read(".contracts/people.yaml") + "  - {id: \"\(signer)\", emails: [all@acme.example]}\n",
      to: ".contracts/people.yaml")
    try company.commit("Add everybody", by: Company.cat)
    try company.attack(["HEAD:main"], says: ["[people-invalid]", "'id' takes letters, digits"])
  }

  @Test func `one key for two persons, two keys for one person`() throws {
    let company = try Company.withKeys(
      more: "sign-off: {breaking: {who: two, assurance: signature}}\n",
      codeOwners: "/contracts/ ann@acme.example ben@acme.example\n/.contracts/ cat@acme.example\n/CODEOWNERS cat@acme.example\n")
    let keys = try #require(company.keys)
    let own = try company.publicKey(of: Company.ann)
    let people = try company.developer.read(".contracts/people.yaml")
    try company.developer.write(
      people.replacing("emails: [cat@acme.example]", with: "emails: [cat@acme.example], keys: [\"\(own)\"]"), to: ".contracts/people.yaml")
    try company.commit("Share a key", by: Company.cat)
    try company.attack(["main"], says: ["[people-invalid]", "stands twice: 'ann' has it"])
    try company.startOver()
    // A second key of hers makes her no second person.
    let spare = try TestPerson("Spare Key", "spare@acme.example").makeKey(in: keys)
    try Self.people(company) { $0.replacing("keys: [\"\(own)\"]", with: "keys: [\"\(own)\", \"\(spare)\"]") }
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount", by: Company.cat)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann).status == 0)
    let again = try company.request(for: Company.ann).replacing("reason: -", with: "reason: twice")
    try keys.write(try company.signed(again, with: TestPerson("Spare Key", "spare@acme.example")), to: "spare.signoff")
    let imported = try company.contract("sign", "--import", keys.path("spare.signoff"))
    #expect(imported.status == 0, "\(imported.errors)")
    try company.attack(
      ["drop-amount:main", Company.records], options: ["--atomic"], says: ["[owner-sign-off-missing]", "2 persons of", "so far only 'ann'"])
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben).status == 0)
    passed(try company.push("drop-amount:main", Company.records, options: ["--atomic"]))
  }

  @Test(arguments: ["git", "file", "signoff@git-contract.example"])
  func `a signature that was made for something else is no sign-off`(namespace: String) throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let text = try company.request(for: Company.ann)
    let planted = try company.plant(company.signed(text, with: Company.ann, namespace: namespace))
    try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' can agree with"])
    try company.server.git("update-ref", "-d", Company.records)
    try company.attack(["\(planted):\(Company.records)"], says: ["[reference-protected]", "is no record"])
    let genuine = try company.plant(company.signed(text, with: Company.ann))
    try company.server.git("update-ref", "-d", Company.records)
    passed(try company.push("drop-amount:main", "\(genuine):\(Company.records)", options: ["--atomic"]))
  }

  @Test func `a security key without touch`() throws {
    let company = try Company.withKeys(more: "record: {touch: true}\n")
    try Self.changed(company)
    try company.plant(company.signed(company.request(for: Company.ann), with: Company.ann))
    try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' is not signed with a touch of a security key"])
  }

  @Test func `configuration that names another verifier is not read`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    // Her signature over another text, and a verifier that says yes to everything at each place where Git would look for one.
    let text = try company.request(for: Company.ann)
    let other = try company.signed(text.replacing("reason: -", with: "reason: another"), with: Company.ann)
    let armour = try #require(other.range(of: "-----BEGIN")).lowerBound
    try company.plant(text + other[armour...])
    let evil = try company.scratch.makeDirectory("evil")
    try TestFiles.writeScript("#!/bin/sh\nexit 0\n", to: evil + "/ssh-keygen")
    try company.server.git("config", "gpg.ssh.program", evil + "/ssh-keygen")
    try company.server.git("config", "gpg.program", evil + "/ssh-keygen")
    try company.server.git("config", "contract.sshKeygen", evil + "/ssh-keygen")
    company.developer.environment.variables["PATH"] = evil + ":" + (company.developer.environment.variables["PATH"] ?? "")
    try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' has a signature that is wrong"])
  }

  @Test func `nobody fills a contract's folder of records with what is none`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let text = try company.request(for: Company.ann)
    let folder = ".contracts/signoffs/orders/"
    for (file, words) in [
      ("record\n", "is no record"), (try company.signed(text, with: Company.ben), "not the signer's today"),
      (try company.signed(text.replacing("signer: ann", with: "signer: dan"), with: Company.ben), "is of a signer whom"),
    ] {
      try company.startOver()
      try company.developer.write(file, to: folder + company.recordName(of: file))
      try company.commit("Carry a record", by: Company.ben)
      try company.attack(["HEAD:main"], says: ["[record-invalid]", words])
    }
    // A real one comes from anybody, and stays.
    try company.startOver()
    let genuine = try company.signed(text, with: Company.ann)
    try company.developer.write(genuine, to: folder + company.recordName(of: genuine))
    try company.commit("Carry a record", by: Company.ben)
    passed(try company.push("HEAD:main"))
    try company.developer.write("another\n", to: folder + company.recordName(of: genuine))
    try company.commit("Alter it\n\nApproved-by: Ann <ann@acme.example>", by: Company.cat)
    try company.attack(["HEAD:main"], says: ["[record-altered]"])
  }
}
