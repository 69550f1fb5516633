import Foundation

/// Answers held against the schemas in `Documentation/schemas`, by Python's `jsonschema`.
package enum SchemaCheck {
  /// Whether the library is there; a test that needs it is skipped without it.
  package static let isPossible: Bool = {
    do {
      let environment = TestEnvironment(home: "/nonexistent")
      return try environment.run("python3", ["-c", "from jsonschema import Draft202012Validator"], in: "/").status == 0
    } catch {
      return false
    }
  }()

  package static let reason = "python3 has no jsonschema; 'pip install jsonschema' lets this test run"

  /// The top of the sources.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// What is wrong with some files, a line for each fault; empty if nothing.
  ///
  /// - Parameter files: `KIND=FILE`, or FILE alone for an answer that names its kind.
  package static func faults(in files: [String]) throws -> [String] {
    let output = try TestEnvironment(home: "/nonexistent").run(
      "python3", [root + "/Scripts/validate-json", root + "/Documentation/schemas"] + files, in: root)
    guard output.status == 0 || output.status == 1, output.errors.isEmpty else { throw TestFailure(output.errors) }
    return output.lines
  }
}
