import ContractTestSupport
import Testing

/// What somebody does to the files that say who decides, or to a contract so that others decide about it.
struct OwnershipAttackTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  @Test func `keys edited in the same push sign nothing in it`() throws {
    let company = try Company.withKeys()
    // Ben's key is said to be Ann's, and signs as her.
    let people = try company.developer.read(".contracts/people.yaml")
    let own = try company.publicKey(of: Company.ben)
    try company.developer.git("switch", "--quiet", "--create", "keys")
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let forged = try company.signed(company.request(for: Company.ann), with: Company.ben)
    try company.developer.write(
      people.replacing("keys: [\"\(own)\"]", with: "keys: []").replacing(
        "emails: [ann@acme.example], keys: [", with: "emails: [ann@acme.example], keys: [\"\(own)\", "), to: ".contracts/people.yaml")
    try company.commit("Add a key", by: Company.ben)
    try company.plant(forged)
    try company.attack(
      ["keys:main"],
      says: ["must agree to the change of '.contracts/people.yaml'", "must agree to the breaking change", "not the signer's today"])
  }

  @Test func `CODEOWNERS edited in a push before is refused there`() throws {
    let company = try Company()
    try company.developer.write("* ben@acme.example\n", to: "CODEOWNERS")
    try company.commit("Own it", by: Company.ben)
    try company.attack(["main"], says: ["must agree to the change of the owners of 'contracts/orders.odcs.yaml'", "ann@acme.example"])
    // So the second push finds who was there. On a branch of its own the first goes through, and decides nothing either.
    passed(try company.push("main:mine"))
    try company.developer.write(GateTests.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ben)
    try company.attack(["main"], says: ["must agree to the change of contract 'orders'", "ann@acme.example"])
    // Whoever loses by it and whoever watches over it let it be.
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    try company.developer.git(
      "commit", "--quiet", "--amend", "--message", "Own it\n\nApproved-by: Ann <ann@acme.example>\nApproved-by: Cat <cat@acme.example>")
    passed(try company.push("main"))
    try company.developer.write(GateTests.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ben)
    passed(try company.push("main"))
  }

  @Test func `a forged trailer hands nothing over`() throws {
    let company = try Company.withKeys([Company.ann, Company.ben, Company.cat])
    let owners = try company.developer.read("CODEOWNERS")
    try company.developer.write(owners.replacing("/contracts/ ann", with: "/contracts/ ben"), to: "CODEOWNERS")
    try company.commit("Take over\n\nApproved-by: Ann <ann@acme.example>\nApproved-by: Cat <cat@acme.example>", by: Company.ben)
    try company.attack(
      ["main"], says: ["must agree to the change of the owners of 'contracts/orders.odcs.yaml'", "'ann'", "is only a claim"])
    for person in [Company.ann, Company.ben] {
      let signed = try company.atTerminal(["sign", "CODEOWNERS", "--no-push"], by: person)
      #expect(signed.status == 0, "\(signed.output)")
    }
    passed(try company.push("main", Company.records, options: ["--atomic"]))
  }

  @Test func `a line for later does not hide behind one that has an effect`() throws {
    let company = try Company(
      codeOwners: GateTests.twoTeams,
      contracts: [Self.path: Company.orders(), "sandbox/mine.yaml": Company.orders(name: "mine", identifier: "mine")])
    let shared = GateTests.twoTeams.replacing("/sandbox/ ben@acme.example", with: "/sandbox/ ben@acme.example dan@acme.example")
    try company.developer.write(shared + "/contracts/later/ ben@acme.example\n", to: "CODEOWNERS")
    let message = "Share the sandbox\n\nApproved-by: Dan <dan@acme.example>"
    try company.commit(message, by: Company.ben)
    try company.attack(["main"], says: ["must agree to the change of 'CODEOWNERS'", "cat@acme.example"])
    try company.developer.write(shared, to: "CODEOWNERS")
    try company.developer.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    passed(try company.push("main"))
  }

  @Test func `one section does not hand over what another owns too`() throws {
    let sections = "[Data]\n/contracts/ ann@acme.example\n[Legal]\n/contracts/ cat@acme.example\n"
    let company = try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ncodeowners: {file: CODEOWNERS, dialect: gitlab}\n",
      codeOwners: sections)
    try company.developer.write("[Data]\n/contracts/ ben@acme.example\n", to: "CODEOWNERS")
    let message = "Hand over\n\nApproved-by: Ben <ben@acme.example>"
    try company.commit(message, by: Company.ann)
    try company.attack(
      ["main"], says: ["'cat@acme.example' (line 4 of 'CODEOWNERS', section 'Legal') must agree to the change of the owners"])
    try company.developer.git("commit", "--quiet", "--amend", "--message", message + "\nApproved-by: Cat <cat@acme.example>")
    passed(try company.push("main"))
  }

  @Test(arguments: ["/contracts/orders.odcs.yaml\n", "*.yaml\n", "/contracts/ ben@acme.example\n"])
  func `an ownerless line added below asks those who lose by it`(line: String) throws {
    let company = try Company()
    let owners = try company.developer.read("CODEOWNERS")
    try company.developer.write(owners + line, to: "CODEOWNERS")
    try company.commit("Tidy up", by: Company.ben)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "ann@acme.example", "'contracts/orders.odcs.yaml'"])
    // A line that takes nothing from anybody is the file's owner's matter.
    try company.developer.write(owners + "/nowhere/\n", to: "CODEOWNERS")
    try company.developer.git("commit", "--quiet", "--all", "--amend", "--message", "Tidy up\n\nApproved-by: Cat <cat@acme.example>")
    passed(try company.push("main"))
  }

  @Test func `a new contract that nobody owns asks a steward`() throws {
    let company = try Company()
    try company.developer.write(Company.orders(name: "mine", identifier: "mine"), to: "elsewhere/mine.odcs.yaml")
    try company.commit("Add mine", by: Company.ben)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "cat@acme.example", "named by the policy"])
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Add mine\n\nApproved-by: Cat <cat@acme.example>")
    passed(try company.push("main"))
    // Where there are no stewards either, nobody can let it in.
    let bare = try Company(policy: "version: 1\nownership: enforce\n", codeOwners: "/contracts/ ann@acme.example\n")
    try bare.developer.write(Company.orders(name: "mine", identifier: "mine"), to: "elsewhere/mine.odcs.yaml")
    try bare.commit("Add mine", by: Company.ann)
    try bare.attack(["main"], says: ["[owner-missing]"])
  }

  @Test func `deletion asks every owner`() throws {
    let company = try Company(
      codeOwners: "[Data]\n/contracts/ ann@acme.example\n[Legal]\n/contracts/ ben@acme.example\n[Rules]\n/.contracts/ cat@acme.example\n",
      contracts: [
        Self.path: Company.orders(status: "retired"),
        ".contracts/policy.yaml": """
        version: 1
        ownership: enforce
        stewards: [cat@acme.example]
        codeowners: {file: CODEOWNERS, dialect: gitlab}

        """,
      ])
    try company.developer.remove(Self.path)
    try company.developer.write(
      "retired:\n  - {id: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, major: 1, version: 1.4.2, path: \(Self.path)}\n",
      to: ".contracts/retired.yaml")
    let message = "Delete orders\n\nApproved-by: Cat <cat@acme.example>"
    try company.commit(message, by: Company.ann)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "'ben@acme.example' (line 4 of 'CODEOWNERS', section 'Legal')"])
    try company.developer.git("commit", "--quiet", "--amend", "--message", message + "\nApproved-by: Ben <ben@acme.example>")
    passed(try company.push("main"))
  }

  @Test(arguments: [
    ("120000", ".contracts"), ("160000", ".contracts"), ("160000", "CODEOWNERS"), ("160000", ".contracts/policy.yaml"),
    ("120000", ".contracts/people.yaml"),
  ])
  func `what is put in place of a file that decides, above or below it, is refused`(mode: String, place: String) throws {
    let company = try Company(
      contracts: [Self.path: Company.orders(), ".contracts/people.yaml": "people: [{id: ann, emails: [ann@acme.example]}]\n"])
    let object =
      mode == "160000"
      ? try company.developer.git("rev-parse", "HEAD") : try company.developer.git("hash-object", "-w", "--stdin", input: "README")
    if place == ".contracts" { try company.developer.git("rm", "--quiet", "-r", "--cached", place) }
    try company.commitEntry(mode, object, at: place, by: Company.ben)
    let decides = place == ".contracts" ? ".contracts/p" : place
    try company.attack(["main"], says: ["'\(decides)", "must agree to the change of", "cat@acme.example"])
    if place != ".contracts" {
      // A steward's word does not make it a file that can be read.
      try company.developer.git("commit", "--quiet", "--amend", "--message", "Tidy up\n\nApproved-by: Cat <cat@acme.example>")
      try company.attack(["main"], says: ["[not-a-file]", "'\(place)' must be a regular file"])
    }
  }

  @Test func `a contract that becomes a folder is still itself`() throws {
    let company = try Company()
    try company.developer.remove(Self.path)
    try company.developer.write(Self.dropped, to: Self.path + "/x.yaml")
    try company.commit("Tidy up", by: Company.ben)
    try company.attack(["main"], says: ["property 'amount' was removed", "[owner-sign-off-missing]", "ann@acme.example"])
  }

  @Test func `a line is not taken over by a file that changes its id`() throws {
    let mine = Company.orders(name: "mine", identifier: "mine")
    let company = try Company(codeOwners: GateTests.twoTeams, contracts: [Self.path: Company.orders(), "sandbox/mine.yaml": mine])
    try company.developer.write(Company.orders(version: "2.0.0"), to: "sandbox/mine.yaml")
    try company.commit("Become the next line of orders", by: Company.ben)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "ann@acme.example"])
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Become it\n\nApproved-by: Ann <ann@acme.example>")
    passed(try company.push("main"))
  }

  @Test(arguments: ["active", "deprecated", "retired"])
  func `a draft takes no line away from its owner by becoming something else`(status: String) throws {
    let company = try Company(codeOwners: GateTests.twoTeams)
    try company.developer.write(Company.orders(version: "2.0.0", status: "draft"), to: "sandbox/orders.yaml")
    try company.commit("A proposal", by: Company.ben)
    passed(try company.push("main"))
    try company.developer.write(Company.orders(version: "2.0.0", status: status), to: "sandbox/orders.yaml")
    try company.commit("And more", by: Company.ben)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "ann@acme.example"])
    // As long as it is a draft, its owner goes over it.
    try company.startOver()
    try company.developer.remove("sandbox/orders.yaml")
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount", by: Company.ann)
    passed(try company.push("main"))
  }

  @Test func `what is away for one commit of a push still owns its line`() throws {
    let mine = Company.orders(name: "mine", identifier: "mine")
    for (version, words) in [("2.0.0", "[owner-sign-off-missing]"), ("1.4.2", "[contract-id-collision]")] {
      let company = try Company(codeOwners: GateTests.twoTeams, contracts: [Self.path: Company.orders(), "sandbox/mine.yaml": mine])
      try company.developer.write("kind: Deployment\n", to: Self.path)
      try company.commit("Away", by: Company.ben)
      try company.developer.write(Company.orders(version: version), to: "sandbox/mine.yaml")
      try company.commit("Take its id", by: Company.ben)
      try company.developer.write(Company.orders(), to: Self.path)
      try company.commit("And back", by: Company.ben)
      try company.attack(["main"], says: [words, "ann@acme.example"])
    }
  }

  @Test func `a missing revocation list is no pass`() throws {
    let company = try Company.withKeys()
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann).status == 0)
    // The server has lost the object: whether the key was revoked nobody can say.
    let people = try company.server.git("rev-parse", "main:.contracts/people.yaml")
    let pack = try company.server.git("pack-objects", "--all", "objects/pack/whole")
    #expect(!pack.isEmpty)
    let script = """
      mkdir ../aside && mv objects/pack/* ../aside && for pack in ../aside/*.pack; do git unpack-objects -q < "$pack"; done
      mv objects/\(people.prefix(2))/\(people.dropFirst(2)) ../aside/people
      """
    let unpacked = try company.server.environment.run("sh", ["-c", script], in: company.server.path)
    #expect(unpacked.status == 0, "\(unpacked.errors)")
    let push = try company.push("main", Company.records, options: ["--atomic"])
    refused(push, "fatal:", "\(people.prefix(7))")
    let mended = try company.server.environment.run(
      "mv", ["../aside/people", "objects/\(people.prefix(2))/\(people.dropFirst(2))"], in: company.server.path)
    #expect(mended.status == 0)
    passed(try company.push("main", Company.records, options: ["--atomic"]))
  }

  @Test func `a protected branch that was cut before adoption is no way around it`() throws {
    let company = try Company.withKeys()
    // A history that begins before anybody enforced anything, and is the past of main.
    let old = try company.developer.git("commit-tree", "-m", "Before", "HEAD^{tree}")
    try company.developer.git("checkout", "--quiet", "--detach", old)
    try company.developer.git("rm", "--quiet", "-r", ".contracts", "CODEOWNERS")
    try company.commit("Nobody owns anything yet", by: Company.ben)
    let before = try company.developer.git("rev-parse", "HEAD")
    try company.developer.git("checkout", "--quiet", "main", "--", ".")
    try company.commit("Adopt", by: Company.cat)
    let adopted = try company.developer.git("rev-parse", "HEAD")
    for repository in [company.server, company.developer] {
      try repository.git("fetch", "--quiet", company.developer.path, "+\(adopted):refs/heads/adopted")
      try repository.git("update-ref", "refs/heads/main", adopted)
    }
    try company.developer.git("switch", "--quiet", "main")
    #expect(try company.push("\(before):refs/heads/release/old").status == 0)
    try company.developer.git("checkout", "--quiet", "-B", "old", before)
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    try company.attack(["HEAD:refs/heads/release/old"], says: ["[owner-sign-off-missing]", "ann@acme.example"])
    // Its owner signs it like any other.
    try company.developer.git("fetch", "--quiet", "origin")
    let signed = try company.atTerminal(["sign", "orders", "--target", "release/old", "--push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    let push = try company.push("HEAD:refs/heads/release/old")
    #expect(push.status == 0, "\(push.errors)")
  }
}
