/// What is asked of some lines for one kind of change, held against those who agreed.
struct SignOffRequirement: Sendable {
  let lines: [OwningLine]
  let who: SignOffWho
  let assurance: Assurance
  let policy: Policy
  /// Says whether a person has a key.
  let roster: Roster

  /// An agreement that is asked and was not given.
  struct Unmet: Sendable {
    /// The lines of which one may give it.
    let lines: [OwningLine]
    /// How many distinct persons are asked.
    let needed: Int
    /// Who agreed strongly enough.
    let given: [Agreement]
    /// Who agreed by less than is asked.
    let tooWeak: [Agreement]
    /// How strong it has to be.
    let assurance: Assurance

    /// Who may still give it, each once.
    var persons: [Person] {
      var known = Set(given.map(\.person.id))
      return lines.flatMap(\.persons).filter { known.insert($0.id).inserted }
    }
  }

  struct Outcome: Sendable {
    var unmet: [Unmet] = []
    var signOffs: [SignOff] = []
  }

  /// How strong an agreement must be for a line: what the policy asks, but a claim where nobody of the line has a key, or no record can be
  /// made since the policy does not say which repository this is, no forge is named, and the policy lets it be (`without-keys: claim`).
  func requiredAssurance(of line: OwningLine) -> Assurance {
    guard assurance > .claim, policy.forge == .none, policy.withoutKeys == .claim else { return assurance }
    return !policy.repository.isEmpty && line.persons.contains { roster.hasKey($0) } ? assurance : .claim
  }

  /// - Parameter authors: ids of those who wrote the change; they never count towards two persons.
  func check(_ agreements: [Agreement], authors: Set<String>) -> Outcome {
    var outcome = Outcome()
    switch who {
    case .none: break
    case .one: check(lines, needed: 1, agreements, &outcome)
    case .two: check(lines, needed: 2, agreements, except: authors, &outcome)
    case .each:
      let required = lines.filter { !$0.isOptional && !$0.persons.isEmpty }
      for line in required { check([line], needed: line.approvals, agreements, &outcome) }
      // Sections that are all optional do not make a path that nobody answers for.
      if required.isEmpty { check(lines, needed: 1, agreements, &outcome) }
    }
    return outcome
  }

  /// An agreement in the name of one owner: whoever speaks, and in whose place.
  private struct Voice {
    let agreement: Agreement
    /// Nil where the person speaks for themselves.
    var standIn: Agreement.StandIn?

    /// The persons who have spoken with it: neither of them is counted a second time.
    var persons: Set<String> { Set([agreement.person.id] + (standIn.map { [$0.principal.id] } ?? [])) }

    /// As whom the principal stands on a line.
    func owner(on line: OwningLine) -> Owner? {
      if let standIn { return line.owner(behind: standIn) }
      return line.resolutions.first { resolution in resolution.persons.contains { $0.id == agreement.person.id } }?.owner
    }
  }

  /// All voices, first those of the owners themselves: nobody speaks in the place of somebody who speaks.
  private static func voices(_ agreements: [Agreement], except authors: Set<String>) -> [Voice] {
    let own = agreements.map { Voice(agreement: $0) }
    let others = agreements.sorted { $0.standsFor.count < $1.standsFor.count }.flatMap { agreement in
      agreement.standsFor.map { Voice(agreement: agreement, standIn: $0) }
    }
    return (own + others).filter { $0.persons.isDisjoint(with: authors) }
  }

  /// - Parameter authors: those who are not counted, nor whoever stands for them.
  private func check(
    _ lines: [OwningLine], needed: Int, _ agreements: [Agreement], except authors: Set<String> = [], _ outcome: inout Outcome
  ) {
    let lines = lines.filter { !$0.persons.isEmpty }
    // Whom nobody stands behind is `owner-unknown`, not somebody who has not agreed.
    guard !lines.isEmpty else { return }
    var given: [Agreement] = []
    var tooWeak: [Agreement] = []
    var heard: Set<String> = []
    for voice in Self.voices(agreements, except: authors) {
      let agreement = voice.agreement
      let owned = lines.filter { voice.owner(on: $0) != nil }
      guard !owned.isEmpty, heard.isDisjoint(with: voice.persons) else { continue }
      guard let line = owned.first(where: { requiredAssurance(of: $0) <= agreement.assurance }) else {
        tooWeak.append(agreement)
        continue
      }
      given.append(agreement)
      heard.formUnion(voice.persons)
      outcome.signOffs.append(
        SignOff(
          person: agreement.person.id, owner: voice.owner(on: line)?.text ?? agreement.person.id, assurance: agreement.assurance,
          asked: assurance, source: agreement.source, inPlaceOf: voice.standIn?.principal.id))
    }
    // A person who agreed by a claim and by more has agreed by more.
    tooWeak.removeAll { weak in given.contains { $0.person.id == weak.person.id } }
    guard given.count < needed else { return }
    outcome.unmet.append(
      Unmet(
        lines: lines, needed: needed, given: given, tooWeak: tooWeak, assurance: lines.map { requiredAssurance(of: $0) }.min() ?? assurance)
    )
  }
}

/// An agreement that counted, as reports show it.
package struct SignOff: Sendable, Hashable {
  /// The person's id.
  package let person: String
  /// The owner for whom the person stands, as CODEOWNERS or the policy writes it.
  package let owner: String
  package let assurance: Assurance
  /// What the policy asks for.
  package let asked: Assurance
  package let source: Agreement.Source
  /// The owner in whose place the person decided; nil where it is an owner's own word.
  package var inPlaceOf: String?

  /// One sentence for people, without full stop. It says what kind of agreement it was.
  package var sentence: String {
    let place = inPlaceOf.map { " in place of '\($0)'" } ?? ""
    let agreed = "'\(person)' agreed for '\(owner)'\(place) by a \(assurance.rawValue), \(source)"
    guard assurance < asked else { return agreed }
    return agreed + "; the policy asks for \(asked.phrase), but nobody there has a key and no forge is named"
  }
}

extension Assurance {
  /// For people.
  package var phrase: String {
    switch self {
    case .claim: "a claim"
    case .witnessed: "a witnessed review or a signature"
    case .signature: "a signature"
    }
  }
}
