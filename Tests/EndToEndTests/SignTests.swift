import ContractTestSupport
import Testing

/// Records under an owner's own key: made at a terminal, carried by real pushes, judged by the real server.
struct SignTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  /// A breaking change by somebody who owns nothing, committed on a branch.
  private static func changed(_ company: Company) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: path)
    try company.commit("Drop amount", by: Company.ben)
  }

  @Test func `a breaking change needs the owner's signature once there are keys, and passes with it`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let refused = try company.push("drop-amount:main")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("[owner-sign-off-missing]"), "\(refused.errors)")
    #expect(refused.errors.contains("git contract sign contracts/orders.odcs.yaml"), "\(refused.errors)")

    let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)\(signed.errors)")
    #expect(signed.output.contains("property 'amount' was removed"), "\(signed.output)")
    #expect(signed.output.contains("git push --atomic origin HEAD refs/contracts/signoffs"), "\(signed.output)")
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `a signature survives rebase and squash, and dies with one byte of meaning`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).output.contains("pushed to 'origin'"))
    // Others merge something else meanwhile.
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    #expect(try company.push("main").status == 0)
    try company.developer.git("switch", "--quiet", "drop-amount")
    try company.developer.git("rebase", "--quiet", "main")
    try company.developer.git("switch", "--quiet", "--create", "squashed", "main")
    try company.developer.git("merge", "--quiet", "--squash", "drop-amount")
    try company.commit("Drop amount (#12)", by: Company.ben)
    #expect(try company.contract("check", "--format", "text").status == 0)

    try company.developer.write(Self.dropped.replacing("VARCHAR(320)", with: "VARCHAR(300)"), to: Self.path)
    try company.commit("Shrink email", by: Company.ben)
    let refused = try company.push("squashed:main")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("'ann' was signed for other bytes"), "\(refused.errors)")

    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    let push = try company.push("squashed:main")
    #expect(push.status == 0, "\(push.errors)")
    let log = try company.contract("log", "orders", "--format", "json").output
    #expect(log.contains("\"assurance\":\"signature\"") || log.contains("\"assurance\": \"signature\""), "\(log)")
  }

  @Test func `a comment that is added after signing alters nothing that was promised`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    try company.developer.write(Self.dropped + "# A comment.\n", to: Self.path)
    try company.commit("Comment", by: Company.ben)
    let push = try company.push("drop-amount:main")
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `what was withdrawn does not count, and nobody withdraws another's word`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann)
    let digest = try #require(signed.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    let foreign = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--no-push"], by: Company.ben, answers: ["no", "y"])
    #expect(foreign.status == 128, "\(foreign.output)")
    let withdrawn = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--no-push"], by: Company.ann, answers: ["changed my mind", "y"])
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status != 0)
    #expect(push.errors.contains("'ann' was withdrawn"), "\(push.errors)")
  }

  /// Ann signs what she got, where she has nothing but her key; somebody else takes it in.
  private static func signByMail(_ company: Company, _ options: String...) throws -> TestOutput {
    let request = try company.contract("sign", "--request", "--for", "ann", "orders")
    #expect(request.status == 0, "\(request.errors)")
    let keys = try #require(company.keys)
    try keys.write(request.output, to: "mail/request")
    let mailed = try company.developer.environment.run(
      "ssh-keygen", ["-q", "-Y", "sign", "-n", "signoff@git-contract", "-f", keys.path("ann"), keys.path("mail/request")], in: keys.path)
    #expect(mailed.status == 0, "\(mailed.errors)")
    return try company.developer.tryGit(arguments: ["contract", "sign", "--import", keys.path("mail/request")] + options)
  }

  @Test func `an owner without a clone signs by mail`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let imported = try Self.signByMail(company)
    #expect(imported.status == 0, "\(imported.errors)")
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `records that two people add at once are both kept`() throws {
    let company = try Company.withKeys(codeOwners: "/contracts/ ann@acme.example ben@acme.example\n/.contracts/ cat@acme.example\n")
    try Self.changed(company)
    #expect(try company.push("drop-amount").status == 0)
    let other = try company.server.clone("other")
    try other.git("fetch", "--quiet", "origin", "drop-amount:drop-amount")
    try other.git("switch", "--quiet", "drop-amount")
    let first = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    #expect(first.status == 0, "\(first.output)")
    let second = try company.atTerminal(["sign", "orders", "--push", "--target", "main"], by: Company.ben, in: other)
    #expect(second.output.contains("pushed to 'origin'"), "\(second.output)")
    let files = try company.server.git("ls-tree", "-r", "--name-only", Company.records).split(separator: "\n")
    #expect(files.count == 2, "\(files)")
  }

  @Test func `a record in the tree travels with the branch, and may not be altered`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let signed = try company.atTerminal(["sign", "orders", "--in-tree"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    try company.commit("Add the sign-off", by: Company.ben)
    #expect(try company.push("drop-amount:main").status == 0)
    let file = try #require(try company.developer.git("ls-files", ".contracts/signoffs").split(separator: "\n").first)
    try company.developer.remove(String(file))
    try company.commit("Tidy up", by: Company.ben)
    let refused = try company.push("drop-amount:main")
    #expect(refused.errors.contains("[record-altered]"), "\(refused.errors)")
  }

  @Test func `signing is for people, at a terminal, with their own key`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let piped = try company.contract("sign", "orders")
    #expect(piped.status == 128 && piped.errors.contains("this is no terminal"), "\(piped.errors)")
    let stranger = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ben)
    #expect(stranger.status == 128 && stranger.output.contains("owns nothing"), "\(stranger.output)")
    let unsure = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann, answers: ["n"])
    #expect(unsure.status == 1 && unsure.output.contains("nothing was signed"), "\(unsure.output)")
    #expect(try company.developer.tryGit("rev-parse", "--verify", Company.records).status != 0)
  }

  @Test func `who loses a contract and who watches the rules sign a change of CODEOWNERS, and another byte voids it`() throws {
    let company = try Company.withKeys([Company.ann, Company.ben, Company.cat])
    let handed = "/contracts/ ann@acme.example ben@acme.example\n/.contracts/ cat@acme.example\n/CODEOWNERS cat@acme.example\n"
    try company.developer.git("switch", "--quiet", "--create", "share")
    try company.developer.write(handed, to: "CODEOWNERS")
    try company.commit("Own it with Ann", by: Company.ben)
    let refused = try company.push("share:main")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("git contract sign CODEOWNERS"), "\(refused.errors)")
    for person in [Company.ann, Company.ben] {
      let signed = try company.atTerminal(["sign", "CODEOWNERS", "--no-push"], by: person)
      #expect(signed.status == 0, "\(signed.output)")
      #expect(signed.output.contains("+/contracts/ ann@acme.example ben@acme.example"), "\(signed.output)")
    }
    try company.developer.write(handed + "# A comment.\n", to: "CODEOWNERS")
    try company.commit("And a word", by: Company.ben)
    let void = try company.push("share:main", Company.records, options: ["--atomic"])
    #expect(void.status != 0)
    #expect(void.errors.contains("'ann' was signed for other bytes"), "\(void.errors)")
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    let push = try company.push("share:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `a policy that frees its author is not adopted without its stewards`() throws {
    let company = try Company.withKeys([Company.ann, Company.ben, Company.cat])
    try company.developer.write(
      try company.developer.read(".contracts/policy.yaml") + "versioning: release\n", to: ".contracts/policy.yaml")
    try company.commit("Relax", by: Company.ben)
    #expect(try company.push("main").errors.contains("git contract sign .contracts/policy.yaml"))
    let own = try company.atTerminal(["sign", ".contracts/policy.yaml", "--no-push"], by: Company.ben)
    #expect(own.status == 128 && own.output.contains("owns nothing"), "\(own.output)")
    #expect(try company.atTerminal(["sign", ".contracts/policy.yaml", "--no-push"], by: Company.cat).status == 0)
    let push = try company.push("main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `sign-offs travel to whoever installed the hooks`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.push("drop-amount").status == 0)
    let other = try company.server.clone("other")
    let installed = try other.git("contract", "hooks", "install")
    #expect(installed.contains("sign-offs of 'origin' come along"), "\(installed)")
    #expect(try !other.git("contract", "hooks", "install").contains("come along"), "twice is once")
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    try other.git("fetch", "--quiet", "origin")
    let check = try other.tryGit("contract", "check", "origin/main..origin/drop-amount", "--format", "json")
    #expect(check.output.contains("\"assurance\": \"signature\""), "\(check.output)\(check.errors)")
    try other.git("contract", "hooks", "uninstall")
    #expect(try !other.git("config", "--get-all", "remote.origin.fetch").contains("refs/contracts"))
  }

  @Test func `a branch of two versions is signed as their sum, and says how that is merged`() throws {
    let company = try Company.withKeys()
    try company.developer.git("switch", "--quiet", "--create", "two")
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]), to: Self.path)
    try company.commit("Add phone", by: Company.ben)
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email, Company.phone]), to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let signed = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    #expect(signed.output.contains("goes through 1.5.0, 2.0.0"), "\(signed.output)")
    #expect(try company.push("two:main").errors.contains("was signed against another state"))
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.merge("two", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `whoever has a key acknowledges with a record, and nobody else can`() throws {
    let company = try Company.withKeys()
    try company.developer.git("switch", "--quiet", "--create", "widen")
    let wider = Company.email.replacing("VARCHAR(320)", with: "VARCHAR(640)")
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, wider]), to: Self.path)
    try company.commit("Widen email\n\nApproved-by: Ann Owner <ann@acme.example>", by: Company.ben)
    #expect(try company.push("widen:main").errors.contains("[acknowledgement-missing]"))
    let said = try company.atTerminal(["acknowledge", "orders", "--reason", "nobody stores it"], by: Company.ann, answers: ["y", "y"])
    #expect(said.status == 0 && said.output.contains("acknowledge as 'ann'") && said.output.contains("pushed to"), "\(said.output)")
    let push = try company.push("widen:main")
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `a rejection takes the approval before it back, and says why`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    let rejected = try company.atTerminal(
      ["sign", "orders", "--reject", "--push", "--reason", "finance needs it"], by: Company.ann)
    #expect(rejected.status == 0, "\(rejected.output)")
    let push = try company.push("drop-amount:main")
    #expect(push.status != 0)
    #expect(push.errors.contains("'ann' rejected it: finance needs it"), "\(push.errors)")
  }

  @Test(arguments: ["sign", "mail"])
  func `a key that came to the target after the branch was cut signs, and counts once it is rebased`(way: String) throws {
    let company = try Company.withKeys([])
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    try company.developer.git("switch", "--quiet", "main")
    let key = try Company.ann.makeKey(in: try #require(company.keys))
    let people = try company.developer.git("show", "main:.contracts/people.yaml") + "\n"
    try company.developer.write(
      people.replacing("[ann@acme.example]}", with: "[ann@acme.example], keys: [\"\(key)\"]}"), to: ".contracts/people.yaml")
    try company.commit("Take Ann's key", by: Company.cat)
    #expect(try company.push("main").status == 0)
    try company.developer.git("switch", "--quiet", "drop-amount")
    let signed =
      way == "sign" ? try company.atTerminal(["sign", "orders", "--push"], by: Company.ann) : try Self.signByMail(company, "--push")
    #expect(signed.status == 0, "\(signed.output)\(signed.errors)")
    #expect((signed.output + signed.errors).contains("counts once that is rebased, or merged"), "\(signed.output)\(signed.errors)")
    try company.developer.git("rebase", "--quiet", "main")
    let push = try company.push("drop-amount:main")
    #expect(push.status == 0, "\(push.errors)")
  }
}
