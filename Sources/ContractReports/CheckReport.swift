package import ContractKit

// MARK: JSON

extension CheckAnswer {
  /// `git-contract/check/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/check/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "verdict": .string(verdict.rawValue),
      "findings": .array(findings.map(\.json)),
      "contracts": .array(contracts.map(\.json)),
      "signOffs": .array(signOffs.map(\.json)),
      "impact": .array(impact.map(\.json)),
    ]
  }
}

extension CheckAnswer.SignOff {
  package var json: JSON {
    [
      "contract": .string(contract), "person": .string(person), "owner": .string(owner), "assurance": .string(assurance),
      "decision": .string(decision), "record": JSON(record),
    ]
  }
}

extension Finding {
  package var json: JSON {
    [
      "rule": .string(rule), "level": .string(level.rawValue), "contract": .string(contract), "path": .string(path),
      "line": .integer(position.line), "column": .integer(position.column), "message": .string(message), "hint": JSON(hint),
      "fixes": .array(
        fixes.map { ["title": .string($0.title), "command": .string($0.command), "needsHuman": .boolean($0.needsHuman)] }),
      "fingerprint": JSON(fingerprint), "reason": JSON(reason),
    ]
  }

  /// `path:line:column: error: message [rule]`, the form that editors and compilers agree on.
  package func line(_ style: Style) -> String {
    let word =
      switch level {
      case .error: style.paint("error", .red)
      case .warning: style.paint("warning", .yellow)
      case .note, .off: style.paint("note", .blue)
      }
    return "\(path.printable):\(position.line):\(position.column): \(word): \(message.printable) \(style.paint("[\(rule)]", .dim))"
  }
}

// MARK: Text

extension CheckAnswer {
  /// For people; not stable. Empty where there is nothing to say.
  package func text(_ style: Style, quiet: Bool = false) -> String {
    var text = ""
    let shown = quiet ? findings.filter { $0.level == .error } : findings
    for finding in shown {
      text += finding.line(style) + "\n"
      if let hint = finding.hint { text += "  hint: " + hint.printable + "\n" }
      for fix in finding.fixes { text += "  hint: " + style.paint(fix.command.printable, .bold) + "\n" }
    }
    if !quiet { text += victims(style) }
    if !contracts.isEmpty || !shown.isEmpty { text += summary(style) + "\n" }
    return text
  }

  /// The consumers whom the change hurts, by name, one line each.
  private func victims(_ style: Style) -> String {
    let hit = impact.filter { $0.isHit }
    guard !hit.isEmpty else { return "" }
    return "hurts \(hit.count) consumer\(hit.count == 1 ? "" : "s"):\n" + hit.map { "  " + $0.line + "\n" }.joined()
  }

  private func summary(_ style: Style) -> String {
    let errors = findings.count { $0.level == .error }
    let warnings = findings.count { $0.level == .warning }
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let headings = contracts.map { "  " + $0.heading + "\n" }.joined()
    let word =
      switch verdict {
      case .pass: style.paint("passed", .green)
      case .refuse: style.paint("refused", .red)
      case .undecided: style.paint("undecided", .yellow)
      }
    return headings + word + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
  }

  /// For a pull request's comment or a job's summary.
  package var markdown: String {
    let word =
      switch verdict {
      case .pass: "Passed"
      case .refuse: "Refused"
      case .undecided: "Undecided"
      }
    var text = "## Data contracts: \(word)\n"
    let spoken = findings.filter { $0.isPrice }
    if !spoken.isEmpty {
      text += "\n| level | place | finding | way out |\n| --- | --- | --- | --- |\n"
      for finding in spoken {
        let ways = ([finding.hint.map { Markdown.text($0) }] + finding.fixes.map { "`" + Markdown.cell($0.command) + "`" }).compactMap {
          $0
        }
        text += "| \(finding.level.rawValue) | `\(Markdown.cell("\(finding.path):\(finding.position.line)"))` "
        text += "| \(Markdown.text(finding.message)) | \(ways.joined(separator: "<br>")) |\n"
      }
    }
    if !contracts.isEmpty { text += "\n" + DiffAnswer(diagnostics: [], contracts: contracts).markdown }
    let hit = impact.filter { $0.isHit }
    if !hit.isEmpty {
      text += "\n### Who is hurt\n\n" + hit.map { "- " + Markdown.text($0.line) + "\n" }.joined()
    }
    if !signOffs.isEmpty {
      text += "\n### Who agreed\n\n"
      for signOff in signOffs {
        text += "- \(Markdown.text(signOff.person)) for \(Markdown.text(signOff.owner)) (\(signOff.assurance))\n"
      }
    }
    return text
  }
}
