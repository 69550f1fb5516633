import Foundation
internal import GitStore

/// What a program said before it ended.
package struct TestOutput: Sendable {
  package let status: Int32
  /// Standard output as bytes.
  package let bytes: [UInt8]
  /// Standard error as text.
  package let errors: String

  /// Standard output as text.
  package var output: String { String(decoding: bytes, as: UTF8.self) }
  /// Standard output without the blanks at its ends.
  package var line: String { output.trimmingCharacters(in: .whitespacesAndNewlines) }
  /// The lines of standard output.
  package var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A command of a test ended otherwise than expected.
package struct TestFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// An environment in which nothing of the machine is left but the PATH, and a way to run programs in it.
package struct TestEnvironment: Sendable {
  /// The variables; change them as the test needs.
  package var variables: [String: String]

  /// A cleared environment with its own HOME, no system settings, a fixed person and time, plain messages.
  package init(home: String) {
    variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
      "HOME": home, "XDG_CONFIG_HOME": home + "/.config", "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_PAGER": "cat", "LC_ALL": "C", "TZ": "UTC", "TERM": "dumb",
      "COLUMNS": "80",
    ]
    // Settings that all repositories of a run have: 'make test-without-cache' runs all tests with one.
    if let settings = Self.settings {
      variables["GIT_CONFIG_NOSYSTEM"] = nil
      variables["GIT_CONFIG_SYSTEM"] = settings
    }
  }

  /// A file of Git settings in the place of the system's; nil for none.
  private static let settings = ProcessInfo.processInfo.environment["GIT_CONTRACT_TEST_SETTINGS"]

  /// False where the settings of this run keep nothing of a history: then nobody can test how it is kept.
  package static let keepsHistory = settings == nil

  /// Runs a program; `program` is an absolute path or a name on the PATH.
  package func run(
    _ program: String, _ arguments: [String], in directory: String, adding more: [String: String] = [:], input: String = ""
  ) throws -> TestOutput {
    let merged = variables.merging(more) { $1 }
    let result = try Subprocess(program, arguments, environment: merged, directory: directory).run(input: Array(input.utf8))
    return TestOutput(status: result.status, bytes: result.output, errors: String(decoding: result.errors, as: UTF8.self))
  }
}
