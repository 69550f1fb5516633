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
}
