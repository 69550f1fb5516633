package import ContractKit

/// A changelog for people, put together from pieces: a head for each line, and a text for each of its versions that follows from that version
/// alone.
package enum ChangelogForm: Sendable {
  /// In the form of Keep a Changelog (https://keepachangelog.com/en/1.1.0/), a heading for each version.
  case markdown
  /// For a terminal: the Markdown form reads well there, without its escapes.
  case text(Style)

  /// Tells the form from every other one that writes other bytes.
  package var name: String {
    switch self {
    case .markdown: "changelog markdown"
    case .text(let style): "changelog text " + style.paint("x", .bold)
    }
  }

  /// One version of a line.
  package func version(_ release: Timeline.Release) -> String {
    switch self {
    case .markdown: "\n" + Self.section(release)
    case .text(let style): Self.paragraph(release, style)
    }
  }

  /// The whole changelog.
  ///
  /// - Parameter lines: each with the text of its versions, newest first.
  package func page(_ lines: [(line: Timeline, versions: String)]) -> String {
    switch self {
    case .markdown: "# Changelog\n" + lines.map { "\n" + Self.head($0.line) + $0.versions }.joined()
    case .text(let style): lines.map { Self.head($0.line, style) + $0.versions }.joined(separator: "\n")
    }
  }

  private static func head(_ line: Timeline) -> String {
    var text = "## \(Markdown.text(line.name)) \(line.major).x\n\n"
    text += "Contract `\(Markdown.code(line.identifier))` in `\(Markdown.code(line.path))`.\n"
    if let end = line.end { text += "\n\(Markdown.text(end.longWords.sentence))\n" }
    return line.deprecated.isEmpty ? text : text + "\n" + deprecationTable(line.deprecated)
  }

  private static func head(_ line: Timeline, _ style: Style) -> String {
    style.paint("\(line.name.printable) \(line.major).x", .bold) + "  \(line.path.printable)\n"
      + (line.end.map { "  \($0.longWords.printable)\n" } ?? "")
      + line.deprecated.map { "  deprecated now: \($0.words.printable)\n" }.joined()
  }

  private static func paragraph(_ release: Timeline.Release, _ style: Style) -> String {
    var text =
      "\n" + style.paint(release.heading.printable, .bold) + (release.summary.isEmpty ? "" : "  " + release.summary.printable) + "\n"
    for group in release.groups {
      text += "  \(group.title)\n"
      for judged in group.changes { text += "    - \(judged.message.printable)\(judged.transitionWords.printable)\n" }
    }
    for migration in release.migration { text += "  Migration: \(migration.printable)\n" }
    if !release.hurt.isEmpty { text += "  \(release.hurtTitle): \(release.hurt.joined(separator: ", ").printable)\n" }
    if !release.agreed.isEmpty { text += "  Agreed: \(release.agreed.joined(separator: ", ").printable)\n" }
    return text
  }

  private static func deprecationTable(_ deprecated: [Timeline.Deprecation]) -> String {
    var text = "### Deprecated now\n\n| element | since | removal due | replacement |\n| --- | --- | --- | --- |\n"
    for entry in deprecated {
      text += "| `\(Markdown.cell(entry.element))` | \(Markdown.text(entry.sinceVersion)) (\(entry.since)) "
      text += "| \(entry.removeAfter.map { Markdown.text($0) } ?? "not said") "
      text += "| \(entry.replacedBy.map { "`" + Markdown.cell($0) + "`" } ?? "none") |\n"
    }
    return text
  }

  private static func section(_ release: Timeline.Release) -> String {
    var text = "### \(Markdown.text(release.heading))\n"
    if !release.summary.isEmpty { text += "\n\(Markdown.text(release.summary))\n" }
    for group in release.groups {
      text += "\n**\(group.title)**\n\n"
      for judged in group.changes {
        text += "- \(Markdown.text(judged.message))\(Markdown.text(judged.transitionWords)) `\(judged.fingerprint)`\n"
      }
    }
    if !release.migration.isEmpty {
      text += "\n**Migration**\n\n" + release.migration.map { "- " + Markdown.text($0) + "\n" }.joined()
    }
    var footer: [String] = []
    if !release.commit.isEmpty { footer.append("commit `\(release.commit.prefix(10))` by \(Markdown.text(release.author))") }
    if !release.agreed.isEmpty { footer.append("agreed: " + release.agreed.map { Markdown.text($0) }.joined(separator: ", ")) }
    if !release.hurt.isEmpty {
      footer.append(release.hurtTitle.lowercased() + ": " + release.hurt.map { Markdown.text($0) }.joined(separator: ", "))
    }
    if !footer.isEmpty { text += "\n" + footer.map { "_\($0)_" }.joined(separator: "<br>\n") + "\n" }
    return text
  }
}
