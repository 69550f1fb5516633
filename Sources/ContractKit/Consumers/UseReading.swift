/// Holds changes against what one consumer says that it uses.
struct UseReading {
  /// Nil where the declaration could not be understood and may hold a use of the contract.
  let use: ConsumerDeclaration.Use?
  let isUnderstood: Bool
  /// The elements of the old contract; nil where they are not known.
  let names: Set<FieldName>?

  /// What a change costs those whom it hits.
  static func harm(of change: JudgedChange, isDeprecation: Bool = false) -> ConsumerImpact.Status {
    switch change.impact {
    case .breaking: .broken
    // What is deprecated works as before; that is all that can be said of it.
    case _ where isDeprecation: .deprecated
    case .dangerous: .potentially
    case .compatible, .editorial: .unaffected
    }
  }

  /// What the consumer has to do with a change; nil if nothing.
  func touch(of change: JudgedChange, scope: ChangeScope) -> ConsumerImpact.Touch? {
    var harm = Self.harm(of: change, isDeprecation: scope.isDeprecation)
    guard let use else { return unknown(change, harm) }
    if scope.isExpectation, harm > .potentially, !expects(use, scope) { harm = .potentially }

    switch scope.reach {
    case .contract:
      return .init(change: change, status: harm, fields: [])
    case .addition(let name):
      guard takesEverything(use, of: name) else { return nil }
      return .init(change: change, status: harm, fields: [])
    case .table(let table):
      return touch(change, harm, in: table, of: use, isAboutJoins: scope.isAboutJoins, isWholeTable: true) { _ in true }
    case .field(let name):
      return touch(change, harm, in: name.table, of: use, isAboutJoins: scope.isAboutJoins) { name.relation(of: $0.name) != nil }
    }
  }

  private func touch(
    _ change: JudgedChange, _ harm: ConsumerImpact.Status, in table: String, of use: ConsumerDeclaration.Use, isAboutJoins: Bool,
    isWholeTable: Bool = false, _ isHit: (ConsumerDeclaration.Field) -> Bool
  ) -> ConsumerImpact.Touch? {
    switch use.fields {
    case .unknown:
      return unknown(change, harm)
    case .everything:
      return .init(change: change, status: harm, fields: [])
    case .tables(let tables):
      // A table that is absent is unknown, and unknown is never read as safe.
      guard let declared = tables[table] else { return use.isComplete ? nil : unknown(change, harm) }
      // Every user of the table is concerned, whatever fields they name, and those who name none.
      if isWholeTable, !isAboutJoins { return .init(change: change, status: harm, fields: [FieldName(table: table)]) }
      if declared.isWhole { return .init(change: change, status: harm, fields: declared.fields.filter(isHit).map(\.name)) }
      var hit = declared.fields.filter(isHit)
      var harm = harm
      if isAboutJoins {
        let joins = hit.filter { $0.maybeUsed(as: .join) }
        // A key tells the rows of a table apart: whoever counts them may be hurt without a join.
        if joins.isEmpty, !hit.isEmpty, change.change.subject == .object { harm = min(harm, .potentially) } else { hit = joins }
      }
      if !hit.isEmpty { return .init(change: change, status: harm, fields: hit.map(\.name)) }
      // A field that the contract does not have may be this one under a wrong name.
      let isDoubtful = declared.isOpen || declared.fields.contains { field in names.map { !$0.contains(field.name) } ?? false }
      return isDoubtful ? unknown(change, harm) : nil
    }
  }

  private func unknown(_ change: JudgedChange, _ harm: ConsumerImpact.Status) -> ConsumerImpact.Touch? {
    harm > .unaffected ? .init(change: change, status: .unknown, fields: []) : nil
  }

  private func takesEverything(_ use: ConsumerDeclaration.Use, of name: FieldName) -> Bool {
    switch use.fields {
    case .everything: return true
    case .unknown: return false
    case .tables(let tables): return tables[name.table]?.isWhole ?? false
    }
  }

  /// Whether the consumer said that it relies on a service level, or on the quality of an element.
  private func expects(_ use: ConsumerDeclaration.Use, _ scope: ChangeScope) -> Bool {
    use.expectations.contains { expectation in
      if let name = scope.expectationName, expectation.element.lowercased() == name.lowercased() { return true }
      guard case .field(let field) = scope.reach else { return false }
      return expectation.element == field.description
    }
  }
}
