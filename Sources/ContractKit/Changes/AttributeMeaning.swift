/// What an attribute means, free of what makes no difference: defaults, empty values, the case of fixed words, the order of sets.
enum AttributeMeaning {
  /// True or false, false where absent (ODCS 3.1, "Fundamentals", "Schema", "Logical type options").
  static let flags: Set<String> = [
    "required", "unique", "primaryKey", "deprecated", "partitioned", "criticalDataElement",
    "logicalTypeOptions.timezone", "logicalTypeOptions.uniqueItems", "logicalTypeOptions.normalized",
  ]

  /// Numbers of which more and less mean something.
  static let ordered: Set<String> = [
    "logicalTypeOptions.minLength", "logicalTypeOptions.maxLength", "logicalTypeOptions.minItems", "logicalTypeOptions.maxItems",
    "logicalTypeOptions.minProperties", "logicalTypeOptions.maxProperties", "price.priceAmount",
  ]

  /// Words out of a list that the standard gives, read without case.
  private static let words: Set<String> = [
    "logicalType", "semanticType", "status", "type", "severity", "unit", "dimension", "driver", "environment", "access", "scope",
    "classification",
    "logicalTypeOptions.elementType", "logicalTypeOptions.distanceMetric",
  ]

  /// Lists whose order says something.
  private static let orderedLists: Set<String> = ["from", "to", "mustBeBetween", "mustNotBeBetween"]

  /// Links to `Etc/UTC` in the time zone database (https://www.iana.org/time-zones, file `backward`).
  private static let namesOfUTC: Set<String> = ["UTC", "ETC/UTC", "ETC/UCT", "UCT", "ZULU", "ETC/ZULU", "ETC/UNIVERSAL", "UNIVERSAL", "Z"]

  /// What is meant where nothing is said.
  private static func standard(_ attribute: String, of kind: Element.Kind) -> Value? {
    switch (kind, attribute) {
    case (_, "primaryKeyPosition"), (_, "partitionKeyPosition"): .number(ExactNumber(-1))
    case (_, "logicalTypeOptions.minItems"), (_, "logicalTypeOptions.minLength"), (_, "logicalTypeOptions.minProperties"):
      .number(.zero)
    case (_, "logicalTypeOptions.elementType"): .string("float32")
    case (_, "logicalTypeOptions.defaultTimezone"): .string("Etc/UTC")
    case (_, "semanticType"): .string("column")
    case (.object, "logicalType"): .string("object")
    case (.relationship, "type"): .string("foreignkey")
    case (.qualityRule, "severity"): .string("error")
    case (.qualityRule, "type"): .string("library")
    case (_, _) where flags.contains(attribute): .boolean(false)
    default: nil
    }
  }

  /// The meaning of a value, nil where it says nothing beyond the default. Two values with the same meaning are no change.
  static func of(_ value: Value?, attribute: String, kind: Element.Kind) -> Value? {
    guard let value else { return nil }
    // What kind of thing an object is, is a word; what type a column has is read by `PhysicalType`.
    let isWord = words.contains(attribute) || (kind == .object && attribute == "physicalType")
    let meaning = folded(value, attribute: attribute, isWord: isWord)
    if meaning.isEmpty { return nil }
    return meaning == standard(attribute, of: kind) ? nil : meaning
  }

  /// A flag: nil where the value is neither true nor false.
  static func flag(_ value: Value?) -> Bool? {
    switch value {
    case nil, .null?: false
    case .boolean(let flag)?: flag
    case .string(let text)?: ["true": true, "false": false][text.lowercased()]
    default: nil
    }
  }

  private static func folded(_ value: Value, attribute: String, isWord: Bool) -> Value {
    switch value {
    case .string(let text):
      let trimmed = trimming(text)
      if flags.contains(attribute), let flag = flag(.string(trimmed)) { return .boolean(flag) }
      if attribute == "logicalTypeOptions.defaultTimezone", namesOfUTC.contains(trimmed.uppercased()) { return .string("Etc/UTC") }
      if isWord { return .string(trimmed.lowercased()) }
      if let number = ExactNumber(trimmed), ordered.contains(attribute) || attribute.hasSuffix("Position") || attribute == "port" {
        return .number(number)
      }
      return .string(trimmed)
    case .list(let items):
      let folded = items.map { self.folded($0, attribute: attribute, isWord: isWord) }
      return .list(orderedLists.contains(attribute) ? folded : folded.sorted { $0.text < $1.text })
    case .map(let entries):
      return .map(entries.map { Value.Entry(key: $0.key, value: self.folded($0.value, attribute: $0.key, isWord: false)) })
    case .null, .boolean, .number:
      return value
    }
  }

  /// Without blanks and line ends around it: YAML's block scalars end in a line feed or not, as the author happened to type `|` or `|-`.
  private static func trimming(_ text: String) -> String {
    // Nearly every text begins and ends with a letter; whether others are blank is for Unicode to say.
    let isPlain = { (byte: UInt8?) in byte.map { $0 > 0x20 && $0 < 0x7F } ?? false }
    if isPlain(text.utf8.first) && isPlain(text.utf8.last) { return text }
    let isBlank = { (character: Character) in character.isWhitespace }
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(text[first...last])
  }
}
