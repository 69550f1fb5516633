/// `schema.yml`, by whatever name.
extension DBTSchema {
  mutating func readProperties(_ root: SourceNode) {
    for section in ["models", "seeds", "snapshots"] {
      for node in root[section]?.items ?? [] { add(node, physicalName: node["config"]?["alias"]?.text ?? node["alias"]?.text) }
    }
    for source in root["sources"]?.items ?? [] {
      let schemaName = source["schema"]?.text ?? source["name"]?.text
      subject = []
      let label = "the source '\(source["name"]?.text ?? "")'"
      if let description = source["description"], description.words != nil {
        untold(description.position, "the description of \(label) is not carried over")
      }
      tellFreshness(of: source, label)
      for node in source["tables"]?.items ?? [] {
        let name = node["identifier"]?.text ?? node["name"]?.text ?? ""
        add(node, in: source, physicalName: ([source["database"]?.text, schemaName].compactMap { $0 } + [name]).joined(separator: "."))
      }
    }
    subject = []
    for section in Self.otherSections {
      if let node = root[section], let count = node.items?.count, count > 0 { tellSection(section, count, at: node.position) }
    }
  }

  /// What a project says beside its tables.
  static let otherSections = ["exposures", "metrics", "semantic_models", "saved_queries", "groups"]

  mutating func tellSection(_ section: String, _ count: Int, at position: SourcePosition) {
    untold(position, "'\(section)' are not carried over (\(count))")
  }

  private mutating func add(_ node: SourceNode, in source: SourceNode? = nil, physicalName: String?) {
    guard let name = node["name"]?.words else { return untold(node.position, "a table has no name, and is left out", .missing) }
    var table = ImportedTable(name: name)
    table.physicalName = physicalName == name ? nil : physicalName
    subject = Self.names(of: table)
    describe(node, in: source, &table)
    var tests: [(test: Test, column: Int?)] = []
    for column in node["columns"]?.items ?? [] {
      guard let field = column["name"]?.words else {
        untold(column.position, "a column of '\(name)' has no name, and is left out", .missing)
        continue
      }
      addField(named: field, column, to: &table)
      guard let place = table.fields.lastIndex(where: { $0.name == field }) else { continue }
      for constraint in column["constraints"]?.items ?? [] { apply(constraint, &table, column: place) }
      tests += Self.tests(of: column).map { ($0, place) }
    }
    tests += Self.tests(of: node).map { ($0, nil) }
    for (test, column) in tests { apply(test, &table, column: column) }
    for constraint in node["constraints"]?.items ?? [] { apply(constraint, &table, column: nil) }
    tellVersions(of: node, name)
    entries.append(
      Entry(table: table, source: source.map { $0["name"]?.text ?? "" }, name: name, path: path, position: node.position))
  }

  /// `include` and `exclude` choose among the columns of the model; what a version has beside them is nowhere else.
  private mutating func tellVersions(of node: SourceNode, _ name: String) {
    guard let versions = node["versions"]?.items, !versions.isEmpty else { return }
    let names = versions.compactMap { $0["v"]?.scalar }.map(Self.text)
    let hasOwn = versions.contains { ($0["columns"]?.items ?? []).contains { $0["name"] != nil } }
    untold(
      node["versions"]?.position, "'\(name)' has versions (\(names.joined(separator: ", "))), whose own columns are not in the contract",
      hasOwn ? .missing : .untold)
  }

  private static func tests(of node: SourceNode) -> [Test] {
    ((node["data_tests"]?.items ?? []) + (node["tests"]?.items ?? [])).compactMap { test($0) }
  }

  /// `unique`, `{not_null: {...}}`, `{name: ..., test_name: unique}`.
  private static func test(_ node: SourceNode) -> Test? {
    if let name = node.text { return Test(name: name, position: node.position) }
    if let name = node["test_name"]?.text { return Test(name: name, arguments: node, config: node["config"], position: node.position) }
    guard let member = node.members.first else { return nil }
    // Since 1.10 the arguments stand in a mapping of their own.
    return Test(
      name: member.name, arguments: member.value["arguments"] ?? member.value, config: member.value["config"] ?? member.value,
      position: member.position)
  }
}
