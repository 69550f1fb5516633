import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

/// The pages of a site, made from facts alone.
struct SiteTests {
  private static let hostile = "</title><script>alert(1)</script>\" onload='x' \u{202E}"

  /// A contract as a file holds it.
  private static func contract(_ text: String, path: String) throws -> Contract {
    try ContractReader.read(Array(text.utf8), path: path)
  }

  private static func yaml(name: String, identifier: String, version: String, table: String = "orders", columns: String) -> String {
    """
    apiVersion: v3.2.0
    kind: DataContract
    id: \(JSON.string(identifier).canonical)
    name: \(JSON.string(name).canonical)
    version: \(JSON.string(version).canonical)
    status: active
    domain: \(JSON.string(name).canonical)
    description: {purpose: \(JSON.string(name).canonical), usage: "<b>"}
    tags: [\(JSON.string(name).canonical)]
    schema:
      - name: \(JSON.string(table).canonical)
        description: \(JSON.string(name).canonical)
        physicalType: table
        properties:
    \(columns)
    slaProperties: [{property: \(JSON.string(name).canonical), value: 4, unit: "<h>"}]
    support: [{channel: \(JSON.string(name).canonical), url: "javascript:alert(1)"}, {channel: b, url: "https://x.example/?a=1&b"}]
    servers: [{server: \(JSON.string(name).canonical), type: custom, location: "<x>"}]

    """
  }

  /// Facts of contracts without history, all of one team.
  private static func facts(_ contracts: [Contract], consumers: [ConsumerDeclaration] = [], title: String = "Contracts") -> SiteFacts {
    let audited = contracts.map { contract -> AuditedContract in
      var audited = AuditedContract(identifier: contract.identifier, title: contract.title, path: contract.path)
      audited.version = contract.version?.value
      audited.status = contract.status
      audited.parties = ["@acme/\(contract.title)"]
      audited.lines = [.init(path: "CODEOWNERS", line: 3, pattern: contract.title, owners: audited.parties)]
      return audited
    }
    let timelines = contracts.map { contract in
      Timeline(
        identifier: contract.identifier, major: contract.major, name: contract.title, path: contract.path,
        versions: [
          Timeline.Release(
            version: contract.version?.value ?? "", commit: String(repeating: "a", count: 40), date: "2026-01-02T03:04:05Z",
            author: "Ann \(hostile)", summary: contract.title, diff: TransitionDiff(from: nil, to: contract),
            signOffs: [
              .init(contract: contract.identifier, person: "ann", owner: "@acme/data", assurance: "claim", decision: "approve", record: nil)
            ], migration: [contract.title], consumers: [])
        ], deprecated: [])
    }
    return SiteFacts(
      title: title, commit: String(repeating: "b", count: 40), day: "2026-01-02",
      files: contracts.map { .init(path: $0.path, contract: $0, problem: nil) }, timelines: timelines, consumers: consumers,
      audit: Audit(
        tip: "b", base: nil, ownership: .warn, ownersFile: nil, hasPeople: true, contracts: audited,
        findings: audited.map {
          AuditFinding(.orphan, contract: $0.identifier, title: $0.title, path: $0.path, message: "\($0.title): <i>")
        }),
      names: AuditNames(roster: Roster(people: People(), day: CalendarDay(secondsSince1970: 0)), showsPersons: false))
  }

  private static func texts(_ site: Site) -> [String: String] {
    Dictionary(uniqueKeysWithValues: site.files.map { ($0.path, $0.text) })
  }

  private static func consumer(_ contract: String, table: String, field: String) -> ConsumerDeclaration {
    ConsumerDeclaration(
      identifier: hostile, name: hostile, team: "@acme/\(hostile)",
      uses: [
        .init(
          contract: contract, range: "^1.0",
          fields: .tables([
            table: .init(isWhole: false, fields: [.init(name: FieldName(table: table, field: field), position: .start)], position: .start)
          ]))
      ], path: hostile + ".yaml")
  }

  @Test func `nothing that a repository says becomes markup, a path or an address`() throws {
    let name = JSON.string(Self.hostile).canonical
    let columns = """
              - {name: \(name), logicalType: string, description: \(name), classification: \(name), deprecated: true,
                 examples: [\(name)], quality: [{name: \(name), type: sql, query: "<q>", mustBe: 1}],
                 customProperties: [{property: replacedBy, value: \(name)}]}
              - {name: \(name), logicalType: string}
              - {name: "a.b", logicalType: string}
              - {name: a, logicalType: object, properties: [{name: b, logicalType: string}]}
      """
    let text = Self.yaml(name: Self.hostile, identifier: "<id>&", version: "1.0.0<", table: Self.hostile, columns: columns)
    let contract = try Self.contract(text, path: "../../<etc>.yaml")
    var facts = Self.facts([contract], consumers: [Self.consumer("<id>&", table: Self.hostile, field: "a")], title: Self.hostile)
    facts.files.append(.init(path: "<broken>.yaml", contract: nil, problem: "1:1: <b>"))
    let files = Self.texts(Site(facts, toolVersion: "1"))
    let check = SiteCheck(files)
    #expect(check.faults.isEmpty, "\(check.faults.joined(separator: "\n"))")
    for (path, text) in files where path.hasSuffix(".html") {
      #expect(!text.contains("<script>") && !text.contains("<i>") && !text.contains("<q>") && !text.contains("\u{202E}"), "\(path)")
      #expect(!text.contains("href=\"javascript:") && text.contains("Content-Security-Policy"), "\(path)")
    }
    #expect(files.keys.allSatisfy { $0.wholeMatch(of: /((contracts|teams)\/)?[a-z0-9.@-]+\.(html|css|js|svg)/) != nil }, "\(files.keys)")
    #expect(files.values.contains { $0.contains("href=\"https://x.example/?a=1&amp;b\"") })
    // A script is no page: what stands in it is data between quotes, in one statement.
    let index = try #require(files["search-index.js"])
    #expect(index.hasPrefix("const contractIndex = [\n") && index.hasSuffix("\n];\n"))
    let data = try JSONSerialization.jsonObject(with: Data(index.dropFirst("const contractIndex = ".count).dropLast(2).utf8))
    #expect((data as? [[Any]])?.count == 2)
  }

  @Test func `the same facts are the same bytes, and the version of the tool stands on one page`() throws {
    let contracts = try ["b", "a", "c"].map {
      try Self.contract(
        Self.yaml(name: $0, identifier: $0, version: "1.0.0", columns: "        - {name: x, logicalType: string}"), path: $0)
    }
    let consumers = [Self.consumer("a", table: "orders", field: "x")]
    let files = Self.texts(Site(Self.facts(contracts, consumers: consumers), toolVersion: "1"))
    #expect(files == Self.texts(Site(Self.facts(contracts, consumers: consumers), toolVersion: "1")))
    #expect(files == Self.texts(Site(Self.facts(contracts.reversed(), consumers: consumers), toolVersion: "1")))
    let newer = Self.texts(Site(Self.facts(contracts, consumers: consumers), toolVersion: "2"))
    #expect(files.keys.filter { files[$0] != newer[$0] } == ["index.html"])
  }

  @Test func `both lines of a contract have a page, and its versions stand on each`() throws {
    let column = "        - {name: x, logicalType: string}"
    let contracts = try [("1.4.0", "orders.v1.yaml"), ("2.0.0", "orders.yaml")].map {
      try Self.contract(Self.yaml(name: "orders", identifier: "o", version: $0.0, columns: column), path: $0.1)
    }
    let files = Self.texts(Site(Self.facts(contracts), toolVersion: "1"))
    #expect(SiteCheck(files).faults.isEmpty)
    let newest = try #require(files["contracts/orders.html"])
    let older = try #require(files["contracts/orders@1.html"])
    #expect(newest.contains("<a href=\"../contracts/orders@1.html\">1.x (1.4.0)</a>"))
    #expect(older.contains("<h1>orders 1.x <span class=\"number\">1.4.0</span>"))
    for page in [newest, older] {
      for place in ["version-1.4.0", "version-2.0.0", "column-orders.x"] { #expect(page.contains("id=\"\(place)\""), "\(place)") }
    }
  }

  @Test func `persons have no name unless somebody asked for them`() throws {
    let text = Self.yaml(name: "orders", identifier: "o", version: "1.0.0", columns: "        - {name: x, logicalType: string}")
    let contract = try Self.contract(text + "team: {name: t, members: [{username: zoe, role: owner}]}\n", path: "o.yaml")
    var facts = Self.facts([contract])
    let page = try #require(Self.texts(Site(facts, toolVersion: "1"))["contracts/orders.html"])
    #expect(!page.contains("zoe") && !page.contains("Ann") && page.contains("agreed: persons of no team for @acme/data (claim)"))
    facts.names = AuditNames(roster: Roster(people: People(), day: CalendarDay(secondsSince1970: 0)), showsPersons: true)
    let named = try #require(Self.texts(Site(facts, toolVersion: "1"))["contracts/orders.html"])
    #expect(named.contains("zoe") && named.contains("Ann") && named.contains("agreed: ann for @acme/data (claim)"))
  }

  @Test func `each column says who reads it and how`() throws {
    let columns =
      "        - {name: x, logicalType: object, properties: [{name: y, logicalType: string}]}\n        - {name: z, logicalType: string}"
    let contract = try Self.contract(Self.yaml(name: "orders", identifier: "o", version: "1.0.0", columns: columns), path: "o.yaml")
    var reader = Self.consumer("o", table: "orders", field: "x")
    reader.name = "Dashboard"
    var silent = Self.consumer("o", table: "orders", field: "x")
    (silent.identifier, silent.name, silent.path) = ("silent", "Silent", "s.yaml")
    silent.uses[0].fields = .unknown
    let page = try #require(
      Self.texts(Site(Self.facts([contract], consumers: [reader, silent]), toolVersion: "1"))["contracts/orders.html"])
    let rows = page.components(separatedBy: "<tr ").filter { $0.contains("id=\"column-") }
    #expect(rows.map { $0.contains("Dashboard") } == [true, true, false], "\(rows)")
    #expect(rows[1].contains("(by orders.x)"))
    #expect(page.contains("Nobody knows which columns are read by") && !rows.contains { $0.contains("Silent") })
  }

  @Test func `a large organisation is drawn by domain`() throws {
    let contracts = try (0..<60).map { number in
      try Self.contract(
        Self.yaml(name: "c\(number)", identifier: "c\(number)", version: "1.0.0", columns: "        - {name: x, logicalType: string}"),
        path: "c\(number)")
    }
    let consumers = [Self.consumer("c7", table: "orders", field: "x")]
    let files = Self.texts(Site(Self.facts(contracts, consumers: consumers), toolVersion: "1"))
    #expect(SiteCheck(files).faults.isEmpty)
    let page = try #require(files["ownership.html"])
    #expect(page.contains("1 contract</text>") && page.contains("class=\"edge\""))
    #expect(page.components(separatedBy: "class=\"box\"").count == 62)
  }

  // MARK: The look

  @Test(arguments: [false, true])
  func `every text can be told from what is behind it`(isDark: Bool) throws {
    let blocks = SiteStyle.text.components(separatedBy: ":root {").dropFirst().map { $0.prefix { $0 != "}" } }
    #expect(blocks.count == 2)
    let block = try #require(isDark ? blocks.last : blocks.first)
    var colours: [String: String] = [:]
    for match in block.matches(of: /--([a-z0-9-]+): #([0-9a-f]{6});/) { colours[String(match.output.1)] = String(match.output.2) }
    func light(_ name: String) throws -> Double {
      let number = try #require(Int(colours[name] ?? "", radix: 16), "\(name)")
      let parts = [16, 8, 0].map { shift -> Double in
        let part = Double(number >> shift & 255) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let pairs =
      ["text", "quiet", "link", "warn"].flatMap { [($0, "page"), ($0, "raised")] }
      + ["good", "warn", "bad", "calm"].map { ($0, $0 + "-back") } + [("quiet", "warn-back"), ("link", "warn-back"), ("text", "warn-back")]
      + (0...3).map { ("level\($0)", "page") }
    for (front, back) in pairs {
      let (one, other) = (try light(front), try light(back))
      let contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
      #expect(contrast >= 4.5, "\(front) on \(back): \(contrast)")
    }
  }

  /// A check that cannot fail checks nothing.
  @Test(arguments: [
    ("<h1>", "<h1 onclick=\"x()\">"), ("<main id=\"content\"", "<main id=\"q\""), ("</h1>", "</h2>"),
    ("href=\"contracts/a.html\"", "href=\"contracts/b.html\""),
    ("href=\"contracts/a.html\"", "href=\"contracts/a.html#column-none\""), ("href=\"contracts/a.html\"", "href=\"../a.html\""),
    ("href=\"contracts/a.html\"", "href=\"javascript:a\""), ("scope=\"col\"", "data-x=\"\""),
    ("href=\"site.css\"", "href=\"https://x.example/a.css\""),
    ("</h1>", " & </h1>"), ("</h1>", " > </h1>"), ("<h2", "<h4"), ("src=\"search.js\" defer", "defer"), ("</main>", "<p></main>"),
    ("<label for=\"q\">", "<label for=\"r\">"), ("href=\"#content\"", "href=\"#contents\""), ("</main>", "<style></style></main>"),
    ("</main>", "<p style=\"x\"></p></main>"), ("</main>", "<img src=\"icon.svg\"></main>"), ("</main>", "<a href=\"\"></a></main>"),
  ])
  func `a broken page is found`(old: String, new: String) throws {
    let column = "        - {name: x, logicalType: string}"
    let contract = try Self.contract(Self.yaml(name: "a", identifier: "a", version: "1.0.0", columns: column), path: "a.yaml")
    var files = Self.texts(Site(Self.facts([contract]), toolVersion: "1"))
    #expect(SiteCheck(files).faults.isEmpty)
    let page = try #require(files["index.html"])
    #expect(page.contains(old))
    files["index.html"] = page.replacing(old, with: new, maxReplacements: 1)
    #expect(!SiteCheck(files).faults.isEmpty)
  }
}
