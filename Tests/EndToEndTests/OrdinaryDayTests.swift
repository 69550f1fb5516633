import ContractTestSupport
import Testing

/// Days that every team has, from the specification: a, b, d to i. (c, the pull request on a forge, stands in `ReviewTests`.)
struct OrdinaryDayTests {
  @Test func `a: contracts that nobody owns get notes, not refusals, until ownership is enforced`() throws {
    let contracts = Dictionary(
      uniqueKeysWithValues: (0..<200).map { number in
        (
          "contracts/c\(number).odcs.yaml",
          Company.orders(name: "c\(number)", identifier: "contract-\(number)")
        )
      })
    let company = try Company(policy: nil, codeOwners: nil, contracts: contracts)
    try company.developer.write(
      Company.orders(
        version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone], name: "c7", identifier: "contract-7"),
      to: "contracts/c7.odcs.yaml")
    try company.commit("Add phone", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(!push.errors.contains("error:"))

    // A steward sets it up and takes no owners over yet: warnings until it is enforced.
    let cat = ["GIT_AUTHOR_EMAIL": "cat@acme.example"]
    try company.developer.git("contract", "init", "--yes", adding: cat)
    #expect(try company.developer.read("CODEOWNERS").contains("ann@acme.example"))
    try company.developer.remove("CODEOWNERS")
    try company.commit("Adopt", by: Company.cat)
    #expect(try company.push("main").status == 0)
    try company.developer.write(
      Company.orders(
        version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone], name: "c9", identifier: "contract-9"),
      to: "contracts/c9.odcs.yaml")
    try company.commit("Add phone", by: Company.ben)
    let warned = try company.push("main")
    #expect(warned.status == 0, "\(warned.errors)")
    #expect(warned.errors.contains("cat@acme.example"), "\(warned.errors)")

    // From the commit whose base enforces ownership, somebody must answer.
    try company.developer.git("contract", "init", "--enforce", "--yes", adding: cat)
    try company.commit("Enforce ownership", by: Company.cat)
    let adoption = try company.push("main")
    #expect(adoption.status == 0, "\(adoption.errors)")
    try company.developer.write(
      Company.orders(
        version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone], name: "c8", identifier: "contract-8"),
      to: "contracts/c8.odcs.yaml")
    try company.commit("Add phone", by: Company.ben)
    let refused = try company.push("main")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("cat@acme.example"), "\(refused.errors)")

    // A team claims its folder: a steward and the new owner agree, once.
    try company.developer.git("reset", "--quiet", "--hard", "origin/main")
    try company.developer.write("/contracts/c8.odcs.yaml ann@acme.example\n", to: "CODEOWNERS")
    try company.commit("Claim c8\n\nApproved-by: Cat <cat@acme.example>", by: Company.ann)
    let claim = try company.push("main")
    #expect(claim.status == 0, "\(claim.errors)")
  }

  @Test func `b: an owner's typo asks nobody; a missing bump is a warning that offers one`() throws {
    let company = try Company()
    try company.developer.git("contract", "hooks", "install")
    try company.developer.write(
      Company.orders(columns: [Company.orderID, Company.amountReworded, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.developer.git("add", "--all")
    let commit = try company.developer.tryGit("commit", "--message", "Mend a word")
    #expect(commit.status == 0, "\(commit.errors)")
    #expect(commit.errors.contains("warning"))
    #expect(commit.errors.contains("git contract bump --staged orders"), "\(commit.errors)")
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `d: the branch is free, and the fast-forward of three commits to main is one run`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "feature")
    try company.developer.write(
      Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Work in progress", by: Company.ben)
    try company.developer.write(
      Company.orders(columns: [Company.orderID, Company.email, Company.phone]), to: "contracts/orders.odcs.yaml")
    try company.commit("More of it", by: Company.ben)
    #expect(try company.push("feature").status == 0)
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email, Company.phone]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--ff-only", "feature")
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    let log = try company.contract("log", "orders", "--format", "json")
    #expect(log.status == 0, "\(log.errors)")
    #expect(log.output.contains("\"version\": \"2.0.0\""))
  }

  @Test func `e: of two branches with one version the second is told which is free, on the server and after a merge without a gate`() throws
  {
    let company = try Company()
    try company.developer.git("branch", "second")
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone", by: Company.ann)
    #expect(try company.push("main").status == 0)

    try company.developer.git("checkout", "--quiet", "second")
    let other = "{name: country, logicalType: string, physicalType: CHAR(2)}"
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [other, Company.orderID, Company.amount, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Add country", by: Company.ann)
    try company.developer.git("fetch", "--quiet", "origin")
    let check = try company.contract("check", "HEAD", "--target", "main")
    #expect(check.status == 1, "\(check.output)\(check.errors)")
    #expect(check.output.contains("[version-reused]"), "\(check.output)")
    #expect(check.output.contains("1.6.0"))

    // Both sides add a line at another place and set the same version: Git merges them without a conflict.
    try company.developer.git("checkout", "--quiet", "main")
    _ = try company.developer.merge("second", "Merge second", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[version-not-bumped]") || push.errors.contains("[version-reused]"), "\(push.errors)")
    #expect(push.errors.contains("1.6.0"))
    // Where no gate stood, the check on main names it, and one command mends it.
    let bare = try company.contract("check")
    #expect(bare.status == 1, "\(bare.output)\(bare.errors)")
    #expect(try company.contract("bump", "orders").status == 0)
    #expect(try company.developer.read("contracts/orders.odcs.yaml").contains("version: 1.6.0 # raised by git contract bump"))
    try company.commit("Raise the version", by: Company.ann)
    let mended = try company.push("main")
    #expect(mended.status == 0, "\(mended.errors)")
  }

  @Test func `f: a released break is reverted by the named way, and doing it again needs a new agreement`() throws {
    let company = try Company()
    let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])
    try company.developer.write(dropped, to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>", by: Company.ben)
    #expect(try company.push("main").status == 0)

    try company.developer.write(Company.orders(), to: "contracts/orders.odcs.yaml")
    try company.commit("Revert \"Drop amount\"", by: Company.ann)
    let plain = try company.push("main")
    #expect(plain.status != 0)
    #expect(plain.errors.contains("[version-decreased]"), "\(plain.errors)")
    #expect(plain.errors.contains("2.1.0"))
    let bump = try company.contract("bump", "orders")
    #expect(bump.status == 0, "\(bump.errors)")
    #expect(try company.developer.read("contracts/orders.odcs.yaml").contains("version: 2.1.0 "))
    try company.developer.git("add", "--all")
    try company.developer.git("commit", "--quiet", "--amend", "--no-edit")
    let back = try company.push("main")
    #expect(back.status == 0, "\(back.errors)")

    try company.developer.write(
      Company.orders(version: "3.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount again", by: Company.ben)
    let again = try company.push("main")
    #expect(again.status != 0)
    #expect(again.errors.contains("[owner-sign-off-missing]"), "\(again.errors)")
  }

  @Test func `g: a hotfix of 1.x goes to its release branch, and beside 2.x as a second file`() throws {
    let company = try Company()
    #expect(try company.push("main:release/1.x").status == 0)
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>", by: Company.ben)
    #expect(try company.push("main").status == 0)

    // On the branch of the old line: words are free, a column asks its owner, and no 2.x is in the way.
    try company.developer.git("fetch", "--quiet", "origin")
    try company.developer.git("switch", "--quiet", "--create", "hotfix", "origin/release/1.x")
    let mended = Company.orders(version: "1.4.3", columns: [Company.orderID, Company.amountReworded, Company.email])
    try company.developer.write(mended, to: "contracts/orders.odcs.yaml")
    try company.commit("Mend a word", by: Company.ben)
    let words = try company.push("hotfix:release/1.x")
    #expect(words.status == 0, "\(words.errors)")
    let grown = Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amountReworded, Company.email, Company.phone])
    try company.developer.write(grown, to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone", by: Company.ben)
    let foreign = try company.push("hotfix:release/1.x")
    #expect(foreign.status != 0 && foreign.errors.contains("ann@acme.example"), "\(foreign.errors)")
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Add phone\n\nApproved-by: Ann Owner <ann@acme.example>")
    let hotfix = try company.push("hotfix:release/1.x")
    #expect(hotfix.status == 0, "\(hotfix.errors)")

    // As a second file on main: one contract of two lines, the old one with its owner's word.
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.write(grown, to: "contracts/orders-1.odcs.yaml")
    try company.commit("Keep 1.x alive", by: Company.ben)
    let asked = try company.push("main")
    #expect(asked.status != 0 && asked.errors.contains("[owner-sign-off-missing]"), "\(asked.errors)")
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Keep 1.x alive\n\nApproved-by: Ann Owner <ann@acme.example>")
    let second = try company.push("main")
    #expect(second.status == 0, "\(second.errors)")
    // What the release branch has taken, main's file of that line does not take for something else.
    try company.developer.write(grown.replacing("VARCHAR(40)", with: "VARCHAR(41)"), to: "contracts/orders-1.odcs.yaml")
    try company.commit("Widen phone", by: Company.ann)
    let reused = try company.push("main")
    #expect(reused.status != 0 && reused.errors.contains("[version-not-bumped]"), "\(reused.errors)")
    #expect(try company.contract("bump", "orders@1").status == 0)
    let raised = try company.developer.read("contracts/orders-1.odcs.yaml")
    #expect(!raised.contains("version: 1.5.0 "), "\(raised)")
    #expect(try company.developer.read("contracts/orders.odcs.yaml").contains("version: 2.0.0 "), "the other line stays")
  }

  @Test func `h: a consumer's team and a steward are asked once, afterwards the team alone`() throws {
    let company = try Company()
    let file = "consumers/reports/reports.yaml"
    func consumer(_ range: String) -> String {
      "version: 1\nid: reports\nteam: reports\nuses:\n  - {contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: \"\(range)\"}\n"
    }
    try company.developer.write(consumer("^1.4"), to: file)
    try company.developer.write(try company.developer.read("CODEOWNERS") + "/consumers/reports/ ben@acme.example\n", to: "CODEOWNERS")
    try company.commit("Register", by: Company.ben)
    let alone = try company.push("main")
    #expect(alone.status != 0 && alone.errors.contains("cat@acme.example"), "\(alone.errors)")
    #expect(!alone.errors.contains("ann@acme.example"), "the contract's owner is not asked: \(alone.errors)")
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Register\n\nApproved-by: Cat <cat@acme.example>")
    let registered = try company.push("main")
    #expect(registered.status == 0, "\(registered.errors)")

    try company.developer.write(consumer(">=1.4, <3"), to: file)
    try company.commit("Read 2.x too", by: Company.ben)
    let own = try company.push("main")
    #expect(own.status == 0, "\(own.errors)")
    try company.developer.write(consumer("^9"), to: file)
    try company.commit("They will not mind", by: Company.ann)
    let foreign = try company.push("main")
    #expect(foreign.status != 0 && foreign.errors.contains("ben@acme.example"), "\(foreign.errors)")
  }

  @Test(arguments: ["the owner merges", "the owner signs", "somebody else merges"])
  func `i: a version that a bot raises needs a human`(what: String) throws {
    let company = try Company.withKeys()
    try company.developer.git("switch", "--quiet", "--create", "robot")
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone, raise to 1.5.0", by: TestPerson("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com"))
    let alone = try company.push("robot:main")
    #expect(alone.status != 0 && alone.errors.contains("[owner-sign-off-missing]"), "\(alone.errors)")
    #expect(alone.errors.contains("a bot or agent"), "\(alone.errors)")
    let push: TestOutput
    switch what {
    case "the owner signs":
      let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann)
      #expect(signed.status == 0, "\(signed.output)")
      push = try company.push("robot:main", Company.records, options: ["--atomic"])
    default:
      try company.developer.git("switch", "--quiet", "main")
      try company.developer.merge("robot", "Merge robot", by: what == "the owner merges" ? Company.ann : Company.ben)
      push = try company.push("main")
    }
    #expect((push.status == 0) == (what != "somebody else merges"), "\(push.errors)")
  }
}
