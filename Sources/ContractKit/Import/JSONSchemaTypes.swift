/// What a schema says of one type of value.
extension JSONSchemaReader {
  mutating func readObject(
    _ view: View, into field: inout ImportedField, within: [String], depth: Int, _ label: String
  ) {
    field.set(LogicalType("object"))
    let required = Set(view["required"]?.texts ?? [])
    for member in view["properties"]?.members ?? [] {
      guard !member.name.isEmpty else {
        untold(member.position, "a property of \(label) has an empty name, and is left out", .missing)
        continue
      }
      guard member.value.boolean != false else {
        untold(member.position, "'\(member.name)' of \(label) may never be there, and is left out")
        continue
      }
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
    for key in ["minProperties", "maxProperties"] { setCount(key, view, &field, label) }
  }

  /// 5.0 is a whole number, too.
  private mutating func setCount(_ key: String, _ view: View, _ field: inout ImportedField, _ label: String) {
    guard let value = view[key] else { return }
    if let count = value.number.flatMap({ ExactNumber($0.canonical)?.integer }), count >= 0 {
      field.set(key, .integer(count))
    } else {
      untold(value.position, "'\(key)' of \(label) is no count, and not carried over")
    }
  }

  mutating func readArray(
    _ view: View, into field: inout ImportedField, within: [String], depth: Int, _ label: String
  ) {
    field.set(LogicalType("array"))
    for key in ["minItems", "maxItems"] { setCount(key, view, &field, label) }
    if let value = view["uniqueItems"]?.boolean { field.set("uniqueItems", .boolean(value)) }
    if view["prefixItems"] != nil || view["items"]?.items != nil {
      return untold((view["prefixItems"] ?? view["items"])?.position, "\(label) has another type at each place, which ODCS cannot say")
    }
    guard let items = view["items"] else { return untold(view["type"]?.position, "\(label) does not say what it holds") }
    var item = ImportedField()
    read(items, into: &item, within: within, depth: depth + 1)
    field.items = [item]
  }

  mutating func readString(_ view: View, into field: inout ImportedField, _ label: String) {
    let format = view["format"]?.text
    switch format {
    case "date-time": field.set(LogicalType("timestamp", ["timezone": true]))
    case "date": field.set(LogicalType("date"))
    case "time": field.set(LogicalType("time", ["timezone": true]))
    default:
      field.set(LogicalType("string"))
      for key in ["minLength", "maxLength"] { setCount(key, view, &field, label) }
      if let pattern = view["pattern"]?.text { field.set("pattern", .string(pattern)) }
      if let format { field.set("format", .string(format)) }
      if view["contentEncoding"]?.text == "base64", format == nil { field.set("format", "byte") }
      return
    }
    for key in ["minLength", "maxLength", "pattern"] where view[key] != nil {
      untold(view[key]?.position, "'\(key)' of \(label) is about how a \(format ?? "date") is written, and not carried over")
    }
  }

  mutating func readNumber(_ view: View, _ type: String, into field: inout ImportedField) {
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
