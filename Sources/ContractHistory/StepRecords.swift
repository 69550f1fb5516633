package import ContractKit
internal import GitStore

/// The records about one step, each with why it does not count.
package struct StepRecords: Sendable {
  /// The records that count, the last word of each person.
  package var counted: [SignedRecord] = []
  package var uncounted: [(record: SignedRecord, fault: RecordFault)] = []
  /// Files that are no records, with the reason.
  package var malformed: [(place: String, reason: String)] = []
}

extension ContractRepository {
  /// What a record about a transition has to say.
  package func facts(of transition: Transition, _ diff: TransitionDiff, pair: JudgedPair, rulebook: Rulebook) throws -> TransitionFacts {
    let step = OwnedStep(
      subject: .contract(id: transition.identifier, title: transition.title), oldPath: transition.old?.path,
      newPath: transition.new?.path, changes: diff.changes)
    return TransitionFacts(
      repository: rulebook.policy.repository, target: pair.target?.branch, path: transition.path, contract: transition.identifier,
      from: try side(transition.old), to: try side(transition.new), change: step.kind, report: ReportDigest.of(diff.json),
      catalogue: Catalogue.version)
  }

  private func side(_ version: ContractVersion?) throws -> SignOffRecord.Side {
    guard let version else { return .absent }
    let bytes = try git.blob(version.blob, limit: Self.largestFile)
    return SignOffRecord.Side(
      blob: version.blob.hex, digest: Digest.sha256(of: bytes), version: version.contract?.version?.value)
  }

  /// The records about a step of a committed head, held against everything that can be computed again: ownership.md, "Verification".
  package func stepRecords(
    _ transition: Transition, _ diff: TransitionDiff, _ request: CheckRequest, rulebook: Rulebook
  ) throws -> StepRecords {
    var result = StepRecords()
    let (pair, today) = (request.pair, request.today)
    // Where nothing is told but judged, a record is for a branch: no target, no record.
    guard request.isPast || pair.target != nil, let contract = transition.new?.contract ?? transition.old?.contract else { return result }
    let files = try records(of: contract, reference: rulebook.policy.records, pair: pair)
    guard !files.isEmpty else { return result }
    let facts = try facts(of: transition, diff, pair: pair, rulebook: rulebook)
    let roster = ownershipState(rulebook, today).roster
    let keygen = try SSHKeygen(environment: git.environment)
    var candidates: [SignedRecord] = []
    var withdrawn: Set<String> = []
    for file in files {
      switch file.content {
      case .failure(let error): result.malformed.append((file.place, error.description))
      case .success(let signed):
        guard signed.record.contract.utf8.elementsEqual(facts.contract.utf8) else { continue }
        if case .withdraw(let digest) = signed.record.decision {
          // A withdrawal is about a record, whatever became of the contract since; it counts as long as its signer may sign.
          guard signed.record.repository == facts.repository, signed.signerFault(roster: roster, touch: false) == nil,
            try isGenuine(signed, keygen)
          else { continue }
          withdrawn.insert(signed.record.signer + " " + digest)
        } else {
          candidates.append(signed)
        }
      }
    }
    var lastWords: [String: SignedRecord] = [:]
    for signed in candidates.sorted(by: { ($0.record.issued, $0.record.digest) < ($1.record.issued, $1.record.digest) }) {
      var fault = try signed.fault(
        against: facts, roster: roster, touch: rulebook.policy.recordTouch, now: request.isPast ? nil : Timestamp(today)
      ) { try isSameMeaning($0, transition, rulebook: rulebook, today: today) }
      if fault == nil, withdrawn.contains(signed.record.signer + " " + signed.record.digest) { fault = .withdrawn }
      if fault == nil, try !isGenuine(signed, keygen) { fault = .badSignature }
      if fault == nil, try wasMadeBefore(transition, pair: pair, rulebook: rulebook) { fault = .used }
      if let fault {
        result.uncounted.append((signed, fault))
      } else {
        lastWords[signed.record.signer] = signed
      }
    }
    result.counted = lastWords.values.sorted { $0.record.signer < $1.record.signer }
    return result
  }

  /// Whether what was signed and what stands at head differ in nothing that anybody reads, such as a comment.
  private func isSameMeaning(
    _ side: SignOffRecord.Side, _ transition: Transition, rulebook: Rulebook, today: CalendarDay
  ) throws -> Bool {
    guard let new = transition.new, new.contract != nil, let blob = ObjectID(hex: side.blob), git.contains(blob) else { return false }
    let bytes = try git.blob(blob, upTo: rulebook.limits.bytes + 1)
    guard Digest.sha256(of: bytes) == side.digest else { return false }
    let signed = ContractVersion(path: new.path, blob: blob, file: Self.read(bytes, path: new.path, limits: rulebook.limits))
    guard signed.contract != nil else { return false }
    return try diff(of: Transition(old: signed, new: new), base: nil, rulebook: rulebook, today: today).changes.isEmpty
  }

  /// Whether the target went from the same old to the same new bytes before, and back: an approval is for once.
  private func wasMadeBefore(_ transition: Transition, pair: JudgedPair, rulebook: Rulebook) throws -> Bool {
    guard let base = pair.base, let old = transition.old, let new = transition.new else { return false }
    var later: ObjectID?
    var isFound = false
    try walkStates(of: old.path, identifier: transition.identifier, from: base, rulebook: rulebook) { _, state in
      isFound = state.blob == old.blob && later == new.blob
      later = state.blob
      return !isFound
    }
    return isFound
  }

  /// Asks `ssh-keygen`, once for each record.
  private func isGenuine(_ signed: SignedRecord, _ keygen: SSHKeygen) throws -> Bool {
    let name = Digest.sha256(of: Array(signed.fileText.utf8))
    if let known = parsed.genuine[name] { return known }
    let answer = try keygen.verifies(
      signed.record.text, armour: signed.armour, key: signed.signature.key.text, namespace: SignOffRecord.namespace)
    parsed.genuine[name] = answer
    return answer
  }
}

extension StepRecords {
  /// Who agreed by them.
  func agreements(roster: Roster) -> [Agreement] {
    counted.compactMap { signed in
      switch signed.record.decision {
      case .approve, .acknowledge:
        roster.people.person(id: signed.record.signer).map {
          Agreement(person: $0, assurance: .signature, source: .record(signed.record.digest))
        }
      case .reject, .withdraw, .acceptOwnership, .delegate: nil
      }
    }
  }

  /// Why what somebody signed does not count, by the person's id.
  var remarks: [OwnedStep.Remark] {
    uncounted.map { signed, fault in
      .init(person: signed.record.signer, text: "record \(signed.record.digest.prefix(12)) of '\(signed.record.signer)' \(fault)")
    }
  }

  /// What owners looked at and let be done.
  ///
  /// - Parameter report: the digest of the report as it is now; a comment that was added since moves the places in it.
  func acknowledgements(owners: Set<String>, report: () -> String) -> [Acknowledgement] {
    counted.filter { $0.record.decision == .acknowledge }.map { signed in
      Acknowledgement(
        subject: .report(report()), reason: signed.record.reason ?? "", person: signed.record.signer,
        isByOwner: owners.contains(signed.record.signer))
    }
  }
}
