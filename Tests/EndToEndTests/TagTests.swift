import ContractTestSupport
import Testing

/// `tag`: versions that are released, through a real server.
struct TagTests {
  private static func second(_ company: Company) throws {
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.commit("Add phone", by: Company.ann)
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Say more", by: Company.ann)
  }

  @Test func `the tag names the commit that made the version, says what it changed, and the server takes it`() throws {
    let company = try Company()
    try Self.second(company)
    let made = try company.contract("tag", "orders")
    #expect(made.status == 0, "\(made.errors)")
    let developer = company.developer
    #expect(try developer.git("rev-parse", "orders/v1.5.0^{commit}") == developer.git("rev-parse", "HEAD^"))
    #expect(try developer.git("cat-file", "-t", "orders/v1.5.0") == "tag")
    #expect(try developer.git("tag", "-l", "--format=%(contents)").contains("- compatible: property 'phone' was added"))
    // The server lets nobody release what it has not judged.
    let early = try company.push("orders/v1.5.0")
    #expect(early.status != 0 && early.errors.contains("no protected branch holds"), "\(early.errors)")
    #expect(try company.push("main", "orders/v1.5.0").status == 0)
    let again = try company.contract("tag", "orders")
    #expect(again.status == 0 && again.output.contains("is there already"))
    let old = try company.contract("tag", "orders@1.4.2")
    #expect(old.status == 0, "\(old.errors)")
    #expect(try company.contract("tag", "--check").status == 0)
    #expect(try company.contract("tag", "--all").output.contains("orders/v1.5.0 is there already"))
  }

  @Test func `what is not merged, not there or taken is not released`() throws {
    let company = try Company()
    try company.developer.git("checkout", "--quiet", "-b", "topic")
    try Self.second(company)
    let unmerged = try company.contract("tag", "orders")
    #expect(unmerged.status == 1 && unmerged.errors.contains("no protected branch has"), "\(unmerged.errors)")
    #expect(try company.contract("tag", "orders@3.0.0").status == 128)
    #expect(try company.contract("tag", "order").errors.contains("did you mean 'orders'?"))
    #expect(try company.contract("tag").status == 129)
    #expect(try company.developer.git("tag").isEmpty)

    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--ff-only", "topic")
    try company.developer.git("tag", "orders/v1.5.0", "HEAD~2")
    let taken = try company.contract("tag", "orders")
    #expect(taken.status == 1 && taken.errors.contains("the contract has version '1.4.2'"), "\(taken.errors)")
    let check = try company.contract("tag", "--check", "orders")
    #expect(check.status == 1)
    #expect(check.output.contains("wrong    orders/v1.5.0") && check.output.contains("missing  orders/v1.4.2"), "\(check.output)")
    // The same bytes at another commit are the same version.
    try company.developer.git("tag", "--force", "orders/v1.5.0", "HEAD")
    #expect(try company.contract("tag", "--check").status == 0)
    #expect(try company.contract("tag", "orders").output.contains("is there already"))
  }

  @Test func `what a protected branch never counted is not released, and a line is the one that is named`() throws {
    let company = try Company(contracts: [
      "contracts/one.yaml": Company.orders(version: "1.0.0"), "contracts/two.yaml": Company.orders(version: "2.0.0"),
    ])
    #expect(try company.contract("tag", "-n", "orders@1").output.contains("would make orders/v1.0.0"))
    #expect(try company.contract("tag", "-n", "orders").output.contains("would make orders/v2.0.0"))
    // Merged, and nothing of it taken.
    try company.developer.git("checkout", "--quiet", "-b", "topic")
    try company.developer.write(Company.orders(version: "2.1.0", columns: [Company.orderID, Company.phone]), to: "contracts/two.yaml")
    try company.commit("Secret", by: Company.ben)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--no-ff", "--no-verify", "-s", "ours", "-m", "Merge", "topic")
    try company.developer.git("checkout", "--quiet", "topic")
    let side = try company.contract("tag", "-n", "orders@2.1.0")
    #expect(side.status == 1, "\(side.output)")
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("rm", "--quiet", "contracts/one.yaml", "contracts/two.yaml")
    try company.developer.git("commit", "--quiet", "--no-verify", "-m", "Delete")
    let gone = try company.contract("tag", "-n", "orders")
    #expect(gone.status == 128 && gone.errors.contains("has been deleted"), "\(gone.output)\(gone.errors)")
  }

  @Test func `two contracts of one name have tags of their own, and a name that is no ref has one too`() throws {
    let company = try Company(contracts: [
      "contracts/a.yaml": Company.orders(name: "orders", identifier: "one"),
      "contracts/b.yaml": Company.orders(name: "orders", identifier: "two"),
      "contracts/c.yaml": Company.orders(name: "Größe..lock", identifier: "urn:x:y"),
    ])
    let made = try company.contract("tag", "--all")
    #expect(made.status == 0, "\(made.errors)")
    let names = try company.developer.git("tag").split(separator: "\n").map(String.init)
    #expect(names.count == 3, "\(names)")
    #expect(names.allSatisfy { $0.hasSuffix("/v1.4.2") && $0.prefix { $0 != "/" }.count == 12 }, "\(names)")
    #expect(try company.contract("tag", "--check").status == 0)
    #expect(try company.contract("show", "urn:x:y@1.4.2").status == 0)
  }

  @Test func `it is signed where Git's configuration says so`() throws {
    let company = try Company()
    let key = company.scratch.path("key")
    _ = try company.developer.environment.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], in: company.scratch.path)
    for (name, value) in [("gpg.format", "ssh"), ("user.signingKey", key), ("tag.gpgSign", "true")] {
      try company.developer.git("config", name, value)
    }
    let made = try company.contract("tag", "orders", "-m", "By hand")
    #expect(made.status == 0, "\(made.errors)")
    let text = try company.developer.git("cat-file", "tag", "orders/v1.4.2")
    #expect(text.contains("-----BEGIN SSH SIGNATURE-----") && text.contains("\n\nBy hand\n"))
    try company.developer.git("config", "user.signingKey", company.scratch.path("nowhere"))
    try company.developer.git("tag", "-d", "orders/v1.4.2")
    let failed = try company.contract("tag", "orders")
    #expect(failed.status == 128 && failed.errors.contains("cannot make the tag"), "\(failed.errors)")
    #expect(try company.developer.git("tag").isEmpty)
  }
}
