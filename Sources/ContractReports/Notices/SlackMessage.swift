package import ContractKit

extension Letter {
  /// What an incoming webhook of Slack takes: blocks, and a text for notifications and for programs that show no blocks.
  ///
  /// Limits are those of Slack's reference of Block Kit: 50 blocks, a header of 150 characters, a section of 3,000, ten fields of 2,000 each.
  package var slack: JSON {
    var blocks: [JSON] = [
      ["type": "header", "text": ["type": "plain_text", "text": .string(SlackText.plain(subject, limit: 150)), "emoji": false]]
    ]
    var lines: [String] = []
    func flush() {
      for text in SlackText.sections(lines) { blocks.append(["type": "section", "text": SlackText.object(text)]) }
      lines = []
    }
    for block in body.limited(toChanges: Self.mostChangesInChat).blocks {
      switch block {
      case .verdict(_, let label, let phrase):
        lines.append(SlackText.line(LetterBody.Phrase([.words("\(label). ")]) + phrase))
      case .heading(let text):
        flush()
        lines.append("*" + SlackText.line("\(text)") + "*")
      case .paragraph(let phrase): lines.append(SlackText.line(phrase))
      case .facts(let facts):
        flush()
        let fields = facts.prefix(10).map { fact in
          SlackText.object("*" + SlackText.line("\(fact.label)", limit: 200) + "*\n" + SlackText.line(fact.text, limit: 1700))
        }
        blocks.append(["type": "section", "fields": .array(fields)])
      case .changes(let points, let omitted):
        for point in points {
          lines.append(SlackText.line((point.names.map { Phrase("• ") + $0 + ": " } ?? "• ") + "\(point.message)"))
          lines += ([point.comparison].compactMap { $0 } + point.notes).map { SlackText.line("    " + $0) }
        }
        if let more = LetterBody.omission(omitted) { lines.append("• " + more) }
      case .bullets(let bullets):
        for bullet in bullets {
          lines.append(SlackText.line("• " + bullet.text))
          lines += bullet.details.map { SlackText.line("    " + $0) }
        }
      case .code(_, let text):
        lines.append(SlackText.code(text))
      }
    }
    flush()
    // The last block says that there were more: never that everything is said.
    if blocks.count > 50 {
      let more = blocks.count - 49
      blocks = Array(blocks.prefix(49))
      blocks.append(["type": "section", "text": SlackText.object("and \(more) more parts, in the mail and in the repository's outbox")])
    }
    return [
      "text": .string(SlackText.line("\(subject)", limit: 1000)), "mrkdwn": false, "unfurl_links": false, "unfurl_media": false,
      "blocks": .array(blocks),
    ]
  }

  /// More changes than one reads in a chat.
  static let mostChangesInChat = 20

  fileprivate typealias Phrase = LetterBody.Phrase
}

/// Text in Slack's own marks, `mrkdwn`, and without any.
enum SlackText {
  /// Escapes the three signs by which Slack knows links, mentions and commands such as `<!channel>`
  /// (https://docs.slack.dev/messaging/formatting-message-text, "Escaping text").
  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    default: nil
    }
  }

  /// In running text the marks have no escape at all. A sign that looks like it stands in the place of each.
  private static func escapeMarks(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "*": "∗"
    case "~": "∼"
    case "`": "'"
    // A line that begins with it is a quotation, escaped or not.
    case ">": "›"
    default: escape(scalar)
    }
  }

  /// One line, cut where it is too long.
  static func line(_ phrase: LetterBody.Phrase, limit: Int = 2900) -> String {
    var text = LimitedText(limit: limit)
    for part in phrase.parts {
      switch part {
      case .words(let words): text.add(underscored(words), escape: escapeMarks)
      // An empty span would be two marks without a meaning.
      case .code(let code):
        text.add(code.isEmpty ? "\"\"" : code, opening: "`", closing: "`") { $0 == "`" ? "'" : escape($0) }
      }
    }
    return text.text
  }

  /// An underscore formats at the edge of a word only; names are full of others.
  private static func underscored(_ words: String) -> String {
    let scalars = Array(words.unicodeScalars)
    func isWord(_ place: Int) -> Bool {
      scalars.indices.contains(place) && (scalars[place].properties.isAlphabetic || scalars[place].properties.numericType != nil)
    }
    var text = ""
    for (place, scalar) in scalars.enumerated() {
      text.unicodeScalars.append(scalar == "_" && !(isWord(place - 1) && isWord(place + 1)) ? "\u{FF3F}" : scalar)
    }
    return text
  }

  /// Text that is shown as it stands. No two programs agree on whether escapes are undone in it, so it has none.
  static func plain(_ text: String, limit: Int) -> String {
    var limited = LimitedText(limit: limit)
    limited.add(text) { scalar in
      switch scalar {
      case "<": "‹"
      case ">": "›"
      default: nil
      }
    }
    return limited.text
  }

  /// Several lines between fences.
  static func code(_ text: String) -> String {
    var kept: [String] = []
    var left = 2800
    let lines = text.split(separator: "\n")
    for line in lines {
      var limited = LimitedText(limit: 1000)
      limited.add(String(line)) { $0 == "`" ? "'" : escape($0) }
      guard left > limited.text.utf16.count else { break }
      left -= limited.text.utf16.count + 1
      kept.append(limited.text)
    }
    if kept.count < lines.count { kept.append("-- and \(lines.count - kept.count) more lines") }
    return "```\n" + kept.joined(separator: "\n") + "\n```"
  }

  /// Lines in as few sections as will hold them. Each line is shorter than a section.
  static func sections(_ lines: [String]) -> [String] {
    var sections: [String] = []
    for line in lines where !line.isEmpty {
      if let last = sections.last, last.utf16.count + 1 + line.utf16.count <= 3000 {
        sections[sections.count - 1] = last + "\n" + line
      } else {
        sections.append(line)
      }
    }
    return sections
  }

  /// `verbatim`: Slack looks for no names and addresses in it.
  static func object(_ text: String) -> JSON {
    ["type": "mrkdwn", "text": .string(text), "verbatim": true]
  }
}
