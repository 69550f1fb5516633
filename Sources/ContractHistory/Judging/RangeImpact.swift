package import ContractKit
package import GitStore

/// What the changes between two states do to those who read the contracts.
package struct RangeImpact: Sendable {
  package var consumers: [ConsumerImpact] = []
  /// Who was seen to read what changes, and has not declared it.
  package var observed: [ObservedImpact] = []
  /// Why contracts cannot be read after the change.
  package var unreadable: [Diagnostic] = []
}

extension ContractRepository {
  /// What the changes between two states do to the consumers that the base knows, and what cannot be read at the new one: nobody knows
  /// what that does to anyone.
  package func impact(
    from base: ObjectID?, to head: RepositoryState, today: CalendarDay, usage: [(path: String, table: UsageTable)] = []
  ) throws -> RangeImpact {
    let rulebook = try rulebook(at: base)
    let transitions = try differences(from: base, to: head, rulebook: rulebook).transitions
    guard !transitions.isEmpty else { return RangeImpact() }
    let consumers = try everyConsumer(at: base, rulebook: rulebook)
    let usage = try usage + usageTables(at: base)
    var result = RangeImpact()
    for transition in transitions {
      if case .unparsable(let diagnostics)? = transition.new?.file {
        result.unreadable += diagnostics
        continue
      }
      let changes = try diff(of: transition, base: base, rulebook: rulebook, today: today).changes
      let step = ConsumerStep(old: transition.old?.contract, new: transition.new?.contract, changes: changes)
      let direct = ConsumerImpact.of(step, consumers: consumers)
      result.consumers += direct + ConsumerImpact.behind(direct, step, consumers: consumers)
      guard let contract = step.old else { continue }
      result.observed += ObservedImpact.of(step, uses: ObservedUse.all(in: usage, of: contract), declared: direct)
    }
    try nameHops(&result.consumers, at: base, rulebook)
    return result
  }

  /// Calls the contracts on the way by their names, where there is a way at all.
  func nameHops(_ impact: inout [ConsumerImpact], at commit: ObjectID?, _ rulebook: Rulebook) throws {
    guard let commit, impact.contains(where: { !$0.hops.isEmpty }) else { return }
    var titles: [String: String] = [:]
    let wanted = Set(impact.flatMap(\.hops).map(\.identifier))
    let catalog =
      wanted.count > 20
      ? try catalog(at: .commit(commit), rulebook: rulebook)
      : try catalog(at: commit, mentioning: wanted.sorted(), rulebook: rulebook)
    for contract in catalog.contracts.compactMap(\.contract) {
      titles[contract.identifier] = contract.title
    }
    for place in impact.indices {
      for hop in impact[place].hops.indices {
        guard let title = titles[impact[place].hops[hop].identifier] else { continue }
        impact[place].hops[hop].title = title
      }
    }
  }
}

extension ContractRepository {
  /// The tables of observed use that a commit holds, where its list of sources says.
  ///
  /// - Throws: `ReadingError` where a table cannot be understood: who looked and could not read has not looked. A list that cannot be
  ///   understood is an unknown consumer already.
  package func usageTables(at commit: ObjectID?) throws -> [(path: String, table: UsageTable)] {
    guard let commit, let globs = try readableConsumerSourceFile(at: commit)?.usage, !globs.isEmpty else { return [] }
    let tree = try git.treeID(ofCommit: commit)
    var entries: [String: TreeEntry] = [:]
    for folder in Set(globs.map(\.folder)).sorted() {
      try git.forEachEntry(in: tree, under: folder) { entry in
        if entry.mode.isFile, globs.contains(where: { $0.matches(entry.path) }) { entries[entry.path] = entry }
        return true
      }
    }
    return try entries.values.sorted { $0.path < $1.path }.map { entry in
      (entry.path, try UsageTable(git.blob(entry.id, limit: Self.largestUsageTable), path: entry.path))
    }
  }

  /// A log of a year, not one of everything.
  private static var largestUsageTable: Int { 64 << 20 }
}
