internal import ArgumentParser

/// The forms an answer can take. Each command says which it has; all others are wrong usage, never silently text.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text, markdown, json, junit, sarif, github, gitlab, comment, variables, omds, html, csv, mermaid

  /// What the help of every command names; `check`, `diff` and `audit` say themselves what they have besides.
  static var allValueStrings: [String] { [ReportFormat.text, .markdown, .json].map(\.rawValue) }

  /// The error for a form that a command does not have.
  func unavailable(for command: String, available: [ReportFormat]) -> CommandError {
    CommandError(
      "format '\(rawValue)' is not available for '\(command)'",
      hints: ["choose one of: " + available.map(\.rawValue).joined(separator: ", ")], status: .usage)
  }
}
