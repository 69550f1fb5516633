import ContractTestSupport
import Testing

/// The shapes that history and references may have: what honest people make every day passes, and none of them hides a change.
struct GateHistoryTests {
  private static let path = GateTests.path
  private static let broken = GateTests.broken
  private static let grown = GateTests.grown

  // MARK: Shapes of history

  @Test func `a pull that merges main into one's own commits and is pushed again passes`() throws {
    let company = try Company()
    // History that no gate saw, and that would not pass today.
    for version in ["1.4.3", "1.4.4"] {
      try company.developer.write(Company.orders(version: version, columns: [Company.orderID, Company.amount]), to: Self.path)
      try company.commit("Drop email, then only words", by: Company.ben)
      try company.developer.write(Company.orders(version: version), to: Self.path)
      try company.commit("And back", by: Company.ben)
    }
    try company.developer.git("push", "--quiet", company.server.path, "main:refs/heads/ungated")
    try company.server.git("update-ref", "refs/heads/main", "refs/heads/ungated")
    try company.server.git("update-ref", "-d", "refs/heads/ungated")
    try company.developer.git("fetch", "--quiet", "origin")

    try company.developer.git("checkout", "--quiet", "-b", "mine")
    try company.developer.write("My words.\n", to: "mine")
    try company.commit("Write", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]), to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    passed(try company.push("main"))
    try company.developer.git("checkout", "--quiet", "mine")
    try company.developer.merge("origin/main", "Merge main", by: Company.ben)
    passed(try company.push("mine:main"))
    #expect(try company.server.git("rev-parse", "main") == company.developer.git("rev-parse", "mine"))
  }

  @Test func `an unapproved change in the commits that a pull has merged is seen`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "mine")
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write("More.\n", to: "README")
    try company.commit("Write", by: Company.ann)
    passed(try company.push("main"))
    try company.developer.git("checkout", "--quiet", "mine")
    try company.developer.merge("main", "Merge main", by: Company.ben)
    refused(try company.push("mine:main"), "property 'amount' was removed", "[owner-sign-off-missing]")
  }

  @Test func `an owner who merges main into a branch has not agreed to what the branch does`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "feature")
    try company.developer.write("Words.\n", to: "words")
    try company.commit("Words", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    passed(try company.push("main"))
    try company.developer.git("checkout", "--quiet", "feature")
    try company.developer.merge("main", "Merge main", by: Company.ann)
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email, Company.phone]), to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let check = try company.contract("check", "HEAD", "--target", "main")
    #expect(check.output.contains("[owner-sign-off-missing]"), "\(check.output)\(check.errors)")
    refused(try company.push("feature:main"), "[owner-sign-off-missing]")
  }

  @Test func `a merge on main whose second parent was approved passes; a change made only inside of it does not`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "feature")
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone\n\nApproved-by: Ann <ann@acme.example>", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write("More.\n", to: "README")
    try company.commit("Write", by: Company.ben)
    try company.developer.merge("feature", "Merge feature", by: Company.ben)
    passed(try company.push("main"))

    try company.developer.git("checkout", "--quiet", "-b", "other")
    try company.developer.write("Words.\n", to: "other")
    try company.commit("Words", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write("Yet more.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    try company.developer.git("merge", "--quiet", "--no-ff", "--no-commit", "other")
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email, Company.phone]), to: Self.path)
    try company.commit("Merge other", by: Company.ben)
    refused(try company.push("main"), "property 'amount' was removed", "[owner-sign-off-missing]")
  }

  @Test func `a merge that takes the other side is a change and pays`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "old")
    try company.developer.write("Words.\n", to: "old")
    try company.commit("Words", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    passed(try company.push("main"))
    try company.developer.git("merge", "--quiet", "--no-ff", "--no-commit", "old")
    try company.developer.git("checkout", "--quiet", "old", "--", Self.path)
    try company.commit("Merge old", by: Company.ben)
    refused(try company.push("main"), "[version-decreased]", "[owner-sign-off-missing]")
  }

  @Test func `a squash, a rebase and an honest revert pass with the owner's word`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "feature")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.amount, Company.email, Company.phone]), to: Self.path)
    try company.commit("Work", by: Company.ben)
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("More", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write("More.\n", to: "README")
    try company.commit("Write", by: Company.ben)
    passed(try company.push("main"))
    try company.developer.git("merge", "--quiet", "--squash", "feature")
    try company.commit("Add phone\n\nReviewed-by: Ann <ann@acme.example>", by: Company.ben)
    passed(try company.push("main"))
    // A rebased branch goes to its own place again, and then to main.
    try company.developer.git("checkout", "--quiet", "-b", "second", "HEAD~1")
    try company.developer.write("Words.\n", to: "second")
    try company.commit("Words", by: Company.ben)
    passed(try company.push("second"))
    try company.developer.git("rebase", "--quiet", "main")
    passed(try company.push("second", options: ["--force"]))
    passed(try company.push("second:main"))
  }

  @Test func `a break in a branch that main was merged into is not hidden by two merge bases`() throws {
    // one: adds phone (1.5.0); two: words. Each merges the other, then two goes back to the contract without phone.
    let company = try Company()
    let repository = company.developer
    try repository.git("checkout", "--quiet", "-b", "feature")
    try repository.write("Words.\n", to: "words")
    let plain = try repository.commit([:], "Words\n", by: Company.ben)
    try repository.git("checkout", "--quiet", "main")
    try repository.write(Self.grown, to: Self.path)
    let grown = try repository.commit([:], "Add phone\n", by: Company.ann)
    try repository.merge(plain, "Merge words", by: Company.ann)
    passed(try company.push("main"))
    try repository.git("checkout", "--quiet", "feature")
    try repository.merge(grown, "Merge main", by: Company.ben)
    let honest = try company.contract("check", "HEAD", "--target", "main")
    #expect(honest.status == 0, "\(honest.output)\(honest.errors)")
    try repository.write(Company.orders(), to: Self.path)
    try company.commit("Take phone back", by: Company.ben)
    #expect(try repository.git("merge-base", "--all", "HEAD", "main").split(separator: "\n").count == 2)
    let check = try company.contract("check", "HEAD", "--target", "main")
    #expect(check.status == 1, "\(check.output)\(check.errors)")
    #expect(check.output.contains("property 'phone' was removed"), "\(check.output)")
  }

  @Test func `what a merge in progress deletes is seen before the commit`() throws {
    let company = try Company()
    let repository = company.developer
    try repository.git("checkout", "--quiet", "-b", "old")
    try repository.write("Words.\n", to: "old")
    try company.commit("Words", by: Company.ben)
    try repository.git("checkout", "--quiet", "main")
    try repository.write(Company.orders(name: "items", identifier: "items"), to: "contracts/items.odcs.yaml")
    try company.commit("Add items", by: Company.ann)
    try repository.git("merge", "--quiet", "--no-ff", "--no-commit", "old")
    try repository.git("rm", "--quiet", "contracts/items.odcs.yaml")
    let check = try company.contract("check", "--staged")
    #expect(check.output.contains("'items' was deleted"), "\(check.output)\(check.errors)")
  }

  @Test func `an octopus on main is one change of each contract that it brings`() throws {
    let company = try Company()
    for (branch, person) in [("one", Company.ann), ("two", Company.ben)] {
      try company.developer.git("checkout", "--quiet", "-b", branch, "main")
      try company.developer.write("Words.\n", to: branch)
      if branch == "two" {
        try company.developer.write(Company.orders(name: "items", identifier: "items"), to: "contracts/items.odcs.yaml")
      }
      try company.commit("Work", by: person)
    }
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--no-edit", "one", "two")
    refused(try company.push("main"), "[owner-sign-off-missing]", "contract 'items'")
    try company.developer.git("commit", "--quiet", "--amend", "-m", "Merge both\n\nApproved-by: Ann <ann@acme.example>")
    passed(try company.push("main"))
  }

  @Test func `a push over commits that are not here is told to fetch first`() throws {
    let company = try Company()
    let other = try company.developer.clone("other")
    try other.git("remote", "set-url", "origin", company.server.path)
    other.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    try company.developer.write("More.\n", to: "README")
    try company.commit("Write", by: Company.ben)
    passed(try company.push("main"))
    try other.git("contract", "hooks", "install")
    try other.write(Self.grown, to: Self.path)
    try other.commit([:], "Add phone\n", by: Company.ann)
    let push = try other.tryGit("push", "--quiet", "origin", "main")
    refused(push, "hint: git fetch")
  }

  // MARK: References

  @Test func `a server whose HEAD names a branch that is not there still protects main`() throws {
    let company = try Company()
    try company.server.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    refused(try company.push("main"), "[version-not-bumped]", "[owner-sign-off-missing]")
  }

  @Test func `a branch whose name differs from main's by case only is protected too`() throws {
    let company = try Company()
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    refused(try company.push("main:Main"), "[version-not-bumped]")
  }

  @Test func `a protected branch without a common history is judged by the rules of today`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "--orphan", "release/2.x")
    try company.commit("Begin anew", by: Company.ben)
    refused(try company.push("release/2.x"), "ann@acme.example")
    // One that grows from main is judged from where it left main, and an untouched one is free.
    try company.developer.git("checkout", "--quiet", "--force", "main")
    passed(try company.push("main:release/1.x"))
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    refused(try company.push("main:release/1.y"), "[version-not-bumped]", "[owner-sign-off-missing]")
  }

  @Test func `a branch that main's policy protects is protected, whatever its own older policy says`() throws {
    let company = try Company()
    passed(try company.push("main:stable"))
    try company.developer.write(
      "version: 1\nownership: enforce\nstewards: [cat@acme.example]\nprotect: {branches: [default, refs/heads/stable]}\n",
      to: ".contracts/policy.yaml")
    try company.commit("Protect stable", by: Company.cat)
    passed(try company.push("main"))
    try company.developer.git("checkout", "--quiet", "-b", "stable", "HEAD~1")
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    refused(try company.push("stable"), "[version-not-bumped]")
  }

  @Test func `a release tag is not moved, and not put where no protected branch is`() throws {
    let company = try Company()
    try company.developer.git("tag", "orders/v1.4.2")
    passed(try company.push("orders/v1.4.2"))
    try company.developer.git("checkout", "--quiet", "-b", "feature")
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ben)
    try company.developer.git("tag", "--force", "orders/v1.4.2")
    refused(try company.push("orders/v1.4.2", options: ["--force"]), "'refs/tags/orders/v1.4.2' is protected")
    refused(try company.push(":orders/v1.4.2"), "'refs/tags/orders/v1.4.2' is protected")
    try company.developer.git("tag", "orders/v1.5.0")
    refused(try company.push("orders/v1.5.0"), "refs/tags/orders/v1.5.0", "no protected branch")
    // A tag that is no contract's is nobody's business; with the branch that brings its commit it goes too.
    try company.developer.git("tag", "library/v1.5.0")
    passed(try company.push("library/v1.5.0"))
    try company.developer.git("commit", "--quiet", "--amend", "-m", "Add phone\n\nAcked-by: Ann <ann@acme.example>")
    try company.developer.git("tag", "--force", "-a", "-m", "Release", "orders/v1.5.0")
    passed(try company.push("feature:main", "orders/v1.5.0"))
  }

  @Test func `what the server writes is not pushed over`() throws {
    let company = try Company()
    refused(try company.push("main:refs/contracts/log"), "remote: error: 'refs/contracts/log' is written by the server")
    refused(try company.push("main:refs/contracts/notified/heads/main"), "written by the server")
  }

  @Test func `replaced objects deceive nobody`() throws {
    let company = try Company()
    try company.developer.write(Self.broken, to: Self.path)
    let harmful = try company.developer.commit([:], "Drop amount\n", by: Company.ben)
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    try company.developer.write("More.\n", to: "README")
    let harmless = try company.developer.commit([:], "Write\n", by: Company.ben)
    _ = try company.push("\(harmless):refs/heads/harmless", "\(harmful):refs/heads/harmful")
    try company.server.git("replace", harmful, harmless)
    refused(try company.push("\(harmful):main"), "property 'amount' was removed")
  }

  @Test func `two branches that take one version in one push do not both get it`() throws {
    let company = try Company()
    passed(try company.push("main:release/1.x"))
    try company.developer.git("checkout", "--quiet", "-b", "release/1.x")
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    try company.developer.git("checkout", "--quiet", "main")
    let country = "{name: country, logicalType: string, physicalType: CHAR(2)}"
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, country]), to: Self.path)
    try company.commit("Add country", by: Company.ann)
    refused(try company.push("main", "release/1.x", options: ["--atomic"]), "[version-reused]")
  }

  @Test func `trees that tools read differently do not come in by any branch`() throws {
    let company = try Company()
    let repository = company.developer
    let blob = try repository.git("rev-parse", "HEAD:README")
    let other = try repository.git("rev-parse", "HEAD:\(Self.path)")
    func tree(_ entries: [(name: String, blob: String)]) throws -> String {
      var bytes = ""
      for entry in entries {
        bytes += "100644 \(entry.name)\\000"
        var hex = Substring(entry.blob)
        while !hex.isEmpty {
          bytes += "\\x\(hex.prefix(2))"
          hex = hex.dropFirst(2)
        }
      }
      let script = "printf '%b' '\(bytes)' | git hash-object -t tree -w --stdin --literally"
      let output = try repository.environment.run("bash", ["-c", script.replacing("\\000", with: "\\0000")], in: repository.path)
      return output.line
    }
    for entries in [[("a.yaml", blob), ("a.yaml", other)], [("b.yaml", blob), ("a.yaml", other)]] {
      let commit = try repository.git("commit-tree", tree(entries), "-p", "HEAD", "-m", "Odd")
      refused(try company.push("\(commit):refs/heads/odd"), "[tree-malformed]")
    }
  }

  // MARK: Beginnings

  @Test func `the first push of an old repository is judged by what it holds, not by its past`() throws {
    let company = try Company(policy: nil, codeOwners: nil)
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Drop amount without a version", by: Company.ben)
    try company.developer.write(Company.orders(version: "1.0.0", columns: [Company.orderID]), to: Self.path)
    try company.commit("Go down", by: Company.ben)
    let server = try TestRepository(bare: true, in: company.scratch, name: "new.git")
    server.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    try server.git("contract", "hooks", "install")
    let push = try company.developer.tryGit("push", "--quiet", server.path, "main")
    passed(push)
    #expect(!push.errors.contains("error:"), "\(push.errors)")
  }

  @Test func `what came broken before the gate is mended without a toll, and what it meant still counts`() throws {
    let company = try Company()
    try company.developer.write("kind: DataContract\n  bad: [\n", to: Self.path)
    try company.commit("Break it", by: Company.ben)
    try company.server.git("contract", "hooks", "uninstall")
    passed(try company.push("main"))
    try company.server.git("contract", "hooks", "install")
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Mend it, without amount", by: Company.ann)
    refused(try company.push("main"), "property 'amount' was removed")
    try company.developer.write(Company.orders(), to: Self.path)
    try company.developer.git("add", "--all")
    try company.developer.git("commit", "--quiet", "--amend", "-m", "Mend it")
    passed(try company.push("main"))
  }

  @Test func `a team adds its consumer file and asks nobody else`() throws {
    let company = try Company(
      codeOwners: "/contracts/ ann@acme.example\n/consumers/reports/ ben@acme.example\n/.contracts/ cat@acme.example\n")
    let consumer = """
      version: 1
      id: reports
      team: reports
      uses:
        - {contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: ">=1.0.0"}

      """
    try company.developer.write(consumer, to: "consumers/reports/reports.yaml")
    try company.commit("Register", by: Company.ben)
    passed(try company.push("main"))
    try company.developer.write(consumer, to: "consumers/reports/other.yaml")
    try company.commit("Register for another team", by: Company.ann)
    refused(try company.push("main"), "ben@acme.example")
  }

  @Test func `what is announced and removed in one push was announced to nobody`() throws {
    let company = try Company()
    try company.developer.write(
      Company.orders(
        version: "1.5.0",
        columns: [
          Company.orderID, Company.amount,
          "{name: email, logicalType: string, physicalType: VARCHAR(320), customProperties: [{property: deprecated, value: true}], deprecated: true}",
        ]), to: Self.path)
    try company.commit("Announce\n\nApproved-by: Ann <ann@acme.example>", by: Company.ben)
    try company.developer.write(Company.orders(version: "1.6.0", columns: [Company.orderID, Company.amount]), to: Self.path)
    try company.commit(
      "Drop email\n\nContract-Acknowledge: deprecated-property-removed it was announced\nApproved-by: Ann <ann@acme.example>",
      by: Company.ben)
    refused(try company.push("main"), "[version-bump-too-small]", "2.0.0")
  }
}
