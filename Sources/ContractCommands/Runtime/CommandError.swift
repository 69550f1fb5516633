internal import ContractKit
internal import GitStore

/// How a command ends: the codes that scripts rely on.
enum ExitStatus: Int32 {
  case pass = 0
  /// The verdict is refuse, or `diff --exit-code` found changes.
  case refuse = 1
  /// It could not be decided: repository, missing object, policy, tool.
  case undecided = 128
  case usage = 129
  case interrupted = 130
}

/// An error as the user reads it: `fatal: ...`, then `hint: ...` with the command that mends it.
struct CommandError: Error {
  var status: ExitStatus
  /// Lower case, subject in single quotes, no full stop.
  var message: String
  var hints: [String]

  init(_ message: String, hints: [String] = [], status: ExitStatus = .undecided) {
    self.status = status
    self.message = message
    self.hints = hints
  }

  /// One switch from every kind of error to what is printed and how the process ends.
  init(_ error: any Error) {
    switch error {
    case let error as CommandError:
      self = error
    case let failure as DurableFiles.Failure:
      self = failure.error
    case let error as GitError:
      self.init(error.message, hints: error.hint.map { [$0] } ?? [])
    case let error as ReadingError:
      let lines = error.diagnostics.map { "\($0.path):\($0.position.line):\($0.position.column): \($0.message)" }
      self.init(lines.joined(separator: "\nfatal: "))
    default:
      self.init("\(error)")
    }
  }

  /// What cannot be answered before there is any history.
  static let noCommit = CommandError("there is no commit yet", hints: ["git commit"])

  /// For stderr. Control characters from a repository never reach the terminal.
  var text: String {
    var text = ""
    for line in message.split(separator: "\n", omittingEmptySubsequences: false) {
      text += (line.hasPrefix("fatal: ") ? "" : "fatal: ") + String(line).printable + "\n"
    }
    for hint in hints { text += "hint: " + hint.printable + "\n" }
    return text
  }
}
