import ContractTestSupport
import Foundation
import Testing

/// What somebody tries who has a review, or a record, of something else.
struct ReviewAttackTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let reworded = "{name: email, logicalType: string, physicalType: VARCHAR(320), description: Where to write to.}"

  private func refused(_ output: TestOutput, _ words: String..., place: SourceLocation = #_sourceLocation) {
    #expect(output.status == 1, "\(output.output)\(output.errors)", sourceLocation: place)
    for word in words { #expect((output.output + output.errors).contains(word), "\(output.output)\(output.errors)", sourceLocation: place) }
  }

  private func squash(_ company: Company, _ branch: String) throws {
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--squash", branch)
    try company.commit("Squash \(branch)", by: Company.ben)
  }

  /// From now on Ann has a key beside her login.
  private func takeKeyOfAnn(_ company: Company) throws {
    let key = try Company.ann.makeKey(in: try #require(company.keys))
    let people = try company.developer.git("show", "HEAD:.contracts/people.yaml") + "\n"
    try company.developer.write(
      people.replacing("[\"@ann-acme\"]", with: "[\"@ann-acme\"], keys: [\"\(key)\"]"), to: ".contracts/people.yaml")
    try company.commit("Know the key", by: Company.cat)
  }

  @Test func `a review says nothing of what was merged before its branch was cut`() throws {
    let (company, _) = try Company.hosted()
    let start = try company.head()
    try company.developer.git("switch", "--quiet", "--create", "one")
    try company.breakContract("orders")
    try squash(company, "one")
    try company.developer.git("switch", "--quiet", "--create", "two")
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Self.reworded]), to: Self.path)
    try company.commit("Say what email is", by: Company.ben)
    let file = try company.reviews(("ann-acme", "APPROVED", company.head()))
    try squash(company, "two")
    let key = "contract.signingKey=" + (try #require(company.keys)).path("ci")
    refused(try company.developer.tryGit("-c", key, "contract", "verify", start + "..HEAD", "--reviews", file, "--witness"), "not agreed")
    // What was recorded of it is no agreement to more.
    refused(try company.contract("verify", start + "..HEAD"), "not agreed")
    refused(try company.contract("verify"), "not agreed")
  }

  /// The same line of CODEOWNERS beside another people file is another decision.
  @Test(arguments: ["review", "record"])
  func `an agreement to owners is void when the teams are others`(how: String) throws {
    let team = { (member: String) in
      "people:\n  - {id: ann, emails: [ann@acme.example], handles: [\"@ann-acme\"]KEY}\n"
        + "  - {id: ben, emails: [ben@acme.example], handles: [\"@ben-acme\"]}\n"
        + "  - {id: cat, emails: [cat@acme.example], handles: [\"@cat-acme\"]}\nteams:\n  - {handle: \"@acme/x\", members: [\(member)]}\n"
    }
    let keys = try Scratch()
    let key = try Company.ann.makeKey(in: keys)
    func people(_ member: String) -> String { team(member).replacing("KEY", with: how == "record" ? ", keys: [\"\(key)\"]" : "") }
    let company = try Company.withKeys(
      [], more: how == "review" ? "forge: github\n" : "",
      codeOwners: "/contracts/ ann@acme.example\n/.contracts/ ann@acme.example\n/CODEOWNERS ann@acme.example\n",
      contracts: [Self.path: Company.orders(), ".contracts/people.yaml": people("ben")])
    company.keys = keys
    try company.developer.git("switch", "--quiet", "--create", "team")
    try company.developer.write(
      "/contracts/ @acme/x\n/.contracts/ ann@acme.example\n/CODEOWNERS ann@acme.example\n", to: "CODEOWNERS")
    try company.developer.write(people("ann"), to: ".contracts/people.yaml")
    try company.commit("Own as a team", by: Company.ben)
    let reviewed = try company.head()
    var arguments = ["contract", "check", "HEAD", "--target", "main"]
    if how == "review" {
      arguments += ["--reviews", try company.reviews(("ann-acme", "APPROVED", reviewed))]
    } else {
      for file in ["CODEOWNERS", ".contracts/people.yaml"] {
        let signed = try company.atTerminal(["sign", file, "--push"], by: Company.ann)
        #expect(signed.status == 0, "\(signed.output)")
      }
    }
    let honest = try company.developer.tryGit(arguments: arguments)
    #expect(honest.status == 0, "\(honest.output)\(honest.errors)")
    // The team is what it was: the same line gives the contracts to Ben.
    try company.developer.write(people("ben"), to: ".contracts/people.yaml")
    try company.commit("Leave the team", by: Company.ben)
    refused(try company.developer.tryGit(arguments: arguments), "must agree")
    if how == "record" { #expect(try company.push("team:main").errors.contains("owner-sign-off-missing")) }
  }

  @Test func `what owners did in between is told, although it was undone`() throws {
    let company = try Company()
    let start = try company.head()
    let owners = try company.developer.git("show", "HEAD:CODEOWNERS") + "\n"
    try company.developer.write(owners.replacing("ann@acme.example", with: "ben@acme.example"), to: "CODEOWNERS")
    try company.commit("Take it over", by: Company.ben)
    try company.developer.write("Nothing.\n", to: "NOTES")
    try company.commit("Write", by: Company.ben)
    try company.breakContract("orders")
    try company.developer.write(owners, to: "CODEOWNERS")
    try company.developer.write("people: [] # nobody yet\n", to: ".contracts/people.yaml")
    try company.commit("Tidy up", by: Company.cat)
    refused(try company.contract("verify", start + "..HEAD"), "CODEOWNERS", "not agreed")
  }

  @Test func `what was signed and what was seen of one change is spent with it`() throws {
    let (company, _) = try Company.hosted()
    let keys = try #require(company.keys)
    try takeKeyOfAnn(company)
    try company.developer.git("push", "--quiet", "--no-verify", company.server.path, "main:refs/heads/scratch")
    try company.server.git("update-ref", "refs/heads/main", company.head())
    try company.developer.git("fetch", "--quiet", "origin")
    try company.developer.git("switch", "--quiet", "--create", "drop")
    try company.breakContract("orders")
    let file = try company.reviews(("ann-acme", "APPROVED", company.head()))
    let signed = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    #expect(try company.push("drop:main").status == 0)
    // A job in a clone that has no records yet: it fetches them before it writes one more.
    let job = try company.server.clone("job")
    job.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    let witness = try job.tryGit(
      "-c", "contract.signingKey=" + keys.path("ci"), "contract", "verify", "HEAD~1..HEAD", "--reviews", file, "--witness")
    #expect(witness.status == 0, "\(witness.output)\(witness.errors)")
    #expect(witness.errors.contains("no review has to be recorded"), "\(witness.errors)")
  }

  /// The same where a job wrote its record without knowing of the other: two records of one change are spent with that change.
  @Test func `a second record of one change does not let it be made again`() throws {
    let (company, _) = try Company.hosted()
    let keys = try #require(company.keys)
    let key = try Company.cat.makeKey(in: keys)
    let people = try company.developer.git("show", "HEAD:.contracts/people.yaml") + "\n"
    try company.developer.write(
      people.replacing("[\"@cat-acme\"]", with: "[\"@cat-acme\"], keys: [\"\(key)\"]"), to: ".contracts/people.yaml")
    try company.commit("Know the key", by: Company.cat)
    try company.server.git("fetch", "--quiet", company.developer.path, "+main:main")
    try company.developer.git("fetch", "--quiet", "origin")

    let policy = ".contracts/policy.yaml"
    let before = try company.developer.read(policy)
    func change(_ text: String, signed: Bool) throws -> TestOutput {
      try company.developer.write(text, to: policy)
      try company.commit("Change the policy", by: Company.ben)
      if signed {
        let output = try company.atTerminal(["sign", policy, "--push"], by: Company.cat)
        #expect(output.status == 0, "\(output.output)")
      }
      return try company.push("main")
    }
    #expect(try change(before + "notice: {period: P30D}\n", signed: true).status == 0)
    let file = try company.reviews(("cat-acme", "APPROVED", company.head()))
    try company.developer.git("update-ref", "-d", Company.records)
    try company.developer.git("remote", "remove", "origin")
    for name in try company.developer.git("for-each-ref", "--format=%(refname)", "refs/contracts/").split(separator: "\n") {
      try company.developer.git("update-ref", "-d", String(name))
    }
    let witness = try company.developer.tryGit(
      "-c", "contract.signingKey=" + keys.path("ci"), "contract", "verify", "HEAD~1..HEAD", "--reviews", file, "--witness")
    #expect(witness.status == 0 && witness.output.contains("signed: "), "\(witness.output)\(witness.errors)")
    try company.developer.git("remote", "add", "origin", company.server.path)
    try company.developer.git(
      "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/contracts/*:refs/contracts/remotes/origin/*")
    #expect(try change(before, signed: true).status == 0)
    #expect(try company.server.git("ls-tree", "-r", "--name-only", Company.records).split(separator: "\n").count == 3)

    let again = try change(before + "notice: {period: P30D}\n", signed: false)
    #expect(again.status != 0)
    #expect(again.errors.contains("was used for this change before"), "\(again.errors)")
  }

  @Test func `a signed no is the last word over an older review, and over one's own commit`() throws {
    let (company, _) = try Company.hosted()
    try takeKeyOfAnn(company)
    try company.developer.git("update-ref", "refs/remotes/origin/main", "main")
    try company.developer.git("switch", "--quiet", "--create", "drop")
    try company.breakContract("orders")
    let file = try company.reviews(("ann-acme", "APPROVED", company.head()))
    #expect(try company.contract("check", "HEAD", "--reviews", file).status == 0)
    let no = try company.atTerminal(["sign", "orders", "--reject", "--no-push", "--reason", "not yet"], by: Company.ann)
    #expect(no.status == 0, "\(no.output)")
    refused(try company.contract("check", "HEAD", "--reviews", file), "'ann' rejected it: not yet")

    // A compatible change of her own.
    try company.developer.git("switch", "--quiet", "--create", "add", "main")
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]), to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    #expect(try company.contract("check", "HEAD").status == 0)
    let own = try company.atTerminal(["sign", "orders", "--reject", "--no-push", "--reason", "too early"], by: Company.ann)
    #expect(own.status == 0, "\(own.output)")
    refused(try company.contract("check", "HEAD"), "'ann' rejected it: too early")
  }

  @Test func `a review of a move is none of the deletion`() throws {
    let (company, _) = try Company.hosted()
    try company.developer.git("switch", "--quiet", "--create", "move")
    try company.developer.git("mv", Self.path, "contracts/sales.odcs.yaml")
    try company.commit("Move", by: Company.ben)
    let file = try company.reviews(("ann-acme", "APPROVED", company.head()))
    try company.developer.git("rm", "--quiet", "contracts/sales.odcs.yaml")
    try company.commit("Delete", by: Company.ben)
    refused(try company.contract("check", "HEAD", "--target", "main", "--reviews", file), "not of its deletion")
  }

  @Test func `a review for one branch is not proved on another`() throws {
    let (company, _) = try Company.hosted()
    try company.developer.git("switch", "--quiet", "--create", "drop")
    try company.breakContract("orders")
    let file = try company.reviews(("ann-acme", "APPROVED", company.head()), branch: "release/1.x")
    try squash(company, "drop")
    refused(try company.contract("verify", "HEAD~1..HEAD", "--reviews", file), "is for 'release/1.x'")
    #expect(try company.contract("verify", "HEAD~1..HEAD", "--reviews", file, "--target", "main").status == 1)
  }

  @Test func `a date that was set back revives no key`() throws {
    let company = try Company.withKeys()
    let people = try company.developer.git("show", "HEAD:.contracts/people.yaml") + "\n"
    let key = try #require(people.firstMatch(of: /"(ssh-ed25519 [^"]+)"/)).1
    try company.developer.git("switch", "--quiet", "--create", "drop")
    try company.breakContract("orders")
    let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    #expect(try company.contract("verify", "HEAD~1..HEAD").status == 0)
    // The same history, in which her key has expired before.
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.write(
      people.replacing("\"\(key)\"", with: "{key: \"\(key)\", valid-before: 2024-06-30}"), to: ".contracts/people.yaml")
    try company.commit("Let the key expire", by: Company.cat)
    try company.developer.git("update-ref", "refs/remotes/origin/main", "main")
    try company.developer.git("switch", "--quiet", "drop")
    try company.developer.git("rebase", "--quiet", "main")
    let dated = try company.developer.environment.run(
      "git", ["commit", "--quiet", "--amend", "--no-edit", "--date=2024-06-01T00:00:00Z"], in: company.developer.path,
      adding: ["GIT_COMMITTER_DATE": "2024-06-01T00:00:00Z"])
    #expect(dated.status == 0, "\(dated.errors)")
    refused(try company.contract("verify", "HEAD~1..HEAD"), "not the signer's")
  }

  @Test func `what cannot be read is not proved`() throws {
    let company = try Company()
    let start = try company.head()
    try company.developer.write(Company.orders(version: "2.0.0") + "id: twice\n", to: Self.path)
    try company.commit("Break it", by: Company.ben)
    refused(try company.contract("verify", start + "..HEAD"), "[unparsable]")
  }

  @Test func `a history of one's own escapes no rules`() throws {
    let company = try Company()
    try company.developer.git("switch", "--quiet", "--orphan", "other")
    try company.developer.write(Company.orders(version: "5.0.0"), to: Self.path)
    try company.commit("Begin anew", by: Company.ben)
    refused(try company.contract("check", "HEAD", "--target", "main"), "owner-sign-off-missing")
    let inbox = try company.contract("inbox", "--all", "--target", "main")
    #expect(inbox.output.contains("on 'other' by Ben Analyst"), "\(inbox.output)")
  }
}
