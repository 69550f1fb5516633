internal import ArgumentParser

/// What `--report` names: a form, and the file into which the answer goes in it.
struct ReportFile: ExpressibleByArgument {
  let form: ReportFormat
  let file: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), let form = ReportFormat(rawValue: String(argument[..<equals])) else { return nil }
    file = String(argument[argument.index(after: equals)...])
    guard !file.isEmpty else { return nil }
    self.form = form
  }
}
