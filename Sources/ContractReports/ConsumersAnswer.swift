package import ContractKit

/// The answer of `consumers list`.
package struct ConsumersAnswer: Sendable {
  /// Where declarations of another repository were read.
  package struct Source: Sendable {
    package var name: String
    package var url: String
    /// The commit here that keeps what it declared; nil where nothing is known of it.
    package var commit: String?

    package init(name: String, url: String, commit: String?) {
      self.name = name
      self.url = url
      self.commit = commit
    }
  }

  /// The commit whose declarations were read.
  package var knownAt: String
  package var sources: [Source]
  package var rolls: [ConsumerRoll]

  package init(knownAt: String, sources: [Source], rolls: [ConsumerRoll]) {
    self.knownAt = knownAt
    self.sources = sources
    self.rolls = rolls
  }

  /// `git-contract/consumers/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/consumers/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "knownAt": .string(knownAt),
      "sources": .array(sources.map { ["name": .string($0.name), "url": .string($0.url), "commit": JSON($0.commit)] }),
      "contracts": .array(
        rolls.map { roll in
          [
            "id": .string(roll.contract), "title": .string(roll.title),
            "lines": .array(
              roll.lines.map { line in
                [
                  "major": .integer(line.major), "version": JSON(line.version), "status": .string(line.status.rawValue),
                  "path": .string(line.path), "consumers": .array(line.readers.map(\.json)),
                ]
              }), "elsewhere": .array(roll.elsewhere.map(\.json)),
          ]
        }),
    ]
  }

  /// For people; not stable. The lines of each contract with those who are on them: what is left of an old one shows how far it has burnt down.
  package func text(_ style: Style) -> String {
    var text = ""
    for roll in rolls {
      if !text.isEmpty { text += "\n" }
      let number = roll.count == 1 ? "1 consumer" : "\(roll.count) consumers"
      text += style.paint(roll.title.printable, .bold) + "  \(roll.contract.printable)  \(number)\n"
      for (place, line) in roll.lines.enumerated() {
        let version = (line.version ?? "no version").printable
        let state = line.status == .active ? "" : ", " + line.status.rawValue
        let left = place > 0 && roll.count > 0 ? ", \(line.readers.count) of \(roll.count) still here" : ""
        text += "  \(line.major).x (\(version)\(state))\(left)\n" + line.readers.map { $0.text(style) }.joined()
      }
      if !roll.elsewhere.isEmpty { text += "  on none of these\n" + roll.elsewhere.map { $0.text(style) }.joined() }
    }
    for source in sources where source.commit == nil {
      text += "nothing is known of source '\(source.name)': git contract consumers sync\n"
    }
    return text.isEmpty ? "no contract is here\n" : text
  }

  package var markdown: String {
    var text = "| contract | line | consumer | team | range | runs on | declared in |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    for roll in rolls {
      let rows = roll.lines.flatMap { line in line.readers.map { ("\(line.major).x", $0) } } + roll.elsewhere.map { ("none", $0) }
      for (line, reader) in rows {
        text += "| \(Markdown.text(roll.title)) | \(line) | \(Markdown.text(reader.consumer.title)) "
        text += "| \(Markdown.text(reader.consumer.team ?? "")) | \(Markdown.text(reader.use?.range ?? "any")) "
        let format = reader.consumer.format.words.map { " (\(Markdown.text($0)))" } ?? ""
        text += "| \(Markdown.text(reader.use?.tested ?? "")) | `\(Markdown.cell(reader.consumer.path))`\(format) |\n"
      }
    }
    return text
  }
}

extension ConsumerRoll.Reader {
  fileprivate var json: JSON {
    [
      "id": .string(consumer.identifier), "name": JSON(consumer.name), "team": JSON(consumer.team), "range": JSON(use?.range),
      "tested": JSON(use?.tested), "runsOn": JSON(major), "canMove": .boolean(canMove), "isUnderstood": .boolean(consumer.isUnderstood),
      "declaredIn": consumer.place,
    ]
  }

  fileprivate func text(_ style: Style) -> String {
    let team = consumer.team.map { " (\($0))" } ?? ""
    var parts = [use?.range ?? (use == nil ? "its declaration cannot be understood" : "any version")]
    if let tested = use?.tested { parts.append("tested with \(tested)") }
    if canMove { parts.append("its range takes a newer line") }
    if consumer.format != .consumer { parts.append("declared in " + consumer.placeWords) }
    return "    \((consumer.title + team).printable)  \(style.paint(parts.joined(separator: ", ").printable, .dim))\n"
  }
}
