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

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("ExampleRepo").path

  func rebuild(_ arguments: [String], adding more: [String: String] = [:]) throws -> TestOutput {
    try environment.run(Self.folder + "/rebuild", arguments, in: scratch.path, adding: more)
  }
}
