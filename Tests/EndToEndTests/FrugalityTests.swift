import ContractTestSupport
import Foundation
import Testing

/// What a hook does not look at: a person waits for it.
struct FrugalityTests {
  @Test func `check --staged reads no contract that did not change`() throws {
    let contracts = Dictionary(
      uniqueKeysWithValues: (0..<5).map { ("contracts/c\($0).odcs.yaml", Company.orders(name: "c\($0)", identifier: "contract-\($0)")) })
    let company = try Company(contracts: contracts)
    // Whoever reads one of the others fails now: its content is gone from the object database.
    for number in 1..<5 {
      let blob = try company.developer.git("rev-parse", "HEAD:contracts/c\(number).odcs.yaml")
      try FileManager.default.removeItem(
        atPath: company.developer.gitDirectory + "/objects/" + blob.prefix(2) + "/" + blob.dropFirst(2))
    }
    try company.developer.write(
      Company.orders(
        version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone], name: "c0", identifier: "contract-0"),
      to: "contracts/c0.odcs.yaml")
    try company.developer.git("add", "contracts/c0.odcs.yaml")
    let check = try company.contract("check", "--staged")
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("property 'phone' was added"), "\(check.output)")
    // The test can fail: asking for all of them does.
    let list = try company.contract("list", "HEAD")
    #expect(list.status == 128)
    #expect(list.errors.hasPrefix("fatal: "), "\(list.errors)")
  }

  @Test func `a commit that touches no contract is silent`() throws {
    let company = try Company()
    try company.developer.write("Other words.\n", to: "README")
    try company.developer.git("add", "README")
    let check = try company.contract("check", "--staged")
    #expect(check.status == 0)
    #expect(check.output + check.errors == "")
  }
}
