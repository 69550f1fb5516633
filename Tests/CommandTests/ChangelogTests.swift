import ContractTestSupport
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
}
