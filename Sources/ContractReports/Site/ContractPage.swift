internal import ContractKit

/// The page of a contract: of its newest line, or of an older one that is still there.
struct ContractPage {
  let contract: SiteContract
  /// The line that it shows; nil for a contract that is gone.
  let file: SiteFacts.File?
  let context: SiteContext
  /// Places of its columns, for the search.
  private(set) var columnPlaces: [(name: String, place: String)] = []
  private(set) var page: SitePage

  init(_ contract: SiteContract, _ file: SiteFacts.File?, context: SiteContext) {
    self.contract = contract
    self.file = file
    self.context = context
    let path = contract.page(file)
    var title = contract.title
    if path != contract.page(), let major = file?.contract?.major { title += " \(major).x" }
    page = SitePage(path: path, title: title, content: .nothing)
    var anchors = Anchors()
    var sections: [(id: String, title: String, body: HTML)] = []
    func add(_ id: String, _ title: String, _ body: HTML) {
      if !body.isEmpty { sections.append((id, title, body)) }
    }
    for id in ["content", "q", "schema", "versions", "readers", "service-levels", "quality", "owners", "servers", "support", "findings"] {
      _ = anchors.place("page", id)
    }
    var columns: [FieldName: String] = [:]
    if let model = file?.contract {
      let schema = ContractSchema(
        model, timelines: contract.timelines, consumers: contract.consumers, context: context, page: path, anchors: &anchors)
      columns = schema.places
      columnPlaces = schema.columnPlaces
      add("schema", "Schema", schema.html)
    }
    let versions = ContractVersions(
      timelines: contract.timelines, context: context, page: path, columns: columns, major: file?.contract?.major)
    add("versions", "Versions", versions.html(&anchors))
    add("readers", "Consumers", readers)
    if let model = file?.contract {
      let terms = ContractTerms(contract: model, context: context, columns: columns)
      add("service-levels", "Service levels", terms.serviceLevels)
      add("quality", "Quality", terms.quality)
      add("owners", "Owners", owners + terms.members)
      add("servers", "Where the data is", terms.servers)
      add("support", "Where to ask", terms.support)
    } else {
      add("owners", "Owners", owners)
    }
    add("findings", "Findings", FindingsPage.list(contract.findings.filter(concerns), context: context, from: path, namesContract: false))
    page.content = head(title)
    page.content += "<nav class=\"toc\" aria-label=\"On this page\"><ul>"
    page.content += sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" as HTML }.joined()
    page.content += "</ul></nav>\n"
    for section in sections {
      page.content +=
        "<section aria-labelledby=\"\(section.id)\">\n<h2 id=\"\(section.id)\">\(section.title)</h2>\n\(section.body)</section>\n"
    }
    page.description = file?.contract?.root.words("description.purpose") ?? ""
  }

  /// A finding of another file of the same contract stands on that file's page.
  private func concerns(_ finding: AuditFinding) -> Bool {
    guard let file, contract.files.count > 1 else { return true }
    return !contract.files.contains { $0.path != file.path && $0.path == finding.path }
  }

  // MARK: Head

  private func head(_ title: String) -> HTML {
    var html: HTML = "<h1>\(title) "
    if let version = file?.contract?.version?.value { html += "<span class=\"number\">\(version)</span> " }
    html += status + "</h1>\n"
    if let problem = file?.problem { html += "<p class=\"alert\">The file cannot be read: \(problem)</p>\n" }
    if contract.isGone { html += "<p class=\"alert\">The contract was deleted. What it was is told below.</p>\n" }
    if let root = file?.contract?.root {
      for key in ["description.purpose", "description"] { html += root.words(key).map { HTML.paragraphs($0) } ?? .nothing }
      for (key, word) in [("description.usage", "Use"), ("description.limitations", "Limits")] {
        if let text = root.words(key) { html += "<p><strong>\(word):</strong> \(text)</p>\n" }
      }
    }
    html += lines
    var facts: [(String, HTML)] = [("Owners", context.links(teams: parties, from: page.path))]
    if let root = file?.contract?.root {
      for (key, word) in [("domain", "Domain"), ("dataProduct", "Data product"), ("tenant", "Tenant")] {
        if let text = root.words(key) { facts.append((word, HTML(text))) }
      }
      if let tags = root.value("tags")?.items, !tags.isEmpty { facts.append(("Tags", HTML(tags.map(\.text).joined(separator: ", ")))) }
    }
    if let day = contract.timelines.first?.versions.first?.day { facts.append(("Last version", HTML(day))) }
    if !contract.identifier.isEmpty { facts.append(("Id", .code(contract.identifier))) }
    facts.append(("File", .code(file?.path ?? contract.path)))
    return html + Self.facts(facts)
  }

  static func facts(_ facts: [(String, HTML)]) -> HTML {
    let rows = facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" as HTML }.joined()
    return "<dl class=\"facts\">\n\(rows)</dl>\n"
  }

  private var status: HTML {
    guard let status = file?.contract?.status, file?.path != contract.files.first?.path else { return SiteContext.status(contract) }
    return SiteContext.badge(status.rawValue, status == .active ? "good" : "warn")
  }

  /// The other lines that are there.
  private var lines: HTML {
    guard contract.files.count > 1 else { return .nothing }
    let links = contract.files.map { other -> HTML in
      let words = other.contract.map { "\($0.major).x" + ($0.version.map { " (\($0.value))" } ?? "") } ?? other.path
      let current: HTML = other.path == file?.path ? " aria-current=\"page\"" : .nothing
      return "<a href=\"../\(contract.page(other))\"\(current)>\(words)</a>"
    }
    return "<p class=\"lines\">Lines: \(links.joined(separator: ", "))</p>\n"
  }

  private var audited: AuditedContract? { file.flatMap { contract.audited[$0.path] } }
  private var parties: [String] { audited?.parties ?? [] }

  // MARK: Consumers

  private var readers: HTML {
    guard let model = file?.contract else { return .nothing }
    guard !contract.consumers.isEmpty else { return "<p>Nobody has declared to read it.</p>\n" }
    let roll = ConsumerRoll(
      contract.files.compactMap { file in file.contract.map { (file.path, $0) } }, consumers: contract.consumers)
    let here = roll.lines.filter { $0.major == model.major }.map { ("\($0.major).x", $0.readers) }
    let others = roll.lines.filter { $0.major != model.major }.map { ("\($0.major).x", $0.readers) } + [("none of these", roll.elsewhere)]
    let rows = (here + others).flatMap { line, readers in readers.map { row(line, $0) } }
    return HTMLTable("Consumers", ["Consumer", "Team", "Takes", "Runs on", "Line", "Reads"], rows: rows).html
  }

  private func row(_ line: String, _ reader: ConsumerRoll.Reader) -> HTMLTable.Row {
    var reads: HTML
    switch reader.use?.fields {
    case nil: reads = "its declaration cannot be understood"
    case .unknown?: reads = "does not say what"
    case .everything?: reads = "everything"
    case .tables(let tables)?:
      reads = tables.sorted { $0.key < $1.key }.map { name, table -> HTML in
        let names = table.fields.map { $0.name.field ?? $0.name.table }
        return HTML("\(name): ") + (table.isWhole ? "every column" : HTML(names.joined(separator: ", ")))
      }.joined(separator: "; ")
    }
    if reader.canMove { reads += " <span class=\"quiet\">(its range takes a newer line)</span>" }
    let team = reader.consumer.team.map { context.party($0) }
    return HTMLTable.Row(
      id: nil,
      cells: [
        context.link(consumer: reader.consumer, from: page.path), team.map { context.link(team: $0, from: page.path) } ?? .nothing,
        HTML(reader.use.map { $0.range ?? "any version" } ?? ""), HTML(reader.use?.tested ?? ""), HTML(line), reads,
      ])
  }

  // MARK: Owners

  private var owners: HTML {
    guard let audited else { return .nothing }
    var facts: [(String, HTML)] = [("Answers", context.links(teams: audited.parties, from: page.path))]
    let lines = audited.lines.map { line -> HTML in
      let owners = line.owners.isEmpty ? "nobody" : line.owners.joined(separator: " ")
      return "<code>\(line.path):\(line.line)</code> <code>\(line.pattern) \(owners)</code>"
    }
    facts.append(("Decided by", lines.isEmpty ? "no line of CODEOWNERS" : lines.joined(separator: "<br>")))
    facts.append(("State", HTML(audited.state.words)))
    facts.append(("Bus factor", Self.busFactor(audited.busFactor)))
    let team = file?.contract?.root.words("team.name")
    if let team, !audited.parties.contains(team) { facts.append(("Team in the contract", HTML(team))) }
    facts.append(
      (
        "Last sign-off",
        audited.lastSignOff.map { HTML("\($0.date), \($0.version.map { $0 + " " } ?? "")by \($0.party) (\($0.assurance))") } ?? "none"
      ))
    let counts = audited.counts
    facts.append(
      (
        "Changes",
        HTML(
          "\(counts.transitions), of them \(counts.breaking) breaking, \(counts.unsigned) without the agreement of an owner"
            + (counts.overrides > 0 ? ", \(counts.overrides) by override" : ""))
      ))
    if !audited.activity.persons.isEmpty { facts.append(("Authors", HTML(audited.activity.persons.joined(separator: ", ")))) }
    if !audited.otherReadings.isEmpty {
      let words = audited.otherReadings.map { "\($0.dialect.name): \($0.owners.isEmpty ? "nobody" : $0.owners.joined(separator: " "))" }
      facts.append(("Read elsewhere as", HTML(words.joined(separator: "; "))))
    }
    return Self.facts(facts)
  }

  /// The number, what it means, and as many dots as persons.
  static func busFactor(_ factor: BusFactor) -> HTML {
    let who = factor.value == 0 ? "nobody" : factor.value == 1 ? "1 person" : "\(factor.value) persons"
    let does = factor.basis == .keys ? "with a valid key may agree" : "\(factor.value < 2 ? "knows" : "know") it by its history"
    return "<span class=\"factor level\(min(max(factor.value, 0), 3))\">\(factor.value)</span> <span class=\"quiet\">\(who) \(does)</span>"
  }
}
