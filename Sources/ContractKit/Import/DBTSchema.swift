/// Reads what a dbt project says of its models, seeds, snapshots and sources: `schema.yml`, or the compiled `manifest.json`.
///
/// Sources: dbt, "Model properties", "Source properties", "Data tests", "Constraints", "Manifest JSON file".
struct DBTSchema {
  /// A table, and by what others speak of it.
  struct Entry {
    var table: ImportedTable
    /// Its `unique_id`, which only a manifest has.
    var id: String?
    /// The source that it is a table of; nil for models, seeds, snapshots.
    var source: String?
    var name: String
    var version: String?
    var isLatest = true
    var path: String
    var position: SourcePosition
  }

  var schema = ImportedSchema()
  /// The file that is read.
  var path = ""
  var entries: [Entry] = []
  var references: [Reference] = []
  /// The names of the table that is read.
  var subject: [String] = []
  private let dialect: SQLDialect?
  private var files = 0

  /// - Parameter dialect: nil for that of the manifest's adapter.
  init(dialect: SQLDialect?) {
    self.dialect = dialect
    schema.dialect = dialect ?? .generic
  }

  private static let sections = ["models", "sources", "seeds", "snapshots"]

  mutating func read(_ source: SourceText) throws(ReadingError) {
    (path, files) = (source.path, files + 1)
    let root = try SourceNode(source)
    let isManifest = root["metadata"]?["dbt_schema_version"] != nil
    guard isManifest || Self.sections.contains(where: { root[$0]?.items != nil }) else {
      throw ReadingError(
        path: path, position: .start, rule: Import.rule,
        message: "this is neither a manifest.json nor a schema.yml of dbt: it has no \(Self.sections.joined(separator: ", "))")
    }
    if dialect == nil, let adapter = root["metadata"]?["adapter_type"]?.text { schema.dialect = SQLDialect(named: adapter) ?? .generic }
    if isManifest { readManifest(root) } else { readProperties(root) }
    subject = []
  }

  mutating func untold(_ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    let remark = ImportRemark(kind, path: path, position, message, subject: subject)
    if told.insert(remark).inserted { schema.remarks.append(remark) }
  }

  private var told: Set<ImportRemark> = []

  /// Makes the tables, when all files are read.
  mutating func finish() {
    if files > 1 { schema.name = nil }
    var places: [Int?] = []
    for entry in entries {
      guard entry.table.fields.isEmpty else {
        places.append(schema.tables.count)
        schema.tables.append(entry.table)
        continue
      }
      places.append(nil)
      (path, subject) = (entry.path, Self.names(of: entry.table))
      untold(entry.position, "'\(entry.name)' is not in the contract: it names no column", .missing)
    }
    // References are by the names that the tables have in the contract.
    Import.makeNamesDistinct(&schema)
    resolveReferences(places)
    subject = []
  }

  static func names(of table: ImportedTable) -> [String] { [table.name] + (table.physicalName.map { [$0] } ?? []) }

  // MARK: Tables and columns

  /// - Parameter source: the source that it is a table of, whose tags and whose `meta` are the table's, too; nil for models, and where
  ///   they have been joined already.
  mutating func describe(_ node: SourceNode, in source: SourceNode? = nil, _ table: inout ImportedTable) {
    table.description = description(of: node, "'\(table.name)'")
    let materialized = node["config"]?["materialized"]?.text
    table.physicalType = materialized == "view" || materialized == "materialized_view" ? materialized : nil
    table.tags = Self.tags((source.map { [$0] } ?? []) + [node])
    table.isDeprecated = node["deprecation_date"]?.words != nil
    if let day = node["deprecation_date"]?.scalar { table.customProperties.append(("removeAfter", day)) }
    for member in Self.meta([node] + (source.map { [$0] } ?? [])) { table.customProperties.append((member.name, member.value.json)) }
    tellFreshness(of: node, "'\(table.name)'")
  }

  /// What belongs among the service levels, where a human writes what is promised.
  mutating func tellFreshness(of node: SourceNode, _ label: String) {
    for place in [node, node["config"]].compactMap({ $0 }) {
      if let freshness = place["freshness"], ["warn_after", "error_after"].contains(where: { freshness[$0]?["count"]?.scalar != nil }) {
        untold(freshness.position, "how fresh \(label) is kept is not carried over: 'slaProperties' would say it")
      }
      for key in ["loaded_at_field", "loaded_at_query"] {
        if let field = place[key], field.words != nil { untold(field.position, "'\(key)' of \(label) is not carried over") }
      }
    }
  }

  /// A description that is only a reference to a block of documentation says nothing to anybody.
  mutating func description(of node: SourceNode, _ label: String) -> String? {
    guard let described = node["description"], let text = described.words else { return nil }
    guard text.contains("{{") else { return text }
    untold(described.position, "the description of \(label) is a template, whose texts only a manifest has")
    let rest = text.split { $0 == "{" || $0 == "}" }.filter { !$0.allSatisfy(\.isWhitespace) }
    return rest.count > 1 ? text : nil
  }

  private static func meta(_ nodes: [SourceNode]) -> [SourceNode.Member] {
    var seen: Set<String> = []
    return nodes.flatMap { ($0["config"]?["meta"]?.members ?? []) + ($0["meta"]?.members ?? []) }.filter { seen.insert($0.name).inserted }
  }

  private static func tags(_ nodes: [SourceNode]) -> [String] {
    var seen: Set<String> = []
    return nodes.flatMap { ($0["tags"]?.texts ?? []) + ($0["config"]?["tags"]?.texts ?? []) }.filter { seen.insert($0).inserted }
  }

  mutating func addField(named name: String, _ node: SourceNode, to table: inout ImportedTable) {
    guard table.place(of: name) == nil else {
      return untold(node.position, "the column '\(name)' stands twice in '\(table.name)'; the first one counts")
    }
    var field = ImportedField(name: name)
    field.description = description(of: node, "'\(table.name).\(name)'")
    field.tags = Self.tags([node])
    for member in Self.meta([node]) {
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
  }

  /// The reader of scripts knows nested types, too.
  mutating func readType(_ type: String, into field: inout ImportedField, at position: SourcePosition?) {
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
}
