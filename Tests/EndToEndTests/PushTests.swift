import ContractTestSupport
import Testing

/// What the server's hooks decide: real pushes into a real bare repository.
struct PushTests {
  @Test func `an owner's compatible change with its version passes`() throws {
    let company = try Company()
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(try company.server.git("rev-parse", "main") == company.developer.git("rev-parse", "HEAD"))
  }

  @Test func `a removed column without a major version is refused, and the way out is named`() throws {
    let company = try Company()
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    let before = try company.server.git("rev-parse", "main")
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("property 'amount' was removed"), "\(push.errors)")
    #expect(push.errors.contains("[version-not-bumped]"))
    #expect(push.errors.contains("2.0.0"))
    #expect(push.errors.contains("git contract bump"))
    #expect(try company.server.git("rev-parse", "main") == before)
  }

  @Test func `a change by somebody who owns nothing is refused, and says who must agree`() throws {
    let company = try Company()
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[owner-sign-off-missing]"), "\(push.errors)")
    #expect(push.errors.contains("ann@acme.example"))
  }

  @Test func `the owner's approval in the commit lets the same change pass`() throws {
    let company = try Company()
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone\n\nApproved-by: Ann Owner <ann@acme.example>", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `YAML that cannot be read is refused with file, line and column`() throws {
    let company = try Company()
    try company.developer.write("kind: DataContract\n  bad: [\n", to: "contracts/orders.odcs.yaml")
    try company.commit("Break it", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("contracts/orders.odcs.yaml:2:"), "\(push.errors)")
    #expect(push.errors.contains("[unparsable]"))
  }

  @Test func `a repository without contracts hears nothing`() throws {
    let company = try Company(policy: nil, codeOwners: nil, contracts: [:])
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status == 0)
    #expect(push.errors == "")
  }

  @Test func `a policy that is switched off in the same push does not judge it`() throws {
    let company = try Company()
    try company.developer.write("version: 1\nownership: off\nlevels: {version-not-bumped: off}\n", to: ".contracts/policy.yaml")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount, and the rules", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[version-not-bumped]"), "\(push.errors)")
    #expect(push.errors.contains("[owner-sign-off-missing]"))
    #expect(push.errors.contains(".contracts/policy.yaml"))
  }

  @Test func `rules that nobody can read stop every push, and say who mends them`() throws {
    let company = try Company()
    try company.developer.write("version: 1\nownership: maybe\n", to: ".contracts/policy.yaml")
    try company.commit("Break the rules", by: Company.cat)
    try company.server.git("fetch", "--quiet", company.developer.path, "main:main")
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("remote: fatal: .contracts/policy.yaml:2:12: "), "\(push.errors)")
    #expect(push.errors.contains("remote: hint: by rules that cannot be read no push is judged"), "\(push.errors)")
    // The way of whoever runs the server, as Documentation/Server.md has it.
    try company.developer.write("version: 1\nownership: enforce\n", to: ".contracts/policy.yaml")
    try company.commit("Mend the rules", by: Company.cat)
    let around = try company.push("main", options: ["--receive-pack=git -c core.hooksPath=/dev/null receive-pack"])
    #expect(around.status == 0, "\(around.errors)")
    try company.developer.write("Even more words.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    #expect(try company.push("main").status == 0)
  }

  @Test func `an unapproved version between two approved ones is not hidden`() throws {
    let company = try Company()
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    try company.developer.write(
      Company.orders(version: "2.1.0", columns: [Company.orderID, Company.email, Company.phone]), to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[owner-sign-off-missing]"), "\(push.errors)")
    #expect(push.errors.contains("2.0.0"))
  }

  @Test func `a protected branch does not move backwards and is not deleted`() throws {
    let company = try Company()
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    #expect(try company.push("main").status == 0)
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    let back = try company.push("main", options: ["--force"])
    #expect(back.status != 0)
    #expect(back.errors.contains("'refs/heads/main' is protected"), "\(back.errors)")
    try company.server.git("config", "receive.denyDeleteCurrent", "false")
    let deletion = try company.push(":main")
    #expect(deletion.status != 0)
    #expect(deletion.errors.contains("'refs/heads/main' is protected"), "\(deletion.errors)")
  }

  @Test func `an unprotected branch goes through whatever it holds`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "feature")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    let push = try company.push("feature")
    #expect(push.status == 0, "\(push.errors)")
  }

  @Test func `update decides the same, one ref at a time`() throws {
    let company = try Company()
    try company.server.git("contract", "hooks", "uninstall")
    try company.server.git("contract", "hooks", "install", "--update")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[version-not-bumped]"), "\(push.errors)")
  }
}
