package import ContractKit

extension CheckAnswer {
  /// The first line of a comment, which is not shown: whoever writes the next one finds by it what to replace.
  package static let commentMarker = "<!-- git-contract:check -->"
  /// GitHub takes 65,536 characters, GitLab 1,000,000. Nobody reads more, and a byte is never more than a character.
  package static let commentLimit = 60_000

  /// What belongs under a pull request: the verdict, who must act, who is hurt, who agreed, and what changes.
  ///
  /// Nobody is called by it. Names are written so that a forge does not turn them into mentions: the forge's own review requests call the
  /// owners once, while this is written anew at each push, and a column may be called `@everyone`.
  ///
  /// - Parameter limit: in bytes; what goes beyond is left out from the end, and a sentence says what.
  package func pullRequestComment(limit: Int = commentLimit) -> String {
    var page = CommentPage(limit: limit)
    page.add(Self.commentMarker + "\n## Data contracts: \(commentTitle)\n")
    page.add("\n" + commentSummary + "\n")
    page.section("Who must act", actions(.error), of: ("thing to do", "things to do"))
    page.section("Who is hurt", victims, of: ("consumer", "consumers"))
    let agreed = signOffs.map { "- " + CommentPage.words($0.words, 300) + "\n" }
    page.section("Who agreed", agreed, of: ("agreement", "agreements"))
    for contract in contracts { changes(of: contract, on: &page) }
    page.section("Worth a look", actions(.warning), of: ("warning", "warnings"))
    return page.finished
  }

  /// The same where nothing could be decided: it must not be taken for a pass, and an older verdict must not stay.
  package static func undecidedComment(_ problem: String, hints: [String]) -> String {
    var page = CommentPage(limit: commentLimit)
    page.add(
      commentMarker + "\n## Data contracts: ⚠️ undecided\n\nSomething could not be looked at, so nothing was decided. This is no pass.\n\n")
    for line in problem.split(separator: "\n").prefix(20) { page.add("- " + CommentPage.words(String(line), 1000) + "\n") }
    for hint in hints.prefix(20) { page.add("  - hint: " + CommentPage.code(hint, 1000) + "\n") }
    return page.finished
  }

  private var commentTitle: String {
    switch verdict {
    case .pass: "✅ passed"
    case .refuse: "❌ refused"
    case .undecided: "⚠️ undecided"
    }
  }

  /// One sentence for each contract, and what stands in the way.
  private var commentSummary: String {
    guard !contracts.isEmpty || !findings.isEmpty else { return "No data contract changes." }
    var lines = contracts.prefix(10).map { contract in
      "**\(CommentPage.words(contract.title, 200))** \(contract.commentStep)"
    }
    if contracts.count > 10 { lines.append("and \(contracts.count - 10) further contracts") }
    return lines.joined(separator: "<br>\n")
  }

  /// Findings of a level that somebody can do something about, each with its ways out.
  private func actions(_ level: Level) -> [String] {
    findings.filter { $0.level == level && ($0.isPrice || $0.reason == nil) }.map { finding in
      var text = "- \(CommentPage.words(finding.message, 600))"
      let place = finding.place
      if finding.rule != "reference-protected" { text += "<br>\(CommentPage.code("\(place.path):\(place.position.line)", 300))" }
      text += " `\(Markdown.code(finding.rule))`\n"
      if let hint = finding.hint { text += "  - \(CommentPage.words(hint, 600))\n" }
      return text + finding.fixes.map { CommentPage.fix($0) }.joined()
    }
  }

  private var victims: [String] {
    impact.filter(\.isHit).sorted { $0.status > $1.status }.map { "- \(CommentPage.words($0.line, 600))\n" }
  }

  /// The changes of a contract, what hurts most first; many of them are folded away.
  private func changes(of contract: TransitionDiff, on page: inout CommentPage) {
    let order = contract.changes.enumerated().sorted { ($1.element.impact, $0.offset) < ($0.element.impact, $1.offset) }.map(\.element)
    let rows = order.map { judged in
      let before = judged.change.before.map { CommentPage.cell($0.text, 120) } ?? ""
      let after = judged.change.after.map { CommentPage.cell($0.text, 120) } ?? ""
      return "| \(judged.impact.words) | \(CommentPage.words(judged.message, 300)) | \(before) | \(after) |\n"
    }
    let title = "What changes in \(CommentPage.words(contract.title, 200))"
    let head = CommentPage.code(contract.path, 300) + "\n\n| impact | change | before | after |\n| --- | --- | --- | --- |\n"
    page.section(title, rows, head: head, of: ("change", "changes"), isFolded: rows.count > CommentPage.mostOpen)
    let ways = findings.filter { !$0.isPrice && $0.level > .note && $0.path == contract.path }.flatMap(\.fixes)
    page.list(ways.prefix(5).map { CommentPage.fix($0, indent: "") })
  }
}

extension TransitionDiff {
  /// `1.4.0 → 2.0.0, breaking` and what is due where it is not.
  fileprivate var commentStep: String {
    let versions =
      switch (fromVersion, toVersion) {
      case (let from?, let to?) where from == to: "stays at " + CommentPage.words(from, 60)
      case (let from?, let to?): CommentPage.words(from, 60) + " → " + CommentPage.words(to, 60)
      case (nil, let to?): CommentPage.words(to, 60) + " is new"
      case (let from?, nil): CommentPage.words(from, 60) + (isDeleted ? " is deleted" : " has lost its version")
      case (nil, nil): "has no version"
      }
    guard let impact else { return versions + ", no change of meaning" }
    return versions + ", \(impact.words)" + (dueVersion.map { ": version \(CommentPage.words($0, 60)) is due" } ?? "")
  }
}
