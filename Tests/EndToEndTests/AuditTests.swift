import ContractTestSupport
import Testing

/// `audit` with the real binary: what was signed counts, and what came past the gate is named.
struct AuditTests {
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  private static func drop(_ company: Company) throws {
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(dropped, to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
  }

  @Test func `a signature is the last real sign-off, and keys make the bus factor`() throws {
    let company = try Company.withKeys()
    try Self.drop(company)
    let unsigned = try company.contract("audit", "--threshold", "high", "--format", "json")
    #expect(unsigned.status == 1, "\(unsigned.errors)")
    #expect(unsigned.output.contains("\"kind\": \"breaking-unsigned\""), "\(unsigned.output)")
    let signed = try company.atTerminal(["sign", "orders"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    let audit = try company.contract("audit", "--format", "json")
    #expect(audit.status == 0, "\(audit.errors)")
    #expect(!audit.output.contains("\"kind\": \"breaking-unsigned\""), "\(audit.output)")
    #expect(audit.output.contains("\"assurance\": \"signature\"") && audit.output.contains("\"basis\": \"keys\""), "\(audit.output)")
    #expect(try company.contract("audit", "--threshold", "high").status == 0)
  }

  @Test func `what a contract went through before it was pushed breaks nobody, where a server has written that down`() throws {
    let company = try Company()
    for columns in [[Company.orderID, Company.email], [Company.orderID]] {
      let text = Company.orders(version: "1.0.0", columns: columns, name: "returns", identifier: "urn:returns")
      try company.developer.write(text, to: "contracts/returns.odcs.yaml")
      try company.commit("Returns", by: Company.ann)
    }
    let words = "returns changed under its first version"
    #expect(try company.contract("audit").output.contains(words), "nobody knows yet what came together")
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(try company.contract("hooks", "install").status == 0)
    try company.developer.git("fetch", "--quiet")
    let audit = try company.contract("audit")
    #expect(audit.output.contains("returns") && !audit.output.contains(words), "\(audit.output)")
    #expect(try !company.contract("log", "returns").output.contains("since it began"))
  }

  @Test func `who has accepted a contract, and who broke the glass, is told`() throws {
    let company = try Company.withKeys(more: "acceptance: {owners: true}\noverride: [ben]\n")
    let open = try company.contract("audit", "--format", "json")
    #expect(open.output.contains("\"state\": \"not-accepted\""), "\(open.output)")
    let accepted = try company.atTerminal(["sign", "--accept-ownership", "orders", "--no-push"], by: Company.ann)
    #expect(accepted.status == 0, "\(accepted.output)")
    let audit = try company.contract("audit", "--format", "json")
    #expect(audit.output.contains("\"state\": \"owned\""), "\(audit.output)")
    #expect(!audit.output.contains("not-accepted"), "\(audit.output)")

    try Self.drop(company)
    let broken = try company.atTerminal(
      ["sign", "--override", "orders", "--no-push", "--reason", "the table leaks"], by: Company.ben)
    #expect(broken.status == 0, "\(broken.output)")
    let told = try company.contract("audit", "--threshold", "high")
    #expect(told.output.contains("broke the glass"), "\(told.output)")
    let verified = try company.contract("verify", "HEAD~1..HEAD")
    #expect(verified.status == 0 && verified.output.contains("the glass was broken"), "\(verified.output)")
  }
}
