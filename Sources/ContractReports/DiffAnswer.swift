package import ContractKit

/// The answer of `diff`: what changed in each contract, and what could not be read.
package struct DiffAnswer: Sendable {
  /// Which side of the pair a diagnostic speaks of.
  package enum Side: String, Sendable, CaseIterable { case old, new }

  package struct SidedDiagnostic: Sendable {
    package var diagnostic: Diagnostic
    package var side: Side

    package init(_ diagnostic: Diagnostic, side: Side) {
      self.diagnostic = diagnostic
      self.side = side
    }

    /// One line: place, side, what is wrong.
    package var words: String {
      let place = "\(diagnostic.path.printable):\(diagnostic.position.line):\(diagnostic.position.column)"
      return "\(place): \(side.rawValue): \(diagnostic.message.printable) [\(diagnostic.rule)]"
    }
  }

  package var diagnostics: [SidedDiagnostic]
  package var contracts: [TransitionDiff]

  package init(diagnostics: [SidedDiagnostic], contracts: [TransitionDiff]) {
    self.diagnostics = diagnostics
    self.contracts = contracts
  }
}

// MARK: JSON

extension DiffAnswer {
  /// `git-contract/diff/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/diff/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "diagnostics": .array(
        diagnostics.map { sided in
          [
            "path": .string(sided.diagnostic.path), "side": .string(sided.side.rawValue),
            "line": .integer(sided.diagnostic.position.line), "column": .integer(sided.diagnostic.position.column),
            "rule": .string(sided.diagnostic.rule), "message": .string(sided.diagnostic.message),
          ]
        }),
      "contracts": .array(contracts.map(\.json)),
    ]
  }
}

// MARK: Text

extension DiffAnswer {
  /// For people; not stable.
  package func text(_ style: Style) -> String {
    var text = ""
    for sided in diagnostics {
      text += sided.words + "\n"
    }
    for contract in contracts {
      if !text.isEmpty { text += "\n" }
      text += style.paint(contract.heading, .bold) + "\n"
      text += contract.changes.map { $0.line(style) + "\n" }.joined()
    }
    return text
  }

  /// For a pull request or a wiki page.
  package var markdown: String {
    var text = ""
    for sided in diagnostics {
      let place = "\(sided.diagnostic.path):\(sided.diagnostic.position.line)"
      text += "- `\(Markdown.code(place))` (\(sided.side.rawValue)): \(Markdown.text(sided.diagnostic.message))\n"
    }
    for contract in contracts {
      if !text.isEmpty { text += "\n" }
      text += "### \(Markdown.text(contract.heading))\n\n"
      guard !contract.changes.isEmpty else {
        text += "No change of meaning.\n"
        continue
      }
      text += "| impact | change | before | after |\n| --- | --- | --- | --- |\n"
      for judged in contract.changes {
        let before = judged.change.before.map { "`" + Markdown.cell($0.text) + "`" } ?? ""
        let after = judged.change.after.map { "`" + Markdown.cell($0.text) + "`" } ?? ""
        text += "| \(judged.impact.words) | \(Markdown.text(judged.message)) | \(before) | \(after) |\n"
      }
    }
    return text
  }
}

extension TransitionDiff {
  /// `orders 1.4.2 -> 2.0.0 (contracts/orders.odcs.yaml): breaking, 2.0.0 is due`.
  package var heading: String {
    let versions: String
    switch (fromVersion, toVersion) {
    case (let from?, let to?) where from == to: versions = from
    case (let from?, let to?): versions = "\(from) -> \(to)"
    case (nil, let to?): versions = isNew ? "\(to), new" : "\(to), without a version before"
    case (let from?, nil): versions = isDeleted ? "\(from), deleted" : "\(from), without a version now"
    case (nil, nil): versions = "without a version"
    }
    let price = impact.map { $0.words + (dueVersion.map { ", \($0) is due" } ?? "") } ?? "no change of meaning"
    return "\(title.printable) \(versions.printable) (\(path.printable)): \(price)"
  }

  /// The version that is due; nil where it was given.
  var dueVersion: String? { suggestedVersion.flatMap { isPaid($0) ? nil : $0 } }

  /// Whether the version rose to what is due, or beyond it.
  private func isPaid(_ due: String) -> Bool {
    guard let toVersion, let due = SemanticVersion(due), let version = SemanticVersion(toVersion) else { return false }
    return version >= due
  }
}

extension JudgedChange {
  /// One line below the heading of its contract.
  func line(_ style: Style) -> String {
    let word = impact.rawValue.padding(to: 10)
    let painted =
      switch impact {
      case .breaking: style.paint(word, .red)
      case .dangerous: style.paint(word, .yellow)
      case .compatible: style.paint(word, .green)
      case .editorial: style.paint(word, .dim)
      }
    let position = change.newPosition ?? change.oldPosition ?? .start
    return "  \(painted)  \(message.printable)  \(style.paint("line \(position.line) [\(rule)]", .dim))"
  }
}

extension Impact {
  /// In prose for people.
  package var words: String {
    self == .dangerous ? "needs a decision" : rawValue
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
