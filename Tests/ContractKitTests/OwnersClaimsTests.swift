import Testing

@testable import ContractKit

@Suite struct OwnersClaimsTests {
  static func roster(agents: [String] = []) throws -> Roster {
    Roster(people: try OwnersPeopleTests.people(), agents: AgentList(additional: agents), day: try OwnersPeopleTests.day("2026-02-01"))
  }

  /// `Name <email>` by a few short names.
  static func identity(_ name: String) -> ClaimCommit.Identity {
    switch name {
    case "forge": ClaimCommit.Identity(name: "GitHub", email: "noreply@github.com")
    case "claude": ClaimCommit.Identity(name: "Claude", email: "noreply@anthropic.com")
    case "dependabot": ClaimCommit.Identity(name: "dependabot[bot]", email: "49699333+dependabot[bot]@users.noreply.github.com")
    default: ClaimCommit.Identity(name: name, email: "\(name)@acme.example")
    }
  }

  static func commit(
    _ author: String = "mallory", committer: String? = nil, _ trailers: [String] = [], id: String = "c0ffee0000000000",
    changes: Bool = true,
    brings: Bool = false, writes: Bool? = nil
  ) -> ClaimCommit {
    ClaimCommit(
      id: id, author: identity(author), committer: identity(committer ?? author),
      trailers: trailers.map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return ClaimCommit.Trailer(key: String(parts[0]), value: parts[1].drop { $0 == " " }.description)
      }, changesPath: changes, bringsChange: brings, writesPath: writes)
  }

  struct Case: CustomTestStringConvertible {
    var title: String
    var commit: ClaimCommit
    /// Person and source.
    var counted: [String]
    var uncounted: [String] = []
    var authors: [String] = ["mallory@acme.example"]
    var agents: [String] = []

    var testDescription: String { title }
  }

  static let here = "c0ffee000000"
  static let mallory = "mallory@acme.example: author of c0ffee000000"

  @Test(arguments: [
    Case(title: "an author agrees", commit: commit("ann"), counted: ["ann: author of \(here)"], authors: ["ann"]),
    Case(
      title: "a committer agrees", commit: commit(committer: "ann"), counted: [mallory, "ann: committer of \(here)"]),
    Case(title: "the forge does not", commit: commit("ann", committer: "forge"), counted: ["ann: author of \(here)"], authors: ["ann"]),
    Case(
      title: "trailers of consent, in any case",
      commit: commit(
        "mallory", ["approved-by: Ann <ANN@acme.example>", "Acked-By: bob@acme.example", "Signed-off-by: Carol <carol@acme.example>"]),
      counted: [mallory, "ann: 'Approved-by' in \(here)", "bob: 'Acked-by' in \(here)"]),
    Case(
      title: "an address of GitHub's", commit: commit("mallory", ["Reviewed-by: A <7+ann@users.noreply.github.com>"]),
      counted: [mallory, "ann: 'Reviewed-by' in \(here)"]),
    Case(
      title: "a person once", commit: commit("ann", ["Reviewed-by: Ann <ann@acme.example>"]), counted: ["ann: author of \(here)"],
      authors: ["ann"]),
    Case(
      title: "a bot as author is an assisted commit", commit: commit("robot", ["Approved-by: Ann <ann@acme.example>"]), counted: [],
      uncounted: [
        "'robot@acme.example', author of \(here), does not count: the commit is the work of 'robot', a bot or agent",
        "'ann@acme.example', 'Approved-by' in \(here), does not count: the commit is the work of 'robot', a bot or agent",
      ], authors: ["robot"]),
    Case(
      title: "an update bot as author", commit: commit("dependabot"), counted: [],
      uncounted: [
        "'49699333+dependabot[bot]@users.noreply.github.com', author of \(here), does not count: "
          + "the commit is the work of 'dependabot[bot]', a bot or agent"
      ], authors: ["49699333+dependabot[bot]@users.noreply.github.com"]),
    Case(
      title: "an agent as co-author", commit: commit("ann", ["Co-Authored-By: Claude <noreply@anthropic.com>"]), counted: [],
      uncounted: [
        "'ann@acme.example', author of \(here), does not count: "
          + "the commit is assisted ('Co-authored-by: Claude <noreply@anthropic.com>')"
      ], authors: ["ann"]),
    Case(
      title: "an agent without an address as co-author", commit: commit("ann", ["Co-authored-by: GitHub Copilot"]), counted: [],
      uncounted: ["'ann@acme.example', author of \(here), does not count: the commit is assisted ('Co-authored-by: GitHub Copilot')"],
      authors: ["ann"]),
    Case(
      title: "a human as co-author", commit: commit("ann", ["Co-authored-by: Bob <bob@acme.example>"]),
      counted: ["ann: author of \(here)"], authors: ["ann"]),
    Case(
      title: "an agent on the policy's list, by name", commit: commit("ann", ["Co-authored-by: House Agent <h@acme.example>"]), counted: [],
      uncounted: [
        "'ann@acme.example', author of \(here), does not count: the commit is assisted ('Co-authored-by: House Agent <h@acme.example>')"
      ], authors: ["ann"], agents: ["house agent"]),
    Case(
      title: "an agent on the policy's list, by address", commit: commit("mallory", ["Approved-by: X <h@acme.example>"]),
      counted: [mallory],
      uncounted: ["'h@acme.example', 'Approved-by' in \(here), does not count: a bot or agent never signs off"], agents: ["H@acme.example"]),
    Case(
      title: "Assisted-by", commit: commit("ann", committer: "bob", ["Assisted-by: some tool", "Acked-by: Ann <ann@acme.example>"]),
      counted: [],
      uncounted: [
        "'ann@acme.example', author of \(here), does not count: the commit is assisted ('Assisted-by: some tool')",
        "'bob@acme.example', committer of \(here), does not count: the commit is assisted ('Assisted-by: some tool')",
        "'ann@acme.example', 'Acked-by' in \(here), does not count: the commit is assisted ('Assisted-by: some tool')",
      ], authors: ["ann"]),
    Case(
      title: "a bot named by a trailer", commit: commit("mallory", ["Approved-by: Robot <robot@acme.example>"]), counted: [mallory],
      uncounted: ["'robot@acme.example', 'Approved-by' in \(here), does not count: a bot or agent never signs off"]),
    Case(
      title: "a commit elsewhere", commit: commit("bob", ["Approved-by: Ann <ann@acme.example>"], changes: false), counted: [],
      uncounted: ["'ann@acme.example', 'Approved-by' in \(here), does not count: the commit does not change the path in question"],
      authors: []),
    Case(
      title: "the merge that brings it", commit: commit("ann", ["Reviewed-by: Bob <bob@acme.example>"], brings: true, writes: false),
      counted: ["ann: author of \(here)", "bob: 'Reviewed-by' in \(here)"], authors: []),
    Case(
      title: "a trailer with a handle only", commit: commit("mallory", ["Approved-by: @ann"]), counted: [mallory],
      uncounted: ["'@ann', 'Approved-by' in \(here), does not count: the trailer names no e-mail address"]),
    Case(
      title: "a trailer with two addresses names the last",
      commit: commit("mallory", ["Approved-by: Ann <ann@acme.example> <carol@acme.example>"]),
      counted: [mallory, "carol@acme.example: 'Approved-by' in \(here)"]),
  ])
  func `what counts and why not`(_ entry: Case) throws {
    let claims = Claims([entry.commit], roster: try Self.roster(agents: entry.agents))
    #expect(claims.counted.map { "\($0.person.id): \($0.source)" } == entry.counted)
    #expect(claims.uncounted.map(\.description) == entry.uncounted)
    #expect(claims.authors == Set(entry.authors))
    #expect(claims.counted.allSatisfy { $0.assurance == .claim })
  }

  @Test func `whoever has left agrees to nothing`() throws {
    let roster = Roster(people: try OwnersPeopleTests.people(), day: try OwnersPeopleTests.day("2026-04-01"))
    let claims = Claims([Self.commit("bob")], roster: roster)
    #expect(claims.counted.isEmpty)
    #expect(
      claims.uncounted.map(\.description) == [
        "'bob@acme.example', author of c0ffee000000, does not count: the person left after 2026-03-31"
      ])
  }

  @Test(arguments: ["Claude", "Devin", "Jules", "Ann (admin)"])
  func `people with the names of agents are people`(_ name: String) {
    #expect(!AgentList().contains(name: name, email: "x@acme.example"))
  }

  @Test func `aider marks the names of those for whom it wrote`() {
    #expect(AgentList().contains(name: "Ann Example (aider)", email: "ann@acme.example"))
  }
}
