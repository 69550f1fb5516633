/// The compiled `manifest.json`.
extension DBTSchema {
  mutating func readManifest(_ root: SourceNode) {
    let project = root["metadata"]?["project_name"]?.text
    schema.name = project
    // What a package brings along is not this team's to promise.
    func isOwn(_ node: SourceNode) -> Bool {
      guard let project, let package = node["package_name"]?.text else { return true }
      return package == project
    }
    let nodes = (root["nodes"]?.members ?? []).filter { isOwn($0.value) }
    let sources = (root["sources"]?.members ?? []).filter { isOwn($0.value) }
    for member in nodes + sources { addTable(member) }
    for member in nodes where member.value["resource_type"]?.text == "test" { applyTest(member) }
    subject = []
    for section in Self.otherSections {
      let members = (root[section]?.members ?? []).filter { isOwn($0.value) }
      if let first = members.first { tellSection(section, members.count, at: first.position) }
    }
  }

  private mutating func addTable(_ member: SourceNode.Member) {
    let node = member.value
    guard let kind = node["resource_type"]?.text, ["model", "seed", "snapshot", "source"].contains(kind), let name = node["name"]?.words
    else { return }
    var table = ImportedTable(name: name)
    let parts = [node["database"], node["schema"], node["alias"] ?? node["identifier"] ?? node["name"]].compactMap { $0?.words }
    table.physicalName = parts.joined(separator: ".")
    subject = Self.names(of: table)
    if node["config"]?["materialized"]?.text == "ephemeral" {
      return untold(member.position, "'\(name)' is ephemeral: nobody can read it, and it is left out")
    }
    // `source.project.crm.customers`
    let source = node["source_name"]?.text ?? member.name.split(separator: ".").dropFirst(2).first.map { String($0) }
    describe(node, &table)
    if kind == "source", let description = node["source_description"], description.words != nil {
      tellSourceDescription(source ?? "", at: description.position)
    }
    for column in node["columns"]?.members ?? [] {
      let field = column.value["name"]?.words ?? column.name
      addField(named: field, column.value, to: &table)
      guard let place = table.fields.lastIndex(where: { $0.name == field }) else { continue }
      for constraint in column.value["constraints"]?.items ?? [] { apply(constraint, &table, column: place) }
    }
    for constraint in node["constraints"]?.items ?? [] { apply(constraint, &table, column: nil) }
    let version = node["version"]?.scalar
    entries.append(
      Entry(
        table: table, id: member.name, source: kind == "source" ? source : nil, name: name, version: version.map(Self.text),
        isLatest: version == node["latest_version"]?.scalar, path: path, position: node.position))
  }

  /// Once, though each table of the source has it.
  private mutating func tellSourceDescription(_ source: String, at position: SourcePosition) {
    guard !entries.contains(where: { $0.source == source && $0.path == path }) else { return }
    let outer = subject
    subject = []
    untold(position, "the description of the source '\(source)' is not carried over")
    subject = outer
  }

  private mutating func applyTest(_ member: SourceNode.Member) {
    let node = member.value
    let parents = node["depends_on"]?["nodes"]?.texts ?? []
    subject = parents.flatMap { parent in entries.first { $0.id == parent }.map { Self.names(of: $0.table) } ?? [] }
    if node["config"]?["enabled"]?.boolean == false { return }
    guard let name = node["test_metadata"]?["name"]?.text else {
      return untold(member.position, "the test '\(node["name"]?.text ?? member.name)' is written in SQL, and is not carried over")
    }
    let arguments = node["test_metadata"]?["kwargs"]
    // Older manifests say it only in the argument of which the test is made.
    let model = arguments?["model"]?.text.flatMap { resolve(Target($0)) }
    let attached = node["attached_node"]?.text ?? (parents.count == 1 ? parents[0] : model.flatMap { entries[$0].id })
    guard let attached else {
      return untold(member.position, "the test '\(name)' is about several tables, and is not carried over")
    }
    guard let place = entries.firstIndex(where: { $0.id == attached }) else { return }
    subject = Self.names(of: entries[place].table)
    let space = node["test_metadata"]?["namespace"]?.text.map { $0 + "." } ?? ""
    var test = Test(name: space + name, arguments: arguments, config: node["config"], position: member.position)
    test.column = node["column_name"]?.text
    let others = parents.filter { $0 != attached }
    if parents.contains(attached), others.count < 2 { test.target = others.first ?? attached }
    var table = entries[place].table
    apply(test, &table, column: nil, of: place)
    entries[place].table = table
  }
}
