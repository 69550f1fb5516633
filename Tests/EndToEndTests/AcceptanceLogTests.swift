import ContractTestSupport
import Testing

/// What post-receive writes down, and what it is good for afterwards.
struct AcceptanceLogTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let grown = Company.orders(
    version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone])
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  @Test func `an accepted push is written down: when, by whom, what, under which policy`() throws {
    let company = try Company()
    company.developer.environment.variables["LOGNAME"] = "ann"
    let old = try company.developer.git("rev-parse", "HEAD")
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    try company.server.git("config", "receive.advertisePushOptions", "true")
    let push = try company.push("main", options: ["--push-option=ticket=ORD-12", "--push-option=red\u{1B}[31m"])
    #expect(push.status == 0, "\(push.errors)")
    let entries = try company.acceptances()
    let entry = try #require(entries.first)
    #expect(entries.count == 1)
    #expect(entry["pusher"] == "ann" && entry["pusher-from"] == "LOGNAME", "\(entry)")
    #expect(entry["ref"] == "refs/heads/main" && entry["old"] == old && entry["since"] == old, "\(entry)")
    #expect(try entry["new"] == company.developer.git("rev-parse", "HEAD"))
    #expect(try entry["policy"] == company.developer.git("rev-parse", "HEAD:.contracts/policy.yaml"))
    #expect(entry["option"] == "ticket=ORD-12 red\\u{1B}[31m", "\(entry)")
    #expect(entry["sign-off"] == nil && entry["certificate"] == nil)
    // By the server's clock, whatever the commits say of themselves.
    #expect(entry["time"].map { $0 > "2026" } == true, "\(entry)")
    #expect(try company.server.git("log", "-1", "--format=%s", Company.log).hasPrefix("Accept main \(old.prefix(10))..") == true)
    #expect(try company.server.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test func `what was refused, what is nobody's promise and who has adopted nothing is not written down`() throws {
    let company = try Company()
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ben)
    #expect(try company.push("main").status != 0)
    #expect(try company.push("main:feature").status == 0)
    #expect(try company.acceptances().isEmpty)
    // A deletion is written down of whatever it is: who frees a branch first does not delete it unseen.
    #expect(try company.push(":feature").status == 0)
    let entry = try #require(try company.acceptances().first)
    #expect(entry["ref"] == "refs/heads/feature" && entry["new"] == String(repeating: "0", count: 40), "\(entry)")

    let bare = try Company(policy: nil, codeOwners: nil)
    try bare.developer.write("More words.\n", to: "README")
    try bare.commit("Write on", by: Company.ben)
    #expect(try bare.push("main").status == 0)
    #expect(try bare.acceptances().isEmpty)
  }

  @Test func `pushes that arrive at once are all written down`() throws {
    let company = try Company()
    let count = 6
    let script = (1...count).map { "git push --quiet origin main:refs/heads/release/\($0) &" }.joined(separator: "\n") + "\nwait\n"
    let output = try company.developer.environment.run("sh", ["-c", script], in: company.developer.path)
    #expect(output.status == 0, "\(output.errors)")
    let names = try company.acceptances().compactMap { $0["ref"] }.sorted()
    #expect(names == (1...count).map { "refs/heads/release/\($0)" }, "\(output.errors)")
  }

  @Test func `a log that cannot be written is told, and undoes nothing`() throws {
    let company = try Company()
    let blob = try company.server.git("hash-object", "-w", "--stdin", input: "no commit")
    try company.server.git("update-ref", Company.log, blob)
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0)
    #expect(push.errors.contains("remote: error: the push was accepted, but not written down: "), "\(push.errors)")
    #expect(push.errors.contains("git contract doctor"), "\(push.errors)")
    #expect(try company.server.git("rev-parse", "main") == company.developer.git("rev-parse", "HEAD"))
  }

  @Test(arguments: [
    "refs/contracts/log", "refs/contracts/LOG", "refs/contracts/log/x", "refs/contracts/notified", "refs/contracts/notified/heads/main",
  ])
  func `nobody pushes what the server writes, or into its way`(name: String) throws {
    let company = try Company()
    let push = try company.push("main:" + name)
    #expect(push.status != 0)
    #expect(push.errors.contains("is written by the server alone"), "\(push.errors)")
  }

  @Test func `nobody rewrites or deletes the log by a push`() throws {
    let company = try Company()
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    #expect(try company.push("main").status == 0)
    let log = try company.server.git("rev-parse", Company.log)
    for reference in ["+main:" + Company.log, ":" + Company.log] {
      let push = try company.push(reference)
      #expect(push.status != 0 && push.errors.contains("is written by the server alone"), "\(push.errors)")
    }
    #expect(try company.server.git("rev-parse", Company.log) == log)
  }

  // MARK: The past

  private static func assurances(_ repository: TestRepository) throws -> String {
    let log = try repository.git("contract", "log", "orders", "--format", "json")
    return log.split(separator: "\"assurance\": \"").dropFirst().compactMap { $0.split(separator: "\"").first }.joined(separator: " ")
  }

  /// A breaking change with the owner's record, pushed together.
  private static func signedPush(_ company: Company) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: path)
    try company.commit("Drop amount", by: Company.ben)
    let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
  }

  @Test func `the sign-offs that counted are named, and count for good`() throws {
    let company = try Company.withKeys()
    try Self.signedPush(company)
    let push = try company.push("drop-amount:main", Company.records, options: ["--atomic"])
    #expect(push.status == 0, "\(push.errors)")
    let entries = try company.acceptances()
    #expect(entries.compactMap { $0["ref"] }.sorted() == [Company.records, "refs/heads/main"].sorted())
    let digest = try #require(entries.first { $0["ref"] == "refs/heads/main" }?["sign-off"])
    #expect(try Self.assurances(company.server) == "signature")

    // Taken back and its key revoked, both after the push: what was accepted is accepted.
    let withdrawn = try company.atTerminal(
      ["sign", "--withdraw", digest, "orders", "--push"], by: Company.ann, answers: ["changed my mind", "y"])
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    let people = try company.developer.read(".contracts/people.yaml")
    let fingerprint = try company.developer.environment.run(
      "ssh-keygen", ["-l", "-f", try #require(company.keys).path("ann") + ".pub"], in: "/"
    ).line.split(separator: " ")[1]
    try company.developer.write(people + "revoked: [\"\(fingerprint)\"]\n", to: ".contracts/people.yaml")
    try company.commit("Revoke Ann's key", by: Company.cat)
    let revoked = try company.push("drop-amount:main")
    #expect(revoked.status == 0, "\(revoked.errors)")
    #expect(try Self.assurances(company.server) == "signature")
    let proof = try company.server.tryGit("contract", "verify")
    #expect(proof.status == 0, "\(proof.output)\(proof.errors)")
    // Whoever fetched the log knows it too.
    let clone = try company.server.clone("reader")
    clone.environment = company.developer.environment
    try clone.git("contract", "hooks", "install")
    try clone.git("fetch", "--quiet")
    #expect(try Self.assurances(clone) == "signature")
    // Without the log nobody can tell whether the push came before all that.
    try company.server.git("update-ref", "-d", Company.log)
    #expect(try Self.assurances(company.server) == "")
    #expect(try company.server.tryGit("contract", "verify").status == 1)
  }

  @Test func `a backdated commit does not make an expired key young again`() throws {
    let company = try Company.withKeys()
    try Self.signedPush(company)
    // The key ends while the gate is open; all commits say that they are of January 2024.
    try company.server.git("contract", "hooks", "uninstall")
    try company.developer.git("switch", "--quiet", "main")
    let people = try company.developer.read(".contracts/people.yaml")
    let lines = people.split(separator: "\n").map { line -> String in
      guard line.contains("id: ann") else { return String(line) }
      return String(line).replacing("keys: [", with: "keys: [{key: ").replacing("\"]}", with: "\", valid-before: 2025-01-01}]}")
    }
    try company.developer.write(lines.joined(separator: "\n") + "\n", to: ".contracts/people.yaml")
    try company.commit("Ann's key ends", by: Company.cat)
    try company.developer.merge("drop-amount", by: Company.ben)
    #expect(try company.push("main~1:main", Company.records).status == 0)
    try company.server.git("contract", "hooks", "install")
    try company.server.git("config", "core.hooksPath", "only-after")
    try company.server.environment.variables["PATH"].map { path in
      try TestFiles.writeScript(
        "#!/bin/sh\nPATH='\(path)'\nexec git-contract hook post-receive\n", to: company.server.path + "/only-after/post-receive")
    }
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(try company.acceptances().last?["sign-off"] == nil)
    #expect(try Self.assurances(company.server) == "")
    try company.server.git("update-ref", "-d", Company.log)
    // Without a log the day that the record names itself is left: the key was none of hers then.
    #expect(try Self.assurances(company.server) == "")
  }
}
