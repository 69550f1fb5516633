import ContractTestSupport
import Testing

/// `people check`, and the same findings in `check --all`.
struct PeopleCheckTests {
  private static let people = """
    people:
      - {id: ann, name: Ann, handles: ["@ann"], emails: [ann@shop.example]}
      - {id: gone, handles: ["@gone"], emails: [gone@shop.example], until: 2024-01-31}
    teams:
      - {handle: "@shop/none", members: [gone]}

    """

  private func shop(people: String = people, codeOwners: String = "* @ann @gone\n", policy: String = "ownership: enforce\n") throws -> Shop
  {
    try Shop([
      "contracts/orders.yaml": Shop.orders(), "CODEOWNERS": codeOwners, ".contracts/people.yaml": people, ".contracts/policy.yaml": policy,
    ])
  }

  @Test func `what is wrong with people is told, and refuses nothing while somebody can sign`() throws {
    let answer = try shop().run("people", "check")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    for word in ["CODEOWNERS:1:", "warning: 'gone' left after 2024-01-31 and still owns as '@gone' [person-left]", "[team-empty]"] {
      #expect(answer.output.contains(word), "\(answer.output)")
    }
    #expect(answer.output.hasSuffix("2 persons, 1 who can sign, 0 with a valid key; 1 teams\n"), "\(answer.output)")
    #expect(try shop().run("check", "--all").output.contains("[person-left]"))
  }

  @Test func `a line with nobody left is refused where owners are enforced, and the policy may say how loudly`() throws {
    let alone = "* @ann\n/contracts/ @gone\n"
    #expect(try shop(codeOwners: alone).run("people", "check").status == 1)
    #expect(try shop(codeOwners: alone).run("check", "--all").status == 1)
    #expect(try shop(codeOwners: alone, policy: "ownership: warn\n").run("people", "check").status == 0)
    let quiet = try shop(codeOwners: alone, policy: "ownership: enforce\nlevels: {person-left: off}\n").run("people", "check")
    #expect(quiet.status == 0 && !quiet.output.contains("person-left"), "\(quiet.output)")
  }

  @Test func `what stands twice is a finding of this command, with its place`() throws {
    let answer = try shop(people: "people:\n  - {id: ann, emails: [a@shop.example]}\n  - {id: bob, emails: [A@shop.example]}\n")
      .run("people", "check")
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains(".contracts/people.yaml:3:"), "\(answer.output)")
    #expect(answer.output.contains("stands twice: 'ann' has it on line 2"), "\(answer.output)")
  }

  @Test func `it reads the work tree, or the revision that is named`() throws {
    let shop = try shop()
    try shop.repository.write(Self.people.replacing("members: [gone]", with: "members: [ann]"), to: ".contracts/people.yaml")
    #expect(try !shop.run("people", "check").output.contains("[team-empty]"))
    #expect(try shop.run("people", "check", "HEAD").output.contains("[team-empty]"))
    #expect(try shop.run("people", "look").status == 129)
    let json = try shop.run("people", "check", "--format", "json").json()
    #expect((json["people"] as? [[String: Any]])?.map { $0["canSign"] as? Bool } == [true, false])
  }
}
