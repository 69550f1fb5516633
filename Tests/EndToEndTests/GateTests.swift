import ContractTestSupport
import Testing

/// What somebody tries who would rather not ask, and what honest people do every day: real pushes into a real bare repository.
struct GateTests {
  static let path = "contracts/orders.odcs.yaml"
  static let broken = Company.orders(version: "1.4.2", columns: [Company.orderID, Company.email])
  static let grown = Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone])
  /// Ann owns contracts, Ben a folder of his own, Cat what decides.
  static let twoTeams = """
    /contracts/ ann@acme.example
    /sandbox/ ben@acme.example
    /.contracts/ cat@acme.example
    /CODEOWNERS cat@acme.example

    """

  /// A billion of elements in a few lines.
  static let bomb =
    "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1]\n"
    + (1..<10).map { number in "x\(number): &x\(number) [" + Array(repeating: "*x\(number - 1)", count: 8).joined(separator: ", ") + "]\n" }
    .joined()

  // MARK: Ways to make a contract vanish

  @Test(arguments: [
    "symlink", "gitlink", "linked folder", "another file", "LFS pointer", "escaped key", "moved out of the globs",
    "moved into a dot folder",
  ])
  func `a contract that turns into something else is deleted, and pays for it`(way: String) throws {
    let company = try Company()
    let repository = company.developer
    switch way {
    case "symlink":
      try repository.remove(Self.path)
      try repository.git(
        "update-index", "--add", "--cacheinfo", "120000,\(repository.git("hash-object", "-w", "--stdin", input: "../README")),\(Self.path)")
    case "gitlink":
      try repository.remove(Self.path)
      try repository.git("update-index", "--add", "--cacheinfo", "160000,\(repository.git("rev-parse", "HEAD")),\(Self.path)")
    case "linked folder":
      try repository.git("rm", "--quiet", "-r", "contracts")
      let link = try repository.git("hash-object", "-w", "--stdin", input: "elsewhere")
      try repository.git("update-index", "--add", "--cacheinfo", "120000,\(link),contracts")
    case "another file": try repository.write("kind: Deployment\nmetadata: {}\n", to: Self.path)
    case "LFS pointer": try repository.write("version: https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", to: Self.path)
    case "escaped key":
      try repository.write(Company.orders().replacing("kind: DataContract", with: "\"\\x6bind\": DataContract"), to: Self.path)
    case "moved out of the globs": try repository.git("mv", Self.path, "contracts/orders.txt")
    default:
      try repository.write("", to: ".hidden/keep")
      try repository.git("mv", Self.path, ".hidden/orders.yaml")
    }
    if !["symlink", "gitlink", "linked folder"].contains(way) { try repository.git("add", "--all") }
    try repository.git(
      "commit", "--quiet", "-m", "Tidy up",
      adding: [
        "GIT_AUTHOR_NAME": "Ben", "GIT_AUTHOR_EMAIL": Company.ben.email, "GIT_COMMITTER_NAME": "Ben",
        "GIT_COMMITTER_EMAIL": Company.ben.email,
      ])
    refused(try company.push("main"), "[retired-before-end-of-life]", "[owner-sign-off-missing]", "ann@acme.example")
  }

  @Test func `what was replaced by another file in one commit and returns with another meaning in the next pays for the sum`() throws {
    let company = try Company()
    try company.developer.write("kind: Deployment\n", to: Self.path)
    try company.commit("Away", by: Company.ben)
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("And back", by: Company.ben)
    refused(try company.push("main"), "property 'amount' was removed", "[version-not-bumped]", "[owner-sign-off-missing]")
  }

  @Test func `two paths that read alike are two contracts`() throws {
    // Composed and decomposed letters: one text for people and for Swift, two names for Git.
    let company = try Company(contracts: ["contracts/caf\u{E9}.odcs.yaml": Company.orders()])
    try company.developer.git("config", "core.precomposeUnicode", "false")
    try company.developer.write(Self.broken, to: "contracts/caf\u{E9}.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    let original = try company.developer.git("hash-object", "-w", "--stdin", input: Company.orders())
    try company.developer.git("update-index", "--add", "--cacheinfo", "100644,\(original),contracts/cafe\u{301}.odcs.yaml")
    try company.developer.git("commit", "--quiet", "-m", "Add a copy")
    refused(try company.push("main"), "property 'amount' was removed")
  }

  @Test func `names of contracts that differ by case only, or are no text, do not come in`() throws {
    let company = try Company()
    try company.developer.write(Company.orders(name: "others", identifier: "others"), to: "contracts/Orders.odcs.yaml")
    try company.commit("Add Orders", by: Company.ann)
    refused(try company.push("main"), "[tree-malformed]", "contracts/Orders.odcs.yaml")
  }

  @Test func `a fault of names that is there already stops nobody elsewhere in the folder`() throws {
    let company = try Company(contracts: [
      Self.path: Company.orders(), "contracts/Orders.odcs.yaml": Company.orders(name: "others", identifier: "others"),
    ])
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    passed(try company.push("main"))
  }

  @Test func `a large file of another kind is nobody's contract`() throws {
    let company = try Company()
    let line = "- {name: a, value: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb}\n"
    try company.developer.write("kind: List\nitems:\n" + String(repeating: line, count: 70_000), to: "deploy/all.yaml")
    try company.commit("Add a manifest", by: Company.ben)
    passed(try company.push("main"))
    try company.developer.write("kind: DataContract\nitems:\n" + String(repeating: line, count: 70_000), to: "contracts/large.yaml")
    try company.commit("Add a contract that is too large", by: Company.ann)
    refused(try company.push("main"), "[unparsable]")
  }

  @Test(arguments: [
    ("a key twice", "version: 2.0.0\n", "[unparsable]"), ("a second document", "---\nkind: Other\n", "[unparsable]"),
    ("a tag", "x: !!python/object:os.system [ls]\n", "contracts/orders.odcs.yaml"),
    ("aliases without end", bomb, "[unparsable]"),
  ])
  func `text that programs read differently is refused with its place`(name: String, tail: String, words: String) throws {
    let company = try Company()
    try company.developer.write(Self.grown + tail, to: Self.path)
    try company.commit("Add phone, and \(name)", by: Company.ben)
    refused(try company.push("main"), words)
  }

  @Test func `line ends, a byte order mark and comments change nothing that anybody is asked for`() throws {
    let company = try Company()
    try company.developer.write("\u{FEFF}# words\n" + Company.orders().replacing("\n", with: "\r\n"), to: Self.path)
    try company.commit("Convert", by: Company.ben)
    passed(try company.push("main"))
  }

  // MARK: Moves and copies

  @Test func `out, edit, and back again is one change of the contract`() throws {
    let company = try Company(codeOwners: Self.twoTeams)
    try company.developer.write("", to: "sandbox/keep")
    try company.developer.git("mv", Self.path, "sandbox/orders.yaml")
    try company.commit("Move out", by: Company.ben)
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "sandbox/orders.yaml")
    try company.commit("Drop amount", by: Company.ben)
    try company.developer.git("mv", "sandbox/orders.yaml", Self.path)
    try company.commit("Move back", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]", "ann@acme.example")
  }

  @Test func `a move in two commits is still a move`() throws {
    let company = try Company()
    try company.developer.remove(Self.path)
    try company.commit("Take it away", by: Company.ann)
    try company.developer.write(Company.orders(version: "1.4.3"), to: "contracts/sales/orders.odcs.yaml")
    try company.commit("Put it there", by: Company.ann)
    passed(try company.push("main"))
  }

  @Test func `a move does not reach the milder rules of its new place`() throws {
    let policy = """
      version: 1
      ownership: enforce
      stewards: [cat@acme.example]
      paths:
        - {match: "sandbox/**", levels: {version-not-bumped: off, version-bump-too-small: off}}

      """
    let company = try Company(policy: policy, codeOwners: Self.twoTeams)
    try company.developer.remove(Self.path)
    try company.developer.write(Self.broken, to: "sandbox/orders.yaml")
    try company.commit("Move\n\nApproved-by: Ben <ben@acme.example>", by: Company.ann)
    refused(try company.push("main"), "[version-not-bumped]")
  }

  @Test func `a copy under the same id and major collides, as a draft too`() throws {
    let company = try Company(codeOwners: Self.twoTeams)
    for status in ["active", "draft"] {
      try company.developer.write(Company.orders(status: status), to: "sandbox/orders.yaml")
      try company.commit("Copy it", by: Company.ben)
      refused(try company.push("main"), "[contract-id-collision]")
    }
  }

  @Test func `a new line of somebody else's contract asks them before it binds anybody`() throws {
    let company = try Company(codeOwners: Self.twoTeams)
    try company.developer.write(Company.orders(version: "2.0.0"), to: "sandbox/orders.yaml")
    try company.commit("A second line", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]", "ann@acme.example")
    // As a proposal it is free.
    try company.developer.write(Company.orders(version: "2.0.0", status: "draft"), to: "sandbox/orders.yaml")
    try company.developer.git("add", "--all")
    try company.developer.git("commit", "--quiet", "--amend", "--no-edit")
    passed(try company.push("main"))
    // Becoming active is the new line's beginning.
    try company.developer.write(Company.orders(version: "2.0.0", status: "active"), to: "sandbox/orders.yaml")
    try company.commit("Let it bind", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]", "ann@acme.example")
    // A further draft of his own is not the model of a third line.
    try company.developer.git("reset", "--quiet", "--hard", "origin/main")
    try company.developer.write(Company.orders(version: "3.0.0"), to: "sandbox/third.yaml")
    try company.commit("A third line", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]", "ann@acme.example")
  }

  @Test func `a draft becomes active with its own owner's word, without a version`() throws {
    let company = try Company(contracts: [Self.path: Company.orders(status: "draft")])
    try company.developer.write(Company.orders(status: "active", columns: [Company.orderID, Company.email]), to: Self.path)
    try company.commit("Let it bind", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]")
    try company.developer.git("commit", "--quiet", "--amend", "-m", "Let it bind\n\nApproved-by: Ann <ann@acme.example>")
    passed(try company.push("main"))
  }

  @Test func `calling it a draft frees nobody, not after a move either`() throws {
    let company = try Company()
    try company.developer.write(Company.orders(version: "1.5.0", status: "draft"), to: Self.path)
    try company.commit("Only a draft", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]")
    // The owner agrees to that, and to a move.
    try company.developer.git("reset", "--quiet", "--hard", "origin/main")
    try company.developer.git("mv", Self.path, "contracts/moved.odcs.yaml")
    try company.developer.write(Company.orders(version: "2.0.0", status: "draft"), to: "contracts/moved.odcs.yaml")
    try company.commit("Move, and suspend", by: Company.ann)
    passed(try company.push("main"))
    try company.developer.write(
      Company.orders(version: "2.0.0", status: "draft", columns: [Company.orderID]), to: "contracts/moved.odcs.yaml")
    try company.commit("Drop most of it", by: Company.ben)
    refused(try company.push("main"), "[owner-sign-off-missing]", "[version-not-bumped]")
  }

  @Test func `an id or a version that is taken away is no way out`() throws {
    let company = try Company(codeOwners: Self.twoTeams)
    try company.developer.remove(Self.path)
    try company.developer.write(Company.orders(version: "0.0.1", identifier: "mine"), to: "sandbox/orders.yaml")
    try company.commit("Mine now", by: Company.ben)
    refused(try company.push("main"), "[retired-before-end-of-life]", "ann@acme.example")
    try company.developer.git("reset", "--quiet", "--hard", "origin/main")
    try company.developer.write(Self.broken.replacing("version: 1.4.2 # raised by git contract bump\n", with: ""), to: Self.path)
    try company.commit("No version", by: Company.ann)
    refused(try company.push("main"), "[version-not-semver]")
    try company.developer.git("reset", "--quiet", "--hard", "origin/main")
    try company.developer.write(Company.orders(version: "0.0.1", identifier: "mine"), to: Self.path)
    try company.commit("Another id", by: Company.ben)
    refused(try company.push("main"), "[contract-id-changed]", "ann@acme.example")
  }

  // MARK: Who decides

  @Test func `whoever names themselves owner in the same push owns nothing yet`() throws {
    let company = try Company()
    try company.developer.write("* ben@acme.example\n", to: "CODEOWNERS")
    try company.commit("Own it", by: Company.ben)
    try company.developer.write(Self.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ben)
    refused(try company.push("main"), "ann@acme.example", "cat@acme.example")
  }

  @Test(arguments: [
    (".github/CODEOWNERS", "* ben@acme.example\n"),
    (".contracts/people.yaml", "people: [{id: cat, name: C, emails: [cat@acme.example, ben@acme.example]}]\n"),
    (".contracts/policy.yaml", "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ncontracts: {include: [\"none/**\"]}\n"),
    (".contracts/policy.yaml", "version: 1\nownership: enforce\nstewards: [ben@acme.example]\n"),
    (".contracts/waivers.yaml", "waivers: []\n"),
  ])
  func `a file that decides asks those who are in force`(path: String, text: String) throws {
    let company = try Company()
    try company.developer.write(text, to: path)
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Decide anew", by: Company.ben)
    refused(try company.push("main"), "cat@acme.example", "ann@acme.example", "[version-not-bumped]")
  }

  @Test func `CODEOWNERS at a place that the policy names decides from the push after the one that brings it`() throws {
    let company = try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ncodeowners: {file: meta/OWNERS, dialect: github}\n",
      codeOwners: nil)
    try company.developer.write("* ben@acme.example\n", to: "meta/OWNERS")
    try company.commit("Own everything", by: Company.ben)
    refused(try company.push("main"), "cat@acme.example")
  }

  @Test func `what a pusher's environment and settings say decides nothing`() throws {
    let company = try Company()
    try company.developer.write(Self.broken, to: Self.path)
    try company.commit("Drop amount", by: Company.ben)
    let ann = ["GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": Company.ann.email, "GIT_COMMITTER_EMAIL": Company.ann.email]
    let settings = [
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "contract.ownership", "GIT_CONFIG_VALUE_0": "off", "GIT_CONFIG_KEY_1": "user.email",
      "GIT_CONFIG_VALUE_1": Company.ann.email, "GITHUB_BASE_REF": "main", "GIT_CONTRACT_FORMAT": "json", "CI": "true",
      "GIT_NO_REPLACE_OBJECTS": "1", "GIT_SHALLOW_FILE": "/dev/null", "GIT_GRAFT_FILE": "/dev/null",
    ]
    let push = try company.developer.tryGit(
      arguments: ["push", "--quiet", "origin", "main"], adding: ann.merging(settings) { first, _ in first })
    refused(push, "[version-not-bumped]", "[owner-sign-off-missing]")
  }

  @Test func `a link in place of CODEOWNERS or the policy is refused`() throws {
    let company = try Company()
    for path in ["CODEOWNERS", ".contracts/policy.yaml"] {
      try company.developer.git("reset", "--quiet", "--hard", "origin/main")
      let link = try company.developer.git("hash-object", "-w", "--stdin", input: "README")
      try company.developer.git("update-index", "--add", "--cacheinfo", "120000,\(link),\(path)")
      try company.developer.git("commit", "--quiet", "-m", "Link\n\nApproved-by: Cat <cat@acme.example>")
      refused(try company.push("main"), path)
    }
  }
}

/// The push went nowhere, and said these words.
func refused(_ push: TestOutput, _ words: String..., at place: SourceLocation = #_sourceLocation) {
  #expect(push.status != 0, "\(push.errors)", sourceLocation: place)
  for word in words { #expect(push.errors.contains(word), "no '\(word)' in:\n\(push.errors)", sourceLocation: place) }
}

/// The push went through.
func passed(_ push: TestOutput, at place: SourceLocation = #_sourceLocation) {
  #expect(push.status == 0, "\(push.errors)", sourceLocation: place)
}
