/// One schema as a field.
extension JSONSchemaReader {
  /// What is read, or says nothing of data.
  private static let known: Set<String> = [
    "$schema", "$id", "id", "$comment", "$anchor", "$defs", "definitions", "$ref", "$dynamicRef", "$dynamicAnchor", "allOf", "title",
    "description", "type", "properties", "required", "enum", "const", "format", "examples", "example", "deprecated", "nullable", "items",
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
    "uniqueItems", "minProperties", "maxProperties", "additionalProperties", "anyOf", "oneOf", "default", "contentEncoding",
    "discriminator", "xml", "externalDocs", "unevaluatedProperties", "additionalItems", "prefixItems", "patternProperties", "$vocabulary",
  ]

  mutating func read(_ node: SourceNode, into field: inout ImportedField, within: [String], depth: Int) {
    made += 1
    guard made <= ImportedSchema.greatestCount + 1 else { return }
    let label = "'\(field.name ?? "an item")'"
    guard depth < ImportedSchema.greatestDepth else { return untold(node.position, "\(label) is nested too deep, and ends here") }
    guard node.isMap else {
      return untold(node.position, "\(label) may be \(node.boolean == false ? "nothing" : "anything"): it has no type")
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
    for member in view.members where !Self.known.contains(member.name) && member.value.boolean != false {
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
      let isObject = others.contains { resolved($0, trail).view["properties"] != nil }
      untold(
        choice.position, "'\(key)' of \(label) is a choice of \(others.count), which ODCS cannot say", isObject ? .missing : .untold)
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
    if let values = Self.values(of: view) { return Self.type(of: values) }
    if view["pattern"] != nil || view["maxLength"] != nil || view["minLength"] != nil || view["format"] != nil { return "string" }
    return nil
  }

  /// What is one value is it, whatever it may be elsewhere.
  private static func values(of view: View) -> [SourceNode]? { view["const"].map { [$0] } ?? view["enum"]?.items }

  /// The type that all values have; nil where they have several.
  private static func type(of values: [SourceNode]) -> String? {
    let types = Set(
      values.compactMap(\.scalar).map { value in
        switch value {
        case .string: "string"
        case .integer: "integer"
        case .decimal: "number"
        default: "boolean"
        }
      })
    return types == ["integer", "number"] ? "number" : types.count == 1 ? types.first : nil
  }

  private mutating func readValues(_ view: View, into field: inout ImportedField, _ isNullable: inout Bool) {
    guard let values = Self.values(of: view) else { return }
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
}
