package import ContractKit
internal import GitStore

/// The records about one step, each with why it does not count.
package struct StepRecords: Sendable {
  /// The records that count, the last word of each person.
  package var counted: [SignedRecord] = []
  /// Those of them, by their digests, that are reviews recorded by CI.
  package var witnessed: Set<String> = []
  /// When each person said "no" last: rejected it, or took a record of it back. What they said elsewhere before does not count any more.
  package var silenced: [String: Timestamp] = [:]
  package var uncounted: [(record: SignedRecord, fault: RecordFault)] = []
  /// Files that are no records, with the reason.
  package var malformed: [(place: String, reason: String)] = []
  /// The delegations about the contract, whether they count or not.
  package var delegations: [StandingRecord] = []
}

extension ContractRepository {
  /// The records about a step of a committed head.
  func stepRecords(
    _ transition: Transition, _ diff: TransitionDiff, _ request: CheckRequest, rulebook: Rulebook
  ) throws -> StepRecords {
    guard let contract = transition.new?.contract ?? transition.old?.contract else { return StepRecords() }
    return try records(
      in: Self.recordFolder(of: contract), request, rulebook,
      facts: { try facts(of: transition, diff, pair: request.pair, rulebook: rulebook) },
      isSameMeaning: { side in
        guard let new = transition.new, let blob = ObjectID(hex: side.blob), git.contains(blob),
          try Digest.sha256(of: git.blob(blob, upTo: rulebook.limits.bytes + 1)) == side.digest
        else { return false }
        return try isSameMeaning(blob, new, rulebook: rulebook, today: request.today)
      },
      pastStates: {
        var states: Set<String> = []
        guard let base = request.pair.base, let old = transition.old else { return states }
        try walkStates(of: old.path, identifier: old.contract?.identifier ?? "", from: base, rulebook: rulebook) { _, version in
          states.insert(version.blob.hex)
          return true
        }
        return states
      },
      timesMadeBefore: {
        try timesMadeBefore(
          transition.path, from: transition.old?.blob, to: transition.new?.blob, isMove: transition.isMove, meaning: transition.new,
          pair: request.pair, rulebook: rulebook, today: request.today)
      })
  }

  /// The records about a changed file that decides about others.
  func fileRecords(_ difference: TreeDifference, _ request: CheckRequest, rulebook: Rulebook) throws -> StepRecords {
    guard request.moment != .commit else { return StepRecords() }
    return try records(
      in: Self.recordFolder(ofFile: difference.path), request, rulebook,
      facts: { try facts(of: difference, pair: request.pair, rulebook: rulebook) }, isSameMeaning: { _ in false },
      timesMadeBefore: {
        try timesMadeBefore(
          difference.path, from: difference.old?.id, to: difference.new?.id, isMove: false, meaning: nil, pair: request.pair,
          rulebook: rulebook, today: request.today)
      })
  }

  /// The records of a folder, held against everything that can be computed again: ownership.md, "Verification".
  ///
  /// - Parameter pastStates: the blobs, in hexadecimal, that the target had before: what led to one of them is done, and a contract that is
  ///   changed for years has many records of that, which say nothing of this change.
  private func records(
    in folder: String, _ request: CheckRequest, _ rulebook: Rulebook, facts: () throws -> TransitionFacts,
    isSameMeaning: (SignOffRecord.Side) throws -> Bool, pastStates load: () throws -> Set<String> = { [] },
    timesMadeBefore: () throws -> Int
  ) throws -> StepRecords {
    var result = StepRecords()
    var knownStates: Set<String>?
    func pastStates() throws -> Set<String> {
      let states = try knownStates ?? load()
      knownStates = states
      return states
    }
    // Where nothing is told but judged, a record is for a branch: no target, no record.
    guard request.isPast || request.pair.target != nil else { return result }
    let files = try records(in: folder, reference: rulebook.policy.records, pair: request.pair)
    guard !files.isEmpty else { return result }
    let facts = try facts()
    let judge = RecordJudge(
      repository: facts.repository, roster: ownershipState(rulebook, request.today).roster,
      // A key that was revoked after it had been witnessed in use voids nothing of before.
      revoked: request.acceptance == nil ? try revokedAtHome() : [],
      keygen: try SSHKeygen(environment: git.environment))
    var candidates: [(file: RecordFile, signed: SignedRecord)] = []
    var withdrawals: [RecordFile] = []
    var standing: [SignedRecord] = []
    for file in files {
      switch file.content {
      case .failure(let error): result.malformed.append((file.place, error.description))
      case .success(let signed):
        guard signed.record.contract.utf8.elementsEqual(facts.contract.utf8) else { continue }
        switch signed.record.decision {
        case .withdraw: withdrawals.append(file)
        case .delegate: standing.append(signed)
        case .acceptOwnership: break
        case .approve, .acknowledge, .reject: candidates.append((file, signed))
        }
      }
    }
    var words: [SignedRecord] = []
    let witnessed = Set(request.acceptance?.signOffs ?? [])
    for (file, signed) in candidates {
      // What counted when it was accepted has not expired since, and whoever withdraws it then is late.
      let hasCounted = witnessed.contains(signed.record.digest)
      let now = request.isPast ? request.acceptance?.time : Timestamp(request.today)
      var fault = try signed.fault(
        against: facts, roster: judge.roster, revoked: judge.revoked, touch: rulebook.policy.recordTouch,
        validity: rulebook.policy.recordExpires, isWitnessed: file.isOnReference, witnesses: rulebook.policy.witnesses,
        now: hasCounted ? nil : now
      ) { side in try isGenuine(signed, judge.keygen) && isSameMeaning(side) }
      if fault == nil, request.isPast, request.acceptance == nil {
        fault = signed.pastKeyFault(people: judge.roster.people, witnesses: rulebook.policy.witnesses)
      }
      if fault == nil, try !isGenuine(signed, judge.keygen) { fault = .badSignature }
      if fault == nil, !hasCounted, let moment = try withdrawal(of: signed, by: withdrawals, judge) {
        fault = .withdrawn
        result.silence(signed.record.signer, moment)
      }
      guard let fault else {
        words.append(signed)
        continue
      }
      if case .otherBase = fault, signed.record.decision != .reject, try pastStates().contains(signed.record.to.blob) { continue }
      result.uncounted.append((signed, fault))
    }
    guard !words.isEmpty else { return result }
    result.delegations = try self.standing(
      standing,
      facts: StandingFacts(repository: facts.repository, target: facts.target, path: facts.path, contract: facts.contract),
      withdrawals: withdrawals, judge, rulebook, now: request.isPast ? nil : Timestamp(request.today))
    // Each approval is for once: as often as the change was made before, so many of the oldest are spent.
    let spent = try timesMadeBefore()
    for (_, own) in Dictionary(grouping: words, by: \.record.signer).sorted(by: { $0.key < $1.key }) {
      let order = own.sorted { $0.isEarlier(than: $1) }
      func isWitness(_ word: SignedRecord) -> Bool { word.isWitness(of: rulebook.policy.witnesses, people: judge.roster.people) }
      // One change may have both, the person's own and what CI saw of the same: each kind is spent by itself.
      let approvals = order.filter { $0.record.decision != .reject }
      let used = approvals.filter { !isWitness($0) }.prefix(spent) + approvals.filter { isWitness($0) }.prefix(spent)
      result.uncounted += used.map { ($0, .used) }
      let unspent = order.filter { word in !used.contains { $0.record.digest == word.record.digest } }
      if let no = order.last(where: { $0.record.decision == .reject }) { result.silence(no.record.signer, no.record.issued) }
      guard let last = unspent.last else { continue }
      // What a person signed is more than what somebody saw them say: it is not forgotten for a review that followed.
      let word = isWitness(last) ? unspent.reversed().prefix { $0.record.decision != .reject }.first { !isWitness($0) } ?? last : last
      result.counted.append(word)
      if isWitness(word) { result.witnessed.insert(word.record.digest) }
    }
    return result
  }

  /// By what the records of one step are judged.
  struct RecordJudge {
    /// The identity of the repository, from the base's policy.
    var repository: String
    var roster: Roster
    /// Keys that the default branch has revoked, whatever the branch that is judged says of them.
    var revoked: Set<String>
    var keygen: SSHKeygen
  }

  /// A branch that is cut from an old commit has the people of that day; a stolen key is stolen there too.
  func revokedAtHome() throws -> Set<String> {
    guard let home = try homeTip(defaultBranch()) else { return [] }
    if let known = parsed.revoked, known.home == home { return known.keys }
    let keys = try readableRulebook(at: home)?.people?.revoked ?? []
    parsed.revoked = (home, keys)
    return keys
  }

  /// Whether its signer took the record back. A "no" counts whatever became of its key: on the ref, where a server looked at it when it came,
  /// by the signature alone; in a tree, where anybody may put a file, only by a key that is the signer's.
  ///
  /// - Returns: when; nil where nobody did.
  func withdrawal(of signed: SignedRecord, by withdrawals: [RecordFile], _ judge: RecordJudge) throws -> Timestamp? {
    for file in withdrawals {
      guard case .success(let no) = file.content, case .withdraw(signed.record.digest) = no.record.decision,
        no.record.signer == signed.record.signer, no.record.repository == judge.repository,
        file.isOnReference || no.noFault(roster: judge.roster) == nil
      else { continue }
      if try isGenuine(no, judge.keygen) { return no.record.issued }
    }
    return nil
  }

  /// Asks `ssh-keygen`, once for each record.
  ///
  /// - Throws: `GitError` where so many signatures are wrong that somebody wants to keep everybody waiting.
  func isGenuine(_ signed: SignedRecord, _ keygen: SSHKeygen) throws -> Bool {
    let name = Digest.sha256(of: Array(signed.fileText.utf8))
    if let known = parsed.genuine[name] { return known }
    let answer = try keygen.verifies(
      signed.record.text, armour: signed.armour, key: signed.signature.key.text, namespace: SignOffRecord.namespace)
    parsed.genuine[name] = answer
    guard parsed.genuine.values.count(where: { !$0 }) <= 100 else {
      throw GitError(
        .other, "more than 100 records about what is judged have wrong signatures", hint: "take these records out of the branch")
    }
    return answer
  }
}

extension SignedRecord {
  /// The order in which a person's words follow each other. Of two in one second a "no" is the last, for it is safe to ask again.
  fileprivate func isEarlier(than other: SignedRecord) -> Bool {
    func rank(_ record: SignOffRecord) -> Int { record.decision == .reject ? 1 : 0 }
    return (record.issued, rank(record), record.digest) < (other.record.issued, rank(other.record), other.record.digest)
  }
}

extension StepRecords {
  /// Ids of those whose last word is "no".
  var rejections: Set<String> { Set(counted.filter { $0.record.decision == .reject }.map(\.record.signer)) }

  fileprivate mutating func silence(_ person: String, _ moment: Timestamp) {
    silenced[person] = max(silenced[person] ?? moment, moment)
  }

  /// Who agreed by them.
  func agreements(roster: Roster) -> [Agreement] {
    counted.filter { !$0.record.breaksGlass }.compactMap { signed in
      let isWitness = witnessed.contains(signed.record.digest)
      return switch signed.record.decision {
      case .approve, .acknowledge:
        roster.people.person(id: signed.record.signer).map {
          Agreement(
            person: $0, assurance: isWitness ? .witnessed : .signature, source: .record(signed.record.digest),
            // In somebody's place one decides under one's own key alone.
            standsFor: isWitness ? [] : standIns(of: signed.record, roster: roster))
        }
      case .reject, .withdraw, .acceptOwnership, .delegate: nil
      }
    }
  }

  /// Who broke the glass by them, and why others did not.
  func overrides(policy: Policy, roster: Roster) -> (uses: [BreakGlass], remarks: [OwnedStep.Remark]) {
    var uses: [BreakGlass] = []
    var remarks: [OwnedStep.Remark] = []
    for record in counted.map(\.record) where record.breaksGlass && record.decision != .reject {
      if let fault = Self.glassFault(record, policy: policy, roster: roster) {
        remarks.append(OwnedStep.Remark(person: "", text: "record \(record.digest.prefix(12)) breaks no glass: \(fault)"))
      } else {
        uses.append(
          BreakGlass(person: record.signer, reason: record.reason ?? "", assurance: .signature, source: .record(record.digest)))
      }
    }
    return (uses, remarks)
  }

  /// Why a record breaks no glass, as a sentence without full stop.
  private static func glassFault(_ record: SignOffRecord, policy: Policy, roster: Roster) -> String? {
    guard let person = roster.people.person(id: record.signer) else { return "nobody knows who '\(record.signer)' is" }
    guard record.owners == [BreakGlass.owner], record.decision == .approve else { return "it says other things besides" }
    guard record.reason != nil else { return "it gives no reason" }
    return policy.overrideFault(of: person, roster: roster)
  }

  /// Why what somebody signed does not count, by the person's id.
  var remarks: [OwnedStep.Remark] {
    let rejections = counted.filter { $0.record.decision == .reject }.map { signed in
      let reason = signed.record.reason.map { ": " + $0 } ?? ""
      return OwnedStep.Remark(person: signed.record.signer, text: "'\(signed.record.signer)' rejected it\(reason)")
    }
    return rejections + delegationRemarks
      + uncounted.map { signed, fault in
        .init(person: signed.record.signer, text: "record \(signed.record.digest.prefix(12)) of '\(signed.record.signer)' \(fault)")
      }
  }

  /// What owners looked at and let be done.
  ///
  /// - Parameter report: the digest of the report as it is now; a comment that was added since moves the places in it.
  func acknowledgements(lines: [OwningLine], roster: Roster, report: () -> String) -> [Acknowledgement] {
    counted.filter { $0.record.decision == .acknowledge && !$0.record.breaksGlass }.map { signed in
      let standIns = standIns(of: signed.record, roster: roster)
      let isByOwner = lines.contains { line in
        line.persons.contains { $0.id == signed.record.signer } || standIns.contains { line.owner(behind: $0) != nil }
      }
      return Acknowledgement(
        subject: .report(report()), reason: signed.record.reason ?? "", person: signed.record.signer, isByOwner: isByOwner)
    }
  }
}
