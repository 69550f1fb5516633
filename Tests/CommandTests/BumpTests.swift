import ContractTestSupport
import Testing

/// `bump` and `deprecate`: what they write, and that they write nothing else.
struct BumpTests {
  @Test(arguments: [
    ("version: 1.4.2 # raised", "version: 2.0.0 # raised"),
    ("version: \"1.4.2\" # raised", "version: \"2.0.0\" # raised"),
    ("version: '1.4.2'   # raised", "version: '2.0.0'   # raised"),
    ("version: v1.4.2 # raised", "version: v2.0.0 # raised"),
    ("version: '1.4' # raised", "version: '2.0' # raised"),
    ("\"version\": 1.4.2 # raised", "\"version\": 2.0.0 # raised"),
    ("version:    1.4.2\t# raised", "version:    2.0.0\t# raised"),
  ])
  func `everything but the version stays byte for byte`(before: String, after: String) throws {
    for lineEnd in ["\n", "\r\n"] {
      let old = Shop.orders().replacing("version: 1.4.2 # raised", with: before).replacing("\n", with: lineEnd)
      let shop = try Shop(["contracts/orders.yaml": old])
      let changed = Shop.orders(columns: [Shop.orderID]).replacing("version: 1.4.2 # raised", with: before).replacing("\n", with: lineEnd)
      try shop.repository.write(changed, to: "contracts/orders.yaml")
      let dry = try shop.run("bump", "--dry-run")
      #expect(dry.status == 0 && dry.output.contains("would be written"), "\(dry.errors)")
      #expect(try shop.repository.read("contracts/orders.yaml") == changed)
      let answer = try shop.run("bump", "orders")
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(try shop.repository.read("contracts/orders.yaml") == changed.replacing(before, with: after))
      #expect(try shop.run("check").status == 0)
      let again = try shop.run("bump", "orders")
      #expect(again.status == 0 && again.output.contains("is high enough"), "\(again.output)")
    }
  }

  @Test func `--staged writes the index, and the work tree's file only where it is the same`() throws {
    let shop = try Shop()
    let staged = Shop.orders(columns: [Shop.orderID])
    try shop.repository.write(staged, to: "contracts/orders.yaml")
    try shop.repository.git("add", "--all")
    let dirty = staged + "# not finished\n"
    try shop.repository.write(dirty, to: "contracts/orders.yaml")
    let answer = try shop.run("bump", "--staged", "orders")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.errors.contains("warning: 'contracts/orders.yaml' in the work tree differs from what was staged and was left alone"))
    #expect(try shop.repository.read("contracts/orders.yaml") == dirty)
    let expected = staged.replacing("1.4.2", with: "2.0.0")
    #expect(try shop.repository.git("show", ":contracts/orders.yaml") + "\n" == expected)
    #expect(try shop.run("check", "--staged").status == 0)

    try shop.repository.git("reset", "--quiet", "--hard")
    try shop.repository.write(staged, to: "contracts/orders.yaml")
    try shop.repository.git("add", "--all")
    let clean = try shop.run("bump", "--staged")
    #expect(clean.status == 0 && clean.errors.isEmpty, "\(clean.errors)")
    #expect(try shop.repository.read("contracts/orders.yaml") == expected)
    #expect(try shop.repository.git("status", "--porcelain") == "M  contracts/orders.yaml")
  }

  @Test func `an executable file and a symbolic link stay what they are`() throws {
    let shop = try Shop()
    try shop.repository.git("update-index", "--chmod=+x", "contracts/orders.yaml")
    try shop.repository.git("commit", "--quiet", "--message", "Make it executable")
    try shop.repository.git("checkout", "--quiet", "--", ".")
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml")
    try shop.repository.git("add", "--all")
    #expect(try shop.run("bump", "--staged").status == 0)
    #expect(try shop.repository.git("ls-files", "--stage").hasPrefix("100755"))
    #expect(try shop.repository.git("diff", "--stat").isEmpty)
  }

  @Test func `a version that cannot be ordered is not guessed`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(version: "march")])
    let changed = Shop.orders(version: "march", columns: [Shop.orderID])
    try shop.repository.write(changed, to: "contracts/orders.yaml")
    let answer = try shop.run("bump")
    #expect(answer.status == 128 && answer.errors.contains("fatal: cannot tell which version 'orders' should have"), "\(answer.output)")
    #expect(try shop.repository.read("contracts/orders.yaml") == changed)
    // Half a deprecation is worse than none.
    try shop.repository.git("checkout", "--quiet", "--", ".")
    let deprecate = try shop.run("deprecate", "orders.orders.email")
    #expect(deprecate.status == 128 && deprecate.output.isEmpty, "\(deprecate.output)")
    #expect(try shop.repository.read("contracts/orders.yaml") == Shop.orders(version: "march"))
  }

  @Test func `without a change there is nothing to do`() throws {
    let shop = try Shop()
    let answer = try shop.run("bump")
    #expect(answer.status == 0)
    #expect(answer.output == "orders: 1.4.2 is high enough (contracts/orders.yaml)\n" && answer.errors.isEmpty)
    try shop.repository.commit(["README": "x"], "Read me\n")
    let later = try shop.run("bump")
    #expect(later.status == 0 && later.output.isEmpty && later.errors == "nothing changed that asks for a version\n", "\(later.output)")
    #expect(try shop.repository.git("status", "--porcelain").isEmpty)
  }

  @Test func `deprecate writes flow style as flow style`() throws {
    let shop = try Shop()
    let answer = try shop.run("deprecate", "orders.orders.email", "--replacement", "contact_email", "--after", "P90D")
    #expect(answer.status == 0, "\(answer.errors)")
    let text = try shop.repository.read("contracts/orders.yaml")
    #expect(
      text.contains("{name: email, logicalType: string, physicalType: VARCHAR(320), deprecated: true, customProperties: ["), "\(text)")
    #expect(text.contains("contact_email") && text.contains("2024-08-30"), "\(text)")
    #expect(text.contains("version: 1.4.3 # raised") || text.contains("version: 1.5.0 # raised"), "\(text)")
    #expect(try shop.run("check").status == 0)
    let unchanged = Set(Shop.orders().split(separator: "\n")).subtracting(text.split(separator: "\n"))
    #expect(unchanged.count == 2, "\(unchanged)")
  }

  @Test func `deprecate writes block style as block style, whatever its indentation and line ends`() throws {
    for lineEnd in ["\n", "\r\n"] {
      let block = Shop.orders(columns: [Shop.orderID, "name: email   # an address", "  logicalType: string", "name: last"])
        .replacing("      -   logicalType", with: "        logicalType").replacing("\n", with: lineEnd)
      let shop = try Shop(["contracts/orders.yaml": block])
      let answer = try shop.run("deprecate", "orders.orders.email", "--replacement", "a: \"b\" # c", "--after", "2027-03-31")
      #expect(answer.status == 0, "\(answer.errors)")
      let text = try shop.repository.read("contracts/orders.yaml")
      #expect(text.contains("        deprecated: true" + lineEnd), "\(text)")
      #expect(text.contains("name: email   # an address" + lineEnd))
      let json = try shop.run("diff", "--format", "json")
      #expect(json.status == 0 && json.output.contains("property-deprecated"), "\(json.output)")
      #expect(!text.replacing("\r\n", with: "").contains(lineEnd == "\n" ? "\r" : "\n"))
      let log = try shop.repository.git("diff", "--numstat")
      #expect(log.hasSuffix("contracts/orders.yaml"))
    }
  }

  @Test func `deprecating twice changes nothing`() throws {
    let shop = try Shop()
    #expect(try shop.run("deprecate", "orders.orders.email").status == 0)
    let once = try shop.repository.read("contracts/orders.yaml")
    let twice = try shop.run("deprecate", "orders.orders.email")
    #expect(twice.status == 0, "\(twice.errors)")
    #expect(try shop.repository.read("contracts/orders.yaml") == once)
  }
}
