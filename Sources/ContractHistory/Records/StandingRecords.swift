package import ContractKit
package import GitStore

/// A record that stands for some time, `delegate` or `accept-ownership`, and why it does not count.
package struct StandingRecord: Sendable {
  package var signed: SignedRecord
  /// Nil for one that counts, as far as its signer owns anything.
  package var fault: RecordFault?

  package var record: SignOffRecord { signed.record }
}

extension ContractRepository {
  /// Holds standing records against what is true of their contract, in the order in which they were made.
  func standing(
    _ candidates: [SignedRecord], facts: StandingFacts, withdrawals: [RecordFile], _ judge: RecordJudge, _ rulebook: Rulebook,
    now: Timestamp?
  ) throws -> [StandingRecord] {
    try candidates.map { signed in
      var validity = rulebook.policy.recordExpires
      if case .acceptOwnership = signed.record.decision { validity = rulebook.policy.acceptanceExpires }
      var fault = signed.standingFault(
        against: facts, roster: judge.roster, revoked: judge.revoked, touch: rulebook.policy.recordTouch, validity: validity, now: now)
      if fault == nil, try !isGenuine(signed, judge.keygen) { fault = .badSignature }
      if fault == nil, try withdrawal(of: signed, by: withdrawals, judge) != nil { fault = .withdrawn }
      return StandingRecord(signed: signed, fault: fault)
    }.sorted { ($0.record.issued, $0.record.digest) < ($1.record.issued, $1.record.digest) }
  }

  /// The standing records of a contract as it is at the tip of a branch.
  ///
  /// - Parameters:
  ///   - branch: the full name of the branch; nil for any.
  ///   - tip: what the branch holds.
  ///   - rulebook: that of the tip.
  package func standingRecords(
    of version: ContractVersion, branch: String?, tip: ObjectID, rulebook: Rulebook, today: CalendarDay
  ) throws -> [StandingRecord] {
    guard let contract = version.contract, !rulebook.policy.repository.isEmpty else { return [] }
    let pair = JudgedPair(target: nil, head: .commit(tip), base: nil, headCommit: tip)
    var withdrawals: [RecordFile] = []
    var standing: [SignedRecord] = []
    for file in try records(in: Self.recordFolder(of: contract), reference: rulebook.policy.records, pair: pair) {
      guard case .success(let signed) = file.content, signed.record.contract.utf8.elementsEqual(contract.identifier.utf8) else { continue }
      if case .withdraw = signed.record.decision { withdrawals.append(file) }
      if signed.record.isStanding { standing.append(signed) }
    }
    guard !standing.isEmpty else { return [] }
    let judge = RecordJudge(
      repository: rulebook.policy.repository, roster: ownershipState(rulebook, today).roster, revoked: try revokedAtHome(),
      keygen: try SSHKeygen(environment: git.environment))
    return try self.standing(
      standing,
      facts: StandingFacts(
        repository: rulebook.policy.repository, target: branch, path: version.path, contract: contract.identifier),
      withdrawals: withdrawals, judge, rulebook, now: Timestamp(today))
  }
}

extension ContractRepository {
  /// Who may decide in whose place about a contract, by the id of the delegate.
  package func delegations(
    of version: ContractVersion, branch: String?, tip: ObjectID, rulebook: Rulebook, today: CalendarDay
  ) throws -> [(delegate: String, standIn: Agreement.StandIn)] {
    let people = rulebook.people ?? People()
    return try standingRecords(of: version, branch: branch, tip: tip, rulebook: rulebook, today: today).compactMap { standing in
      guard standing.fault == nil, case .delegate(let delegate, _) = standing.record.decision,
        let principal = people.person(id: standing.record.signer)
      else { return nil }
      return (delegate, Agreement.StandIn(principal: principal, owners: standing.record.owners, record: standing.record.digest))
    }
  }
}

extension StepRecords {
  /// In whose place a person may decide: whose delegation counts, names the person, and speaks of owners whom the person's record names too.
  /// Whoever said "no" themselves is spoken for by nobody.
  func standIns(of record: SignOffRecord, roster: Roster) -> [Agreement.StandIn] {
    let rejecting = Set(counted.filter { $0.record.decision == .reject }.map(\.record.signer))
    return delegations.compactMap { delegation in
      guard delegation.fault == nil, case .delegate(record.signer, let until) = delegation.record.decision, record.issued.day <= until,
        !rejecting.contains(delegation.record.signer), let principal = roster.people.person(id: delegation.record.signer)
      else { return nil }
      let owners = delegation.record.owners.filter { record.owners.contains($0) }
      return owners.isEmpty ? nil : Agreement.StandIn(principal: principal, owners: owners, record: delegation.record.digest)
    }
  }

  /// Why somebody who signed stands for nobody else.
  var delegationRemarks: [OwnedStep.Remark] {
    let signers = Set(counted.map(\.record.signer))
    return delegations.compactMap { delegation in
      guard let fault = delegation.fault, case .delegate(let person, _) = delegation.record.decision, signers.contains(person) else {
        return nil
      }
      let record = delegation.record
      return OwnedStep.Remark(
        person: "", text: "'\(person)' does not stand for '\(record.signer)': the delegation \(record.digest.prefix(12)) \(fault)")
    }
  }
}
