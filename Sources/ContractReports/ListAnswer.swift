package import ContractKit

/// The answer of `list`.
package struct ListAnswer: Sendable {
  package struct Entry: Sendable {
    package var identifier: String?
    package var name: String?
    package var path: String
    package var version: String?
    package var status: String?
    package var owners: [String]
    package var consumers: [String]
    /// Why the contract could not be read: line, column and reason; nil where it could.
    package var problem: String?

    package init(
      identifier: String?, name: String?, path: String, version: String?, status: String?, owners: [String], consumers: [String],
      problem: String?
    ) {
      self.identifier = identifier
      self.name = name
      self.path = path
      self.version = version
      self.status = status
      self.owners = owners
      self.consumers = consumers
      self.problem = problem
    }
  }

  package var entries: [Entry]

  package init(entries: [Entry]) {
    self.entries = entries
  }

  /// `git-contract/list/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/list/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "contracts": .array(
        entries.map { entry in
          [
            "id": JSON(entry.identifier), "name": JSON(entry.name), "path": .string(entry.path), "version": JSON(entry.version),
            "status": JSON(entry.status), "owners": .array(entry.owners.map { .string($0) }),
            "consumers": .array(entry.consumers.map { .string($0) }), "problem": JSON(entry.problem),
          ]
        }),
    ]
  }

  /// For people; not stable.
  package func text(_ style: Style) -> String {
    let rows = entries.map { entry in
      [
        (entry.name ?? entry.identifier ?? "?").printable, (entry.version ?? "-").printable, entry.status ?? "unreadable",
        entry.owners.isEmpty ? "nobody" : entry.owners.joined(separator: " ").printable,
        "\(entry.consumers.count) consumer\(entry.consumers.count == 1 ? "" : "s")", entry.path.printable,
      ]
    }
    let widths = (0..<6).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (row, entry) in zip(rows, entries) {
      let cells = row.enumerated().map { $0.offset == 5 ? $0.element : $0.element.padding(to: widths[$0.offset]) }
      text += style.paint(cells[0], .bold) + "  " + cells[1...].joined(separator: "  ") + "\n"
      if let problem = entry.problem { text += "  " + style.paint("cannot be read: " + problem.printable, .red) + "\n" }
    }
    return text
  }

  package var markdown: String {
    var text = "| contract | version | status | owners | consumers | path |\n| --- | --- | --- | --- | --- | --- |\n"
    for entry in entries {
      let consumers = entry.consumers.map { Markdown.text($0) }.joined(separator: ", ")
      text += "| \(Markdown.text(entry.name ?? entry.identifier ?? "?")) | \(Markdown.text(entry.version ?? "-")) "
      text += "| \(entry.status ?? "unreadable") | \(Markdown.text(entry.owners.joined(separator: " "))) | \(consumers) "
      text += "| `\(Markdown.cell(entry.path))` |\n"
    }
    let unreadable = entries.filter { $0.problem != nil }
    if !unreadable.isEmpty { text += "\n" }
    for entry in unreadable {
      text += "- `\(Markdown.code(entry.path))` cannot be read: \(Markdown.text(entry.problem ?? ""))\n"
    }
    return text
  }
}
