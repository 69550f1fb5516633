import ContractTestSupport
import Testing

/// A server that keeps every pull request it ever saw.
struct ManyReferencesTests {
  @Test func `a push to a repository with sixty thousand references is judged as any other`() throws {
    let company = try Company()
    let start = try company.server.git("rev-parse", "main")
    let pulls = (0..<60_000).map { number in "\(start) refs/pull/\(String(100_000 + number))/head\n" }
    try company.server.git("pack-refs", "--all")
    let packed = try company.server.read("packed-refs")
    try company.server.write(packed + pulls.joined(), to: "packed-refs")
    #expect(
      try company.server.git("for-each-ref", "--count=3", "--sort=-refname", "--format=%(refname)", "refs/pull/")
        .hasPrefix("refs/pull/159999/head"))

    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    let refused = try company.push("main")
    #expect(refused.status != 0 && refused.errors.contains("[version-not-bumped]"), "\(refused.errors)")
    #expect(try company.server.git("rev-parse", "main") == start)

    try company.developer.write(
      Company.orders(version: "1.5.0", columns: [Company.orderID, Company.amount, Company.email, Company.phone]),
      to: "contracts/orders.odcs.yaml")
    try company.developer.git("add", "--all")
    try company.developer.git("commit", "--quiet", "--amend", "--no-edit")
    let passed = try company.push("main", "main:refs/heads/release/1.x")
    #expect(passed.status == 0, "\(passed.errors)")
    #expect(try company.server.git("rev-parse", "main", "release/1.x").split(separator: "\n").allSatisfy { $0 != start })
  }
}
