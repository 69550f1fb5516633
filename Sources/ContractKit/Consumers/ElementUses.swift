/// Who uses an element of a contract: `who-uses`, and whether it may go: `can-i-remove`.
package struct ElementUses: Sendable {
  package struct User: Sendable {
    package enum How: String, Sendable, CaseIterable {
      /// The element itself.
      case exact
      /// A table or column that holds it.
      case ancestor
      /// Something inside of it.
      case descendant
      /// `"*"`.
      case everything
      /// The declaration does not say.
      case unknown
    }

    package var consumer: ConsumerDeclaration
    package var use: ConsumerDeclaration.Use?
    package var how: How
    /// The fields through which it is used, as the declaration names them.
    package var fields: [ConsumerDeclaration.Field]
    /// Whether the consumer has left the line: its range asks for later versions only. It does not stand in the way.
    package var hasMovedOn: Bool
    /// What it was seen to read of the element, where somebody looked.
    package var seen: [ObservedUse] = []
  }

  /// What is asked for; nil for the contract as a whole.
  package var element: FieldName?
  /// In the order of the declarations.
  package var users: [User]

  /// Who was seen to read the element and did not declare it, or declared to have left. Not safe, whatever is declared.
  package private(set) var observed: [ObservedUse] = []

  /// The users who stand in the way of a removal: unknown ones too, for unknown is never safe.
  package var blockers: [User] { users.filter { !$0.hasMovedOn } }

  package var canBeRemoved: Bool { blockers.isEmpty && observed.isEmpty }

  /// Finds who uses an element of one line of a contract.
  ///
  /// - Parameters:
  ///   - element: as consumers call it; nil for the contract as a whole.
  ///   - line: the contract as it is now.
  ///   - observed: what was seen to be read of the line.
  package init(of element: FieldName?, in line: Contract, consumers: [ConsumerDeclaration], observed: [ObservedUse] = []) {
    self.element = element
    let names = Set(line.fieldNames)
    let called = line.consumerNames
    users = consumers.flatMap { consumer -> [User] in
      let uses = consumer.uses.filter { called.contains($0.contract) }
      if uses.isEmpty {
        return consumer.isUnderstood ? [] : [User(consumer: consumer, use: nil, how: .unknown, fields: [], hasMovedOn: false)]
      }
      return uses.compactMap { use in
        guard let found = Self.find(element, in: use, names: names) ?? (consumer.isUnderstood ? nil : (.unknown, [])) else { return nil }
        return User(consumer: consumer, use: use, how: found.how, fields: found.fields, hasMovedOn: use.hasLeft(line))
      }
    }
    for use in observed where element.map({ $0.relation(of: use.name) != nil }) ?? true {
      let places = users.indices.filter { use.isBy(users[$0].consumer) }
      for place in places { users[place].seen.append(use) }
      if places.allSatisfy({ users[$0].hasMovedOn }) { self.observed.append(use) }
    }
  }

  private static func find(
    _ element: FieldName?, in use: ConsumerDeclaration.Use, names: Set<FieldName>
  ) -> (how: User.How, fields: [ConsumerDeclaration.Field])? {
    switch use.fields {
    case .unknown: return (.unknown, [])
    case .everything: return (.everything, [])
    case .tables(let tables):
      guard let element else { return (.exact, tables.values.flatMap(\.fields).sorted { $0.position < $1.position }) }
      guard let table = tables[element.table] else { return use.isComplete ? nil : (.unknown, []) }
      var best: (how: User.How, fields: [ConsumerDeclaration.Field])?
      for field in table.fields {
        let how: User.How
        switch element.relation(of: field.name) {
        case .same: how = .exact
        case .ancestor: how = .ancestor
        case .descendant: how = .descendant
        case nil: continue
        }
        // The exact use says most; it names the way.
        best = (best?.how == .exact ? .exact : how, (best?.fields ?? []) + [field])
      }
      if let best { return best }
      if table.isWhole { return (.everything, []) }
      return table.isOpen || table.fields.contains { !names.contains($0.name) } ? (.unknown, []) : nil
    }
  }
}
