/// What the table of the Data Contract Specification cannot say: what ODCS 3 writes in another form.
extension DCS {
  /// Puts an element into the words of ODCS 3.
  static func translate(_ element: inout Element) {
    switch element.kind {
    case .contract: translateContract(&element)
    case .object: translateModel(&element)
    case .property, .arrayItem, .mapKey, .mapValue: translateField(&element)
    case .qualityRule: translateRule(&element)
    default: break
    }
    for attribute in element.takeAttributes(startingWith: links) { element.append(link: attribute) }
    element.makeCustomProperties(of: config)
    element.makeCustomProperties(of: custom)
  }

  // MARK: The contract

  private static func translateContract(_ contract: inout Element) {
    for attribute in contract.takeAttributes(startingWith: "contact.") {
      let name = "contact" + attribute.name.prefix(1).uppercased() + attribute.name.dropFirst()
      contract.append(
        customProperty: name, attribute.value, attribute.position, step: "team." + DeprecationEdit.customPropertiesKey)
    }
    let levels = contract.children(.serviceLevel).flatMap { DCSServiceLevel.rows(of: $0) }
    contract.children.removeAll { $0.kind == .serviceLevel }
    contract.children += levels
  }

  // MARK: Models

  private static func translateModel(_ model: inout Element) {
    let names = model.attributes.filter { $0.name.hasPrefix(config) && $0.name.hasSuffix("Table") }
    if names.count == 1, let name = names[0].value.string {
      model.attributes.removeAll { $0.name == names[0].name }
      model.attributes.append(Attribute(name: "physicalName", value: .string(name), position: names[0].position))
    }
    guard let key = model[keyColumns], case .list(let columns) = key.value else { return }
    model.attributes.removeAll { $0.name == keyColumns }
    for (position, column) in columns.enumerated() {
      let place = model.children.firstIndex { $0.kind == .property && $0.step.selector == .attribute("name", column.text) }
      guard let place else {
        // A key column that does not exist: kept, so that a change of it is seen.
        model.attributes.append(Attribute(name: keyColumns, value: column, position: key.position))
        continue
      }
      model.children[place].attributes.removeAll { $0.name == "primaryKey" || $0.name == "primaryKeyPosition" }
      model.children[place].attributes += [
        Attribute(name: "primaryKey", value: .boolean(true), position: key.position),
        Attribute(name: "primaryKeyPosition", value: .number(ExactNumber(position + 1)), position: key.position),
      ]
    }
  }

  // MARK: Fields

  private static func translateField(_ field: inout Element) {
    DCSType.translate(&field)
    if let references = field["references"], let target = references.value.string, !target.isEmpty {
      field.attributes.removeAll { $0.name == "references" }
      field.children.append(
        Element(
          kind: .relationship, step: .init("relationships", .attribute("to", target)), position: references.position,
          attributes: [Attribute(name: "to", value: .string(target), position: references.position)]))
    }
    if let place = field.attributes.firstIndex(where: { $0.name == "example" }) {
      field.attributes[place].name = "examples"
      field.attributes[place].value = .list([field.attributes[place].value])
    }
    translateLineage(of: &field)
    // "Defaults to `type: string` if a map is defined as type."
    if field.text("logicalType") == "map", let value = field.children.first(where: { $0.kind == .mapValue }),
      !field.children.contains(where: { $0.kind == .mapKey })
    {
      field.children.append(
        Element(
          kind: .mapKey, step: .init("map.key"), position: value.position,
          attributes: [Attribute(name: "logicalType", value: .string("string"), position: value.position)]))
    }
  }

  /// Where a field comes from, as ODCS says it: `namespace.table.column`.
  private static func translateLineage(of field: inout Element) {
    for attribute in field.takeAttributes(startingWith: "lineage.") {
      func say(_ name: String, _ value: Value) {
        field.attributes.append(Attribute(name: name, value: value, position: attribute.position))
      }
      switch attribute.name {
      case "transformationDescription": say("transformDescription", attribute.value)
      case "transformationType": say("transformLogic", attribute.value)
      case "inputFields":
        let inputs = attribute.value.items
        say(
          "transformSourceObjects",
          .list(inputs.map { input in .string(["namespace", "name", "field"].compactMap { input[$0]?.text }.joined(separator: ".")) }))
        let logic = inputs.compactMap { $0["transformations"] }
        if !logic.isEmpty { say("transformLogic", .string(Value.list(logic).text)) }
      default: say("lineage." + attribute.name, attribute.value)
      }
    }
  }

  // MARK: Quality

  /// Other tools' rules: `type: SodaCL` with a specification, before 1.0.
  private static func translateRule(_ rule: inout Element) {
    if rule.step.selector == .none { rule.step.selector = .place(0) }
    guard let place = rule.attributes.firstIndex(where: { $0.name == "type" }), let type = rule.attributes[place].value.string,
      !["text", "library", "sql", "custom"].contains(type.lowercased())
    else { return }
    let position = rule.attributes[place].position
    rule.attributes[place].value = .string("custom")
    let engine = type.lowercased() == "sodacl" ? "soda" : type
    if rule["engine"] == nil { rule.attributes.append(Attribute(name: "engine", value: .string(engine), position: position)) }
  }
}

extension Element {
  /// Appends a link as an authoritative definition: its key is what it is, its value where it is.
  fileprivate mutating func append(link: Attribute) {
    let terms = [ElementPath.Step.Term("type", link.name), .init("url", link.value.text)]
    children.append(
      Element(
        kind: .definition, step: .init("authoritativeDefinitions", .attributes(terms)), position: link.position,
        attributes: [
          Attribute(name: "type", value: .string(link.name), position: link.position),
          Attribute(name: "url", value: link.value, position: link.position),
        ]))
  }
}

extension ElementReader {
  /// What nothing refers to says nothing about the data; it is read for its faults, and kept as the attribute `definitions`.
  mutating func readUnusedDefinitions(of root: YAMLNode, into contract: inout Element) {
    guard let place = contract.attributes.firstIndex(where: { $0.name == "definitions" }),
      case .map(let entries) = contract.attributes[place].value
    else { return }
    let used = references?.used ?? []
    let unused = entries.filter { !used.contains($0.key) }
    if unused.isEmpty {
      contract.attributes.remove(at: place)
    } else {
      contract.attributes[place].value = .map(unused)
    }
    // Their references are looked at, not followed: what they lead to is read for itself.
    references?.follows = false
    for pair in root["definitions"]?.pairs ?? [] where !used.contains(pair.key.text) {
      _ = element(.property, pair.value, key: "definitions", place: nil)
    }
  }
}
