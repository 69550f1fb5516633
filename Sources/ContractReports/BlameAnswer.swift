package import ContractKit

extension Blame {
  /// `git-contract/blame/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/blame/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "id": .string(identifier), "major": .integer(major), "name": .string(name), "path": .string(path), "version": .string(version),
      "elements": .array(
        lines.map { line in
          [
            "element": .string(line.path.description), "kind": .string(line.kind.rawValue), "line": .integer(line.position.line),
            "column": .integer(line.position.column), "introduced": line.introduced.json, "changed": line.changed.json,
          ]
        }),
    ]
  }

  /// For people; not stable. As `git blame`: what made it so before what it is, and since when it is there at all.
  package func text(_ style: Style) -> String {
    var text = style.paint("\(name.printable) \(version.printable)", .bold) + "  \(path.printable)\n"
    let versions = lines.map(\.changed.version.printable)
    let authors = lines.map(\.changed.author.printable)
    let titles = lines.map { String(repeating: "  ", count: $0.depth) + $0.title.printable }
    let width = (version: versions.map(\.count).max() ?? 0, author: authors.map(\.count).max() ?? 0, title: titles.map(\.count).max() ?? 0)
    for (index, line) in lines.enumerated() {
      var remarks: [String] = []
      if line.introduced.version != line.changed.version { remarks.append("since \(line.introduced.version.printable)") }
      if !line.changed.signOffs.isEmpty { remarks.append("agreed: " + line.changed.agreed.joined(separator: ", ").printable) }
      let margin = style.paint(
        "\(line.changed.commit.prefix(10))  \(line.changed.day)  \(authors[index].padding(to: width.author))", .dim)
      let words = "\(versions[index].padding(to: width.version))  \(margin)  "
      let title = remarks.isEmpty ? titles[index] : titles[index].padding(to: width.title) + "  " + remarks.joined(separator: "; ")
      text += words + title + "\n"
    }
    return text
  }

  package var markdown: String {
    var text = "## \(Markdown.text(name)) \(Markdown.text(version))\n\n| element | as it is since | commit | by | agreed | there since |\n"
    text += "| --- | --- | --- | --- | --- | --- |\n"
    for line in lines {
      let agreed = line.changed.agreed.map { Markdown.text($0) }.joined(separator: ", ")
      text += "| `\(Markdown.cell(line.name))` | \(Markdown.text(line.changed.version)) (\(line.changed.day)) "
      text += "| `\(line.changed.commit.prefix(10))` | \(Markdown.text(line.changed.author)) | \(agreed) "
      text += "| \(Markdown.text(line.introduced.version)) (\(line.introduced.day)) |\n"
    }
    return text
  }
}

extension Blame.Origin {
  fileprivate var json: JSON {
    [
      "version": .string(version), "commit": .string(commit), "date": .string(date), "author": .string(author),
      "summary": .string(summary), "signOffs": .array(signOffs.map(\.json)),
    ]
  }

  /// Each person once.
  fileprivate var agreed: [String] {
    var seen: Set<String> = []
    return signOffs.map(\.words).filter { seen.insert($0).inserted }
  }
}

extension Blame.Line {
  /// The name of the last step, and what it is where a name does not say so.
  fileprivate var title: String {
    guard let step = path.steps.last else { return "contract" }
    let name = ElementPath([step]).dotted
    switch kind {
    case .object, .property: return name
    case .qualityRule: return "quality \(name)"
    case .serviceLevel: return "service level \(name)"
    case .member: return "member \(name)"
    default: return "\(kind.rawValue) \(name)"
    }
  }

  fileprivate var name: String { path.steps.isEmpty ? "contract" : path.dotted }
}
