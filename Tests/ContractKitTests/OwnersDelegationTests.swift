import Testing

@testable import ContractKit

/// Who is counted where owners let others decide in their place: persons, each once, whoever speaks.
@Suite struct OwnersDelegationTests {
  struct Case: CustomTestStringConvertible {
    var title: String
    var owners = "/contracts/ @acme/data @carol"
    var policy = "ownership: enforce"
    var stewards: [String] = []
    /// Who signed, and in whose place: `mia=ann` for `@acme/data`, `mia=ann@@bob` for another owner.
    var signed: [String]
    var author = "mallory"
    var lowersProtection = false
    var isMet: Bool
    /// Who was counted, `mia for ann` where it was in somebody's place.
    var counted: [String] = []

    var testDescription: String { title }
  }

  private static let two = "{ownership: enforce, sign-off: {breaking: {who: two}}}"

  @Test(arguments: [
    Case(title: "one in an owner's place", signed: ["mia=ann"], isMet: true, counted: ["mia for ann"]),
    Case(title: "one in no owner's place", signed: ["mia"], isMet: false),
    Case(title: "one in the place of somebody who owns nothing", signed: ["mia=mallory"], isMet: false),
    Case(title: "for an owner whom the line does not name", signed: ["mia=ann@@carol"], isMet: false),
    Case(title: "for an owner of the line to whom the principal does not belong", signed: ["mia=carol"], isMet: false),
    Case(title: "somebody who left lends nobody a voice", owners: "/contracts/ @gone @ann", signed: ["mia=gone@@gone"], isMet: false),
    Case(title: "two: a principal and the delegate are one", policy: two, signed: ["ann", "mia=ann"], isMet: false, counted: ["ann"]),
    Case(
      title: "two: the delegate first, they are one all the same", policy: two, signed: ["mia=ann", "ann"], isMet: false, counted: ["ann"]),
    Case(
      title: "two: one delegate of two owners is one", policy: two, signed: ["mia=ann,bob"], isMet: false, counted: ["mia for ann"]),
    Case(
      title: "two: two delegates of one owner are one", policy: two, signed: ["mia=ann", "nora=ann"], isMet: false,
      counted: ["mia for ann"]),
    Case(
      title: "two: an owner who also is a delegate is one", policy: two, signed: ["carol=ann"], isMet: false, counted: ["carol"]),
    Case(
      title: "two: delegates of two owners are two", policy: two, signed: ["mia=ann", "nora=bob"], isMet: true,
      counted: ["mia for ann", "nora for bob"]),
    Case(
      title: "two: whoever has a choice takes what is left", policy: two, signed: ["mia=ann,bob", "nora=ann"], isMet: true,
      counted: ["nora for ann", "mia for bob"]),
    Case(
      title: "two: what goes round is no second person", policy: two, signed: ["carol=ann", "mia=carol@@carol"], isMet: false,
      counted: ["carol"]),
    Case(
      title: "two: an author does not come back through a delegate", policy: two, signed: ["mia=ann", "carol"], author: "ann", isMet: false,
      counted: ["carol"]),
    Case(
      title: "two: an author does not come in as a delegate", policy: two, signed: ["mia=ann", "carol"], author: "mia", isMet: false,
      counted: ["carol"]),
    Case(title: "nobody stands for a steward", owners: "", stewards: ["@carol"], signed: ["mia=carol@@carol"], isMet: false),
    Case(
      title: "nobody stands for the owners of security", owners: "/contracts/ @acme/data",
      policy: "{ownership: enforce, sign-off: {security: {owners: [\"@carol\"]}}}",
      signed: ["ann", "mia=carol@@carol"], lowersProtection: true, isMet: false, counted: ["ann"]),
  ])
  func `voices`(_ entry: Case) throws {
    let people = OwnersRulesTests.people.replacing(
      "teams:", with: "  - {id: mia, emails: [mia@acme.example]}\n  - {id: nora, emails: [nora@acme.example]}\nteams:")
    let state = try OwnersRulesTests.state(entry.owners, people: people, stewards: entry.stewards)
    func person(_ id: Substring) throws -> Person { state.roster.people.person(id: String(id)) ?? Person(email: "\(id)@acme.example") }
    let agreements = try entry.signed.map { text in
      let parts = text.split(separator: "=")
      let standIns = try parts.dropFirst().first.map { spoken in
        try spoken.split(separator: ",").map { name in
          let halves = name.split(separator: "@", maxSplits: 1)
          return Agreement.StandIn(
            principal: try person(halves[0]), owners: [halves.count > 1 ? String(halves[1]) : "@acme/data"], record: "delegation")
        }
      }
      return Agreement(person: try person(parts[0]), assurance: .signature, source: .record(text), standsFor: standIns ?? [])
    }
    let rules = OwnershipRules(base: state, head: state, policy: try OwnersRulesTests.policy(entry.policy))
    let outcome = rules.judge(
      OwnedStep(
        subject: .contract(id: "id", title: "orders"), oldPath: "contracts/a.yaml", newPath: "contracts/a.yaml",
        changes: [OwnersRulesTests.change(.breaking)], lowersProtection: entry.lowersProtection,
        commits: [OwnersRulesTests.commit(entry.author)], agreements: agreements))
    #expect(outcome.prices.isEmpty == entry.isMet, "\(outcome.prices.map(\.message))")
    let counted = outcome.signOffs.map { $0.person + ($0.inPlaceOf.map { " for " + $0 } ?? "") }
    #expect(counted == entry.counted)
  }
}
