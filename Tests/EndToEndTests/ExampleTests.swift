import Foundation
import Testing

/// The example of ExampleRepo/ is what the README, the demo and these tests speak of. It is worth that only if it is the same
/// everywhere.
struct ExampleTests {
  @Test(arguments: [
    [:],
    [
      "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "GIT_AUTHOR_NAME": "Somebody", "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z",
      "GIT_DEFAULT_HASH": "sha256", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "true",
    ],
  ])
  func `is rebuilt to the same object ids whatever the environment says`(environment: [String: String]) throws {
    try Self.withTemporaryDirectory { directory in
      let rebuilt = try Self.run(Self.example + "/rebuild", [directory + "/bramble"], environment: environment)
      #expect(rebuilt.status == 0, "\(rebuilt.errors)")
      let expected = try String(contentsOfFile: Self.example + "/expected/tip", encoding: .utf8)
      #expect(rebuilt.output == expected)
    }
  }

  @Test func `stops after a step, and refuses one that is not there`() throws {
    try Self.withTemporaryDirectory { directory in
      let stopped = try Self.run(Self.example + "/rebuild", ["--until", "03", directory + "/three"])
      #expect(stopped.status == 0, "\(stopped.errors)")
      let count = try Self.run("/usr/bin/env", ["git", "-C", directory + "/three", "rev-list", "--count", "HEAD"])
      #expect(count.output == "3\n")

      let missing = try Self.run(Self.example + "/rebuild", ["--until", "99", directory + "/none"])
      #expect(missing.status == 1)
      #expect(missing.errors.contains("there is no step '99'"))
    }
  }

  @Test func `never writes into a directory that holds something`() throws {
    try Self.withTemporaryDirectory { directory in
      try "mine".write(toFile: directory + "/file", atomically: true, encoding: .utf8)
      let refused = try Self.run(Self.example + "/rebuild", [directory])
      #expect(refused.status == 1)
      #expect(refused.errors.contains("is not empty"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
    }
  }

  static let example = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("ExampleRepo").path

  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs a program with nothing in its environment but the PATH, a HOME of its own and what is given.
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try withTemporaryDirectory { directory in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      process.environment = ["PATH": path, "HOME": directory].merging(environment) { _, given in given }
      // Files, not pipes: a pipe that nobody empties stops the program once it is full.
      let output = directory + "/output"
      let errors = directory + "/errors"
      for file in [output, errors] { try #require(FileManager.default.createFile(atPath: file, contents: nil)) }
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return Outcome(
        status: process.terminationStatus,
        output: try String(contentsOfFile: output, encoding: .utf8),
        errors: try String(contentsOfFile: errors, encoding: .utf8)
      )
    }
  }

  static func withTemporaryDirectory<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(atPath: directory) } catch { Issue.record(error, "cannot remove '\(directory)'") }
    }
    return try body(directory)
  }
}
