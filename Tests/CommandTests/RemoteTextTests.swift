import ContractTestSupport
import Testing

/// What a server says to whoever pushed.
struct RemoteTextTests {
  /// Many contracts with a fault each, and what the hook says of a push that brings them.
  private static func refusal(count: Int, alsoTo other: String? = nil) throws -> (shop: Shop, lines: [String], range: String) {
    func name(_ number: Int) -> String { "orders\(number)" }
    func files(_ columns: [String]) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: (1...count).map { number in
          ("contracts/\(name(number)).yaml", Shop.orders(name: name(number), identifier: name(number), columns: columns))
        })
    }
    let shop = try Shop(files([Shop.orderID, Shop.email]))
    let old = try shop.repository.git("rev-parse", "HEAD")
    let new = try shop.repository.commit(files([Shop.orderID]).mapValues { Optional($0) }, "Drop email\n")
    try shop.repository.git("reset", "--quiet", "--hard", old)
    var input = "\(old) \(new) refs/heads/main\n"
    if let other {
      try shop.repository.git("branch", other, old)
      input += "\(old) \(new) refs/heads/\(other)\n"
    }
    let answer = try shop.run("hook", "pre-receive", input: input)
    #expect(answer.status == 1 && answer.output.isEmpty)
    return (shop, answer.errors.split(separator: "\n").map(String.init), "\(old)..\(new)")
  }

  @Test func `a short refusal is told whole`() throws {
    let (_, lines, _) = try Self.refusal(count: 3)
    #expect(lines.count { $0.contains("[version-not-bumped]") } == 3)
    #expect(lines.last?.hasPrefix("refused: ") == true)
    #expect(!lines.contains { $0.contains("more line") })
  }

  @Test func `a long one is a page, with the verdict and the command that shows the rest`() throws {
    let (shop, lines, range) = try Self.refusal(count: 60)
    #expect(lines.count <= 50, "\(lines.count)")
    #expect(lines.last?.hasPrefix("refused: ") == true, "\(lines)")
    let more = try #require(lines.dropLast().last)
    #expect(more.contains(" more lines; all of it: git contract check "), "\(more)")
    // No warning took the place of an error, and no hint stands without what it is about.
    #expect(!lines.contains { $0.contains(": warning: ") })
    #expect(lines.dropLast(2).last?.hasPrefix("  ") == true)
    let command = try #require(more.split(separator: "git contract ").last).split(separator: " ").map(String.init)
    #expect(range.hasPrefix(command[1].prefix(7)))
    let check = try shop.run(command)
    #expect(check.output.split(separator: "\n").count { $0.contains("[version-not-bumped]") } == 60, "\(check.errors)")
  }

  @Test func `of several refs each is named`() throws {
    let (_, lines, _) = try Self.refusal(count: 1, alsoTo: "release/1.x")
    #expect(lines.contains("refs/heads/main:") && lines.contains("refs/heads/release/1.x:"), "\(lines)")
  }

  @Test func `a line without end is cut`() throws {
    let shop = try Shop()
    let old = try shop.repository.git("rev-parse", "HEAD")
    let long = String(repeating: "x", count: 5_000)
    let new = try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(columns: [Shop.orderID, Shop.email, "{name: \(long), logicalType: string}"])], "Add\n")
    try shop.repository.git("reset", "--quiet", "--hard", old)
    let answer = try shop.run("hook", "pre-receive", input: "\(old) \(new) refs/heads/main\n")
    #expect(answer.errors.split(separator: "\n").allSatisfy { $0.utf8.count <= 900 }, "\(answer.errors)")
    #expect(answer.errors.contains("..."))
  }
}
