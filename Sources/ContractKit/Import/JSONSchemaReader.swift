/// Reads JSON Schema, drafts 4 to 2020-12: an object is a table, an array of objects is a table of its items.
///
/// Sources: JSON Schema Core and Validation, drafts 4, 6, 7, 2019-09, 2020-12; `nullable` and the formats of numbers from OpenAPI 3.
struct JSONSchemaReader {
  private(set) var schema = ImportedSchema()
  private let path: String
  private let root: SourceNode
  private var made = 0
  /// Parts that were looked at: a choice within a choice within a choice doubles each time.
  private var work = 0
  /// Places that were spoken of; what is referred to in many places is told once.
  private var told: Set<String> = []

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

  private mutating func untold(_ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    let key = "\(position?.line ?? 0):\(position?.column ?? 0) \(message)"
    guard told.insert(key).inserted else { return }
    schema.remarks.append(ImportRemark(kind, path: path, position, message))
  }

  // MARK: Tables

  mutating func read() {
    let view = resolved(root, []).view
    let stem = path.split(separator: "/").last?.split(separator: ".").first.map { String($0) } ?? "root"
    let name = root["title"]?.words ?? root["$id"]?.words ?? root["id"]?.words
    let own = name.flatMap { $0.split(separator: "/").last?.split(separator: ".").first }.map { String($0) } ?? stem
    if view["properties"] != nil || view["patternProperties"] != nil || view["additionalProperties"]?.isMap == true {
      add(root, name: own)
    } else if let items = view["items"], resolved(items, []).view["properties"] != nil {
      add(items, name: items["title"]?.words ?? own)
    } else {
      // Only definitions, as a registry keeps them.
      for key in ["$defs", "definitions"] {
        for member in root[key]?.members ?? [] where resolved(member.value, []).view["properties"] != nil {
          add(member.value, name: member.name)
        }
      }
    }
    if schema.tables.isEmpty { untold(root.position, "nothing here is an object with properties", .missing) }
    schema.name = root["title"]?.words
  }

  private mutating func add(_ node: SourceNode, name: String) {
    var field = ImportedField(name: Self.plain(name))
    read(node, into: &field, within: [], depth: 0)
    var table = ImportedTable(name: field.name ?? name)
    table.businessName = table.name == name ? nil : name
    table.description = field.description
    table.isDeprecated = field.isDeprecated
    table.fields = field.fields
    if field.fields.isEmpty, !field.map.isEmpty {
      untold(node.position, "'\(name)' is a map of anything by any name: it has no properties to promise", .missing)
    }
    table.customProperties = field.customProperties
    guard !table.fields.isEmpty else { return }
    schema.tables.append(table)
  }

  /// A title may be a sentence; a table's name is a word.
  private static func plain(_ name: String) -> String {
    name.split { $0.isWhitespace || $0 == "." || $0 == "/" }.joined(separator: "_")
  }

  // MARK: References

  /// A schema with what it refers to and what `allOf` adds, as one view of members; the first to say something counts.
  private struct View {
    var members: [SourceNode.Member] = []
    subscript(_ name: String) -> SourceNode? { members.first { $0.name == name }?.value }
  }

  private mutating func resolved(_ node: SourceNode, _ within: [String], depth: Int = 0) -> (view: View, within: [String]) {
    var view = View(members: node.members)
    var trail = within
    work += 1
    guard depth < 32, work < 500_000 else { return (view, trail) }
    if let reference = node["$ref"]?.text ?? node["$dynamicRef"]?.text {
      if trail.contains(reference) || trail.count > ImportedSchema.greatestDepth {
        untold(node["$ref"]?.position, "'\(reference)' leads back to itself: within itself it is not told again")
        view.members.append(
          .init(name: "type", position: node.position, value: SourceNode(position: node.position, content: .scalar("object"))))
      } else if let target = target(reference) {
        trail.append(reference)
        let inner = resolved(target, trail, depth: depth + 1)
        trail = inner.within
        merge(inner.view, into: &view)
      } else {
        untold(node["$ref"]?.position, "'\(reference)' is not in this file, and what it says is not told")
      }
    }
    // Two parts may refer to the same: only what lies within itself goes round in circles.
    let outer = trail
    for part in node["allOf"]?.items ?? [] {
      let inner = resolved(part, outer, depth: depth + 1)
      trail += inner.within.filter { !trail.contains($0) }
      merge(inner.view, into: &view)
    }
    return (view, trail)
  }

  private mutating func merge(_ other: View, into view: inout View) {
    for member in other.members where member.name != "$ref" && member.name != "allOf" {
      guard let place = view.members.firstIndex(where: { $0.name == member.name }) else {
        view.members.append(member)
        continue
      }
      let mine = view.members[place].value
      switch member.name {
      case "properties":
        let names = Set(mine.members.map(\.name))
        view.members[place].value.content = .map(mine.members + member.value.members.filter { !names.contains($0.name) })
      case "required" where mine.items != nil:
        view.members[place].value.content = .list((mine.items ?? []) + (member.value.items ?? []))
      case "type", "enum", "const", "format", "pattern", "minimum", "maximum", "minLength", "maxLength":
        if mine.json != member.value.json {
          untold(member.position, "two parts of one schema say another '\(member.name)'; the first one counts")
        }
      default: break
      }
    }
  }

  private func target(_ reference: String) -> SourceNode? {
    var fragment = reference
    if let hash = reference.firstIndex(of: "#") {
      let file = reference[..<hash]
      guard file.isEmpty || file == (root["$id"]?.text ?? root["id"]?.text ?? "\0") else { return nil }
      fragment = String(reference[reference.index(after: hash)...])
    } else {
      return anchored(reference, root, depth: 0)
    }
    guard fragment.hasPrefix("/") || fragment.isEmpty else { return anchored(fragment, root, depth: 0) }
    var node = root
    for step in fragment.split(separator: "/") {
      let name = Self.unescaped(String(step))
      if let items = node.items {
        guard let place = Int(name), items.indices.contains(place) else { return nil }
        node = items[place]
      } else {
        guard let next = node[name] else { return nil }
        node = next
      }
    }
    return node
  }

  /// RFC 6901 within a fragment of a URI.
  private static func unescaped(_ step: String) -> String {
    var bytes: [UInt8] = []
    let all = Array(step.utf8)
    var next = 0
    while next < all.count {
      if all[next] == UInt8(ascii: "%"), next + 2 < all.count,
        let value = UInt8(String(decoding: all[next + 1...next + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        next += 3
      } else {
        bytes.append(all[next])
        next += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self).replacing("~1", with: "/").replacing("~0", with: "~")
  }

  private func anchored(_ name: String, _ node: SourceNode, depth: Int) -> SourceNode? {
    for key in ["$defs", "definitions"] {
      for member in node[key]?.members ?? [] {
        let value = member.value
        if value["$anchor"]?.text == name || value["$id"]?.text == name || value["$id"]?.text == "#" + name
          || value["id"]?.text == "#" + name
          || value["$dynamicAnchor"]?.text == name
        {
          return value
        }
      }
    }
    return nil
  }

  // MARK: One schema

  private static let nothing: Set<String> = [
    "$schema", "$id", "id", "$comment", "$anchor", "$defs", "definitions", "$ref", "$dynamicRef", "$dynamicAnchor", "allOf", "title",
    "description", "type", "properties", "required", "enum", "const", "format", "examples", "example", "deprecated", "nullable", "items",
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
    "uniqueItems", "minProperties", "maxProperties", "additionalProperties", "anyOf", "oneOf", "default", "contentEncoding", "readOnly",
    "writeOnly", "discriminator", "xml", "externalDocs", "unevaluatedProperties", "additionalItems", "prefixItems", "patternProperties",
    "$vocabulary",
  ]

  private mutating func read(_ node: SourceNode, into field: inout ImportedField, within: [String], depth: Int) {
    made += 1
    guard made <= ImportedSchema.greatestCount + 1 else { return }
    let label = "'\(field.name ?? "an item")'"
    guard depth < ImportedSchema.greatestDepth else { return untold(node.position, "\(label) is nested too deep, and ends here") }
    guard node.isMap else {
      // `true` is anything; `false` nothing.
      return untold(node.position, "\(label) may be anything: it has no type")
    }
    var (view, trail) = resolved(node, within)
    var isNullable = view["nullable"]?.boolean == true
    readAlternatives(&view, &trail, &isNullable, label)
    field.description = view["description"]?.words
    field.businessName = view["title"]?.words
    field.isDeprecated = view["deprecated"]?.boolean == true
    field.examples = (view["examples"]?.items ?? view["example"].map { [$0] } ?? []).map(\.json)
    if view["default"] != nil { untold(view["default"]?.position, "the default of \(label) is not carried over") }
    let type = type(of: view, &isNullable, label)
    readValues(view, into: &field, &isNullable)
    switch type {
    case "object": readObject(view, into: &field, within: trail, depth: depth, label)
    case "array": readArray(view, into: &field, within: trail, depth: depth, label)
    case "string": readString(view, into: &field, label)
    case "integer", "number": readNumber(view, type ?? "", into: &field)
    case "boolean": field.set(LogicalType("boolean"))
    default: untold(node.position, "\(label) has no single type: 'logicalType' is left out")
    }
    if isNullable { field.isRequired = false }
    for member in view.members where !Self.nothing.contains(member.name) {
      if ["classification", "x-classification"].contains(member.name), let text = member.value.words {
        field.classification = text
      } else if member.name.hasPrefix("x-") {
        field.customProperties.append((String(member.name.dropFirst(2)), member.value.json))
      } else {
        untold(member.position, "'\(member.name)' of \(label) is not carried over")
      }
    }
  }

  /// `anyOf: [X, {type: null}]` is X or nothing; any other choice has no word in ODCS.
  private mutating func readAlternatives(_ view: inout View, _ trail: inout [String], _ isNullable: inout Bool, _ label: String) {
    for key in ["anyOf", "oneOf"] {
      guard let choice = view[key], let items = choice.items else { continue }
      let others = items.filter { $0["type"]?.text != "null" }
      if others.count < items.count { isNullable = true }
      if others.count == 1 {
        let inner = resolved(others[0], trail)
        trail = inner.within
        merge(inner.view, into: &view)
        continue
      }
      // What all agree on is told.
      let types = Set(others.compactMap { resolved($0, trail).view["type"]?.text })
      let constants = others.compactMap { $0["const"] }
      if constants.count == others.count, !constants.isEmpty, view["enum"] == nil {
        view.members.append(
          .init(name: "enum", position: choice.position, value: SourceNode(position: choice.position, content: .list(constants))))
        continue
      }
      if view["type"] == nil, types.count == 1, let type = types.first, others.allSatisfy({ resolved($0, trail).view["type"] != nil }) {
        let value = SourceNode(position: choice.position, content: .scalar(.string(type)))
        view.members.append(.init(name: "type", position: choice.position, value: value))
      }
      untold(choice.position, "'\(key)' of \(label) is a choice of \(others.count), which ODCS cannot say")
    }
  }

  private mutating func type(of view: View, _ isNullable: inout Bool, _ label: String) -> String? {
    var types = view["type"]?.texts ?? []
    if types.contains("null") {
      isNullable = true
      types.removeAll { $0 == "null" }
    }
    if types.count == 1 { return types[0] }
    if Set(types) == ["integer", "number"] { return "number" }
    if types.count > 1 {
      untold(view["type"]?.position, "\(label) is one of \(types.joined(separator: ", ")), which ODCS cannot say")
      return nil
    }
    // What is not said may be seen.
    if view["properties"] != nil { return "object" }
    if view["items"] != nil { return "array" }
    switch (view["enum"]?.items?.first ?? view["const"])?.content {
    case .scalar(.string): return "string"
    case .scalar(.integer): return "integer"
    case .scalar(.decimal): return "number"
    case .scalar(.boolean): return "boolean"
    default: break
    }
    if view["pattern"] != nil || view["maxLength"] != nil || view["minLength"] != nil || view["format"] != nil { return "string" }
    return nil
  }

  private mutating func readValues(_ view: View, into field: inout ImportedField, _ isNullable: inout Bool) {
    guard let values = view["enum"]?.items ?? view["const"].map({ [$0] }) else { return }
    var seen: Set<JSON> = []
    for value in values {
      if let scalar = value.scalar {
        if seen.insert(scalar).inserted { field.values.append(ImportedValue(value: scalar)) }
      } else if case .scalar = value.content {
        isNullable = true
      } else {
        untold(value.position, "a value of '\(field.name ?? "an item")' is no scalar, and left out")
      }
    }
  }

  // MARK: By type

  private mutating func readObject(
    _ view: View, into field: inout ImportedField, within: [String], depth: Int, _ label: String
  ) {
    field.set(LogicalType("object"))
    let required = Set(view["required"]?.texts ?? [])
    for member in view["properties"]?.members ?? [] {
      var part = ImportedField(name: member.name)
      if required.contains(member.name) { part.isRequired = true }
      // Of draft 3, still met.
      if member.value["required"]?.boolean == true { part.isRequired = true }
      read(member.value, into: &part, within: within, depth: depth + 1)
      if required.contains(member.name), part.isRequired == false {
        untold(member.position, "'\(member.name)' must be there and may be null; the contract says that it is not required")
      }
      field.fields.append(part)
    }
    for name in required.sorted() where view["properties"]?[name] == nil {
      untold(view["required"]?.position, "\(label) requires '\(name)', which has no schema", .missing)
    }
    let patterns = view["patternProperties"]?.members ?? []
    let further = view["additionalProperties"].flatMap { $0.isMap && !$0.members.isEmpty ? $0 : nil }
    if field.fields.isEmpty, let values = further ?? (patterns.count == 1 ? patterns[0].value : nil) {
      field.set(LogicalType("map"))
      var key = ImportedField()
      key.set(LogicalType("string"))
      if further == nil { key.set("pattern", .string(patterns[0].name)) }
      var value = ImportedField()
      read(values, into: &value, within: within, depth: depth + 1)
      field.map = [key, value]
      return
    }
    if !patterns.isEmpty {
      untold(view["patternProperties"]?.position, "'patternProperties' of \(label) are properties without names, and left out", .missing)
    }
    if let further { untold(further.position, "\(label) may have further properties, which are not in the contract") }
    for key in ["minProperties", "maxProperties"] { if let count = view[key]?.integer, count >= 0 { field.set(key, .integer(count)) } }
  }

  private mutating func readArray(
    _ view: View, into field: inout ImportedField, within: [String], depth: Int, _ label: String
  ) {
    field.set(LogicalType("array"))
    for key in ["minItems", "maxItems"] { if let count = view[key]?.integer, count >= 0 { field.set(key, .integer(count)) } }
    if let value = view["uniqueItems"]?.boolean { field.set("uniqueItems", .boolean(value)) }
    if view["prefixItems"] != nil || view["items"]?.items != nil {
      return untold((view["prefixItems"] ?? view["items"])?.position, "\(label) has another type at each place, which ODCS cannot say")
    }
    guard let items = view["items"] else { return untold(view["type"]?.position, "\(label) does not say what it holds") }
    var item = ImportedField()
    read(items, into: &item, within: within, depth: depth + 1)
    field.items = [item]
  }

  private mutating func readString(_ view: View, into field: inout ImportedField, _ label: String) {
    let format = view["format"]?.text
    switch format {
    case "date-time": field.set(LogicalType("timestamp", ["timezone": true]))
    case "date": field.set(LogicalType("date"))
    case "time": field.set(LogicalType("time", ["timezone": true]))
    default:
      field.set(LogicalType("string"))
      for key in ["minLength", "maxLength"] { if let length = view[key]?.integer, length >= 0 { field.set(key, .integer(length)) } }
      if let pattern = view["pattern"]?.text { field.set("pattern", .string(pattern)) }
      if let format { field.set("format", .string(format)) }
      if view["contentEncoding"]?.text == "base64", format == nil { field.set("format", "byte") }
      return
    }
    for key in ["minLength", "maxLength", "pattern"] where view[key] != nil {
      untold(view[key]?.position, "'\(key)' of \(label) is about how a \(format ?? "date") is written, and not carried over")
    }
  }

  private mutating func readNumber(_ view: View, _ type: String, into field: inout ImportedField) {
    field.set(LogicalType(type))
    let widths = ["int32": "i32", "int64": "i64", "float": "f32", "double": "f64"]
    if let format = view["format"]?.text {
      if let width = widths[format], width.hasPrefix("i") == (type == "integer") {
        field.set("format", .string(width))
      } else {
        untold(view["format"]?.position, "the format '\(format)' of '\(field.name ?? "an item")' is not carried over")
      }
    }
    for (key, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
      // Draft 4 has a flag beside the bound.
      let isExclusive = view[exclusive]?.boolean == true
      if let bound = view[key]?.number { field.set(isExclusive ? exclusive : key, bound) }
      if let bound = view[exclusive]?.number { field.set(exclusive, bound) }
    }
    if let multiple = view["multipleOf"]?.number { field.set("multipleOf", multiple) }
  }
}
