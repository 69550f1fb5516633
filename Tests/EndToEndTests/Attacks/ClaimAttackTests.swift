import ContractTestSupport
import Testing

/// Words in commits that somebody else wrote: who is said to have agreed, and who is no person at all.
struct ClaimAttackTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  @Test func `forged trailer: text that anybody writes is no signature`() throws {
    let company = try Company.withKeys()
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>", by: Company.ben)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "that of 'ann' ('Approved-by' in", "is only a claim"])
    // Neither is her name as the author's.
    try company.developer.git(
      "commit", "--quiet", "--amend", "--message", "Drop amount", "--author", "Ann Owner <ann@acme.example>")
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "is only a claim"])
    #expect(try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann).status == 0)
    passed(try company.push("main", Company.records, options: ["--atomic"]))
  }

  @Test func `self-approval: an author is none of two persons`() throws {
    let company = try Company(
      policy: """
        version: 1
        ownership: enforce
        stewards: [cat@acme.example]
        sign-off:
          compatible: {who: two, assurance: claim}

        """, codeOwners: "/contracts/ ann@acme.example ben@acme.example cat@acme.example\n")
    try company.developer.write(GateTests.grown, to: Self.path)
    let trailer = "Approved-by: \(Company.ann.name) <\(Company.ann.email)>"
    try company.commit("Add phone\n\n\(trailer)\nReviewed-by: Ben <ben@acme.example>", by: Company.ann)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "2 persons of", "so far only 'ben@acme.example'"])
    try company.developer.git(
      "commit", "--quiet", "--amend", "--message",
      "Add phone\n\n\(trailer)\nReviewed-by: Ben <ben@acme.example>\nAcked-by: Cat <cat@acme.example>")
    passed(try company.push("main"))
  }

  @Test func `a bot as owner agrees to nothing`() throws {
    let people =
      "people:\n  - {id: robot, kind: bot, emails: [robot@acme.example]}\n  - {id: ann, emails: [ann@acme.example]}\n"
    let company = try Company(
      codeOwners: "/contracts/ robot@acme.example ann@acme.example\n/.contracts/ cat@acme.example\n",
      contracts: [Self.path: Company.orders(), ".contracts/people.yaml": people])
    try company.developer.write(GateTests.grown, to: Self.path)
    try company.commit("Add phone", by: TestPerson("Robot", "robot@acme.example"))
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "does not count: the commit is the work of 'Robot', a bot or agent"])
    // A bot that owns alone is nobody, and that is said where it is written.
    try company.startOver()
    try company.developer.write("/contracts/ robot@acme.example\n/.contracts/ cat@acme.example\n", to: "CODEOWNERS")
    try company.commit("Let the robot own it\n\nApproved-by: Ann <ann@acme.example>\nAcked-by: Cat <cat@acme.example>", by: Company.ben)
    try company.attack(["main"], says: ["[owner-unknown]", "'robot' is a bot or agent"])
  }

  @Test func `an agent that writes the owner's trailer`() throws {
    let company = try Company()
    for trailer in ["Assisted-by: Claude", "Co-authored-by: Claude <noreply@anthropic.com>"] {
      try company.developer.write(GateTests.grown, to: Self.path)
      try company.commit("Add phone\n\nApproved-by: Ann Owner <ann@acme.example>\n\(trailer)", by: Company.ann)
      try company.attack(["main"], says: ["[owner-sign-off-missing]", "does not count: the commit is assisted"])
      try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    }
    // A human's merge of it is the word of a human.
    try company.developer.git("switch", "--quiet", "--create", "agent")
    try company.developer.write(GateTests.grown, to: Self.path)
    try company.commit("Add phone\n\nAssisted-by: Claude", by: Company.ben)
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.merge("agent", "Merge agent", by: Company.ann)
    passed(try company.push("main"))
  }

  @Test func `an agent that signs through an ssh-agent`() throws {
    let company = try Company.withKeys()
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let keys = try #require(company.keys)
    // The key is in an ssh-agent that the program reaches: without a terminal, or with an agent's mark, nothing is signed.
    let script = """
      eval "$(ssh-agent -s)" >/dev/null; trap 'kill "$SSH_AGENT_PID"' EXIT
      ssh-add -q '\(keys.path("ann"))' && rm '\(keys.path("ann"))'
      export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@acme.example
      sign="git -c contract.signingKey='\(keys.path("ann.pub"))' contract sign orders --no-push"
      echo y | eval "$sign"; echo "plain: $?"
      echo y | CLAUDECODE=1 script --quiet --return --command "$sign" /dev/null; echo "marked: $?"
      echo y | script --quiet --return --command "$sign" /dev/null; echo "human: $?"
      """
    let output = try company.developer.environment.run("bash", ["-c", script], in: company.developer.path)
    #expect(output.errors.contains("this is no terminal") && output.output.contains("plain: 128"), "\(output.errors)\(output.output)")
    #expect(output.output.contains("CLAUDECODE is set") && output.output.contains("marked: 128"), "\(output.output)")
    #expect(output.output.contains("human: 0"), "\(output.output)")
    #expect(try company.developer.git("ls-tree", "-r", "--name-only", Company.records).split(separator: "\n").count == 1)
  }

  @Test func `an agent that raises a consumer's tested version`() throws {
    let consumer = { (tested: String) in
      """
      version: 1
      id: reports
      team: reports
      uses:
        - {contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: ">=1.0.0", tested: \(tested), fields: {orders: [amount]}}

      """
    }
    let file = "consumers/reports/reports.yaml"
    let company = try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\nconsumers-agree: acknowledge\n"
        + "levels: {consumer-acknowledgement-missing: error}\n",
      codeOwners: "/contracts/ ann@acme.example\n/consumers/reports/ ben@acme.example\n/.contracts/ cat@acme.example\n",
      consumers: [file: consumer("1.4.2")])
    try company.developer.write(Self.dropped, to: Self.path)
    try company.commit("Drop amount", by: Company.ann)
    try company.attack(["main"], says: ["[consumer-acknowledgement-missing]"])
    // Raised before and taken back after, it is nobody's word, although nobody is asked about a file that is as it was.
    try company.startOver()
    for (tested, text) in [("2.0.0", nil), ("2.0.0", Self.dropped), ("1.4.2", nil)] {
      try company.developer.write(consumer(tested), to: file)
      if let text { try company.developer.write(text, to: Self.path) }
      try company.commit("Step", by: Company.ann)
    }
    try company.attack(["main"], says: ["[consumer-acknowledgement-missing]"])
    try company.developer.write(consumer("2.0.0"), to: file)
    try company.commit("It works for them\n\nAssisted-by: Claude\nApproved-by: Ben <ben@acme.example>", by: Company.ann)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "ben@acme.example", "the commit is assisted"])
    // The team says so itself.
    try company.developer.git("commit", "--quiet", "--amend", "--message", "It works for us\n\nApproved-by: Ben <ben@acme.example>")
    passed(try company.push("main"))
  }

  @Test func `an agent that edits the policy to allow itself`() throws {
    let company = try Company()
    try company.developer.write(
      "version: 1\nownership: enforce\nstewards: [cat@acme.example]\nsign-off: {compatible: {who: none}}\n", to: ".contracts/policy.yaml")
    try company.developer.write(GateTests.grown, to: Self.path)
    try company.commit(
      "Add phone\n\nAssisted-by: Claude\nApproved-by: Cat <cat@acme.example>\nApproved-by: Ann <ann@acme.example>", by: Company.ben)
    try company.attack(
      ["main"],
      says: ["must agree to the change of '.contracts/policy.yaml'", "must agree to the change of contract 'orders'", "is assisted"])
  }
}
