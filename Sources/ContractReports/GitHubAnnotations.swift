internal import ContractKit

extension FindingsReport {
  /// Workflow commands of GitHub Actions, a line for each finding, which shows beside the line of the file that it speaks of.
  package var githubAnnotations: String {
    var text = ""
    if let problem { text += "::error title=undecided::\(Self.data(problem.printable))\n" }
    for finding in findings {
      let command =
        switch finding.level {
        case .error: "error"
        case .warning: "warning"
        case .note, .off: "notice"
        }
      let place = finding.place
      text += "::\(command) file=\(Self.property(Self.path(place.path))),line=\(place.position.line),col=\(place.position.column),"
      text += "title=\(Self.property(finding.rule.printable))::"
      text += Self.data(([finding.message.printable] + finding.advice).joined(separator: "\n")) + "\n"
    }
    return text
  }

  /// The runner reads a command up to the end of the line; these are all the escapes that it knows.
  private static func data(_ text: String) -> String {
    text.replacingScalars { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  /// In a property a colon or a comma would end the value.
  private static func property(_ text: String) -> String {
    data(text).replacingScalars { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : nil }
  }

  /// The path to the byte where the escapes can carry it; what else could steer a terminal is shown, and the file is then not found.
  private static func path(_ path: String) -> String {
    path.replacingScalars { $0 == "\n" || $0 == "\r" ? nil : String($0).printable }
  }
}
