import ContractTestSupport
import Foundation
import Testing

/// The forms for CI, from the command line: the same decision in each.
struct FormatTests {
  private static let owned = [
    "contracts/orders.yaml": Shop.orders(), "CODEOWNERS": "# who\n/contracts/ ann@shop.example\n",
    ".contracts/policy.yaml": "version: 1\nownership: enforce\n",
  ]

  @Test(arguments: ["text", "markdown", "json", "junit", "sarif", "github", "gitlab"])
  func `check ends alike in every form, and each tells what refuses`(form: String) throws {
    let shop = try Shop(Self.owned)
    for command in [["check", "--staged"], ["check"], ["check", "--all"], ["check", "HEAD..HEAD"]] {
      let passed = try shop.run(command + ["--format", form])
      #expect(passed.status == 0, "\(command): \(passed.errors)")
      #expect(passed.errors.isEmpty)
    }
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml")
    try shop.repository.git("add", "--all")
    for command in [["check", "--staged"], ["check"]] {
      let refused = try shop.run(command + ["--format", form])
      #expect(refused.status == 1, "\(command)")
      #expect(refused.output.contains("property 'email' was removed") || refused.output.contains("property &apos;email&apos; was removed"))
      let isPage = form == "markdown"
      #expect(isPage || refused.output.contains("version-not-bumped"))
      #expect(refused.errors.isEmpty)
    }
    // The same by preference, also without argument-parser.
    let preferred = try shop.run(["check", "--staged"], adding: ["GIT_CONTRACT_FORMAT": form])
    #expect(preferred.output == (try shop.run(["check", "--staged", "--format", form]).output))
  }

  @Test(arguments: [
    ("text", ""), ("json", #""verdict": "undecided""#), ("junit", "<error message="), ("sarif", #""executionSuccessful": false"#),
    ("github", "::error title=undecided::"), ("gitlab", #""severity": "blocker""#),
    ("comment", "## Data contracts: ⚠️ undecided"), ("variables", "verdict=undecided\n"),
  ])
  func `what could not be decided is said in the form, too`(form: String, words: String) throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), ".contracts/policy.yaml": "version: 1\nnonsense: true\n"])
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml")
    let answer = try shop.run(["check", "--format", form])
    #expect(answer.status == 128)
    #expect(answer.errors.contains("unknown key 'nonsense'"))
    #expect(words.isEmpty ? answer.output.isEmpty : answer.output.contains(words), "\(answer.output)")
    let file = try shop.run("check", "--report", form + "=said")
    #expect(file.status == 128)
    #expect(try shop.repository.read("said") == answer.output)
  }

  @Test func `one decision goes into as many files as are named`() throws {
    let shop = try Shop(Self.owned)
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml")
    let forms = ["text", "markdown", "json", "junit", "sarif", "github", "gitlab", "comment", "variables"]
    let answer = try shop.run(["check", "--format", "github"] + forms.flatMap { ["--report", "\($0)=.git/a=\($0)"] })
    #expect(answer.status == 1)
    for form in forms {
      let file = try shop.repository.read(".git/a=\(form)")
      #expect(file == (try shop.run("check", "--format", form).output), "\(form)")
      #expect(form != "github" || file == answer.output)
    }
    let variables = try shop.repository.read(".git/a=variables")
    #expect(variables.hasPrefix("verdict=refuse\nrequired_bump=major\n") && variables.contains("\nbreaking=1\n"), "\(variables)")
    // What cannot be written is no answer.
    #expect(try shop.run("check", "--report", "json=missing/file").status == 128)
    for wrong in ["json", "nonsense=file", "json=", "omds=file"] {
      #expect(try shop.run("check", "--report", wrong).status == 129, "\(wrong)")
    }
  }

  @Test func `a deleted contract points at the line of CODEOWNERS that owned it`() throws {
    let shop = try Shop(Self.owned)
    try shop.repository.commit(["contracts/orders.yaml": String?.none], "Drop\n", by: TestPerson("Bob", "bob@shop.example"))
    let text = try shop.run("check", "HEAD~1..HEAD")
    #expect(text.status == 1)
    #expect(text.output.contains("CODEOWNERS:2:1: error: contract 'orders' was deleted"), "\(text.output)")
    #expect(text.output.hasPrefix("orders 1.4.2, deleted (contracts/orders.yaml)"))
    let annotations = try shop.run("check", "HEAD~1..HEAD", "--format", "github").output
    #expect(annotations.split(separator: "\n").allSatisfy { $0.contains(" file=CODEOWNERS,line=2,col=1,") }, "\(annotations)")
    // Nobody owned it: then its own path is all there is.
    let other = try Shop()
    try other.repository.commit(["contracts/orders.yaml": String?.none], "Drop\n", by: Shop.ann)
    #expect(try other.run("check", "HEAD~1..HEAD", "--format", "github").output.contains("file=contracts/orders.yaml,line="))
  }

  @Test(arguments: ["text", "json", "sarif", "github", "gitlab", "omds"])
  func `diff names what cannot be read in every form, and ends alike`(form: String) throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "contracts/refunds.yaml": Shop.orders(name: "refunds", identifier: "r")])
    try shop.repository.write(Shop.broken, to: "contracts/orders.yaml")
    try shop.repository.write(Shop.orders(name: "refunds", identifier: "r", columns: [Shop.orderID]), to: "contracts/refunds.yaml")
    let answer = try shop.run(["diff", "--format", form])
    #expect(answer.status == 1)
    #expect(answer.output.contains("property 'email' was removed"))
    #expect((answer.output + answer.errors).contains("yaml-syntax"))
    #expect(answer.errors.isEmpty == (form != "omds"))
    let same = try shop.run(["diff", "HEAD", "HEAD", "--format", form])
    #expect(same.status == 0)
  }

  @Test func `two contracts are two documents of OMDS`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders()])
    try shop.repository.commit(
      [
        "contracts/orders.yaml": String?.none,
        "contracts/parcels.yaml": Shop.orders(name: "parcels", identifier: "p", columns: [Shop.phone]),
      ],
      "Other\n", by: Shop.ann)
    let text = try shop.run("diff", "HEAD~1", "HEAD", "--format", "omds").output
    #expect(text.split(separator: "\n").count { $0 == "---" } == 2)
    #expect(text.contains("source1:\n  id: \"p\"\n  version: \"\"\nsource2:\n  id: \"p\"\n  version: \"1.4.2\"\n"), "\(text)")
    #expect(text.contains("- type: \"REMOVE\"\n  section: \"contract\"\n  field: \"contract\"\n  path: \"/\"\n"))
  }

  @Test func `no name that Git lets a file have harms a form`() throws {
    let names = [
      "a::error file=x,line=1::b", "]]>&<'\"", "c\u{1B}[31m\u{9B}", "n\r\n::stop-commands::x", "%0A%25", "[x](https://evil.example)",
    ]
    // The contract is called like its file; JSON's way to write that is one of YAML's.
    func contract(_ name: String, _ columns: [String]) throws -> String {
      let escaped = name.unicodeScalars.map { $0.value < 0x7F ? String($0) : "\\u{\($0.value)}" }.joined()
      let quoted = String(decoding: try JSONEncoder().encode(escaped), as: UTF8.self)
      return Shop.orders(name: quoted, identifier: quoted, columns: columns)
    }
    let shop = try Shop(nil)
    for name in names { try shop.repository.write(contract(name, [Shop.orderID, Shop.email]), to: "contracts/\(name).yaml") }
    try shop.repository.commit([:], "Start\n", by: Shop.ann)
    // A name that is no UTF-8; Foundation has no way to say it.
    let raw = try shop.repository.environment.run(
      "sh", ["-c", "cat > \"$(printf 'contracts/raw\\377.yaml')\""], in: shop.path, input: Shop.orders(identifier: "raw"))
    #expect(raw.status == 0, "\(raw.errors)")
    for name in names { try shop.repository.write(contract(name, [Shop.orderID]), to: "contracts/\(name).yaml") }
    try shop.repository.git("add", "--all")
    for command in ["check", "diff"] {
      for form in ["junit", "sarif", "github", "gitlab", "omds"] {
        if command == "check" ? form == "omds" : form == "junit" { continue }
        let answer = try shop.run(command, "--staged", "--format", form)
        #expect(answer.status == (command == "check" ? 1 : 0), "\(command) \(form): \(answer.errors)")
        let text = try #require(String(validating: answer.bytes, as: UTF8.self), "\(command) \(form)")
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }, "\(command) \(form)")
        switch form {
        case "github":
          #expect(
            text.split(separator: "\n").allSatisfy { line in
              ["::error file=", "::warning file=", "::notice file="].contains { line.hasPrefix($0) }
            })
          #expect(text.contains("file=contracts/n%0D%0A%3A%3Astop-commands%3A%3Ax.yaml,line="), "\(text)")
        case "sarif", "gitlab":
          #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(answer.bytes)) }
        default: break
        }
      }
    }
  }
}
