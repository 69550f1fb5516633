/// What the standard says of a value beyond its kind, or of several keys of one mapping together.
///
/// A table of fields alone cannot say that `port` belongs to some types of server only. A check is asked with the node that it stands
/// at, the mapping around that node and the version of the standard, and gives what is wrong.
struct Check: Sendable {
  struct Fault {
    let node: YAMLNode
    let message: String

    init(_ node: YAMLNode, _ message: String) {
      self.node = node
      self.message = message
    }
  }

  let faults: @Sendable (_ node: YAMLNode, _ mapping: YAMLNode, _ version: StandardVersion) -> [Fault]

  init(_ faults: @escaping @Sendable (_ node: YAMLNode, _ mapping: YAMLNode, _ version: StandardVersion) -> [Fault]) {
    self.faults = faults
  }

  /// A number that must not be below another. What is no number is reported as such already.
  static func atLeast(_ least: Int, of name: String) -> Check {
    Check { node, _, _ in
      guard case .number(let number)? = node.scalarValue, number < ExactNumber(least) else { return [] }
      return [Fault(node, "'\(name)' must be \(least) or more")]
    }
  }

  static func positive(_ name: String) -> Check {
    Check { node, _, _ in
      guard case .number(let number)? = node.scalarValue, number <= ExactNumber(0) else { return [] }
      return [Fault(node, "'\(name)' must be more than 0")]
    }
  }

  /// A list with at least one entry, none of them twice.
  static func distinct(_ name: String, count: Int? = nil) -> Check {
    Check { node, _, _ in
      guard node.kind == .sequence else { return [] }
      if let count, node.childCount != count { return [Fault(node, "'\(name)' takes \(count) values, not \(node.childCount)")] }
      if node.childCount == 0 { return [Fault(node, "'\(name)' has no entries; give it one or remove the key")] }
      var seen: Set<Value> = []
      return node.items.filter { !seen.insert(Value($0)).inserted }.map { Fault($0, "this entry of '\(name)' stands there twice") }
    }
  }

  /// The mapping around it may only have the key where another key says one of some words.
  static func belongs(_ name: String, to words: [String], of key: String, from first: StandardVersion = .v30) -> Check {
    Check { node, mapping, version in
      guard version >= first, let word = mapping[key]?.word, !words.contains(word) else { return [] }
      return [Fault(node, "'\(name)' belongs to \(key) \(words.joined(separator: " or ")), and this one is '\(word)'")]
    }
  }
}

extension YAMLNode {
  /// The value of a scalar; nil for collections.
  var scalarValue: Scalar? { kind == .scalar ? scalar : nil }

  /// The text of a scalar that is a string for every reader; nil for anything else.
  var word: String? {
    if case .string(let text)? = scalarValue { return text }
    return nil
  }

  /// The key of a mapping's entry, as a place to report.
  func key(_ text: String) -> YAMLNode? {
    pairs.first { $0.key.text == text }?.key
  }
}
