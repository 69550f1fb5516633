import ContractTestSupport
import Testing

/// `blame`, `show`, `diff` and `log` over one small history with a merge, a rename of the file and a version on another branch.
struct HistoryCommandTests {
  private static let phone = Shop.phone
  private static let ben = TestPerson("Ben Analyst", "ben@acme.example")
  private static let cat = TestPerson("Cat Merger", "cat@acme.example")

  /// 1.4.2 by ann; 1.5.0 by ben and ann on a branch, merged by cat; 2.0.0 by ann with the file moved; `release/1.x` goes on to 1.5.1.
  private static func shop() throws -> Shop {
    let shop = try Shop()
    let repository = shop.repository
    try repository.git("checkout", "--quiet", "-b", "topic")
    try repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, phone])], "Add phone\n", by: ben)
    try repository.commit(
      [
        "contracts/orders.yaml": Shop.orders(
          version: "1.5.0", columns: [Shop.orderID, Shop.email.replacing("}", with: ", description: Where the receipt goes}"), phone])
      ], "Describe email\n", by: Shop.ann)
    try repository.git("checkout", "--quiet", "main")
    try repository.merge("topic", "Merge topic", by: cat)
    try repository.git("branch", "release/1.x")
    try repository.git("mv", "contracts/orders.yaml", "contracts/sales.yaml")
    try repository.commit(
      ["contracts/sales.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID, phone])], "Drop email\n", by: Shop.ann)
    try repository.git("checkout", "--quiet", "release/1.x")
    try repository.commit(
      [
        "contracts/orders.yaml": Shop.orders(
          version: "1.5.1", columns: [Shop.orderID.replacing("}", with: ", description: The key}"), Shop.email, phone])
      ], "Describe the key\n", by: ben)
    try repository.git("checkout", "--quiet", "main")
    return shop
  }

  @Test func `blame names who wrote an element, not who merged or moved it`() throws {
    let shop = try Self.shop()
    let text = try shop.run("blame", "orders").output
    let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init) }
    func line(_ name: String) throws -> [String] { try #require(lines.first { $0.contains(name) && $0.count > 4 }, "\(text)") }
    #expect(try line("phone").prefix(1) == ["1.5.0"])
    #expect(try line("phone").contains("Ben"))
    #expect(try line("order_id").contains("Ann"))
    #expect(!text.contains("Merger"))
    // In the line of version 1 the description came with the same version and another commit.
    try shop.repository.git("checkout", "--quiet", "release/1.x")
    let email = try shop.run("blame", "orders", "topic", "-L", "orders.email").output.split(separator: "\n")
    #expect(email.count == 2)
    #expect(email.last?.hasPrefix("1.5.0") ?? false)
    #expect(email.last?.contains("Ann Owner") ?? false, "\(email)")
    #expect(email.last?.contains("since 1.4.2") ?? false, "\(email)")
  }

  @Test func `blame takes nobody's work for that of who resolves a conflict or moves a file`() throws {
    let shop = try Shop()
    let repository = shop.repository
    try repository.git("checkout", "--quiet", "-b", "topic")
    try repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Self.phone])], "Add phone\n", by: Self.ben
    )
    try repository.git("checkout", "--quiet", "main")
    let fax = Self.phone.replacing("phone", with: "fax")
    try repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, fax])], "Add fax\n", by: Shop.ann)
    _ = try repository.tryGit("merge", "--quiet", "topic")
    try repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.6.0", columns: [Shop.orderID, Shop.email, fax, Self.phone])], "Merge\n",
      by: Self.cat)
    try repository.git("mv", "contracts/orders.yaml", "contracts/moved.yaml")
    try repository.commit([:], "Move\n", by: Self.cat)
    let text = try shop.run("blame", "orders").output
    func line(_ name: String) throws -> String { String(try #require(text.split(separator: "\n").last { $0.contains(name) }, "\(text)")) }
    #expect(try line("phone").contains("Ben Analyst"), "\(text)")
    #expect(try line("fax").contains("Ann Owner"), "\(text)")
    #expect(!text.contains("Cat Merger"), "\(text)")
  }

  @Test func `show takes a path at a revision for that file, and does not choose among lines`() throws {
    let shop = try Shop([
      "contracts/a.yaml": Shop.orders(version: "1.0.0"), "contracts/b.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID]),
    ])
    #expect(try shop.run("show", "contracts/b.yaml@HEAD").output.contains("version: 2.0.0"))
    #expect(try shop.run("show", "contracts/a.yaml@HEAD").output.contains("version: 1.0.0"))
    #expect(try shop.run("diff", "contracts/a.yaml@HEAD", "contracts/b.yaml@HEAD").output.contains("'email' was removed"))
    let both = try shop.run("show", "orders@HEAD")
    #expect(both.status == 128 && both.errors.contains("several lines"), "\(both.errors)")
  }

  @Test func `blame says what it does not find`() throws {
    let shop = try Self.shop()
    let element = try shop.run("blame", "orders", "-L", "orders.phon")
    #expect(element.status == 128)
    #expect(element.errors.contains("hint: did you mean 'orders.phone'?"), "\(element.errors)")
    #expect(try shop.run("blame", "order").errors.contains("did you mean 'orders'?"))
    #expect(try shop.run("blame", "orders", "nowhere").status == 128)
    try shop.repository.commit(["contracts/sales.yaml": "kind: DataContract\nid: [\n"], "Break it\n", by: Shop.ann)
    let broken = try shop.run("blame", "contracts/sales.yaml")
    #expect(broken.status == 128 && broken.errors.contains("contracts/sales.yaml:"), "\(broken.errors)")
  }

  @Test func `show finds a version on another branch, and under its release tag when the branch is gone`() throws {
    let shop = try Self.shop()
    #expect(try shop.run("show", "orders@1.5.1").output.contains("version: 1.5.1"))
    try shop.repository.git("tag", "-a", "-m", "x", "orders/v1.5.1", "release/1.x")
    try shop.repository.git("branch", "--quiet", "-D", "release/1.x")
    #expect(try shop.run("show", "orders@1.5.1").output.contains("version: 1.5.1"))
    try shop.repository.git("tag", "-d", "orders/v1.5.1")
    #expect(try shop.run("show", "orders@1.5.1").status == 128)
    // A tag of that form that names another version is none of it.
    try shop.repository.git("tag", "orders/v1.5.1", "main")
    #expect(try shop.run("show", "orders@1.5.1").status == 128)
  }

  @Test func `diff compares two versions of a contract, wherever they are`() throws {
    let shop = try Self.shop()
    let answer = try shop.run("diff", "orders@1.4.2", "orders@2.0.0")
    #expect(answer.output.contains("property 'email' was removed"), "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("property 'phone' was added"))
    #expect(try shop.run("diff", "orders@1.5.1", "orders@2.0.0").output.contains("'email' was removed"))
    #expect(try shop.run("diff", "--exit-code", "orders@1.4.2", "orders@1.4.2").status == 0)
    #expect(try shop.run("diff", "orders@1.4.2", "orders@7.0.0").status == 128)
    // What Git knows as a revision is one.
    try shop.repository.git("branch", "a@b")
    #expect(try shop.run("diff", "a@b", "HEAD@{0}").status == 0)
  }

  @Test(arguments: [
    (["--impact", "breaking"], ["2.0.0"]), (["--impact", "compatible"], ["2.0.0", "1.5.0"]), (["--author", "MERGER"], ["1.5.0"]),
    (["--since", "1.4.2"], ["2.0.0", "1.5.0"]), (["--since", "1.5.0", "--author", "nobody"], []),
    (["--impact", "editorial", "--author", "ann"], ["2.0.0"]),
  ])
  func `log keeps what was asked for`(options: [String], versions: [String]) throws {
    let shop = try Self.shop()
    let answer = try shop.run(["log", "orders"] + options)
    #expect(answer.status == 0, "\(answer.errors)")
    let found = answer.output.split(separator: "\n").compactMap { line -> String? in
      let first = line.split(separator: " ").first.map(String.init) ?? ""
      return first.first?.isNumber ?? false ? first : nil
    }
    #expect(found == versions, "\(answer.output)")
  }

  @Test func `a contract whose path is no UTF-8 has its log, blame and changelog`() throws {
    let shop = try Shop(["contracts/a.yaml": Shop.orders(name: "other", identifier: "other")])
    func write(_ text: String) throws {
      let raw = try shop.repository.environment.run(
        "sh", ["-c", "cat > \"$(printf 'contracts/raw\\377.yaml')\""], in: shop.path, input: text)
      #expect(raw.status == 0, "\(raw.errors)")
    }
    try write(Shop.orders())
    try shop.repository.commit([:], "Begin\n", by: Shop.ann)
    try write(Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone]))
    try shop.repository.commit([:], "Add phone\n", by: Self.ben)
    for name in ["orders", "shop-orders", "contracts/raw\u{FFFD}.yaml"] {
      let log = try shop.run("log", name)
      #expect(log.status == 0, "\(log.errors)")
      #expect(log.output.contains("  1.5.0  ") && log.output.contains("  1.4.2  ") && !log.output.contains("other"), "\(log.output)")
      #expect(log.output.hasPrefix("orders 1.x  contracts/raw\u{FFFD}.yaml  shop-orders\n"), "\(log.output)")
    }
    #expect(try shop.run("changelog", "orders").output.contains("property 'phone' was added"))
  }

  @Test func `list and check --all read files of the work tree whose names are no UTF-8`() throws {
    let shop = try Shop()
    func run(_ script: String) throws {
      let answer = try shop.repository.environment.run(
        "sh", ["-c", script], in: shop.path, input: Shop.orders(name: "raw", identifier: "raw"))
      #expect(answer.status == 0, "\(answer.errors)")
    }
    try run("mkdir \"$(printf 'd\\377')\" && cat > \"$(printf 'd\\377/raw.yaml')\"")
    for _ in 0...1 {
      let list = try shop.run("list")
      #expect(list.status == 0 && list.output.contains("d\u{FFFD}/raw.yaml"), "\(list.output)\(list.errors)")
      let all = try shop.run("check", "--all", "--format", "json")
      #expect(all.output.contains("\"contract\": \"raw\""), "\(all.output)\(all.errors)")
      // The second time it is tracked.
      try shop.repository.git("add", "--all")
    }
    try shop.repository.commit([:], "Add raw\n", by: Shop.ann)
    #expect(try shop.run("diff", "--exit-code").status == 0)
    try run("sed -i 's/^version: 1.4.2/version: 1.4.3/' \"$(printf 'd\\377/raw.yaml')\"")
    #expect(try shop.run("diff").output.contains("raw 1.4.2 -> 1.4.3"))
    // Of two that read alike nobody knows which is meant.
    try run("mkdir \"$(printf 'd\\376')\" && cat > \"$(printf 'd\\376/raw.yaml')\"")
    for command in [["list"], ["check", "--all"]] {
      let answer = try shop.run(command)
      #expect(answer.status == 128, "\(answer.output)")
      #expect(answer.errors.hasPrefix("fatal: cannot tell apart 2 files that are called 'd\u{FFFD}"), "\(answer.errors)")
    }
    #expect(try shop.run("list", "HEAD").output.contains("d\u{FFFD}/raw.yaml"))
  }
}
