package import ContractKit

// The answer of `verify`.

extension RecordProof {
  /// `git-contract/verify/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/verify/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "verdict": .string(verdict.rawValue), "tip": .string(tip), "base": JSON(base),
      "stores": .array(
        stores.map {
          [
            "name": .string($0.name), "commit": .string($0.commit), "rewritable": .boolean($0.isRewritable), "remark": .string($0.remark),
          ]
        }),
      "faults": .array(faults.map(\.json)),
      "transitions": .array(transitions.map(\.json)),
    ]
  }

  /// For people; not stable. What nobody was asked about is counted and not listed.
  package func text(_ style: Style, quiet: Bool = false) -> String {
    var text = ""
    for transition in transitions where transition.state == .open || !quiet && transition.state != .unasked {
      text += transition.text(style)
    }
    for fault in faults { text += fault.line(style) + "\n" + (fault.hint.map { "  hint: " + $0.printable + "\n" } ?? "") }
    if !quiet { text += storesText }
    return text + summary(style) + "\n"
  }

  private var storesText: String {
    guard !stores.isEmpty else { return "no records were found: what was agreed to stands in commits alone\n" }
    return "records were read from:\n"
      + stores.map { "  \($0.name.printable) at \($0.commit.prefix(12)) (\($0.remark.printable))\n" }.joined()
  }

  private func count(_ state: State) -> Int { transitions.count { $0.state == state } }

  private func summary(_ style: Style) -> String {
    var parts = ["\(count(.agreed)) agreed to"]
    if count(.open) > 0 { parts.append(style.paint("\(count(.open)) not agreed to", .red)) }
    if count(.overridden) > 0 { parts.append("\(count(.overridden)) for which the glass was broken") }
    if count(.unenforced) > 0 { parts.append("\(count(.unenforced)) not agreed to, which the policy of their day let pass") }
    if count(.unasked) > 0 { parts.append("\(count(.unasked)) of which nobody was asked") }
    let word = verdict == .pass ? style.paint("proved", .green) : style.paint("not proved", .red)
    return "\(word): \(transitions.count) transition\(transitions.count == 1 ? "" : "s"), " + parts.joined(separator: ", ")
  }

  /// For an auditor's file.
  package var markdown: String {
    var text = "## Sign-offs: \(verdict == .pass ? "Proved" : "Not proved")\n\n"
    text += "| commit | date | what | change | state | who agreed |\n| --- | --- | --- | --- | --- | --- |\n"
    for transition in transitions {
      let people = transition.signOffs.map { "\(Markdown.text($0.person)) for \(Markdown.text($0.owner)) (\($0.assurance))" }
      text += "| `\(transition.commit.prefix(10))` | \(transition.date.prefix(10)) | \(Markdown.text(transition.heading)) "
      text += "| \(transition.change.rawValue) | \(transition.state.rawValue) | \(people.joined(separator: "<br>")) |\n"
    }
    text +=
      "\n" + stores.map { "- Read from `\(Markdown.cell($0.name))` at `\($0.commit.prefix(10))`: \(Markdown.text($0.remark)).\n" }.joined()
    if !faults.isEmpty { text += "\n" + faults.map { "- \(Markdown.text($0.message))\n" }.joined() }
    return text
  }
}

extension CheckAnswer.SignOff {
  /// For people, behind "by a".
  fileprivate var assuranceWord: String { assurance == Assurance.witnessed.rawValue ? "witnessed review" : assurance }
}

extension RecordProof.Transition {
  /// `orders 1.4.0 -> 2.0.0`.
  var heading: String {
    switch (fromVersion, toVersion) {
    case (nil, nil): title
    case (nil, let to?): "\(title) \(to)"
    case (let from?, nil): "\(title) \(from), \(change == .deletion ? "deleted" : "without a version then")"
    case (let from?, let to?): from == to ? "\(title) \(to)" : "\(title) \(from) -> \(to)"
    }
  }

  fileprivate func text(_ style: Style) -> String {
    let word =
      switch state {
      case .agreed: style.paint("agreed", .green)
      case .open: style.paint("not agreed", .red)
      case .overridden: style.paint("the glass was broken", .yellow)
      case .unenforced: style.paint("not agreed, not enforced", .yellow)
      case .unasked: "nobody asked"
      }
    let inParts = parts > 1 ? ", in \(parts) parts" : ""
    var text = style.paint(heading.printable, .bold) + "  \(commit.prefix(12))  \(date.prefix(10))  \(change.rawValue): \(word)\(inParts)\n"
    if let accepted {
      text += "  taken in by the server at \(accepted.time) from '\(accepted.pusher.printable)'\n"
    } else if signOffs.contains(where: { $0.record != nil }) {
      text += "  time not witnessed: no log of a server says when it came\n"
    }
    for signOff in signOffs {
      let record = signOff.record.map { ", record \($0.prefix(12))" } ?? ""
      text += "  '\(signOff.person.printable)' for '\(signOff.owner.printable)' by a \(signOff.assuranceWord)\(record)\n"
    }
    // What nobody was bound to is named; what would have been asked is for those who ask for JSON.
    guard state == .open || state == .overridden else { return text }
    for finding in findings {
      text += "  " + finding.line(style) + "\n"
      if let hint = finding.hint { text += "    hint: " + hint.printable + "\n" }
    }
    return text
  }

  var json: JSON {
    [
      "contract": .string(contract), "title": .string(title), "path": .string(path), "fromVersion": JSON(fromVersion),
      "toVersion": JSON(toVersion), "commit": .string(commit), "date": .string(date), "author": .string(author),
      "change": .string(change.rawValue), "state": .string(state.rawValue), "parts": .integer(parts),
      "accepted": accepted.map { ["time": .string("\($0.time)"), "pusher": .string($0.pusher)] } ?? .null,
      "signOffs": .array(signOffs.map(\.json)), "findings": .array(findings.map(\.json)),
      "uncounted": .array(
        uncounted.map { ["record": .string($0.record), "person": .string($0.person), "why": .string($0.why)] }),
    ]
  }
}
