import ContractTestSupport
import Foundation
import Testing

/// Reviews of a forge that CI hands over: for which bytes they count, and what is left of them when the forge is gone.
struct ReviewTests {
  private static let reworded = "{name: email, logicalType: string, physicalType: VARCHAR(320), description: Where to write to.}"

  /// Ordinary day c, with the pull request recorded.
  @Test func `c: a review counts for its bytes, through a rebase and a squash, and is proved when the forge is gone`() throws {
    let (company, _) = try Company.hosted()
    try company.developer.git("contract", "hooks", "install")
    try company.developer.git("checkout", "--quiet", "-b", "drop-amount")
    // The first commit is told once which version is due.
    try company.developer.write(
      Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.developer.git("add", "--all")
    let refused = try company.developer.tryGit("commit", "--message", "Drop amount")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("version-not-bumped"), "\(refused.errors)")
    #expect(refused.errors.contains("2.0.0"), "\(refused.errors)")
    try company.developer.git("contract", "bump", "--staged", "orders")
    try company.commit("Drop amount", by: Company.ben)
    try company.developer.write("A note.\n", to: "NOTES")
    try company.commit("Say why", by: Company.ben)
    try company.developer.write("A longer note.\n", to: "NOTES")
    try company.commit("Say more", by: Company.ben)
    let reviewed = try company.head()

    // Before anybody reviewed it the pull request names the owner.
    let none = try company.contract("check", "--reviews", company.reviews())
    #expect(none.status == 1, "\(none.output)\(none.errors)")
    #expect(none.output.contains("ann@acme.example"), "\(none.output)")
    #expect(none.output.contains("owner-sign-off-missing"), "\(none.output)")

    let approved = try company.contract("check", "--reviews", company.reviews(("ann-acme", "APPROVED", reviewed)))
    #expect(approved.status == 0, "\(approved.output)\(approved.errors)")
    let json = try company.contract("check", "--format", "json", "--reviews", company.scratch.path("reviews.json"))
    #expect(json.output.contains("\"assurance\": \"witnessed\""), "\(json.output)")

    // The target moves on, the author rebases: the same bytes, the same change.
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write("News.\n", to: "NEWS")
    try company.commit("Tell news", by: Company.ann)
    try company.developer.git("checkout", "--quiet", "drop-amount")
    try company.developer.git("rebase", "--quiet", "main")
    try company.developer.git("update-ref", "refs/remotes/origin/main", "main")
    #expect(try company.head() != reviewed)
    let rebased = try company.contract("check", "--target", "main", "--reviews", company.scratch.path("reviews.json"))
    #expect(rebased.status == 0, "\(rebased.output)\(rebased.errors)")

    // Squashed by the forge's button; CI on main records the review under its own key.
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--squash", "drop-amount")
    try company.commit("Drop amount (#7)", by: Company.ben)
    let keys = try #require(company.keys)
    let witness = try company.developer.tryGit(
      "-c", "contract.signingKey=" + keys.path("ci"), "contract", "verify", "HEAD~1..HEAD", "--reviews",
      company.scratch.path("reviews.json"), "--witness")
    #expect(witness.status == 0, "\(witness.output)\(witness.errors)")

    // The forge is gone; what is in the repository proves it again.
    let proved = try company.contract("verify", "HEAD~1..HEAD")
    #expect(proved.status == 0, "\(proved.output)\(proved.errors)")
    #expect(proved.output.contains("'ann' for 'ann@acme.example' by a witnessed review, record"), "\(proved.output)")
    #expect(try company.contract("log", "orders").output.contains("agreed: ann for ann@acme.example (witnessed)"))
    // Once is enough.
    let again = try company.developer.tryGit(
      "-c", "contract.signingKey=" + keys.path("ci"), "contract", "verify", "HEAD~1..HEAD", "--reviews",
      company.scratch.path("reviews.json"), "--witness")
    #expect(again.errors.contains("no review has to be recorded"), "\(again.errors)")

    // Without the record nothing is left that proves it.
    try company.developer.git("update-ref", "-d", Company.records)
    let lost = try company.contract("verify", "HEAD~1..HEAD")
    #expect(lost.status == 1, "\(lost.output)")
    #expect(lost.output.contains("not agreed"), "\(lost.output)")
  }

  @Test func `one byte of a contract voids its review, and leaves that of another contract`() throws {
    let (company, _) = try Company.hosted()
    try company.developer.git("checkout", "--quiet", "-b", "drop-amounts")
    try company.breakContract("orders")
    try company.breakContract("refunds", identifier: "refunds-1")
    let reviewed = try company.head()
    let file = try company.reviews(("Ann-Acme", "APPROVED", reviewed))
    #expect(try company.contract("check", "--target", "main", "--reviews", file).status == 0)
    // A comment alone: the bytes that she saw are others.
    try company.breakContract("orders", more: "# and one more thing\n")
    let voided = try company.contract("check", "--target", "main", "--reviews", file)
    #expect(voided.status == 1, "\(voided.output)")
    #expect(voided.output.contains("'contracts/orders.odcs.yaml' was changed since"), "\(voided.output)")
    #expect(!voided.output.contains("must agree to the breaking change of contract 'refunds'"), "\(voided.output)")
    #expect(voided.output.contains("must agree to the breaking change of contract 'orders'"), "\(voided.output)")
  }

  /// The same change and the same review but for one thing.
  @Test(arguments: [
    ("nothing", 0, ""), ("changes", 1, "asks for changes"), ("dismissed", 1, "was dismissed"), ("branch", 1, "is for 'release/1.x'"),
    ("bot", 1, "must agree"), ("other", 1, "must agree"), ("forge", 1, "'forge' in '.contracts/policy.yaml' is 'none'"),
    ("missing", 128, "git fetch origin"), ("base", 1, "was another one where the branch was cut"),
  ])
  func `a review that is not of this change, or not an owner's, counts for nothing`(what: String, status: Int32, reason: String) throws {
    let (company, _) = try Company.hosted()
    if what == "forge" {
      let policy = try String(contentsOfFile: company.developer.path + "/.contracts/policy.yaml", encoding: .utf8)
      try company.developer.write(
        policy.replacingOccurrences(of: "forge: github\n", with: "without-keys: refuse\n"), to: ".contracts/policy.yaml")
      try company.commit("Leave the forge", by: Company.cat)
    }
    try company.developer.git("checkout", "--quiet", "-b", "topic")
    try company.breakContract("orders")
    let commit = try company.head()
    if what == "base" {
      // Main changed the contract since, and the author made the same file of it.
      try company.developer.git("checkout", "--quiet", "main")
      try company.developer.write(
        Company.orders(version: "1.4.3", columns: [Company.orderID, Company.amount, Self.reworded]), to: "contracts/orders.odcs.yaml")
      try company.commit("Say what email is", by: Company.ann)
      try company.developer.git("checkout", "--quiet", "-b", "again")
      try company.breakContract("orders")
    }
    let file =
      switch what {
      case "changes": try company.reviews(("ann-acme", "APPROVED", commit), ("ann-acme", "CHANGES_REQUESTED", commit))
      case "dismissed": try company.reviews(("ann-acme", "APPROVED", commit), ("ann-acme", "DISMISSED", commit))
      case "branch": try company.reviews(("ann-acme", "APPROVED", commit), branch: "release/1.x")
      case "bot": try company.reviews(("renovate", "APPROVED", commit))
      case "other": try company.reviews(("ben-acme", "APPROVED", commit), ("stranger", "APPROVED", commit))
      case "missing": try company.reviews(("ann-acme", "APPROVED", String(repeating: "ab", count: 20)))
      default: try company.reviews(("ann-acme", "APPROVED", commit))
      }
    // What others have of the target counts.
    try company.developer.git("update-ref", "refs/remotes/origin/main", "main")
    let answer = try company.contract("check", "--target", "main", "--reviews", file)
    #expect(answer.status == status, "\(what): \(answer.output)\(answer.errors)")
    #expect(reason.isEmpty || (answer.output + answer.errors).contains(reason), "\(what): \(answer.output)\(answer.errors)")
  }

  /// A key of CI speaks for those whose review it saw, in nothing but a "yes", and only where the base names it.
  @Test func `a witness's key is taken for reviews alone, and a key that nobody named for none`() throws {
    let (company, _) = try Company.hosted()
    let keys = try #require(company.keys)
    _ = try TestPerson("thief", "thief@acme.example").makeKey(in: keys)
    try company.developer.git("checkout", "--quiet", "-b", "topic")
    try company.breakContract("orders")
    let file = try company.reviews(("ann-acme", "APPROVED", company.head()))
    // Ann has no key, so nobody can sign for her; what CI would say in her name is a record all the same.
    let request = try company.contract("sign", "--request", "--for", "ann", "orders")
    #expect(request.status == 0, "\(request.errors)")
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--ff-only", "topic")
    func witness(_ key: String) throws -> TestOutput {
      try company.developer.tryGit(
        "-c", "contract.signingKey=" + keys.path(key), "contract", "verify", "HEAD~1..HEAD", "--reviews", file, "--witness")
    }
    let foreign = try witness("thief")
    #expect(foreign.status == 128, "\(foreign.output)\(foreign.errors)")
    #expect(foreign.errors.contains("none that may witness"), "\(foreign.errors)")
    #expect(try company.developer.tryGit("rev-parse", "--verify", "--quiet", Company.records).status != 0)

    // "acknowledge" under the key of CI: a server does not take it.
    let text = request.output.replacingOccurrences(of: "decision: approve", with: "decision: acknowledge")
    #expect(text != request.output)
    try append(text, signedBy: "ci", to: company)
    let refused = try company.push(Company.records)
    #expect(refused.status != 0)
    #expect(refused.errors.contains("not the signer's today"), "\(refused.errors)")
    try company.developer.git("update-ref", "-d", Company.records)

    let good = try witness("ci")
    #expect(good.status == 0, "\(good.output)\(good.errors)")
    let push = try company.push("--atomic", "main", Company.records)
    #expect(push.status == 0, "\(push.errors)")
  }

  /// GitLab's approvals name no commit: the versions of the merge request do.
  @Test func `an approval on GitLab counts for the version that was there`() throws {
    let (company, _) = try Company.hosted()
    let policy = try company.developer.git("show", "HEAD:.contracts/policy.yaml") + "\n"
    try company.developer.write(policy.replacing("forge: github", with: "forge: gitlab"), to: ".contracts/policy.yaml")
    try company.commit("Move to GitLab", by: Company.cat)
    try company.developer.git("update-ref", "refs/remotes/origin/main", "main")
    let base = try company.head()
    try company.developer.git("switch", "--quiet", "--create", "topic")
    try company.breakContract("orders")
    let first = try company.head()
    func check(_ versions: [(commit: String, hour: Int)], target: String = "main") throws -> TestOutput {
      let list = versions.map {
        "{\"head_commit_sha\": \"\($0.commit)\", \"base_commit_sha\": \"\(base)\", \"created_at\": \"2026-11-20T\($0.hour):00:00.000Z\"}"
      }
      try company.scratch.write("[\(list.joined(separator: ","))]", to: "versions.json")
      try company.scratch.write(
        "{\"approved_by\": [{\"user\": {\"username\": \"ann-acme\"}, \"approved_at\": \"2026-11-20T12:00:00.000Z\"}]}", to: "approvals.json"
      )
      try company.scratch.write("{\"target_branch\": \"\(target)\"}", to: "request.json")
      return try company.contract(
        "check", "HEAD", "--target", "main", "--reviews", company.scratch.path("approvals.json"), "--reviews",
        company.scratch.path("versions.json"), "--reviews", company.scratch.path("request.json"))
    }
    let good = try check([(first, 11)])
    #expect(good.status == 0, "\(good.output)\(good.errors)")
    #expect(try check([(first, 11)], target: "release/1.x").status == 1)
    #expect(try check([(first, 13)]).output.contains("does not say of which commit it is"))
    // What was pushed after the approval.
    try company.breakContract("orders", more: "# more\n")
    let void = try check([(first, 11), (company.head(), 13)])
    #expect(void.status == 1 && void.output.contains("was changed since"), "\(void.output)")
  }

  /// On a hosted forge records live on a branch, since its rules protect no other ref; a withdrawal also counts from the tree, so that
  /// whoever deletes or rewrites the branch does not make it a "yes" again.
  @Test func `records on a branch: a withdrawal in the tree outlives the deletion of the branch`() throws {
    let company = try Company.withKeys(more: "records: refs/heads/contract-records\n")
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.breakContract("orders")
    let signed = try company.atTerminal(["sign", "orders", "--push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    let record = try company.developer.git("rev-parse", "refs/heads/contract-records")
    #expect(try company.server.git("rev-parse", "refs/heads/contract-records") == record)
    let agreed = try company.contract("check", "HEAD")
    #expect(agreed.status == 0, "\(agreed.output)")

    let digest = try #require(signed.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    let withdrawn = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--in-tree"], by: Company.ann, answers: ["too early", "y"])
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    try company.commit("Take it back", by: Company.ann)
    let refused = try company.contract("check", "HEAD")
    #expect(refused.status == 1, "\(refused.output)")
    #expect(refused.output.contains("'ann' was withdrawn"), "\(refused.output)")

    // The forge's branch is deleted and made again, with the "yes" alone.
    for repository in [company.developer, company.server] {
      try repository.git("update-ref", "-d", "refs/heads/contract-records")
      try repository.git("update-ref", "refs/heads/contract-records", record)
    }
    let still = try company.contract("check", "HEAD")
    #expect(still.status == 1, "\(still.output)")
    #expect(still.output.contains("'ann' was withdrawn"), "\(still.output)")
    #expect(try company.push("drop-amount:main").errors.contains("'ann' was withdrawn"))
  }

  /// Puts a record on the ref by hand, as whoever does not use the tool could.
  private func append(_ text: String, signedBy key: String, to company: Company) throws {
    let keys = try #require(company.keys)
    try company.scratch.write(text, to: "record")
    let path = company.scratch.path("record")
    let signed = try company.developer.environment.run(
      "ssh-keygen", ["-Y", "sign", "-n", "signoff@git-contract", "-f", keys.path(key), path], in: company.scratch.path)
    #expect(signed.status == 0, "\(signed.errors)")
    let armour = try String(contentsOfFile: path + ".sig", encoding: .utf8)
    let repository = company.developer
    let digest = try repository.environment.run("sha256sum", [path], in: company.scratch.path).output.prefix(8)
    let to = try #require(text.split(separator: "\n").first { $0.hasPrefix("to: ") }).dropFirst(4).prefix(12)
    let blob = try repository.git("hash-object", "-w", "--stdin", input: text + armour)
    let folder = try repository.git("mktree", input: "100644 blob \(blob)\t\(to)-\(digest).signoff\n")
    let tree = try repository.git("mktree", input: "040000 tree \(folder)\torders\n")
    try repository.git("update-ref", Company.records, repository.git("commit-tree", "-m", "Sign off", tree))
  }
}
