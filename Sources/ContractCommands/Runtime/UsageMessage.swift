internal import ContractKit

/// What argument-parser says about the words of a call, in the form that Git's users know: `fatal:`, the usage, `hint:`.
enum UsageMessage {
  /// - Parameter message: argument-parser's full message: `Error: Unknown option '--x'`, then help of the argument, usage and a pointer.
  static func text(_ message: String) -> String {
    var text = ""
    for line in message.split(separator: "\n", omittingEmptySubsequences: false).map({ String($0).printable }) {
      if line.hasPrefix("Error: ") {
        text += "fatal: " + sentence(line.dropFirst("Error: ".count))
      } else if line.hasPrefix("Usage: ") {
        text += "usage: " + line.dropFirst("Usage: ".count)
      } else if let command = command(namedBy: line) {
        text += "hint: " + command
      } else {
        text += line
      }
      text += "\n"
    }
    return text
  }

  /// Lower case, without a full stop.
  private static func sentence(_ line: Substring) -> String {
    let body = line.hasSuffix(".") ? line.dropLast() : line
    return body.prefix(1).lowercased() + body.dropFirst()
  }

  /// `  See 'git contract diff --help' for more information.` names what Git would look up as a man page where the verb is missing.
  private static func command(namedBy line: String) -> String? {
    let start = "  See 'git contract"
    let end = " --help' for more information."
    guard line.hasPrefix(start), line.hasSuffix(end), line.count >= start.count + end.count else { return nil }
    return "git contract help" + line.dropFirst(start.count).dropLast(end.count)
  }
}
