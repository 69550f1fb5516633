package import ContractKit

/// How running text is written for one reader of Markdown.
struct MarkdownStyle: Sendable {
  var words: @Sendable (String) -> String
  var code: @Sendable (String) -> String

  var block: @Sendable (String) -> String

  static let page = MarkdownStyle(words: { Markdown.text($0) }, code: { Markdown.code($0) }, block: { $0 })
  /// On a forge names become mentions, numbers become references, and lines become commands.
  /// Whoever looks for the mark of a delivery finds none that somebody made a name of.
  static let forge = MarkdownStyle(
    words: { Markdown.forge($0) }, code: { Markdown.code($0).replacing("<!--", with: "<! --").replacing("-->", with: "-- >") },
    block: { $0.replacing("<!--", with: "<! --") })
}

extension Letter {
  /// For a page, or to be read in a file.
  package var markdown: String {
    Self.markdown(subject, body, .page)
  }

  /// The body of an issue, or of a comment, on GitHub or GitLab. Its first line names the delivery and is not shown: whoever posts it again
  /// finds by it what to replace.
  ///
  /// - Parameter channel: the forge, for each has its own delivery.
  package func forgeBody(channel: DeliveryChannel) -> String {
    let marker = "<!-- git-contract:delivery \(deliveryIdentifier(channel: channel.rawValue)) -->\n"
    // GitHub takes 65,536 characters, GitLab more.
    for limit in [Self.mostChanges, 10, 0] {
      for body in [body, body.withoutCode] {
        let text = marker + Self.markdown(subject, body.limited(toChanges: limit), .forge)
        if text.utf8.count <= 60_000 { return text }
      }
    }
    return marker + "# \(Markdown.forge(subject.clipped(to: 1000)))\n\nIt is too long for this place. Event \(identifier).\n"
  }

  private static func markdown(_ subject: String, _ body: LetterBody, _ style: MarkdownStyle) -> String {
    "# \(style.words(subject))\n\n" + body.blocks.map { markdown($0, style) }.joined(separator: "\n")
  }

  private static func markdown(_ block: LetterBody.Block, _ style: MarkdownStyle) -> String {
    switch block {
    case .verdict(_, let label, let phrase): "**\(style.words(label)).** \(marked(phrase, style))\n"
    case .heading(let text): "## \(style.words(text))\n"
    case .paragraph(let phrase): marked(phrase, style) + "\n"
    case .facts(let facts): facts.map { "- \(style.words($0.label)): \(marked($0.text, style))\n" }.joined()
    case .changes(let points, let omitted):
      points.map { point in
        let heading = point.names.map { $0 + ": \(point.message)" } ?? "\(point.message)"
        return item(heading, [point.comparison].compactMap { $0 } + point.notes, style)
      }.joined() + (LetterBody.omission(omitted).map { "- \($0)\n" } ?? "")
    case .bullets(let bullets): bullets.map { item($0.text, $0.details, style) }.joined()
    case .code(let language, let text): fenced(style.block(text), language)
    }
  }

  private static func item(_ text: LetterBody.Phrase, _ details: [LetterBody.Phrase], _ style: MarkdownStyle) -> String {
    "- \(marked(text, style))\n" + details.map { "  - \(marked($0, style))\n" }.joined()
  }

  private static func marked(_ phrase: LetterBody.Phrase, _ style: MarkdownStyle) -> String {
    phrase.parts.map { part in
      switch part {
      case .words(let text): style.words(text)
      case .code(let text): "`" + style.code(text) + "`"
      }
    }.joined()
  }

  /// A fence is longer than any row of backticks inside of it (CommonMark 0.31, section 4.5).
  private static func fenced(_ text: String, _ language: String) -> String {
    var longest = 2
    var row = 0
    for scalar in text.unicodeScalars {
      row = scalar == "`" ? row + 1 : 0
      longest = max(longest, row)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }
}
