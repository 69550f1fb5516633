import ContractTestSupport
import Foundation
import Testing

/// `site`: the same files for the same commit, and nobody else's touched.
struct SiteCommandTests {
  private static let owned: [String: String] = [
    "contracts/orders.yaml": Shop.orders(), "CODEOWNERS": "/contracts/ @shop/sales\n",
    ".contracts/people.yaml": """
    people:
      - {id: ann, name: Ann Owner, emails: [ann@shop.example]}
      - {id: dan, name: Dan Other, emails: [dan@shop.example]}
    teams:
      - {handle: "@shop/sales", members: [ann]}
      - {handle: "@shop/other", members: [dan]}

    """,
    "consumers/insight/dashboard.yaml": Shop.consumer(),
  ]

  /// The files of a site without its list, each with its number on the disk: a file that was written anew has another.
  private func numbers(_ directory: String) throws -> [String: Int] {
    try snapshot(directory).reduce(into: [:]) { numbers, file in
      let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file.key)
      numbers[file.key] = attributes[.systemFileNumber] as? Int
    }
  }

  private func texts(_ directory: String) throws -> [String: String] {
    try snapshot(directory).filter { !$0.key.hasPrefix(".") }.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `the site holds together, and tomorrow it is the same`() throws {
    let shop = try Shop(Self.owned)
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop email\n", by: Shop.ann)
    let site = shop.repository.scratch.path("site")
    let first = try shop.run("site", "--output", site)
    #expect(first.status == 0, "\(first.errors)")
    let files = try texts(site)
    #expect(first.output == "\(site)/index.html: \(files.count) files written, 0 unchanged\n")
    let faults = SiteCheck(files).faults
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    let page = try #require(files["contracts/orders.html"])
    for text in ["id=\"version-2.0.0\"", "id=\"version-1.4.2\"", "id=\"column-orders.order_id\"", "Dashboard", "breaking", "CODEOWNERS:1"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(files.values.allSatisfy { !$0.contains("Ann") && !$0.contains("ann@") })

    let before = try numbers(site)
    let later = try shop.run(["site", "--output", site], now: Program.now + 900_000_000)
    #expect(later.output == "\(site)/index.html: 0 files written, \(files.count) unchanged\n")
    #expect(try numbers(site) == before)
    // Elsewhere, from a bare clone, with another clock: the same bytes.
    let bare = try shop.repository.clone("bare.git", bare: true)
    let there = shop.repository.scratch.path("there")
    #expect(try shop.run(["site", "--output", there], in: bare.path, now: 0).status == 0)
    #expect(try snapshot(there) == snapshot(site))
  }

  @Test func `only pages that say something new are written, and those of ours that are needed no more go`() throws {
    let shop = try Shop(Self.owned)
    let site = shop.repository.scratch.path("site")
    _ = try shop.run("site", "--output", site)
    try TestFiles.write(Array("mine".utf8), to: site + "/teams/notes.txt")
    try TestFiles.write(Array("mine".utf8), to: site + "/teams/mine.html")
    let before = try numbers(site)
    #expect(before["teams/shop-sales.html"] != nil)
    try shop.repository.commit(["CODEOWNERS": "/contracts/ @shop/other\n"], "Hand over\n", by: Shop.ann)
    let answer = try shop.run("site", "--output", site)
    #expect(answer.output.hasSuffix(" 1 removed\n"), "\(answer.output)\(answer.errors)")
    let after = try numbers(site)
    #expect(after["teams/shop-sales.html"] == nil && after["teams/shop-other.html"] != nil)
    for kept in ["site.css", "search.js", "consumers.html", "teams/notes.txt", "teams/mine.html"] {
      #expect(after[kept] == before[kept], "\(kept)")
    }
    #expect(after["contracts/orders.html"] != before["contracts/orders.html"])
    #expect(SiteCheck(try texts(site).filter { $0.key != "teams/mine.html" }).faults.isEmpty)
  }

  @Test func `a page that somebody changed is mended, and kept where it is needed no more`() throws {
    let shop = try Shop(Self.owned)
    let site = shop.repository.scratch.path("site")
    _ = try shop.run("site", "--output", site)
    let right = try snapshot(site)
    for page in ["index.html", "teams/shop-sales.html"] { try TestFiles.write(Array("changed".utf8), to: site + "/" + page) }
    #expect(try shop.run("site", "--output", site).output.contains(": 2 files written,"))
    #expect(try snapshot(site) == right)

    try TestFiles.write(Array("changed".utf8), to: site + "/teams/shop-sales.html")
    try shop.repository.commit(["CODEOWNERS": "/contracts/ @shop/other\n"], "Hand over\n", by: Shop.ann)
    let answer = try shop.run("site", "--output", site)
    #expect(answer.status == 0 && answer.errors == "warning: '\(site)/teams/shop-sales.html' was changed by somebody and is not removed\n")
    #expect(try snapshot(site)["teams/shop-sales.html"] == Array("changed".utf8))
    // From now on it is theirs.
    #expect(try shop.run("site", "--output", site).errors.isEmpty)
  }

  @Test func `a directory with files of others is refused as it is`() throws {
    let shop = try Shop()
    let answer = try shop.run("site", "--output", ".")
    #expect(answer.status == 128)
    #expect(
      answer.errors == "fatal: '.' holds files and is no site of git contract\nhint: name a directory that is empty, or not there yet\n")
    #expect(try shop.repository.git("status", "--porcelain") == "")
    try shop.repository.write("x", to: "file")
    #expect(try shop.run("site", "--output", "file").status == 128)
    #expect(try shop.run("site", "--output", "file/site").status == 128)
    try shop.repository.scratch.makeDirectory("empty")
    #expect(try shop.run("site", "--output", shop.repository.scratch.path("empty")).status == 0)
  }

  @Test(arguments: ["file", "link", "folder", "parent"])
  func `what stands in the way of a page stays, and nothing is written`(obstacle: String) throws {
    let shop = try Shop(Self.owned)
    let site = shop.repository.scratch.path("site")
    _ = try shop.run("site", "--output", site)
    let outside = try shop.repository.scratch.makeDirectory("outside")
    try TestFiles.write(Array("theirs".utf8), to: outside + "/orders.html")
    let page = site + "/contracts/more.html"
    switch obstacle {
    case "file": try TestFiles.write(Array("theirs".utf8), to: page)
    case "link": try FileManager.default.createSymbolicLink(atPath: page, withDestinationPath: outside + "/orders.html")
    case "folder": try FileManager.default.createDirectory(atPath: page, withIntermediateDirectories: false)
    default:
      try FileManager.default.removeItem(atPath: site + "/contracts")
      try FileManager.default.createSymbolicLink(atPath: site + "/contracts", withDestinationPath: outside)
    }
    let before = try snapshot(site)
    try shop.repository.commit(["contracts/more.yaml": Shop.orders(name: "more", identifier: "shop-more")], "More\n", by: Shop.ann)
    let answer = try shop.run("site", "--output", site)
    #expect(answer.status == 128 && answer.errors.hasPrefix("fatal: "), "\(answer.errors)")
    #expect(try snapshot(site) == before)
    #expect(try snapshot(outside) == ["orders.html": Array("theirs".utf8)])
  }

  @Test(arguments: ["../outside/victim", "/etc/passwd", "contracts/../../outside/victim", "a/b.html", ".git/config", "index.html\n"])
  func `a list that names what is not ours is not believed`(path: String) throws {
    let shop = try Shop()
    let site = shop.repository.scratch.path("site")
    _ = try shop.run("site", "--output", site)
    try shop.repository.scratch.write("x", to: "outside/victim")
    let list = try String(contentsOfFile: site + "/.git-contract-site", encoding: .utf8)
    // The digest is that of `x`.
    let line = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  \(path)\n"
    try TestFiles.write(Array((list + line).utf8), to: site + "/.git-contract-site")
    let answer = try shop.run("site", "--output", site)
    #expect(answer.status == 128 && answer.errors.contains("is damaged"), "\(answer.errors)")
    #expect(try shop.repository.scratch.read("outside/victim") == "x")
  }

  @Test func `an interrupted run is gone on with`() throws {
    let shop = try Shop(Self.owned)
    let site = shop.repository.scratch.path("site")
    _ = try shop.run("site", "--output", site)
    let whole = try snapshot(site)
    // As it is where the list was written and most pages were not.
    for file in whole.keys where file.hasSuffix(".html") { try FileManager.default.removeItem(atPath: site + "/" + file) }
    #expect(try shop.run("site", "--output", site).status == 0)
    #expect(try snapshot(site) == whole)
  }

  @Test func `what is gone and what cannot be read have their pages`() throws {
    let shop = try Shop(Self.owned.merging(["contracts/old.yaml": Shop.orders(name: "old", identifier: "shop-old")]) { $1 })
    try shop.repository.commit(["contracts/old.yaml": nil, "contracts/orders.yaml": Shop.broken], "Break\n", by: Shop.ann)
    let site = shop.repository.scratch.path("site")
    let answer = try shop.run("site", "--output", site)
    #expect(answer.status == 1, "\(answer.errors)")
    let files = try texts(site)
    #expect(SiteCheck(files).faults.isEmpty)
    #expect(try #require(files["contracts/old.html"]).contains("The contract was deleted"))
    let broken = try #require(files["contracts/orders.html"])
    #expect(broken.contains("The file cannot be read: ") && broken.contains("id=\"version-1.4.2\""))
  }

  @Test func `what is there keeps its address from what once had its name`() throws {
    let shop = try Shop()
    try shop.repository.commit(["contracts/orders.yaml": nil], "Delete\n", by: Shop.ann)
    try shop.repository.commit(["contracts/new.yaml": Shop.orders(version: "1.0.0", identifier: "shop-new")], "Begin anew\n", by: Shop.ann)
    let site = shop.repository.scratch.path("site")
    #expect(try shop.run("site", "--output", site).status == 0)
    let files = try texts(site)
    #expect(SiteCheck(files).faults.isEmpty)
    let pages = files.filter { $0.key.hasPrefix("contracts/") }
    #expect(pages.count == 2 && pages["contracts/orders.html"]?.contains("shop-new") ?? false, "\(pages.keys)")
    #expect(pages.contains { $0.key != "contracts/orders.html" && $0.value.contains("The contract was deleted") })
  }

  @Test func `contracts without an id are not one`() throws {
    let shop = try Shop([
      "contracts/a.yaml": Shop.orders(name: "first").replacing("id: shop-orders\n", with: ""),
      "contracts/b.yaml": Shop.orders(name: "second").replacing("id: shop-orders\n", with: ""),
    ])
    let site = shop.repository.scratch.path("site")
    #expect(try shop.run("site", "--output", site).status == 0)
    let files = try texts(site)
    #expect(SiteCheck(files).faults.isEmpty)
    #expect(files.keys.filter { $0.hasPrefix("contracts/") }.sorted() == ["contracts/first.html", "contracts/second.html"])
  }

  @Test func `a revision, a title, persons, and silence`() throws {
    let shop = try Shop(Self.owned)
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "1.5.0")], "Raise\n", by: Shop.ann)
    let site = shop.repository.scratch.path("site")
    let answer = try shop.run("site", "HEAD~1", "--output", site, "--title", "Shop <data>", "--persons", "--quiet")
    #expect(answer.status == 0 && answer.output.isEmpty && answer.errors.isEmpty)
    let files = try texts(site)
    #expect(try #require(files["index.html"]).contains("<title>Shop &lt;data&gt;</title>"))
    let page = try #require(files["contracts/orders.html"])
    #expect(page.contains("Ann Owner") && !page.contains("1.5.0"))
  }

  @Test func `without contracts there is a site, without a commit there is none`() throws {
    let shop = try Shop(["README": "x\n"])
    let site = shop.repository.scratch.path("site")
    #expect(try shop.run("site", "--output", site).status == 0)
    #expect(SiteCheck(try texts(site)).faults.isEmpty)
    let empty = Shop(try TestRepository())
    let answer = try empty.run("site", "--output", "site")
    #expect(answer.status == 128 && answer.errors == "fatal: there is no commit yet\nhint: git commit\n")
    #expect(try empty.run("site").status == 129)
  }
}
