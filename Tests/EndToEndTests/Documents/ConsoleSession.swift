import ContractTestSupport
import Foundation

/// A shell in which the commands of a document are typed one after another: a scratch directory, the real binary, nobody's settings, a clock
/// that goes on by a minute with each command.
final class ConsoleSession {
  let scratch: Scratch
  private var environment: TestEnvironment
  /// Seconds since 1970.
  private var time: Int

  /// - Parameter start: when the first command is typed, in seconds since 1970.
  init(start: Int) throws {
    scratch = try Scratch()
    environment = TestEnvironment(home: try scratch.makeDirectory("home"))
    environment.variables["PATH"] = try Company.binaryDirectory() + ":" + (environment.variables["PATH"] ?? "/usr/bin:/bin")
    environment.variables["GIT_MERGE_AUTOEDIT"] = "no"
    time = start
    try scratch.write(scratch.path, to: "home/.place")
  }

  /// Types a command; gives how it ended and the lines that it printed, on both of its outputs.
  func type(_ command: ConsoleDocument.Command) throws -> (status: Int32, lines: [String]) {
    if let day = command.day { time = try Self.seconds(day) }
    time += 60
    try scratch.write(command.typed + "\n", to: "home/.typed")
    // Where the last command has left off, and where this one does.
    let call = """
      exec 2>&1; cd "$(cat ~/.place)" && . ~/.typed; ended=$?; pwd > ~/.place; exit $ended
      """
    let dates = ["GIT_AUTHOR_DATE": "\(time) +0000", "GIT_COMMITTER_DATE": "\(time) +0000"]
    let answer =
      command.answers.isEmpty
      ? try environment.run("bash", ["-c", call], in: scratch.path, adding: dates)
      : try environment.run(
        "script", ["--quiet", "--return", "--echo", "never", "--command", "bash -c '\(call)'", "/dev/null"], in: scratch.path,
        adding: dates, input: command.answers.map { $0 + "\n" }.joined())
    return (answer.status, lines(of: answer.output + answer.errors, command.answers))
  }

  private func lines(of output: String, _ answers: [String]) -> [String] {
    var output = output.replacing("\r\n", with: "\n").replacing(scratch.path, with: "/home/you")
    // The terminal repeats nothing, so that the line goes on behind the question.
    var read = output.startIndex
    for answer in answers {
      guard let range = output.range(of: "[y/N] ", range: read..<output.endIndex) else { break }
      let place = output.distance(from: output.startIndex, to: range.upperBound)
      output.insert(contentsOf: answer + "\n", at: range.upperBound)
      read = output.index(output.startIndex, offsetBy: place + answer.count + 1)
    }
    var lines = output.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    // Git pads what a server says, for terminals.
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
  }

  private static func seconds(_ day: String) throws -> Int {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    guard let date = formatter.date(from: day) else { throw TestFailure("'\(day)' is no day") }
    return Int(date.timeIntervalSince1970) + 9 * 3600
  }
}
