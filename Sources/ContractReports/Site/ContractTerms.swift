internal import ContractKit

/// What a contract promises beside its columns: service levels, quality, where the data is, whom to ask.
struct ContractTerms {
  let contract: Contract
  let context: SiteContext
  let columns: [FieldName: String]

  var serviceLevels: HTML {
    HTMLTable(
      "Service levels", ["Promise", "Value", "For", "Driver", "How"],
      rows: contract.root.children(.serviceLevel).map { level in
        let value = [level.words("value"), level.words("valueExt").map { "(\($0))" }, level.words("unit")].compactMap { $0 }
        let schedule = [level.words("scheduler"), level.words("schedule")].compactMap { $0 }.joined(separator: " ")
        let how = [level.words("description"), schedule.nonEmpty].compactMap { $0 }
        return HTMLTable.Row(
          id: nil,
          cells: [
            HTML(Element.spelt(level.name ?? "?")), HTML(value.joined(separator: " ")),
            level.words("element").map { HTML.code($0) } ?? .nothing, HTML(level.words("driver") ?? ""),
            HTML(how.joined(separator: "; ")),
          ])
      }
    ).html
  }

  // MARK: Quality

  var quality: HTML {
    var rows: [HTMLTable.Row] = []
    func collect(_ element: Element, _ place: HTML) {
      for rule in element.children(.qualityRule) {
        rows.append(
          HTMLTable.Row(
            id: nil,
            cells: [
              place, Self.rule(rule), HTML(rule.words("dimension") ?? ""), HTML(rule.words("severity") ?? ""),
              HTML([rule.words("description"), rule.words("businessImpact")].compactMap { $0 }.joined(separator: "; ")),
            ]))
      }
    }
    collect(contract.root, "the contract")
    for (name, element) in contract.namedFields {
      let text = HTML.code(name.description)
      collect(element, columns[name].map { "<a href=\"#\($0)\">\(text)</a>" } ?? text)
      for item in element.children(.arrayItem) { collect(item, "\(text), each") }
    }
    return HTMLTable("Quality", ["On", "Rule", "Dimension", "Severity", "Why"], rows: rows).html
  }

  private static let comparisons = [
    ("mustBe", "is"), ("mustNotBe", "is not"), ("mustBeGreaterThan", "is greater than"), ("mustBeGreaterOrEqualTo", "is at least"),
    ("mustBeLessThan", "is less than"), ("mustBeLessOrEqualTo", "is at most"), ("mustBeBetween", "lies between"),
    ("mustNotBeBetween", "does not lie between"),
  ]

  /// `null values is 0`, a query, a rule of another tool.
  private static func rule(_ rule: Element) -> HTML {
    var words: [HTML] = []
    if let name = rule.name { words.append(HTML(name)) }
    if let metric = rule.words("metric") ?? rule.words("rule") { words.append(HTML(Element.spelt(metric))) }
    if let query = rule.words("query") { words.append(.code(query)) }
    if let engine = rule.words("engine") { words.append(HTML("by \(engine)")) }
    for (key, phrase) in comparisons {
      guard let value = rule.value(key) else { continue }
      let text = value.items.isEmpty ? value.text : value.items.map(\.text).joined(separator: " and ")
      let unit = rule.words("unit").map { " " + $0 } ?? ""
      words.append(HTML("\(phrase) \(text)\(unit)"))
    }
    return words.isEmpty ? HTML(rule.words("type") ?? "a rule") : words.joined(separator: " ")
  }

  // MARK: Places and people

  var servers: HTML {
    let known = ["type", "environment", "description"]
    return HTMLTable(
      "Servers", ["Server", "Type", "Environment", "Where", "What it is"],
      rows: contract.root.children(.server).map { server in
        let place = server.attributes.filter { !known.contains($0.name) }.map { HTML("\($0.name) ") + .code($0.value.text) }
        return HTMLTable.Row(
          id: nil,
          cells: [
            .code(server.name ?? "?"), HTML(server.words("type") ?? ""), HTML(server.words("environment") ?? ""),
            place.joined(separator: ", "), HTML(server.words("description") ?? ""),
          ])
      }
    ).html
  }

  var support: HTML {
    HTMLTable(
      "Where to ask", ["Channel", "Tool", "Address", "For", "What it is"],
      rows: contract.root.children(.supportChannel).map { channel in
        HTMLTable.Row(
          id: nil,
          cells: [
            HTML(channel.name ?? "?"), HTML(channel.words("tool") ?? ""), channel.words("url").map { .address($0) } ?? .nothing,
            HTML(channel.words("scope") ?? ""), HTML(channel.words("description") ?? ""),
          ])
      }
    ).html
  }

  /// Persons whom the contract itself names; only where persons are named at all.
  var members: HTML {
    guard context.facts.names.showsPersons else { return .nothing }
    return HTMLTable(
      "Members of the team", ["Member", "Role", "From", "Until"],
      rows: contract.root.children(.member).map { member in
        HTMLTable.Row(
          id: nil,
          cells: [
            HTML(member.name ?? "?"), HTML(member.words("role") ?? ""), HTML(member.words("dateIn") ?? ""),
            HTML(member.words("dateOut") ?? ""),
          ])
      }
    ).html
  }
}
