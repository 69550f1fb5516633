/// Reads JSON Schema, drafts 4 to 2020-12: an object is a table, an array of objects is a table of its items.
///
/// Sources: JSON Schema Core and Validation, drafts 4, 6, 7, 2019-09, 2020-12; `nullable` and the formats of numbers from OpenAPI 3.
struct JSONSchemaReader {
  private(set) var schema = ImportedSchema()
  let path: String
  let root: SourceNode
  var made = 0
  /// Parts that were looked at: a choice within a choice within a choice doubles each time.
  var work = 0
  /// Places that something refers to.
  var referred: Set<SourcePosition> = []
  /// Places that were spoken of; what is referred to in many places is told once.
  private var told: Set<String> = []
  /// The names of the table that is read.
  private var subject: [String] = []

  init(_ source: SourceText) throws(ReadingError) {
    path = source.path
    root = try SourceNode(source)
    guard root.isMap, Self.isSchema(root) else {
      throw ReadingError(path: path, position: .start, rule: Import.rule, message: "this is no JSON Schema that describes data")
    }
  }

  private static let telling = [
    "type", "properties", "$ref", "allOf", "anyOf", "oneOf", "items", "$defs", "definitions", "enum", "patternProperties",
    "additionalProperties",
  ]

  private static func isSchema(_ node: SourceNode) -> Bool { telling.contains { node[$0] != nil } }

  mutating func untold(_ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    let key = "\(position?.line ?? 0):\(position?.column ?? 0) \(message)"
    guard told.insert(key).inserted else { return }
    schema.remarks.append(ImportRemark(kind, path: path, position, message, subject: subject))
  }

  // MARK: Tables

  mutating func read() {
    let view = resolved(root, []).view
    let choice = root["oneOf"] ?? root["anyOf"]
    let objects = (choice?.items ?? []).filter { resolved($0, []).view["properties"] != nil }
    if view["properties"] != nil || view["patternProperties"] != nil || view["additionalProperties"]?.isMap == true {
      add(root, name: ownName, title: root["title"]?.words)
    } else if let items = view["items"], resolved(items, []).view["properties"] != nil {
      add(items, name: items["title"]?.words ?? ownName, title: items["title"]?.words ?? root["title"]?.words)
    } else if !objects.isEmpty {
      readChoices(objects)
      untold(choice?.position, "the whole is a choice of \(choice?.items?.count ?? 0): each object of them is a table")
    } else {
      // Only definitions, as a registry keeps them.
      for member in definitions where resolved(member.value, []).view["properties"] != nil {
        add(member.value, name: member.name, title: member.name)
      }
    }
    if schema.tables.isEmpty { untold(root.position, "nothing here is an object with properties", .missing) }
    tellUnused()
    schema.name = root["title"]?.words
  }

  var definitions: [SourceNode.Member] { ["$defs", "definitions"].flatMap { root[$0]?.members ?? [] } }

  /// By its title, else by its address, else by its file.
  private var ownName: String {
    let address = (root["$id"]?.words ?? root["id"]?.words)?.prefix { $0 != "#" }
    let names = [root["title"]?.words, (address?.split(separator: "/").last).flatMap { Self.stem($0) }, Self.stem(fileName)]
    return names.lazy.compactMap { $0 }.first { !Self.plain($0).isEmpty } ?? "root"
  }

  var fileName: Substring { path.split(separator: "/").last ?? "" }

  private static func stem(_ name: Substring) -> String? { name.split(separator: ".").first.map { String($0) } }

  private mutating func readChoices(_ objects: [SourceNode]) {
    for (place, node) in objects.enumerated() {
      let title = node["title"]?.words ?? node["$ref"]?.text?.split(separator: "/").last.map { String($0) }
      add(node, name: title ?? "\(ownName)_\(place + 1)", title: title)
    }
  }

  private mutating func add(_ node: SourceNode, name: String, title: String?) {
    let plain = Self.plain(name)
    var table = ImportedTable(name: plain.isEmpty ? name : plain)
    subject = [table.name, name]
    defer { subject = [] }
    referred.insert(node.position)
    var field = ImportedField(name: table.name)
    read(node, into: &field, within: [], depth: 0)
    table.businessName = title == table.name ? nil : title
    table.description = field.description
    table.isDeprecated = field.isDeprecated
    table.fields = field.fields
    if field.fields.isEmpty, !field.map.isEmpty {
      untold(node.position, "'\(name)' is a map of anything by any name: it has no properties to promise", .missing)
    }
    table.customProperties = field.customProperties
    guard !table.fields.isEmpty else { return }
    for option in field.options { untold(node.position, "'\(option.name)' of '\(table.name)' is a limit that no table of ODCS has") }
    if !field.examples.isEmpty { untold(node.position, "the examples of '\(table.name)' are not carried over: a table of ODCS has none") }
    if let text = field.classification { table.customProperties.append(("classification", .string(text))) }
    schema.tables.append(table)
  }

  /// What nobody refers to is no part of any table.
  private mutating func tellUnused() {
    let unused = definitions.filter { !referred.contains($0.value.position) }
    for member in unused {
      let choices = (member.value["oneOf"] ?? member.value["anyOf"])?.items ?? []
      if choices.contains(where: { resolved($0, []).view["properties"] != nil }) {
        untold(member.position, "the definition '\(member.name)' is a choice of \(choices.count), and no table is made of it", .missing)
      } else {
        untold(member.position, "nothing refers to the definition '\(member.name)', and no table is made of it")
      }
    }
  }

  /// A title may be a sentence; a table's name is a word.
  private static func plain(_ name: String) -> String {
    name.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" && $0 != "$" }.joined(separator: "_")
  }
}
