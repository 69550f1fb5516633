import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// From a change to the outbox, and from there to a courier.
struct NotifyDeliveryTests {
  /// A shop whose one consumer has a mail address and a webhook.
  static func shop(channels: String = "webhook, smtp", word: String = "ok", contacts: Int = 1) throws -> (shop: Shop, courier: FakeCourier)
  {
    let hooks = (0..<contacts).map { "  - {tool: webhook, url: \"https://hooks\($0).example/\(word)\"}\n" }.joined()
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(),
      "consumers/insight/dashboard.yaml": Shop.consumer().replacing("uses:\n", with: hooks + "uses:\n").replacing(
        "insight@shop", with: "\(word)@shop"),
      ".contracts/policy.yaml": "version: 1\ndelivery: {channels: [\(channels)]}\n",
    ])
    let courier = try FakeCourier(in: shop.repository.scratch)
    for (key, value) in [
      ("contract.courier", courier.program), ("contract.mailFrom", "contracts@shop.example"), ("contract.smtpUrl", "smtp://localhost:2525"),
    ] { try shop.repository.git("config", key, value) }
    return (shop, courier)
  }

  static func drop(_ shop: Shop, version: String = "2.0.0") throws {
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: version, columns: [Shop.orderID])], "Drop\n", by: Shop.ann)
  }

  @Test func `messages are in the outbox before the cursor moves, and leave once`() throws {
    let (shop, courier) = try Self.shop()
    #expect(try shop.run("notify").status == 0)
    try Self.drop(shop)
    let told = try shop.run("notify", "--no-wait")
    #expect(told.status == 0 && told.output.hasPrefix("notice written: orders 2.0.0 breaks Dashboard"), "\(told.output)\(told.errors)")
    let outbox = shop.path + "/.git/contracts/outbox"
    #expect(try snapshot(outbox + "/pending").count == 2)
    // No program that could be started again: nothing left.
    #expect(try courier.deliveries().isEmpty)
    #expect(try shop.run("notify", "--no-wait").output == "nobody has to be told anything\n")
    let waited = try shop.run("notify", "--wait")
    #expect(waited.status == 0, "\(waited.output)\(waited.errors)")
    #expect(waited.output.contains("delivered: orders 2.0.0 breaks Dashboard") && waited.output.contains("to ok@shop.example\n"))
    #expect(try courier.deliveries().count == 2)
    #expect(try snapshot(outbox + "/sent").count == 2)
    // The mail's own id is the delivery's.
    let mail = try #require(try courier.deliveries().first { $0.request.contains("\"mail\"") })
    let request = try #require(JSONSerialization.jsonObject(with: Data(mail.request.utf8)) as? [String: Any])
    let content = try #require((request["content"] as? String).flatMap { Data(base64Encoded: $0) })
    #expect(String(decoding: content, as: UTF8.self).contains("Message-ID: <\(mail.id)@shop.example>\r\n"))
    // --since goes back, and tells nobody twice.
    try shop.repository.git("update-ref", "-d", "refs/contracts/notified/heads/main")
    let again = try shop.run("notify", "--since", "HEAD~1", "--wait")
    #expect(again.status == 0 && !again.output.contains("delivered"), "\(again.output)")
    #expect(try courier.deliveries().count == 2)
  }

  @Test func `in CI it waits by itself, and what is left makes it fail`() throws {
    let (shop, courier) = try Self.shop(word: "c550")
    #expect(try shop.run("notify").status == 0)
    try Self.drop(shop)
    let run = try shop.run("notify", adding: ["CI": "true"])
    #expect(run.status == 1 && run.output.contains("dead letter: "), "\(run.output)\(run.errors)")
    #expect(try courier.deliveries().count >= 2)
    let next = try shop.run("notify", "--no-wait", adding: ["CI": "true"])
    #expect(
      next.errors.contains("warning: 1 message was not delivered, and nobody tries any more\nhint: git contract outbox list --state dead"))
    #expect(try shop.run("doctor").output.contains("1 message was not delivered"))
  }

  @Test func `a force push and a lost hook send nothing twice, and lose nothing`() throws {
    let (shop, courier) = try Self.shop(channels: "webhook")
    #expect(try shop.run("notify").status == 0)
    try Self.drop(shop)
    // The hook was lost, and the next run comes after another commit.
    try shop.repository.commit(["README": "More.\n"], "Write on\n")
    #expect(try shop.run("notify", "--wait=0").status == 0)
    #expect(try courier.deliveries().count == 1)
    // The same change as another commit, and then another one in its place.
    try shop.repository.git("reset", "--quiet", "--hard", "HEAD~2")
    try Self.drop(shop)
    #expect(try shop.run("notify", "--wait=0").output == "nobody has to be told anything\n")
    try shop.repository.git("reset", "--quiet", "--hard", "HEAD~1")
    #expect(try shop.run("notify", "--wait=0").status == 0)
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID, Shop.phone])], "Other\n", by: Shop.ann)
    #expect(try shop.run("notify", "--wait=0").output.contains("delivered: "))
    let identifiers = try courier.deliveries().map(\.id)
    #expect(identifiers.count == 2 && Set(identifiers).count == 2)
  }

  @Test func `without a sender no mail is written, and no cursor moves`() throws {
    let (shop, courier) = try Self.shop()
    #expect(try shop.run("notify").status == 0)
    let before = try shop.repository.git("rev-parse", "refs/contracts/notified/heads/main")
    try shop.repository.git("config", "--unset", "contract.mailFrom")
    try Self.drop(shop)
    let run = try shop.run("notify", "--wait")
    #expect(run.status == 128 && run.errors.contains("hint: git config contract.mailFrom ADDRESS"), "\(run.errors)")
    #expect(try shop.repository.git("rev-parse", "refs/contracts/notified/heads/main") == before)
    try shop.repository.git("config", "contract.mailFrom", "contracts@shop.example")
    #expect(try shop.run("notify", "--wait").status == 0)
    #expect(try courier.deliveries().count == 2)
  }

  @Test func `one event causes so many messages and no more`() throws {
    let (shop, courier) = try Self.shop(channels: "webhook", contacts: 5)
    try shop.repository.git("config", "contract.deliveriesPerEvent", "3")
    #expect(try shop.run("notify").status == 0)
    try Self.drop(shop)
    let run = try shop.run("notify", "--wait=0")
    #expect(run.errors.contains("2 messages were not delivered"), "\(run.output)\(run.errors)")
    #expect(try courier.deliveries().count == 3)
    #expect(try shop.run("outbox", "list").output.contains("one event causes more than 3 messages (contract.deliveriesPerEvent)"))
  }

  @Test func `a rehearsal writes every byte where it is told to, and nothing else anywhere`() throws {
    let (shop, courier) = try Self.shop(channels: "files, webhook, smtp")
    #expect(try shop.run("notify").status == 0)
    try Self.drop(shop)
    let before = try snapshot(shop.path)
    let place = shop.repository.scratch.path("rehearsal")
    let run = try shop.run("notify", "--dry-run", "--output", place, adding: ["CI": "true"])
    #expect(run.status == 0, "\(run.errors)")
    let files = try snapshot(place)
    #expect(Set(files.keys.map { $0.split(separator: ".").last.map(String.init) ?? "" }) == ["md", "html", "json", "eml", "http"])
    for name in files.keys { #expect(run.output.contains(name)) }
    let post = try #require(files.first { $0.key.hasSuffix(".http") }.map { String(decoding: $0.value, as: UTF8.self) })
    #expect(post.hasPrefix("POST https://hooks0.example/ok\r\ncontent-type: application/cloudevents+json\r\nwebhook-id: "), "\(post)")
    #expect(try snapshot(shop.path) == before)
    #expect(try courier.deliveries().isEmpty)
    #expect(try shop.run("notify", "--output", place).status == 129)
  }

  @Test func `catching up tells every protected branch, and one that cannot be told keeps no other from it`() throws {
    let (shop, courier) = try Self.shop()
    try shop.repository.git("branch", "release/1")
    try shop.repository.git("branch", "feature")
    #expect(try shop.run("notify", "--catch-up").output.contains("refs/heads/release/1:\nfirst run"))
    try Self.drop(shop)
    let tip = try shop.repository.git("rev-parse", "HEAD")
    try shop.repository.git("update-ref", "refs/heads/release/1", tip)
    try shop.repository.git("update-ref", "refs/heads/feature", tip)
    let blob = try shop.repository.git("hash-object", "-w", "--stdin", input: "nonsense")
    let tree = try shop.repository.git("mktree", input: "100644 blob \(blob)\ttip\n")
    let commit = try shop.repository.git("commit-tree", tree, "-m", "broken")
    try shop.repository.git("update-ref", "refs/contracts/notified/heads/main", commit)
    let run = try shop.run("notify", "--catch-up", "--wait=0")
    #expect(run.status == 128 && run.errors.contains("refs/heads/main:\nfatal: cannot understand"), "\(run.errors)")
    #expect(run.output.contains("refs/heads/release/1:\nnotice written") && !run.output.contains("feature"), "\(run.output)")
    #expect(try courier.deliveries().count == 2)
    #expect(try shop.run("notify", "--catch-up", "main").status == 129)
  }
}
