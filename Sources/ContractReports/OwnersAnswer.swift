package import ContractKit

/// The answer of `owners`.
package struct OwnersAnswer: Sendable {
  package struct Entry: Sendable {
    package var path: String
    package var ownership: PathOwnership
  }

  package var dialect: CodeOwnersDialect
  /// The CODEOWNERS file; nil where the repository has none, and then nobody owns anything.
  package var file: String?
  package var entries: [Entry]
  package var diagnostics: [Diagnostic]

  package init(codeOwners: CodeOwners?, dialect: CodeOwnersDialect, paths: [String]) {
    self.dialect = dialect
    file = codeOwners?.path
    entries = paths.map { Entry(path: $0, ownership: codeOwners?.owners(of: $0) ?? PathOwnership(rules: [])) }
    diagnostics = codeOwners?.diagnostics ?? []
  }

  /// `git-contract/owners/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/owners/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "dialect": .string(dialect.rawValue),
      "file": JSON(file),
      "paths": .array(
        entries.map { entry in
          [
            "path": .string(entry.path), "state": .string(entry.ownership.state.rawValue),
            "rules": .array(
              entry.ownership.rules.map { rule in
                [
                  "line": .integer(rule.line), "section": JSON(rule.section), "owners": .array(rule.owners.map { .string($0.text) }),
                  "optional": .boolean(rule.isOptional), "approvals": .integer(rule.approvals),
                ]
              }),
          ]
        }),
      "diagnostics": .array(
        diagnostics.map { diagnostic in
          [
            "line": .integer(diagnostic.position.line), "column": .integer(diagnostic.position.column), "rule": .string(diagnostic.rule),
            "message": .string(diagnostic.message),
          ]
        }),
    ]
  }

  /// For a pull request or a wiki page.
  package var markdown: String {
    var text = "| path | owners | line |\n| --- | --- | --- |\n"
    for entry in entries {
      let owners =
        switch entry.ownership.state {
        case .owned: Markdown.text(entry.ownership.owners.map(\.text).joined(separator: " "))
        case .cleared, .unmatched: "nobody"
        }
      let lines = entry.ownership.rules.map { "\(file ?? ""):\($0.line)" }
      text += "| `\(Markdown.cell(entry.path))` | \(owners) | \(lines.map { "`" + Markdown.cell($0) + "`" }.joined(separator: ", ")) |\n"
    }
    if !diagnostics.isEmpty { text += "\n" }
    for diagnostic in diagnostics {
      let place = "\(diagnostic.path):\(diagnostic.position.line)"
      text += "- `\(Markdown.code(place))`: \(Markdown.text(diagnostic.message))\n"
    }
    return text
  }

  /// For people; not stable.
  package func text(_ style: Style, explain: Bool) -> String {
    var text = "dialect \(dialect.rawValue), \(file.map { "file " + $0.printable } ?? "no CODEOWNERS file")\n"
    let width = entries.map { $0.path.printable.count }.max() ?? 0
    for entry in entries {
      let owners = entry.ownership.owners.map(\.text).joined(separator: " ").printable
      let words =
        switch entry.ownership.state {
        case .owned: owners
        case .cleared: "nobody (line \(entry.ownership.rules.map { String($0.line) }.joined(separator: ", ")) clears the owners)"
        case .unmatched: "nobody (no line matches)"
        }
      text += style.paint(entry.path.printable.padding(to: width), .bold) + "  " + words + "\n"
      if explain, let file {
        for rule in entry.ownership.rules {
          text += "  \(file.printable):\(rule.line): '\(rule.pattern.printable)'"
          text += rule.section.map { " in section '\($0.printable)'" } ?? ""
          switch dialect {
          case .github: text += ", the last line that matches\n"
          case .gitlab: text += ", the last line of its section that matches\n"
          case .gitea: text += ", a line that matches\n"
          }
        }
      }
    }
    for diagnostic in diagnostics {
      text += "\(diagnostic.path.printable):\(diagnostic.position.line):\(diagnostic.position.column): "
      text += style.paint("warning", .yellow) + ": \(diagnostic.message.printable) [\(diagnostic.rule)]\n"
    }
    return text
  }
}
