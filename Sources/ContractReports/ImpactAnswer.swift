package import ContractKit

/// The answer of `impact`: what a change does to each consumer.
package struct ImpactAnswer: Sendable {
  /// The commit whose declarations were read; nil before the first one.
  package var knownAt: String?
  package var consumers: [ConsumerImpact]

  package init(knownAt: String?, consumers: [ConsumerImpact]) {
    self.knownAt = knownAt
    self.consumers = consumers
  }

  /// `git-contract/impact/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/impact/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "knownAt": JSON(knownAt),
      "consumers": .array(consumers.map(\.json)),
    ]
  }

  /// For people; not stable. A block for each contract, the worst first.
  package func text(_ style: Style) -> String {
    guard !consumers.isEmpty else { return "no declared consumer reads what changed\n" }
    var contracts: [String] = []
    for impact in consumers where !contracts.contains(impact.contract) { contracts.append(impact.contract) }
    return contracts.map { contract in
      let own = consumers.filter { $0.contract == contract }
      let order = own.enumerated().sorted { ($1.element.status, $0.offset) < ($0.element.status, $1.offset) }.map(\.element)
      return style.paint("\(own[0].title.printable) \(own[0].versions.printable)", .bold) + "\n"
        + order.map { Self.line($0, style) }.joined()
    }.joined(separator: "\n")
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
    let what = [fields.joined(separator: ", "), impact.rangeWords ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
    let team = impact.consumer.team.map { " (\($0))" } ?? ""
    return "  \(painted)\(impact.consumer.title.printable)\(team.printable)" + (what.isEmpty ? "" : ": " + what.printable) + "\n"
  }

  /// For a pull request or a wiki page.
  package var markdown: String {
    guard !consumers.isEmpty else { return "No declared consumer reads what changed.\n" }
    var text = "| consumer | team | contract | status | fields | range |\n| --- | --- | --- | --- | --- | --- |\n"
    for impact in consumers {
      let fields = Set(impact.touches.flatMap(\.fields)).sorted().map { "`" + Markdown.cell($0.description) + "`" }
      text += "| \(Markdown.text(impact.consumer.title)) | \(Markdown.text(impact.consumer.team ?? "")) | \(Markdown.text(impact.title)) "
      text += "| \(impact.status.rawValue) | \(fields.joined(separator: ", ")) | \(impact.rangeVerdict.rawValue) |\n"
    }
    return text
  }
}

extension ConsumerImpact {
  /// `1.4.2 to 2.0.0`, `deleted`.
  fileprivate var versions: String {
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

  package init(contract: String, uses: ElementUses) {
    self.contract = contract
    self.uses = uses
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
            "fields": .array(user.fields.map { .string($0.name.description) }), "declaredIn": ["path": .string(user.consumer.path)],
          ]
        }),
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
      text += "| \(user.hasMovedOn ? "yes" : "no") | `\(Markdown.cell(user.consumer.path))` |\n"
    }
    return text
  }

  /// For people; not stable.
  package func text(_ style: Style, asksForRemoval: Bool) -> String {
    var text = ""
    for user in uses.users {
      let fields = user.fields.map(\.name.description).joined(separator: ", ")
      let how = user.how == .unknown ? "may use it: its declaration does not say" : "uses " + (fields.isEmpty ? "all of it" : fields)
      let moved = user.hasMovedOn ? ", has moved on" : ""
      text +=
        "\(user.consumer.title.printable) (\((user.consumer.team ?? "no team").printable)) \(how.printable)\(moved)  \(user.consumer.path.printable)\n"
    }
    if asksForRemoval {
      let count = uses.blockers.count
      text +=
        uses.canBeRemoved
        ? style.paint("yes", .green) + ": nobody who is declared uses \(name.printable)\n"
        : style.paint("no", .red)
          + ": \(count) consumer\(count == 1 ? "" : "s") \(count == 1 ? "stands" : "stand") in the way of removing \(name.printable)\n"
    } else if uses.users.isEmpty {
      text += "nobody who is declared uses \(name.printable)\n"
    }
    return text
  }
}
