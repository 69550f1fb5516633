import ContractTestSupport
import Foundation
import Testing

/// `changelog --output`: what stands outside of the markers belongs to others.
struct ChangelogTests {
  private static let start = "<!-- git-contract changelog: start -->"
  private static let end = "<!-- git-contract changelog: end -->"

  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone])], "Add phone\n", by: Shop.ann
    )
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID, Shop.phone])],
      "Drop email\n\nContract-Migration: read phone instead\n", by: Shop.ann)
    return shop
  }

  @Test func `a file that is missing, empty or foreign gets the section once`() throws {
    for foreign in [nil, "", "# News\n\nBy hand.\n", "# No line feed at the end", "caf\u{E9}\r\nlines of another system\r\n"] {
      let shop = try shop()
      if let foreign { try shop.repository.write(foreign, to: "NEWS.md") }
      #expect(try shop.run("changelog", "--output", "NEWS.md").status == 0)
      let once = try shop.repository.bytes("NEWS.md")
      let text = String(decoding: once, as: UTF8.self)
      #expect(text.hasPrefix(foreign ?? ""))
      #expect(text.contains("### 2.0.0") && text.contains("read phone instead"))
      #expect(try shop.run("changelog", "--output", "NEWS.md").status == 0)
      #expect(try shop.repository.bytes("NEWS.md") == once, "\(text)")
      if foreign?.contains("\r\n") ?? false { #expect(!text.replacing("\r\n", with: "").contains("\n")) }
    }
  }

  @Test func `hand-written text around the section stays, also where it is no UTF-8`() throws {
    let shop = try shop()
    let latin: [UInt8] = Array("caf".utf8) + [0xE9, 0x0A]
    let old = latin + Array("\(Self.start)\nold\n\(Self.end)\n\nAfter `\(Self.start)` in a line.\n".utf8) + latin
    try shop.repository.write(bytes: old, to: "NEWS.md")
    #expect(try shop.run("changelog", "--output", "NEWS.md").status == 0)
    let bytes = try shop.repository.bytes("NEWS.md")
    #expect(bytes.starts(with: latin + Array("\(Self.start)\n# Changelog\n".utf8)))
    #expect(bytes.suffix(latin.count + 2) == [0x2E, 0x0A] + latin)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("\nold\n"))
    #expect(try shop.run("changelog", "--output", "NEWS.md").status == 0)
    #expect(try shop.repository.bytes("NEWS.md") == bytes)
  }

  @Test(arguments: [
    "\(start)\n", "\(end)\n", "\(end)\n\(start)\n", "\(start)\n\(start)\n\(end)\n", "\(start)\n\(end)\n\(start)\n\(end)\n",
  ])
  func `markers that do not pair are an error, and the file stays`(text: String) throws {
    let shop = try shop()
    try shop.repository.write(text, to: "NEWS.md")
    let answer = try shop.run("changelog", "--output", "NEWS.md")
    #expect(answer.status == 128)
    #expect(answer.errors.hasPrefix("fatal: 'NEWS.md' must have both markers of the changelog, each once\nhint: "), "\(answer.errors)")
    #expect(try shop.repository.read("NEWS.md") == text)
  }

  @Test func `a place that cannot be written is no success`() throws {
    let shop = try shop()
    for path in ["/dev/full/NEWS.md", "nowhere/NEWS.md", "contracts"] {
      let answer = try shop.run("changelog", "--output", path)
      #expect(answer.status == 128, "\(path)")
      #expect(answer.errors.hasPrefix("fatal: cannot "), "\(answer.errors)")
    }
  }

  @Test func `--since cuts the line that had the version and keeps the newer lines`() throws {
    let shop = try shop()
    let since = try shop.run("changelog", "orders", "--since", "1.4.2")
    #expect(since.status == 0, "\(since.errors)")
    #expect(since.output.contains("2.0.0 (") && since.output.contains("1.5.0 (") && !since.output.contains("1.4.2 ("), "\(since.output)")
    let major = try shop.run("changelog", "orders", "--since", "2.0.0")
    #expect(major.status == 0 && !major.output.contains("1.5.0 ("), "\(major.output)")
  }

  @Test func `log takes a contract, a range, or both`() throws {
    let shop = try shop()
    let range = try shop.run("log", "HEAD~1..HEAD")
    #expect(range.status == 0 && range.output.contains("2.0.0") && !range.output.contains("1.5.0  "), "\(range.output)\(range.errors)")
    #expect(try shop.run("log", "orders", "HEAD~1..").output == range.output)
    #expect(try shop.run("log", "HEAD~2").output.contains("1.4.2"))
    #expect(try !shop.run("log", "HEAD~2").output.contains("2.0.0"))
    #expect(try shop.run("log", "main").output == shop.run("log").output)
  }

  @Test func `JSON into a file is the JSON of the answer`() throws {
    let shop = try shop()
    #expect(try shop.run("changelog", "--format", "json", "--output", "news.json").status == 0)
    #expect(try shop.repository.read("news.json") == shop.run("changelog", "--format", "json").output)
    let text = try shop.run("changelog", "--format", "text", "--output", "news.txt")
    #expect(text.status == 129)
  }

  // MARK: Ranges

  @Test func `a range of release tags tells what came between them, of one contract or of all`() throws {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "contracts/refunds.yaml": Shop.orders(name: "refunds", identifier: "shop-refunds"),
    ])
    let old = Shop.phone.replacing("}", with: ", deprecated: true}")
    try shop.repository.git("tag", "v1.0")
    try shop.repository.git("tag", "-a", "-m", "x", "orders/v1.4.2")
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, old])], "Add phone\n", by: Shop.ann)
    try shop.repository.git("tag", "-a", "-m", "x", "orders/v1.5.0")
    try shop.repository.commit(
      [
        "contracts/orders.yaml": Shop.orders(version: "1.6.0", columns: [Shop.orderID.replacing("36", with: "40"), Shop.email, old]),
        "contracts/refunds.yaml": Shop.orders(version: "1.4.3", name: "refunds", identifier: "shop-refunds"),
      ], "Widen\n", by: Shop.ann)
    try shop.repository.git("tag", "v2.0")
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "3.0.0", columns: [Shop.orderID])], "Later\n", by: Shop.ann)
    func versions(_ arguments: String...) throws -> [String] {
      let answer = try shop.run(["changelog"] + arguments + ["--format", "json"])
      let lines = try answer.json()["lines"] as? [[String: Any]] ?? []
      return lines.flatMap { line in
        (line["versions"] as? [[String: Any]] ?? []).map { "\(line["name"] ?? "") \($0["version"] ?? "")" }
      }
    }
    #expect(try versions("orders", "orders/v1.4.2..orders/v1.5.0") == ["orders 1.5.0"])
    #expect(try versions("orders", "v1.0..v2.0") == ["orders 1.6.0", "orders 1.5.0"])
    #expect(try versions("--all", "v1.0..v2.0") == ["orders 1.6.0", "orders 1.5.0", "refunds 1.4.3"])
    #expect(try versions("v1.0..v2.0") == ["orders 1.6.0", "orders 1.5.0", "refunds 1.4.3"])
    #expect(try versions("--all", "v1.0") == ["orders 1.4.2", "refunds 1.4.2"])
    #expect(try versions("--all", "--revision", "v1.0") == ["orders 1.4.2", "refunds 1.4.2"])
    // It was said before the range began that the column should be left.
    for name in [["orders"], ["--all"]] {
      let lines = try shop.run(["changelog"] + name + ["orders/v1.5.0..v2.0", "--format", "json"]).json()["lines"] as? [[String: Any]]
      let orders = lines?.first { $0["name"] as? String == "orders" }
      let deprecated = try #require((orders?["deprecated"] as? [[String: Any]])?.first)
      #expect(deprecated["element"] as? String == "orders.phone" && deprecated["sinceVersion"] as? String == "1.5.0", "\(deprecated)")
    }
    #expect(try shop.run("changelog", "--all", "v1.0..nowhere").status == 128)
  }

  @Test func `what was deprecated before a new major is so since then`() throws {
    let leaving = "{name: email, logicalType: string, physicalType: VARCHAR(320), deprecated: true}"
    let states = [
      Shop.orders(version: "1.4.0", columns: [Shop.orderID, "{name: email, logicalType: string, physicalType: VARCHAR(320)}", Shop.phone]),
      Shop.orders(version: "1.5.0", columns: [Shop.orderID, leaving, Shop.phone]),
      Shop.orders(version: "2.0.0", columns: [Shop.orderID, leaving]),
      Shop.orders(version: "2.0.1", columns: [Shop.orderID, leaving]) + "# x\n",
      Shop.orders(version: "3.0.0", columns: [leaving]),
    ]
    let shop = try Shop(["contracts/orders.yaml": states[0]])
    for state in states.dropFirst() { try shop.repository.commit(["contracts/orders.yaml": state], "Next\n") }
    // Told from history, told and kept, and told again from what was kept.
    for arguments in [["orders"], ["--all"], ["--all"], ["--all", "--format", "json"]] {
      let answer = try shop.run(["changelog"] + arguments)
      let words = arguments.last == "json" ? "\"sinceVersion\": \"1.5.0\"" : "orders.email since 1.5.0"
      #expect(answer.output.components(separatedBy: words).count == 2, "\(answer.output)")
    }
  }

  @Test func `a deprecation counts from its first version, whatever became of the line since, and whatever range is told`() throws {
    let leaving = "{name: email, logicalType: string, physicalType: VARCHAR(320), deprecated: true}"
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(version: "1.4.0", columns: [Shop.orderID, leaving, Shop.phone])])
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID, leaving])], "Next\n")
    #expect(try shop.run("changelog", "--all").output.contains("orders.email since 1.4.0"))
    // The old line goes on in a file of its own; so it has not ended.
    try shop.repository.commit(
      ["contracts/old.yaml": Shop.orders(version: "1.4.1", columns: [Shop.orderID, leaving, Shop.phone]) + "# x\n"], "Mend\n")
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.1.0", columns: [Shop.orderID, leaving, Shop.phone])], "More\n")
    let kept = try shop.run("changelog", "--all").output
    #expect(try shop.run("cache", "clear").status == 0)
    #expect(try shop.run("changelog", "--all").output == kept)
    for arguments in [["--all"], ["contracts/orders.yaml"], ["--all", "HEAD~1..HEAD"], ["--all", "--format", "json"]] {
      let output = try shop.run(["changelog"] + arguments).output
      #expect(output.contains("since 1.4.0") || output.contains("\"sinceVersion\": \"1.4.0\""), "\(arguments) \(output)")
      #expect(!output.contains("since 2.") && !output.contains("\"sinceVersion\": \"2."), "\(arguments) \(output)")
    }
  }

  // MARK: HTML

  @Test func `HTML is one page, for one contract and for all, and nothing in it can become markup`() throws {
    let shop = try shop()
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.1", columns: [Shop.orderID, Shop.phone]) + "# x\n"],
      "<script>alert(1)</script> & \u{202E}more\n\nContract-Migration: <img src=x>\n", by: TestPerson("<b>Ann</b>", "ann@shop.example"))
    for arguments in [["changelog", "orders"], ["changelog", "--all"], ["changelog", "HEAD~1.."]] {
      let page = try shop.run(arguments + ["--format", "html"])
      #expect(page.status == 0 && page.output.hasPrefix("<!doctype html>\n") && page.output.hasSuffix("</html>\n"), "\(page.errors)")
      #expect(page.output.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\u{202E}more"))
      for bad in ["<script", "<img", "<b>", "javascript:", "http://", "https://", "\u{202E}"] {
        #expect(!page.output.contains(bad), "\(bad)")
      }
    }
    #expect(try shop.run("changelog", "--format", "html").output.contains("<h4 class=\"breaking\">Breaking</h4>"))
  }

  @Test func `an HTML page keeps what stands outside of the markers, and one without them is refused`() throws {
    let shop = try shop()
    let arguments = ["changelog", "--format", "html", "--output", "news.html"]
    #expect(try shop.run(arguments).status == 0)
    let page = try shop.repository.read("news.html")
    #expect(try page == shop.run("changelog", "--format", "html").output)
    #expect(try shop.run(arguments).status == 0)
    #expect(try shop.repository.read("news.html") == page)
    try shop.repository.write(page.replacing("<main>", with: "<main><p>Ours</p>").replacing("Drop email", with: "Stale"), to: "news.html")
    #expect(try shop.run(arguments).status == 0)
    #expect(try shop.repository.read("news.html") == page.replacing("<main>", with: "<main><p>Ours</p>"))
    try shop.repository.write("<p>Ours</p>\n", to: "news.html")
    let refused = try shop.run(arguments)
    #expect(
      refused.status == 128 && refused.errors.hasPrefix("fatal: 'news.html' has no place for the changelog\nhint: put '"),
      "\(refused.errors)")
    #expect(try shop.repository.read("news.html") == "<p>Ours</p>\n")
  }

  // MARK: Templates

  private func templated(_ script: String) throws -> Shop {
    let shop = try shop()
    try shop.repository.commit(
      [
        ".contracts/templates/changelog.md.mustache": "OURS {{#lines}}{{name}}{{/lines}}\n", ".contracts/templates/foot.mustache": "foot",
        ".contracts/templates/changelog.html.mustache": "<p>ours</p>",
      ], "Write templates\n")
    let path = shop.repository.scratch.path("courier")
    try TestFiles.writeScript("#!/bin/sh\n\(script)\n", to: path)
    try shop.repository.git("config", "contract.courier", path)
    return shop
  }

  @Test(.enabled(if: SchemaCheck.isPossible, "\(SchemaCheck.reason)"))
  func `a template of the repository takes the place of what is built in, form by form`() throws {
    let shop = try templated("[ \"$1\" = render ] || exit 9\ncat > \"$HOME/request\"\nprintf 'ours\\033[31m'")
    #expect(try shop.run("changelog", "orders", "--format", "markdown").output == "ours\\u{1B}[31m\n")
    #expect(try shop.run("changelog", "--format", "markdown", "--no-templates").output.hasPrefix("# Changelog\n"))
    for other in ["text", "json"] { #expect(try !shop.run("changelog", "--format", other).output.contains("ours")) }
    let home = try #require(shop.repository.environment.variables["HOME"])
    let request = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: home + "/request"))) as? [String: Any])
    #expect(request["template"] as? String == "OURS {{#lines}}{{name}}{{/lines}}\n" && request["html"] as? Bool == false)
    #expect((request["partials"] as? [String: String])?["foot"] == "foot")
    let context = try JSONSerialization.data(withJSONObject: try #require(request["context"]))
    try shop.repository.scratch.write(Array(context), to: "context.json")
    #expect(try SchemaCheck.faults(in: [shop.repository.scratch.path("context.json")]) == [])
    // Into a file between the markers, again and again.
    try shop.repository.write("By hand.\n", to: "NEWS.md")
    for _ in 0...1 { #expect(try shop.run("changelog", "--output", "NEWS.md").status == 0) }
    #expect(try shop.repository.read("NEWS.md") == "By hand.\n\n\(Self.start)\nours\\u{1B}[31m\n\(Self.end)\n")
    #expect(try shop.run("changelog", "--format", "html", "--output", "news.html").status == 0)
    #expect(try shop.repository.read("news.html") == "\(Self.start)\nours\\u{1B}[31m\n\(Self.end)\n")
    // Those of the commit that is told, not of the one that is checked out.
    #expect(try shop.run("changelog", "--format", "markdown", "--revision", "HEAD~1").output.hasPrefix("# Changelog\n"))
  }

  @Test(arguments: [
    ("exit 3", "status 3"), ("echo 'no such partial' >&2; exit 1", "no such partial"), ("printf ' '", "it says nothing"),
    ("echo '\(start)'", "it has a line that marks the changelog's place in a file"),
    ("head -c 5000000 /dev/zero | tr '\\0' a", "it becomes longer than"),
  ])
  func `a template that is broken is an error, and the file stays`(script: String, reason: String) throws {
    let shop = try templated(script)
    try shop.repository.write("By hand.\n", to: "NEWS.md")
    for arguments in [["changelog", "--format", "markdown"], ["changelog", "--output", "NEWS.md"]] {
      let answer = try shop.run(arguments)
      #expect(answer.status == 128 && answer.output.isEmpty)
      #expect(answer.errors.hasPrefix("fatal: cannot fill the template '.contracts/templates/changelog.md.mustache': "), "\(answer.errors)")
      #expect(answer.errors.contains(reason) && answer.errors.contains("hint: git contract changelog --no-templates\n"), "\(answer.errors)")
    }
    #expect(try shop.repository.read("NEWS.md") == "By hand.\n")
    #expect(try shop.run("changelog", "--output", "NEWS.md", "--no-templates").status == 0)
  }

  @Test func `a template that cannot be read is an error, not the built-in form`() throws {
    let shop = try shop()
    try shop.repository.write(bytes: [0xFF], to: ".contracts/templates/changelog.md.mustache")
    try shop.repository.commit([:], "Write a template\n")
    let answer = try shop.run("changelog", "--format", "markdown")
    #expect(answer.status == 128 && answer.errors.contains("is no UTF-8"), "\(answer.errors)")
  }
}
