package import ContractKit

extension Letter {
  /// What a workflow of Microsoft Teams takes ("when a webhook request is received"): a message with one Adaptive Card 1.4.
  ///
  /// Names stand in runs of text, which know no Markdown, so nothing in them formats, links or calls anybody. The message has at most 28 KB,
  /// the limit of the connector; where it would be longer, changes and code are left out, and it is said how many.
  package var teams: JSON {
    for limit in [Self.mostChangesInChat, 10, 5, 2, 0] {
      for body in [body, body.withoutCode] {
        let card = TeamsCard.message(subject, body.limited(toChanges: limit).blocks)
        if card.canonical.utf8.count <= TeamsCard.limit { return card }
      }
    }
    return TeamsCard.message(
      subject.clipped(to: 1000), [.paragraph("It is too long for this channel: see the mail, or the notice in the repository's outbox.")])
  }
}

/// Adaptive Cards (https://adaptivecards.io/explorer), as far as letters need them.
private enum TeamsCard {
  /// 28 KB, a little less: what the workflow adds counts, too.
  static let limit = 27_000

  static func message(_ subject: String, _ blocks: [LetterBody.Block]) -> JSON {
    let title = text([run(subject.clipped(to: 500), ["size": "Large", "weight": "Bolder"])])
    return [
      "type": "message",
      "attachments": [
        [
          "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": .null,
          "content": [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "fallbackText": .string(literal(subject.clipped(to: 500))), "msteams": ["width": "Full"],
            "body": .array([title] + blocks.flatMap(elements)),
          ],
        ]
      ],
    ]
  }

  private static func elements(_ block: LetterBody.Block) -> [JSON] {
    switch block {
    case .verdict(let tone, let label, let phrase):
      return [
        [
          "type": "Container", "style": .string(style(tone)),
          "items": [text([run("\(label). ", ["weight": "Bolder"])] + runs(phrase))],
        ]
      ]
    case .heading(let heading): return [text([run(heading, ["weight": "Bolder"])], ["spacing": "Medium", "separator": true])]
    case .paragraph(let phrase): return [text(runs(phrase))]
    case .facts(let facts):
      return facts.map { text([run($0.label + ": ", ["isSubtle": true])] + runs($0.text), ["spacing": "None"]) }
    case .changes(let points, let omitted):
      var elements = points.flatMap { point -> [JSON] in
        let names = point.names.map { runs($0) + [run(": ")] } ?? []
        let details = [point.comparison].compactMap { $0 } + point.notes
        return [text([run("• ")] + names + [run(point.message, ["weight": "Bolder"])], ["spacing": "Small"])] + details.map(detail)
      }
      if let more = LetterBody.omission(omitted) { elements.append(text([run("• " + more)])) }
      return elements
    case .bullets(let bullets):
      return bullets.flatMap { [text([run("• ")] + runs($0.text), ["spacing": "Small"])] + $0.details.map(detail) }
    case .code(_, let code):
      return code.split(separator: "\n").map { text([run(String($0), ["fontType": "Monospace"])], ["spacing": "None"]) }
    }
  }

  private static func style(_ tone: LetterBody.Tone) -> String {
    switch tone {
    case .act: "attention"
    case .look: "warning"
    case .inform: "accent"
    case .relief: "good"
    }
  }

  private static func detail(_ phrase: LetterBody.Phrase) -> JSON {
    text([run("\u{2003}")] + runs(phrase), ["spacing": "None"])
  }

  private static func text(_ runs: [JSON], _ more: [String: JSON] = [:]) -> JSON {
    .object(["type": "RichTextBlock", "inlines": .array(runs)].merging(more) { $1 })
  }

  private static func runs(_ phrase: LetterBody.Phrase) -> [JSON] {
    phrase.parts.map { part in
      switch part {
      case .words(let text): run(text)
      case .code(let text): run(text.isEmpty ? "\"\"" : text, ["fontType": "Monospace"])
      }
    }
  }

  private static func run(_ text: String, _ more: [String: JSON] = [:]) -> JSON {
    .object(["type": "TextRun", "text": .string(literal(text))].merging(more) { $1 })
  }

  /// `{{DATE(...)}}` would be replaced by a date (Adaptive Cards, "Date and time functions").
  private static func literal(_ text: String) -> String {
    text.printable.replacing("{{", with: "{ {")
  }
}
