import ContractTestSupport
import Testing

/// How a line ends: with its file, or within it (semantics.md, "Lines").
struct LineEndTests {
  struct Story: CustomTestStringConvertible {
    let testDescription: String
    /// What each commit writes; nil deletes.
    let commits: [[String: String?]]
    /// By `id@major`: `deleted`, `succeeded by 2`, `replaced by x`; empty for a line that stands.
    let ends: [String: String]

    init(_ description: String, _ commits: [[String: String?]], _ ends: [String: String]) {
      testDescription = description
      self.commits = commits
      self.ends = ends
    }
  }

  private static let old = "{name: old, logicalType: string, deprecated: true}"
  private static func one(_ version: String = "1.4.0", _ identifier: String = "one") -> String {
    Shop.orders(version: version, name: identifier, identifier: identifier, columns: [Shop.orderID, old])
  }
  private static func two(_ version: String = "1.0.0") -> String { one(version, "two") }

  static let stories = [
    Story("it stands", [["c/a.yaml": one()], ["c/a.yaml": one("1.5.0")]], ["one@1": ""]),
    Story("deleted", [["c/a.yaml": one()], ["c/a.yaml": nil]], ["one@1": "deleted"]),
    Story("deleted and back", [["c/a.yaml": one()], ["c/a.yaml": nil], ["c/b.yaml": one("1.5.0")]], ["one@1": ""]),
    Story(
      "deleted, and its next major comes later elsewhere",
      [["c/a.yaml": one()], ["c/a.yaml": nil], ["x": "x"], ["c/b.yaml": one("2.0.0")]],
      ["one@1": "deleted", "one@2": ""]),
    Story(
      "deleted, with another way to write its id",
      [["c/a.yaml": one().replacing("id: one", with: "id: \"\\x6fne\"")], ["c/a.yaml": nil], ["c/b.yaml": one("2.0.0")]],
      ["one@1": "deleted", "one@2": ""]),
    Story("no contract any more", [["c/a.yaml": one()], ["c/a.yaml": "kind: Other\n"]], ["one@1": "deleted"]),
    Story("unreadable", [["c/a.yaml": one()], ["c/a.yaml": Shop.broken]], ["one@1": ""]),
    Story("unreadable and deleted", [["c/a.yaml": one()], ["c/a.yaml": Shop.broken], ["c/a.yaml": nil]], ["one@1": "deleted"]),
    Story("moved", [["c/a.yaml": one()], ["c/a.yaml": nil, "c/b.yaml": one()]], ["one@1": ""]),
    Story("the next major within the file", [["c/a.yaml": one()], ["c/a.yaml": one("2.0.0")]], ["one@1": "succeeded by 2", "one@2": ""]),
    Story(
      "the next major, and the file is deleted", [["c/a.yaml": one()], ["c/a.yaml": one("2.0.0")], ["c/a.yaml": nil]],
      ["one@1": "succeeded by 2", "one@2": "deleted"]),
    Story(
      "back to the major before", [["c/a.yaml": one()], ["c/a.yaml": one("2.0.0")], ["c/a.yaml": one("1.4.1")]],
      ["one@1": "", "one@2": "succeeded by 1"]),
    Story(
      "moved and the next major", [["c/a.yaml": one()], ["c/a.yaml": nil, "c/b.yaml": one("2.0.0")]],
      ["one@1": "succeeded by 2", "one@2": ""]),
    Story("the next major beside it", [["c/a.yaml": one()], ["c/b.yaml": one("2.0.0")]], ["one@1": "", "one@2": ""]),
    Story(
      "the next major within, the old one as a copy behind it",
      [["c/a.yaml": one()], ["c/a.yaml": one("2.0.0"), "c/b.yaml": one("1.4.1")]],
      ["one@1": "", "one@2": ""]),
    Story(
      "the next major within, the old one as a copy before it",
      [["c/b.yaml": one()], ["c/b.yaml": one("2.0.0"), "c/a.yaml": one("1.4.1")]],
      ["one@1": "", "one@2": ""]),
    Story(
      "a copy first, the next major later", [["c/b.yaml": one()], ["c/a.yaml": one()], ["c/b.yaml": one("2.0.0")]],
      ["one@1": "", "one@2": ""]),
    Story(
      "two copies, and one is deleted", [["c/a.yaml": one(), "c/b.yaml": one()], ["c/a.yaml": one("1.5.0")], ["c/a.yaml": nil]],
      ["one@1": ""]),
    Story(
      "two majors change places",
      [["c/a.yaml": one(), "c/b.yaml": one("2.0.0")], ["c/a.yaml": one("2.0.0"), "c/b.yaml": one()]], ["one@1": "", "one@2": ""]),
    Story("another contract takes the file", [["c/a.yaml": one()], ["c/a.yaml": two()]], ["one@1": "replaced by two", "two@1": ""]),
    Story(
      "another contract takes the file of a line, its next major stands elsewhere",
      [
        ["c/a.yaml": one(), "c/b.yaml": one("2.0.0")],
        ["c/a.yaml": two(), ".contracts/retired.yaml": "retired: [{id: one, major: 1, version: 1.4.0, path: c/a.yaml}]\n"],
      ], ["one@1": "replaced by two", "one@2": "", "two@1": ""]),
    Story(
      "another contract takes the file, unreadable in between", [["c/a.yaml": one()], ["c/a.yaml": Shop.broken], ["c/a.yaml": two()]],
      ["one@1": "replaced by two", "two@1": ""]),
    Story(
      "two contracts change places", [["c/a.yaml": one(), "c/b.yaml": two()], ["c/a.yaml": two(), "c/b.yaml": one()]],
      ["one@1": "", "two@1": ""]),
    Story(
      "another contract takes the file, and it comes back elsewhere",
      [["c/a.yaml": one()], ["c/a.yaml": two()], ["c/b.yaml": one("1.5.0")]], ["one@1": "", "two@1": ""]),
  ]

  private static func lines(_ answer: Answer) throws -> [String: [String: Any]] {
    let lines = try answer.json()["lines"] as? [[String: Any]] ?? []
    return Dictionary(uniqueKeysWithValues: lines.map { ("\($0["id"] ?? "")@\($0["major"] ?? "")", $0) })
  }

  private static func words(_ line: [String: Any]) -> String {
    guard let end = line["ended"] as? [String: Any] else { return "" }
    let successor = end["successor"] as? [String: Any] ?? [:]
    let by = (successor["id"] as? String) ?? (successor["major"] as? Int).map { String($0) }
    return "\(end["how"] ?? "")" + (by.map { " by " + $0 } ?? "")
  }

  @Test(arguments: stories)
  func `log and changelog say that a line has ended, and nothing in it is deprecated now`(story: Story) throws {
    let shop = try Shop([:])
    for (number, files) in story.commits.enumerated() { try shop.repository.commit(files, "Step \(number)\n", by: Shop.ann) }
    for command in ["log", "changelog"] {
      let all = try Self.lines(shop.run(command, "--format", "json"))
      #expect(all.mapValues(Self.words) == story.ends, "\(command)")
      for (key, line) in all where command == "changelog" {
        #expect((line["deprecated"] as? [Any])?.isEmpty == (story.ends[key] != ""), "\(key)")
      }
      for identifier in Set(story.ends.keys.map { String($0.prefix(3)) }) {
        let own = try Self.lines(shop.run(command, identifier, "--format", "json"))
        #expect(own.mapValues(Self.words) == story.ends.filter { $0.key.hasPrefix(identifier) }, "\(command) \(identifier)")
      }
    }
  }

  @Test func `an end is said in words, by who brought it`() throws {
    let shop = try Shop(["c/a.yaml": Self.one()])
    let commit = try shop.repository.commit(["c/a.yaml": Self.one("2.0.0")], "Next\n", by: TestPerson("Ben *Analyst*", "ben@x.example"))
    let last = try shop.repository.commit(["c/a.yaml": Self.two()], "Another\n", by: Shop.ann)
    let text = try shop.run("log", "one").output
    #expect(
      text.contains(
        "one 1.x  c/a.yaml  one\n  ended on 2024-01-01: its file holds 2.x since (commit \(commit.prefix(10)) by Ben *Analyst*)\n"),
      "\(text)")
    #expect(
      text.contains(
        "one 2.x  c/a.yaml  one\n  ended on 2024-01-01: its file holds contract 'two' since (commit \(last.prefix(10)) by Ann Owner)\n"))
    let markdown = try shop.run("changelog", "one", "--format", "markdown").output
    #expect(
      markdown.contains("\nEnded on 2024-01-01: its file holds 2.x since (commit \(commit.prefix(10)) by Ben \\*Analyst\\*).\n"),
      "\(markdown)")
    #expect(!markdown.contains("Deprecated now"))
    let site = try shop.run("site", "--output", "site")
    #expect(site.status == 0, "\(site.errors)")
    #expect(try shop.repository.read("site/contracts/one.html").contains("Ended on 2024-01-01: its file holds 2.x since."))
  }

  @Test func `a range tells of a line that ended in it, also where nothing else happened to it`() throws {
    let shop = try Shop(["c/a.yaml": Self.one(), "c/b.yaml": Self.two()])
    try shop.repository.git("tag", "start")
    try shop.repository.commit(["c/a.yaml": nil], "Delete\n", by: Shop.ann)
    for arguments in [["log", "start.."], ["changelog", "start.."], ["log", "one", "start.."], ["changelog", "one", "start.."]] {
      let answer = try shop.run(arguments + ["--format", "json"])
      #expect(try Self.lines(answer).mapValues(Self.words) == ["one@1": "deleted"], "\(arguments): \(answer.errors)")
    }
    #expect(try shop.run("log", "start..", "--format", "markdown").output.contains("## one 1.x\n\nDeleted on 2024-01-01"))
    try shop.repository.git("tag", "gone")
    try shop.repository.commit(["c/c.yaml": Self.one("1.5.0")], "Back\n", by: Shop.ann)
    let back = try Self.lines(shop.run("log", "start..", "--format", "json"))
    #expect(back.mapValues(Self.words) == ["one@1": ""])
    let version = try #require((back["one@1"]?["versions"] as? [[String: Any]])?.first)
    #expect(version["from"] as? String == "1.4.0")
  }

  @Test func `a release is made of lines that stand`() throws {
    let shop = try Shop(["c/a.yaml": Self.one()])
    try shop.repository.commit(["c/a.yaml": Self.one("2.0.0")], "Next\n", by: Shop.ann)
    #expect(try shop.run("tag", "--all", "--dry-run").output.contains("one/v2.0.0"))
    #expect(try !shop.run("tag", "--all", "--dry-run").output.contains("one/v1.4.0"))
    #expect(try shop.run("tag", "one@1.4.0", "--dry-run").output.contains("one/v1.4.0"))
  }

  @Test func `contracts without an id are lines of their own, by their paths`() throws {
    let bare = Shop.orders(version: "1.0.0").replacing("id: shop-orders\n", with: "")
    let shop = try Shop(["c/a.yaml": bare, "c/b.yaml": bare])
    try shop.repository.commit(["c/a.yaml": bare.replacing("1.0.0", with: "1.1.0")], "Raise one\n", by: Shop.ann)
    let lines = try shop.run("log", "--format", "json").json()["lines"] as? [[String: Any]] ?? []
    #expect(lines.map { "\($0["path"] ?? ""): \(($0["versions"] as? [Any])?.count ?? 0)" } == ["c/a.yaml: 2", "c/b.yaml: 1"])
    let one = try shop.run("log", "c/b.yaml", "--format", "json").json()["lines"] as? [[String: Any]] ?? []
    #expect(one.compactMap { $0["path"] as? String } == ["c/b.yaml"])
  }
}
