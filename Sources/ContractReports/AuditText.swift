package import ContractKit

// The answer of `audit` for people.

extension Audit {
  /// Of one kind so many are listed; JSON has them all.
  private static let greatestListLength = 12

  /// For a terminal; not stable.
  package func text(_ style: Style) -> String {
    var text = sentences.map { $0.printable + "\n" }.joined()
    if !contracts.isEmpty {
      text += "\n" + style.paint("Contracts", .bold) + "\n"
      for contract in contracts { text += contract.text(style) }
    }
    if !standing.isEmpty {
      text += "\n" + style.paint("Teams", .bold) + "\n" + teamLines
      text += "(a contract of several teams counts for each of them)\n"
    }
    for risk in AuditFinding.Risk.allCases.reversed() {
      let found = findings.filter { $0.kind.risk == risk }
      guard !found.isEmpty else { continue }
      text += "\n" + style.paint("Risk: \(risk.rawValue)", risk == .high ? .red : risk == .medium ? .yellow : .bold) + "\n"
      for (shown, more) in Self.shortened(found) {
        for finding in shown {
          text += "  \(finding.place.printable): \(finding.message.printable)\(finding.source) [\(finding.kind.rawValue)]\n"
        }
        if more > 0, let kind = shown.first?.kind { text += "  and \(more) more [\(kind.rawValue)]; --format json has them all\n" }
      }
    }
    return text
  }

  /// By kind, the first of each.
  private static func shortened(_ findings: [AuditFinding]) -> [(shown: [AuditFinding], more: Int)] {
    AuditFinding.Kind.allCases.map { kind in
      let own = findings.filter { $0.kind == kind }
      return (Array(own.prefix(greatestListLength)), max(0, own.count - greatestListLength))
    }
  }

  private var teamLines: String {
    let all = counts
    let rows = teams.map { team in
      [
        team.name.printable,
        "\(Self.number(team.contracts.count, "contract")) (\(AuditedTeam.percent(team.contracts.count, of: standing.count))%)",
        "\(Self.number(team.counts.breaking, "breaking change")) (\(AuditedTeam.percent(team.counts.breaking, of: all.breaking))%)",
        "\(team.counts.unsigned) of \(Self.number(team.counts.transitions, "change")) not agreed to",
      ]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      "  " + (0..<3).map { row[$0].padding(to: widths[$0]) }.joined(separator: "  ") + "  " + row[3] + "\n"
    }.joined()
  }

  /// For a page that a leader reads.
  package var markdown: String {
    var text = "# Who answers for the contracts\n\n" + sentences.map { "- \(Markdown.text($0))\n" }.joined()
    if !contracts.isEmpty {
      text += "\n## Contracts\n\n"
      text += "| contract | answers | decided by | state | bus factor | last sign-off | changes | breaking | not agreed to |\n"
      text += "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
      for contract in contracts { text += contract.markdownRow }
      text +=
        "\nBus factor: distinct persons with a valid key who may agree; where nobody has a key, the authors who know the contract by its "
      text += "history ([Avelino and others, 2016](https://doi.org/10.1109/ICPC.2016.7503718)).\n"
    }
    if !standing.isEmpty {
      text += "\n## Teams\n\n| team | contracts | breaking changes | changes not agreed to |\n| --- | --- | --- | --- |\n"
      for team in teams {
        text += "| \(Markdown.text(team.name)) "
        text += "| \(team.contracts.count) (\(AuditedTeam.percent(team.contracts.count, of: standing.count)) %) "
        text += "| \(team.counts.breaking) (\(AuditedTeam.percent(team.counts.breaking, of: counts.breaking)) %) "
        text += "| \(team.counts.unsigned) of \(team.counts.transitions) |\n"
      }
    }
    for risk in AuditFinding.Risk.allCases.reversed() {
      let found = findings.filter { $0.kind.risk == risk }
      guard !found.isEmpty else { continue }
      text += "\n## Risk: \(risk.rawValue)\n\n"
      for (shown, more) in Self.shortened(found) {
        for finding in shown {
          text += "- `\(Markdown.code(finding.place))`: \(Markdown.text(finding.message + finding.source)) (`\(finding.kind.rawValue)`)\n"
        }
        if more > 0, let kind = shown.first?.kind { text += "- and \(more) more (`\(kind.rawValue)`)\n" }
      }
    }
    return text
  }

  /// A row for each contract (RFC 4180), with a heading.
  package var csv: String {
    let heading = [
      "id", "name", "path", "version", "status", "deleted", "state", "line", "answers", "bus_factor", "bus_factor_basis", "last_sign_off",
      "last_sign_off_by", "transitions", "breaking", "unsigned", "unsigned_breaking", "without_bump", "without_notice", "self_approved",
      "overrides", "assisted", "assisted_agreed", "authors", "undeclared_authors", "declared_absent", "read_differently_by",
    ]
    return CSV.record(heading) + contracts.map { CSV.record($0.csvFields) }.joined()
  }
}

extension AuditFinding {
  /// `CODEOWNERS:3`.
  fileprivate var place: String { path + (line.map { ":\($0)" } ?? "") }

  /// ` (1a2b3c4d5e, 2026-01-31)`; nothing for what is true now.
  fileprivate var source: String {
    guard let commit, let day else { return "" }
    return " (\(commit.prefix(10)), \(day))"
  }
}

extension AuditedContract {
  /// The lines that decide, `CODEOWNERS:3`.
  fileprivate var places: String { lines.map { "\($0.path):\($0.line)" }.joined(separator: ", ") }

  private var answers: String { parties.isEmpty ? "nobody" : parties.joined(separator: " ") }

  fileprivate func text(_ style: Style) -> String {
    let head = style.paint(title.printable, .bold) + (version.map { " " + $0.printable } ?? "") + "  " + path.printable
    if isGone { return "  " + head + "  deleted; \(countWords)\n" }
    var text = "  " + head + "\n    \(answers.printable): \(state.words)\(places.isEmpty ? "" : " by " + places.printable)"
    text += "; bus factor \(busFactor.value)\(busFactor.basis == .keys ? " by keys" : " by history")"
    text += lastSignOff.map { "; last sign-off \($0.date) by \($0.party.printable) (\($0.assurance))" } ?? "; no sign-off"
    text += "\n    \(countWords)\n"
    if let problem { text += "    " + style.paint("cannot be read: " + problem.printable, .red) + "\n" }
    if !activity.persons.isEmpty { text += "    authors: \(activity.persons.joined(separator: ", ").printable)\n" }
    return text
  }

  /// Only what there is.
  private var countWords: String {
    guard counts.transitions > 0 else { return "no change" }
    var words = [Audit.number(counts.transitions, "change"), "\(counts.breaking) breaking"]
    for (count, what) in [
      (counts.unsigned, "not agreed to"), (counts.withoutBump, "breaking without bump"), (counts.withoutNotice, "breaking without notice"),
      (counts.selfApproved, "agreed to by the author alone"), (counts.overrides, "by override"),
    ] where count > 0 {
      words.append("\(count) \(what)")
    }
    if counts.assisted > 0 {
      let by = activity.assistedAgreedBy.isEmpty ? "" : " by " + activity.assistedAgreedBy.joined(separator: ", ").printable
      words.append("\(counts.assisted) with a bot or agent, \(counts.assistedAgreed) of them agreed to\(by)")
    }
    return words.joined(separator: ", ")
  }

  fileprivate var markdownRow: String {
    let sign = lastSignOff.map { "\($0.date) \(Markdown.text($0.party)) (\($0.assurance))" } ?? "none"
    let factor = isGone ? "" : "\(busFactor.value) (\(busFactor.basis.rawValue))"
    let what = isGone ? "deleted" : state.words
    let line = places.isEmpty ? "" : "`\(Markdown.cell(places))`"
    return "| \(Markdown.text(title)) | \(isGone ? "" : Markdown.text(answers)) | \(line) | \(what) | \(factor) | \(sign) "
      + "| \(counts.transitions) | \(counts.breaking) | \(counts.unsigned) |\n"
  }

  fileprivate var csvFields: [String] {
    let numbers = [
      counts.transitions, counts.breaking, counts.unsigned, counts.unsignedBreaking, counts.withoutBump, counts.withoutNotice,
      counts.selfApproved, counts.overrides, counts.assisted, counts.assistedAgreed, activity.authors, activity.undeclared,
    ]
    let start = [
      identifier, title, path, version ?? "", status?.rawValue ?? "", isGone ? "true" : "false", state.rawValue, places,
      parties.joined(separator: " "), String(busFactor.value), busFactor.basis.rawValue, lastSignOff?.date ?? "", lastSignOff?.party ?? "",
    ]
    let end = [activity.absent.joined(separator: " "), otherReadings.map(\.dialect.rawValue).joined(separator: " ")]
    return start.map(\.printable) + numbers.map { String($0) } + end.map(\.printable)
  }
}
