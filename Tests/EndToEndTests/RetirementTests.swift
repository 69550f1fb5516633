import ContractTestSupport
import Testing

/// The end of a contract, through real pushes: deprecated, retired, deleted, and its id left alone.
struct RetirementTests {
  private static let path = "contracts/orders.odcs.yaml"
  private static let entry =
    "retired:\n  - {id: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, major: 2, version: 2.0.0, path: contracts/orders.odcs.yaml}\n"

  private static func retired() throws -> Company {
    let company = try Company(codeOwners: "* ann@acme.example\n")
    try company.developer.write(Company.orders(version: "1.5.0", status: "deprecated"), to: path)
    try company.commit("Deprecate", by: Company.ann)
    #expect(try company.push("main").status == 0)
    try company.developer.write(Company.orders(version: "2.0.0", status: "retired"), to: path)
    try company.commit("Retire", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    return company
  }

  @Test func `a retired contract is deleted with a tombstone, and its id is not taken again`() throws {
    let company = try Self.retired()
    try company.developer.remove(Self.path)
    try company.commit("Delete", by: Company.ann)
    let refused = try company.push("main")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("[tombstone-missing]") && !refused.errors.contains("[retired-before"), "\(refused.errors)")
    #expect(refused.errors.contains("- {id: \"4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6\", major: 2, version: \"2.0.0\""), "\(refused.errors)")
    try company.developer.write(Self.entry, to: ".contracts/retired.yaml")
    try company.commit("Remember it", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")

    try company.developer.write(Company.orders(version: "2.0.0", name: "refunds"), to: "contracts/refunds.odcs.yaml")
    try company.commit("Add refunds", by: Company.ann)
    let taken = try company.push("main")
    #expect(taken.status != 0)
    #expect(taken.errors.contains("[contract-id-collision]") && taken.errors.contains("was retired at 2.0.0"), "\(taken.errors)")
    try company.developer.git("reset", "--quiet", "--hard", "origin/main")
    try company.developer.write(Company.orders(version: "3.0.0", name: "refunds"), to: "contracts/refunds.odcs.yaml")
    try company.commit("Another line", by: Company.ann)
    let next = try company.push("main")
    #expect(next.status == 0, "\(next.errors)")
  }

  @Test func `tombstones that nobody can read are refused where they are written`() throws {
    let company = try Self.retired()
    try company.developer.remove(Self.path)
    try company.developer.write("retired:\n  - {id: x}\n", to: ".contracts/retired.yaml")
    try company.commit("Delete", by: Company.ann)
    let refused = try company.push("main")
    #expect(refused.errors.contains(".contracts/retired.yaml:2:"), "\(refused.errors)")
    #expect(refused.errors.contains("[retired-invalid]") && refused.errors.contains("[tombstone-missing]"), "\(refused.errors)")
  }
}
