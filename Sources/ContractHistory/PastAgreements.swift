internal import ContractKit
internal import GitStore

/// What owners were asked for a transition of the past, and what they said: by the rules of its day.
struct PastAgreement {
  var signOffs: [CheckAnswer.SignOff] = []
  /// What is missing, at the level of that day.
  var findings: [Finding] = []
  var uncounted: [RecordProof.Uncounted] = []
  /// The reviews of a forge that count for it.
  var reviews: [WitnessedReview] = []
  var change = SignOffKind.editorial

  var isOpen: Bool { findings.contains { $0.level == .error } }

  var state: RecordProof.State {
    if isOpen { return .open }
    if findings.contains(where: { $0.level == .warning }) { return .unenforced }
    return signOffs.isEmpty ? .unasked : .agreed
  }

  /// Takes in the next part of the same transition.
  mutating func merge(_ next: PastAgreement) {
    signOffs += next.signOffs.filter { !signOffs.contains($0) }
    findings += next.findings.filter { !findings.contains($0) }
    reviews += next.reviews
  }
}

/// The history that is proved.
struct ProvedHistory {
  var tip: ObjectID
  /// That of the tip, for days whose own cannot be read.
  var rulebook: Rulebook
  var reviews: ForgeReviews
}

extension ContractRepository {
  /// Holds one transition of the past against its owners.
  ///
  /// - Parameter base: the commit whose rules were in force.
  func pastAgreement(_ transition: Transition, from base: ObjectID?, to head: ObjectID, _ history: ProvedHistory) throws -> PastAgreement {
    let rules = try readableRulebook(at: base) ?? history.rulebook
    let day = CalendarDay(secondsSince1970: Int(try git.commit(head).committer.time))
    let request = pastRequest(from: base, to: head, day, rules, history)
    var subject = StepSubject(transition: transition, request: request, rulebook: rules)
    subject.wasEverActive = try wasEverActive(subject)
    let diff = try diff(of: transition, base: base, rulebook: rules, today: day)
    let agreement = try agreement(subject, diff)
    let step = JudgedStep(
      contract: transition.identifier, title: transition.title, path: transition.path, oldPath: transition.old?.path,
      oldStatus: transition.old?.contract?.status, newStatus: transition.new?.contract?.status, wasEverActive: subject.wasEverActive,
      changes: diff.changes, prices: agreement.prices, acknowledgements: agreement.acknowledgements, isMajor: diff.actualBump == .major,
      report: agreement.acknowledgements.contains { $0.namesReport } ? ReportDigest.of(diff.json) : nil,
      readByNobody: try readByNobody(transition, diff, at: base, rules))
    let judgement = Judgement(steps: [step], policy: rules.policy, waivers: WaiversInForce(rules.waivers), today: day)
    var past = PastAgreement(
      signOffs: agreement.signOffs, findings: judgement.findings.filter { $0.isPrice && Price.ownerRules.contains($0.rule) },
      uncounted: agreement.records.uncounted.map {
        .init(record: $0.record.record.digest, person: $0.record.record.signer, why: "\($0.fault)")
      })
    let facts = try facts(of: transition, diff, pair: request.pair, rulebook: rules)
    past.change = facts.change
    if !history.reviews.reviews.isEmpty {
      let state = ownershipState(rules, day)
      let lines = [transition.old?.path, transition.new?.path].compactMap { $0 }.flatMap { state.lines(of: $0) }
      past.reviews = try stepReviews(ReviewedStep(transition), request, rules.policy, roster: state.roster).counted
        .map { counted in
          WitnessedReview(
            person: counted.person, review: counted.review, facts: facts, owners: OwningLine.names(of: counted.person, in: lines),
            folder: Self.recordFolder(of: transition))
        }
    }
    return past
  }

  /// Holds one change of the files that decide about others against their owners.
  func pastAgreement(_ differences: [TreeDifference], from base: ObjectID?, to head: ObjectID, _ history: ProvedHistory) throws
    -> PastAgreement
  {
    let rules = try readableRulebook(at: base) ?? history.rulebook
    let day = CalendarDay(secondsSince1970: Int(try git.commit(head).committer.time))
    let request = pastRequest(from: base, to: head, day, rules, history)
    var past = PastAgreement()
    past.change = .governance
    let prices = try governancePrices(differences, request, rules, &past.signOffs)
    let judgement = Judgement(
      steps: [], prices: prices.filter { Price.ownerRules.contains($0.rule) || $0.rule == "record-altered" }, policy: rules.policy,
      waivers: WaiversInForce(rules.waivers), today: day)
    past.findings = judgement.findings.filter { $0.level > .note }
    guard !history.reviews.reviews.isEmpty else { return past }
    let state = ownershipState(rules, day)
    for difference in differences {
      let counted = try stepReviews(ReviewedStep(difference), request, rules.policy, roster: state.roster).counted
      guard !counted.isEmpty else { continue }
      let facts = try facts(of: difference, pair: request.pair, rulebook: rules)
      past.reviews += counted.map { counted in
        WitnessedReview(
          person: counted.person, review: counted.review, facts: facts, owners: OwningLine.names(of: counted.person, in: state.allLines),
          folder: Self.recordFolder(ofFile: difference.path))
      }
    }
    return past
  }

  /// The changes that touched no consumer, where the policy of that day said that all were declared.
  private func readByNobody(_ transition: Transition, _ diff: TransitionDiff, at base: ObjectID?, _ rules: Rulebook) throws -> Set<String> {
    guard rules.policy.consumersComplete else { return [] }
    let consumers = try consumers(at: base, rulebook: rules)
    let step = ConsumerStep(old: transition.old?.contract, new: transition.new?.contract, changes: diff.changes)
    return Self.readByNobody(diff, impact: ConsumerImpact.of(step, consumers: consumers), consumers: consumers)
  }

  func pastRequest(
    from base: ObjectID?, to head: ObjectID, _ day: CalendarDay, _ rules: Rulebook, _ history: ProvedHistory
  ) -> CheckRequest {
    var request = CheckRequest(
      pair: JudgedPair(target: nil, head: .commit(head), base: base, headCommit: head), moment: .gate, today: day)
    request.rulebookCommit = rules.commit
    request.isPast = true
    request.reviews = history.reviews
    request.pair.pushedTip = history.tip
    return request
  }
}
