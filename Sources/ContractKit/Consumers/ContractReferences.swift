/// Where a contract refers to an element of another one: `relationships`, `transformSourceObjects` and `authoritativeDefinitions` whose text is
/// a contract, `#`, and a place in it. Such a contract is a consumer, and passes on what happens to it.
///
/// Names without a contract before the `#` are its own or nobody's. Source: ODCS 3.1.0, "References".
package struct ContractReference: Hashable, Sendable {
  /// What stands before the `#`: an address, a path, or the id of a contract.
  package var target: String
  /// The place in it, as it is written.
  package var place: String
  /// The element that refers to it.
  package var from: FieldName
  package var position: SourcePosition
  /// Whether the two are joined, as keys are; else one is made of the other.
  package var isJoin: Bool

  /// Whether a file may hold references at all: told from its bytes, so that not every contract is parsed for it.
  package static func mayStand(in bytes: [UInt8]) -> Bool {
    bytes.contains(UInt8(ascii: "#"))
      && (bytes.contains(text: "relationships") || bytes.contains(text: "transformSourceObjects")
        || bytes.contains(text: "authoritativeDefinitions") || bytes.contains(text: "transformSourceTables"))
  }

  /// All references of a contract to other ones, in the order of the file.
  package static func all(in contract: Contract) -> [ContractReference] {
    var found: [ContractReference] = []
    for (name, element) in contract.namedFields {
      for text in texts(element.value("transformSourceObjects")) {
        found += reference(text, from: name, at: element["transformSourceObjects"]?.position ?? element.position, isJoin: false)
      }
      for definition in element.children(.definition) {
        found += reference(definition.value("url")?.string ?? definition.name ?? "", from: name, at: definition.position, isJoin: false)
      }
      for relationship in element.children(.relationship) {
        let targets = texts(relationship.value("to"))
        let own = texts(relationship.value("from"))
        for (place, text) in targets.enumerated() {
          // A relationship of a table names its own end too; that of a column starts there.
          let from = own.indices.contains(place) ? Self.name(of: own[place], in: contract) : name
          found += reference(text, from: from, at: relationship.position, isJoin: true)
        }
      }
    }
    return found
  }

  private static func texts(_ value: Value?) -> [String] {
    value?.string.map { [$0] } ?? value?.items.compactMap(\.string) ?? []
  }

  private static func reference(_ text: String, from: FieldName, at position: SourcePosition, isJoin: Bool) -> [ContractReference] {
    guard let hash = text.lastIndex(of: "#"), hash != text.startIndex else { return [] }
    let place = String(text[text.index(after: hash)...])
    guard !place.isEmpty else { return [] }
    return [ContractReference(target: String(text[..<hash]), place: place, from: from, position: position, isJoin: isJoin)]
  }

  /// `orders.amount`, or `schema/orders_tbl/properties/amount_id` with ids or names.
  static func name(of place: String, in contract: Contract?) -> FieldName {
    let path = place.hasPrefix("/") ? place.dropFirst() : place[...]
    guard path.hasPrefix("schema/") else { return FieldName(dotted: place) }
    let steps = path.split(separator: "/").map(String.init)
    var names: [String] = []
    var element = contract?.root
    var next = 0
    while next < steps.count {
      switch steps[next] {
      case "schema", "properties":
        guard next + 1 < steps.count else { return FieldName(dotted: place) }
        let step = steps[next + 1]
        let children = steps[next] == "schema" ? element?.children(.object) : element?.properties
        let child = children?.first { $0.identifier == step } ?? children?.first { $0.name == step }
        names.append(child?.name ?? step)
        element = child
        next += 2
      default:
        // What an array holds has no name of its own.
        element = element?.children(.arrayItem).first
        next += 1
      }
    }
    guard let table = names.first else { return FieldName(dotted: place) }
    return FieldName(table: table, field: names.count > 1 ? names.dropFirst().joined(separator: ".") : nil)
  }

  /// The contract as a consumer of those that it refers to; nil where it refers to none that is known.
  ///
  /// - Parameter find: the id of the contract that a target means, and the contract where it is at hand; nil for one that nobody knows.
  package static func consumer(
    _ contract: Contract, find: (String) throws -> (identifier: String, contract: Contract?)?
  ) rethrows -> ConsumerDeclaration? {
    var tables: [String: [String: ConsumerDeclaration.Table]] = [:]
    var places: [String: SourcePosition] = [:]
    var origins: [FieldName: [ConsumerDeclaration.Product.Origin]] = [:]
    for reference in all(in: contract) {
      guard let (identifier, target) = try find(reference.target), identifier != contract.identifier, !identifier.isEmpty else { continue }
      let name = Self.name(of: reference.place, in: target)
      let position = reference.position
      places[identifier] = places[identifier] ?? position
      tables[identifier, default: [:]][name.table, default: .init(isWhole: false, fields: [], position: position)].fields.append(
        .init(name: name, roles: reference.isJoin ? [.join, .value] : nil, position: position))
      origins[reference.from, default: []].append(.init(contract: identifier, name: name))
    }
    guard !tables.isEmpty else { return nil }
    var result = ConsumerDeclaration(
      identifier: contract.identifier.isEmpty ? contract.path : contract.identifier, name: contract.title, path: contract.path)
    result.format = .contract
    result.uses = tables.keys.sorted().map { identifier in
      var use = ConsumerDeclaration.Use(
        contract: identifier, contractPosition: places[identifier] ?? .start, fields: .tables(tables[identifier] ?? [:]))
      use.isComplete = true
      return use
    }
    if !contract.identifier.isEmpty {
      result.produces = [.init(contract: contract.identifier, fields: origins, isComplete: true)]
    }
    return result
  }
}
