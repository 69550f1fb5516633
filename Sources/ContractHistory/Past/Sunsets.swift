package import ContractKit
package import GitStore

extension ContractRepository {
  /// What ends soon on a branch and is still used, as contracts and declarations stand at its tip: `notice.reminders` of the policy says how
  /// long before its day.
  ///
  /// Nothing is remembered: whoever has moved is not in it, and each ending has an id of its own for each period, so that a run that was
  /// missed is made good by the next and nobody is reminded twice.
  package func reminders(at tip: ObjectID, today: CalendarDay) throws -> [Sunset] {
    let rules = try rulebook(at: tip)
    let consumers = try consumers(at: tip, rulebook: rules)
    guard !consumers.isEmpty else { return [] }
    let here = try catalog(at: .commit(tip), rulebook: rules).contracts
    var lines: [String: [Sunset.Line]] = [:]
    var order: [String] = []
    func add(_ contract: Contract, _ path: String, isReplaced: Bool) {
      guard !contract.identifier.isEmpty else { return }
      if lines[contract.identifier] == nil { order.append(contract.identifier) }
      lines[contract.identifier, default: []].append(.init(contract: contract, path: path, isReplaced: isReplaced))
    }
    for version in here { if let contract = version.contract { add(contract, version.path, isReplaced: false) } }
    // A line that a newer one replaced in its own file ends on the day that it last named.
    for line in try self.lines(from: tip, rulebook: rules) {
      guard line.end.map(\.isSucceeded) ?? true, let old = line.versions.first?.state.contract,
        lines[line.identifier]?.contains(where: { $0.contract.major == line.major }) == false
      else { continue }
      add(old, line.path, isReplaced: true)
    }
    return order.flatMap { identifier in
      Sunset.due(
        of: lines[identifier] ?? [], consumers: consumers,
        reminders: { rules.policy.effective(for: $0.path, status: $0.contract.status).notice.reminders }, today: today)
    }
  }

  /// The owners of a path by name, as CODEOWNERS of a commit names them: whom one may ask.
  package func ownerNames(of path: String, at tip: ObjectID, today: CalendarDay) throws -> [String] {
    ownershipState(try rulebook(at: tip), today).lines(of: path).flatMap(\.persons).map { $0.name ?? $0.id }
  }
}
