import ContractCommands
import ContractTestSupport
import Foundation
import Testing

/// The story of ExampleRepo/, judged commit by commit, each on its own day: the clock is an argument here and nowhere else.
struct StoryTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("ExampleRepo").path

  @Test func `each commit on main passes on its day, and from the enforcing one on without a warning`() throws {
    let scratch = try Scratch()
    let environment = TestEnvironment(home: try scratch.makeDirectory("home"))
    let rebuilt = try environment.run(Self.folder + "/rebuild", ["bramble"], in: scratch.path)
    try #require(rebuilt.status == 0, "\(rebuilt.errors)")
    let history = try environment.run(
      "git", ["log", "--first-parent", "--reverse", "--min-parents=1", "--format=%H %P %ct %s"], in: scratch.path("bramble"))
    var isEnforced = false
    var judged = 0
    for line in history.lines {
      let words = line.split(separator: " ").map(String.init)
      let subject = line.split(separator: " ", maxSplits: 3)[3]
      let answer = try Program.run(
        ["check", "\(words[1])..\(words[0])"], in: scratch.path("bramble"), environment: environment.variables,
        now: try #require(words.dropFirst(2).compactMap { Int($0) }.first), scratch: scratch)
      #expect(answer.status == 0, "\(subject):\n\(answer.output)")
      if isEnforced { #expect(!answer.output.contains(": warning: "), "\(subject):\n\(answer.output)") }
      if subject.hasSuffix("Enforce ownership") { isEnforced = true }
      judged += 1
    }
    #expect(isEnforced)
    #expect(judged > 30)
  }
}
