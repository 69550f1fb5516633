/// The fields of a record, and their types.
extension AvroSchema {
  mutating func fields(of record: SourceNode, _ namespace: String, within: [String]) -> [ImportedField] {
    var fields: [ImportedField] = []
    for node in record["fields"]?.items ?? [] {
      guard let name = node["name"]?.words, let type = node["type"] else {
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
      Self.readProperties(of: node, known: ["name", "type", "doc", "aliases", "default", "order"], into: &field)
      fields.append(field)
    }
    return fields
  }

  /// The attributes of types that Avro itself knows.
  static let words: Set<String> = [
    "type", "name", "namespace", "doc", "aliases", "fields", "symbols", "items", "values", "size", "logicalType", "precision", "scale",
  ]

  /// What else stands there is somebody's own.
  static func properties(of node: SourceNode, known: Set<String>) -> [(name: String, value: JSON)] {
    node.members.filter { !known.contains($0.name) }.map { ($0.name, $0.value.json) }
  }

  /// What a field says of itself replaces what its type says.
  private static func readProperties(of node: SourceNode, known: Set<String>, into field: inout ImportedField) {
    for property in properties(of: node, known: known) {
      if property.name == "classification", case .string(let text) = property.value, !text.allSatisfy(\.isWhitespace) {
        field.classification = text
      } else {
        field.customProperties.removeAll { $0.name == property.name }
        field.customProperties.append(property)
      }
    }
  }

  /// What a type says that nobody but its users reads.
  private mutating func readProperties(ofType node: SourceNode, into field: inout ImportedField) {
    var known = Self.words
    if node["type"]?.text == "enum", node["default"] != nil {
      known.insert("default")
      untold(node.position, "the default of the enum '\(node["name"]?.text ?? "")' is not carried over")
    }
    // Other names of the type are none of the field.
    if let aliases = node["aliases"], !aliases.texts.isEmpty {
      field.customProperties.append(("aliases", .array(aliases.texts.map { .string($0) })))
    }
    Self.readProperties(of: node, known: known, into: &field)
  }

  private mutating func read(_ node: SourceNode, _ namespace: String, into field: inout ImportedField, within: [String]) {
    if let items = node.items { return readUnion(node, items, namespace, into: &field, within: within) }
    if let text = node.text { return read(type: text, node, namespace, into: &field, within: within) }
    guard let type = node["type"] else {
      return untold(node.position, "the type of '\(field.name ?? "an item")' is not understood")
    }
    readProperties(ofType: node, into: &field)
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
    untold(
      node.position, "'\(field.name ?? "an item")' is a union of \(names.joined(separator: ", ")), which ODCS cannot say",
      others.contains { holdsRecord($0, namespace) } ? .missing : .untold)
  }

  /// True where fields would be lost with a type.
  private func holdsRecord(_ node: SourceNode, _ namespace: String, depth: Int = 0) -> Bool {
    guard depth < ImportedSchema.greatestDepth else { return false }
    if let text = node.text { return [Self.full(text, namespace), text].contains { named[$0].map { Self.isRecord($0.node) } == true } }
    if Self.isRecord(node) { return true }
    return [node["type"], node["items"], node["values"]].contains { $0.map { holdsRecord($0, namespace, depth: depth + 1) } == true }
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
      guard let name, let declared = named[name] else {
        field.physicalType = type
        return untold(
          node.position, "the type '\(type)' of '\(field.name ?? "an item")' is declared nowhere: give its file, too, and before this one")
      }
      reading(declared) { reader in
        let node = declared.node
        reader.readProperties(ofType: node, into: &field)
        if let logical = node["logicalType"]?.text, reader.readLogical(logical, node["type"]?.text ?? "", node, into: &field) { return }
        reader.readNamed(name, node, declared.namespace, into: &field, within: within)
      }
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
      guard let precision = node["precision"]?.integer, precision > 0 else {
        untold(node.position, "the decimal '\(field.name ?? "an item")' has no precision, and its own type counts")
        return false
      }
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
