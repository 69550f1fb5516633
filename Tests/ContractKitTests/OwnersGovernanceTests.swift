import Testing

@testable import ContractKit

/// Changes of CODEOWNERS, people, teams, stewards and policy, by effect.
@Suite struct OwnersGovernanceTests {
  static let governed = [
    "contracts/a.yaml", "contracts/b.yaml", "consumers/bi/x.yaml", "CODEOWNERS", ".contracts/policy.yaml", ".contracts/people.yaml",
  ]

  struct Case: CustomTestStringConvertible {
    var title: String
    var before: String
    var after: String
    var peopleBefore = OwnersRulesTests.people
    var peopleAfter = OwnersRulesTests.people
    var stewards: [String] = []
    var stewardsAfter: [String]?
    var policy = "ownership: enforce"
    var files = ["CODEOWNERS"]
    var commits: [ClaimCommit] = []
    /// Rules of prices; a `?` behind one that refuses nothing.
    var prices: [String] = []
    var signers: [String] = []

    var testDescription: String { title }
  }

  typealias Rules = OwnersRulesTests

  static let withEve = Rules.people.replacing("teams:", with: "  - {id: eve, handles: [\"@eve\"], emails: [eve@acme.example]}\nteams:")
  static let withEveInTeam = withEve.replacing("members: [ann, bob]", with: "members: [ann, bob, eve]")
  static let annsKey = Rules.people.replacing(
    "emails: [ann@acme.example]", with: "emails: [ann@acme.example], keys: [\"\(OwnersPeopleTests.otherKey)\"]")
  static let annsMail = Rules.people.replacing("emails: [ann@acme.example]", with: "emails: [ann@acme.example, mallory@acme.example]")

  @Test(arguments: [
    // Without effect
    Case(
      title: "a comment asks an owner of the file", before: "* @ann", after: "* @ann # boss", commits: [Rules.commit("mallory")],
      prices: ["owner-sign-off-missing"]),
    Case(title: "a comment, by an owner", before: "* @ann", after: "* @ann # boss", commits: [Rules.commit("ann")], signers: ["ann"]),
    Case(
      title: "a line for what is not governed", before: "* @ann", after: "* @ann\n/src/ @bob", commits: [Rules.commit("bob")],
      prices: ["owner-sign-off-missing"]),
    Case(
      title: "nobody owns the file", before: "/contracts/ @ann", after: "/contracts/ @ann # x", commits: [Rules.commit("ann")],
      prices: ["owner-missing"]),
    Case(
      title: "stewards own the file", before: "/contracts/ @ann", after: "/contracts/ @ann # x", stewards: ["@carol"],
      commits: [Rules.commit("carol")], signers: ["carol"]),
    Case(
      title: "another name for the same persons has no effect", before: "* @ann @bob", after: "* @acme/data",
      commits: [Rules.commit("bob")],
      signers: ["bob"]),
    // With effect
    Case(
      title: "whoever takes a path alone is refused", before: "* @ann\n/contracts/ @bob", after: "* @ann\n/contracts/ @carol",
      commits: [Rules.commit("carol")],
      prices: ["owner-sign-off-missing"], signers: ["carol"]),
    Case(
      title: "nobody is made an owner without a word", before: "* @ann\n/contracts/ @bob", after: "* @ann\n/contracts/ @carol",
      commits: [Rules.commit("bob")],
      prices: ["owner-sign-off-missing"], signers: ["bob"]),
    Case(
      title: "a hand-over asks old and new", before: "* @ann\n/contracts/ @bob", after: "* @ann\n/contracts/ @carol",
      commits: [Rules.commit("bob", Rules.acked("carol"))], signers: ["bob", "carol"]),
    Case(
      title: "the owner of the file is not asked for it", before: "* @ann\n/contracts/ @bob", after: "* @ann\n/contracts/ @carol",
      commits: [Rules.commit("ann")], prices: ["owner-sign-off-missing", "owner-sign-off-missing"]),
    Case(
      title: "a line for later asks the owner of the file beside", before: "* @ann\n/contracts/ @bob",
      after: "* @ann\n/contracts/ @carol\n/later/ @carol", commits: [Rules.commit("bob", Rules.acked("carol"))],
      prices: ["owner-sign-off-missing"], signers: ["bob", "carol"]),
    Case(
      title: "a line for later that goes asks the owner of the file beside", before: "* @ann\n/contracts/ @bob\n/later/ @ann",
      after: "* @ann\n/contracts/ @carol", commits: [Rules.commit("bob", Rules.acked("carol"))],
      prices: ["owner-sign-off-missing"], signers: ["bob", "carol"]),
    Case(
      title: "another order of lines asks the owner of the file beside", before: "/later/ @ann\n/later/* @carol\n/contracts/ @bob",
      after: "/later/* @carol\n/later/ @ann\n/contracts/ @carol", stewards: ["@ann"], commits: [Rules.commit("bob", Rules.acked("carol"))],
      prices: ["owner-sign-off-missing"], signers: ["bob", "carol"]),
    Case(
      title: "a successor may be introduced with the change", before: "* @ann\n/contracts/ @bob", after: "* @ann\n/contracts/ @eve",
      peopleAfter: withEve,
      files: ["CODEOWNERS", ".contracts/people.yaml"], commits: [Rules.commit("bob", Rules.acked("eve"))], signers: ["bob", "eve"]),
    Case(
      title: "a successor whom nobody knows", before: "* @ann\n/contracts/ @bob", after: "* @ann\n/contracts/ @ghost",
      commits: [Rules.commit("bob")],
      prices: ["owner-unknown"], signers: ["bob"]),
    Case(
      title: "a second owner asks the first and the second", before: "* @ann", after: "* @ann @bob", commits: [Rules.commit("ann")],
      prices: ["owner-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "an owner removed by the other", before: "* @ann @bob", after: "* @bob", commits: [Rules.commit("bob")], signers: ["bob"]),
    Case(
      title: "an owner who goes asks who stays", before: "* @ann @bob", after: "* @bob", commits: [Rules.commit("ann")],
      prices: ["owner-sign-off-missing"], signers: ["ann"]),
    Case(
      title: "a member of a team", before: "* @acme/data", after: "* @acme/data", peopleAfter: withEveInTeam,
      files: [".contracts/people.yaml"],
      commits: [Rules.commit("eve")], prices: ["owner-sign-off-missing"], signers: ["eve"]),
    Case(
      title: "a member of a team, agreed", before: "* @acme/data", after: "* @acme/data", peopleAfter: withEveInTeam,
      files: [".contracts/people.yaml"],
      commits: [Rules.commit("eve", Rules.acked("ann"))], signers: ["ann", "eve"]),
    Case(
      title: "claiming what nobody owns asks a steward", before: "/CODEOWNERS @ann", after: "/CODEOWNERS @ann\n/contracts/ @bob",
      stewards: ["@carol"],
      commits: [Rules.commit("bob")], prices: ["owner-sign-off-missing"], signers: ["bob"]),
    Case(
      title: "claiming what nobody owns, agreed", before: "/CODEOWNERS @ann", after: "/CODEOWNERS @ann\n/contracts/ @bob",
      stewards: ["@carol"],
      commits: [Rules.commit("bob", Rules.acked("carol"))], signers: ["carol", "bob"]),
    Case(
      title: "where nobody owned anything, that is said once", before: "", after: "/contracts/ @ann\n/CODEOWNERS @bob\n",
      commits: [Rules.commit("ann", Rules.acked("bob"))], prices: ["owner-missing"], signers: ["ann", "bob"]),
    Case(
      title: "claiming where there are no stewards", before: "/CODEOWNERS @ann", after: "/CODEOWNERS @ann\n/contracts/ @bob",
      commits: [Rules.commit("bob")],
      prices: ["owner-missing"], signers: ["bob"]),
    Case(
      title: "an old owner who left: a steward stands in", before: "* @carol\n/contracts/ @gone", after: "* @carol\n/contracts/ @bob",
      stewards: ["@carol"],
      commits: [Rules.commit("bob", Rules.acked("carol"))], signers: ["carol", "bob"]),
    Case(
      title: "an ownerless line added below", before: "* @ann", after: "* @ann\n/contracts/", stewards: ["@carol"],
      commits: [Rules.commit("carol")],
      prices: ["owner-sign-off-missing"], signers: ["carol"]),
    Case(
      title: "a consumer's team and a steward once", before: "/CODEOWNERS @carol\n/.contracts/ @carol\n/contracts/ @ann",
      after: "/CODEOWNERS @carol\n/.contracts/ @carol\n/contracts/ @ann\n/consumers/bi/ @bob", stewards: ["@carol"],
      commits: [Rules.commit("bob", Rules.acked("carol"))], signers: ["carol", "bob"]),
    // Records of persons
    Case(
      title: "a key of another asks an owner of the file", before: "* @bob\n/consumers/ @ann", after: "* @bob\n/consumers/ @ann",
      peopleAfter: annsKey,
      files: [".contracts/people.yaml"], commits: [Rules.commit("mallory")], prices: ["owner-sign-off-missing"]),
    Case(
      title: "an address slipped in beside an effect of one's own",
      before: "* @dora\n/contracts/ @ann\n/consumers/ @carol", after: "* @dora\n/contracts/ @ann\n/consumers/ @carol @bob",
      peopleAfter: annsMail,
      files: ["CODEOWNERS", ".contracts/people.yaml"], commits: [Rules.commit("carol", Rules.acked("bob"))],
      prices: ["owner-sign-off-missing"], signers: ["carol", "bob"]),
    Case(
      title: "whoever enters the people file stays who they were", before: "* ann@acme.example", after: "* ann@acme.example",
      peopleBefore: "people: []", files: [".contracts/people.yaml"], commits: [Rules.commit("ann")], signers: ["ann@acme.example"]),
    Case(
      title: "an address that owns is given to somebody else",
      before: "* carol@acme.example\n/contracts/ ann@acme.example\n/consumers/ bob@acme.example",
      after: "* carol@acme.example\n/contracts/ ann@acme.example", peopleBefore: "people: []",
      peopleAfter: "people: [{id: mallory, emails: [ann@acme.example]}]",
      files: ["CODEOWNERS", ".contracts/people.yaml"], commits: [Rules.commit("bob"), Rules.commit("mallory")],
      prices: ["owner-sign-off-missing", "owner-sign-off-missing"], signers: ["bob@acme.example"]),
    // Policy
    Case(
      title: "the policy asks its owners", before: "* @bob\n/.contracts/ @ann", after: "* @bob\n/.contracts/ @ann",
      files: [".contracts/policy.yaml"],
      commits: [Rules.commit("bob")], prices: ["owner-sign-off-missing"]),
    Case(
      title: "other stewards ask the old ones, the new ones and the owners of the file", before: "/.contracts/ @ann",
      after: "/.contracts/ @ann", stewards: ["@carol"],
      stewardsAfter: ["@bob"], files: [".contracts/policy.yaml"], commits: [Rules.commit("bob")],
      prices: ["owner-sign-off-missing", "owner-sign-off-missing"], signers: ["bob"]),
    Case(
      title: "governance may ask for more than a claim", before: "* @ann", after: "* @ann # x",
      policy: "{ownership: enforce, forge: gitlab}",
      commits: [Rules.commit("ann")], prices: ["owner-sign-off-missing"]),
    Case(title: "off", before: "* @ann", after: "* @bob", policy: "ownership: off", commits: [Rules.commit("mallory")]),
    Case(
      title: "nobody is asked where the policy says so", before: "* @ann", after: "* @ann # x",
      policy: "{ownership: enforce, sign-off: {governance: {who: none}}}", commits: [Rules.commit("mallory")]),
  ])
  func `governance`(_ entry: Case) throws {
    let base = try Rules.state(entry.before, people: entry.peopleBefore, stewards: entry.stewards)
    let head = try Rules.state(entry.after, people: entry.peopleAfter, stewards: entry.stewardsAfter ?? entry.stewards)
    let rules = OwnershipRules(base: base, head: head, policy: try Rules.policy(entry.policy))
    let outcome = rules.judge(
      GovernanceChange(files: entry.files.map { GovernanceChange.File(path: $0, commits: entry.commits) }, governedPaths: Self.governed))
    #expect(outcome.prices.map { $0.rule + ($0.isInherited ? "?" : "") } == entry.prices, "\(outcome.prices.map(\.message))")
    #expect(Set(outcome.signOffs.map(\.person)) == Set(entry.signers), "\(outcome.signOffs.map(\.person))")
  }

  @Test func `an effect says which paths and points at the new line`() throws {
    let rules = OwnershipRules(
      base: try Rules.state("* @ann\n/contracts/ @bob"), head: try Rules.state("* @ann\n\n/contracts/ @carol"), policy: try Rules.policy())
    let prices = rules.judge(
      GovernanceChange(files: [GovernanceChange.File(path: "CODEOWNERS", commits: [])], governedPaths: Self.governed)
    ).prices
    #expect(
      prices.map(\.message) == [
        "'@bob' (line 2 of 'CODEOWNERS') must agree to the change of the owners of 'contracts/a.yaml' and 1 more",
        "'@carol' (line 3 of 'CODEOWNERS') must agree to the change of the owners of 'contracts/a.yaml' and 1 more",
      ])
    #expect(prices.map(\.position) == [SourcePosition(line: 3, column: 1), SourcePosition(line: 3, column: 1)])
  }

  @Test(arguments: [
    ("CODEOWNERS", true), (".gitlab/CODEOWNERS", true), ("owners.txt", true), (".contracts/people.yaml", true),
    (".contracts/waivers.yaml", true),
    (".contracts/signoffs/orders/a.signoff", false), ("contracts/a.yaml", false), ("x/CODEOWNERS", false),
  ])
  func `what is governance`(_ path: String, _ expected: Bool) throws {
    let policy = try Rules.policy("codeowners: {file: owners.txt}")
    #expect(GovernanceChange.governs(path, policy: policy) == expected)
  }

  struct Fault: CustomTestStringConvertible {
    var title: String
    var before: String
    var after: String
    var touched = ["contracts/a.yaml"]
    /// Rules; a `?` behind one that refuses nothing.
    var prices: [String]
    var dialect = CodeOwnersDialect.github

    var testDescription: String { title }
  }

  @Test(arguments: [
    Fault(title: "introduced", before: "* @a", after: "* @a\n/x/ nobody", prices: ["codeowners-invalid-owner"]),
    Fault(title: "old, elsewhere", before: "* @a\n/x/ nobody", after: "* @a\n/x/ nobody", prices: ["codeowners-invalid-owner?"]),
    Fault(
      title: "old, on another line now", before: "* @a\n/x/ nobody", after: "* @a\n# more\n/x/ nobody",
      prices: ["codeowners-invalid-owner?"]),
    Fault(
      title: "old, twice now", before: "/x/ nobody", after: "/x/ nobody\n/x/ nobody",
      prices: ["codeowners-invalid-owner?", "codeowners-invalid-owner"]),
    Fault(
      title: "old, in the way", before: "* @a\n/contracts/ nobody", after: "* @a\n/contracts/ nobody", prices: ["codeowners-invalid-owner"]),
    Fault(
      title: "old, above the line that decides", before: "/contracts/ nobody\n* @a", after: "/contracts/ nobody\n* @a",
      prices: ["codeowners-invalid-owner?"]),
    Fault(title: "mended", before: "* @a\n/contracts/ nobody", after: "* @a\n/contracts/ @b", prices: []),
    Fault(
      title: "an old pattern that nobody can read", before: "* @a\n[ab] @b", after: "* @a\n[ab] @b", prices: ["codeowners-invalid-pattern"]),
    Fault(
      title: "one that can only mean another place", before: "* @a\n/x/[ab] @b", after: "* @a\n/x/[ab] @b",
      prices: ["codeowners-invalid-pattern?"]),
    Fault(
      title: "one that can mean this place", before: "* @a\n/contracts/[ab] @b", after: "* @a\n/contracts/[ab] @b",
      prices: ["codeowners-invalid-pattern"]),
    Fault(title: "a negated one elsewhere", before: "* @a\n!/x/y @b", after: "* @a\n!/x/y @b", prices: ["codeowners-invalid-pattern?"]),
    Fault(title: "a byte order mark", before: "\u{FEFF}* @a", after: "\u{FEFF}* @a", prices: ["codeowners-byte-order-mark?"]),
    Fault(
      title: "GitLab: an owner in a comment", before: "* @a # see", after: "* @a # see",
      prices: ["codeowners-invalid-owner", "codeowners-invalid-owner"], dialect: .gitlab),
    Fault(
      title: "Gitea: a line without owners elsewhere", before: "x/.*", after: "x/.*", prices: ["codeowners-missing-owner?"], dialect: .gitea
    ),
  ])
  func `faults of the file`(_ fault: Fault) throws {
    let rules = OwnershipRules(
      base: try Rules.state(fault.before, dialect: fault.dialect), head: try Rules.state(fault.after, dialect: fault.dialect),
      policy: try Rules.policy())
    #expect(rules.judgeFaults(touched: fault.touched).map { $0.rule + ($0.isInherited ? "?" : "") } == fault.prices)
  }
}
