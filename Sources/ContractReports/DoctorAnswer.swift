package import ContractKit

/// The answer of `doctor`: what was looked at, and the command that mends what is wrong.
package struct DoctorAnswer: Sendable {
  package enum Place: String, Sendable, CaseIterable { case server, clone }

  package struct Check: Sendable {
    package enum Status: String, Sendable, CaseIterable {
      case ok
      /// It works, and something would be better.
      case advice
      /// Something is not looked at, or not kept, or cannot be decided.
      case mend
    }

    /// What was looked at, such as `hooks`; stable.
    package var subject: String
    package var status: Status
    package var message: String
    /// What to type; nil where no command mends it.
    package var command: String?

    package init(_ subject: String, _ status: Status, _ message: String, command: String? = nil) {
      self.subject = subject
      self.status = status
      self.message = message
      self.command = command
    }
  }

  package var place: Place
  package var checks: [Check]

  package init(place: Place, checks: [Check]) {
    self.place = place
    self.checks = checks
  }

  package var isHealthy: Bool { !checks.contains { $0.status == .mend } }

  /// `git-contract/doctor/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/doctor/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "place": .string(place.rawValue),
      "healthy": .boolean(isHealthy),
      "checks": .array(
        checks.map { check in
          [
            "subject": .string(check.subject), "status": .string(check.status.rawValue), "message": .string(check.message),
            "command": JSON(check.command),
          ]
        }),
    ]
  }

  /// For people; not stable. What is to be mended stands last, where the eye rests in a terminal.
  package func text(_ style: Style) -> String {
    var text = ""
    for status in [Check.Status.ok, .advice, .mend] {
      for check in checks where check.status == status {
        let word =
          switch status {
          case .ok: style.paint("ok", .green) + "       "
          case .advice: style.paint("advice", .blue) + "   "
          case .mend: style.paint("to mend", .red) + "  "
          }
        text += word + check.message.printable + "\n"
        if let command = check.command { text += "         " + style.paint(command.printable, .bold) + "\n" }
      }
    }
    let count = checks.count { $0.status == .mend }
    return text + (count == 0 ? style.paint("healthy", .green) : style.paint("\(count) to mend", .red)) + "\n"
  }

  package var markdown: String {
    var text = "| | what | command |\n| --- | --- | --- |\n"
    for check in checks {
      let command = check.command.map { "`\(Markdown.cell($0))`" } ?? ""
      text += "| \(check.status == .mend ? "to mend" : check.status.rawValue) | \(Markdown.text(check.message)) | \(command) |\n"
    }
    return text
  }
}
