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
      "decision": .string(decision), "record": JSON(record), "inPlaceOf": JSON(inPlaceOf),
    ]
  }
}

extension Finding.Fix {
  var json: JSON { ["title": .string(title), "command": .string(command), "needsHuman": .boolean(needsHuman)] }
}

extension Finding {
  package var json: JSON {
    [
      "rule": .string(rule), "level": .string(level.rawValue), "contract": .string(contract),
      "path": .string(place.path), "line": .integer(place.position.line), "column": .integer(place.position.column),
      "message": .string(message), "hint": JSON(hint),
      "fixes": .array(fixes.map(\.json)),
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
    let said = "\(word): \(message.printable) \(style.paint("[\(rule)]", .dim))"
    // What is said of a ref stands in no file.
    if rule == "reference-protected" { return said }
    return "\(place.path.printable):\(place.position.line):\(place.position.column): " + said
  }
}

// MARK: Text

extension CheckAnswer {
  /// True where nothing stands in the way and nothing is warned about: a hook that another one follows need not speak.
  package var isPlainPass: Bool { verdict == .pass && findings.allSatisfy { $0.level < .warning } }

  /// For people; not stable. Empty where there is nothing to say.
  ///
  /// A block for each contract: what it is about, what changed, what is due for that and how it is paid, whom it hurts. Then what is
  /// about no contract, and last the verdict, where the eye rests in a terminal.
  ///
  /// - Parameter least: changes below this level are left out; what is due for them, or was waived, is told at any level.
  package func text(_ style: Style, least: Level = .note, quiet: Bool = false) -> String {
    var rest = findings.filter { quiet ? $0.level == .error : $0.isPrice || $0.level >= least }
    var hit = quiet ? [] : impact.filter(\.isHit)
    guard !rest.isEmpty || !quiet && !contracts.isEmpty else { return "" }
    var text = ""
    for contract in contracts {
      let own = rest.filter { $0.path == contract.path }
      rest.removeAll { $0.path == contract.path }
      if quiet, own.isEmpty { continue }
      text += style.paint(contract.heading, .bold) + "\n"
      text += Self.lines(own.filter { !$0.isPrice } + own.filter(\.isPrice), style)
      let version = contract.toVersion.flatMap { SemanticVersion($0) }
      text += Self.victims(hit.filter { $0.title == contract.title && $0.toVersion == version })
      hit.removeAll { $0.title == contract.title && $0.toVersion == version }
    }
    return text + Self.lines(rest, style) + Self.victims(hit) + summary(style) + "\n"
  }

  private static func lines(_ findings: [Finding], _ style: Style) -> String {
    var text = ""
    for finding in findings {
      text += finding.line(style) + "\n"
      if let hint = finding.hint { text += "  hint: " + hint.printable + "\n" }
      // Of a change whose price is paid nobody has to find a way out.
      guard finding.isPrice || finding.level > .note else { continue }
      for fix in finding.fixes {
        text += "  hint: \(fix.title.printable): " + style.paint(fix.command.printable, .bold) + "\n"
      }
    }
    return text
  }

  /// The consumers whom a change hurts, by name, one line each.
  private static func victims(_ hit: [ConsumerImpact]) -> String {
    guard !hit.isEmpty else { return "" }
    let verb = hit.contains { $0.status == .broken } ? "hurts" : "concerns"
    return "\(verb) \(hit.count) consumer\(hit.count == 1 ? "" : "s"):\n" + hit.map { "  " + $0.line.printable + "\n" }.joined()
  }

  private func summary(_ style: Style) -> String {
    let errors = findings.count { $0.level == .error }
    let warnings = findings.count { $0.level == .warning }
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let word =
      switch verdict {
      case .pass: style.paint("passed", .green)
      case .refuse: style.paint("refused", .red)
      case .undecided: style.paint("undecided", .yellow)
      }
    return word + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
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
        var ways = finding.hint.map { [Markdown.text($0)] } ?? []
        ways += finding.fixes.map { "\(Markdown.text($0.title)): `\(Markdown.cell($0.command))`" }
        text += "| \(finding.level.rawValue) | `\(Markdown.cell("\(finding.place.path):\(finding.place.position.line)"))` "
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
        text += "- \(Markdown.text(signOff.words))\n"
      }
    }
    return text
  }
}
