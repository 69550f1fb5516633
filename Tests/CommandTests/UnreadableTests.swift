import ContractTestSupport
import Testing

/// A contract that nobody can read stops nobody, is named by everyone, and never passes.
struct UnreadableTests {
  /// Two contracts; at the tip one of them is no YAML any more.
  private func shop(inWorkTreeOnly: Bool = false) throws -> Shop {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "contracts/refunds.yaml": Shop.orders(name: "refunds", identifier: "shop-refunds"),
      "consumers/insight/dashboard.yaml": Shop.consumer(),
    ])
    try shop.repository.write(Shop.broken, to: "contracts/orders.yaml")
    try shop.repository.write(
      Shop.orders(version: "1.5.0", name: "refunds", identifier: "shop-refunds", columns: [Shop.orderID, Shop.email, Shop.phone]),
      to: "contracts/refunds.yaml")
    if !inWorkTreeOnly { try shop.repository.commit([:], "Break\n", by: Shop.ann) }
    return shop
  }

  @Test func `list names it beside the others`() throws {
    let answer = try shop().run("list")
    #expect(answer.status == 1)
    #expect(
      answer.output.contains("refunds  1.5.0") && answer.output.contains("contracts/orders.yaml\n  cannot be read: 5:"), "\(answer.output)")
    let json = try shop().run("list", "HEAD", "--format", "json")
    #expect(json.status == 1)
    #expect(json.output.contains("\"problem\": \"5:1: "), "\(json.output)")
  }

  @Test func `diff names it, and invents no deletion`() throws {
    let answer = try shop().run("diff", "HEAD~1", "HEAD")
    #expect(answer.status == 1)
    #expect(answer.output.contains("contracts/orders.yaml:5:1: new: "), "\(answer.output)")
    #expect(answer.output.contains("refunds 1.4.2 -> 1.5.0"))
    #expect(!answer.output.contains("contract-removed") && !answer.output.contains("[property-removed]"))
    let back = try shop().run("diff", "HEAD", "HEAD~1")
    #expect(back.status == 0)
    #expect(back.output.contains(": old: "))
  }

  @Test func `check refuses it, and judges the others`() throws {
    let answer = try shop().run("check", "HEAD~1..HEAD", "--format", "json")
    #expect(answer.status == 1)
    #expect(answer.output.contains("\"rule\": \"unparsable\""), "\(answer.output)")
    #expect(answer.output.contains("\"id\": \"shop-refunds\""))
    #expect(try answer.json()["verdict"] as? String == "refuse")
    #expect(try shop().run("check", "--all").status == 1)
    let staged = try shop(inWorkTreeOnly: true)
    try staged.repository.git("add", "--all")
    let hook = try staged.run("hook", "pre-commit")
    #expect(hook.status == 1)
    #expect(hook.output.isEmpty)
    #expect(hook.errors.contains("contracts/orders.yaml:5:1: error: "), "\(hook.errors)")
  }

  @Test(arguments: ["log", "changelog"])
  func `log and changelog tell its history and name it`(command: String) throws {
    let shop = try shop()
    for arguments in [[command], [command, "orders"], [command, "contracts/orders.yaml"], [command, "shop-orders"]] {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(answer.status == 1, "\(arguments): \(answer.errors)")
      #expect(answer.output.contains("orders 1.x") && answer.output.contains("1.4.2"), "\(arguments): \(answer.output)")
      #expect(answer.output.contains("refunds") == (arguments.count == 1), "\(arguments): \(answer.output)")
      #expect(answer.errors.hasPrefix("contracts/orders.yaml:5:1: error: "), "\(answer.errors)")
    }
    let other = try shop.run(command, "refunds")
    #expect(other.status == 0 && other.errors.isEmpty, "\(other.errors)")
  }

  @Test func `impact does not read it as deleted`() throws {
    let answer = try shop().run("impact", "HEAD~1..HEAD")
    #expect(answer.status == 1)
    #expect(answer.output == "no declared consumer reads what changed\n")
    #expect(answer.errors.contains("contracts/orders.yaml:5:1: error: "))
  }

  @Test func `bump says which file it cannot read`() throws {
    let answer = try shop(inWorkTreeOnly: true).run("bump")
    #expect(answer.status == 128)
    #expect(answer.errors.contains("fatal: contracts/orders.yaml:5:1: "), "\(answer.errors)")
  }

  @Test func `can-i-remove takes a declaration that it cannot read for a user`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "consumers/insight/x.yaml": "kind: ContractConsumer\nid: [x\n"])
    let answer = try shop.run("can-i-remove", "orders.orders.email")
    #expect(answer.status == 1, "\(answer.output)")
    #expect(answer.output.contains("consumers/insight/x.yaml"), "\(answer.output)")
  }

  @Test func `show prints the bytes, and has no JSON for them`() throws {
    let shop = try shop()
    #expect(try shop.run("show", "contracts/orders.yaml").output == Shop.broken)
    #expect(try shop.run("show", "orders@1.4.2").output == Shop.orders())
    let json = try shop.run("show", "contracts/orders.yaml", "--format", "json")
    #expect(json.status == 128 && json.output.isEmpty)
  }

  @Test func `a deleted contract keeps its log`() throws {
    let shop = try Shop()
    try shop.repository.commit(["contracts/orders.yaml": nil], "Delete\n")
    let log = try shop.run("log", "orders")
    #expect(log.status == 0 && log.output.contains("1.4.2"), "\(log.errors)")
    #expect(try shop.run("show", "orders@1.4.2").output == Shop.orders())
  }
}
