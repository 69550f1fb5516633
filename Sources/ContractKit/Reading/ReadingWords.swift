// What is read, and what people call it in messages.

extension Content {
  /// Whether a node is of the kind that the content is written in.
  func fits(_ node: YAMLNode) -> Bool {
    switch self {
    case .text, .word, .boolean, .integer, .number, .scalar: node.kind == .scalar
    case .texts, .numbers, .values, .records, .children: node.kind == .sequence
    case .group, .child, .named: node.kind == .mapping
    case .anything: true
    case .either(let contents): contents.contains { $0.fits(node) }
    }
  }

  var noun: String {
    switch self {
    case .text, .word: "a text"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .scalar: "one value"
    case .anything: "anything"
    case .texts: "a list of texts"
    case .numbers: "a list of numbers"
    case .values, .records, .children: "a list"
    case .group, .child, .named: "a mapping"
    case .either(let contents): contents.map(\.noun).joined(separator: " or ")
    }
  }
}

extension YAMLNode {
  /// What the node is, for messages. The value itself is not said: it may be data.
  var noun: String {
    switch kind {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar:
      switch scalar {
      case .null: "nothing"
      case .boolean: "true or false"
      case .number: "a number"
      case .string: "a text"
      }
    }
  }
}

extension Element.Kind {
  /// What people call it, in messages.
  var noun: String {
    switch self {
    case .contract, .object, .property, .relationship, .server, .role, .member, .definition, .synonym: rawValue
    case .arrayItem: "array item"
    case .mapKey: "map key"
    case .mapValue: "map value"
    case .enumValue: "enum value"
    case .qualityRule: "quality rule"
    case .serviceLevel: "service level"
    case .supportChannel: "support channel"
    case .customProperty: "custom property"
    }
  }
}
