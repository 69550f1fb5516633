/// Reads what a dbt project says of its models, seeds, snapshots and sources: `schema.yml`, or the compiled `manifest.json`.
///
/// Sources: dbt, "Model properties", "Source properties", "Data tests", "Constraints", "Manifest JSON file".
struct DBTSchema {
  private(set) var schema = ImportedSchema()
  private let path: String
  private let root: SourceNode
  private let isManifest: Bool

  /// One test of a column or a table, wherever it was declared.
  private struct Test {
    var name: String
    var arguments: SourceNode?
    var config: SourceNode?
    var position: SourcePosition
  }

  /// - Parameter dialect: nil for that of the manifest's adapter.
  init(_ source: SourceText, dialect: SQLDialect?) throws(ReadingError) {
    path = source.path
    root = try SourceNode(source)
    isManifest = root["metadata"]?["dbt_schema_version"] != nil
    let adapter = root["metadata"]?["adapter_type"]?.text
    schema.dialect = dialect ?? adapter.flatMap { SQLDialect(named: $0) } ?? .generic
    guard isManifest || Self.sections.contains(where: { root[$0]?.items != nil }) else {
      throw ReadingError(
        path: path, position: .start, rule: Import.rule,
        message: "this is neither a manifest.json nor a schema.yml of dbt: it has no \(Self.sections.joined(separator: ", "))")
    }
  }

  private static let sections = ["models", "sources", "seeds", "snapshots"]

  private mutating func untold(_ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    schema.remarks.append(ImportRemark(kind, path: path, position, message))
  }

  mutating func read() {
    if isManifest { readManifest() } else { readProperties() }
    resolveReferences()
  }

  // MARK: schema.yml

  private mutating func readProperties() {
    for section in ["models", "seeds", "snapshots"] {
      for node in root[section]?.items ?? [] { add(node, physicalName: node["config"]?["alias"]?.text ?? node["alias"]?.text) }
    }
    for source in root["sources"]?.items ?? [] {
      let schemaName = source["schema"]?.text ?? source["name"]?.text
      for node in source["tables"]?.items ?? [] {
        let name = node["identifier"]?.text ?? node["name"]?.text ?? ""
        add(node, physicalName: ([source["database"]?.text, schemaName].compactMap { $0 } + [name]).joined(separator: "."))
      }
    }
  }

  private mutating func add(_ node: SourceNode, physicalName: String?) {
    guard let name = node["name"]?.words else { return untold(node.position, "a table has no name, and is left out", .missing) }
    var table = ImportedTable(name: name)
    table.physicalName = physicalName == name ? nil : physicalName
    describe(node, &table)
    for column in node["columns"]?.items ?? [] {
      guard let field = column["name"]?.words else {
        untold(column.position, "a column of '\(name)' has no name, and is left out", .missing)
        continue
      }
      addField(named: field, column, to: &table)
      guard let place = table.fields.lastIndex(where: { $0.name == field }) else { continue }
      let tests = (column["data_tests"]?.items ?? []) + (column["tests"]?.items ?? [])
      for test in tests.compactMap({ Self.test($0) }) { apply(test, &table, column: place) }
    }
    let tests = (node["data_tests"]?.items ?? []) + (node["tests"]?.items ?? [])
    for test in tests.compactMap({ Self.test($0) }) { apply(test, &table, column: nil) }
    finish(table, node)
  }

  /// `unique`, `{not_null: {...}}`, `{name: ..., test_name: unique}`.
  private static func test(_ node: SourceNode) -> Test? {
    if let name = node.text { return Test(name: name, position: node.position) }
    if let name = node["test_name"]?.text { return Test(name: name, arguments: node, config: node["config"], position: node.position) }
    guard let member = node.members.first else { return nil }
    // Since 1.10 the arguments stand in a mapping of their own.
    return Test(
      name: member.name, arguments: member.value["arguments"] ?? member.value, config: member.value["config"], position: member.position)
  }

  // MARK: manifest.json

  private mutating func readManifest() {
    let project = root["metadata"]?["project_name"]?.text
    schema.name = project
    var tables: [(id: String, node: SourceNode, table: ImportedTable)] = []
    for member in (root["nodes"]?.members ?? []) + (root["sources"]?.members ?? []) {
      let node = member.value
      guard ["model", "seed", "snapshot", "source"].contains(node["resource_type"]?.text), let name = node["name"]?.words else { continue }
      // What a package brings along is not this team's to promise.
      if let project, let package = node["package_name"]?.text, package != project { continue }
      if node["config"]?["materialized"]?.text == "ephemeral" {
        untold(member.position, "'\(name)' is ephemeral: nobody can read it, and it is left out")
        continue
      }
      var table = ImportedTable(name: name)
      let parts = [node["database"], node["schema"], node["alias"] ?? node["identifier"] ?? node["name"]].compactMap { $0?.words }
      table.physicalName = parts.joined(separator: ".")
      describe(node, &table)
      for column in node["columns"]?.members ?? [] {
        addField(named: column.value["name"]?.words ?? column.name, column.value, to: &table)
      }
      tables.append((member.name, node, table))
    }
    for member in root["nodes"]?.members ?? [] where member.value["resource_type"]?.text == "test" {
      let node = member.value
      guard let name = node["test_metadata"]?["name"]?.text else { continue }
      let parents = node["depends_on"]?["nodes"]?.texts ?? []
      guard let id = node["attached_node"]?.text ?? (parents.count == 1 ? parents[0] : nil),
        let place = tables.firstIndex(where: { $0.id == id })
      else { continue }
      let space = node["test_metadata"]?["namespace"]?.text.map { $0 + "." } ?? ""
      let arguments = node["test_metadata"]?["kwargs"]
      let column = (node["column_name"] ?? arguments?["column_name"])?.text
      let test = Test(name: space + name, arguments: arguments, config: node["config"], position: member.position)
      apply(test, &tables[place].table, column: column.flatMap { tables[place].table.place(of: $0) })
    }
    for entry in tables { finish(entry.table, entry.node) }
  }

  // MARK: Tables and columns

  private mutating func finish(_ table: ImportedTable, _ node: SourceNode) {
    guard !table.fields.isEmpty else {
      return untold(node.position, "'\(table.name)' is not in the contract: it names no column", .missing)
    }
    schema.tables.append(table)
  }

  private mutating func describe(_ node: SourceNode, _ table: inout ImportedTable) {
    table.description = node["description"]?.words
    let materialized = node["config"]?["materialized"]?.text
    table.physicalType = materialized == "view" || materialized == "materialized_view" ? materialized : nil
    table.tags = Self.distinct((node["tags"]?.texts ?? []) + (node["config"]?["tags"]?.texts ?? []))
    table.isDeprecated = node["deprecation_date"]?.words != nil
    if let day = node["deprecation_date"]?.scalar { table.customProperties.append(("removeAfter", day)) }
    for member in Self.meta(node) { table.customProperties.append((member.name, member.value.json)) }
    for constraint in (node["constraints"]?.items ?? []) { later.append((table.name, constraint)) }
  }

  /// Constraints of a table speak of columns that are not read yet.
  private var later: [(table: String, node: SourceNode)] = []
  private var references: [(table: String, columns: [String], target: String, fields: [String], position: SourcePosition)] = []

  private static func meta(_ node: SourceNode) -> [SourceNode.Member] {
    var seen: Set<String> = []
    return ((node["config"]?["meta"]?.members ?? []) + (node["meta"]?.members ?? [])).filter { seen.insert($0.name).inserted }
  }

  private static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private mutating func addField(named name: String, _ node: SourceNode, to table: inout ImportedTable) {
    guard table.place(of: name) == nil else {
      return untold(node.position, "the column '\(name)' stands twice in '\(table.name)'; the first one counts")
    }
    var field = ImportedField(name: name)
    field.description = node["description"]?.words
    field.tags = Self.distinct((node["tags"]?.texts ?? []) + (node["config"]?["tags"]?.texts ?? []))
    for member in Self.meta(node) {
      if ["classification", "data_classification", "sensitivity"].contains(member.name), let text = member.value.words,
        field.classification == nil
      {
        field.classification = text
      } else {
        field.customProperties.append((member.name, member.value.json))
      }
    }
    if let type = node["data_type"]?.words {
      readType(type, into: &field, at: node["data_type"]?.position)
    } else {
      untold(node.position, "the type of '\(table.name).\(name)' is not said: 'data_type' is missing")
    }
    table.fields.append(field)
    for constraint in node["constraints"]?.items ?? [] { apply(constraint, &table, column: table.fields.count - 1) }
  }

  /// The reader of scripts knows nested types, too.
  private mutating func readType(_ type: String, into field: inout ImportedField, at position: SourcePosition?) {
    do throws(ReadingError) {
      let source = try SourceText(Array(type.utf8), path: path)
      var lexer = SQLLexer(source, dialect: schema.dialect)
      var reader = SQLSchema(source, dialect: schema.dialect)
      var cursor = SQLCursor(source, lexer.all())
      if reader.readType(&cursor, into: &field), cursor.isAtEnd {
        for remark in reader.schema.remarks { untold(position, remark.message, remark.kind) }
        return
      }
    } catch {
      // It came from a text, and is one.
    }
    field.physicalType = type
    untold(position, "the type '\(type.prefix(60))' is not understood: 'logicalType' is left out")
  }

  // MARK: Constraints

  private mutating func apply(_ constraint: SourceNode, _ table: inout ImportedTable, column: Int?) {
    let type = constraint["type"]?.text ?? ""
    let named = (constraint["columns"]?.texts ?? []).compactMap { table.place(of: $0) }
    let places = column.map { [$0] } ?? named
    let names = places.compactMap { table.fields[$0].name }
    switch type {
    case "not_null": for place in places { table.fields[place].isRequired = true }
    case "unique": makeUnique(places, &table)
    case "primary_key":
      for (offset, place) in places.enumerated() {
        table.fields[place].keyPosition = offset + 1
        table.fields[place].isRequired = true
      }
      if places.count == 1 { table.fields[places[0]].isUnique = true }
    case "foreign_key":
      if let to = constraint["to"]?.text {
        references.append((table.name, names, Self.target(to), constraint["to_columns"]?.texts ?? [], constraint.position))
      } else {
        untold(constraint.position, "a foreign key of '\(table.name)' is written in SQL, and not carried over")
      }
    case "check":
      guard let condition = constraint["expression"]?.words else { return }
      let rule = ImportedQuality.check(name: constraint["name"]?.words, condition: condition)
      if let column { table.fields[column].quality.append(rule) } else { table.quality.append(rule) }
    default: untold(constraint.position, "a constraint '\(type)' of '\(table.name)' is not carried over")
    }
  }

  private func makeUnique(_ places: [Int], _ table: inout ImportedTable) {
    if places.count == 1 {
      table.fields[places[0]].isUnique = true
    } else if places.count > 1 {
      table.quality.append(.distinct(places.compactMap { table.fields[$0].name }))
    }
  }

  // MARK: Tests

  /// What a test finds is promised only if it is run on all rows and its failure is an error.
  private mutating func apply(_ test: Test, _ table: inout ImportedTable, column: Int?) {
    let place = column.map { "'\(table.name).\(table.fields[$0].name ?? "")'" } ?? "'\(table.name)'"
    let config = [test.config, test.arguments].compactMap { $0 }
    if config.contains(where: { $0["enabled"]?.boolean == false }) { return }
    if config.contains(where: { $0["where"]?.words != nil }) {
      return untold(test.position, "the test '\(test.name)' of \(place) looks at some rows only, and is not carried over")
    }
    if config.contains(where: { $0["severity"]?.text?.lowercasedASCII == "warn" }) {
      return untold(test.position, "the test '\(test.name)' of \(place) only warns, and is not carried over")
    }
    switch (test.name, column) {
    case ("not_null", let column?): table.fields[column].isRequired = true
    case ("unique", let column?): table.fields[column].isUnique = true
    case ("accepted_values", let column?) where table.fields[column].values.isEmpty:
      var seen: Set<JSON> = []
      let isNumeric = ["integer", "number"].contains(table.fields[column].logicalType)
      for value in (test.arguments?["values"]?.items ?? []).compactMap(\.scalar) where seen.insert(value).inserted {
        // In the files of dbt numbers are often quoted.
        table.fields[column].values.append(ImportedValue(value: isNumeric ? Self.number(value) : value))
      }
    case ("relationships", let column?):
      let target = test.arguments?["to"]?.text ?? ""
      let fields = test.arguments?["field"]?.text.map { [$0] } ?? []
      references.append((table.name, [table.fields[column].name ?? ""], Self.target(target), fields, test.position))
    case ("dbt_utils.unique_combination_of_columns", _):
      makeUnique((test.arguments?["combination_of_columns"]?.texts ?? []).compactMap { table.place(of: $0) }, &table)
    case ("dbt_utils.accepted_range", let column?) where ["integer", "number"].contains(table.fields[column].logicalType):
      let isInclusive = test.arguments?["inclusive"]?.boolean ?? true
      if let bound = test.arguments?["min_value"]?.number { table.fields[column].set(isInclusive ? "minimum" : "exclusiveMinimum", bound) }
      if let bound = test.arguments?["max_value"]?.number { table.fields[column].set(isInclusive ? "maximum" : "exclusiveMaximum", bound) }
    default: untold(test.position, "the test '\(test.name)' of \(place) is not carried over")
    }
  }

  private static func number(_ value: JSON) -> JSON {
    guard case .string(let text) = value else { return value }
    do throws(JSON.Malformed) { return try JSON(reading: Array(text.utf8)) } catch { return value }
  }

  /// The table of `ref('orders')`, `source('crm', 'orders')`, `{{ ref("orders") }}`, `database.schema.orders`.
  private static func target(_ text: String) -> String {
    let quoted = text.split(whereSeparator: { $0 == "'" || $0 == "\"" })
    let name = quoted.count > 1 ? quoted.dropLast().last ?? "" : Substring(text)
    return name.split(separator: ".").last.map { String($0) } ?? String(name)
  }

  private mutating func resolveReferences() {
    for (table, node) in later {
      guard let place = schema.tables.firstIndex(where: { $0.name == table }) else { continue }
      var changed = schema.tables[place]
      apply(node, &changed, column: nil)
      schema.tables[place] = changed
    }
    for reference in references {
      guard let place = schema.tables.firstIndex(where: { $0.name == reference.table }) else { continue }
      let folded = reference.target.lowercasedASCII
      guard
        let target = schema.tables.first(where: {
          $0.name.lowercasedASCII == folded || $0.physicalName?.lowercasedASCII.hasSuffix("." + folded) == true
        })
      else {
        untold(reference.position, "'\(reference.table)' refers to '\(reference.target)', which is not in the contract")
        continue
      }
      let starts = reference.columns.map { reference.table + "." + $0 }
      let ends = reference.fields.map { target.name + "." + $0 }
      guard !ends.isEmpty, starts.count == ends.count, (starts + ends).allSatisfy(SQLSchema.isReference) else {
        untold(reference.position, "a reference of '\(reference.table)' is not carried over: it names columns that ODCS cannot refer to")
        continue
      }
      if ends.count > 1 {
        schema.tables[place].relationships.append((starts, ends))
      } else if let field = schema.tables[place].place(of: reference.columns[0]),
        !schema.tables[place].fields[field].relationships.contains(ends[0])
      {
        schema.tables[place].fields[field].relationships.append(ends[0])
      }
    }
  }
}
