import ContractTestSupport
import Foundation
import Testing

/// The manual and completion, which come from the same description of the commands.
struct ManualTests {
  private static let manual = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Documentation/man").path

  @Test func `the pages in Documentation are those that the tool writes`() throws {
    let shop = try Shop()
    let directory = shop.repository.scratch.path("man")
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    #expect(try shop.run("manual", directory).status == 0)
    let written = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(written.contains("git-contract.1") && written.contains("git-contract-check.1") && written.count > 25)
    #expect(try FileManager.default.contentsOfDirectory(atPath: Self.manual).sorted() == written, "run: make docs")
    for name in written {
      let (ours, kept) = try (
        String(contentsOfFile: directory + "/" + name, encoding: .utf8), String(contentsOfFile: Self.manual + "/" + name, encoding: .utf8)
      )
      #expect(ours == kept, "\(name): run: make docs")
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/man"), "'man' is not installed"))
  func `man shows every page without a warning`() throws {
    let scratch = try Scratch()
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.manual) {
      let shown = try TestEnvironment(home: scratch.path).run(
        "man", ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", Self.manual + "/" + name], in: scratch.path)
      #expect(shown.status == 0 && shown.errors.isEmpty, "\(name): \(shown.errors)")
    }
  }

  @Test(arguments: [
    ([""], "blame", true), (["bla"], "blame", true), (["bla"], "check", false), (["hooks", ""], "install", true),
    (["check", "--sta"], "--staged", true),
    (["check", "--format", ""], "json", true), (["check", "--format=j"], "--format=json", true), (["show", "or"], "orders", true),
    (["show", "orders@"], "orders@1.4.2", true), (["show", "orders@2"], "orders@1.4.2", false),
    (["bump", "orders", "inv"], "invoices", true),
    (["log", "orders", "ma"], "main", true), (["log", "--since", ""], "main", false),
    (["explain", "property-rem"], "property-removed", true),
    (["schema", ""], "policy", true), (["check", "--target", ""], "main", true), (["-C", ".", "li"], "list", true),
    (["-C", ""], "list", false),
    (["complete"], "complete", false), (["ma"], "manual", false), (["nonsense", ""], "list", false),
    (["diff", "--", "--"], "--staged", false),
    (["owners", "orders", ""], "orders", false),
  ])
  func `what may stand at the cursor`(typed: [String], word: String, isOffered: Bool) throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "contracts/invoices.yaml": Shop.orders(name: "invoices", identifier: "i")])
    let answer = try shop.run(["complete"] + typed)
    #expect(answer.status == 0 && answer.errors.isEmpty)
    #expect(answer.output.split(separator: "\n").contains { $0 == word } == isOffered, "\(answer.output)")
  }

  @Test func `completion says nothing where nothing can be known`() throws {
    let shop = try Shop()
    let outside = shop.repository.scratch.path("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    let answer = try shop.run("complete", "show", "", in: outside)
    #expect(answer.status == 0 && answer.output.isEmpty && answer.errors.isEmpty)
    // A name that steers a terminal or needs quotes is offered by its path.
    let odd = try Shop(["contracts/orders.yaml": Shop.orders(name: "\"my \\e[1m orders\"")])
    #expect(try odd.run("complete", "show", "").output == "contracts/orders.yaml\n")
  }
}
