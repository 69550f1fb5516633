/// The options of a property, which depend on its logical type: section "Schema", "Logical type options" of the standard.
extension ODCS {
  /// The keys that each logical type allows. Types that are not here have none of their own, and the standard leaves them open.
  private static func options(of logicalType: String) -> [String]? {
    let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
    return switch logicalType {
    case "string": ["minLength", "maxLength", "pattern", "format"]
    case "date": ["format"] + bounds
    case "timestamp", "time": ["format", "timezone", "defaultTimezone"] + bounds
    case "integer", "number": ["format", "multipleOf"] + bounds
    case "object": ["minProperties", "maxProperties", "required"]
    case "array": ["minItems", "maxItems", "uniqueItems"]
    case "vector":
      ["dimensions", "elementType", "distanceMetric", "embeddingModel", "embeddingModelVersion", "normalized"]
    default: nil
    }
  }

  static let optionsFitTheType = Check { node, property, version in
    guard node.kind == .mapping, let type = property["logicalType"]?.word, let allowed = options(of: type) else { return [] }
    // Before the type existed its name was no word, and what follows from it is nobody's fault.
    guard logicalTypes.contains(where: { $0.text == type && $0.since <= version }) else { return [] }
    var faults: [Check.Fault] = []
    for (key, value) in node.pairs where key.text != "" {
      guard allowed.contains(key.text) else {
        if logicalTypeOptions.byKey[key.text] != nil {
          faults.append(.init(key, "'logicalTypeOptions.\(key.text)' does not belong to logicalType '\(type)'"))
        }
        continue
      }
      faults += optionFaults(key.text, value, type, version)
    }
    if type == "vector", node["dimensions"] == nil { faults.append(.init(node, "a vector needs 'logicalTypeOptions.dimensions'")) }
    return faults
  }

  private static func optionFaults(_ key: String, _ value: YAMLNode, _ type: String, _ version: StandardVersion) -> [Check.Fault] {
    let name = "logicalTypeOptions." + key
    switch key {
    case "exclusiveMinimum", "exclusiveMaximum":
      guard version < .v31 else { return boundFaults(name, value, type) }
      if case .boolean? = value.scalarValue { return [] }
      return [.init(value, "'\(name)' is true or false before 3.1.0")]
    case "minimum", "maximum":
      return boundFaults(name, value, type)
    case "format":
      let words =
        switch type {
        case "integer": ["i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"]
        case "number": ["f32", "f64"]
        default: [String]()
        }
      guard !words.isEmpty, let word = value.word, !words.contains(word) else { return [] }
      return [.init(value, "'\(name)' of logicalType '\(type)' cannot be '\(word)'; one of \(words.joined(separator: ", "))")]
    default:
      return []
    }
  }

  /// A bound is written as the values are: a number for numbers, a text for dates and times.
  private static func boundFaults(_ name: String, _ value: YAMLNode, _ type: String) -> [Check.Fault] {
    let isNumeric = type == "integer" || type == "number"
    switch value.scalarValue {
    case nil: return []  // No scalar: reported already.
    case .number? where isNumeric, .string? where !isNumeric: return []
    default:
      return [.init(value, "'\(name)' of logicalType '\(type)' must be \(isNumeric ? "a number" : "a text"), not \(value.noun)")]
    }
  }

  /// A map says what its keys and values are.
  static let mapHasItsParts = Check { node, property, version in
    guard version >= .v32, node.word == "map", property["map"] == nil else { return [] }
    return [.init(node, "a property of logicalType 'map' needs the key 'map'")]
  }
}
