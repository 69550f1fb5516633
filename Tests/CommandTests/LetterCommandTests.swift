import ContractTestSupport
import Foundation
import Testing

/// What `notify` writes beside the first word of a change: what became of it, digests, reminders, and all of it by a repository's own
/// templates.
struct LetterCommandTests {
  private func shop(fields: String = "{orders: [email]}", version: String = ">=1.0.0", notify: String? = nil) throws -> Shop {
    try Shop([
      "contracts/orders.yaml": Shop.orders(columns: [Shop.orderID, Shop.email, Shop.phone]),
      "consumers/insight/dashboard.yaml": declaration(fields: fields, version: version, notify: notify),
    ])
  }

  private func declaration(fields: String, version: String = ">=1.0.0", notify: String? = nil) -> String {
    let text = Shop.consumer(version: version, fields: fields)
    return notify.map { text.replacing("uses:", with: "notify: \($0)\nuses:") } ?? text
  }

  private func orders(_ shop: Shop, _ version: String, _ columns: [String], sla: String = "") throws {
    let text = Shop.orders(version: version, columns: columns).replacing("schema:\n", with: sla + "schema:\n")
    try shop.repository.commit(["contracts/orders.yaml": text], "Version \(version)\n", by: Shop.ann)
  }

  private func sent(_ shop: Shop, _ ending: String) throws -> [String: String] {
    let directory = shop.path + "/.git/contracts/outbox/sent"
    guard FileManager.default.fileExists(atPath: directory) else { return [:] }
    return try snapshot(directory).filter { $0.key.hasSuffix(ending) }.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  private func field(_ name: String, of mail: String) -> String? {
    mail.components(separatedBy: "\r\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
  }

  // MARK: What became of it

  @Test func `who was told of a break is told when it is repaired, in the same thread`() throws {
    let shop = try shop(version: "^1.0")
    #expect(try shop.run("notify").status == 0)
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    #expect(try shop.run("notify").output.contains(" breaks Dashboard: "))
    try orders(shop, "2.1.0", [Shop.orderID, Shop.email, Shop.phone])
    let repair = try shop.run("notify")
    #expect(
      repair.output.contains("notice written: orders 2.1.0 repairs what Dashboard uses: orders.email\n"), "\(repair.output)\(repair.errors)"
    )
    let text = try #require(try sent(shop, ".md").first { $0.key.hasPrefix("orders-2.1.0-") }?.value)
    #expect(
      text.contains("You were told of version `2.0.0` on 2024-01-01.") && text.contains("as it was before it since `2.1.0`: `orders.email`")
    )
    #expect(text.contains("**Good news.** Your range `^1.0` does not take `2.1.0`."), "\(text)")
    #expect(!text.contains("phone"))
    let mails = try sent(shop, ".eml")
    let first = try #require(mails.first { $0.key.hasPrefix("orders-2.0.0-") }?.value)
    let second = try #require(mails.first { $0.key.hasPrefix("orders-2.1.0-") }?.value)
    #expect(field("In-Reply-To", of: second) == field("Message-ID", of: first))
    #expect(field("References", of: second) == field("References", of: first))
    // It is said once.
    try orders(shop, "2.2.0", [Shop.orderID, Shop.email, Shop.phone, "{name: more, logicalType: string}"])
    #expect(try shop.run("notify").output == "nobody has to be told anything\n")
  }

  @Test func `the next notice says what still is as it was told`() throws {
    let shop = try shop(fields: "{orders: [email, phone]}")
    #expect(try shop.run("notify").status == 0)
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    #expect(try shop.run("notify").output.contains(" breaks Dashboard: "))
    try orders(shop, "3.0.0", [Shop.orderID])
    #expect(try shop.run("notify").output.contains("orders 3.0.0 breaks Dashboard: "))
    let text = try #require(try sent(shop, ".md").first { $0.key.hasPrefix("orders-3.0.0-") }?.value)
    #expect(text.contains("You were told of version `2.0.0` on 2024-01-01.\n  - still as you were told: `orders.email`\n"), "\(text)")
  }

  @Test func `who was told of nothing hears of no repair`() throws {
    let shop = try shop()
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    #expect(try shop.run("notify").output.hasPrefix("first run: "))
    try orders(shop, "2.1.0", [Shop.orderID, Shop.email, Shop.phone])
    #expect(try shop.run("notify").output == "nobody has to be told anything\n")
    // Both at once, from the beginning: then the first is told before the second.
    let all = try shop.run("notify", "--since", "HEAD~2")
    #expect(all.output.contains("orders 2.0.0 breaks Dashboard"), "\(all.output)")
  }

  @Test func `a notice names the commit of the declaration`() throws {
    let shop = try shop()
    let commit = try shop.repository.git("rev-parse", "--short=10", "HEAD")
    try shop.repository.commit(["README": "x"], "Write\n")
    #expect(try shop.run("notify").status == 0)
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    #expect(try shop.run("notify").status == 0)
    #expect(try sent(shop, ".md").values.first?.contains("`consumers/insight/dashboard.yaml` (commit `\(commit)`) says") == true)
  }

  // MARK: Digests

  @Test func `what is in no hurry is gathered, told in one message, and told once`() throws {
    let shop = try shop(notify: "{breaking: digest}")
    #expect(try shop.run("notify", "--digest").output.hasPrefix("first run: starting at "))
    #expect(try shop.run("notify").status == 0)
    #expect(try shop.run("notify", "--digest").output == "nothing gathered for a digest\n")
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    try shop.repository.commit(
      ["contracts/goods.yaml": Shop.orders(name: "goods", identifier: "shop-goods")], "Promise goods\n", by: Shop.ann)
    try shop.repository.commit(
      [
        "consumers/insight/dashboard.yaml": declaration(fields: "{orders: [phone]}", notify: "{breaking: digest}")
          + "  - contract: shop-goods\n    fields: {goods: [email]}\n"
      ], "Read goods\n")
    try shop.repository.commit(
      ["contracts/goods.yaml": Shop.orders(version: "2.0.0", name: "goods", identifier: "shop-goods", columns: [Shop.orderID])],
      "Drop email\n", by: Shop.ann)
    #expect(try shop.run("notify").output == "nobody has to be told anything\n")
    let dry = try shop.run("notify", "--digest", "--dry-run")
    #expect(dry.output.contains("digest that would be written: What changed for Dashboard: orders, goods\n"), "\(dry.output)\(dry.errors)")
    let told = try shop.run("notify", "--digest")
    #expect(told.status == 0 && told.output.contains("digest written: What changed for Dashboard: orders, goods\n"), "\(told.output)")
    let files = try sent(shop, ".md")
    #expect(files.count == 1)
    let text = try #require(files.values.first)
    #expect(text.contains("## orders 1.4.2 to 2.0.0\n") && text.contains("## goods 1.4.2 to 2.0.0\n"), "\(text)")
    #expect(!text.contains("order_id") && !text.contains("phone"))
    #expect(try shop.run("notify", "--digest").output == "nothing gathered for a digest\n")
    #expect(try sent(shop, ".md").count == 1)
  }

  /// Whoever can push a cursor must not have anything told that the branch never held.
  @Test func `what a cursor says is begun counts only on the past of the branch`() throws {
    let shop = try shop(notify: "{breaking: digest}")
    #expect(try shop.run("notify", "--digest").status == 0)
    let name = "refs/contracts/notified/digest/heads/main"
    let main = try shop.repository.git("rev-parse", "main")
    try shop.repository.git("switch", "-q", "-c", "elsewhere")
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    let foreign = try shop.repository.git("rev-parse", "HEAD")
    try shop.repository.git("switch", "-q", "main")
    let intents = [
      "\(main) \(foreign) 2024-05-01", "\(main) \(main) 2999-01-01", "\(foreign) \(main) 2024-05-01", "nonsense", "- \(main) 2024-05-01",
    ]
    for intent in intents {
      let script = """
        blob=$(printf '%s\\n' '\(intent)' | git hash-object -w --stdin)
        tree=$( (git ls-tree \(name) | grep -v 'intent$'; printf '100644 blob %s\\tintent\\n' $blob) | git mktree)
        git update-ref \(name) $(git commit-tree $tree -p \(name) -m x)
        """
      let made = try shop.repository.environment.run("sh", ["-c", script], in: shop.path)
      #expect(made.status == 0, "\(made.errors)")
      let answer = try shop.run("notify", "--digest")
      #expect(answer.status == 0 && answer.output == "nothing gathered for a digest\n", "\(intent): \(answer.output)\(answer.errors)")
    }
    #expect(try sent(shop, ".md").isEmpty)
  }

  @Test func `a deprecation is one line of a digest, with its successor and its day`() throws {
    let shop = try shop(notify: "{deprecated: digest}")
    #expect(try shop.run("notify", "--digest").status == 0)
    try orders(shop, "1.5.0", [Shop.orderID, Self.leaving, Shop.phone])
    #expect(try shop.run("notify", "--digest").status == 0)
    let text = try #require(try sent(shop, ".md").values.first)
    #expect(text.contains("phone") && text.contains("2024-07-01"), "\(text)")
    #expect(!text.contains("replacedBy") && !text.contains("removeAfter"), "\(text)")
  }

  // MARK: Reminders

  private static let leaving =
    "{name: email, logicalType: string, physicalType: VARCHAR(320), deprecated: true, "
    + "customProperties: [{property: removeAfter, value: \"2024-07-01\"}, {property: replacedBy, value: phone}]}"
  private static let day = 86_400

  @Test func `who still uses what ends is reminded once for each period, and not after it or once moved`() throws {
    let shop = try shop()
    try orders(shop, "1.5.0", [Shop.orderID, Self.leaving, Shop.phone])
    func run(daysBefore days: Int) throws -> String {
      // 2024-07-01, at noon.
      let answer = try shop.run("notify", "--reminders", now: Program.now + (30 - days) * Self.day)
      #expect(answer.status == 0, "\(answer.errors)")
      return answer.output
    }
    let nobody = "nobody has to be reminded of anything\n"
    #expect(try run(daysBefore: 31) == nobody)
    #expect(
      try run(daysBefore: 29).contains("reminder written: orders.email of orders ends on 2024-07-01, in 29 days: Dashboard still uses it\n")
    )
    #expect(try run(daysBefore: 20) == nobody)
    // The run that was to come at seven days did not.
    #expect(try run(daysBefore: 5).contains("in 5 days"))
    #expect(try run(daysBefore: 4) == nobody)
    #expect(try run(daysBefore: 1).contains("tomorrow"))
    #expect(try run(daysBefore: 0) == nobody)
    #expect(try run(daysBefore: -1) == nobody)
    #expect(try sent(shop, ".md").count == 3)
    let text = try #require(try sent(shop, ".md").values.first)
    #expect(text.contains("use instead: `phone`") && text.contains("`consumers/insight/dashboard.yaml` (commit `"), "\(text)")
    // A repository in which everybody has moved in time.
    let other = try self.shop()
    try orders(other, "1.5.0", [Shop.orderID, Self.leaving, Shop.phone])
    try other.repository.commit(["consumers/insight/dashboard.yaml": declaration(fields: "{orders: [phone]}")], "Move\n")
    #expect(try other.run("notify", "--reminders").output == nobody)
    // And one that wants to hear of no deprecation.
    try other.repository.commit(
      ["consumers/insight/dashboard.yaml": declaration(fields: "{orders: [email]}", notify: "{deprecated: never}")], "Go back\n")
    #expect(try other.run("notify", "--reminders").output == nobody)
    try other.repository.commit(["consumers/insight/dashboard.yaml": declaration(fields: "{orders: [email]}")], "Listen\n")
    #expect(try other.run("notify", "--reminders").output.contains("in 30 days"))
  }

  @Test func `who is on a line that ends is reminded, also where a newer one took its file`() throws {
    let shop = try shop(version: "^1.0")
    try orders(shop, "1.5.0", [Shop.orderID, Shop.email], sla: "slaProperties:\n  - {property: endOfLife, value: \"2024-06-20\"}\n")
    #expect(try shop.run("notify", "--reminders").output.contains("orders 1.5.0 ends on 2024-06-20, in 19 days: Dashboard still uses it"))
    try orders(shop, "2.0.0", [Shop.orderID, Shop.email])
    let later = Program.now + 18 * Self.day
    #expect(try shop.run("notify", "--reminders", now: later).output.contains("orders 1.5.0 ends on 2024-06-20, tomorrow"))
    try shop.repository.commit(
      ["consumers/insight/dashboard.yaml": declaration(fields: "{orders: [email]}", version: "^2.0")], "Move\n")
    #expect(try shop.run("notify", "--reminders", now: later).output == "nobody has to be reminded of anything\n")
  }

  // MARK: Templates and previews

  /// A program that fills templates with little more than the subject: enough to see what it is asked.
  private func courier(_ shop: Shop, _ script: String) throws {
    let path = shop.repository.scratch.path("courier-\(UUID().uuidString.prefix(8))")
    try TestFiles.writeScript("#!/bin/sh\n\(script)\n", to: path)
    try shop.repository.git("config", "contract.courier", path)
  }

  private func templated() throws -> Shop {
    let shop = try shop()
    try shop.repository.commit(
      [
        ".contracts/templates/notice.txt.mustache": "OURS {{subject}}\n{{> foot}}", ".contracts/templates/foot.mustache": "foot\n",
        ".contracts/templates/notice.md.mustache": "ours", ".contracts/templates/link.mustache": "x",
      ], "Write templates\n")
    #expect(try shop.run("notify").status == 0)
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    return shop
  }

  @Test func `a repository's own templates are filled by the courier`() throws {
    let shop = try templated()
    // A change brings no template of its own: those of the base hold.
    try shop.repository.git("rm", "--quiet", ".contracts/templates/notice.md.mustache")
    try shop.repository.git("commit", "--quiet", "--amend", "--no-edit")
    try courier(shop, "[ \"$1\" = render ] || exit 9\nenv >&2\ncat")
    let told = try shop.run("notify", adding: ["SECRET_TOKEN": "hush"])
    #expect(told.status == 0 && told.errors.isEmpty, "\(told.errors)")
    let asked = try #require(try sent(shop, ".md").values.first)
    let request = try #require(try JSONSerialization.jsonObject(with: Data(asked.utf8)) as? [String: Any])
    #expect(request["template"] as? String == "ours" && request["html"] as? Bool == false)
    #expect((request["partials"] as? [String: String])?["foot"] == "foot\n")
    #expect((request["context"] as? [String: Any])?["schema"] as? String == "git-contract/template-context/1")
    let mail = try #require(try sent(shop, ".eml").values.first).replacing("=\r\n", with: "")
    #expect(mail.contains("OURS {{subject}}") && mail.contains("<!DOCTYPE html>"))
  }

  @Test(arguments: [
    ("exit 3", "status 3"), ("echo 'no such partial' >&2; exit 1", "no such partial"), ("printf '  \\n'", "it says nothing"),
    ("printf '\\377'", "it becomes no UTF-8"), ("head -c 1100000 /dev/zero | tr '\\0' a", "it becomes longer than"),
  ])
  func `a template that is broken loses no notice`(script: String, reason: String) throws {
    let shop = try templated()
    try courier(shop, script)
    let told = try shop.run("notify")
    #expect(told.status == 0 && told.output.contains(" breaks Dashboard"))
    #expect(
      told.errors.contains("warning: template '.contracts/templates/notice.txt.mustache' is not used for 'orders 2.0.0 breaks Dashboard: ")
        && told.errors.contains(reason), "\(told.errors)")
    #expect(try sent(shop, ".md").values.first?.hasPrefix("# orders 2.0.0 breaks Dashboard") == true)
  }

  @Test func `a courier that is not there loses no notice`() throws {
    let shop = try templated()
    try shop.repository.git("config", "contract.courier", "/nonexistent/courier")
    let told = try shop.run("notify")
    #expect(told.status == 0 && told.errors.contains("cannot run '/nonexistent/courier'"), "\(told.errors)")
    #expect(try sent(shop, ".md").count == 1)
  }

  @Test func `a preview shows every form, sends nothing and moves nothing`() throws {
    let shop = try shop()
    let answer = try shop.run("notify", "--preview", "out")
    #expect(
      answer.status == 128 && answer.errors.contains("hint: git contract notify --preview DIRECTORY --since REVISION"), "\(answer.errors)")
    try orders(shop, "2.0.0", [Shop.orderID, Shop.phone])
    let before = try snapshot(shop.path)
    let out = shop.repository.scratch.path("preview")
    #expect(try shop.run("notify", "--preview", out, "--since", "HEAD~1").status == 0)
    let files = try snapshot(out)
    // Behind the eight digits of the delivery.
    let endings: [String] = files.keys.map { name in
      let last = name.components(separatedBy: "-").last ?? ""
      return String(last.drop { $0 != "." }.dropFirst())
    }
    #expect(
      endings.sorted() == [
        "cloudevent.json", "eml", "github.md", "gitlab.md", "html", "json", "md", "slack.json", "teams.json", "txt",
      ])
    #expect(try snapshot(shop.path) == before)
    // The same bytes on another day.
    let again = shop.repository.scratch.path("again")
    #expect(try shop.run("notify", "--preview", again, "--since", "HEAD~1", now: Program.now + 1_000_000).status == 0)
    #expect(try snapshot(again) == files)
  }
}
