import Testing

@testable import ContractKit

@Suite struct OwnersRulesTests {
  static let people = """
    people:
      - {id: ann, handles: ["@ann"], emails: [ann@acme.example]}
      - {id: bob, handles: ["@bob"], emails: [bob@acme.example]}
      - {id: carol, handles: ["@carol"], emails: [carol@acme.example]}
      - {id: dora, handles: ["@dora"], emails: [dora@acme.example], keys: ["\(OwnersPeopleTests.key)"]}
      - {id: robot, kind: bot, handles: ["@robot"], emails: [robot@acme.example]}
      - {id: gone, handles: ["@gone"], emails: [gone@acme.example], until: 2025-12-31}
    teams:
      - {handle: "@acme/data", members: [ann, bob]}
    """

  static func state(
    _ owners: String, people: String = people, stewards: [String] = [], dialect: CodeOwnersDialect = .github
  ) throws -> OwnershipState {
    OwnershipState(
      codeOwners: CodeOwners.parse(Array(owners.utf8), path: "CODEOWNERS", dialect: dialect),
      roster: Roster(people: try People.read(Array(people.utf8)), day: try OwnersPeopleTests.day("2026-02-01")),
      stewards: try stewards.map { try #require(Owner($0, dialect: .github)) })
  }

  /// Records can be made: the policy says which repository it is.
  static func policy(_ text: String = "ownership: enforce") throws -> Policy {
    var policy = try Policy.read(Array(text.utf8))
    policy.repository = "0b0e8b1c-6f3a-4e55-9a43-0d6a4f2c7d11"
    return policy
  }

  static func change(_ impact: Impact) -> JudgedChange {
    JudgedChange(
      change: Change(subject: .property, action: .removed, element: ElementPath()),
      rule: "property-removed", impact: impact, message: "property 'email' was removed", fingerprint: impact.rawValue)
  }

  static func commit(_ author: String, _ trailers: String..., writes: Bool? = nil, brings: Bool = false) -> ClaimCommit {
    OwnersClaimsTests.commit(author, trailers, brings: brings, writes: writes)
  }

  static func acked(_ name: String) -> String { "Acked-by: \(name) <\(name)@acme.example>" }

  struct Case: CustomTestStringConvertible {
    var title: String
    var owners = "/contracts/ @acme/data"
    var policy = "ownership: enforce"
    var stewards: [String] = []
    var dialect = CodeOwnersDialect.github
    var impact: Impact? = .compatible
    var old: String? = "contracts/a.yaml"
    var new: String? = "contracts/a.yaml"
    var copiedFrom: String?
    var isConsumer = false
    var lowersProtection = false
    var commits: [ClaimCommit] = []
    /// Rules of prices; a `?` behind one that refuses nothing.
    var prices: [String] = []
    var signers: [String] = []

    var testDescription: String { title }
  }

  @Test(arguments: [
    // What is asked by what it costs
    Case(title: "editorial asks nobody", impact: .editorial, commits: [commit("mallory")]),
    Case(title: "editorial asks nobody, owned or not", owners: "", impact: .editorial, commits: [commit("mallory")]),
    Case(
      title: "unowned editorial passes where the policy asks an owner", owners: "",
      policy: "{ownership: enforce, sign-off: {editorial: {who: one}}}", impact: .editorial, commits: [commit("mallory")]),
    Case(
      title: "owned editorial asks where the policy says so", policy: "{ownership: enforce, sign-off: {editorial: {who: one}}}",
      impact: .editorial, commits: [commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(title: "compatible asks one owner", commits: [commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(title: "an owner as author is one", commits: [commit("ann")], signers: ["ann"]),
    Case(title: "an owner in a trailer is one", commits: [commit("mallory", acked("bob"))], signers: ["bob"]),
    Case(
      title: "a bot is none", owners: "* @robot @ann", commits: [commit("robot")], prices: ["owner-unknown?", "owner-sign-off-missing"]),
    Case(
      title: "whoever left is none", owners: "* @gone @ann", commits: [commit("gone")],
      prices: ["owner-unknown?", "owner-sign-off-missing"]),
    Case(title: "dangerous asks one owner", impact: .dangerous, commits: [commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(title: "breaking asks the line", impact: .breaking, commits: [commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(title: "breaking, claimed, while nobody has keys", impact: .breaking, commits: [commit("ann")], signers: ["ann"]),
    Case(
      title: "breaking, claimed, where somebody on the line has a key", owners: "* @ann @dora", impact: .breaking, commits: [commit("ann")],
      prices: ["owner-sign-off-missing"]),
    Case(
      title: "breaking, claimed, where a forge is named", policy: "{ownership: enforce, forge: github}", impact: .breaking,
      commits: [commit("ann")], prices: ["owner-sign-off-missing"]),
    Case(
      title: "breaking, claimed, where the policy refuses claims", policy: "{ownership: enforce, without-keys: refuse}", impact: .breaking,
      commits: [commit("ann")], prices: ["owner-sign-off-missing"]),
    Case(title: "compatible, claimed, where somebody has a key", owners: "* @ann @dora", commits: [commit("ann")], signers: ["ann"]),
    Case(title: "ownership off", policy: "ownership: off", impact: .breaking, commits: [commit("mallory")]),
    // Nobody
    Case(title: "unowned", owners: "", commits: [commit("ann")], prices: ["owner-missing"]),
    Case(title: "cleared", owners: "* @ann\n/contracts/", commits: [commit("ann")], prices: ["owner-missing"]),
    Case(title: "unowned with stewards", owners: "", stewards: ["@carol"], commits: [commit("ann")], prices: ["owner-sign-off-missing"]),
    Case(
      title: "cleared with stewards", owners: "* @ann\n/contracts/", stewards: ["@carol"], commits: [commit("carol")], signers: ["carol"]),
    Case(title: "nobody is known", owners: "* @ghost", commits: [commit("ann")], prices: ["owner-unknown"]),
    Case(
      title: "one is unknown, another signs", owners: "* @ghost @ann", commits: [commit("ann")], prices: ["owner-unknown?"],
      signers: ["ann"]),
    Case(
      title: "a role of GitLab's is unknown", owners: "* @@owner", dialect: .gitlab, commits: [commit("ann")], prices: ["owner-unknown"]),
    // two
    Case(
      title: "two: the author is none of them", policy: "{ownership: enforce, sign-off: {compatible: {who: two}}}",
      commits: [commit("ann", acked("bob"))],
      prices: ["owner-sign-off-missing"], signers: ["bob"]),
    Case(
      title: "two: both beside the author", policy: "{ownership: enforce, sign-off: {compatible: {who: two}}}",
      commits: [commit("mallory", acked("ann"), acked("bob"))], signers: ["ann", "bob"]),
    Case(
      title: "two: whoever prompted is the author", policy: "{ownership: enforce, sign-off: {compatible: {who: two}}}",
      commits: [commit("ann", "Assisted-by: tool"), commit("carol", acked("ann"), acked("bob"), writes: false, brings: true)],
      prices: ["owner-sign-off-missing"], signers: ["bob"]),
    Case(
      title: "two: a merge by an owner is one", policy: "{ownership: enforce, sign-off: {compatible: {who: two}}}",
      commits: [commit("mallory", acked("ann")), commit("bob", writes: false, brings: true)], signers: ["ann", "bob"]),
    // each
    Case(
      title: "GitLab: each section", owners: "* @ann\n[Data]\n/contracts/ @bob\n^[Nice]\n* @carol\n", dialect: .gitlab, impact: .breaking,
      commits: [commit("ann")], prices: ["owner-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "GitLab: each section, both agree", owners: "* @ann\n[Data]\n/contracts/ @bob\n^[Nice]\n* @carol\n", dialect: .gitlab,
      impact: .breaking, commits: [commit("ann", acked("bob"))], signers: ["ann", "bob"]),
    Case(
      title: "GitLab: counts", owners: "[Data][2]\n* @ann @bob @carol\n", dialect: .gitlab, impact: .breaking, commits: [commit("ann")],
      prices: ["owner-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "GitLab: only optional sections still ask one", owners: "^[Nice]\n* @carol\n", dialect: .gitlab, impact: .breaking,
      commits: [commit("ann")], prices: ["owner-sign-off-missing"]),
    Case(
      title: "Gitea: every line that matches", owners: ".* @ann\ncontracts/.* @bob\n", dialect: .gitea, impact: .breaking,
      commits: [commit("ann")],
      prices: ["owner-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "Gitea: one of any line", owners: ".* @ann\ncontracts/.* @bob\n", dialect: .gitea, commits: [commit("ann")], signers: ["ann"]),
    // Paths
    Case(title: "new asks the owners of its path", impact: nil, old: nil, commits: [commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(title: "new, by an owner", impact: nil, old: nil, commits: [commit("bob")], signers: ["bob"]),
    Case(title: "a deletion asks the owners", impact: nil, new: nil, commits: [commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(
      title: "a move asks both", owners: "/contracts/ @ann\n/other/ @bob", impact: nil, new: "other/a.yaml", commits: [commit("ann")],
      prices: ["owner-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "a move, both agree", owners: "/contracts/ @ann\n/other/ @bob", impact: nil, new: "other/a.yaml",
      commits: [commit("ann", acked("bob"))],
      signers: ["ann", "bob"]),
    Case(
      title: "a move to nowhere", owners: "/contracts/ @ann", impact: nil, new: "other/a.yaml", commits: [commit("ann")],
      prices: ["owner-missing"],
      signers: ["ann"]),
    Case(
      title: "a new line asks the owners of its model", owners: "/contracts/ @ann\n/v2/ @bob", impact: nil, old: nil, new: "v2/a.yaml",
      copiedFrom: "contracts/a.yaml", commits: [commit("bob")], prices: ["owner-sign-off-missing"], signers: ["bob"]),
    // Consumers
    Case(
      title: "a consumer file asks its own owners", owners: "* @ann\n/consumers/bi/ @bob", impact: nil, old: "consumers/bi/x.yaml",
      new: "consumers/bi/x.yaml", isConsumer: true, commits: [commit("bob")], signers: ["bob"]),
    Case(
      title: "nobody else may delete a consumer", owners: "* @ann\n/consumers/bi/ @bob", impact: nil, old: "consumers/bi/x.yaml", new: nil,
      isConsumer: true,
      commits: [commit("ann")], prices: ["owner-sign-off-missing"]),
    // Security
    Case(
      title: "lowered protection asks the owners of security", policy: "{ownership: enforce, sign-off: {security: {owners: [\"@carol\"]}}}",
      lowersProtection: true,
      commits: [commit("ann")], prices: ["security-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "lowered protection, both", policy: "{ownership: enforce, sign-off: {security: {owners: [\"@carol\"]}}}",
      lowersProtection: true,
      commits: [commit("ann", acked("carol"))], signers: ["ann", "carol"]),
    Case(
      title: "lowered protection where nobody is named asks an owner at that assurance", policy: "{ownership: enforce, forge: github}",
      lowersProtection: true, commits: [commit("ann")], prices: ["security-sign-off-missing"], signers: ["ann"]),
  ])
  func `steps`(_ entry: Case) throws {
    let state = try Self.state(entry.owners, stewards: entry.stewards, dialect: entry.dialect)
    let rules = OwnershipRules(base: state, head: state, policy: try Self.policy(entry.policy))
    let outcome = rules.judge(
      OwnedStep(
        subject: entry.isConsumer ? .consumer(title: "x") : .contract(id: "id", title: "orders"), oldPath: entry.old, newPath: entry.new,
        copiedFrom: entry.copiedFrom, changes: entry.impact.map { [Self.change($0)] } ?? [], lowersProtection: entry.lowersProtection,
        commits: entry.commits))
    #expect(outcome.prices.map { $0.rule + ($0.isInherited ? "?" : "") } == entry.prices, "\(outcome.prices.map(\.message))")
    #expect(outcome.signOffs.map(\.person) == entry.signers)
  }

  @Test func `a price says who, where and how`() throws {
    let state = try Self.state("* @carol\n/contracts/ @acme/data # data\n")
    let rules = OwnershipRules(base: state, head: state, policy: try Self.policy())
    let step = OwnedStep(
      subject: .contract(id: "id", title: "orders"), oldPath: "contracts/a.yaml", newPath: "contracts/a.yaml",
      changes: [Self.change(.breaking), Self.change(.editorial)], position: SourcePosition(line: 7, column: 3),
      commits: [Self.commit("ann", "Assisted-by: tool")])
    let price = try #require(rules.judge(step).prices.first)
    #expect(price.message == "'@acme/data' (line 2 of 'CODEOWNERS') must agree to the breaking change of contract 'orders'")
    #expect(
      price.hint
        == "'ann' or 'bob' can agree by merging the change, or by the trailer 'Approved-by' in a commit that makes it "
        + "(their word is enough: none of them has a key); 'ann@acme.example', author of c0ffee000000, does not count: "
        + "the commit is assisted ('Assisted-by: tool')")
    #expect(price.position == SourcePosition(line: 7, column: 3))
    #expect(price.path == "contracts/a.yaml")
    #expect(price.contract == "id")
    #expect(price.impact == .breaking)
    // An editorial change asks nobody, also beside a breaking one.
    #expect(price.changes == ["breaking"])
    #expect(price.fixes.map(\.needsHuman) == [true])
  }

  @Test func `a sign-off says what kind it was`() throws {
    let state = try Self.state("/contracts/ @acme/data")
    let rules = OwnershipRules(base: state, head: state, policy: try Self.policy())
    let step = OwnedStep(
      subject: .contract(id: "id", title: "orders"), oldPath: "contracts/a.yaml", newPath: "contracts/a.yaml",
      changes: [Self.change(.breaking)], commits: [Self.commit("mallory", Self.acked("bob"))])
    #expect(
      rules.judge(step).signOffs.map(\.sentence) == [
        "'bob' agreed for '@acme/data' by a claim, 'Acked-by' in c0ffee000000; the policy asks for a witnessed review or a signature, but "
          + "nobody there has a key and no forge is named"
      ])
  }

  @Test func `a deletion points at the line that owned it`() throws {
    let state = try Self.state("* @carol\n  /contracts/ @acme/data\n")
    let rules = OwnershipRules(base: state, head: state, policy: try Self.policy())
    let price = try #require(
      rules.judge(OwnedStep(subject: .contract(id: "id", title: "orders"), oldPath: "contracts/a.yaml", newPath: nil)).prices.first)
    #expect(price.path == "CODEOWNERS")
    #expect(price.position == SourcePosition(line: 2, column: 3))
  }

  @Test func `where no record can be made a claim is enough`() throws {
    let state = try Self.state("* @ann @dora")
    var policy = try Self.policy()
    policy.repository = ""
    let step = OwnedStep(
      subject: .contract(id: "c", title: "orders"), oldPath: "a.yaml", newPath: "a.yaml", changes: [Self.change(.breaking)],
      commits: [Self.commit("ann")])
    #expect(OwnershipRules(base: state, head: state, policy: policy).judge(step).prices.isEmpty)
    #expect(try !OwnershipRules(base: state, head: state, policy: Self.policy()).judge(step).prices.isEmpty)
  }

  @Test func `a stronger agreement than a claim counts where one is asked`() throws {
    let state = try Self.state("* @ann @dora")
    let rules = OwnershipRules(base: state, head: state, policy: try Self.policy())
    let dora = try #require(state.roster.people.person(id: "dora"))
    let step = OwnedStep(
      subject: .contract(id: "id", title: "orders"), oldPath: "a.yaml", newPath: "a.yaml", changes: [Self.change(.breaking)],
      commits: [Self.commit("dora")], agreements: [Agreement(person: dora, assurance: .witnessed, source: .author(commit: "x"))])
    let outcome = rules.judge(step)
    #expect(outcome.prices.isEmpty)
    #expect(outcome.signOffs.map(\.assurance) == [.witnessed])
  }

  /// What judgement makes of it: adoption begins with warnings.
  @Test(arguments: [("ownership: enforce", Level.error), ("ownership: warn", .warning), ("version: 1", .warning)])
  func `levels follow the policy`(_ text: String, _ level: Level) throws {
    let state = try Self.state("* @ann\n/x @@broken")
    let policy = try Self.policy(text)
    let rules = OwnershipRules(base: state, head: state, policy: policy)
    let prices = rules.judge(OwnedStep(subject: .contract(id: "id", title: "orders"), oldPath: nil, newPath: "a.yaml")).prices
    #expect(prices.map(\.rule) == ["owner-sign-off-missing"])
    let faults = rules.judgeFaults(touched: ["x/a.yaml"])
    #expect(faults.map(\.rule) == ["codeowners-invalid-owner"])
    let judgement = Judgement(steps: [], prices: prices + faults, policy: policy, today: try OwnersPeopleTests.day("2026-02-01"))
    #expect(judgement.findings.map(\.level) == [level, level])
  }

  struct Word: CustomTestStringConvertible {
    var commit: ClaimCommit
    var person: String
    var isByOwner: Bool

    var testDescription: String { "\(commit.author.name): \(commit.trailers)" }
  }

  @Test(arguments: [
    Word(commit: commit("ann", "Contract-Acknowledge: 0123456789abcdef seen"), person: "ann", isByOwner: true),
    Word(commit: commit("mallory", "Contract-Acknowledge: 0123456789abcdef seen"), person: "mallory@acme.example", isByOwner: false),
    Word(commit: commit("ann", "Contract-Acknowledge: 0123456789abcdef seen", "Assisted-by: tool"), person: "ann", isByOwner: false),
    Word(
      commit: OwnersClaimsTests.commit(committer: "bob", ["contract-acknowledge: 0123456789abcdef seen"]), person: "bob", isByOwner: true),
  ])
  func `acknowledgements are the word of whoever made the commit`(_ word: Word) throws {
    let state = try Self.state("* @acme/data")
    let rules = OwnershipRules(base: state, head: state, policy: try Self.policy())
    let step = OwnedStep(
      subject: .contract(id: "id", title: "orders"), oldPath: "a.yaml", newPath: "a.yaml", commits: [word.commit])
    let found = rules.acknowledgements(of: step)
    #expect(found.map(\.person) == [word.person])
    #expect(found.map(\.isByOwner) == [word.isByOwner])
    #expect(found.map(\.subject) == [.fingerprint("0123456789abcdef")])
  }
}
