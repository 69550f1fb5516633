// What the translation of each dialect does with elements.

extension Element {
  /// Takes the attributes out whose names start with a prefix, and gives them without it.
  mutating func takeAttributes(startingWith prefix: String) -> [Attribute] {
    guard attributes.contains(where: { $0.name.hasPrefix(prefix) }) else { return [] }
    let taken = attributes.filter { $0.name.hasPrefix(prefix) }.map { attribute in
      var attribute = attribute
      attribute.name = String(attribute.name.dropFirst(prefix.count))
      return attribute
    }
    attributes.removeAll { $0.name.hasPrefix(prefix) }
    return taken
  }

  /// Makes the attributes whose names start with a prefix custom properties.
  mutating func makeCustomProperties(of prefix: String) {
    for attribute in takeAttributes(startingWith: prefix) { append(customProperty: attribute.name, attribute.value, attribute.position) }
  }

  /// Appends a custom property, as if the author had written one.
  mutating func append(
    customProperty name: String, _ value: Value, _ position: SourcePosition, step: String = DeprecationEdit.customPropertiesKey
  ) {
    children.append(
      Element(
        kind: .customProperty, name: name, step: .init(step, .attribute("property", name)), position: position,
        attributes: [Attribute(name: "value", value: value, position: position)]))
  }
}
