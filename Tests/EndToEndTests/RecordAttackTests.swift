import ContractTestSupport
import Foundation
import Testing

/// What somebody tries who wants a breaking change in without its owner's signature, or wants nobody else to get one in. Each goes through
/// a real push, or through the hook as `git receive-pack` calls it where no honest client would say such a thing.
struct RecordAttackTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])
  private static let zero = String(repeating: "0", count: 40)

  private static func changed(_ company: Company, by person: TestPerson = Company.ben, message: String = "Drop amount") throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: path)
    try company.commit(message, by: person)
  }

  /// The hook as Git starts it, with what a client may claim.
  private func receive(_ company: Company, _ updates: [(old: String, new: String, name: String)]) throws -> TestOutput {
    try company.server.environment.run(
      "git-contract", ["hook", "pre-receive"], in: company.server.path, adding: ["GIT_DIR": "."],
      input: updates.map { "\($0.old) \($0.new) \($0.name)\n" }.joined())
  }

  private func refused(_ output: TestOutput, _ words: String..., place: SourceLocation = #_sourceLocation) {
    #expect(output.status != 0, "\(output.errors)", sourceLocation: place)
    for word in words { #expect(output.errors.contains(word), "\(output.errors)", sourceLocation: place) }
  }

  @Test(arguments: ["refs/heads/main", "refs/contracts/signoffs", "refs/tags/orders/v1.4.2"])
  func `an old side that is made up deletes nothing and moves nothing`(_ name: String) throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.push("drop-amount").status == 0)
    let main = try company.server.git("rev-parse", "main")
    let drop = try company.server.git("rev-parse", "drop-amount")
    try company.server.git("update-ref", name, main)
    refused(try receive(company, [(Self.zero, Self.zero, name)]), "is not where the push says it is")
    refused(try receive(company, [(Self.zero, drop, name)]), "is not where the push says it is")
    refused(try receive(company, [(drop, drop, "refs/heads/main"), (Self.zero, drop, "refs/tags/orders/v2.0.0")]), "is not where")
  }

  @Test func `a withdrawal that is left out of the push is still one`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let signed = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    let digest = try #require(signed.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    let approved = try company.developer.git("rev-parse", Company.records)
    let withdrawn = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--push"], by: Company.ann, answers: ["no", "y"])
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    try company.developer.git("update-ref", Company.records, approved)
    refused(try company.push("drop-amount:main"), "'ann' was withdrawn")
    refused(try company.push("drop-amount:main", "+\(Company.records)", options: ["--atomic"]), "only gains records")
  }

  @Test func `a withdrawal counts although its key was revoked since`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let signed = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    let digest = try #require(signed.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    // A second key of hers signs the withdrawal, and is taken out again.
    let other = try TestPerson("Spare Key", "spare@acme.example").makeKey(in: try #require(company.keys))
    try company.developer.git("switch", "--quiet", "main")
    let people = try company.developer.read(".contracts/people.yaml")
    try company.developer.write(
      people.replacing("keys: [", with: "keys: [\"\(other)\", ", maxReplacements: 1), to: ".contracts/people.yaml")
    try company.commit("Add a key", by: Company.cat)
    #expect(try company.push("main").status == 0)
    try company.developer.git("rebase", "--quiet", "main", "drop-amount")
    let keys = try #require(company.keys)
    let withdrawn = try company.developer.environment.run(
      "script",
      [
        "--quiet", "--return", "--command",
        "git -c contract.signingKey='\(keys.path("spare"))' contract sign --withdraw \(digest) orders --push", "/dev/null",
      ], in: company.developer.path, adding: ["GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": Company.ann.email], input: "no\ny\n")
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.write(people, to: ".contracts/people.yaml")
    try company.commit("Take it out", by: Company.cat)
    #expect(try company.push("main").status == 0)
    try company.developer.git("rebase", "--quiet", "main", "drop-amount")
    refused(try company.push("drop-amount:main"), "'ann' was withdrawn")
  }

  @Test func `a revoked key lets nobody forge its owner's word`() throws {
    let company = try Company.withKeys()
    let keys = try #require(company.keys)
    let fingerprint = try company.developer.environment.run("ssh-keygen", ["-l", "-f", keys.path("ann")], in: keys.path).output
      .split(separator: " ")[1]
    try company.developer.write(
      try company.developer.read(".contracts/people.yaml") + "revoked: [\"\(fingerprint)\"]\n", to: ".contracts/people.yaml")
    try company.commit("Revoke", by: Company.cat)
    #expect(try company.push("main").status == 0)
    try Self.changed(company, message: "Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>")
    refused(try company.push("drop-amount:main"), "[owner-sign-off-missing]", "is only a claim")
    // Neither does a branch that is cut from the day before.
    try company.developer.git("push", "--quiet", "origin", "main~1:refs/heads/release/1.x")
    try company.developer.git("fetch", "--quiet", "origin")
    try company.developer.git("rebase", "--quiet", "--onto", "main~1", "main", "drop-amount")
    let signed = try company.atTerminal(["sign", "orders", "--push", "--target", "release/1.x"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    refused(try company.push("drop-amount:release/1.x"), "is signed with a revoked key")
  }

  @Test func `an approval is spent once, and a second one counts`() throws {
    let company = try Company.withKeys(more: "levels: {version-decreased: off}\n")
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    #expect(try company.push("drop-amount:main").status == 0)
    try company.developer.git("fetch", "--quiet", "origin")
    try company.developer.write(Company.orders(), to: Self.path)
    try company.commit("Back", by: Company.ann)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    let back = try company.push("drop-amount:main")
    #expect(back.status == 0, "\(back.errors)")
    // The same again, and with a comment that nobody reads.
    for text in [Self.dropped, Self.dropped + "# A comment.\n"] {
      try company.developer.write(text, to: Self.path)
      try company.commit("Once more", by: Company.ben)
      refused(try company.push("drop-amount:main"), "'ann' was used for this change before")
      try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    }
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Once more", by: Company.ben)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    let again = try company.push("drop-amount:main")
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test(arguments: ["a blob", "a file in place of a folder", "what is no record", "another's key", "a link", "a deep tree"])
  func `nobody fills the ref of the records with what stops others`(_ what: String) throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann).status == 0)
    let repository = company.developer
    let name = String(try repository.git("ls-tree", "-r", "--name-only", Company.records))
    let text = try repository.git("cat-file", "blob", "\(Company.records):\(name)") + "\n"
    func commit(_ tree: String) throws -> String { try repository.git("commit-tree", "-m", "x", tree) }
    func tree(_ entries: String) throws -> String { try repository.git("mktree", input: entries) }
    func blob(_ text: String) throws -> String { try repository.git("hash-object", "-w", "--stdin", input: text) }
    let tip: String
    switch what {
    case "a blob": tip = try blob("x")
    case "a file in place of a folder": tip = try commit(tree("100644 blob \(blob("x"))\torders\n"))
    case "what is no record": tip = try commit(tree("040000 tree \(tree("100644 blob \(blob("x"))\tx.signoff\n"))\torders\n"))
    case "another's key":
      let forged = text.replacing("reason: -", with: "reason: forged")
      let file = try tree("100644 blob \(blob(forged))\t\(name.split(separator: "/")[1])\n")
      tip = try commit(tree("040000 tree \(file)\torders\n"))
    case "a link": tip = try commit(tree("040000 tree \(tree("120000 blob \(blob("x"))\tx.signoff\n"))\torders\n"))
    default:
      var inner = try tree("100644 blob \(blob("x"))\tx.signoff\n")
      for _ in 0..<12 { inner = try tree((0..<10).map { "040000 tree \(inner)\t\($0)\n" }.joined()) }
      tip = try commit(inner)
    }
    refused(try company.push("+\(tip):\(Company.records)"), "[reference-protected]")
    refused(try company.push("HEAD:\(Company.records)/below"), "would stand in the way")
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `the ref of the records only gains files`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    let repository = company.developer
    let tip = try repository.git("rev-parse", Company.records)
    let empty = try repository.git("commit-tree", "-m", "Tidy up", "-p", tip, repository.git("mktree"))
    refused(try company.push("\(empty):\(Company.records)"), "'orders' was removed")
    let name = try repository.git("ls-tree", "--name-only", tip + ":orders")
    let altered = try repository.git(
      "mktree", input: "100644 blob \(repository.git("hash-object", "-w", "--stdin", input: "x"))\t\(name)\n")
    let folder = try repository.git("mktree", input: "040000 tree \(altered)\torders\n")
    refused(
      try company.push("\(repository.git("commit-tree", "-m", "Mend", "-p", tip, folder)):\(Company.records)"), "the push alters 'orders/")
    refused(try company.push(":\(Company.records)"), "is not deleted")
  }
}
