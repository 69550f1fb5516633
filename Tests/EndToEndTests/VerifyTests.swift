import ContractTestSupport
import Foundation
import Testing

/// `verify`: the past is proved from what is in the repository, and what cannot be proved is named.
struct VerifyTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  /// Removes a column on main's own first parents.
  private static func drop(_ company: Company) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: path)
    try company.commit("Drop amount", by: Company.ben)
  }

  private static func signed() throws -> Company {
    let company = try Company.withKeys()
    try drop(company)
    let signed = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    let push = try company.push("drop-amount:main")
    #expect(push.status == 0, "\(push.errors)")
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--ff-only", "drop-amount")
    return company
  }

  @Test func `what was signed is proved by anybody with a clone, and it says from which store`() throws {
    let company = try Self.signed()
    let clone = try company.server.clone("auditor")
    clone.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    let without = try clone.tryGit("contract", "verify", "HEAD~1..HEAD")
    #expect(without.status == 1, "a clone has no records until it fetches them: \(without.output)")
    #expect(without.output.contains("no records were found"), "\(without.output)")
    try clone.git("fetch", "--quiet", "origin", Company.records + ":refs/contracts/remotes/origin/signoffs")
    let proved = try clone.tryGit("contract", "verify", "HEAD~1..HEAD")
    #expect(proved.status == 0, "\(proved.output)\(proved.errors)")
    #expect(proved.output.contains("orders 1.4.2 -> 2.0.0"), "\(proved.output)")
    #expect(proved.output.contains("breaking: agreed"), "\(proved.output)")
    #expect(proved.output.contains("'ann' for 'ann@acme.example' by a signature, record "), "\(proved.output)")
    #expect(proved.output.contains("refs/contracts/remotes/origin/signoffs"), "\(proved.output)")
    #expect(proved.output.contains("whoever holds this clone can rewrite it"), "\(proved.output)")
  }

  @Test func `what came past the gate is named, and by whom it should have been agreed to`() throws {
    let company = try Company.withKeys()
    try Self.drop(company)
    let verified = try company.contract("verify", "HEAD~1..HEAD", "--format", "json")
    #expect(verified.status == 1, "\(verified.errors)")
    #expect(verified.output.contains("\"state\": \"open\""), "\(verified.output)")
    #expect(verified.output.contains("'ann@acme.example' (line 1 of 'CODEOWNERS') must agree"), "\(verified.output)")
    // Nothing came before the first commit, and nobody was bound: that is no fault.
    let beginning = try company.contract("verify", "HEAD~1")
    #expect(beginning.status == 0, "\(beginning.output)")
  }

  @Test func `a server's log says when it came, and misses what a rewritten ref has no more`() throws {
    let company = try Self.signed()
    let here = try company.contract("verify", "HEAD~1..HEAD")
    #expect(here.status == 0 && here.output.contains("time not witnessed"), "\(here.output)")
    let there = try company.server.tryGit("contract", "verify", "main~1..main")
    #expect(there.status == 0, "\(there.output)")
    #expect(there.output.contains("taken in by the server at 20"), "\(there.output)")
    // Somebody with a shell makes the ref anew, without her record.
    let tree = try company.server.git("mktree", input: "")
    try company.server.git("update-ref", Company.records, company.server.git("commit-tree", "-m", "Sign off", tree))
    let rewritten = try company.server.tryGit("contract", "verify", "main~1..main")
    #expect(rewritten.status == 1, "\(rewritten.output)")
    #expect(rewritten.output.contains("counted when 'refs/heads/main' was taken in at 20"), "\(rewritten.output)")
    #expect(rewritten.output.contains("and is gone"), "\(rewritten.output)")
  }

  /// A handle that nobody knows beside an owner who agreed, or a line that was always wrong, is no missing agreement.
  @Test func `what was agreed to is agreed, whatever else is wrong with CODEOWNERS`() throws {
    let company = try Company.withKeys(
      [Company.ann, Company.cat],
      codeOwners: "/contracts/ ann@acme.example @acme/ghosts\n/.contracts/ cat@acme.example\n/CODEOWNERS cat@acme.example\n[x] nobody\n")
    try Self.drop(company)
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann).status == 0)
    let contract = try company.contract("verify", "HEAD~1..HEAD")
    #expect(contract.output.contains("breaking: agreed\n"), "\(contract.output)")
    let people = try company.developer.git("show", "HEAD:.contracts/people.yaml") + "\n"
    try company.developer.write(people.replacing("name: Ben Analyst", with: "name: Benjamin"), to: ".contracts/people.yaml")
    try company.commit("Say his whole name", by: Company.ben)
    #expect(try company.atTerminal(["sign", ".contracts/people.yaml", "--no-push"], by: Company.cat).status == 0)
    let files = try company.contract("verify", "HEAD~1..HEAD")
    #expect(files.output.contains("governance: agreed\n"), "\(files.output)")
  }

  @Test func `a record that was taken off the ref is missed`() throws {
    let company = try Self.signed()
    let tree = try company.developer.git("mktree", input: "")
    let commit = try company.developer.git("commit-tree", "-p", Company.records, "-m", "Forget", tree)
    try company.developer.git("update-ref", Company.records, commit)
    let verified = try company.contract("verify", "HEAD~1..HEAD")
    #expect(verified.status == 1)
    #expect(verified.output.contains("was removed from 'refs/contracts/signoffs'"), "\(verified.output)")
  }

  /// A version that was pushed twice: signed, and then a word of it was mended, of which nobody is asked.
  @Test func `a version that was made in several pushes is proved part by part`() throws {
    let company = try Self.signed()
    let reworded = "{name: email, logicalType: string, physicalType: VARCHAR(320), description: Where to write to.}"
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, reworded]), to: Self.path)
    try company.commit("Say what email is", by: Company.ben)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    let proved = try company.contract("verify", "HEAD~2..HEAD")
    #expect(proved.status == 0, "\(proved.output)")
    #expect(proved.output.contains("agreed, in 2 parts"), "\(proved.output)")
    // A part that costs something is not hidden behind one that was signed.
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID]), to: Self.path)
    try company.commit("Drop email too", by: Company.ben)
    let open = try company.contract("verify", "HEAD~3..HEAD")
    #expect(open.status == 1, "\(open.output)")
  }

  @Test func `a change of owners is proved like one of a contract`() throws {
    let company = try Company.withKeys([Company.ann, Company.cat])
    try company.developer.git("switch", "--quiet", "--create", "hand-over")
    let owners = "/contracts/ ben@acme.example\n/.contracts/ cat@acme.example\n/CODEOWNERS cat@acme.example\n"
    try company.developer.write(owners, to: "CODEOWNERS")
    try company.commit("Hand over", by: Company.ben)
    #expect(try company.contract("verify", "HEAD~1..HEAD").status == 1)
    let signed = try company.atTerminal(["sign", "CODEOWNERS", "--push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    let proved = try company.contract("verify", "HEAD~1..HEAD")
    #expect(proved.status == 0, "\(proved.output)")
    #expect(proved.output.contains("governance: agreed"), "\(proved.output)")
  }

  @Test(arguments: [
    (["--witness"], 129, "'--witness' records what '--reviews' names"), (["--push"], 129, "goes with '--witness'"),
    (["--reviews", "none.json"], 128, "no such file"), (["nothing"], 128, "nothing"), (["HEAD..HEAD~1"], 128, "does not come after"),
  ])
  func `wrong calls say what is wrong`(arguments: [String], status: Int32, words: String) throws {
    let company = try Company.withKeys()
    try Self.drop(company)
    let output = try company.developer.tryGit(arguments: ["contract", "verify"] + arguments)
    #expect(output.status == status, "\(output.errors)")
    #expect(output.errors.contains(words), "\(output.errors)")
  }
}
