/// What is true of a contract as it stands, computed by whoever verifies: a record that stands for some time, not for one change, counts only
/// if it says the same.
///
/// Such are `delegate` and `accept-ownership`. They bind a path, an id and a branch, and no bytes: both sides are absent. Source: ownership.md,
/// "The record", which gives them the form of all others.
package struct StandingFacts: Sendable {
  /// The identity of the repository, from the base's policy.
  package var repository: String
  /// The full name of the branch; nil where history is told and any branch will do.
  package var target: String?
  /// Where the contract stands on the target. Whoever moves it is asked by its owners, and by nobody in their place.
  package var path: String
  package var contract: String

  package init(repository: String, target: String?, path: String, contract: String) {
    self.repository = repository
    self.target = target
    self.path = path
    self.contract = contract
  }
}

extension SignOffRecord {
  /// Whether it speaks of a contract for some time, not of one change.
  package var isStanding: Bool {
    switch decision {
    case .delegate, .acceptOwnership: true
    case .approve, .acknowledge, .reject, .withdraw: false
    }
  }

  /// What stands as the report of a record that is about no change: a digest over what it says of whom.
  package static func standingReport(contract: String, path: String, decision: Decision) -> String {
    let report = JSON.object(["contract": .string(contract), "decision": .string(decision.text), "path": .string(path)])
    return Digest.sha256(of: Array(report.canonical.utf8))
  }

  /// When a delegation ends: with the last second of its day.
  package static func end(ofDelegationUntil day: CalendarDay) -> Timestamp { Timestamp(day.adding(days: 1)) }

  /// A record that stands for some time.
  package static func standing(
    _ decision: Decision, facts: StandingFacts, target: String, owners: [String], signer: String, reason: String?, issued: Timestamp,
    expires: Timestamp
  ) -> SignOffRecord {
    SignOffRecord(
      repository: facts.repository, targets: [target], path: facts.path, contract: facts.contract, from: .absent, to: .absent,
      change: .governance, report: standingReport(contract: facts.contract, path: facts.path, decision: decision),
      catalogue: Catalogue.version, decision: decision, owners: owners, signer: signer, reason: reason, issued: issued, expires: expires)
  }
}

extension SignedRecord {
  /// Holds a record that stands for some time against what is true of the contract and against the people of its base.
  ///
  /// Whether its signer owns anything is not looked at: that is asked line by line, where it is used.
  ///
  /// - Parameters:
  ///   - validity: how long it holds at most, whatever it says of itself.
  ///   - now: the verifier's clock; nil where something is told that was accepted long ago.
  package func standingFault(
    against facts: StandingFacts, roster: Roster, revoked: Set<String> = [], touch: Bool, validity: CalendarPeriod, now: Timestamp?
  ) -> RecordFault? {
    guard !facts.repository.isEmpty, record.repository == facts.repository else { return .otherRepository }
    if let target = facts.target, !record.targets.contains(target) { return .otherTarget(record.targets) }
    guard record.contract.utf8.elementsEqual(facts.contract.utf8) else { return .otherContract(record.contract) }
    guard record.path.utf8.elementsEqual(facts.path.utf8) else { return .otherPath(record.path) }
    let report = SignOffRecord.standingReport(contract: record.contract, path: record.path, decision: record.decision)
    // A file that decides about others has no name as a contract, and nobody decides about others in somebody's place.
    guard record.isStanding, record.contract != SignOffRecord.none, record.from == .absent, record.to == .absent,
      record.change == .governance, record.report == report
    else { return .inconsistent }
    if case .delegate(let delegate, let until) = record.decision {
      guard record.expires == SignOffRecord.end(ofDelegationUntil: until), delegate != record.signer else { return .inconsistent }
      guard let person = roster.people.person(id: delegate), roster.absence(of: person) == nil else { return .noDelegate(delegate) }
    }
    return signerFault(roster: roster, revoked: revoked, touch: touch) ?? now.flatMap { timeFault(now: $0, validity) }
  }
}
