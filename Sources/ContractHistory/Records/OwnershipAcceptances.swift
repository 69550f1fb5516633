package import ContractKit
package import GitStore

extension ContractRepository {
  /// Whether the owners of a contract have accepted it: state, by whom and until when, for each line of CODEOWNERS that has to agree. What
  /// the policy asks is not looked at.
  ///
  /// - Parameters:
  ///   - branch: the full name of the branch that an acceptance must be for; nil for any.
  ///   - tip: the commit whose tree and records are read.
  package func acceptances(
    of version: ContractVersion, branch: String?, tip: ObjectID, rulebook: Rulebook, today: CalendarDay
  ) throws -> [OwnershipAcceptance] {
    let lines = ownershipState(rulebook, today).lines(of: version.path)
    let records = try standingRecords(of: version, branch: branch, tip: tip, rulebook: rulebook, today: today)
    return OwnershipAcceptance.of(
      lines, records: records.map { ($0.record, $0.fault) }, validity: rulebook.policy.acceptanceExpires)
  }

  /// What is told beside a change of a contract that nobody has accepted.
  func acceptancePrices(_ subject: StepSubject) throws -> [Price] {
    let request = subject.request
    guard let old = subject.transition.old, !request.isPast, request.moment != .commit else { return [] }
    return try acceptancePrices(
      old, branch: request.pair.target?.branch, tip: request.pair.headCommit, rulebook: subject.rulebook, today: request.today,
      isInherited: true)
  }

  /// What is due where the policy asks owners to accept (`acceptance: {owners: true}`).
  func acceptancePrices(
    _ version: ContractVersion, branch: String?, tip: ObjectID?, rulebook: Rulebook, today: CalendarDay, isInherited: Bool
  ) throws -> [Price] {
    guard rulebook.policy.acceptanceOwners, rulebook.policy.ownership != .off, let contract = version.contract, let tip else { return [] }
    return try acceptances(of: version, branch: branch, tip: tip, rulebook: rulebook, today: today).compactMap { acceptance in
      acceptance.price(
        contract: contract.identifier, title: contract.title, path: version.path, codeOwners: rulebook.codeOwners?.path ?? "",
        isInherited: isInherited)
    }
  }
}
