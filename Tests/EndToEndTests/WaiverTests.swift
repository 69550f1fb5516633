import ContractTestSupport
import Testing

/// Exceptions that somebody answers for: `.contracts/waivers.yaml` of the base, never of the change itself.
struct WaiverTests {
  private static let identifier = "4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6"

  private static func waiver(expires: String) -> String {
    """
    waivers:
      - {rule: version-not-bumped, contract: \(identifier), reason: the column was empty since 2024, person: cat, expires: \(expires)}

    """
  }

  private static func dropAmount(_ company: Company) throws {
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
  }

  @Test func `one that was merged ahead pays for what it names`() throws {
    let company = try Company()
    try company.developer.write(Self.waiver(expires: "2999-12-31"), to: ".contracts/waivers.yaml")
    try company.commit("Waive the version of orders", by: Company.cat)
    let ahead = try company.push("main")
    #expect(ahead.status == 0, "\(ahead.errors)")
    try Self.dropAmount(company)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(push.errors.contains("waived by cat until 2999-12-31: the column was empty since 2024"), "\(push.errors)")
  }

  @Test func `one that comes with its change pays for nothing`() throws {
    let company = try Company()
    try company.developer.write(Self.waiver(expires: "2999-12-31"), to: ".contracts/waivers.yaml")
    try Self.dropAmount(company)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[version-not-bumped]"), "\(push.errors)")
  }

  @Test func `one that has expired pays for nothing and is reported`() throws {
    let company = try Company()
    try company.developer.write(Self.waiver(expires: "2024-01-31"), to: ".contracts/waivers.yaml")
    try company.commit("Waive the version of orders", by: Company.cat)
    #expect(try company.push("main").status == 0)
    try Self.dropAmount(company)
    let push = try company.push("main")
    #expect(push.status != 0)
    #expect(push.errors.contains("[waiver-expired]"), "\(push.errors)")
    #expect(push.errors.contains("[version-not-bumped]"), "\(push.errors)")
  }
}
