import ContractCommands
import ContractTestSupport
import Foundation
import Testing

/// What leaves the program: forms, colours, and that a write which failed is no success.
struct OutputTests {
  private static let escape = "\u{1B}[31m"

  @Test(arguments: [["list"], ["help"], ["--version"], ["rules"], ["show", "orders"], ["check", "HEAD"], ["log"]])
  func `a full disk and a closed pipe are no success`(arguments: [String]) throws {
    let shop = try Shop()
    let errors = try openFile(shop.repository.scratch.path("errors"))
    defer { close(errors) }
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    #expect(full >= 0)
    defer { close(full) }
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    for descriptor in [full, ends[1], -1] {
      let status = ContractCommands.run(
        arguments: arguments, environment: shop.repository.environment.variables, directory: shop.path,
        descriptors: (-1, descriptor, errors), now: Program.now)
      #expect(status == 128, "\(arguments)")
    }
    let text = try shop.repository.scratch.read("errors")
    #expect(text == String(repeating: "fatal: cannot write the answer\n", count: 3))
  }

  @Test(arguments: [["HEAD"], ["--no-index", "old.yaml", "contracts/orders.yaml"]])
  func `a diff is told for the producer where that is asked`(arguments: [String]) throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "old.yaml": Shop.orders()])
    try shop.repository.write(Shop.orders(columns: [Shop.orderID, Shop.email, Shop.phone + " # new"]), to: "contracts/orders.yaml")
    try shop.repository.write(
      shop.repository.read("contracts/orders.yaml").replacing("phone, logicalType", with: "phone, required: true, logicalType"),
      to: "contracts/orders.yaml")
    func impact(_ more: [String]) throws -> String {
      let answer = try Program.run(
        ["diff", "--format", "json"] + more + arguments, in: shop.path, environment: shop.repository.environment.variables,
        scratch: shop.repository.scratch)
      return answer.output.split(separator: "\n").first { $0.contains("\"impact\"") }.map(String.init) ?? answer.errors
    }
    #expect(try impact([]).contains("compatible"))
    #expect(try impact(["--perspective", "consumer"]).contains("compatible"))
    #expect(try impact(["--perspective", "producer"]).contains("breaking"))
  }

  private func openFile(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw TestFailure("cannot open \(path)") }
    return descriptor
  }

  @Test func `a hook whose input cannot be read does not pass`() throws {
    let shop = try Shop()
    let directory = open(shop.path, O_RDONLY | O_CLOEXEC)
    let errors = try openFile(shop.repository.scratch.path("errors"))
    defer { for descriptor in [directory, errors] { close(descriptor) } }
    for event in ["pre-receive", "pre-push"] {
      for input in [directory, -1] {
        let status = ContractCommands.run(
          arguments: ["hook", event], environment: shop.repository.environment.variables, directory: shop.path,
          descriptors: (input, errors, errors), now: Program.now)
        #expect(status == 128, "\(event)")
      }
    }
    #expect(try shop.repository.scratch.read("errors").contains("fatal: cannot read the standard input"))
  }

  @Test func `colour is asked for by flag, then settings, and NO_COLOR is heard between`() throws {
    let shop = try Shop()
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml")
    func isColoured(_ arguments: String..., adding more: [String: String] = [:]) throws -> Bool {
      let answer = try Program.run(
        arguments, in: shop.path, environment: shop.repository.environment.variables.merging(more) { $1 }, scratch: shop.repository.scratch)
      #expect(answer.status == 0, "\(answer.errors)")
      return answer.output.contains("\u{1B}")
    }
    let always = ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "color.contract", "GIT_CONFIG_VALUE_0": "always"]
    #expect(try !isColoured("diff"))
    #expect(try isColoured("diff", "--color"))
    #expect(try isColoured("diff", "--color=always"))
    #expect(try isColoured("diff", "--color", "always"))
    #expect(try isColoured("diff", "--color=always", adding: ["NO_COLOR": "1"]))
    #expect(try isColoured("diff", adding: always))
    #expect(try isColoured("rules", adding: always))
    #expect(try !isColoured("diff", "--color=never", adding: always))
    #expect(try !isColoured("diff", adding: always.merging(["NO_COLOR": "1"]) { $1 }))
    #expect(try isColoured("diff", adding: always.merging(["NO_COLOR": ""]) { $1 }))
    #expect(try !isColoured("diff", "--color", "--format", "json"))
    // Without its colours the text is the same.
    let plain = try shop.run("diff").output
    let painted = try shop.run("diff", "--color").output.replacing(/\u{1B}\[[0-9]*m/, with: "")
    #expect(painted == plain)
    try shop.repository.git("config", "color.ui", "always")
    #expect(try isColoured("diff"))
  }

  @Test func `the form is asked for by flag, environment, then contract.format, also of git -c`() throws {
    let shop = try Shop()
    let json = ["GIT_CONFIG_PARAMETERS": "'contract.format'='json'"]
    #expect(try shop.run("list", adding: json).json()["schema"] as? String == "git-contract/list/1")
    #expect(try shop.run("rules", adding: json).json()["schema"] as? String == "git-contract/rules/1")
    #expect(try shop.run("check", "--staged", adding: json).json()["verdict"] as? String == "pass")
    #expect(try shop.run("list", "--format", "text", adding: json).output.hasPrefix("orders"))
    #expect(try shop.run("list", adding: ["GIT_CONTRACT_FORMAT": "markdown"].merging(json) { $1 }).output.hasPrefix("| contract"))
    // A form that exists and that this command does not have is a preference only.
    #expect(try shop.run("list", adding: ["GIT_CONTRACT_FORMAT": "sarif"]).output.hasPrefix("orders"))
    for command in [["list"], ["check", "--staged"]] {
      let wrong = try Program.run(
        command, in: shop.path,
        environment: shop.repository.environment.variables.merging(["GIT_CONFIG_PARAMETERS": "'contract.format'='jsn'"]) { $1 },
        scratch: shop.repository.scratch)
      #expect(wrong.status == 128)
      #expect(wrong.errors == "fatal: 'contract.format' is 'jsn', which is no format\nhint: did you mean 'json'?\n", "\(wrong.errors)")
    }
  }

  @Test func `every answer in JSON has its schema and the tool's version`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "consumers/insight/dashboard.yaml": Shop.consumer()])
    for (arguments, schema) in [
      (["list"], "list"), (["show", "orders"], "contract"), (["diff", "HEAD", "HEAD"], "diff"), (["check"], "check"),
      (["check", "--all"], "check"), (["log"], "log"), (["changelog"], "changelog"), (["owners"], "owners"), (["impact"], "impact"),
      (["who-uses", "orders"], "uses"), (["can-i-remove", "orders.orders.order_id"], "uses"), (["rules"], "rules"),
      (["explain", "property-removed"], "rules"), (["explain", "version-not-bumped"], "rules"),
    ] {
      let answer = try Program.run(
        arguments + ["--format", "json"], in: shop.path, environment: shop.repository.environment.variables,
        scratch: shop.repository.scratch)
      #expect(answer.status == 0, "\(arguments): \(answer.errors)")
      let object = try answer.json()
      #expect(object["schema"] as? String == "git-contract/\(schema)/1", "\(arguments)")
      #expect((object["tool"] as? [String: String])?["name"] == "git-contract")
      #expect(answer.output.hasSuffix("}\n"))
    }
  }

  @Test(arguments: [
    ["log"], ["changelog", "--format", "markdown"], ["check", "HEAD", "--format", "json"], ["list"], ["diff", "HEAD~1", "HEAD"],
    ["notify", "--since", "HEAD~1", "--dry-run"], ["check", "HEAD", "--format", "junit"], ["check", "HEAD", "--format", "sarif"],
    ["check", "HEAD", "--format", "github"], ["check", "HEAD", "--format", "gitlab"], ["check", "HEAD", "--format", "markdown"],
    ["check", "--all", "--format", "sarif"], ["diff", "HEAD~1", "HEAD", "--format", "omds"],
    ["diff", "HEAD~1", "HEAD", "--format", "sarif"],
    ["diff", "HEAD~1", "HEAD", "--format", "github"], ["diff", "HEAD~1", "HEAD", "--format", "gitlab"],
    ["impact", "HEAD~1..HEAD", "--format", "json"], ["rules", "--format", "json"],
  ])
  func `the same commit gives the same bytes on any day, in any zone and language`(arguments: [String]) throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "consumers/insight/dashboard.yaml": Shop.consumer()])
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop\n", by: Shop.ann)
    let first = try Program.run(
      arguments, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
    #expect(!first.output.isEmpty)
    for (zone, language, now) in [("Asia/Kolkata", "tr_TR.UTF-8", 1_800_000_000), ("America/Los_Angeles", "ar_EG", 1_717_250_000)] {
      let other = try Program.run(
        arguments, in: shop.path,
        environment: shop.repository.environment.variables.merging(["TZ": zone, "LANG": language, "LC_ALL": language, "COLUMNS": "20"]) {
          $1
        },
        now: now, scratch: shop.repository.scratch)
      #expect(other.bytes == first.bytes)
      #expect(other.status == first.status)
    }
  }

  @Test func `control characters of a repository never reach the terminal`() throws {
    let shop = try Shop([
      "contracts/or\u{1B}]0;x\u{07}ders.yaml": Shop.orders(
        name: #""or\e[31mders""#, columns: [Shop.orderID, #"{name: "em\e[2Jail", logicalType: string, description: "a\u202Eb"}"#]),
      "consumers/insight/dashboard.yaml": Shop.consumer(fields: "{\"or\\e[31mders\": [\"em\\e[2Jail\"]}", name: "Dash\\e[31mboard"),
      "CODEOWNERS": "* ann\u{1B}[31m@shop.example\n", ".contracts/policy.yaml": "version: 1\nrepository: \"a\\e[31m\"\n",
    ])
    try shop.repository.commit(
      ["contracts/or\u{1B}]0;x\u{07}ders.yaml": Shop.orders(version: "2.0.0", name: #""or\e[31mders""#, columns: [Shop.orderID])],
      "Drop \u{1B}[31m\n\nContract-Migration: \u{1B}[31m\n", by: TestPerson("An\u{1B}n", "ann@shop.example"))
    try shop.repository.commit(["contracts/x.yaml": "kind: DataContract\nid: \"a\u{9B}\u{1B}[31m\n"], "Broken\n")
    for arguments in [
      ["list"], ["diff", "HEAD~1~1", "HEAD"], ["check", "HEAD~2..HEAD~1"], ["check", "--all"], ["log"], ["changelog"],
      ["owners", "--explain"],
      ["impact", "HEAD~2..HEAD~1"], ["policy"], ["notify", "--since", "HEAD~2", "--dry-run"], ["who-uses", "shop-orders"], ["show", "or"],
      ["who-uses", "shop-orders.\u{1B}[31m"], ["hooks", "status"], ["diff", "\u{1B}[31m"], ["\u{1B}[31m"], ["hook", "\u{1B}[31m"],
      ["list", "--\u{1B}[31m"],
    ] {
      for form in [[], ["--format", "markdown"], ["--format", "json"]] as [[String]] {
        if !form.isEmpty, ["policy", "notify", "show", "hooks", "hook", "\u{1B}[31m"].contains(arguments[0]) { continue }
        let answer = try Program.run(
          arguments + form, in: shop.path, environment: shop.repository.environment.variables, scratch: shop.repository.scratch)
        for text in [answer.output, answer.errors] {
          #expect(
            !text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{7}" },
            "\(arguments + form): \(text.debugDescription)")
        }
        #expect(!(answer.output + answer.errors).isEmpty, "\(arguments)")
      }
    }
  }

  @Test func `every rule that can be named in a finding can be explained`() throws {
    let shop = try Shop()
    for rule in [
      "property-removed", "version-not-bumped", "owner-unknown", "waiver-expired", "waiver-stale", "consumer-invalid",
      "consumer-unknown-contract", "consumer-unknown-field", "consumer-unknown-team", "consumer-range-empty", "consumer-stale",
      "people-invalid", "policy-invalid", "waivers-invalid", "not-a-file", "tree-malformed", "codeowners-invalid-owner",
      "codeowners-too-large", "yaml-syntax", "file-too-large",
    ] {
      for form in ["text", "markdown", "json"] {
        let answer = try shop.run("explain", rule, "--format", form)
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.contains(rule))
      }
    }
  }

  @Test func `rules lists every name that a policy takes`() throws {
    let shop = try Shop()
    let text = try shop.run("rules").output
    for name in ["property-removed", "version-not-bumped", "waiver-expired", "codeowners-invalid-owner"] {
      #expect(text.contains("\(name) "), "\(name)")
    }
    let rules = try #require(try shop.run("rules", "--format", "json").json()["rules"] as? [[String: Any]])
    #expect(rules.allSatisfy { $0.count == 11 })
    #expect(Set(rules.compactMap { $0["kind"] as? String }) == ["change", "price", "fault"])
    #expect(try shop.run("explain", "version-not-bumpd").errors.contains("did you mean 'version-not-bumped'?"))
  }
}
