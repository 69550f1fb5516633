import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands

/// What is told when several contracts change, and some of it has to wait.
struct NotifyOrderTests {
  /// Two contracts, and consumers of the first one, each with a hook.
  private static func shop(consumers: Int = 1, channels: String = "webhook") throws -> (shop: Shop, courier: FakeCourier) {
    var files = [
      "contracts/items.yaml": items("1.0.0", ["a", "b", "c"]), "contracts/orders.yaml": Shop.orders(),
      ".contracts/policy.yaml": "version: 1\ndelivery: {channels: [\(channels)]}\n",
    ]
    for number in 0..<consumers {
      files["consumers/team/c\(number).yaml"] = Shop.consumer(
        identifier: "c\(number)", contract: "items", version: ">=1.0", fields: "{items: [a, b]}", name: "C\(number)"
      ).replacing("uses:\n", with: "  - {tool: webhook, url: \"https://hooks\(number).example/ok\"}\nuses:\n")
    }
    let shop = try Shop(files)
    let courier = try FakeCourier(in: shop.repository.scratch)
    try shop.repository.git("config", "contract.courier", courier.program)
    #expect(try shop.run("notify").status == 0)
    return (shop, courier)
  }

  private static func items(_ version: String, _ columns: [String]) -> String {
    Shop.orders(version: version, name: "items", identifier: "items", columns: columns.map { "{name: \($0), logicalType: string}" })
  }

  private static func commit(_ shop: Shop, _ path: String, _ text: String) throws {
    try shop.repository.commit(["contracts/" + path: text], "Change\n", by: Shop.ann)
  }

  @Test func `the cursor waits for the oldest of what is unfinished`() throws {
    let (shop, courier) = try Self.shop()
    try Self.commit(shop, "items.yaml", Self.items("1.0.0", ["b", "c"]))
    try Self.commit(shop, "orders.yaml", Shop.orders(columns: [Shop.orderID]))
    try Self.commit(shop, "items.yaml", Self.items("1.0.0", ["b", "c", "d"]))
    #expect(try shop.run("notify", "--wait=0").status == 1)
    #expect(try courier.deliveries().isEmpty)
    try Self.commit(shop, "items.yaml", Self.items("2.0.0", ["b", "c", "d"]))
    let told = try shop.run("notify", "--wait=0")
    #expect(told.output.contains("notice written: items 2.0.0 breaks C0"), "\(told.output)\(told.errors)")
    #expect(try courier.deliveries().count == 1)
  }

  @Test func `what was told is not told again while another contract is waited for`() throws {
    let (shop, courier) = try Self.shop()
    try Self.commit(shop, "items.yaml", Self.items("1.0.0", ["b", "c"]))
    try Self.commit(shop, "orders.yaml", Shop.orders(columns: [Shop.orderID]))
    try Self.commit(shop, "items.yaml", Self.items("2.0.0", ["c"]))
    let first = try shop.run("notify", "--wait=0")
    #expect(first.status == 1 && first.output.contains("notice written: items 2.0.0"), "\(first.output)\(first.errors)")
    for _ in 0..<2 {
      let again = try shop.run("notify", "--wait=0")
      #expect(again.status == 1 && !again.output.contains("notice written"), "\(again.output)")
    }
    #expect(try courier.deliveries().count == 1)
  }

  @Test func `the limit is that of an event, however many consumers it concerns`() throws {
    let (shop, courier) = try Self.shop(consumers: 5)
    try shop.repository.git("config", "contract.deliveriesPerEvent", "2")
    try Self.commit(shop, "items.yaml", Self.items("2.0.0", ["c"]))
    let run = try shop.run("notify", "--wait=0")
    #expect(run.errors.contains("3 messages were not delivered"), "\(run.output)\(run.errors)")
    #expect(try courier.deliveries().count == 2)
  }

  @Test func `whoever no channel reaches is named, and it is no success`() throws {
    let (shop, _) = try Self.shop(channels: "slack")
    try Self.commit(shop, "items.yaml", Self.items("2.0.0", ["c"]))
    let run = try shop.run("notify", "--wait=0")
    #expect(run.status == 1)
    #expect(run.output.contains("nobody was reached: no channel of 'delivery.channels' leads to 'c0'"), "\(run.output)")
  }

  @Test func `a sender that is missing for one keeps the others from being told twice`() throws {
    let (shop, courier) = try Self.shop(consumers: 2, channels: "webhook, smtp")
    for number in 0..<2 {
      try Self.commit(shop, "items.yaml", Self.items("\(number + 2).0.0", number == 0 ? ["b", "c"] : ["c"]))
      #expect(try shop.run("notify", "--wait=0").status == 128)
    }
    #expect(try courier.deliveries().isEmpty)
  }

  @Test func `numbers that nobody could have written make no entry`() throws {
    let (shop, courier) = try Self.shop()
    try Self.commit(shop, "items.yaml", Self.items("2.0.0", ["c"]))
    #expect(try shop.run("notify", "--no-wait").status == 0)
    let pending = shop.path + "/.git/contracts/outbox/pending"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: pending).first)
    let text = try String(contentsOfFile: pending + "/" + name, encoding: .utf8)
    let wrong = text.replacing(#/"tries":\s*\d+/#, with: "\"tries\": 9223372036854775807")
    #expect(wrong != text)
    try wrong.write(toFile: pending + "/" + name, atomically: true, encoding: .utf8)
    // It is told, not obeyed.
    _ = try shop.run("outbox", "deliver", "--wait=0")
    #expect(try courier.deliveries().isEmpty)
    #expect(try snapshot(shop.path + "/.git/contracts/outbox/dead").keys.map { $0 } == [name])
  }
}
