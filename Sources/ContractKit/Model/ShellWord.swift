/// Text of a repository inside of a command that somebody may paste into a shell.
package enum ShellWord {
  /// The text as one word of a POSIX shell: as it is where that is safe, else between single quotes (POSIX.1-2024, XCU 2.2.2).
  package static func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", "@", ":", "+", ",", "=": true
      default: false
      }
    }
    if isPlain && !text.isEmpty && !text.hasPrefix("-") { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
