/// What a consumer's own check asks of the contracts as they are now: what it uses that is on its way out, and what it relies on.
extension ConsumerDeclaration {
  /// - Parameters:
  ///   - contracts: all lines of all contracts.
  ///   - today: the day from which the days that are left are counted.
  package func futureDiagnostics(contracts: [Contract], today: CalendarDay) -> [Diagnostic] {
    uses.flatMap { use in
      contracts.filter { $0.identifier == use.contract && use.isRead($0) }.flatMap { line in
        deprecations(use, line, today) + brokenExpectations(use, line)
      }
    }.sorted { $0.position < $1.position }
  }

  private func deprecations(_ use: Use, _ line: Contract, _ today: CalendarDay) -> [Diagnostic] {
    line.namedFields.filter { $0.element.flag("deprecated") }.compactMap { name, element in
      let place: SourcePosition
      switch use.fields {
      case .unknown: return nil
      case .everything: place = use.contractPosition
      case .tables(let tables):
        guard let table = tables[name.table] else { return nil }
        let field = table.fields.first { name.relation(of: $0.name) != nil }
        guard field != nil || table.isWhole || table.isOpen || name.field == nil else { return nil }
        place = field?.position ?? table.position
      }
      var message = "'\(name)' of contract '\(line.title)' is deprecated"
      if let day = element.removalDay {
        let left = day.daysSince1970 - today.daysSince1970
        message += left >= 0 ? ", \(left) day\(left == 1 ? "" : "s") are left until \(day)" : " and may be gone since \(day)"
      }
      if let successor = element.customProperty("replacedBy") { message += "; read '\(successor)' in its place" }
      return Diagnostic(path: path, position: place, rule: "consumer-uses-deprecated", message: message)
    }
  }

  private func brokenExpectations(_ use: Use, _ line: Contract) -> [Diagnostic] {
    let fields = line.namedFields
    return use.expectations.flatMap { expectation -> [Diagnostic] in
      func report(_ message: String) -> Diagnostic {
        Diagnostic(path: path, position: expectation.position, rule: "consumer-expectation-broken", message: message)
      }
      if let field = fields.first(where: { $0.name.description == expectation.element }) {
        return expectation.values.sorted { $0.key < $1.key }.compactMap { attribute, wanted in
          // Flags are false where a contract is silent.
          let found = field.element.value(attribute) ?? (wanted.boolean != nil ? .boolean(false) : nil)
          guard found != wanted else { return nil }
          let what = found.map { "is '\($0.text)'" } ?? "is not said"
          return report(
            "'\(attribute)' of '\(expectation.element)' \(what) in contract '\(line.title)', and '\(wanted.text)' is expected")
        }
      }
      // Service levels are compared where they change; here it is enough that there is one.
      guard !expectation.element.lowercased().hasPrefix("slaproperties.") else { return [] }
      let clause = SpellingSuggestion.clause(for: expectation.element, among: fields.map(\.name.description))
      return [report("contract '\(line.title)' has no '\(expectation.element)' of which something is expected\(clause)")]
    }
  }
}
