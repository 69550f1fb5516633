internal import ContractKit

/// Owners and people at the tip of an audit.
struct AuditedTip {
  var request: AuditRequest
  var rulebook: Rulebook
  var state: OwnershipState
  var names: AuditNames

  /// What an owner said about the duty.
  enum Acceptance {
    case notAsked, given, missing, expired
  }

  /// Fills in who answers for a contract, who is active, and how many can go on with it; tells what does not fit.
  func describeOwners(
    _ subject: inout AuditWalk.Subject, _ version: ContractVersion, _ acceptance: Acceptance
  ) -> [AuditFinding] {
    let path = version.path
    let ownership = state.codeOwners.owners(of: path)
    let lines = state.lines(of: path)
    subject.audited.lines = ownership.rules.map { rule in
      .init(path: state.codeOwners.path, line: rule.line, pattern: rule.pattern, owners: names.parties(of: rule.owners))
    }
    subject.audited.state = ownerState(ownership, lines, acceptance)
    let members = version.contract?.root.children(.member) ?? []
    let declared =
      lines.flatMap(\.resolutions).map { DeclaredParty($0, names: names) }
      + members.compactMap { DeclaredParty(member: $0, roster: state.roster, names: names) }
    subject.audited.parties = parties(lines, version.contract)
    subject.audited.busFactor = BusFactor(
      signers: signers(lines), authors: BusFactor.authors(of: subject.changes, creator: subject.creator))
    describeAuthors(&subject, declared: declared)
    return findings(subject, declared, lines)
  }

  /// Fills in who wrote a contract, held against those who are declared.
  func describeAuthors(_ subject: inout AuditWalk.Subject, declared: [DeclaredParty]) {
    var activity = AuditedContract.Activity()
    activity.authors = subject.changes.count
    let strangers = subject.identities.filter { person, identity in
      !declared.contains { $0.includes(person: person, name: identity.name, email: identity.email) }
    }
    // Behind a handle that nobody resolves everybody may stand.
    if !declared.isEmpty, declared.allSatisfy(\.isKnown) {
      activity.undeclared = strangers.count
      activity.undeclaredTeams = Set(strangers.keys.map { names.party(ofPerson: $0) }).sorted()
    }
    let agreed = subject.agreed
    // A team is there where one of it is, and where one of its cannot be told from others nothing is said.
    var seen = Set(
      declared.filter { party in
        !party.isKnown || !party.persons.isDisjoint(with: agreed)
          || subject.identities.contains { party.includes(person: $0.key, name: $0.value.name, email: $0.value.email) }
      }.map(\.name))
    activity.absent = subject.changes.isEmpty ? [] : declared.map(\.name).filter { seen.insert($0).inserted }
    activity.assistedAgreedBy = subject.assistedAgreedBy.sorted()
    if names.showsPersons { activity.persons = subject.changes.keys.sorted() }
    subject.audited.activity = activity
  }

  private func ownerState(_ ownership: PathOwnership, _ lines: [OwningLine], _ acceptance: Acceptance) -> AuditedContract.State {
    switch ownership.state {
    case .cleared: return .cleared
    case .unmatched: return .unmatched
    case .owned: break
    }
    if lines.allSatisfy({ $0.persons.isEmpty }) {
      let resolutions = lines.flatMap(\.resolutions)
      if resolutions.contains(where: \.isKnown) { return .ownerLeft }
      // Without a people file nobody is known, and that is said once.
      if rulebook.people != nil { return .unknownOwner }
    }
    switch acceptance {
    case .notAsked, .given: return .owned
    case .missing: return .notAccepted
    case .expired: return .acceptanceExpired
    }
  }

  /// Who answers: the owners of the lines, else the team that the contract itself names.
  private func parties(_ lines: [OwningLine], _ contract: Contract?) -> [String] {
    let owners = names.parties(of: lines.flatMap { $0.resolutions.map(\.owner) })
    if !owners.isEmpty { return owners }
    return [contract?.root.value("team.name")?.text].compactMap { $0 }.filter { !$0.isEmpty }
  }

  /// Distinct persons with a key that is valid today; nil where nobody in the repository has any.
  private func signers(_ lines: [OwningLine]) -> Int? {
    let people = state.roster.people
    guard people.persons.contains(where: { !$0.keys.isEmpty }) else { return nil }
    let able = lines.flatMap(\.persons).filter { person in
      person.keys.contains { $0.isValid(on: request.today) && !people.revoked.contains($0.key.fingerprint) }
    }
    return Set(able.map(\.id)).count
  }

  private func findings(_ subject: AuditWalk.Subject, _ declared: [DeclaredParty], _ lines: [OwningLine]) -> [AuditFinding] {
    let contract = subject.audited
    var findings: [AuditFinding] = []
    func find(_ kind: AuditFinding.Kind, _ message: String) {
      let place = contract.lines.first
      findings.append(
        AuditFinding(
          kind, contract: contract.identifier, title: contract.title, path: place?.path ?? contract.path, line: place?.line,
          message: message))
    }
    switch contract.state {
    case .ownerLeft: find(.ownerLeft, "everybody who owns \(contract.title) has left, or is a bot")
    case .notAccepted: find(.notAccepted, "no owner of \(contract.title) has accepted the duty")
    case .acceptanceExpired: find(.notAccepted, "the acceptance of the owners of \(contract.title) has run out")
    case .owned, .cleared, .unmatched, .unknownOwner: break
    }
    // Whom a contract declares that cannot be read, nobody can tell.
    if declared.isEmpty, contract.problem == nil { find(.orphan, "nobody is declared for \(contract.title)") }
    if rulebook.people != nil {
      for resolution in lines.flatMap(\.resolutions) where !resolution.isKnown {
        find(.unknownOwner, "nobody knows who '\(names.party(of: resolution.owner))' is, who owns \(contract.title)")
      }
    }
    if contract.activity.undeclared > 0 {
      let count = contract.activity.undeclared
      find(
        .activeUndeclared,
        "\(contract.title) was changed by \(count) of \(contract.activity.authors) authors who are not declared for it ("
          + contract.activity.undeclaredTeams.joined(separator: ", ") + ")")
    }
    if !contract.activity.absent.isEmpty {
      find(
        .declaredAbsent,
        "\(contract.activity.absent.joined(separator: ", ")): declared for \(contract.title), never seen in its history")
    }
    if contract.busFactor.value <= 1, contract.busFactor.basis == .keys || contract.activity.authors > 0 {
      let why = contract.busFactor.basis == .keys ? "with a valid key may agree for it" : "knows it by its history"
      find(
        .singlePerson,
        contract.busFactor.value == 0 ? "\(contract.title): nobody \(why)" : "\(contract.title): only one person \(why)")
    }
    return findings
  }
}
