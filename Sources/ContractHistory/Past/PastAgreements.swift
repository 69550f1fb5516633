internal import ContractKit
internal import GitStore

/// What owners were asked for a transition of the past, and what they said: by the rules of its day.
struct PastAgreement {
  var signOffs: [CheckAnswer.SignOff] = []
  /// What is missing, at the level of that day.
  var findings: [Finding] = []
  var uncounted: [RecordProof.Uncounted] = []
  var accepted: RecordProof.Acceptance?
  /// The reviews of a forge that count for it.
  var reviews: [WitnessedReview] = []
  var change = SignOffKind.editorial

  var isOpen: Bool { findings.contains { $0.level == .error } }

  var state: RecordProof.State {
    if isOpen { return .open }
    if findings.contains(where: { $0.rule == "override-used" }) { return .overridden }
    if findings.contains(where: { $0.level == .warning }) { return .unenforced }
    return signOffs.isEmpty ? .unasked : .agreed
  }

  /// What nobody could read, nobody agreed to.
  static func unreadable(_ diagnostics: [Diagnostic], _ transition: Transition) -> PastAgreement {
    PastAgreement(
      findings: diagnostics.map {
        Finding(
          rule: "unparsable", level: .error, contract: transition.identifier, path: $0.path, position: $0.position, message: $0.message)
      })
  }

  /// Takes in the next part of the same transition.
  mutating func merge(_ next: PastAgreement) {
    signOffs += next.signOffs.filter { !signOffs.contains($0) }
    findings += next.findings.filter { !findings.contains($0) }
    reviews += next.reviews
    accepted = next.accepted
  }
}

/// The history that is proved.
struct ProvedHistory {
  var tip: ObjectID
  /// That of the tip, for days whose own cannot be read.
  var rulebook: Rulebook
  var reviews: ForgeReviews
  /// The branch whose history it is; nil where nobody knows, and then a record for any will do.
  var target: JudgedPair.Target?
  /// The reviews that were counted already, each for one transition of a path.
  var used: Set<UsedReview> = []

  struct UsedReview: Hashable {
    var path: String
    var review: ForgeReview
  }
}

extension ContractRepository {
  /// Holds one transition of the past against its owners.
  ///
  /// - Parameter base: the commit whose rules were in force.
  func pastAgreement(_ transition: Transition, from base: ObjectID?, to head: ObjectID, _ history: ProvedHistory) throws -> PastAgreement {
    let rules = try readableRulebook(at: base) ?? history.rulebook
    let request = try pastRequest(from: base, to: head, rules, history, path: transition.path)
    let day = request.today
    var subject = StepSubject(transition: transition, request: request, rulebook: rules)
    subject.wasEverActive = try wasEverActive(subject)
    let diff = try diff(of: transition, base: base, rulebook: rules, today: day)
    let agreement = try agreement(subject, diff)
    let step = JudgedStep(
      contract: transition.identifier, title: transition.title, path: transition.path, oldPath: transition.old?.path,
      oldStatus: transition.old?.contract?.status, newStatus: transition.new?.contract?.status, wasEverActive: subject.wasEverActive,
      changes: diff.changes, prices: agreement.prices.filter { Self.isAsked($0) }, acknowledgements: agreement.acknowledgements,
      isMajor: diff.actualBump == .major,
      report: agreement.acknowledgements.contains { $0.namesReport } ? ReportDigest.of(diff.json) : nil,
      readByNobody: try readByNobody(transition, diff, at: base, rules), overrides: agreement.overrides)
    let judgement = Judgement(steps: [step], policy: rules.policy, waivers: WaiversInForce(rules.waivers), today: day)
    var past = PastAgreement(
      signOffs: agreement.signOffs, findings: judgement.findings.filter { $0.isPrice && $0.level > .note },
      uncounted: agreement.records.uncounted.map {
        .init(record: $0.record.record.digest, person: $0.record.record.signer, why: "\($0.fault)")
      })
    past.accepted = request.acceptance.map { .init(time: $0.time, pusher: $0.pusher.description) }
    let facts = try facts(of: transition, diff, pair: request.pair, rulebook: rules)
    past.change = facts.change
    let lines = [transition.old?.path, transition.new?.path].compactMap { $0 }.flatMap { ownershipState(rules, day).lines(of: $0) }
    past.reviews = agreement.reviews.counted.map { counted in
      WitnessedReview(
        person: counted.person, review: counted.review, facts: facts, owners: OwningLine.names(of: counted.person, in: lines),
        folder: Self.recordFolder(of: transition))
    }
    return past
  }

  /// Holds one change of the files that decide about others against their owners.
  func pastAgreement(_ differences: [TreeDifference], from base: ObjectID?, to head: ObjectID, _ history: ProvedHistory) throws
    -> PastAgreement
  {
    let rules = try readableRulebook(at: base) ?? history.rulebook
    let request = try pastRequest(from: base, to: head, rules, history, path: "")
    let day = request.today
    var past = PastAgreement()
    past.change = .governance
    past.accepted = request.acceptance.map { .init(time: $0.time, pusher: $0.pusher.description) }
    let prices = try governancePrices(differences, request, rules, &past.signOffs)
    let judgement = Judgement(
      steps: [], prices: prices.filter { Self.isAsked($0) }, policy: rules.policy,
      waivers: WaiversInForce(rules.waivers), today: day)
    past.findings = judgement.findings.filter { $0.level > .note }
    guard !history.reviews.reviews.isEmpty else { return past }
    let state = ownershipState(rules, day)
    for difference in differences {
      let counted = try fileAgreement(difference, request, rules, state.roster).reviews
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

  /// Whether a price is that of an agreement. What else is wrong with who owns what, a handle that nobody knows beside others, was so before
  /// and says nothing of the change.
  private static func isAsked(_ price: Price) -> Bool { !price.isInherited && asked.contains(price.rule) }

  private static let asked: Set<String> = [
    "owner-missing", "owner-unknown", "owner-sign-off-missing", "security-sign-off-missing", "acknowledgement-missing", "record-altered",
  ]

  /// The changes that touched no consumer, where the policy of that day said that all were declared.
  private func readByNobody(_ transition: Transition, _ diff: TransitionDiff, at base: ObjectID?, _ rules: Rulebook) throws -> Set<String> {
    guard rules.policy.consumersComplete else { return [] }
    let consumers = try consumers(at: base, rulebook: rules)
    let step = ConsumerStep(old: transition.old?.contract, new: transition.new?.contract, changes: diff.changes)
    return Self.readByNobody(diff, impact: ConsumerImpact.of(step, consumers: consumers), consumers: consumers)
  }

  /// The day of a commit, as far as its date can be believed: nothing came before what it was made from.
  private func pastDay(_ head: ObjectID) throws -> CalendarDay {
    let commit = try git.commit(head)
    let before = try commit.parents.first.map { try git.commit($0).committer.time }
    return CalendarDay(secondsSince1970: Int(max(commit.committer.time, before ?? commit.committer.time)))
  }

  /// Asks what was right on the day on which a server took it in; where no log has that, on the day that the committer names.
  func pastRequest(
    from base: ObjectID?, to head: ObjectID, _ rules: Rulebook, _ history: ProvedHistory, path: String
  ) throws -> CheckRequest {
    let day = try pastDay(head)
    var request = CheckRequest(
      pair: JudgedPair(target: history.target, head: .commit(head), base: base, headCommit: head), moment: .gate, today: day)
    request.rulebookCommit = rules.commit
    request.moveToPast(try acceptance(of: head, on: history.target?.branch, within: history.tip))
    request.reviews = history.reviews
    // One pull request is merged once: the same change made again was looked at by nobody.
    request.reviews.reviews.removeAll { history.used.contains(.init(path: path, review: $0)) }
    request.pair.pushedTip = history.tip
    request.pair.reviewBase = try git.commit(head).parents.first
    return request
  }
}
