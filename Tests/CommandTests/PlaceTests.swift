import ContractTestSupport
import Testing

/// Kinds of repositories, and places in them.
struct PlaceTests {
  @Test func `before the first commit there is a present and no past`() throws {
    let shop = try Shop(nil)
    try shop.repository.write(Shop.orders(), to: "contracts/orders.yaml")
    let list = try shop.run("list")
    #expect(list.status == 0 && list.output.contains("orders  1.4.2"), "\(list.errors)")
    let diff = try shop.run("diff")
    #expect(diff.status == 0 && diff.output.contains("[contract-added]"), "\(diff.errors)")
    for arguments in [
      ["check"], ["check", "--staged"], ["check", "--all"], ["hook", "pre-commit"], ["bump"], ["owners"], ["policy"], ["impact"],
    ] {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(answer.status == 0, "\(arguments): \(answer.errors)")
    }
    for arguments in [["show", "orders"], ["log"], ["changelog"], ["who-uses", "orders"], ["can-i-remove", "orders.orders.email"]] {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(answer.status == 128, "\(arguments)")
      #expect(answer.errors == "fatal: there is no commit yet\nhint: git commit\n", "\(arguments): \(answer.errors)")
    }
    #expect(try shop.run("notify").status == 128)
    #expect(try shop.run("diff", "HEAD").errors.contains("the current branch has none yet"))
  }

  @Test func `a bare repository is read, and what writes files says that it cannot`() throws {
    let shop = Shop(try Shop().repository.clone("bare.git", bare: true))
    for arguments in [
      ["list"], ["show", "orders"], ["log"], ["changelog"], ["owners"], ["check", "--all"], ["check", "main"], ["who-uses", "orders"],
      ["policy"], ["can-i-remove", "orders.orders.email"], ["notify"], ["diff", "main", "main"],
    ] {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(answer.status == 0, "\(arguments): \(answer.errors)")
    }
    for arguments in [["bump"], ["deprecate", "orders.orders.email"], ["diff"], ["check"], ["impact"]] {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(answer.status == 128, "\(arguments): \(answer.output)")
      #expect(answer.errors.contains("work tree"), "\(arguments): \(answer.errors)")
    }
  }

  @Test func `a shallow clone says how to get what is missing`() throws {
    let origin = try Shop()
    try origin.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone])], "Add\n")
    try origin.repository.commit(["README": "x"], "Read me\n")
    let shop = Shop(try origin.repository.clone("shallow", options: ["--depth=1"]))
    #expect(try shop.run("list").status == 0)
    for arguments in [
      ["log"], ["changelog"], ["show", "orders@1.4.2"], ["diff", "HEAD~1", "HEAD"], ["check", "HEAD"], ["notify", "--since", "HEAD~1"],
    ] {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(answer.status == 128, "\(arguments): \(answer.output)")
      #expect(answer.errors.contains("hint: git fetch --unshallow"), "\(arguments): \(answer.errors)")
    }
    let json = try shop.run("check", "HEAD", "--format", "json")
    #expect(json.status == 128)
    #expect(try json.json()["verdict"] as? String == "undecided")
    #expect(json.errors.contains("git fetch --unshallow"))
  }

  @Test func `a detached HEAD is a commit like any other`() throws {
    let shop = try Shop()
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop\n")
    try shop.repository.git("checkout", "--quiet", "--detach", "HEAD~1")
    #expect(try shop.run("list").output.contains("1.4.2"))
    #expect(try shop.run("log", "orders").output.contains("1.4.2"))
    #expect(try shop.run("diff", "HEAD", "main").output.contains("[property-removed]"))
    #expect(try shop.run("check").status == 0)
    let notify = try shop.run("notify")
    #expect(notify.status == 128)
    #expect(notify.errors == "fatal: HEAD is on no branch\nhint: git contract notify BRANCH\n")
  }

  @Test func `below the top paths start where the user stands`() throws {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "contracts/eu/orders.yaml": Shop.orders(name: "orders-eu", identifier: "eu"),
      "CODEOWNERS": "/contracts/eu/ ann@shop.example\n",
    ])
    for path in ["contracts/orders.yaml", "contracts/eu/orders.yaml"] {
      try shop.repository.write(try shop.repository.read(path).replacing("VARCHAR(320)", with: "VARCHAR(400)"), to: path)
    }
    let below = shop.path + "/contracts/eu"
    let own = try shop.run("diff", "--", "orders.yaml", in: below)
    #expect(own.output.contains("contracts/eu/orders.yaml") && !own.output.contains("contracts/orders.yaml"), "\(own.output)")
    let other = try shop.run("diff", "HEAD", "--", "../orders.yaml", in: below)
    #expect(other.output.contains("(contracts/orders.yaml)") && !other.output.contains("eu/"), "\(other.output)\(other.errors)")
    #expect(try shop.run("diff", "--", ".", in: below).output == own.output)
    #expect(try shop.run("diff", "--", shop.path + "/contracts/eu/", in: below).output == own.output)
    #expect(try shop.run("diff", "--", "..", in: below).output == shop.run("diff").output)
    #expect(try shop.run("owners", "--", "orders.yaml", in: below).output.contains("contracts/eu/orders.yaml  ann@shop.example"))
    #expect(try shop.run("show", "orders.yaml", in: below).output.contains("name: orders-eu"))
    #expect(try shop.run("show", "./orders.yaml@HEAD", in: below).output.contains("name: orders-eu"))
    #expect(try shop.run("log", "orders.yaml", in: below).output.hasPrefix("orders-eu 1.x"))
    let bump = try shop.run("bump", "orders.yaml", in: below)
    #expect(bump.status == 0 && bump.output.hasPrefix("orders-eu: 1.4.2 -> "), "\(bump.output)\(bump.errors)")
    #expect(try shop.repository.read("contracts/orders.yaml").contains("version: 1.4.2 "))
    let output = try shop.run("changelog", "orders.yaml", "--output", "NEWS.md", in: below)
    #expect(output.status == 0, "\(output.errors)")
    #expect(try shop.repository.read("contracts/eu/NEWS.md").contains("## orders-eu"))
  }

  @Test func `names may hold blanks, quotes and other alphabets`() throws {
    let shop = try Shop([
      "contracts/größe \"neu\" 日本.yaml": Shop.orders(name: "größe 'neu' 日本", identifier: "urn:shop:größe"),
      "CODEOWNERS": "/contracts/größe* ann@shop.example\n",
    ])
    let list = try shop.run("list")
    #expect(list.status == 0 && list.output.contains("größe 'neu' 日本  1.4.2"), "\(list.output)")
    #expect(list.output.contains("ann@shop.example"))
    #expect(try shop.run("show", "größe 'neu' 日本").status == 0)
    #expect(try shop.run("show", "contracts/größe \"neu\" 日本.yaml@HEAD").status == 0)
    try shop.repository.write(
      Shop.orders(name: "größe 'neu' 日本", identifier: "urn:shop:größe", columns: [Shop.orderID]), to: "contracts/größe \"neu\" 日本.yaml")
    let check = try shop.run("check")
    #expect(check.status == 1)
    #expect(check.output.contains(#"git contract bump 'größe '\''neu'\'' 日本'"#), "\(check.output)")
    let diff = try shop.run("diff", "--", "contracts/größe \"neu\" 日本.yaml")
    #expect(diff.output.contains("[property-removed]"))
    #expect(try shop.run("bump", "größe 'neu' 日本").output.contains("2.0.0"))
  }

  @Test func `what follows --end-of-options is no option, and -- parts paths`() throws {
    let shop = try Shop()
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop\n")
    let plain = try shop.run("diff", "HEAD~1", "HEAD")
    #expect(plain.output.contains("1.4.2 -> 2.0.0"))
    #expect(try shop.run("diff", "--end-of-options", "HEAD~1", "HEAD").output == plain.output)
    #expect(try shop.run("diff", "--end-of-options", "HEAD~1..", "--", "--strange").output.isEmpty)
    #expect(try shop.run("diff", "HEAD~1..HEAD").output == plain.output)
    #expect(try shop.run("diff", "HEAD~1...").output == plain.output)
    #expect(try shop.run("check", "--end-of-options", "HEAD~1..HEAD").status == 0)
    #expect(try shop.run("log", "--", "orders").status == 0)
  }

  @Test func `diff reads the dots as git diff does, and warns where the ends have parted`() throws {
    let shop = try Shop()
    try shop.repository.git("checkout", "--quiet", "-b", "side")
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "1.5.0", columns: [Shop.orderID, Shop.email, Shop.phone])], "Phone\n")
    try shop.repository.git("checkout", "--quiet", "main")
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop\n")
    let two = try shop.run("diff", "main..side")
    #expect(two.output.contains("2.0.0 -> 1.5.0"))
    #expect(two.errors.contains("warning: 'main' is no ancestor of 'side'") && two.errors.contains("main...side"), "\(two.errors)")
    #expect(try shop.run("diff", "--quiet", "main..side").errors.isEmpty)
    let three = try shop.run("diff", "main...side")
    #expect(three.output.contains("1.4.2 -> 1.5.0") && three.errors.isEmpty)
    #expect(try shop.run("diff", "--exit-code", "main...side").status == 1)
    #expect(try shop.run("diff", "--exit-code", "main..main").status == 0)
  }

  @Test(arguments: [("refstorage", "reftable", "keeps its references as 'reftable'"), ("objectformat", "sha256", "'sha256'")])
  func `a repository of a form that is not read is undecided everywhere`(name: String, value: String, words: String) throws {
    let shop = try Shop()
    try shop.repository.git("config", "core.repositoryFormatVersion", "1")
    let config = try shop.repository.read(".git/config")
    try shop.repository.write(config + "[extensions]\n\t\(name) = \(value)\n", to: ".git/config")
    for command in [["list"], ["check"], ["log"], ["changelog"], ["hook", "pre-commit"], ["hook", "pre-receive"]] {
      let answer = try shop.run(command)
      #expect(answer.status == 128 && answer.output.isEmpty, "\(command)")
      #expect(answer.errors.hasPrefix("fatal: ") && answer.errors.contains(words), "\(command): \(answer.errors)")
    }
  }
}
