import ContractTestSupport
import Testing

/// What the hooks of a clone say at a commit, and whether the command that they name mends it.
struct CommitTests {
  @Test(arguments: [["--all"], ["contracts/orders.odcs.yaml"]])
  func `a commit of its own index is mended by the command that the refusal names`(selection: [String]) throws {
    let company = try Company()
    try company.developer.git("contract", "hooks", "install")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    let commit = ["commit", "--quiet", "--message", "Drop amount"] + selection
    let refused = try company.developer.tryGit(arguments: commit)
    #expect(refused.status == 1)
    // Git throws such an index away, so there is nothing staged that could be mended.
    #expect(refused.errors.contains("  hint: write the version that is due: git contract bump orders\n"), "\(refused.errors)")
    #expect(try company.contract("bump", "orders").status == 0)
    #expect(try company.developer.tryGit(arguments: commit).status == 0)
    #expect(try company.contract("show", "orders@2.0.0").status == 0)
  }

  @Test func `what is staged is mended where it is staged`() throws {
    let company = try Company()
    try company.developer.git("contract", "hooks", "install")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.developer.git("add", "--all")
    let refused = try company.developer.tryGit("commit", "--quiet", "--message", "Drop amount")
    #expect(refused.errors.contains("  hint: write the version that is due: git contract bump --staged orders\n"), "\(refused.errors)")
    #expect(try company.contract("bump", "--staged", "orders").status == 0)
    #expect(try company.developer.tryGit("commit", "--quiet", "--message", "Drop amount").status == 0)
  }

  @Test func `a column that is gone already cannot be announced; the way back is named and works`() throws {
    let company = try Company()
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    let refused = try company.contract("deprecate", "orders.orders.amount")
    #expect(refused.status == 128)
    #expect(
      refused.errors == """
        fatal: 'orders.orders.amount' is gone from 'contracts/orders.odcs.yaml' already; it must be there to be announced
        hint: git restore --staged --worktree -- contracts/orders.odcs.yaml
        hint: git contract deprecate orders.orders.amount

        """)
    try company.developer.git("restore", "--staged", "--worktree", "--", "contracts/orders.odcs.yaml")
    #expect(try company.contract("deprecate", "orders.orders.amount").status == 0)
    #expect(try company.developer.read("contracts/orders.odcs.yaml").contains("deprecated: true"))
  }

  @Test func `who leaves the table out of a name is told`() throws {
    let company = try Company()
    let asked = try company.contract("can-i-remove", "orders.amount")
    #expect(asked.status == 128)
    #expect(asked.errors.contains("hint: did you mean 'orders.orders.amount'?"), "\(asked.errors)")
  }

  @Test func `a changelog since a version tells that line's newer versions and later lines whole`() throws {
    let company = try Company()
    for (version, columns) in [
      ("1.5.0", [Company.orderID, Company.amount, Company.email, Company.phone]),
      ("2.0.0", [Company.orderID, Company.email, Company.phone]), ("2.0.1", [Company.orderID, Company.email, Company.phone]),
    ] {
      try company.developer.write(Company.orders(version: version, columns: columns), to: "contracts/orders.odcs.yaml")
      try company.commit("Release \(version)", by: Company.ann)
    }
    for (since, expected) in [("1.4.2", ["2.0.1", "2.0.0", "1.5.0"]), ("1.5.0", ["2.0.1", "2.0.0"]), ("2.0.0", ["2.0.1"]), ("2.0.1", [])] {
      let log = try company.contract("changelog", "orders", "--since", since)
      #expect(log.status == 0, "\(log.errors)")
      #expect(log.lines.filter { $0.contains("(20") }.map { String($0.prefix(5)) } == expected, "since \(since): \(log.output)")
    }
    let never = try company.contract("changelog", "orders", "--since", "9.0.0")
    #expect(never.status == 128)
    #expect(never.errors == "fatal: 'orders' never had a version '9.0.0'\nhint: git contract log orders\n")
    #expect(try company.contract("changelog", "--since", "1.4.2").status == 129)
  }
}
