extension ConsumerDeclaration {
  /// Whether a YAML file calls itself a consumer. Files of other kinds are nobody's business here.
  package static func isOne(_ document: YAMLDocument) -> Bool {
    document.root["kind"]?.text == "ContractConsumer"
  }

  /// Reads a consumer file. Nothing is thrown: what cannot be read is in `diagnostics`, and the consumer is one of whom little is known.
  ///
  /// Faults are reported under the rule `consumer-invalid`, YAML that cannot be read under its own rules.
  package static func read(_ bytes: [UInt8], path: String, limits: YAMLDocument.Limits = .init()) -> ConsumerDeclaration {
    let document: YAMLDocument
    do throws(ReadingError) {
      document = try YAMLDocument(bytes, path: path, limits: limits)
    } catch {
      return ConsumerDeclaration(identifier: path, path: path, diagnostics: error.diagnostics)
    }
    return read(document, path: path)
  }

  static func read(_ document: YAMLDocument, path: String) -> ConsumerDeclaration {
    var reader = ConsumerReader(reader: StrictReader(path: path, rule: "consumer-invalid"))
    return reader.declaration(document.root)
  }
}

private struct ConsumerReader {
  var reader: StrictReader

  mutating func declaration(_ root: YAMLNode) -> ConsumerDeclaration {
    var result = ConsumerDeclaration(identifier: "", path: reader.path)
    let known = ["apiVersion", "kind", "id", "name", "team", "contacts", "notify", "reviewBy", "uses", "produces", "description"]
    for entry in reader.entries(of: root, what: "a consumer", known: known) {
      let what = "'\(entry.key)'"
      switch entry.key {
      case "apiVersion": require("git-contract/v1", entry.value, what: what)
      case "kind": require("ContractConsumer", entry.value, what: what)
      case "id": result.identifier = reader.line(entry.value, what: what) ?? ""
      case "name": result.name = reader.line(entry.value, what: what)
      case "team": team(entry.value, into: &result)
      case "contacts": result.contacts = reader.list(entry.value, what: what) { Self.contact(&$0, $1) } ?? []
      case "notify": urgencies(entry.value, into: &result)
      case "reviewBy": result.reviewBy = reader.day(entry.value, what: what)
      case "uses": uses(entry.value, into: &result)
      case "produces": break
      default: _ = reader.text(entry.value, what: what)
      }
    }
    if root.kind == .mapping {
      for (key, why) in [
        ("apiVersion", "write 'apiVersion: git-contract/v1'"), ("kind", "write 'kind: ContractConsumer'"),
        ("id", "a name that stays, in lower case with hyphens"), ("team", "the handle of the team that answers for it"),
        ("uses", "the contracts that it reads"),
      ] where root[key] == nil {
        reader.report(root.position, "a consumer needs '\(key)': \(why)")
      }
    }
    // Read last: what is made is made of what is used.
    if let node = root["produces"] { result.produces = ProductReading(uses: result.uses).products(node, &reader) }
    // Without an id it is still told from the others.
    if result.identifier.isEmpty { result.identifier = reader.path }
    result.diagnostics = reader.diagnostics.sorted { $0.position < $1.position }
    return result
  }

  private mutating func require(_ text: String, _ node: YAMLNode, what: String) {
    if node.kind != .scalar || node.text != text {
      reader.report(node.position, "\(what) must be '\(text)', not \(StrictReader.spelling(of: node))")
    }
  }

  private mutating func team(_ node: YAMLNode, into result: inout ConsumerDeclaration) {
    guard let team = reader.line(node, what: "'team'") else { return }
    result.team = team
    result.teamPosition = node.position
  }

  private mutating func urgencies(_ node: YAMLNode, into result: inout ConsumerDeclaration) {
    let topics = ConsumerDeclaration.Topic.allCases
    for entry in reader.entries(of: node, what: "'notify'", known: topics.map(\.rawValue)) {
      guard let topic = ConsumerDeclaration.Topic(rawValue: entry.key),
        let urgency = reader.choice(entry.value, what: "'notify.\(entry.key)'", as: ConsumerDeclaration.Urgency.self)
      else { continue }
      result.urgencies[topic] = urgency
    }
  }

  private static func contact(_ reader: inout StrictReader, _ node: YAMLNode) -> ConsumerDeclaration.Contact? {
    var texts: [String: String] = [:]
    // The vocabulary of ODCS 3.1, "Support and communication channels", and where a secret is kept.
    let known = ["tool", "url", "channel", "description", "scope", "invitationUrl", "secret"]
    for entry in reader.entries(of: node, what: "a contact", known: known) {
      texts[entry.key] = reader.line(entry.value, what: "'\(entry.key)'")
    }
    guard node.kind == .mapping else { return nil }
    guard let tool = texts["tool"], let url = texts["url"] else {
      if node["tool"] == nil || node["url"] == nil { reader.report(node.position, "a contact needs 'tool' and 'url'") }
      return nil
    }
    if let secret = node["secret"], let text = texts["secret"], !text.hasPrefix("env:"), !text.hasPrefix("file:") {
      // The text itself is not said: it may be the secret.
      reader.report(secret.position, "'secret' names where the secret is kept, 'env:NAME' or 'file:PATH'; take it out of the repository")
      return nil
    }
    return ConsumerDeclaration.Contact(tool: tool, url: url, channel: texts["channel"], secret: texts["secret"])
  }

  // MARK: Uses

  private mutating func uses(_ node: YAMLNode, into result: inout ConsumerDeclaration) {
    for item in reader.list(node, what: "'uses'") ?? [] {
      guard let use = use(item) else { continue }
      if let other = result.uses.first(where: { $0.contract == use.contract && $0.range == use.range }) {
        reader.report(
          use.contractPosition, "contract '\(use.contract)' is used in line \(other.contractPosition.line) already, with the same range")
      }
      result.uses.append(use)
    }
  }

  private mutating func use(_ node: YAMLNode) -> ConsumerDeclaration.Use? {
    var use = ConsumerDeclaration.Use(contract: "", fields: .unknown)
    for entry in reader.entries(of: node, what: "an entry of 'uses'", known: ["contract", "version", "tested", "fields", "expects"]) {
      switch entry.key {
      case "contract":
        use.contract = reader.line(entry.value, what: "'contract'") ?? ""
        use.contractPosition = entry.value.position
      case "version": range(entry.value, into: &use)
      case "tested": tested(entry.value, into: &use)
      case "fields": use.fields = fields(entry.value)
      default: use.expectations = expectations(entry.value)
      }
    }
    guard node.kind == .mapping else { return nil }
    if node["contract"] == nil { reader.report(node.position, "an entry of 'uses' needs 'contract', the id of the contract") }
    return use.contract.isEmpty ? nil : use
  }

  private mutating func range(_ node: YAMLNode, into use: inout ConsumerDeclaration.Use) {
    guard let text = reader.line(node, what: "'version'") else { return }
    guard VersionRange(text) != nil else {
      reader.report(node.position, "'\(text)' is no range of versions; write one such as '^1.4', '1.x' or '>=1.2 <3'")
      return
    }
    use.range = text
    use.rangePosition = node.position
  }

  private mutating func tested(_ node: YAMLNode, into use: inout ConsumerDeclaration.Use) {
    guard let text = reader.line(node, what: "'tested'") else { return }
    guard SemanticVersion(text) != nil else {
      reader.report(node.position, "'tested' must be a version such as 1.6.2, not '\(text)'")
      return
    }
    use.tested = text
  }

  // MARK: Fields

  private mutating func fields(_ node: YAMLNode) -> ConsumerDeclaration.Fields {
    if node.kind == .scalar, node.text == "*" { return .everything }
    if node.isNull { return .unknown }
    guard node.kind == .mapping else {
      reader.report(node.position, "'fields' takes \"*\", or the tables with the fields of each, not \(StrictReader.kind(of: node))")
      return .unknown
    }
    var tables: [String: ConsumerDeclaration.Table] = [:]
    for pair in node.pairs {
      let name = pair.key.text
      if pair.value.kind == .scalar, pair.value.text == "*" {
        tables[name] = .init(isWhole: true, fields: [], position: pair.key.position)
        continue
      }
      guard pair.value.kind == .sequence else {
        // The table stays unknown.
        reader.report(
          pair.value.position, "the fields of table '\(name)' are \"*\" or a list, not \(StrictReader.kind(of: pair.value))")
        continue
      }
      var table = ConsumerDeclaration.Table(isWhole: false, fields: [], position: pair.key.position)
      for item in pair.value.items {
        if item.kind == .scalar, item.text == "*" {
          table.isWhole = true
        } else if let field = field(item, table: name) {
          table.fields.append(field)
        }
      }
      tables[name] = table
    }
    return .tables(tables)
  }

  private mutating func field(_ node: YAMLNode, table: String) -> ConsumerDeclaration.Field? {
    guard node.kind == .mapping else {
      guard let name = reader.line(node, what: "a field of table '\(table)'") else { return nil }
      return .init(name: FieldName(table: table, field: name), position: node.position)
    }
    var name: String?
    var roles: Set<ConsumerDeclaration.Role>?
    for entry in reader.entries(of: node, what: "a field of table '\(table)'", known: ["name", "as"]) {
      if entry.key == "name" {
        name = reader.line(entry.value, what: "'name'")
      } else {
        let kind = ConsumerDeclaration.Role.self
        let items = entry.value.kind == .sequence ? entry.value.items : [entry.value]
        let read = items.compactMap { reader.choice($0, what: "'as'", as: kind) }
        // A role that could not be read leaves open how the field is used.
        roles = read.count == items.count && !read.isEmpty ? Set(read) : nil
      }
    }
    guard let name else {
      if node["name"] == nil { reader.report(node.position, "a field of table '\(table)' needs 'name'") }
      return nil
    }
    return .init(name: FieldName(table: table, field: name), roles: roles, position: node.position)
  }

  private mutating func expectations(_ node: YAMLNode) -> [ConsumerDeclaration.Expectation] {
    var result: [ConsumerDeclaration.Expectation] = []
    for entry in reader.mapping(node, what: "'expects'") ?? [] {
      guard let values = reader.mapping(entry.value, what: "'expects.\(entry.key)'") else { continue }
      result.append(
        .init(
          element: entry.key, values: Dictionary(values.map { ($0.key, Value($0.value)) }, uniquingKeysWith: { first, _ in first }),
          position: entry.position))
    }
    return result
  }
}
