package import ContractKit

extension Notice {
  /// For a mail or a terminal: lines of at most 72 characters, but for what cannot be broken.
  package var text: String {
    NoticeBody(self).blocks.map(Self.text).joined(separator: "\n")
  }

  private static func text(_ block: NoticeBody.Block) -> String {
    switch block {
    case .heading(let text): text.printable.uppercased() + "\n"
    case .paragraph(let text): wrapped(text.printable, first: "", rest: "")
    case .bullets(let bullets):
      bullets.map { bullet in
        wrapped(plain(bullet.text), first: "- ", rest: "  ")
          + bullet.details.map { wrapped(plain($0), first: "    ", rest: "    ") }.joined()
      }.joined()
    case .code(_, let text): text.split(separator: "\n").map { "    " + $0 + "\n" }.joined()
    }
  }

  private static func plain(_ phrase: NoticeBody.Phrase) -> String {
    phrase.parts.map { part in
      switch part {
      case .words(let text), .code(let text): text.printable
      }
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

  /// For an issue, a chat or a page.
  package var markdown: String {
    "# \(Markdown.text(subject))\n\n" + NoticeBody(self).blocks.map(Self.markdown).joined(separator: "\n")
  }

  private static func markdown(_ block: NoticeBody.Block) -> String {
    switch block {
    case .heading(let text): "## \(Markdown.text(text))\n"
    case .paragraph(let text): Markdown.text(text) + "\n"
    case .bullets(let bullets):
      bullets.map { bullet in
        "- \(marked(bullet.text))\n" + bullet.details.map { "  - \(marked($0))\n" }.joined()
      }.joined()
    case .code(let language, let text): "```\(language)\n\(text)```\n"
    }
  }

  private static func marked(_ phrase: NoticeBody.Phrase) -> String {
    phrase.parts.map { part in
      switch part {
      case .words(let text): Markdown.text(text)
      case .code(let text): "`" + Markdown.code(text) + "`"
      }
    }.joined()
  }

  /// `git-contract/notice/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/notice/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "id": .string(event.identifier),
      "subject": .string(subject),
      "consumer": [
        "id": .string(consumer.identifier), "name": .string(consumer.title), "team": JSON(consumer.team),
        "declaredIn": ["path": .string(consumer.path), "commit": JSON(consumer.commit)],
      ],
      "contract": [
        "id": .string(event.contract), "title": .string(contract), "path": .string(contractPath), "fromVersion": JSON(event.fromVersion),
        "toVersion": JSON(event.toVersion),
      ],
      "status": .string(status.rawValue), "rangeVerdict": .string(rangeVerdict.rawValue), "range": JSON(range), "tested": JSON(tested),
      "changes": .array(items.map(\.json)), "othersCount": .integer(othersCount), "effective": .string(effective.description),
      "lastDay": JSON(lastDay?.description), "migration": .array(migration.map { .string($0) }),
      "views": .array(
        views.map { ["table": .string($0.table), "sql": .string($0.sql), "warnings": .array($0.warnings.map { .string($0) })] }),
      "owners": .array(owners.map { .string($0) }), "support": .array(support.map { .string($0) }),
      "signOffs": .array(
        agreements.map { ["person": .string($0.person), "owner": .string($0.owner), "assurance": .string($0.assurance)] }),
      "commit": .string(commit), "target": .string(target),
    ]
  }
}

extension Notice.Item {
  fileprivate var json: JSON {
    [
      "fields": .array(fields.map { .string($0) }), "status": .string(status.rawValue), "impact": .string(impact.rawValue),
      "rule": .string(rule), "message": .string(message), "before": JSON(before), "after": JSON(after), "replacement": JSON(replacement),
      "removal": JSON(removal),
    ]
  }
}
