import ContractTestSupport
import Foundation
import Testing

/// `notify`: what is derived from history is told once.
struct NotifyTests {
  private func shop() throws -> Shop {
    try Shop([
      "contracts/orders.yaml": Shop.orders(), "consumers/insight/dashboard.yaml": Shop.consumer(),
      "consumers/sales/report.yaml": Shop.consumer(
        identifier: "report", version: ">=1.0.0", fields: "{orders: [order_id]}", name: "Report"),
    ])
  }

  private func drop(_ shop: Shop, _ message: String = "Drop email\n") throws {
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], message, by: Shop.ann)
  }

  private func outbox(_ shop: Shop) throws -> [String] {
    let directory = shop.path + "/.git/contracts/outbox/sent"
    return FileManager.default.fileExists(atPath: directory) ? try snapshot(directory).keys.sorted() : []
  }

  private let cursor = "refs/contracts/notified/heads/main"

  @Test func `the first run starts at the tip, says so and sends nothing`() throws {
    let shop = try shop()
    try drop(shop)
    let first = try shop.run("notify")
    #expect(first.status == 0 && first.output.hasPrefix("first run: starting at "), "\(first.output)\(first.errors)")
    #expect(try outbox(shop).isEmpty)
    let second = try shop.run("notify")
    #expect(second.status == 0 && second.output == "nobody has to be told anything\n", "\(second.output)")
  }

  @Test func `whom it hurts is told once, the others are not`() throws {
    let shop = try shop()
    #expect(try shop.run("notify").status == 0)
    try drop(shop)
    let told = try shop.run("notify")
    #expect(told.status == 0 && told.output.contains(" breaks Dashboard: "), "\(told.output)\(told.errors)")
    #expect(!told.output.contains(" breaks Report"))
    let files = try outbox(shop)
    #expect(files.count == 4 && files.allSatisfy { $0.hasPrefix("orders-2.0.0-dashboard-") }, "\(files)")
    let mark = try shop.repository.git("rev-parse", cursor)
    let again = try shop.run("notify")
    #expect(again.output == "nobody has to be told anything\n")
    #expect(try outbox(shop) == files)
    #expect(try shop.repository.git("rev-parse", cursor) == mark)
    // Told is told, also where the user goes back.
    let since = try shop.run("notify", "--since", "HEAD~1")
    #expect(since.status == 0 && since.output == "nobody has to be told anything\n", "\(since.output)")
  }

  @Test func `--since begins where it says, and --dry-run writes nothing`() throws {
    let shop = try shop()
    try drop(shop)
    let before = try snapshot(shop.path)
    let dry = try shop.run("notify", "--since", "HEAD~1", "--dry-run")
    #expect(
      dry.status == 0 && dry.output.hasPrefix("notice that would be written: ") && dry.output.contains(" breaks Dashboard: ")
        && dry.output.contains("email"), "\(dry.output)")
    #expect(try snapshot(shop.path) == before)
    #expect(try shop.run("notify", "--dry-run").output.hasPrefix("first run: "))
    #expect(try snapshot(shop.path) == before)
    #expect(try shop.run("notify", "main", "--since", "HEAD~1").output.contains(" breaks Dashboard: "))
    #expect(try outbox(shop).count == 4)
  }

  @Test func `a force push tells nothing twice, and what is new in it once`() throws {
    let shop = try shop()
    #expect(try shop.run("notify").status == 0)
    try drop(shop)
    #expect(try shop.run("notify").output.contains(" breaks Dashboard"))
    let files = try outbox(shop)
    // The same change once more, as another commit.
    try shop.repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try drop(shop, "Drop the column email\n")
    let rewritten = try shop.run("notify")
    #expect(rewritten.status == 0 && rewritten.output == "nobody has to be told anything\n", "\(rewritten.output)")
    #expect(try outbox(shop) == files)
    try shop.repository.git("reset", "--quiet", "--hard", "HEAD~1")
    #expect(try shop.run("notify").output == "nobody has to be told anything\n")
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID, Shop.phone])], "Other\n", by: Shop.ann)
    #expect(try shop.run("notify").output.contains(" breaks Dashboard"))
    #expect(try outbox(shop).count == 8)
  }

  @Test func `a transition that is refused is reported and not told`() throws {
    let shop = try shop()
    #expect(try shop.run("notify").status == 0)
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(columns: [Shop.orderID])], "Drop without a version\n", by: Shop.ann)
    let answer = try shop.run("notify")
    #expect(answer.status == 1)
    #expect(answer.output.hasPrefix("not told: orders 1.4.2 in ") && answer.output.contains("(version-not-bumped)"), "\(answer.output)")
    #expect(try outbox(shop).isEmpty)
    #expect(try shop.run("notify").status == 1)
    // Mended in the next commit: then it is told.
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Raise\n", by: Shop.ann)
    let mended = try shop.run("notify")
    #expect(mended.output.contains(" breaks Dashboard"), "\(mended.output)")
  }

  @Test func `what stays refused for ever is reported once, and stands in nobody's way`() throws {
    let shop = try shop()
    try shop.repository.commit(
      [".contracts/policy.yaml": "version: 1\nownership: enforce\n", "CODEOWNERS": "* ann@shop.example\n"], "Enforce\n")
    #expect(try shop.run("notify").status == 0)
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop\n")
    let first = try shop.run("notify")
    #expect(first.status == 1 && first.output.contains("(owner-sign-off-missing)"), "\(first.output)")
    #expect(try shop.run("notify").status == 0)
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "3.0.0", columns: [Shop.email])], "Other\n", by: Shop.ann)
    let next = try shop.run("notify")
    #expect(next.status == 0 && next.output.contains(" breaks Report: "), "\(next.output)")
  }

  @Test func `after a push the server tells what the push brought`() throws {
    let shop = try shop()
    let old = try shop.repository.git("rev-parse", "HEAD")
    try drop(shop)
    let new = try shop.repository.git("rev-parse", "HEAD")
    let answer = try shop.run("hook", "post-receive", input: "\(old) \(new) refs/heads/main\n")
    #expect(answer.status == 0 && answer.errors.contains(" breaks Dashboard: "), "\(answer.errors)")
    #expect(try outbox(shop).count == 4)
    // Its failure never fails the push, which has happened already.
    let wrong = try shop.run("hook", "post-receive", input: "nonsense\n")
    #expect(wrong.status == 0 && wrong.errors.contains("warning: notices wait for the next run"), "\(wrong.errors)")
  }
}
