internal import ContractKit

extension Letter {
  /// For a mail or a terminal: lines of at most 72 characters, but for what cannot be broken.
  package var text: String {
    body.limited(toChanges: Self.mostChanges).blocks.map(Self.text).joined(separator: "\n")
  }

  /// More changes than a person reads in a letter. The JSON has them all.
  static let mostChanges = 40

  private static func text(_ block: LetterBody.Block) -> String {
    switch block {
    case .verdict(_, let label, let phrase): wrapped("\(label.uppercased()). \(phrase.plain)", first: "", rest: "")
    case .heading(let text): text.printable.uppercased() + "\n"
    case .paragraph(let phrase): wrapped(phrase.plain, first: "", rest: "")
    case .facts(let facts): table(facts)
    case .changes(let points, let omitted): points.map(text).joined() + (LetterBody.omission(omitted).map { "- \($0)\n" } ?? "")
    case .bullets(let bullets): bullets.map { point($0.text, $0.details) }.joined()
    case .code(_, let text): text.split(separator: "\n").map { "    " + $0 + "\n" }.joined()
    }
  }

  private static func text(_ change: LetterBody.ChangePoint) -> String {
    let heading = change.names.map { $0 + ": \(change.message)" } ?? "\(change.message)"
    return point(heading, [change.comparison].compactMap { $0 } + change.notes)
  }

  private static func point(_ text: LetterBody.Phrase, _ details: [LetterBody.Phrase]) -> String {
    wrapped(text.plain, first: "- ", rest: "  ") + details.map { wrapped($0.plain, first: "    ", rest: "    ") }.joined()
  }

  private static func table(_ facts: [LetterBody.Fact]) -> String {
    let width = (facts.map(\.label.count).max() ?? 0) + 2
    return facts.map { fact in
      wrapped(fact.text.plain, first: (fact.label + ":").padding(to: width), rest: String(repeating: " ", count: width))
    }.joined()
  }

  private static func wrapped(_ text: String, first: String, rest: String) -> String {
    var lines: [String] = []
    var line = first
    for word in text.split(separator: " ") {
      let isStart = line.count == (lines.isEmpty ? first : rest).count
      if !isStart, line.count + 1 + word.count > 72 {
        lines.append(line)
        line = rest + word
      } else {
        line += (isStart ? "" : " ") + word
      }
    }
    lines.append(line)
    return lines.map { $0 + "\n" }.joined()
  }
}
