internal import ContractKit

/// The tables of a contract, with who reads what.
struct ContractSchema {
  let contract: Contract
  let timelines: [Timeline]
  let consumers: [ConsumerDeclaration]
  let context: SiteContext
  let page: String
  /// Where each column stands, for the other parts of the page.
  private(set) var places: [FieldName: String] = [:]
  private let objects: [(element: Element, table: String, place: String, columns: [SchemaColumn])]

  init(
    _ contract: Contract, timelines: [Timeline], consumers: [ConsumerDeclaration], context: SiteContext, page: String,
    anchors: inout Anchors
  ) {
    self.contract = contract
    self.timelines = timelines
    self.consumers = consumers
    self.context = context
    self.page = page
    var objects: [(element: Element, table: String, place: String, columns: [SchemaColumn])] = []
    for object in contract.objects {
      let table = object.name ?? object.identifier ?? object.step.key
      let place = anchors.place("object", table)
      if places[FieldName(table: table)] == nil { places[FieldName(table: table)] = place }
      let columns = SchemaColumn.all(of: object, table: table)
      for column in columns {
        let place = anchors.place("column", column.name.description)
        if places[column.name] == nil { places[column.name] = place }
      }
      objects.append((object, table, place, columns))
    }
    self.objects = objects
  }

  /// The columns with their places, as the search needs them.
  var columnPlaces: [(name: String, place: String)] {
    objects.flatMap { object in object.columns.compactMap { column in places[column.name].map { (column.name.description, $0) } } }
  }

  var html: HTML {
    guard !objects.isEmpty else { return "<p>The contract has no schema.</p>\n" }
    let since = additions
    let deprecations = Dictionary(
      timelines.filter { $0.major == contract.major }.flatMap(\.deprecated).map { ($0.element, $0) },
      uniquingKeysWith: { first, _ in first })
    var html = wholeReaders
    for object in objects {
      html += "<section class=\"object\" aria-labelledby=\"\(object.place)\">\n"
      html += "<h3 id=\"\(object.place)\"><a href=\"#\(object.place)\">\(object.table)</a></h3>\n"
      html += head(object.element, object.table, deprecations)
      // Two columns of one name are a fault of the contract; the first one has the place.
      var seen: Set<String> = []
      let isOnlyKey = object.columns.count { $0.element.flag("primaryKey") } == 1
      let rows = object.columns.map { column in
        let place = places[column.name].flatMap { seen.insert($0).inserted ? $0 : nil }
        return row(column, place, deprecations[column.dotted], since[column.name], isOnlyKey: isOnlyKey)
      }
      html += HTMLTable("Columns of \(object.table)", ["Column", "Type", "Rules", "Class", "What it is", "Read by"], rows: rows).html
      html += "</section>\n"
    }
    return html
  }

  private func head(_ object: Element, _ table: String, _ deprecations: [String: Timeline.Deprecation]) -> HTML {
    var html = object.words("description").map { HTML.paragraphs($0) } ?? .nothing
    if object.flag("deprecated") { html += "<p>\(note(object, deprecations[table]))</p>\n" }
    var facts: [HTML] = []
    if let name = object.words("physicalName"), name != table { facts.append("stored as \(HTML.code(name))") }
    if let type = object.words("physicalType") { facts.append(HTML(type)) }
    if let grain = object.words("dataGranularityDescription") { facts.append(HTML(grain)) }
    let rules = object.ruleWords()
    facts += rules.map { HTML($0) }
    if !facts.isEmpty { html += "<p class=\"quiet\">\(facts.joined(separator: " · "))</p>\n" }
    return html
  }

  private func row(
    _ column: SchemaColumn, _ place: String?, _ deprecation: Timeline.Deprecation?, _ since: String?, isOnlyKey: Bool
  ) -> HTMLTable.Row {
    let element = column.element
    let own = element.name ?? element.identifier ?? ""
    let depth: HTML = column.depth == 0 ? .nothing : " depth-\(min(column.depth, 6))"
    let text: HTML = "<code>\(own)</code>"
    var name: HTML = "<span class=\"column\(depth)\">"
    name += place.map { "<a href=\"#\($0)\">\(text)</a>" } ?? text
    if element.flag("deprecated") { name += " " + SiteContext.badge("deprecated", "warn") }
    name += "</span>"
    var type: HTML = element.typeWords.nonEmpty.map { "<span class=\"type\">\($0)</span>" } ?? .nothing
    if let physical = element.words("physicalType"), physical != element.typeWords {
      type += " <span class=\"quiet type\">\(physical)</span>"
    }
    let rules = element.ruleWords(isOnlyKey: isOnlyKey).map { "<span class=\"rule\">\($0)</span>" as HTML }.joined(separator: " ")
    var what = [element.words("businessName"), element.words("description")].compactMap { $0 }.map { HTML($0) }.joined(separator: ": ")
    if element.flag("deprecated") { what += " <span class=\"note\">\(note(element, deprecation))</span>" }
    if let examples = element.value("examples")?.items, !examples.isEmpty {
      what += " <span class=\"quiet\">For example \(examples.prefix(3).map { HTML.code($0.text) }.joined(separator: ", ")).</span>"
    }
    if let physical = element.words("physicalName"), physical != own {
      what += " <span class=\"quiet\">Stored as \(HTML.code(physical)).</span>"
    }
    if let since { what += " <span class=\"quiet\">Since \(since).</span>" }
    let users = ElementUses(of: column.name, in: contract, consumers: consumers).users
    return HTMLTable.Row(
      id: place,
      cells: [name, type, rules, element.words("classification").map { SiteContext.badge($0, "class") } ?? .nothing, what, readers(users)])
  }

  private func note(_ element: Element, _ deprecation: Timeline.Deprecation?) -> HTML {
    var words = "Deprecated"
    if let deprecation { words += " since \(deprecation.sinceVersion) (\(deprecation.since))" }
    if let day = element.customProperty("removeAfter") { words += ", goes after \(day)" }
    if let successor = element.customProperty("replacedBy") { words += "; use \(successor)" }
    return HTML(words + ".")
  }

  // MARK: Readers

  /// Those who name the column; who takes everything stands above the table.
  private func readers(_ users: [ElementUses.User]) -> HTML {
    let named = users.filter { [.exact, .ancestor, .descendant].contains($0.how) }
    return named.map { user -> HTML in
      var words: [String] = []
      let roles = Set(user.fields.flatMap { $0.roles ?? [] })
      words += ConsumerDeclaration.Role.allCases.filter { roles.contains($0) }.map(\.rawValue)
      if user.how == .ancestor, let field = user.fields.first { words.append("by \(field.name)") }
      if user.hasMovedOn { words.append("has moved on") }
      let detail: HTML = words.isEmpty ? .nothing : " <span class=\"quiet\">(\(words.joined(separator: ", ")))</span>"
      return context.link(consumer: user.consumer, from: page) + detail
    }.joined(separator: ", ")
  }

  /// Those who read every column, or do not say which.
  private var wholeReaders: HTML {
    var everything: [HTML] = []
    var silent: [HTML] = []
    for consumer in consumers {
      let link = context.link(consumer: consumer, from: page)
      let uses = consumer.uses.filter { $0.contract == contract.identifier }
      if uses.isEmpty, !consumer.isUnderstood { silent.append(link) }
      for use in uses {
        switch use.fields {
        case .unknown: silent.append(link)
        case .everything: everything.append(link)
        case .tables(let tables):
          let whole = tables.filter(\.value.isWhole).keys.sorted()
          if !whole.isEmpty { everything.append(link + HTML(" (\(whole.joined(separator: ", ")))")) }
        }
      }
    }
    var html = HTML.nothing
    if !everything.isEmpty { html += "<p>Every column is read by \(everything.joined(separator: ", ")).</p>\n" }
    if !silent.isEmpty { html += "<p>Nobody knows which columns are read by \(silent.joined(separator: ", ")).</p>\n" }
    return html
  }

  /// In which version a column came; nothing for those that were there from the beginning.
  private var additions: [FieldName: String] {
    var found: [FieldName: String] = [:]
    for release in timelines.flatMap(\.versions) {
      for judged in release.diff.changes where judged.change.subject == .property && judged.change.action == .added {
        if judged.change.attribute.isEmpty, let name = FieldName(judged.change.element), found[name] == nil {
          found[name] = release.version
        }
      }
    }
    return found
  }
}
