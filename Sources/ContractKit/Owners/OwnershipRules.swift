/// Who must agree to a change, and who did: the prices `owner-missing`, `owner-unknown`, `owner-sign-off-missing` and
/// `security-sign-off-missing`.
///
/// Owners, people, stewards and policy are those of the *base*: a change never names its own judges. The head is looked at only for a
/// successor, who may be introduced in the same change. How loudly a price is spoken (`ownership: off | warn | enforce`, drafts, levels) is
/// decided by `Judgement`. Source: semantics.md, "Adoption and repair"; ownership.md, "What is asked, by what the change costs".
package struct OwnershipRules: Sendable {
  package let base: OwnershipState
  package let head: OwnershipState
  /// The base's.
  package let policy: Policy

  /// - Parameters:
  ///   - base: CODEOWNERS, people and stewards of the base.
  ///   - head: those of the head; only governance looks at it.
  ///   - policy: that of the base.
  package init(base: OwnershipState, head: OwnershipState, policy: Policy) {
    self.base = base
    self.head = head
    self.policy = policy
  }

  // MARK: Steps

  /// What a step asks of owners.
  package func judge(_ step: OwnedStep) -> OwnershipOutcome {
    var outcome = OwnershipOutcome()
    guard policy.ownership != .off else { return outcome }
    let claims = Claims(step.commits, roster: base.roster)
    var seen: [[OwningLine]] = []
    let kind = step.kind
    for path in step.askedPaths {
      let lines = base.lines(of: path)
      // Both ends of a move, and a copy beside its model, often have the same owners.
      guard !lines.isEmpty, seen.contains(lines) else {
        seen.append(lines)
        outcome.append(judge(step, kind, path, lines, claims))
        continue
      }
    }
    if step.lowersProtection { outcome.append(judgeSecurity(step, claims, isAskedAlready: !outcome.prices.isEmpty)) }
    return outcome
  }

  /// What one path of a step asks.
  private func judge(
    _ step: OwnedStep, _ kind: SignOffKind, _ path: String, _ lines: [OwningLine], _ claims: Claims
  ) -> OwnershipOutcome {
    let effective = policy.effective(for: path, status: step.status)
    let row = effective.signOff(for: kind)
    var outcome = OwnershipOutcome()
    guard row.who != .none || !row.owners.isEmpty else { return outcome }
    if row.who != .none, lines.isEmpty {
      // Words may be mended where nobody owns anything.
      guard kind != .editorial else { return outcome }
      outcome.prices.append(ownerMissing(step, path, effective))
    } else if row.who != .none {
      let requirement = SignOffRequirement(
        lines: lines, who: row.who, assurance: row.assurance, policy: policy, roster: base.roster)
      outcome.append(
        settle(requirement, claims, step, what: kind.phrase(step.name), rule: "owner-sign-off-missing", path: path, effective))
    }
    if !row.owners.isEmpty {
      outcome.append(judgeNamed(row, claims, step, what: kind.phrase(step.name), rule: "owner-sign-off-missing", effective))
    }
    return outcome
  }

  /// A classification lowered or an encryption removed: the owners of security whom the policy names; where it names none, an owner of the
  /// path at the assurance of that row, unless they are asked already.
  private func judgeSecurity(_ step: OwnedStep, _ claims: Claims, isAskedAlready: Bool) -> OwnershipOutcome {
    guard let path = step.oldPath ?? step.newPath else { return OwnershipOutcome() }
    let effective = policy.effective(for: path, status: step.status)
    let row = effective.signOff(for: .security)
    guard row.who != .none else { return OwnershipOutcome() }
    let what = SignOffKind.security.phrase(step.name)
    if !row.owners.isEmpty {
      return judgeNamed(row, claims, step, what: what, rule: "security-sign-off-missing", effective)
    }
    let lines = base.lines(of: path)
    guard !isAskedAlready, !lines.isEmpty else { return OwnershipOutcome() }
    let requirement = SignOffRequirement(
      lines: lines, who: row.who, assurance: row.assurance, policy: policy, roster: base.roster)
    return settle(requirement, claims, step, what: what, rule: "security-sign-off-missing", path: path, effective)
  }

  /// The owners whom a row of the policy names beside those of the path.
  private func judgeNamed(
    _ row: SignOffRule, _ claims: Claims, _ step: OwnedStep, what: String, rule: String, _ effective: EffectivePolicy
  ) -> OwnershipOutcome {
    let owners = row.owners.compactMap { Owner($0, dialect: .gitlab) }
    let line = OwningLine(rule: nil, resolutions: owners.map { base.roster.resolve($0) }, approvals: 1, isOptional: false)
    let requirement = SignOffRequirement(
      lines: [line], who: row.who == .two ? .two : .one, assurance: row.assurance, policy: policy, roster: base.roster)
    return settle(requirement, claims, step, what: what, rule: rule, path: step.oldPath ?? step.newPath ?? "", effective)
  }

  /// Holds a requirement against the claims and further agreements of a step.
  private func settle(
    _ requirement: SignOffRequirement, _ claims: Claims, _ step: OwnedStep, what: String, rule: String, path: String,
    _ effective: EffectivePolicy
  ) -> OwnershipOutcome {
    var outcome = OwnershipOutcome()
    let changes = owed(step, effective)
    for (message, isNobody, line) in unknownOwners(requirement) {
      var price = Price(
        rule: "owner-unknown", impact: step.impact, contract: step.contract, path: base.codeOwners.path,
        position: line.rule?.position ?? .start, message: message,
        hint: "name the persons of that handle in '\(People.path)'", changes: isNobody ? changes : [], isInherited: !isNobody)
      if line.rule == nil { price.path = Policy.path }
      outcome.prices.append(price)
    }
    let checked = requirement.check(step.agreements + claims.counted(without: step.rejections), authors: claims.authors)
    outcome.signOffs = checked.signOffs
    for unmet in checked.unmet {
      var wording = SignOffWording(unmet: unmet, asked: requirement.assurance, codeOwners: base.codeOwners.path, what: what)
      wording.hasForge = policy.forge != .none
      wording.isUnsignable = policy.repository.isEmpty && unmet.persons.contains { base.roster.hasKey($0) }
      wording.signable = [step.newPath ?? path]
      let rulePosition = step.newPath == nil ? unmet.lines.first?.rule?.position : nil
      var price = Price(
        rule: rule, impact: step.impact, contract: step.contract,
        path: rulePosition == nil ? step.newPath ?? path : base.codeOwners.path, position: rulePosition ?? step.position,
        message: wording.message, hint: wording.hint(uncounted: claims.uncounted, remarks: step.remarks), fixes: wording.fixes,
        changes: changes)
      price.persons = unmet.persons.map(\.id)
      outcome.prices.append(price)
    }
    return outcome
  }

  private func ownerMissing(_ step: OwnedStep, _ path: String, _ effective: EffectivePolicy) -> Price {
    let ownership = base.codeOwners.owners(of: path)
    let why =
      ownership.rules.last.map { "line \($0.line) of '\(base.codeOwners.path)' takes its ownership away" }
      ?? (base.codeOwners.path.isEmpty ? "there is no CODEOWNERS" : "no line of '\(base.codeOwners.path)' covers '\(path.printable)'")
    return Price(
      rule: "owner-missing", impact: step.impact, contract: step.contract, path: step.newPath ?? path,
      position: step.newPath == nil ? .start : step.position,
      message: "nobody owns \(step.name): \(why), and the policy names no stewards",
      hint: stewardsHint("name its owners in CODEOWNERS, or 'stewards' in '\(Policy.path)'"), changes: owed(step, effective))
  }

  /// The way out where nobody owns something: a change that names stewards, as the first policy does, is not told to name some.
  func stewardsHint(_ otherwise: String) -> String {
    head.stewards.isEmpty ? otherwise : "the stewards whom this change names count from the next change on"
  }

  /// The changes for which somebody is asked.
  private func owed(_ step: OwnedStep, _ effective: EffectivePolicy) -> Set<String> {
    Set(step.changes.filter { effective.signOff(for: SignOffKind($0.impact)).who != .none }.map(\.fingerprint))
  }

  /// The owners of whom nobody can sign, once each, and whether that leaves nobody on a line that has to.
  func unknownOwners(_ requirement: SignOffRequirement) -> [(message: String, isNobody: Bool, line: OwningLine)] {
    let canSign = requirement.lines.contains { !$0.persons.isEmpty }
    var unknown: [(message: String, isNobody: Bool, line: OwningLine)] = []
    for line in requirement.lines {
      for resolution in line.resolutions where resolution.persons.isEmpty {
        let owner = "owner '\(resolution.owner.text)'"
        let message =
          resolution.isKnown
          ? "\(owner) has nobody who can sign: " + (absences(of: resolution).isEmpty ? "the team is empty" : absences(of: resolution))
          : "nobody knows who \(owner) is"
        // One line of several is enough where only one person is asked.
        let isNobody = line.persons.isEmpty && (requirement.who == .each ? !line.isOptional : !canSign)
        unknown.append((message, isNobody, line))
      }
    }
    return unknown
  }

  private func absences(of resolution: Roster.Resolution) -> String {
    resolution.absent.map { person in
      switch base.roster.absence(of: person) {
      case .left(let day): "'\(person.id)' left after \(day)"
      case .bot, nil: "'\(person.id)' is a bot or agent"
      }
    }.joined(separator: ", ")
  }
}

extension OwnedStep {
  /// For `rule/impact` in the policy's levels; nil for what has no impact of its own, such as a deletion.
  var impact: Impact? {
    newPath == nil ? nil : changes.map(\.impact).max()
  }
}

extension SignOffKind {
  /// What somebody is asked to agree to, for messages.
  func phrase(_ subject: String) -> String {
    switch self {
    case .editorial: "the editorial change of \(subject)"
    case .compatible: "the change of \(subject)"
    case .dangerous: "the change of \(subject), which needs a decision,"
    case .breaking: "the breaking change of \(subject)"
    case .deletion: "the deletion of \(subject)"
    case .governance: "the change of \(subject)"
    case .handOver: "the hand-over of \(subject)"
    case .security: "the lowered protection in \(subject)"
    }
  }
}
