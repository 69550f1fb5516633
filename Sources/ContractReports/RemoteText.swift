package import ContractKit

extension CheckAnswer {
  /// What a server says to whoever pushed: Git shows it behind `remote:`, in the middle of its own words.
  ///
  /// A page at most. Where there is more, warnings go first, then what is at the end; the verdict stays, and so does the command that
  /// shows all of it at home.
  ///
  /// - Parameter command: the one that shows all of it.
  package func remoteText(_ style: Style, command: String) -> String {
    var lines = Self.lines(of: text(style, least: .warning))
    guard lines.count > Self.greatestLineCount else { return Self.joined(lines) }
    let errors = Self.lines(of: text(style, least: .warning, quiet: true))
    if !errors.isEmpty, errors.count < lines.count { lines = errors }
    let verdict = lines.popLast() ?? ""
    let kept = lines.prefix(Self.greatestLineCount - 2)
    // What is begun is left out: a contract or a finding without what is said of it helps nobody.
    let whole = kept.prefix((kept.lastIndex { $0.hasPrefix("  ") } ?? kept.count - 1) + 1)
    let more = "\(lines.count - whole.count) more line\(lines.count - whole.count == 1 ? "" : "s"); all of it: "
    return Self.joined(whole + [more + style.paint(command.printable, .bold), verdict])
  }

  /// What a terminal shows at once.
  static var greatestLineCount: Int { 50 }
  /// Git's smaller packets for such text hold 995 bytes.
  private static var greatestLineLength: Int { 900 }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n").map { String($0) }
  }

  private static func joined(_ lines: some Sequence<String>) -> String {
    lines.map { line in
      line.utf8.count <= greatestLineLength
        ? line + "\n" : String(String.UnicodeScalarView(line.unicodeScalars.prefix(greatestLineLength / 4))) + "...\n"
    }.joined()
  }
}
