import ContractTestSupport
import Foundation
import Testing

/// The example of ExampleRepo/ is what the README, the demo and these tests speak of. It is worth that only if it is the same
/// everywhere.
struct ExampleTests {
  let scratch: Scratch
  let environment: TestEnvironment

  init() throws {
    scratch = try Scratch()
    environment = TestEnvironment(home: try scratch.makeDirectory("home"))
  }

  @Test(arguments: [
    [:],
    [
      "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "GIT_AUTHOR_NAME": "Somebody", "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z",
      "GIT_DEFAULT_HASH": "sha256", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "true",
    ],
  ])
  func `is rebuilt to the same object ids whatever the environment says`(hostile: [String: String]) throws {
    let rebuilt = try rebuild(["bramble"], adding: hostile)
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    #expect(rebuilt.output == (try String(contentsOfFile: Self.folder + "/expected/tip", encoding: .utf8)))
  }

  @Test func `stops after a step, and refuses one that is not there`() throws {
    let stopped = try rebuild(["--until", "03", "three"])
    #expect(stopped.status == 0, "\(stopped.errors)")
    let count = try environment.run("git", ["-C", "three", "rev-list", "--count", "HEAD"], in: scratch.path)
    #expect(count.line == "3")

    let missing = try rebuild(["--until", "99", "none"])
    #expect(missing.status == 1)
    #expect(missing.errors.contains("there is no step '99'"))
  }

  @Test func `never writes into a directory that holds something`() throws {
    try scratch.write("mine", to: "full/file")
    let refused = try rebuild(["full"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("is not empty"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("full")) == ["file"])
  }

  @Test func `what the tool says about it is what is recorded`() throws {
    let binary = try Company.binaryDirectory() + "/git-contract"
    try FileManager.default.copyItem(atPath: Self.folder + "/expected/tip", toPath: try scratch.makeDirectory("now") + "/tip")
    let recorded = try environment.run(Self.folder + "/record", [binary, "now"], in: scratch.path)
    #expect(recorded.status == 0, "\(recorded.errors)")
    let differences = try environment.run(
      "git", ["diff", "--no-index", "--stat=120", "-p", Self.folder + "/expected", scratch.path("now")], in: scratch.path)
    #expect(
      differences.status == 0,
      """
      the tool says something else than ExampleRepo/expected holds; if that is meant, record it and read the difference:
          ExampleRepo/record .build/debug/git-contract && git diff ExampleRepo/expected
      \(differences.output.prefix(4000))
      """)
  }

  @Test func `the demo goes through, and shows both refusals and both notices`() throws {
    let binary = try Company.binaryDirectory() + "/git-contract"
    let demo = try environment.run(Self.folder + "/demo", [binary, "place"], in: scratch.path)
    #expect(demo.status == 0, "\(demo.output.suffix(2000))\(demo.errors)")
    for text in ["refused: 2 errors", "pre-receive hook declined", "what to try next"] { #expect(demo.output.contains(text), "\(text)") }
    #expect(demo.output.components(separatedBy: "notice written:").count == 3)
  }

  @Test func `the demo fails where nothing is refused`() throws {
    // A tool that agrees to everything must not get through.
    try scratch.write("#!/bin/sh\nexit 0\n", to: "yes")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("yes"))
    let demo = try environment.run(Self.folder + "/demo", [scratch.path("yes"), "place"], in: scratch.path)
    #expect(demo.status == 1)
    #expect(demo.errors.contains("should stand in what was said"), "\(demo.errors)")
  }

  /// What stands below a command in README.md was really said.
  @Test func `the transcripts in README are taken from what is recorded`() throws {
    var said: Set<Substring> = []
    let files = try #require(FileManager.default.enumerator(atPath: Self.folder + "/expected"))
    for case let file as String in files where !file.hasSuffix(".json") {
      guard let data = FileManager.default.contents(atPath: Self.folder + "/expected/" + file) else { continue }
      said.formUnion(String(decoding: data, as: UTF8.self).split(separator: "\n"))
    }
    let commands = try ConsoleDocument.read("README.md").commands
    #expect(!commands.isEmpty)
    for command in commands {
      #expect(!command.printed.isEmpty, "\(command.typed)")
      for line in command.printed {
        let plain = line.hasPrefix("remote: ") ? line.dropFirst("remote: ".count) : line[...]
        #expect(said.contains(plain), "README.md shows this, and nothing in ExampleRepo/expected does: \(line)")
      }
    }
  }

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("ExampleRepo").path

  func rebuild(_ arguments: [String], adding more: [String: String] = [:]) throws -> TestOutput {
    try environment.run(Self.folder + "/rebuild", arguments, in: scratch.path, adding: more)
  }
}
