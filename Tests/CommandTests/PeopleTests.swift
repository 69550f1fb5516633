import ContractCommands
import ContractTestSupport
import Foundation
import Testing

/// `owners`, `impact`, `who-uses`, `can-i-remove`, `acknowledge`, `policy`.
struct PeopleTests {
  private func shop() throws -> Shop {
    try Shop([
      "contracts/orders.yaml": Shop.orders(), "consumers/insight/dashboard.yaml": Shop.consumer(),
      "CODEOWNERS": "* cat@shop.example\n/contracts/ ann@shop.example\n/contracts/free.yaml\n",
      ".contracts/policy.yaml": "version: 1\nownership: enforce\n",
    ])
  }

  @Test func `owners tells owned, cleared and unmatched apart`() throws {
    let shop = try shop()
    let text = try shop.run("owners", "--explain", "--", "contracts/orders.yaml", "contracts/free.yaml", "README")
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("contracts/orders.yaml  ann@shop.example\n  CODEOWNERS:2: '/contracts/'"), "\(text.output)")
    #expect(text.output.contains("contracts/free.yaml    nobody (line 3 clears the owners)"))
    #expect(text.output.contains("README                 cat@shop.example"))
    try shop.repository.write("/a ann@shop.example\n", to: "other")
    let own = try shop.run("owners", "--codeowners", "other", "--dialect", "gitea", "--format", "json", "--", "a", "b")
    #expect(own.output.contains("\"dialect\": \"gitea\"") && own.output.contains("\"state\": \"unmatched\""), "\(own.output)\(own.errors)")
    #expect(try shop.run("owners", "--dialect", "svn").status == 129)
  }

  @Test func `impact names whom a change hurts, in the work tree, the index and a range`() throws {
    let shop = try shop()
    #expect(try shop.run("impact").output == "no declared consumer reads what changed\n")
    try shop.repository.write(Shop.orders(version: "2.0.0", columns: [Shop.orderID]), to: "contracts/orders.yaml")
    let bare = try shop.run("impact")
    #expect(
      bare.status == 0 && bare.output.hasPrefix("orders 1.4.2 to 2.0.0\n  broken      Dashboard (@shop/insight): orders.email"),
      "\(bare.output)")
    #expect(try shop.run("impact", "--staged").output == "no declared consumer reads what changed\n")
    try shop.repository.commit([:], "Drop\n", by: Shop.ann)
    #expect(try shop.run("impact", "HEAD~1..HEAD").output == bare.output)
    let json = try shop.run("impact", "HEAD~1..HEAD", "--format", "json")
    #expect(try json.json()["knownAt"] as? String == shop.repository.git("rev-parse", "HEAD~1"))
  }

  @Test func `can-i-remove is 0 only if nobody uses it any more`() throws {
    let shop = try shop()
    let no = try shop.run("can-i-remove", "orders.orders.email")
    #expect(no.status == 1 && no.output.contains("no: 1 consumer stands in the way"), "\(no.output)")
    #expect(try shop.run("can-i-remove", "orders.orders.order_id").status == 0)
    #expect(try shop.run("can-i-remove", "contracts/orders.yaml.orders.email").status == 1)
    #expect(try shop.run("can-i-remove", "orders").status == 1)
    #expect(try shop.run("who-uses", "orders.orders.email").status == 0)
    #expect(try shop.run("who-uses", "orders", "--format", "markdown").output.contains("| Dashboard | @shop/insight | `orders.email` |"))
  }

  @Test func `policy prints what is in force, and where it comes from`() throws {
    let shop = try shop()
    let answer = try shop.run("policy")
    #expect(answer.status == 0)
    #expect(answer.output.contains("ownership: enforce") && answer.output.contains("# .contracts/policy.yaml:2"), "\(answer.output)")
    // What is printed may be committed again.
    try shop.repository.commit([".contracts/policy.yaml": answer.output], "Write it out\n")
    let again = try shop.run("policy")
    #expect(again.status == 0, "\(again.errors)")
    try shop.repository.commit([".contracts/policy.yaml": "version: 1\nownrship: enforce\n"], "Typo\n")
    for arguments in [["policy"], ["list"], ["check", "--all"], ["hook", "pre-commit"]] {
      if arguments[0] == "hook" { try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml") }
      if arguments[0] == "hook" { try shop.repository.git("add", "--all") }
      let broken = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
      #expect(broken.status == 128, "\(arguments)")
      #expect(broken.errors.contains("fatal: .contracts/policy.yaml:2:1: "), "\(broken.errors)")
    }
  }

  @Test func `acknowledge is for people at a terminal, and hands out the trailer`() throws {
    let shop = try shop()
    func classified(_ word: String) -> String {
      Shop.orders(columns: [Shop.orderID, Shop.email.replacing("}", with: ", classification: \(word)}")])
    }
    try shop.repository.commit(
      ["contracts/orders.yaml": classified("restricted").replacing("1.4.2", with: "1.4.3")], "Classify\n", by: Shop.ann)
    try shop.repository.write(classified("public").replacing("1.4.2", with: "1.4.3"), to: "contracts/orders.yaml")
    let refused = try shop.run("acknowledge", "orders", "--reason", "measured")
    #expect(refused.status == 128 && refused.errors.contains("this is no terminal"), "\(refused.errors)")
    var (terminal, input): (Int32, Int32) = (-1, -1)
    #expect(openpty(&terminal, &input, nil, nil, nil) == 0)
    let descriptors = [terminal, input]
    defer { for descriptor in descriptors { close(descriptor) } }
    func run(_ arguments: [String], adding more: [String: String] = [:]) throws -> Answer {
      let (out, err) = (shop.repository.scratch.path("out"), shop.repository.scratch.path("err"))
      let output = open(out, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      let errors = open(err, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      defer { for descriptor in [output, errors] { close(descriptor) } }
      let status = ContractCommands.run(
        arguments: arguments, environment: shop.repository.environment.variables.merging(more) { $1 }, directory: shop.path,
        descriptors: (descriptors[1], output, errors), now: Program.now)
      return Answer(
        status: status, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: out))), errors: try shop.repository.scratch.read("err"))
    }
    #expect(try run(["acknowledge", "orders", "--reason", "x"], adding: ["CLAUDECODE": "1"]).status == 128)
    let answer = try run(["acknowledge", "orders", "--reason", "it was measured"])
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(
      answer.output.hasPrefix("Contract-Acknowledge: ") && answer.output.hasSuffix(" it was measured\n"), "\(answer.output)\(answer.errors)"
    )
    #expect(answer.errors.contains("hint: commit with: git commit --trailer 'Contract-Acknowledge: "), "\(answer.errors)")
    #expect(try run(["acknowledge", "orders", "--reason", "two\nlines"]).status == 129)
    #expect(write(terminal, "typed in\n", 9) == 9)
    #expect(try run(["acknowledge", "orders"]).output.hasSuffix(" typed in\n"))
    try shop.repository.write("Change\n\n" + answer.output, to: "MSG")
    #expect(try shop.run("hook", "commit-msg", "MSG").status == 0)
    // Where the change is committed already the trailer belongs in that commit.
    try shop.repository.git("switch", "--quiet", "--create", "topic")
    try shop.repository.commit([:], "Declassify\n", by: Shop.ann)
    #expect(
      try run(["acknowledge", "orders", "--reason", "x"]).errors.contains("hint: commit with: git commit --amend --no-edit --trailer 'Con"))
    try shop.repository.git("switch", "--quiet", "main")
    // A contract that did not change is one all the same.
    #expect(try run(["acknowledge", "orders", "--reason", "x"]).output == "nothing in 'orders' needs a decision\n")
    #expect(try run(["acknowledge", "oders", "--reason", "x"]).errors.contains("did you mean 'orders'?"))
  }
}
