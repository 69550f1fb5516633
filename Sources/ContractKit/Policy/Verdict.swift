/// What is decided about a change.
package enum Verdict: String, Sendable, CaseIterable {
  case pass
  case refuse
  /// Something could not be looked at. It is never a pass.
  case undecided
}

/// One contract's step, with everything that was found out about it: what judgement starts from.
package struct JudgedStep: Sendable {
  /// The id of the contract.
  package var contract: String
  /// What people and commands call the contract.
  package var title: String
  /// The path at head, or at the base for what was deleted.
  package var path: String
  /// The path at the base, where it is another: what the policy says of a path is taken from there, so that no move escapes it.
  package var oldPath: String?
  /// Nil where there is no contract on that side, or none that can be read.
  package var oldStatus: Contract.Status?
  package var newStatus: Contract.Status?
  /// Whether the line was ever active on the target: then a draft keeps its obligations.
  package var wasEverActive: Bool
  package var changes: [JudgedChange]
  /// What versions, owners and consumers found to be due. `acknowledgement-missing` is found here and not given.
  package var prices: [Price]
  package var acknowledgements: [Acknowledgement]
  /// Whether the version rises by a major, which stands for an acknowledgement of what is dangerous.
  package var isMajor: Bool
  /// See `ReportDigest`: an acknowledgement may name the report as a whole.
  package var report: String?
  /// Fingerprints of changes that touch no consumer, where the policy says that all are declared and none is unknown.
  package var readByNobody: Set<String>
  /// Who let it through although its owners had not agreed.
  package var overrides: [BreakGlass]

  package init(
    contract: String, title: String, path: String, oldPath: String? = nil, oldStatus: Contract.Status?, newStatus: Contract.Status?,
    wasEverActive: Bool, changes: [JudgedChange], prices: [Price], acknowledgements: [Acknowledgement] = [], isMajor: Bool = false,
    report: String? = nil,
    readByNobody: Set<String> = [], overrides: [BreakGlass] = []
  ) {
    self.contract = contract
    self.title = title
    self.path = path
    self.oldPath = oldPath
    self.oldStatus = oldStatus
    self.newStatus = newStatus
    self.wasEverActive = wasEverActive
    self.changes = changes
    self.prices = prices
    self.acknowledgements = acknowledgements
    self.isMajor = isMajor
    self.report = report
    self.readByNobody = readByNobody
    self.overrides = overrides
  }

  /// Whether nothing is refused: the base's contract is proposed or draft, or a new contract is one. A line that was ever active on the
  /// target keeps its obligations, so that nobody escapes them by calling it a draft.
  package var isDraft: Bool {
    guard !wasEverActive, let status = oldStatus ?? newStatus else { return false }
    return status == .proposed || status == .draft
  }

  /// Whether a draft becomes more than one. Its drafting cost nothing; that it binds from now on is its owners' to say, as for a new
  /// contract. A retired one binds nobody, but it keeps its id and major from others.
  package var begins: Bool {
    isDraft && oldStatus != nil && (newStatus == .active || newStatus == .deprecated || newStatus == .retired)
  }
}

/// The waivers of the base, and what history tells of them.
package struct WaiversInForce: Sendable {
  package var waivers: [Waiver]
  /// Fingerprints of changes that are in the base already.
  package var happened: Set<String>
  /// The day on which each came into the base, where that is known.
  package var added: [Waiver: CalendarDay]

  package init(_ waivers: [Waiver] = [], happened: Set<String> = [], added: [Waiver: CalendarDay] = [:]) {
    self.waivers = waivers
    self.happened = happened
    self.added = added
  }
}

/// The last stage: facts and prices in, verdict out. Semantics: "Facts and prices".
///
/// A change is a fact and refuses nothing. A price that is due and that nothing pays for refuses at the level error. A change whose
/// price is paid is a note; one that is not is spoken at the level of the price that is due, with that rule as its reason.
package struct Judgement: Sendable {
  package var verdict: Verdict
  /// In reading order: by path, the loudest first, then by place.
  package var findings: [Finding]
  /// What became of each waiver, in the order of the file.
  package var waivers: [(waiver: Waiver, state: Waiver.State)]

  /// - Parameters:
  ///   - steps: the contracts that changed.
  ///   - prices: what is due for no contract: faults of CODEOWNERS and of other files, governance.
  ///   - findings: what was already levelled elsewhere.
  ///   - undecided: what could not be looked at; each makes the verdict undecided.
  ///   - today: the clock of whoever judges, for waivers.
  package init(
    steps: [JudgedStep], prices: [Price] = [], findings: [Finding] = [], undecided: [Finding] = [], policy: Policy,
    waivers: WaiversInForce = WaiversInForce(), today: CalendarDay
  ) {
    var court = Court(policy: policy, waivers: waivers, today: today)
    court.findings = findings + undecided
    for step in steps { court.judge(step) }
    for price in prices { court.judge(price) }
    self.waivers = court.closeWaivers()
    self.findings = court.findings.filter { $0.level != .off }.sorted(by: Self.isReadBefore)
    if !undecided.isEmpty {
      verdict = .undecided
    } else {
      verdict = court.findings.contains { $0.level == .error } ? .refuse : .pass
    }
  }

  private static func isReadBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.path != right.path { return left.path < right.path }
    if left.level != right.level { return left.level > right.level }
    // A price explains the changes that are due for it.
    if left.isPrice != right.isPrice { return left.isPrice }
    if left.position != right.position { return left.position < right.position }
    return (left.rule, left.message) < (right.rule, right.message)
  }
}

/// The work of one judgement.
private struct Court {
  let policy: Policy
  let waivers: WaiversInForce
  let today: CalendarDay
  var findings: [Finding] = []
  /// Places of waivers that speak of something that is judged now.
  private var matched: Set<Int> = []

  init(policy: Policy, waivers: WaiversInForce, today: CalendarDay) {
    self.policy = policy
    self.waivers = waivers
    self.today = today
  }

  // MARK: Steps

  mutating func judge(_ step: JudgedStep) {
    let effective = policy.effective(for: step.oldPath ?? step.path, status: step.oldStatus ?? step.newStatus ?? .active)
    /// The loudest price that is due for each change.
    var due: [String: (level: Level, rule: String)] = [:]
    for price in step.prices + [acknowledgement(for: step, effective)].compactMap({ $0 }) {
      let isFree = step.isDraft && !(step.begins && Price.beginningRules.contains(price.rule))
      let outcome = settle(price, effective, isDraft: isFree, overrides: step.overrides)
      findings.append(outcome.finding)
      for change in outcome.unpaid where outcome.level > (due[change]?.level ?? .off) {
        due[change] = (outcome.level, price.rule)
      }
    }
    for use in step.overrides { findings.append(finding(use, of: step, effective)) }
    for change in step.changes { findings.append(finding(change, of: step, due: due[change.fingerprint], effective)) }
  }

  mutating func judge(_ price: Price) {
    findings.append(settle(price, policy.effective(for: price.path), isDraft: false).finding)
  }

  /// That somebody broke the glass: no level makes it less than a warning.
  private func finding(_ use: BreakGlass, of step: JudgedStep, _ effective: EffectivePolicy) -> Finding {
    let level = max(effective.namedLevel(of: "override-used") ?? .warning, .warning)
    return Finding(
      rule: "override-used", level: level, contract: step.contract, path: step.path,
      message: "\(use.sentence), for contract '\(step.title)': \(use.reason)",
      hint: "it pays for what owners are asked, and for nothing else")
  }

  /// A change as a finding.
  private func finding(
    _ judged: JudgedChange, of step: JudgedStep, due: (level: Level, rule: String)?, _ effective: EffectivePolicy
  ) -> Finding {
    let position = judged.change.newPosition ?? judged.change.oldPosition ?? .start
    // A level that is named for a fact says how loudly it is told once it is paid; a fact alone never refuses.
    let told = min(effective.namedLevel(of: judged.rule, impact: judged.impact) ?? .note, .warning)
    let level = max(due?.level ?? .off, told)
    let isUnpaid = (due?.level ?? .off) > .note
    return Finding(
      rule: judged.rule, level: level, contract: step.contract, path: step.path, position: position, message: judged.message,
      fixes: isUnpaid ? waysOut(judged, of: step) : [], fingerprint: judged.fingerprint, isPrice: false,
      reason: due.flatMap { $0.level > .off ? $0.rule : nil })
  }

  /// A removal has a way that hurts less: to announce it first.
  private func waysOut(_ judged: JudgedChange, of step: JudgedStep) -> [Finding.Fix] {
    let subject = judged.change.subject
    guard judged.impact == .breaking, judged.change.action == .removed, judged.change.attribute.isEmpty,
      subject == .property || subject == .object
    else { return [] }
    let name = ShellWord.quoted(step.title + "." + judged.change.element.dotted)
    return [Finding.Fix(title: "announce the removal first", command: "git contract deprecate " + name)]
  }

  // MARK: Prices

  /// The acknowledgements that are due and that nobody gave.
  private func acknowledgement(for step: JudgedStep, _ effective: EffectivePolicy) -> Price? {
    let missing = step.changes.filter { change in
      guard effective.signOff(for: SignOffKind(change.impact)).acknowledge else { return false }
      if change.impact == .dangerous && step.isMajor { return false }
      return !step.readByNobody.contains(change.fingerprint)
        && !step.acknowledgements.contains { $0.covers(change, report: step.report) }
    }
    guard let first = missing.first else { return nil }
    let others = missing.count == 1 ? "" : " and \(missing.count - 1) more"
    return Price(
      rule: "acknowledgement-missing", impact: missing.map(\.impact).max(), contract: step.contract, path: step.path,
      position: first.change.newPosition ?? first.change.oldPosition ?? .start,
      message: "contract '\(step.title)' needs the decision of an owner: \(first.message)\(others)",
      hint: "an owner acknowledges it, or the version rises by a major",
      fixes: [
        Finding.Fix(
          title: "as an owner", command: "git contract acknowledge " + ShellWord.quoted(step.title), needsHuman: true)
      ],
      changes: Set(missing.map(\.fingerprint)))
  }

  /// Applies waivers and level to a price.
  private mutating func settle(
    _ price: Price, _ effective: EffectivePolicy, isDraft: Bool, overrides: [BreakGlass] = []
  ) -> (finding: Finding, unpaid: Set<String>, level: Level) {
    var level = effective.level(ofPrice: price.rule, impact: price.impact)
    // What the base has too, owners where they are not enforced yet, and drafts: told, and nothing is refused.
    if price.isInherited { level = min(level, .warning) }
    if Price.ownerRules.contains(price.rule) {
      switch policy.ownership {
      case .off: level = .off
      case .warn: level = min(level, .warning)
      case .enforce: break
      }
    }
    if isDraft && !Price.inputRules.contains(price.rule) { level = min(level, .note) }

    var unpaid = price.changes
    var payer: Waiver?
    var expired: Waiver?
    for (place, waiver) in waivers.waivers.enumerated() {
      let freed = unpaid.filter { waiver.frees($0, of: price) }
      guard waiver.speaks(of: price) || !freed.isEmpty else { continue }
      matched.insert(place)
      guard today <= waiver.expires else {
        expired = waiver
        continue
      }
      payer = waiver
      unpaid.subtract(waiver.speaks(of: price) ? unpaid : freed)
      if waiver.speaks(of: price) { break }
    }
    let use = BreakGlass.rules.contains(price.rule) ? overrides.first : nil
    if use != nil { unpaid = [] }
    let isPaid = (payer != nil || use != nil) && unpaid.isEmpty
    if isPaid { level = min(level, .note) }
    var hint = price.hint
    if let use, isPaid {
      hint = "\(use.sentence): \(use.reason)"
    } else if let payer, isPaid {
      hint = "waived by \(payer.person) until \(payer.expires): \(payer.reason)"
    } else if let expired {
      hint = "the waiver of \(expired.person) expired on \(expired.expires)" + (hint.map { "; " + $0 } ?? "")
    }
    var finding = Finding(
      rule: price.rule, level: level, contract: price.contract, path: price.path, position: price.position, message: price.message,
      hint: hint, fixes: level > .note ? price.fixes : [], fingerprint: price.fingerprint)
    finding.persons = price.persons
    return (finding, isPaid ? [] : unpaid, level)
  }

  // MARK: Waivers

  /// Says what became of each waiver, and reports those that should go.
  mutating func closeWaivers() -> [(waiver: Waiver, state: Waiver.State)] {
    waivers.waivers.enumerated().map { place, waiver in
      let isSpent = waiver.fingerprint.map { waivers.happened.contains($0) } ?? false
      let state = waiver.state(on: today, matches: matched.contains(place), isSpent: isSpent, added: waivers.added[waiver])
      let told: (rule: String, message: String)?
      switch state {
      case .expired: told = ("waiver-expired", "the waiver expired on \(waiver.expires) and pays for nothing")
      case .stale where today > waiver.expires: told = ("waiver-stale", "the waiver expired on \(waiver.expires) and was never needed")
      case .stale: told = ("waiver-stale", "the waiver has waited for its change for more than \(Waiver.pendingDays) days")
      case .valid, .pending, .spent: told = nil
      }
      if let told {
        findings.append(
          Finding(
            rule: told.rule, level: policy.common.namedLevel(of: told.rule) ?? .warning, path: waiver.path, position: waiver.position,
            message: told.message, hint: "remove it from '\(waiver.path)', or give it a new day"))
      }
      return (waiver, state)
    }
  }
}
