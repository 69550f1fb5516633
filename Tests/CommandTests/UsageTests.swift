import ContractTestSupport
import Testing

/// Wrong words, help, and where the program is started.
struct UsageTests {
  @Test(arguments: [
    (["lst"], "'lst' is not a git contract command", "did you mean 'list'?"),
    (["help", "chek"], "'chek' is not a git contract command", "did you mean 'check'?"),
    (["xyzzy"], "'xyzzy' is not a git contract command", "git contract help"),
    (["hooks", "instal"], "'instal' is not a git contract hooks command", "did you mean 'git contract hooks install'?"),
    (["outbox", "lst"], "'lst' is not a git contract outbox command", "did you mean 'git contract outbox list'?"),
    (["hook"], "no hook event given", "git contract hook pre-commit|"),
    (["hook", "precommit"], "'precommit' is not a hook event of git contract", "did you mean 'pre-commit'?"),
    (["diff", "--nope"], "unknown option '--nope'", "git contract help diff"),
    (["show"], "missing expected argument '<contract[@version]>'", "git contract help show"),
    (["check", "--staged", "--all"], "a range, '--staged' and '--all' exclude each other", "git contract help check"),
    (["changelog", "--all", "orders"], "'--all' and a contract exclude each other", "git contract help changelog"),
    (["changelog", "--since", "1.0.0"], "'--since' needs a contract", "git contract help changelog"),
    (["rules", "--format", "sarif"], "format 'sarif' is not available for 'rules'", "choose one of: text, markdown, json"),
    (
      ["diff", "--format", "junit"], "format 'junit' is not available for 'diff'",
      "choose one of: text, markdown, json, sarif, github, gitlab"
    ),
    (["check", "--format", "omds"], "format 'omds' is not available for 'check'", "choose one of: text, markdown, json, junit, sarif"),
    (["list", "--format", "yaml"], "the value 'yaml' is invalid for '--format <form>'", "git contract help list"),
    (["-C"], "no directory given for '-C'", ""),
    (["diff", "a", "b", "c"], "more than two revisions", "git contract diff A..B -- PATH"),
    (["deprecate", "orders.orders.email", "--after", "soon"], "'soon' is neither a day", ""),
    (["deprecate", "orders"], "'orders' names a contract, not a table or column in it", ""),
  ])
  func `wrong usage is 129, and says what to type`(arguments: [String], message: String, hint: String) throws {
    let shop = try Shop()
    let answer = try Program.run(
      arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
    #expect(answer.status == 129)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.hasPrefix("fatal: " + message), "\(answer.errors)")
    #expect(answer.errors.contains("hint: " + hint) || hint.isEmpty, "\(answer.errors)")
    #expect(!answer.errors.contains("Error:") && !answer.errors.contains("Usage:"))
  }

  @Test(arguments: [
    (["show", "order"], "no contract is called 'order'", "did you mean 'orders'?"),
    (["bump", "ordes"], "no contract is called 'ordes'", "did you mean 'orders'?"),
    (["who-uses", "ordrs.orders"], "'ordrs.orders' begins with no contract's name", "did you mean 'orders'?"),
    (["can-i-remove", "orders.orders.emial"], "contract 'orders' has no element 'orders.emial'", "did you mean 'orders.orders.email'?"),
    (["log", "nothing-like-it"], "no contract is called 'nothing-like-it'", "git contract list"),
    (["explain", "property-remved"], "no rule is called 'property-remved'", "did you mean 'property-removed'?"),
    (["diff", "nope"], "bad revision 'nope'", ""),
    (["diff", "contracts"], "bad revision 'contracts'", "a path stands behind '--': git contract diff -- contracts"),
    (["check", "main..nope"], "bad revision 'nope'", ""),
    (["list", "v9"], "bad revision 'v9'", ""),
    (["log", "orders", "nope"], "bad revision 'nope'", ""),
    (["changelog", "--revision", "nope"], "bad revision 'nope'", ""),
    (["changelog", "orders", "--since", "1.4.1"], "'orders' never had a version '1.4.1'", "git contract log orders"),
    (["owners", "--revision", "nope"], "bad revision 'nope'", ""),
    (["policy", "nope"], "bad revision 'nope'", ""),
    (["impact", "nope..HEAD"], "bad revision 'nope'", ""),
    (["who-uses", "orders", "--revision", "nope"], "bad revision 'nope'", ""),
    (["notify", "nope"], "there is no branch 'nope'", ""),
    (["notify", "--since", "nope"], "bad revision 'nope'", ""),
    (["show", "orders@9.9.9"], "'orders' never had a version '9.9.9', and no revision is called so", "git contract log orders"),
    (["diff", "--end-of-options", "--staged"], "bad revision '--staged'", ""),
    (["diff", "--no-index", "nothing.yaml", "contracts/orders.yaml"], "cannot read 'nothing.yaml': no such file", ""),
    (["diff", "--", "../elsewhere"], "path '../elsewhere' is outside of the repository", ""),
    (["check", "--target", "nope"], "cannot find the target 'nope'", "git fetch origin nope"),
    (["hook", "commit-msg", "nothing"], "cannot read 'nothing': no such file", ""),
    (["owners", "--codeowners", "nothing"], "cannot read 'nothing': no such file", ""),
  ])
  func `what does not exist is 128, and names its neighbour`(arguments: [String], message: String, hint: String) throws {
    let shop = try Shop()
    let before = try snapshot(shop.path)
    let answer = try Program.run(
      arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
    #expect(answer.status == 128)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.contains("fatal: " + message), "\(answer.errors)")
    #expect(answer.errors.contains("hint: " + hint) || hint.isEmpty, "\(answer.errors)")
    #expect(try snapshot(shop.path) == before)
  }

  @Test(arguments: [
    ["list"], ["show", "orders"], ["diff"], ["check"], ["check", "--staged"], ["check", "--all"], ["bump"], ["deprecate", "a.b"], ["log"],
    ["owners"], ["changelog"], ["impact"], ["who-uses", "a"], ["can-i-remove", "a.b"], ["notify"], ["outbox", "list"],
    ["outbox", "deliver"], ["policy"], ["hooks", "install"],
    ["hooks", "uninstall"], ["hooks", "status"], ["hook", "pre-commit"], ["hook", "pre-receive"], ["hook", "pre-push"],
  ])
  func `outside of a repository everything that needs one is 128`(arguments: [String]) throws {
    let scratch = try Scratch()
    let environment = TestEnvironment(home: scratch.path).variables.merging(["GIT_CEILING_DIRECTORIES": scratch.path]) { $1 }
    let answer = try Program.run(arguments, in: try scratch.makeDirectory("empty"), environment: environment, scratch: scratch)
    #expect(answer.status == 128)
    #expect(answer.errors.hasPrefix("fatal: not a git repository"), "\(answer.errors)")
    #expect(answer.errors.contains("hint: "))
  }

  @Test(arguments: [
    ["rules"], ["explain", "property-removed"], ["schema"], ["schema", "policy"], ["help"], ["--version"],
    ["diff", "--no-index", "a.yaml", "b.yaml"],
  ])
  func `what needs no repository works without one`(arguments: [String]) throws {
    let scratch = try Scratch()
    try scratch.write(Shop.orders(), to: "a.yaml")
    try scratch.write(Shop.orders(columns: [Shop.orderID]), to: "b.yaml")
    let answer = try Program.run(
      arguments, in: scratch.path, environment: TestEnvironment(home: scratch.path).variables, scratch: scratch)
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(!answer.output.isEmpty)
    #expect(answer.errors.isEmpty)
  }

  @Test func `help names every command, and each command's help its own call`() throws {
    let shop = try Shop()
    let commands = [
      "list", "show", "diff", "log", "changelog", "check", "rules", "explain", "policy", "schema", "bump", "deprecate", "acknowledge",
      "owners",
      "impact", "who-uses", "can-i-remove", "notify", "hooks", "hook", "diff-driver",
    ]
    let all = try shop.run("help")
    #expect(all.status == 0)
    for command in commands {
      #expect(all.output.contains("\n  \(command) "), "\(command)")
      let short = try shop.run("help", command)
      #expect(short.status == 0)
      #expect(short.output.contains("USAGE: git contract \(command)"), "\(short.output)")
      let long = try shop.run(command, "--help")
      #expect(long.status == 0, "\(command)")
      #expect(long.output == short.output, "\(command)")
      #expect(
        short.output.contains("sarif") == ["check", "diff"].contains(command),
        "\(command) offers a form that it does not have, or hides one")
    }
    #expect(try shop.run("-h").output == all.output)
    #expect(all.output.contains("128"))
  }

  @Test func `-C moves where paths and the repository are looked for, as often as it is given`() throws {
    let shop = try Shop()
    let parent = shop.repository.scratch.path
    let answer = try shop.run("-C", "repository", "-C", "contracts", "list", in: parent)
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("contracts/orders.yaml"))
    let missing = try shop.run("-C", "nowhere", "list", in: parent)
    #expect(missing.status == 128)
    #expect(missing.errors.contains("nowhere"))
  }
}
