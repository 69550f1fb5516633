/// One thing that a contract promises something about: a table, a column, a service level, a role.
///
/// Every dialect is read into one tree of elements, each with its place in the file. A scalar, or a list without identity, is an
/// *attribute* of its element; whatever has an identity of its own is a *child*. Attribute names are those of ODCS 3.2 whatever
/// the dialect, nested groups without identity joined by a dot: `logicalTypeOptions.minimum`, `description.limitations`,
/// `price.priceAmount`, `team.name`. So the diff is one walk over two trees, and a rule is a value that names a kind, an attribute
/// and what became of it.
package struct Element: Sendable {
  /// What an element is. The raw value stands in rule coordinates and in JSON; it is never renamed.
  package enum Kind: String, Sendable, CaseIterable {
    case contract
    /// A table, view, topic or file: an entry of `schema`.
    case object
    /// A column or field, at any depth.
    case property
    /// What an array holds (`items`), without a name of its own.
    case arrayItem
    /// The key of a map (`map.key`).
    case mapKey
    /// The value of a map (`map.value`).
    case mapValue
    case relationship
    case enumValue
    case qualityRule
    case serviceLevel
    case server
    case role
    case member
    case supportChannel
    case customProperty
    case definition
    case synonym
  }

  package var kind: Kind
  /// The stable `id`, where the author gave one.
  package var identifier: String?
  /// The name by which its list knows it (`name`, `server`, `role`, `username`, `channel`, `property`, `value`), where it has one.
  package var name: String?
  /// The step of the element path that leads here from the parent, for example `properties[name=email]`.
  package var step: ElementPath.Step
  /// Where the element starts: the first key of its mapping.
  package var position: SourcePosition
  /// In the order of the file. The `id` and the key that names the element are not among them, but for the contract itself, which
  /// stands in no list: there they are attributes too.
  package var attributes: [Attribute]
  /// In the order of the file, all kinds together.
  package var children: [Element]

  package init(
    kind: Kind, identifier: String? = nil, name: String? = nil, step: ElementPath.Step, position: SourcePosition,
    attributes: [Attribute] = [], children: [Element] = []
  ) {
    self.kind = kind
    self.identifier = identifier
    self.name = name
    self.step = step
    self.position = position
    self.attributes = attributes
    self.children = children
  }

  /// What the element says under a name, or nil where it is silent.
  package subscript(_ attribute: String) -> Attribute? {
    attributes.first { $0.name == attribute }
  }

  /// The value of an attribute, or nil where the element is silent.
  package func value(_ attribute: String) -> Value? {
    self[attribute]?.value
  }

  /// The children of one kind, in the order of the file.
  package func children(_ kind: Kind) -> [Element] {
    children.filter { $0.kind == kind }
  }
}

/// One thing that an element says.
package struct Attribute: Sendable {
  /// As in ODCS 3.2, nested groups joined by a dot.
  package var name: String
  package var value: Value
  /// Where the key stands.
  package var position: SourcePosition
  /// False for a key that the declared version of the standard does not know.
  package var isKnown: Bool

  package init(name: String, value: Value, position: SourcePosition, isKnown: Bool = true) {
    self.name = name
    self.value = value
    self.position = position
    self.isKnown = isKnown
  }
}

extension Element {
  /// The properties below an object, property, array item or map value.
  package var properties: [Element] { children(.property) }

  /// `physicalName`, else the name: what a query must say to reach the element.
  package var effectivePhysicalName: String? {
    value("physicalName")?.string ?? name
  }

  /// True if the flag is there and true. Every flag of ODCS is false where it is absent.
  package func flag(_ attribute: String) -> Bool {
    value(attribute)?.boolean ?? false
  }
}
