/// A part of a JSON Schema (draft 2020-12), put together from what it allows.
///
/// Who reads a file or writes an answer says with it what the file may hold, and what the answer does hold.
package struct SchemaNode: Hashable, Sendable {
  package var json: [String: JSON]

  package init(_ json: [String: JSON]) {
    self.json = json
  }

  // MARK: Scalars

  package static let anything = SchemaNode([:])
  package static let boolean = SchemaNode(["type": "boolean"])
  package static let number = SchemaNode(["type": "number"])
  package static let integer = SchemaNode(["type": "integer"])
  package static let string = SchemaNode(["type": "string"])
  /// A text of one line that is not blank.
  package static let line = SchemaNode.string(matching: #"^[^\r\n]*[^\s][^\r\n]*$"#)
  /// A day such as `2027-03-31`.
  package static let day = SchemaNode.string(matching: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
  /// A period such as `P90D`.
  package static let period = SchemaNode.string(matching: "^P(?=[0-9])([0-9]{1,6}Y)?([0-9]{1,6}M)?([0-9]{1,6}W)?([0-9]{1,6}D)?$")
  /// What carries a waiver or an acknowledgement; see `Fingerprint`.
  package static let fingerprint = SchemaNode.string(matching: "^[0-9a-f]{16}$")

  package static func string(matching pattern: String) -> SchemaNode {
    SchemaNode(["type": "string", "pattern": .string(pattern)])
  }

  package static func integer(_ range: ClosedRange<Int>) -> SchemaNode {
    SchemaNode(["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)])
  }

  package static func constant(_ text: String) -> SchemaNode {
    SchemaNode(["const": .string(text)])
  }

  package static func choice(_ words: [String]) -> SchemaNode {
    SchemaNode(["enum": .array(words.map { .string($0) })])
  }

  package static func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> SchemaNode where Choice.RawValue == String {
    choice(type.allCases.map(\.rawValue))
  }

  // MARK: Collections

  package static func list(of item: SchemaNode) -> SchemaNode {
    SchemaNode(["type": "array", "items": .object(item.json)])
  }

  /// A mapping from names to values of one kind.
  ///
  /// - Parameter pattern: a regular expression for the names.
  package static func map(of value: SchemaNode, named pattern: String? = nil) -> SchemaNode {
    var node = SchemaNode(["type": "object", "additionalProperties": .object(value.json)])
    if let pattern { node.json["propertyNames"] = ["pattern": .string(pattern)] }
    return node
  }

  /// An object of an answer: all of its members are always there. Later versions may have more, so it is open.
  package static func answer(_ members: [String: SchemaNode]) -> SchemaNode {
    SchemaNode([
      "type": "object", "properties": .object(members.mapValues { .object($0.json) }),
      "required": .array(members.keys.sorted().map { .string($0) }),
    ])
  }

  /// A mapping of a file that people write: a key that is not known is a fault.
  package static func input(_ members: [String: SchemaNode], required: [String] = []) -> SchemaNode {
    var node = SchemaNode([
      "type": "object", "additionalProperties": false, "properties": .object(members.mapValues { .object($0.json) }),
    ])
    if !required.isEmpty { node.json["required"] = .array(required.map { .string($0) }) }
    return node
  }

  // MARK: Combinations

  package static func any(of nodes: [SchemaNode]) -> SchemaNode {
    SchemaNode(["anyOf": .array(nodes.map { .object($0.json) })])
  }

  /// The definition of that name in the same document.
  package static func reference(_ name: String) -> SchemaNode {
    SchemaNode(["$ref": .string("#/$defs/" + name)])
  }

  package var orNull: SchemaNode {
    switch (json["type"], json["enum"]) {
    case (.string(let type)?, nil):
      var node = self
      node.json["type"] = [.string(type), "null"]
      return node
    case (nil, .array(let words)?):
      var node = self
      node.json["enum"] = .array(words + [.null])
      return node
    default: return .any(of: [self, SchemaNode(["type": "null"])])
    }
  }

  /// The same with a sentence for whoever reads the schema.
  package func described(_ text: String) -> SchemaNode {
    var node = self
    node.json["description"] = .string(text)
    return node
  }
}
