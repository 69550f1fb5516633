import Testing

@testable import ContractKit

/// What `init` proposes, from who wrote what.
struct AdoptionTests {
  private static let ann = ClaimCommit.Identity(name: "Ann Owner", email: "ann@acme.example")
  private static let ben = ClaimCommit.Identity(name: "Ben Analyst", email: "ben@acme.example")

  private static func edits(_ path: String, _ author: ClaimCommit.Identity, _ count: Int, day: Int64 = 1000) -> [ContractEdit] {
    (0..<count).map { ContractEdit(path: path, author: author, time: day * 86_400 + Int64($0)) }
  }

  private static func contributors(_ edits: [ContractEdit], mailmap: String = "") -> [Contributor] {
    Contributor.all(in: edits, mailmap: Mailmap(Array(mailmap.utf8)), agents: AgentList())
  }

  // MARK: Mailmap

  @Test(arguments: [
    ("Ann Owner <ann@old.example>", "Ann <ann@old.example>", "Ann Owner <ann@old.example>"),
    ("<ann@acme.example> <ann@old.example>", "Ann <ANN@old.example>", "Ann <ann@acme.example>"),
    ("Ann Owner <ann@acme.example> <ann@old.example>", "Ann <ann@old.example>", "Ann Owner <ann@acme.example>"),
    ("Ann Owner <ann@acme.example> root <root@box>", "root <root@box>", "Ann Owner <ann@acme.example>"),
    ("Ann Owner <ann@acme.example> root <root@box>", "other <root@box>", "other <root@box>"),
    ("# Ann Owner <ann@old.example>", "Ann <ann@old.example>", "Ann <ann@old.example>"),
    ("nonsense\n<>\nAnn Owner <ann@old.example> # once\r", "Ann <ann@old.example>", "Ann Owner <ann@old.example>"),
    ("A <a@b>\nB <a@b>", "x <a@b>", "B <a@b>"),
    ("Ann Owner <a@b>\n<c@d> <a@b>", "x <a@b>", "Ann Owner <c@d>"),
    ("Broken <a@b", "x <a@b>", "x <a@b>"),
  ])
  func `a mailmap says who somebody is today`(file: String, commit: String, expected: String) throws {
    let identity = try #require(ClaimCommit.Identity(trailer: commit))
    let resolved = Mailmap(Array(file.utf8)).resolve(identity)
    #expect("\(resolved.name) <\(resolved.email)>" == expected)
  }

  // MARK: Persons

  @Test func `addresses of GitHub give a handle and belong to the person of that name; bots are left out`() {
    let found = Self.contributors(
      Self.edits("a.yaml", Self.ann, 3)
        + Self.edits("a.yaml", ClaimCommit.Identity(name: "Ann Owner", email: "12+ann-o@users.noreply.github.com"), 2)
        + Self.edits("b.yaml", ClaimCommit.Identity(name: "bob", email: "7+bob@users.noreply.github.com"), 1)
        + Self.edits("b.yaml", ClaimCommit.Identity(name: "dependabot[bot]", email: "49+dependabot[bot]@users.noreply.github.com"), 9)
        + Self.edits("b.yaml", ClaimCommit.Identity(name: "Claude Code", email: "noreply@anthropic.com"), 9))
    #expect(found.map(\.id) == ["ann-o", "bob"])
    #expect(found.map(\.handle) == ["@ann-o", "@bob"])
    #expect(found.first?.emails == ["ann@acme.example", "12+ann-o@users.noreply.github.com"])
    #expect(found.first?.edits == ["a.yaml": .init(count: 5, last: 1000 * 86_400 + 2)])
  }

  @Test func `ids are plain and each is one person's`() {
    let found = Self.contributors(
      Self.edits("a.yaml", ClaimCommit.Identity(name: "Ann", email: "ann@a.example"), 3)
        + Self.edits("a.yaml", ClaimCommit.Identity(name: "Anna", email: "Ann@b.example"), 2)
        + Self.edits("a.yaml", ClaimCommit.Identity(name: "Zoë", email: "zoë.o'neil@c.example"), 1))
    #expect(found.map(\.id) == ["ann", "ann-2", "zo-.o-neil"])
  }

  @Test func `a people file that is proposed can be read and holds them all`() throws {
    let found = Self.contributors(
      Self.edits("a.yaml", ClaimCommit.Identity(name: "Ann: \"Owner\" #1\n", email: "ann@acme.example"), 3)
        + Self.edits("a.yaml", ClaimCommit.Identity(name: "", email: "7+yes@users.noreply.github.com"), 1))
    let text = PeopleProposal(contributors: found, teams: ["@acme/data"]).text
    let people = try People.read(Array(text.utf8))
    #expect(people.persons.map(\.id) == ["ann", "yes"])
    #expect(people.persons.map(\.emails) == found.map(\.emails))
    #expect(people.person(handle: "@yes")?.id == "yes")
    #expect(text.contains("#   - {handle: \"@acme/data\", members: []}"))
    #expect(try People.read(Array(PeopleProposal(contributors: [], teams: []).text.utf8)).persons.isEmpty)
  }

  // MARK: Policy

  @Test func `a policy that is proposed can be read, and binds nobody`() throws {
    let uuid = "7d9b9a6e-6d1c-4d3a-9c39-8d5a5c9f2b11"
    let policy = try Policy.read(Array(PolicyProposal(repository: uuid, steward: "@ann", forge: .gitlab).text.utf8))
    #expect(policy.repository == uuid)
    #expect(policy.ownership == .warn)
    #expect(policy.stewards == ["@ann"])
    #expect(policy.forge == .gitlab)
    #expect(try Policy.read(Array(PolicyProposal(repository: uuid, steward: nil, forge: .none).text.utf8)).stewards.isEmpty)
  }

  @Test(arguments: [
    ("version: 1\nownership: warn # for now\nforge: none\n", "version: 1\nownership: enforce # for now\nforge: none\n"),
    ("version: 1\nownership: \"off\"\n", "version: 1\nownership: enforce\n"),
    ("version: 1", "version: 1\nownership: enforce\n"),
    ("version: 1\r\n", "version: 1\r\nownership: enforce\r\n"),
    ("# nothing\n", "# nothing\nownership: enforce\n"),
    ("{version: 1, ownership: warn}", "{version: 1, ownership: enforce}"),
    ("{version: 1}\n", nil),
    ("version: 1\nownership: enforce\n", "version: 1\nownership: enforce\n"),
  ])
  func `ownership is made binding, and nothing else changes`(before: String, after: String?) throws {
    #expect(try PolicyProposal.enforced(Array(before.utf8)).map { String(decoding: $0, as: UTF8.self) } == after)
  }

  // MARK: Owners

  private static let history =
    edits("contracts/hr/pay.yaml", ann, 4) + edits("contracts/hr/pay.yaml", ben, 1) + edits("contracts/orders/a.yaml", ben, 2)
    + edits("contracts/orders/b.yaml", ben, 1) + edits("contracts/hr/people.yaml", ben, 1) + edits("top.yaml", ann, 1)
  private static let paths = [
    "contracts/hr/pay.yaml", "contracts/hr/people.yaml", "contracts/orders/a.yaml", "contracts/orders/b.yaml", "top.yaml", "new.yaml",
  ]

  private static func proposal(
    _ current: String? = nil, dialect: CodeOwnersDialect = .github, paths: [String] = paths, history: [ContractEdit] = history
  ) -> OwnerProposal {
    OwnerProposal(
      path: "CODEOWNERS", dialect: dialect, current: current.map { Array($0.utf8) }, contracts: paths, contributors: contributors(history))
  }

  @Test(arguments: CodeOwnersDialect.allCases)
  func `every contract that somebody wrote is owned by them, in each dialect`(dialect: CodeOwnersDialect) throws {
    let proposal = Self.proposal(dialect: dialect)
    let file = CodeOwners.parse(try #require(proposal.text), path: "CODEOWNERS", dialect: dialect)
    #expect(file.diagnostics.isEmpty)
    func owners(_ path: String) -> [String] { file.owners(of: path).owners.map(\.text) }
    #expect(owners("contracts/hr/pay.yaml") == ["ann@acme.example", "ben@acme.example"])
    #expect(owners("contracts/hr/people.yaml") == ["ben@acme.example"])
    #expect(owners("contracts/orders/a.yaml") == ["ben@acme.example"])
    // A folder whose contracts have the same authors is theirs, whatever comes into it.
    #expect(owners("contracts/orders/new.yaml") == ["ben@acme.example"])
    #expect(owners("contracts/hr/new.yaml").isEmpty)
    #expect(owners("top.yaml") == ["ann@acme.example"])
    #expect(proposal.left == ["new.yaml"])
  }

  @Test func `what is owned or was cleared on purpose stays as it is, byte for byte`() throws {
    let current = "/contracts/hr/ @acme/people\n/contracts/orders/a.yaml\n# no line feed"
    let proposal = Self.proposal(current)
    let text = String(decoding: try #require(proposal.text), as: UTF8.self)
    #expect(text.hasPrefix(current + "\n\n# Proposed"))
    let file = CodeOwners.parse(Array(text.utf8), path: "CODEOWNERS")
    #expect(file.owners(of: "contracts/hr/pay.yaml").owners.map(\.text) == ["@acme/people"])
    #expect(file.owners(of: "contracts/orders/a.yaml").state == .cleared)
    #expect(file.owners(of: "contracts/orders/b.yaml").owners.map(\.text) == ["ben@acme.example"])
    #expect(Self.proposal("* @acme/all\n").text == nil)
    // Once it is written there is nothing more to propose.
    #expect(Self.proposal(text).text == nil)
  }

  @Test func `what somebody owns beside contracts stays theirs`() throws {
    let proposal = OwnerProposal(
      path: "CODEOWNERS", dialect: .github, current: Array("*.sql @dba\n".utf8), contracts: ["c/a.yaml"],
      files: ["c/a.yaml", "c/a.sql", "README"], contributors: Self.contributors(Self.edits("c/a.yaml", Self.ann, 1)))
    let file = CodeOwners.parse(try #require(proposal.text), path: "CODEOWNERS")
    #expect(file.owners(of: "c/a.sql").owners.map(\.text) == ["@dba"])
    #expect(file.owners(of: "c/a.yaml").owners.map(\.text) == ["ann@acme.example"])
  }

  @Test(arguments: CodeOwnersDialect.allCases)
  func `a path is owned as it is spelt, or no line is written for it`(dialect: CodeOwnersDialect) throws {
    let names = ["a b.yaml", "a+b.yaml", "a[1].yaml", "a*.yaml", "!a.yaml", "#a.yaml", "ä.yaml", "a.b.yaml", "^a.yaml", "x\\y.yaml"]
    let proposal = Self.proposal(dialect: dialect, paths: names, history: names.flatMap { Self.edits($0, Self.ann, 1) })
    let file = CodeOwners.parse(try #require(proposal.text), path: "CODEOWNERS", dialect: dialect)
    #expect(file.diagnostics.isEmpty)
    for name in names {
      #expect((file.owners(of: name).state == .owned) != proposal.left.contains(name), "\(name)")
    }
    for other in ["aXb.yaml", "a1.yaml", "other", "aab.yaml"] { #expect(file.owners(of: other).state == .unmatched, "\(other)") }
    #expect(proposal.left.count < 6)
    #expect(file.owners(of: "a b.yaml").state == .owned)
  }

  @Test func `a section of its own on GitLab, so that no other section gets new lines`() throws {
    let current = "[Docs][2] @acme/docs\n*.md\n"
    let file = CodeOwners.parse(try #require(Self.proposal(current, dialect: .gitlab).text), path: "CODEOWNERS", dialect: .gitlab)
    let rule = try #require(file.owners(of: "top.yaml").rules.first)
    #expect(rule.section == "Data contracts")
    #expect(rule.approvals < 2)
    #expect(file.owners(of: "README.md").rules.map(\.section) == ["Docs"])
  }

  @Test func `who has done nothing for a year is passed over where somebody else has`() throws {
    let history = Self.edits("a.yaml", Self.ann, 9, day: 100) + Self.edits("a.yaml", Self.ben, 1, day: 900)
    let recent = Self.proposal(paths: ["a.yaml"], history: history)
    #expect(recent.addition.contains("/a.yaml ben@acme.example\n"))
    let alone = Self.proposal(paths: ["a.yaml"], history: Self.edits("a.yaml", Self.ann, 9, day: 100))
    #expect(alone.addition.contains("/a.yaml ann@acme.example\n"))
  }
}
