package import ContractKit

/// The answer of `log`.
package struct LogAnswer: Sendable {
  package var lines: [Timeline]

  package init(lines: [Timeline]) {
    self.lines = lines
  }

  /// `git-contract/log/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/log/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "lines": .array(lines.map { .object($0.logJSON) }),
    ]
  }

  /// For people; not stable.
  package func text(_ style: Style) -> String {
    var text = ""
    for line in lines {
      if !text.isEmpty { text += "\n" }
      text += style.paint("\(line.name.printable) \(line.major).x", .bold) + "  \(line.path.printable)  \(line.identifier.printable)\n"
      if let end = line.end { text += "  \(end.longWords.printable)\n" }
      let width = line.versions.map(\.version.count).max() ?? 0
      for release in line.versions {
        let version = style.paint(release.version.printable.padding(to: width), release.diff.impact == .breaking ? .red : .bold)
        text += "  \(version)  \(release.day)  \(release.commit.prefix(10))  \(release.verdictWords.padding(to: 16))  "
        text += "\(release.author.printable)  \(release.summary.printable)\n"
        let margin = String(repeating: " ", count: width + 4)
        for words in release.gist { text += margin + words.printable + "\n" }
        if !release.signOffs.isEmpty {
          let people = release.signOffs.map(\.words.printable)
          text += margin + "agreed: " + people.joined(separator: ", ") + "\n"
        }
      }
    }
    return text
  }

  package var markdown: String {
    var text = ""
    for line in lines {
      if !text.isEmpty { text += "\n" }
      text += "## \(Markdown.text(line.name)) \(line.major).x\n\n"
      if let end = line.end { text += "\(Markdown.text(end.longWords.sentence))\n\n" }
      guard !line.versions.isEmpty else { continue }
      text += "| version | date | commit | impact | author | what |\n"
      text += "| --- | --- | --- | --- | --- | --- |\n"
      for release in line.versions {
        text += "| \(Markdown.text(release.version)) | \(release.day) | `\(release.commit.prefix(10))` | \(release.verdictWords) "
        text += "| \(Markdown.text(release.author)) | \(Markdown.text(release.summary)) |\n"
      }
    }
    return text
  }
}

extension Timeline {
  /// The members that `log` and `changelog` share.
  var logJSON: [String: JSON] {
    [
      "id": .string(identifier), "major": .integer(major), "name": .string(name), "path": .string(path),
      "ended": end?.json ?? .null, "versions": .array(versions.map { .object($0.logJSON) }),
    ]
  }
}

extension Timeline.Release {
  var logJSON: [String: JSON] {
    [
      "version": .string(version), "commit": .string(commit), "date": .string(date), "author": .string(author),
      "from": JSON(diff.fromVersion), "bump": .string(bump), "impact": JSON(diff.impact?.rawValue),
      "counts": .object(Dictionary(uniqueKeysWithValues: Impact.allCases.map { ($0.rawValue, .integer(count($0))) })),
      "sinceBegun": JSON(sinceBegun?.impact?.rawValue), "signOffs": .array(signOffs.map(\.json)),
    ]
  }

  /// What changed in at most four lines, the most costly first. Of the first version, which is what it is, what changed after it was begun.
  fileprivate var gist: [String] {
    if diff.fromVersion != nil { return Self.gist(of: diff) }
    guard let sinceBegun, let impact = sinceBegun.impact else { return [] }
    return ["\(impact.words) since it began, under the same version:"] + Self.gist(of: sinceBegun).map { "  " + $0 }
  }

  private static func gist(of diff: TransitionDiff) -> [String] {
    let messages = Impact.allCases.sorted(by: >).flatMap { impact in diff.changes.filter { $0.impact == impact } }.map(\.message)
    let short = messages.map { $0.count <= 100 ? $0 : $0.prefix(97) + "..." }
    return short.count <= 4 ? short : short.prefix(3) + ["and \(short.count - 3) more"]
  }

  /// `breaking`, `new`, `no change`.
  var verdictWords: String {
    if diff.fromVersion == nil { return "new" }
    return diff.impact?.words ?? "no change"
  }
}
