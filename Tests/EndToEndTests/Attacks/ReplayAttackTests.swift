import ContractTestSupport
import Testing

/// A real signature of the real owner, shown for something else than what it was given for.
struct ReplayAttackTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  private static func changed(_ company: Company, _ text: String = dropped) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(text, to: path)
    try company.commit("Drop amount", by: Company.ben)
  }

  @Test(arguments: ["contract", "path", "branch", "repository"])
  func `an approval replayed elsewhere counts for nothing`(place: String) throws {
    let items = "contracts/items.odcs.yaml"
    let other = { (version: String, columns: [String]) in
      Company.orders(version: version, columns: columns, name: "items", identifier: "items")
    }
    let company = try Company.withKeys(contracts: [
      Self.path: Company.orders(), items: other("1.4.2", [Company.orderID, Company.amount, Company.email]),
    ])
    passed(try company.push("main:release/1.x"))
    try Self.changed(company)
    let text = try company.request(for: Company.ann)
    try company.plant(company.signed(text, with: Company.ann))
    switch place {
    case "contract":
      try company.startOver()
      try company.developer.write(other("2.0.0", [Company.orderID, Company.email]), to: items)
      try company.commit("Drop amount of items", by: Company.ben)
      try company.plant(company.signed(text, with: Company.ann), folder: "items")
      try company.attack(
        ["drop-amount:main"],
        says: ["[owner-sign-off-missing]", "contract 'items'", "'ann' can agree with"])
    case "path":
      try company.developer.git("mv", Self.path, "contracts/moved.odcs.yaml")
      try company.commit("Move", by: Company.ben)
      try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' is for 'contracts/orders.odcs.yaml'"])
    case "branch":
      try company.attack(["drop-amount:release/1.x"], says: ["[owner-sign-off-missing]", "'ann' is for 'refs/heads/main'"])
      passed(try company.push("drop-amount:main"))
    default:
      let foreign = text.replacing("repository: 0b0e8b1c", with: "repository: 1b0e8b1c")
      #expect(foreign != text)
      try company.plant(company.signed(foreign, with: Company.ann))
      try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' is for another repository"])
    }
  }

  @Test func `approve, then amend: the approval is void, and the message says whose is missing`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    try company.developer.write(Self.dropped.replacing("VARCHAR(320)", with: "VARCHAR(321)"), to: Self.path)
    try company.developer.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    try company.attack(
      ["drop-amount:main"],
      says: [
        "'ann@acme.example' (line 1 of 'CODEOWNERS') must agree to the breaking change of contract 'orders' [owner-sign-off-missing]",
        "'ann' can agree with", "'ann' was signed for other bytes: the contract was changed since",
      ])
    // What was signed passes, also under another message.
    try company.developer.write(Self.dropped, to: Self.path)
    try company.developer.git("commit", "--quiet", "--all", "--amend", "--message", "Drop amount of orders")
    passed(try company.push("drop-amount:main"))
  }

  @Test func `indentation only is meaning, and voids the approval`() throws {
    func text(_ blanks: String) -> String {
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]) + """
              - name: address
                logicalType: object
                properties:
                - name: city
                  logicalType: string
        \(blanks)- name: note
        \(blanks)  logicalType: string

        """
    }
    let company = try Company.withKeys()
    try Self.changed(company, text("        "))
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    try company.developer.write(text("      "), to: Self.path)
    try company.commit("Indent", by: Company.ben)
    #expect(try company.developer.git("diff", "--ignore-all-space", "HEAD~1", "--", Self.path).isEmpty, "only blanks differ")
    try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", "'ann' was signed for other bytes"])
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    passed(try company.push("drop-amount:main"))
  }

  @Test func `the report that was shown is not the change that was signed`() throws {
    let company = try Company.withKeys()
    try Self.changed(company)
    let text = try company.request(for: Company.ann)
    let report = try #require(text.split(separator: "\n").first { $0.hasPrefix("report: ") })
    for (old, new, words) in [
      (String(report), "report: sha256:" + String(repeating: "0", count: 64), "'ann' was signed for another report"),
      ("change: breaking", "change: compatible", "'ann' was signed for less than a breaking change"),
    ] {
      let other = text.replacing(old, with: new)
      #expect(other != text)
      try company.plant(company.signed(other, with: Company.ann))
      try company.attack(["drop-amount:main"], says: ["[owner-sign-off-missing]", words])
    }
    try company.plant(company.signed(text, with: Company.ann))
    passed(try company.push("drop-amount:main"))
  }
}
