/// What a change does to the files that say who decides.
package struct GovernanceChange: Sendable {
  /// One changed file: CODEOWNERS, or below `.contracts/`.
  package struct File: Sendable {
    package var path: String
    /// The commits of base..head, with `changesPath` for this file.
    package var commits: [ClaimCommit]
    /// Who signed this file's change.
    package var agreements: [Agreement]
    /// Why what somebody signed does not count.
    package var remarks: [OwnedStep.Remark]
    /// Ids of those who said "no" by a record.
    package var rejections: Set<String>

    package init(
      path: String, commits: [ClaimCommit], agreements: [Agreement] = [], remarks: [OwnedStep.Remark] = [], rejections: Set<String> = []
    ) {
      self.path = path
      self.commits = commits
      self.agreements = agreements
      self.remarks = remarks
      self.rejections = rejections
    }
  }

  package var files: [File]
  /// The paths whose owners matter, of base and head: contracts, consumer files, CODEOWNERS, what stands below `.contracts/`.
  package var governedPaths: [String]

  package init(files: [File], governedPaths: [String]) {
    self.files = files
    self.governedPaths = governedPaths
  }

  /// Who signed all of it: what it does to owners comes of all files together.
  var agreements: [Agreement] {
    guard let first = files.first else { return [] }
    return first.agreements.filter { agreement in
      files.allSatisfy { file in file.agreements.contains { $0.person.id == agreement.person.id } }
    }
  }

  /// Whether a changed file is judged as governance: CODEOWNERS wherever a forge looks for it or the policy puts it, and all below
  /// `.contracts/` but sign-off records, which ask nobody.
  package static func governs(_ path: String, policy: Policy) -> Bool {
    if path == policy.codeOwnersFile || CodeOwnersDialect.automaticCandidatePaths.contains(path) { return true }
    return path.hasPrefix(".contracts/") && !path.hasPrefix(".contracts/signoffs/")
  }

  /// The commits of all files, each once; one counts if it changes any of them.
  var commits: [ClaimCommit] {
    var offsets: [String: Int] = [:]
    var merged: [ClaimCommit] = []
    for commit in files.flatMap(\.commits) {
      if let offset = offsets[commit.id] {
        merged[offset] = merged[offset].merged(with: commit)
      } else {
        offsets[commit.id] = merged.count
        merged.append(commit)
      }
    }
    return merged
  }
}

extension ClaimCommit {
  /// The same commit, seen for another path.
  fileprivate func merged(with other: ClaimCommit) -> ClaimCommit {
    ClaimCommit(
      id: id, author: author, committer: committer, trailers: trailers, changesPath: changesPath || other.changesPath,
      bringsChange: bringsChange || other.bringsChange, writesPath: writesPath || other.writesPath)
  }
}

extension OwnershipRules {
  /// Judges changes of CODEOWNERS, people, teams and stewards by *effect*: of each governed path the persons before and after. A path whose
  /// set changes asks an old owner, else a steward, and a new one; a change without effect asks an owner of the file.
  ///
  /// - *Old* is each line that is not there any more (all of them by `who: each`); where none is gone, one of any line.
  /// - *New* is one of those who are added, by the people of the head, so that a successor may be introduced with the change; where
  ///   nobody is added, one of those who stay.
  /// - Where nobody stays, it is a hand-over, for which the policy has a row of its own.
  /// - Lines that are altered and take no part in an effect ask an owner of the file beside it.
  /// - Keys, e-mails and revocations of persons who were there before have no effect on sets, but on who can speak for whom: they ask an
  ///   owner of the people file, whatever else the change does. So does each other file below `.contracts/`.
  package func judge(_ change: GovernanceChange) -> OwnershipOutcome {
    var outcome = OwnershipOutcome()
    guard policy.ownership != .off else { return outcome }
    let commits = change.commits
    let effects = self.effects(on: change.governedPaths)
    for effect in effects {
      outcome.append(
        judge(
          effect, old: Claims(commits, roster: base.roster), new: Claims(commits, roster: head.roster), change.agreements,
          files: change.files))
    }
    let altersMore = !effects.isEmpty && altersLines(beyond: effects)
    for file in change.files {
      let isBeyondEffects = effects.isEmpty || changesRecords(file.path) || altersMore && file.path != People.path
      if !isJudgedByEffect(file.path) || isBeyondEffects { outcome.append(judge(file)) }
    }
    if base.allLines.isEmpty { sayOnce(&outcome.prices) }
    return outcome
  }

  /// Where nobody owned anything before, that is said once: it is what the change is about, and file by file it is the same.
  private func sayOnce(_ prices: inout [Price]) {
    let missing = prices.filter { $0.rule == "owner-missing" }
    guard missing.count > 1, var one = missing.first else { return }
    one.message = "nobody owned anything before this change, and the policy named no stewards, so nobody can agree to it"
    one.changes = missing.reduce(into: []) { $0.formUnion($1.changes) }
    one.isInherited = missing.allSatisfy(\.isInherited)
    prices.removeAll { $0.rule == "owner-missing" }
    prices.insert(one, at: 0)
  }

  /// Paths that change from the same owners to the same others.
  struct Effect {
    var paths: [String]
    let before: [OwningLine]
    let after: [OwningLine]
    /// The lines that are not there any more.
    let gone: [OwningLine]
    let added: [Person]
    /// Nobody stays.
    let isHandOver: Bool
  }

  /// What changes for the governed paths, grouped, in their order.
  func effects(on paths: [String]) -> [Effect] {
    var effects: [Effect] = []
    for path in paths {
      let before = base.lines(of: path)
      let after = head.lines(of: path)
      if let offset = effects.firstIndex(where: { $0.before == before && $0.after == after }) {
        effects[offset].paths.append(path)
      } else if let effect = effect(on: path, before, after) {
        effects.append(effect)
      }
    }
    return effects
  }

  /// What changes for one path; `nil` if each line still asks the same persons.
  private func effect(on path: String, _ before: [OwningLine], _ after: [OwningLine]) -> Effect? {
    func asksTheSame(_ one: OwningLine, _ other: OwningLine) -> Bool {
      members(one) == members(other) && one.approvals == other.approvals && one.isOptional == other.isOptional
    }
    let gone = before.filter { line in !after.contains { asksTheSame($0, line) } }
    let come = after.filter { line in !before.contains { asksTheSame($0, line) } }
    if gone.isEmpty && come.isEmpty { return nil }
    let old = before.reduce(into: Set<String>()) { $0.formUnion(members($1)) }
    let new = after.reduce(into: Set<String>()) { $0.formUnion(members($1)) }
    return Effect(
      paths: [path], before: before, after: after, gone: gone, added: after.flatMap(\.persons).filter { !old.contains(canonical($0.id)) },
      isHandOver: !old.isEmpty && !new.isEmpty && old.isDisjoint(with: new))
  }

  /// What makes two lines the same for whoever is asked: the persons, and the owners behind whom nobody is.
  private func members(_ line: OwningLine) -> Set<String> {
    Set(line.resolutions.flatMap { $0.persons.isEmpty ? [$0.owner.key] : $0.persons.map { canonical($0.id) } })
  }

  /// One name for a person of whom one side knows only the address and the other more: whoever enters the people file stays who they were.
  private func canonical(_ id: String) -> String {
    guard id.contains("@") else { return id }
    return head.roster.people.person(email: id)?.id ?? base.roster.people.person(email: id)?.id ?? id
  }

  /// CODEOWNERS and people; the policy is read by effect for its stewards, but all else in it matters too.
  private func isJudgedByEffect(_ path: String) -> Bool {
    path == People.path || path == base.codeOwners.path || path == head.codeOwners.path
      || CodeOwnersDialect.automaticCandidatePaths.contains(path)
  }

  /// Whether the file is that of the people, and somebody who was there before has other keys, e-mails or revocations now: by the
  /// file, or as an address that owns something and that somebody is given now.
  private func changesRecords(_ path: String) -> Bool {
    guard path == People.path else { return false }
    let old = base.roster.people
    let new = head.roster.people
    let addresses = Set((base.codeOwners.rules.flatMap(\.owners) + base.stewards).map(\.key))
    return old.revoked != new.revoked
      || new.persons.contains { person in
        let emails = Set(person.emails.map(\.lowercasedASCII))
        guard let other = old.person(id: person.id) else { return !emails.isDisjoint(with: addresses) }
        return emails != Set(other.emails.map(\.lowercasedASCII))
          || Set(person.keys.map { PlainKey($0) }) != Set(other.keys.map { PlainKey($0) })
      }
  }

  /// A key without its place in the file.
  private struct PlainKey: Hashable {
    let key: PublicKey
    let validAfter: CalendarDay?
    let validBefore: CalendarDay?

    init(_ key: Person.Key) {
      self.key = key.key
      validAfter = key.validAfter
      validBefore = key.validBefore
    }
  }

  // MARK: Effects

  private func judge(
    _ effect: Effect, old: Claims, new: Claims, _ agreements: [Agreement], files: [GovernanceChange.File]
  ) -> OwnershipOutcome {
    var outcome = OwnershipOutcome()
    guard let path = effect.paths.first else { return outcome }
    let row = policy.effective(for: path).signOff(for: effect.isHandOver ? .handOver : .governance)
    guard row.who != .none else { return outcome }
    let others = effect.paths.count == 1 ? "" : " and \(effect.paths.count - 1) more"
    let what = "the change of the owners of '\(path.printable)'\(others)"
    let place = self.place(of: effect, files)

    let leaving = effect.gone.isEmpty ? effect.before : effect.gone
    let canSign = leaving.filter { !$0.persons.isEmpty }
    let asked = canSign.isEmpty ? base.stewardLine.map { [$0] } ?? [] : canSign
    if asked.allSatisfy({ $0.persons.isEmpty }) {
      outcome.prices.append(
        Price(
          rule: "owner-missing", path: place.path, position: place.position,
          message: "nobody can agree to \(what): it had no owner who can sign, and the policy names no stewards who can",
          hint: stewardsHint("name 'stewards' in '\(Policy.path)'")))
    } else {
      // One section does not give away what another owns too.
      let isShared = effect.isHandOver && effect.gone.count { !$0.isOptional } > 1
      let who: SignOffWho = effect.gone.isEmpty ? .one : isShared && row.who == .one ? .each : row.who
      let requirement = SignOffRequirement(lines: asked, who: who, assurance: row.assurance, policy: policy, roster: base.roster)
      outcome.append(settle(requirement, agreements, old, what: what, place: place, state: base, files: files))
    }

    guard row.successor || !effect.isHandOver, !effect.after.isEmpty else { return outcome }
    let added = effect.added
    let successors = effect.after.compactMap { line -> OwningLine? in
      let resolutions = line.resolutions.filter { resolution in
        resolution.persons.isEmpty || added.isEmpty || resolution.persons.contains { person in added.contains { $0.id == person.id } }
      }
      let known = resolutions.map { $0.keeping(added.isEmpty ? $0.persons : added) }
      return known.isEmpty ? nil : OwningLine(rule: line.rule, resolutions: known, approvals: 1, isOptional: false)
    }
    // Only a key that the base knows can be held against a signature: a key that comes with the change is none yet.
    let requirement = SignOffRequirement(
      lines: successors, who: .one, assurance: row.assurance, policy: policy, roster: base.roster)
    outcome.append(settle(requirement, agreements, new, what: what, place: place, state: head, files: files))
    return outcome
  }

  /// Where an effect is told: the new line, else the old one, in the file that changed.
  private func place(of effect: Effect, _ files: [GovernanceChange.File]) -> (path: String, position: SourcePosition) {
    let changed = files.map(\.path)
    if changed.contains(head.codeOwners.path), let rule = effect.after.first?.rule { return (head.codeOwners.path, rule.position) }
    if changed.contains(base.codeOwners.path), let rule = effect.before.first?.rule { return (base.codeOwners.path, rule.position) }
    return (changed.first ?? head.codeOwners.path, .start)
  }

  // MARK: Files

  /// A file that is changed without effect, or in what no effect shows: its owners are asked.
  private func judge(_ file: GovernanceChange.File) -> OwnershipOutcome {
    let row = policy.effective(for: file.path).signOff(for: .governance)
    guard row.who != .none else { return OwnershipOutcome() }
    let lines = base.lines(of: file.path)
    guard !lines.isEmpty else {
      var outcome = OwnershipOutcome()
      outcome.prices.append(
        Price(
          rule: "owner-missing", path: file.path,
          message: "nobody owns '\(file.path.printable)': CODEOWNERS names nobody for it, and the policy names no stewards",
          hint: stewardsHint("name its owners in CODEOWNERS, or 'stewards' in '\(Policy.path)'")))
      return outcome
    }
    let who: SignOffWho = isJudgedByEffect(file.path) && row.who == .each ? .one : row.who
    let requirement = SignOffRequirement(lines: lines, who: who, assurance: row.assurance, policy: policy, roster: base.roster)
    return settle(
      requirement, file.agreements, Claims(file.commits, roster: base.roster), what: "the change of '\(file.path.printable)'",
      place: (file.path, .start), state: base, files: [file])
  }

  private func settle(
    _ requirement: SignOffRequirement, _ agreements: [Agreement], _ claims: Claims, what: String,
    place: (path: String, position: SourcePosition), state: OwnershipState, files: [GovernanceChange.File]
  ) -> OwnershipOutcome {
    var outcome = OwnershipOutcome()
    for (message, isNobody, line) in unknownOwners(requirement) {
      outcome.prices.append(
        Price(
          rule: "owner-unknown", path: line.rule == nil ? Policy.path : state.codeOwners.path, position: line.rule?.position ?? .start,
          message: message, hint: "name the persons of that handle in '\(People.path)'", isInherited: !isNobody))
    }
    let checked = requirement.check(
      agreements + claims.counted(without: Set(files.flatMap(\.rejections))), authors: claims.authors)
    outcome.signOffs = checked.signOffs
    for unmet in checked.unmet {
      var wording = SignOffWording(unmet: unmet, asked: requirement.assurance, codeOwners: state.codeOwners.path, what: what)
      wording.hasForge = policy.forge != .none
      wording.signable = files.map(\.path)
      var price = Price(
        rule: "owner-sign-off-missing", path: place.path, position: place.position, message: wording.message,
        hint: wording.hint(uncounted: claims.uncounted, remarks: files.flatMap(\.remarks)), fixes: wording.fixes)
      price.persons = unmet.persons.map(\.id)
      outcome.prices.append(price)
    }
    return outcome
  }
}

extension Roster.Resolution {
  /// The same owner with only some of the persons.
  fileprivate func keeping(_ others: [Person]) -> Roster.Resolution {
    Roster.Resolution(
      owner: owner, persons: persons.filter { person in others.contains { $0.id == person.id } }, absent: absent, isKnown: isKnown)
  }
}
