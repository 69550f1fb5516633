/// What consumer files are held against.
package struct ConsumerSurroundings: Sendable {
  /// The contracts of the repository, all lines of each.
  package var contracts: [Contract]
  /// Versions that each contract had, by its id. Where history was not looked at nothing is said about ranges: a consumer may well be on a
  /// version from before.
  package var versions: [String: [SemanticVersion]]
  /// Handles of teams and persons; nil where the repository does not say who there is.
  package var handles: Set<String>?

  package init(contracts: [Contract], versions: [String: [SemanticVersion]] = [:], handles: Set<String>? = nil) {
    self.contracts = contracts
    self.versions = versions
    self.handles = handles
  }
}

extension ConsumerDeclaration {
  /// What is wrong with the declaration beside what the file alone tells: unknown contracts, tables, fields and teams, ranges that no
  /// version satisfies, and a review that is due.
  ///
  /// - Parameter today: for `reviewBy`; nil where no day is asked for, so that the same commit gives the same answer.
  package func diagnostics(against surroundings: ConsumerSurroundings, today: CalendarDay? = nil) -> [Diagnostic] {
    var result: [Diagnostic] = []
    func report(_ position: SourcePosition, _ rule: String, _ message: String) {
      result.append(Diagnostic(path: path, position: position, rule: rule, message: message))
    }
    // Other formats name a team as their own tools know it.
    if format == .consumer, let team, let handles = surroundings.handles, !handles.contains(where: { $0.lowercased() == team.lowercased() })
    {
      let clause = SpellingSuggestion.clause(for: team, among: handles)
      report(teamPosition ?? .start, "consumer-unknown-team", "nobody knows team '\(team)'\(clause)")
    }
    if let reviewBy, let today, reviewBy < today {
      report(.start, "consumer-stale", "the declaration was to be reviewed by \(reviewBy)")
    }
    for use in uses {
      let lines = surroundings.contracts.filter { $0.identifier == use.contract }
      guard !lines.isEmpty else {
        // People write the name where the id belongs.
        let named = surroundings.contracts.first { $0.name == use.contract }
        let clause =
          named.map { "; contract '\(use.contract)' has the id '\($0.identifier)'" }
          ?? SpellingSuggestion.clause(for: use.contract, among: surroundings.contracts.map(\.identifier))
        report(use.contractPosition, "consumer-unknown-contract", "no contract has the id '\(use.contract)'\(clause)")
        continue
      }
      for fault in use.faults(in: lines, versions: surroundings.versions[use.contract]) {
        report(fault.position, fault.rule, fault.message)
      }
    }
    return result.sorted { $0.position < $1.position }
  }
}

extension ConsumerDeclaration.Use {
  /// Whether the range takes the version that a line has now. A version that says nothing is taken.
  func isRead(_ line: Contract) -> Bool {
    line.version.flatMap { SemanticVersion($0.value) }.map { includes($0) } ?? true
  }

  /// Whether the range admits only versions above the one that a line has now. Who asks for older ones has not moved on but stayed behind,
  /// and reads the same data.
  func hasLeft(_ line: Contract) -> Bool {
    guard let range, let parsed = VersionRange(range), let version = line.version.flatMap({ SemanticVersion($0.value) }) else {
      return false
    }
    return parsed.isAbove(version)
  }

  /// Whether the range takes a version. Without a range every version is taken.
  func includes(_ version: SemanticVersion) -> Bool {
    guard let range, let parsed = VersionRange(range) else { return true }
    return parsed.contains(version)
  }

  fileprivate func faults(
    in lines: [Contract], versions: [SemanticVersion]?
  ) -> [(position: SourcePosition, rule: String, message: String)] {
    var faults: [(SourcePosition, String, String)] = []
    let known = (versions ?? []) + lines.compactMap { $0.version.flatMap { SemanticVersion($0.value) } }
    if versions != nil, let range, let rangePosition, !known.isEmpty, !known.contains(where: { includes($0) }) {
      let newest = known.max().map { "; the newest is \($0)" } ?? ""
      faults.append(
        (rangePosition, "consumer-range-empty", "no version of contract '\(lines[0].title)' is within '\(range)'\(newest)"))
    }
    guard case .tables(let tables) = fields else { return faults }
    // A consumer that is still on a version from before has fields that are gone by now, and is right to name them.
    let names = Set(lines.filter { isRead($0) }.flatMap(\.fieldNames))
    guard !names.isEmpty else { return faults }
    let tableNames = Set(names.map(\.table))
    for (name, table) in tables.sorted(by: { $0.value.position < $1.value.position }) {
      guard tableNames.contains(name) else {
        let clause = SpellingSuggestion.clause(for: name, among: tableNames)
        faults.append(
          (table.position, "consumer-unknown-field", "contract '\(lines[0].title)' has no table '\(name)'\(clause)"))
        continue
      }
      let fieldNames = names.filter { $0.table == name }.compactMap(\.field)
      for field in table.fields where !names.contains(field.name) {
        let text = field.name.field ?? ""
        let clause = SpellingSuggestion.clause(for: text, among: fieldNames)
        faults.append((field.position, "consumer-unknown-field", "table '\(name)' has no field '\(text)'\(clause)"))
      }
    }
    return faults
  }
}

extension Contract {
  /// What consumers call it: its id, and the name that people write in the id's place. That is told as a fault, but who reads the contract
  /// is never nobody for it.
  var consumerNames: Set<String> { Set([identifier, name ?? ""]).subtracting([""]) }
}
