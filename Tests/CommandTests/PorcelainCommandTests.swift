import ContractTestSupport
import Foundation
import Testing

/// `--porcelain` and `-z` from the command line, with names that are hard to read back.
struct PorcelainCommandTests {
  /// A contract whose file, name and owner's line all need care, and one who reads it.
  private static func shop(name: String = #""a\tb \"q\"\nGröße""#) throws -> Shop {
    try Shop([
      "contracts/tab\tline\nquote\" ü.yaml": Shop.orders(name: name), "CODEOWNERS": "* ann@shop.example @shop/orders\n",
      "consumers/insight/dash\tboard.yaml": Shop.consumer(fields: #"{"a\tb \"q\"\nGröße": [email]}"#),
    ])
  }

  /// Fields of each record, as many as the command has.
  private func records(_ answer: Answer, _ count: Int) throws -> [[String]] {
    let fields = answer.output.components(separatedBy: "\0")
    guard fields.last == "", (fields.count - 1) % count == 0 else { throw TestFailure("no records of \(count): \(answer.output)") }
    return stride(from: 0, to: fields.count - 1, by: count).map { Array(fields[$0..<$0 + count]) }
  }

  private static let path = "contracts/tab\tline\nquote\" ü.yaml"
  private static let name = "a\tb \"q\"\nGröße"

  @Test func `names come back as they are`() throws {
    let shop = try Self.shop()
    #expect(
      try records(shop.run("list", "-z"), 7)
        == [["active", "shop-orders", "1.4.2", Self.name, "ann@shop.example @shop/orders", "1", Self.path]])
    let quoted = #""contracts/tab\tline\nquote\" \303\274.yaml""#
    let line = try shop.run("list", "--porcelain").output
    #expect(
      line == "active\tshop-orders\t1.4.2\t\"a\\tb \\\"q\\\"\\nGr\\303\\266\\303\\237e\"\tann@shop.example @shop/orders\t1\t\(quoted)\n")
    // The same quotes as Git's own.
    let git = try shop.repository.git("ls-files", "contracts")
    #expect(git == quoted)
    try shop.repository.git("config", "core.quotePath", "false")
    let letters = try shop.run("list", "--porcelain").output
    #expect(letters.hasSuffix("\t\(try shop.repository.git("ls-files", "contracts"))\n") && letters.contains("ü.yaml"), "\(letters)")

    #expect(
      try records(shop.run("owners", "-z"), 7)
        == [["owned", "1", "ann@shop.example @shop/orders", "", "no", "0", Self.path]])
    let uses = try records(shop.run("who-uses", Self.path, "-z"), 7)
    #expect(uses == [["exact", "stays", "dashboard", "@shop/insight", "^1.0", Self.name + ".email", "consumers/insight/dash\tboard.yaml"]])
    let removal = try shop.run("can-i-remove", Self.path, "-z")
    #expect(try removal.status == 1 && records(removal, 7) == uses)

    try shop.repository.write(Shop.orders(version: "1.5.0", name: #""a\tb \"q\"\nGröße""#, columns: [Shop.orderID]), to: Self.path)
    let diff = try records(shop.run("diff", "-z"), 11)
    #expect(diff.count == 1 && diff[0][0...1] == ["breaking", "property-removed"] && diff[0][3...5] == ["shop-orders", "1.4.2", "1.5.0"])
    #expect(diff.first?.last == Self.path && diff.first?[7] == "")
    let impact = try records(shop.run("impact", "-z"), 12)
    #expect(
      impact.map { [$0[0], $0[2], $0[7], $0[8], $0[10]] } == [["broken", "dashboard", Self.name + ".email", "broken", "property-removed"]])
    let check = try shop.run("check", "-z")
    let findings = try records(check, 8)
    #expect(check.status == 1 && findings.contains { $0[0] == "error" && $0[1] == "version-bump-too-small" && $0[7] == Self.path })
    #expect(try records(shop.run("check", "-z", "--quiet"), 8) == findings.filter { $0[0] == "error" })
    try shop.repository.git("commit", "--quiet", "--all", "--message", "Drop\temail")
    let log = try records(shop.run("log", "-z"), 12)
    #expect(log.map { $0[0] } == ["breaking", "new"] && log[0][9...11] == ["Drop\temail", Self.name, Self.path])
  }

  @Test(arguments: [
    ["list", "--porcelain"], ["list", "--porcelain=v1"], ["list", "-z"], ["check", "--porcelain"], ["diff", "--porcelain", "HEAD"],
    ["log", "--porcelain"],
    ["owners", "--porcelain"], ["impact", "--porcelain"], ["who-uses", "shop-orders", "--porcelain"],
    ["diff", "-z", "HEAD", "--", "contracts"],
  ])
  func `preferences change nothing`(command: [String]) throws {
    let shop = try Self.shop()
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: Self.path)
    let plain = try shop.run(command)
    for (key, value) in [("contract.format", "json"), ("color.ui", "always")] { try shop.repository.git("config", key, value) }
    let other = try shop.run(command)
    #expect(other.output == plain.output && other.status == plain.status && !plain.output.isEmpty)
    let conflict = try shop.run(command.prefix(1) + ["--format", "json"] + command.dropFirst())
    #expect(conflict.status == 129 && conflict.output.isEmpty && conflict.errors.contains("exclude each other"), "\(conflict.errors)")
  }

  @Test func `what cannot be read is told, never left out`() throws {
    let shop = try Self.shop()
    try shop.repository.write(Shop.broken, to: Self.path)
    let list = try shop.run("list", "-z")
    #expect(try list.status == 1 && records(list, 7).map { $0[0] } == ["unreadable"])
    let diff = try shop.run("diff", "-z")
    #expect(
      try diff.status == 1
        && records(diff, 11).map { [$0[0], $0[6] == "", $0[7] == "", $0[10]] as [AnyHashable] }
          == [["unreadable", true, false, Self.path]]
    )
    // Nothing decided, nothing said.
    try shop.repository.write("version: 1\nnonsense: true\n", to: ".contracts/policy.yaml")
    try shop.repository.git("add", ".contracts")
    try shop.repository.git("commit", "--quiet", "--message", "Policy")
    for command in ["check", "list", "diff"] {
      let undecided = try shop.run([command, "-z"], adding: ["GIT_CONTRACT_FORMAT": "json"])
      #expect(undecided.status == 128 && undecided.output.isEmpty && !undecided.errors.isEmpty, "\(command): \(undecided.output)")
    }
  }

  @Test(arguments: [("true", #""\303\274.yaml""#), ("false", "ü.yaml")])
  func `Git's setting of quotes counts outside of a repository, too`(quotes: String, path: String) throws {
    let shop = try Self.shop()
    let outside = try shop.repository.scratch.makeDirectory("outside")
    try TestFiles.write(Array(Shop.orders().utf8), to: outside + "/old.yaml")
    try TestFiles.write(Array(Shop.orders(columns: [Shop.orderID]).utf8), to: outside + "/ü.yaml")
    try TestFiles.write(Array("* @shop/orders\n".utf8), to: outside + "/CODEOWNERS")
    for command in [
      ["diff", "--porcelain", "--no-index", "old.yaml", "ü.yaml"], ["owners", "--porcelain", "--codeowners", "CODEOWNERS", "ü.yaml"],
    ] {
      let answer = try shop.run(
        command, in: outside,
        adding: ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.quotePath", "GIT_CONFIG_VALUE_0": quotes])
      #expect(answer.status == 0 && answer.output.hasSuffix("\t\(path)\n"), "\(answer.output)\(answer.errors)")
    }
  }

  @Test func `a NUL in a name ends no field`() throws {
    let shop = try Self.shop(name: #""a\0b""#)
    #expect(try records(shop.run("list", "-z"), 7).map { $0[3] } == ["a\u{FFFD}b"])
  }

  @Test func `another version is wrong usage`() throws {
    let answer = try Self.shop().run("list", "--porcelain=v2")
    #expect(answer.status == 129 && answer.output.isEmpty)
  }
}
