import Testing

@testable import ContractKit

/// What is wrong with who is named, case by case.
@Suite struct OwnersPeopleCheckTests {
  struct Case: CustomTestStringConvertible {
    var title: String
    var people: String
    var owners = "* @ann\n"
    var policy = "ownership: enforce"
    var stewards: [String] = []
    var team = ""
    /// `rule: words of the message`, with a `?` behind a rule that refuses nothing.
    var found: [String] = []

    var testDescription: String { title }
  }

  private static let ann = "{id: ann, name: Ann, handles: [\"@ann\"], emails: [ann@acme.example]}"

  private static func keyed(_ more: String) -> String {
    "people: [{id: ann, handles: [\"@ann\"], keys: [{key: \"\(OwnersPeopleTests.key)\"\(more)}]}]\n"
  }

  @Test(arguments: [
    Case(title: "nothing", people: "people: [\(ann)]\n"),
    Case(title: "no people file names nobody wrongly", people: "", owners: "* @ghost\n"),
    Case(
      title: "a handle that nobody has, alone on its line", people: "people: [\(ann)]\n", owners: "* @ghost\n",
      found: ["owner-unknown: nobody knows who owner '@ghost' is"]),
    Case(
      title: "a handle that nobody has, beside another", people: "people: [\(ann)]\n", owners: "* @ghost @ann\n",
      found: ["owner-unknown?: nobody knows"]),
    Case(
      title: "somebody who left and owns alone",
      people: "people: [\(ann), {id: gone, handles: [\"@gone\"], until: 2025-12-31}]\n", owners: "* @ann\n/x @gone\n",
      found: ["person-left: 'gone' left after 2025-12-31 and still owns as '@gone'"]),
    Case(
      title: "a steward who left", people: "people: [\(ann), {id: gone, handles: [\"@gone\"], until: 2025-12-31}]\n",
      stewards: ["@gone"], found: ["person-left: 'gone' left after 2025-12-31"]),
    Case(title: "a day that has not passed", people: "people: [{id: ann, handles: [\"@ann\"], until: 2026-02-01}]\n"),
    Case(
      title: "a bot as an owner", people: "people: [\(ann), {id: robot, kind: bot, handles: [\"@robot\"]}]\n", owners: "* @robot @ann\n",
      found: ["bot-owner?: owner '@robot' is 'robot'"]),
    Case(
      title: "a team of which one left",
      people: "people: [\(ann), {id: gone, until: 2025-12-31}]\nteams: [{handle: \"@acme/data\", members: [ann, gone]}]\n",
      owners: "* @acme/data\n", found: ["person-left?: 'gone' of team '@acme/data' left after 2025-12-31"]),
    Case(
      title: "a team without anybody", people: "people: [\(ann)]\nteams: [{handle: \"@acme/none\", members: []}]\n",
      found: ["team-empty?: team '@acme/none' has nobody who can sign"]),
    Case(
      title: "a key that has ended, and no other", people: keyed(", valid-before: 2026-01-31"),
      found: ["key-expired?: was valid until 2026-01-31, and no other is left"]),
    Case(
      title: "a key that soon ends", people: keyed(", valid-before: 2026-03-03"), found: ["key-expiring?: is valid until 2026-03-03"]),
    Case(title: "a key that ends later", people: keyed(", valid-before: 2026-03-04")),
    Case(
      title: "a key that was revoked",
      people: keyed("") + "revoked: [\"\(PublicKey(OwnersPeopleTests.key)?.fingerprint ?? "")\"]\n",
      found: ["key-revoked?: is revoked, and no"]
    ),
    Case(
      title: "a name that stands twice", people: "people: [\(ann), {id: ann2, name: ANN}]\n",
      found: ["person-duplicate?: 'ann' and 'ann2' have one name"]),
    Case(
      title: "an address with another's handle in it",
      people: "people: [\(ann), {id: eve, emails: [1+ann@users.noreply.github.com]}]\n",
      found: ["person-duplicate?: of 'eve' has the handle of 'ann' in it"]),
    Case(
      title: "somebody who left and may break glass", people: "people: [\(ann), {id: gone, until: 2025-12-31}]\n",
      policy: "{ownership: enforce, override: [gone]}", found: ["person-left?: 'gone' may break glass"]),
    Case(
      title: "an owner by the contract whom nobody knows", people: "people: [\(ann)]\n", team: "{username: zed, role: Owner}",
      found: ["team-differs?: 'zed' is Owner of contract 'orders', and nobody"]),
    Case(
      title: "an owner by the contract whom CODEOWNERS does not name", people: "people: [\(ann), {id: bob}]\n",
      team: "{username: bob, role: owner}", found: ["team-differs?: and CODEOWNERS does not name them"]),
    Case(
      title: "an owner who left the team of the contract", people: "people: [\(ann)]\n",
      team: "{username: ann, role: owner, dateOut: 2026-01-01, replacedByUsername: bob}",
      found: ["team-differs?: replaced by 'bob', on 2026-01-01, and CODEOWNERS still names them"]),
    Case(title: "an owner by both", people: "people: [\(ann)]\n", team: "{username: ann, role: data steward}"),
    Case(title: "somebody else of the team", people: "people: [\(ann)]\n", team: "{username: zed, role: engineer}"),
    Case(title: "an owner who is to come", people: "people: [\(ann)]\n", team: "{username: zed, role: owner, dateIn: 2026-05-01}"),
  ])
  func `what is found`(_ entry: Case) throws {
    var state = try OwnersRulesTests.state(entry.owners, people: entry.people, stewards: entry.stewards)
    if entry.people.isEmpty {
      state = OwnershipState(codeOwners: state.codeOwners, roster: Roster(people: People(), day: state.roster.day), stewards: [])
    }
    let text = """
      apiVersion: v3.1.0
      kind: DataContract
      id: x
      name: orders
      version: 1.0.0
      status: active
      team: {members: [\(entry.team)]}
      """
    let contract = try ContractReader.read(YAMLDocument(Array(text.utf8), path: "x"), path: "contracts/orders.yaml")
    let check = PeopleCheck(
      state: state, policy: try OwnersRulesTests.policy(entry.policy), contracts: [("contracts/orders.yaml", contract)])
    let prices = check.prices
    #expect(prices.map { $0.rule + ($0.isInherited ? "?" : "") } == entry.found.map { String($0.prefix { $0 != ":" }) })
    for (price, found) in zip(prices, entry.found) {
      let words = found.drop { $0 != ":" }.dropFirst(2)
      #expect(price.message.contains(words), "\(price.message)")
      #expect(RuleNames.isKnown(price.rule))
    }
  }
}
