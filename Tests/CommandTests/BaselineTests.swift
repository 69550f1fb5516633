import ContractTestSupport
import Testing

/// What the version is held against: every merge, or the last release.
struct BaselineTests {
  private static let grown = Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone])
  private static let grownAgain = Shop.orders(
    version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone, "{name: country, logicalType: string}"])

  private func shop(_ policy: String) throws -> Shop {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), ".contracts/policy.yaml": "version: 1\nownership: off\n" + policy])
    try shop.repository.git("tag", "orders/v1.4.2")
    try shop.repository.commit(["contracts/orders.yaml": Self.grown], "Add phone\n")
    try shop.repository.git("switch", "--quiet", "--create", "more")
    try shop.repository.write(Self.grownAgain, to: "contracts/orders.yaml")
    return shop
  }

  @Test func `by default every merge has a version of its own`() throws {
    let check = try shop("").run("check")
    #expect(check.status == 1)
    #expect(check.output.contains("compatible, 1.6.0 is due") && check.output.contains("[version-not-bumped]"), "\(check.output)")
  }

  @Test func `where only releases count, one bump is enough for all that comes between two`() throws {
    let shop = try shop("versioning: release\n")
    let check = try shop.run("check")
    #expect(check.status == 0, "\(check.output)")
    // Neither says a word of a version that is not due.
    #expect(!check.output.contains("is due") && !check.output.contains("[version-"), "\(check.output)")
    #expect(try shop.run("check", "--format", "json").output.contains("\"suggestedVersion\": \"1.5.0\""))
    #expect(try shop.run("bump", "orders").output.contains("1.5.0 is high enough"))

    try shop.repository.write(Shop.orders(version: "1.5.0", columns: [Shop.orderID]), to: "contracts/orders.yaml")
    let breaking = try shop.run("check")
    #expect(breaking.status == 1)
    #expect(breaking.output.contains("breaking, 2.0.0 is due"), "\(breaking.output)")
    #expect(breaking.output.contains("version rose from 1.4.2 to 1.5.0; a breaking change asks for 2.0.0"), "\(breaking.output)")
  }

  @Test func `a pre-release is held against the last final version`() throws {
    let shop = try Shop()
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0-rc.1", columns: [Shop.orderID, Shop.email, Shop.phone])], "Try\n")
    try shop.repository.git("switch", "--quiet", "--create", "more")
    try shop.repository.write(Shop.orders(version: "1.5.0-rc.2", columns: [Shop.orderID, Shop.email]), to: "contracts/orders.yaml")
    // What a candidate promised bound nobody yet: seen from 1.4.2 nothing is gone.
    #expect(try shop.run("check").status == 0)
    try shop.repository.write(Shop.orders(version: "1.5.0-rc.2", columns: [Shop.orderID]), to: "contracts/orders.yaml")
    let check = try shop.run("check")
    #expect(check.status == 1 && check.output.contains("2.0.0"), "\(check.output)")
  }

  @Test func `two lines of one contract live side by side, each with its versions`() throws {
    let shop = try Shop()
    try shop.repository.commit(
      ["contracts/orders-v2.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Add the second line\n")
    #expect(try shop.run("check", "HEAD").status == 0)
    try shop.repository.git("switch", "--quiet", "--create", "fix")
    try shop.repository.write(Shop.orders(columns: [Shop.orderID, Shop.email, Shop.phone]), to: "contracts/orders.yaml")
    let check = try shop.run("check")
    #expect(check.output.contains("compatible, 1.5.0 is due"), "\(check.output)")
    #expect(try shop.run("bump", "orders@1").output.contains("1.4.2 -> 1.5.0"))
    #expect(try shop.run("check").status == 0)
    try shop.repository.commit([:], "Add phone to the first line\n")
    let log = try shop.run("log", "orders").output
    #expect(log.contains("orders 2.x") && log.contains("orders 1.x"), "\(log)")
  }
}
