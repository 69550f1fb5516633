import ContractTestSupport
import Foundation
import Testing

/// What `check` and its neighbours say to whoever stands before a terminal, and to CI.
struct CheckTests {
  private static let path = "contracts/orders.odcs.yaml"

  @Test func `in CI bare check decides about what is checked out, as the server will`() throws {
    let company = try Company()
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let atHome = try company.contract("check")
    #expect(atHome.status == 0 && atHome.output.contains("note: 'ann@acme.example'"), "\(atHome.output)")
    for variables in [
      ["CI": "true"], ["CI": "woodpecker"], ["TF_BUILD": "True"], ["GITHUB_BASE_REF": "main"],
      ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"],
    ] {
      let answer = try company.developer.tryGit(arguments: ["contract", "check"], adding: variables)
      #expect(answer.status == 1 && answer.output.contains("error: 'ann@acme.example'"), "\(variables) \(answer.output)")
    }
    // What a step of the job has changed since is judged as it stands.
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.email]), to: Self.path)
    let dirty = try company.developer.tryGit(arguments: ["contract", "check"], adding: ["CI": "true"])
    #expect(dirty.status == 1 && dirty.output.contains("'order_id' was removed"), "\(dirty.output)")
  }

  @Test func `CI that knows no target decides nothing, and broken rules are refused there as everywhere`() throws {
    let company = try Company()
    try company.developer.git("switch", "--quiet", "--create", "people")
    try company.developer.write("people: [\n", to: ".contracts/people.yaml")
    try company.commit("People", by: Company.ben)
    let broken = try company.developer.tryGit(arguments: ["contract", "check"], adding: ["CI": "true"])
    #expect(broken.status == 1 && broken.output.contains(".contracts/people.yaml:2:1: error"), "\(broken.output)\(broken.errors)")
    try company.developer.git("branch", "--quiet", "--delete", "--force", "main")
    try company.developer.git("update-ref", "-d", "refs/remotes/origin/main")
    let lost = try company.developer.tryGit(arguments: ["contract", "check"], adding: ["CI": "true"])
    #expect(lost.status == 128 && lost.errors.contains("hint: git contract check --target BRANCH"), "\(lost.output)\(lost.errors)")
  }

  @Test func `where the sign-offs of a remote were never fetched, it is said how to get them`() throws {
    let company = try Company.withKeys()
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    try company.developer.git("push", "--quiet", "--no-verify", "origin", "main:side")
    let never = try company.contract("check", "HEAD")
    #expect(
      never.status == 1 && never.errors.contains("hint: sign-offs of 'origin' do not come along with 'git fetch' here"), "\(never.errors)")
    #expect(try company.contract("hooks", "install").status == 0)
    let later = try company.contract("check", "HEAD")
    #expect(
      later.status == 1 && later.errors == "hint: whoever agreed since the last 'git fetch' is not known here: git fetch\n",
      "\(later.errors)")
    let verified = try company.contract("verify")
    #expect(verified.status == 1 && verified.errors.contains("git fetch"), "\(verified.errors)")
  }

  @Test func `a file that cannot be read is named by every command that looks for what stands in it`() throws {
    let company = try Company()
    try company.developer.write(Company.orders().replacing("name: orders\nversion", with: "name orders\nversion"), to: Self.path)
    for command in [["deprecate", "orders.orders.amount"], ["bump", "orders"], ["deprecate", "ordres.orders.amount"]] {
      let answer = try company.developer.tryGit(arguments: ["contract"] + command)
      #expect(answer.status == 128 && answer.errors.contains(Self.path + ":"), "\(command) \(answer.errors)")
      #expect(!answer.errors.contains("restore"), "\(answer.errors)")
    }
  }

  @Test func `rules that cannot be read are refused before they are committed`() throws {
    let company = try Company()
    #expect(try company.contract("hooks", "install").status == 0)
    for (text, fault) in [
      ("people: [\n", ":2:1: error: invalid YAML"), ("people: []\npeople: []\n", ":2:1: error: key 'people' stands here again"),
    ] {
      try company.developer.write(text, to: ".contracts/people.yaml")
      try company.developer.git("add", "--all")
      let commit = try company.developer.tryGit(arguments: ["commit", "--quiet", "--message", "People"])
      #expect(commit.status == 1 && commit.errors.contains(".contracts/people.yaml" + fault), "\(commit.errors)")
    }
  }

  @Test(arguments: ["check", "list", "diff", "verify"])
  func `a contract in the place of a revision is known`(command: String) throws {
    let company = try Company()
    let answer = try company.contract(command, "orders")
    #expect(answer.status == 128 && answer.errors.hasPrefix("fatal: 'orders' is a contract, and a revision"), "\(answer.errors)")
    #expect(try company.contract(command, "nothing").errors.hasPrefix("fatal: bad revision 'nothing'"))
  }

  @Test func `a version that is missing is no deletion`() throws {
    let company = try Company()
    try company.developer.write(
      Company.orders().replacing("version: 1.4.2 # raised by git contract bump\n", with: "").replacing(Company.email, with: Company.phone),
      to: Self.path)
    let checked = try company.contract("check")
    #expect(checked.status == 1 && checked.output.contains("orders 1.4.2, without a version now"), "\(checked.output)")
    let bumped = try company.contract("bump", "orders")
    #expect(bumped.status == 128 && bumped.errors.contains("write 'version: 2.0.0' into '\(Self.path)'"), "\(bumped.errors)")
  }

  @Test func `a contract that calls itself something else is pointed at where it stands`() throws {
    let company = try Company()
    try company.developer.write(Company.orders().replacing("kind: DataContract", with: "kind: Contract"), to: Self.path)
    try company.commit("Mistype", by: Company.ben)
    let answer = try company.contract("check", "HEAD")
    #expect(
      answer.status == 1 && answer.output.contains("'\(Self.path)' is there, and says 'kind: DataContract' no more"), "\(answer.output)")
  }

  @Test func `a declaration that is wrong is told to whoever commits it, and refuses nothing`() throws {
    let company = try Company(consumers: ["consumers/bi/known.yml": Self.consumer(field: "amount")])
    #expect(try company.contract("hooks", "install").status == 0)
    let removal = try company.contract("can-i-remove", "orders.orders.amount")
    #expect(removal.status == 1 && removal.output.contains("known"), "\(removal.output)")
    try company.developer.write(Self.consumer(field: "amuont"), to: "consumers/bi/new.yaml")
    try company.developer.write("taem: x\n  - y\n", to: "consumers/bi/broken.yaml")
    try company.developer.git("add", "--all")
    let commit = try company.developer.tryGit(arguments: ["commit", "--quiet", "--message", "Declare"])
    #expect(commit.status == 0, "\(commit.errors)")
    #expect(commit.errors.contains("consumers/bi/new.yaml:6:"), "\(commit.errors)")
    #expect(commit.errors.contains("warning") && commit.errors.contains("did you mean 'amount'"), "\(commit.errors)")
    #expect(commit.errors.contains("consumers/bi/broken.yaml:"), "\(commit.errors)")
  }

  @Test func `a consumer that writes the name where the id belongs reads the contract nonetheless`() throws {
    let company = try Company(consumers: [
      "consumers/bi/named.yaml": Self.consumer(field: "amount").replacing("4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6", with: "orders")
    ])
    let removal = try company.contract("can-i-remove", "orders.orders.amount")
    #expect(removal.status == 1 && removal.output.contains("known-amount"), "\(removal.output)")
    #expect(try company.contract("can-i-remove", "orders.orders.email").status == 0)
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: Self.path)
    #expect(try company.contract("check").output.contains("known-amount (@acme/bi) breaks: orders.amount"))
    #expect(try company.contract("consumers", "list", "orders").output.contains("known-amount"))
    let told = try company.contract("consumers", "check")
    #expect(told.status == 1 && told.output.contains("contract 'orders' has the id '4d2a7e10"), "\(told.output)")
  }

  @Test func `where nothing can be signed for want of the repository's name, that is said`() throws {
    let company = try Company.withKeys()
    let policy = try company.developer.read(".contracts/policy.yaml")
    try company.developer.write(
      policy.split(separator: "\n").filter { !$0.hasPrefix("repository:") }.joined(separator: "\n") + "\n", to: ".contracts/policy.yaml")
    try company.commit("No name\n\nApproved-by: Cat <cat@acme.example>", by: Company.cat)
    try company.developer.git("update-ref", "refs/remotes/origin/main", "HEAD")
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let answer = try company.contract("check", "HEAD", "--base", "HEAD~1")
    #expect(answer.output.contains("without 'repository' in '.contracts/policy.yaml' nothing can be signed"), "\(answer.output)")
  }

  private static func consumer(field: String) -> String {
    """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: known-\(field)
    team: "@acme/bi"
    contacts: [{tool: email, url: "mailto:bi@acme.example"}]
    uses: [{contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: "^1.4", fields: {orders: [\(field)]}}]

    """
  }
}
