package import ContractKit

/// The answer of `impact`: what a change does to each consumer.
package struct ImpactAnswer: Sendable {
  /// The commit whose declarations were read; nil before the first one.
  package var knownAt: String?
  package var consumers: [ConsumerImpact]
  /// Who was seen to read what changes and has not declared it.
  package var observed: [ObservedImpact]
  /// For what was seen yesterday.
  package var today: CalendarDay

  package init(knownAt: String?, consumers: [ConsumerImpact], observed: [ObservedImpact] = [], today: CalendarDay) {
    self.knownAt = knownAt
    self.consumers = consumers
    self.observed = observed
    self.today = today
  }

  /// `git-contract/impact/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/impact/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "knownAt": JSON(knownAt),
      "consumers": .array(consumers.map(\.json)),
      "observed": .array(
        observed.map { impact in
          guard case .object(let members) = impact.use.json else { return .null }
          return .object(
            members.merging(["contract": .string(impact.contract), "status": .string(impact.status.rawValue)]) { first, _ in first })
        }),
    ]
  }

  /// For people; not stable. A block for each contract, the worst first.
  package func text(_ style: Style) -> String {
    let seen = observed.map { impact in
      "  \(style.paint("seen".padding(to: 12), .yellow))\(impact.use.consumer.printable), declared by nobody, "
        + "\(impact.use.words(today: today).printable)  \(impact.use.path.printable):\(impact.use.line)\n"
    }.joined()
    guard !consumers.isEmpty else { return "no declared consumer reads what changed\n" + seen }
    var contracts: [String] = []
    for impact in consumers where !contracts.contains(impact.contract) { contracts.append(impact.contract) }
    return contracts.map { contract in
      let own = consumers.filter { $0.contract == contract }
      let order = own.enumerated().sorted { ($1.element.status, $0.offset) < ($0.element.status, $1.offset) }.map(\.element)
      return style.paint("\(own[0].title.printable) \(own[0].versions.printable)", .bold) + "\n"
        + order.map { Self.line($0, style) }.joined()
    }.joined(separator: "\n") + (seen.isEmpty ? "" : "\nseen to be read, and not declared\n" + seen)
  }

  private static func line(_ impact: ConsumerImpact, _ style: Style) -> String {
    let word = impact.status.rawValue.padding(to: 12)
    let painted =
      switch impact.status {
      case .broken: style.paint(word, .red)
      case .potentially, .unknown, .deprecated: style.paint(word, .yellow)
      case .unaffected: style.paint(word, .green)
      }
    let fields = Set(impact.touches.filter { $0.status == impact.status }.flatMap(\.fields)).sorted().map(\.description)
    let place = impact.consumer.format == .consumer ? nil : "declared in " + impact.consumer.placeWords
    let what = [fields.joined(separator: ", "), impact.rangeWords, impact.hopWords, place].compactMap { $0 }.filter { !$0.isEmpty }
    let team = impact.consumer.team.map { " (\($0))" } ?? ""
    return "  \(painted)\(impact.consumer.title.printable)\(team.printable)"
      + (what.isEmpty ? "" : ": " + what.joined(separator: "; ").printable) + "\n"
  }

  /// For a pull request or a wiki page.
  package var markdown: String {
    guard !consumers.isEmpty else { return "No declared consumer reads what changed.\n" + markdownOfObserved }
    var text = "| consumer | team | contract | status | fields | range | through |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    for impact in consumers {
      let fields = Set(impact.touches.flatMap(\.fields)).sorted().map { "`" + Markdown.cell($0.description) + "`" }
      text += "| \(Markdown.text(impact.consumer.title)) | \(Markdown.text(impact.consumer.team ?? "")) | \(Markdown.text(impact.title)) "
      let way = ((impact.use?.via ?? []) + impact.hops.map(\.title)).map { Markdown.text($0) }.joined(separator: ", ")
      text += "| \(impact.status.rawValue) | \(fields.joined(separator: ", ")) | \(impact.rangeVerdict.rawValue) | \(way) |\n"
    }
    return text + markdownOfObserved
  }

  private var markdownOfObserved: String {
    guard !observed.isEmpty else { return "" }
    var text = "\n| seen, and declared by nobody | status | what | where |\n| --- | --- | --- | --- |\n"
    for impact in observed {
      text += "| \(Markdown.text(impact.use.consumer)) | \(impact.status.rawValue) | \(Markdown.text(impact.use.words(today: today))) "
      text += "| `\(Markdown.cell(impact.use.path)):\(impact.use.line)` |\n"
    }
    return text
  }
}

extension ConsumerImpact {
  /// `1.4.2 to 2.0.0`, `deleted`.
  var versions: String {
    switch (fromVersion, toVersion) {
    case (let from?, let to?): "\(from) to \(to)"
    case (let from?, nil): "\(from), deleted"
    case (nil, let to?): "\(to)"
    case (nil, nil): "without a version"
    }
  }
}

/// The answer of `who-uses` and `can-i-remove`.
package struct UsesAnswer: Sendable {
  package var contract: String
  package var uses: ElementUses
  /// For what was seen yesterday.
  package var today: CalendarDay

  package init(contract: String, uses: ElementUses, today: CalendarDay) {
    self.contract = contract
    self.uses = uses
    self.today = today
  }

  private var name: String { uses.element.map { contract + "." + $0.description } ?? contract }

  /// `git-contract/uses/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/uses/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "contract": .string(contract), "element": JSON(uses.element?.description), "canBeRemoved": .boolean(uses.canBeRemoved),
      "users": .array(
        uses.users.map { user in
          [
            "id": .string(user.consumer.identifier), "team": JSON(user.consumer.team), "how": .string(user.how.rawValue),
            "range": JSON(user.use?.range), "hasMovedOn": .boolean(user.hasMovedOn),
            "fields": .array(user.fields.map { .string($0.name.description) }), "declaredIn": user.consumer.place,
            "seen": .array(user.seen.map(\.json)),
          ]
        }),
      "observed": .array(uses.observed.map(\.json)),
    ]
  }

  /// For a pull request or a wiki page.
  package func markdown(asksForRemoval: Bool) -> String {
    var text = ""
    if asksForRemoval { text += "\(uses.canBeRemoved ? "Yes" : "No"): `\(Markdown.code(name))`\n\n" }
    text += "| consumer | team | uses | has moved on | declared in |\n| --- | --- | --- | --- | --- |\n"
    for user in uses.users {
      let fields = user.fields.map { "`" + Markdown.cell($0.name.description) + "`" }.joined(separator: ", ")
      let what = user.how == .unknown ? "not known" : fields.isEmpty ? "all of it" : fields
      text += "| \(Markdown.text(user.consumer.title)) | \(Markdown.text(user.consumer.team ?? "")) | \(what) "
      let format = user.consumer.format.words.map { " (\(Markdown.text($0)))" } ?? ""
      text += "| \(user.hasMovedOn ? "yes" : "no") | `\(Markdown.cell(user.consumer.path))`\(format) |\n"
    }
    for use in uses.observed {
      text += "| \(Markdown.text(use.consumer)) | | \(Markdown.text(use.words(today: today))), declared by nobody | no "
      text += "| `\(Markdown.cell(use.path)):\(use.line)` |\n"
    }
    return text
  }

  /// For people; not stable.
  package func text(_ style: Style, asksForRemoval: Bool) -> String {
    var text = ""
    for user in uses.users {
      let fields = user.fields.map(\.name.description).joined(separator: ", ")
      let how = user.how == .unknown ? "may use it: its declaration does not say" : "uses " + (fields.isEmpty ? "all of it" : fields)
      let seen = user.seen.max { ($0.lastSeen?.daysSince1970 ?? 0) < ($1.lastSeen?.daysSince1970 ?? 0) }
      let moved = (user.hasMovedOn ? ", has moved on" : "") + (seen.map { ", " + $0.words(today: today).printable } ?? "")
      text +=
        "\(user.consumer.title.printable) (\((user.consumer.team ?? "no team").printable)) \(how.printable)\(moved)  \(user.consumer.placeWords.printable)\n"
    }
    for use in uses.observed {
      let isDeclared = uses.users.contains { use.isBy($0.consumer) }
      text += "\(use.consumer.printable), \(isDeclared ? "moved on by its own word" : "declared by nobody"), "
      text += "\(use.words(today: today).printable)  \(use.path.printable):\(use.line)\n"
    }
    if asksForRemoval {
      let count = uses.blockers.count
      let readers = Set(uses.observed.map(\.consumer)).count
      let blockers = "\(count) consumer\(count == 1 ? "" : "s") \(count == 1 ? "stands" : "stand") in the way of removing \(name.printable)"
      let seen = "\(readers) whom no declaration names \(readers == 1 ? "was" : "were") seen to read \(count == 0 ? name.printable : "it")"
      text +=
        uses.canBeRemoved
        ? style.paint("yes", .green) + ": nobody who is declared uses \(name.printable)\n"
        : style.paint("no", .red)
          + ": \([count > 0 ? blockers : nil, readers > 0 ? seen : nil].compactMap { $0 }.joined(separator: ", and "))\n"
    } else if uses.users.isEmpty, uses.observed.isEmpty {
      text += "nobody who is declared uses \(name.printable)\n"
    }
    return text
  }
}
