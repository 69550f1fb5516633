/// Reads schemas of Avro: a record is a table, what is named once may be used anywhere later.
///
/// Source: Apache Avro 1.12, "Specification": Schema Declaration, Logical Types, Names, Aliases; for protocols "Protocol Declaration".
struct AvroSchema {
  private(set) var schema = ImportedSchema()
  private var path = ""
  /// Named types by their full name.
  private var named: [String: (node: SourceNode, namespace: String)] = [:]
  /// Records in the order in which they were met at the top, and which of all are parts of others.
  private var tops: [String] = []
  private var used: Set<String> = []
  private var made = 0

  mutating func read(_ source: SourceText) throws(ReadingError) {
    path = source.path
    let node = try SourceNode(source)
    let isProtocol = node["protocol"] != nil
    let declarations = isProtocol ? node["types"]?.items ?? [] : node.items ?? [node]
    let namespace = isProtocol ? node["namespace"]?.text ?? "" : ""
    for declaration in declarations { declare(declaration, namespace, isTop: true) }
    guard declarations.contains(where: { $0["type"] != nil }) else {
      throw ReadingError(path: path, position: .start, rule: Import.rule, message: "this is no schema of Avro: it has no 'type'")
    }
    if isProtocol, node["messages"]?.members.isEmpty == false {
      untold(node["messages"]?.position, "'messages' are calls, not data, and are left out")
    }
    for declaration in declarations where Self.name(declaration, namespace) == nil {
      untold(declaration.position, "only records, enums and fixed types have names; this one is no table", .missing)
    }
  }

  /// Makes the tables, when all files are read.
  mutating func finish() {
    for name in tops where !used.contains(name) || tops.count == 1 {
      guard let (node, namespace) = named[name], node["type"]?.text == "record" || node["type"]?.text == "error" else { continue }
      var table = ImportedTable(name: Self.last(name))
      table.physicalName = name.contains(".") ? name : nil
      table.description = node["doc"]?.words
      table.synonyms = node["aliases"]?.texts ?? []
      table.fields = fields(of: node, Self.space(of: node, namespace), within: [name])
      if schema.tables.isEmpty { schema.purpose = nil }
      schema.tables.append(table)
    }
  }

  private mutating func untold(_ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    schema.remarks.append(ImportRemark(kind, path: path, position, message))
  }

  // MARK: Names

  private static func last(_ name: String) -> String { name.split(separator: ".").last.map { String($0) } ?? name }

  /// The full name of a named type; nil for others.
  private static func name(_ node: SourceNode, _ namespace: String) -> String? {
    guard let type = node["type"]?.text, ["record", "enum", "fixed", "error"].contains(type), let name = node["name"]?.text else {
      return nil
    }
    return full(name, node["namespace"]?.text ?? namespace)
  }

  private static func full(_ name: String, _ namespace: String) -> String {
    name.contains(".") || namespace.isEmpty ? name : namespace + "." + name
  }

  private static func space(of node: SourceNode, _ namespace: String) -> String {
    guard let name = node["name"]?.text, name.contains(".") else { return node["namespace"]?.text ?? namespace }
    return name.split(separator: ".").dropLast().joined(separator: ".")
  }

  private mutating func declare(_ node: SourceNode, _ namespace: String, isTop: Bool = false, depth: Int = 0) {
    guard depth < 128 else { return }
    for item in node.items ?? [] { declare(item, namespace, depth: depth + 1) }
    if let text = node.text { use(text, namespace) }
    guard node.isMap else { return }
    var space = namespace
    if let name = Self.name(node, namespace) {
      space = Self.space(of: node, namespace)
      if named[name] != nil {
        untold(node.position, "'\(name)' is declared twice; the first one counts")
      } else {
        named[name] = (node, namespace)
        if isTop { tops.append(name) }
      }
    }
    for field in node["fields"]?.items ?? [] { if let type = field["type"] { declare(type, space, depth: depth + 1) } }
    for key in ["items", "values"] { if let part = node[key] { declare(part, space, depth: depth + 1) } }
    if let type = node["type"], type.text == nil || Self.name(node, namespace) == nil { declare(type, space, depth: depth + 1) }
  }

  private mutating func use(_ name: String, _ namespace: String) {
    used.insert(Self.full(name, namespace))
    if !name.contains(".") { used.insert(name) }
  }

  // MARK: Fields

  private mutating func fields(of record: SourceNode, _ namespace: String, within: [String]) -> [ImportedField] {
    var fields: [ImportedField] = []
    for node in record["fields"]?.items ?? [] {
      guard let name = node["name"]?.text, let type = node["type"] else {
        untold(node.position, "a field has no name or no type, and is left out", .missing)
        continue
      }
      guard !fields.contains(where: { $0.name == name }) else {
        untold(node.position, "the field '\(name)' stands twice; the first one counts")
        continue
      }
      made += 1
      guard made <= ImportedSchema.greatestCount + 1 else { return fields }
      var field = ImportedField(name: name)
      field.isRequired = true
      read(type, namespace, into: &field, within: within)
      field.description = node["doc"]?.words ?? field.description
      field.synonyms = node["aliases"]?.texts ?? []
      if let value = node["default"], value.scalar != nil || value.isMap || value.items != nil {
        untold(node.position, "the default of '\(name)' is not carried over: it says what a reader takes who finds nothing")
      }
      readProperties(of: node, known: ["name", "type", "doc", "aliases", "default", "order"], into: &field)
      fields.append(field)
    }
    return fields
  }

  /// What else stands there is somebody's own.
  private func readProperties(of node: SourceNode, known: Set<String>, into field: inout ImportedField) {
    for member in node.members where !known.contains(member.name) {
      if member.name == "classification", let text = member.value.words {
        field.classification = text
      } else {
        field.customProperties.append((member.name, member.value.json))
      }
    }
  }

  private mutating func read(_ node: SourceNode, _ namespace: String, into field: inout ImportedField, within: [String]) {
    if let items = node.items { return readUnion(node, items, namespace, into: &field, within: within) }
    if let text = node.text { return read(type: text, node, namespace, into: &field, within: within) }
    guard let type = node["type"] else {
      return untold(node.position, "the type of '\(field.name ?? "an item")' is not understood")
    }
    guard let text = type.text else { return read(type, namespace, into: &field, within: within) }
    if let logical = node["logicalType"]?.text, readLogical(logical, text, node, into: &field) { return }
    if let name = Self.name(node, namespace) {
      readNamed(name, node, namespace, into: &field, within: within)
    } else {
      read(type: text, node, namespace, into: &field, within: within)
    }
  }

  private mutating func readUnion(
    _ node: SourceNode, _ items: [SourceNode], _ namespace: String, into field: inout ImportedField, within: [String]
  ) {
    let others = items.filter { $0.text != "null" && $0["type"]?.text != "null" }
    if others.count < items.count { field.isRequired = false }
    if others.count == 1 { return read(others[0], namespace, into: &field, within: within) }
    let names = others.map { $0.text ?? $0["name"]?.text ?? $0["type"]?.text ?? "?" }
    field.physicalType = "union"
    untold(node.position, "'\(field.name ?? "an item")' is a union of \(names.joined(separator: ", ")), which ODCS cannot say")
  }

  private mutating func read(
    type: String, _ node: SourceNode, _ namespace: String, into field: inout ImportedField, within: [String]
  ) {
    switch type {
    case "string", "int", "long", "float", "double", "boolean", "bytes":
      field.physicalType = type
      field.set(LogicalType(TypeReader(dialect: .generic).read(type)))
    case "null":
      field.isRequired = false
      untold(node.position, "'\(field.name ?? "an item")' is always null")
    case "array":
      field.physicalType = "array"
      field.set(LogicalType("array"))
      var item = ImportedField()
      if let items = node["items"] { read(items, namespace, into: &item, within: within) }
      field.items = [item]
    case "map":
      field.physicalType = "map"
      field.set(LogicalType("map"))
      var key = ImportedField()
      key.set(LogicalType("string"))
      key.physicalType = "string"
      var value = ImportedField()
      if let values = node["values"] { read(values, namespace, into: &value, within: within) }
      field.map = [key, value]
    default:
      let name = [Self.full(type, namespace), type].first { named[$0] != nil }
      guard let name, let (declared, space) = named[name] else {
        field.physicalType = type
        return untold(
          node.position, "the type '\(type)' of '\(field.name ?? "an item")' is declared nowhere: give its file, too, and before this one")
      }
      if let logical = declared["logicalType"]?.text, readLogical(logical, declared["type"]?.text ?? "", declared, into: &field) { return }
      readNamed(name, declared, space, into: &field, within: within)
    }
  }

  private mutating func readNamed(
    _ name: String, _ node: SourceNode, _ namespace: String, into field: inout ImportedField, within: [String]
  ) {
    let description = node["doc"]?.words
    field.description = field.description ?? description
    switch node["type"]?.text {
    case "enum":
      field.physicalType = "enum"
      field.set(LogicalType("string"))
      var seen: Set<String> = []
      field.values = (node["symbols"]?.texts ?? []).filter { seen.insert($0).inserted }.map { ImportedValue(value: .string($0)) }
    case "fixed":
      field.physicalType = "fixed(\(node["size"]?.integer ?? 0))"
      field.set(LogicalType("string", ["format": "binary"]))
    default:
      field.physicalType = "record"
      field.set(LogicalType("object"))
      guard !within.contains(name), within.count < ImportedSchema.greatestDepth else {
        return untold(node.position, "'\(name)' holds itself: within itself its fields are not told again")
      }
      field.fields = fields(of: node, Self.space(of: node, namespace), within: within + [name])
    }
  }

  /// False where the logical type is none that fits, and Avro says to ignore it.
  private mutating func readLogical(_ logical: String, _ type: String, _ node: SourceNode, into field: inout ImportedField) -> Bool {
    let instant: KeyValuePairs<String, JSON> = ["timezone": true]
    switch (logical, type) {
    case ("decimal", "bytes"), ("decimal", "fixed"):
      guard let precision = node["precision"]?.integer, precision > 0 else { return false }
      let scale = node["scale"]?.integer ?? 0
      field.physicalType = "decimal(\(precision),\(scale))"
      field.set(LogicalType(.decimal(DecimalShape(precision, scale))))
      return true
    case ("big-decimal", "bytes"): field.set(LogicalType("number"))
    case ("uuid", "string"), ("uuid", "fixed"): field.set(LogicalType(.uuid))
    case ("date", "int"): field.set(LogicalType("date"))
    case ("time-millis", "int"), ("time-micros", "long"): field.set(LogicalType("time"))
    case ("timestamp-millis", "long"), ("timestamp-micros", "long"), ("timestamp-nanos", "long"):
      field.set(LogicalType("timestamp", instant))
    case ("local-timestamp-millis", "long"), ("local-timestamp-micros", "long"), ("local-timestamp-nanos", "long"):
      field.set(LogicalType("timestamp"))
    case ("duration", "fixed"):
      field.set(nil)
      untold(node.position, "no logical type is known for the duration '\(field.name ?? "")': 'logicalType' is left out")
    default:
      untold(node.position, "the logical type '\(logical)' over '\(type)' is unknown, and its own type counts")
      return false
    }
    field.physicalType = logical
    return true
  }
}
