/// What one key of a contract says, free of spelling: quoting, number formats and the order of keys make no difference.
package enum Value: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(ExactNumber)
  case string(String)
  case list([Value])
  /// Keys are sorted, so that two maps which say the same are equal.
  case map([Entry])

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: Value

    package init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a YAML node. Keys that are no scalars are written as their own text.
  package init(_ node: YAMLNode) {
    switch node.kind {
    case .scalar:
      switch node.scalar {
      case .null: self = .null
      case .boolean(let value): self = .boolean(value)
      case .number(let value): self = .number(value)
      case .string(let value): self = .string(value)
      }
    case .sequence:
      self = .list(node.items.map { Value($0) })
    case .mapping:
      let entries = node.pairs.map { Entry(key: $0.key.text, value: Value($0.value)) }
      self = .map(entries.sorted { $0.key < $1.key })
    }
  }

  /// True for null and for the text and collections that hold nothing.
  package var isEmpty: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    case .boolean, .number: false
    }
  }

  /// The text of a string; nil for every other kind. Use `text` where a number or boolean was meant as a name.
  package var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  package var boolean: Bool? {
    if case .boolean(let value) = self { return value }
    return nil
  }

  /// The number, also of a string that spells one (`"10"`).
  package var number: ExactNumber? {
    switch self {
    case .number(let value): value
    case .string(let text): ExactNumber(text)
    default: nil
    }
  }

  package var items: [Value] {
    if case .list(let items) = self { return items }
    return []
  }

  /// The value below a key of a map.
  package subscript(_ key: String) -> Value? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// One line for people and fingerprints: scalars as they are, collections in YAML's flow form.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let value): value.description
    case .string(let text): text
    case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    case .map(let entries): "{" + entries.map { $0.key + ": " + $0.value.text }.joined(separator: ", ") + "}"
    }
  }
}
