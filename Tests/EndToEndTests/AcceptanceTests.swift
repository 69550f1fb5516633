import ContractTestSupport
import Testing

/// Owners say that they own what CODEOWNERS gives them, and the policy may ask them to.
struct AcceptanceTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let policy = "acceptance: {owners: true}\n"

  @Test func `what nobody accepted is named, and one command of an owner settles it`() throws {
    let company = try Company.withKeys(more: Self.policy)
    let open = try company.contract("check", "--all")
    #expect(open.status == 1 && open.output.contains("[ownership-not-accepted]"), "\(open.output)")
    #expect(open.output.contains("git contract sign --accept-ownership \(Self.path)"), "\(open.output)")
    let foreign = try company.atTerminal(["sign", "--accept-ownership", "orders", "--no-push"], by: Company.ben)
    #expect(foreign.status == 128 && foreign.output.contains("'ben' owns nothing"), "\(foreign.output)")
    let steward = try company.atTerminal(["sign", "--accept-ownership", "orders", "--no-push"], by: Company.cat)
    #expect(steward.status == 128, "\(steward.output)")
    let accepted = try company.atTerminal(["sign", "--accept-ownership", "orders", "--push"], by: Company.ann)
    #expect(accepted.status == 0 && accepted.output.contains("pushed to 'origin'"), "\(accepted.output)")
    let settled = try company.contract("check", "--all")
    #expect(settled.status == 0 && !settled.output.contains("ownership-"), "\(settled.output)")

    let digest = try #require(accepted.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    let withdrawn = try company.atTerminal(
      ["sign", "--withdraw", String(digest), "orders", "--no-push"], by: Company.ann, answers: ["moved on", "y"])
    #expect(withdrawn.status == 0, "\(withdrawn.output)")
    #expect(try company.contract("check", "--all").output.contains("[ownership-not-accepted]"))
  }

  @Test(arguments: ["ownership-expired", "ownership-not-accepted"])
  func `an acceptance of long ago, or of somebody else, is told as what it is`(_ rule: String) throws {
    let company = try Company.withKeys(more: Self.policy)
    #expect(try company.atTerminal(["sign", "--accept-ownership", "orders", "--no-push"], by: Company.ann).status == 0)
    var record = try #require(try company.records().first)
    try company.developer.git("update-ref", "-d", Company.records)
    let issued = try #require(record.firstMatch(of: /issued: (\d{4})/)?.1)
    if rule == "ownership-expired" {
      record = record.replacing("issued: \(issued)", with: "issued: \(try #require(Int(issued)) - 2)")
      try company.putRecord(record, by: Company.ann)
    } else {
      try company.putRecord(record.replacing("signer: ann", with: "signer: ben"), by: Company.ben)
    }
    try company.commit("Add the record", by: Company.ben)
    let output = try company.contract("check", "--all")
    #expect(output.status == 1 && output.output.contains("[\(rule)]"), "\(output.output)")
  }

  @Test func `a change is not refused for what it did not bring`() throws {
    let company = try Company.withKeys(more: Self.policy)
    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]), to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(push.errors.contains("warning") && push.errors.contains("[ownership-not-accepted]"), "\(push.errors)")
  }
}
