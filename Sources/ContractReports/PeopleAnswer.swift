package import ContractKit

/// The answer of `people check`: who is who, and what is wrong with that.
package struct PeopleAnswer: Sendable {
  /// What a key is worth on the day.
  enum KeyState: String, CaseIterable {
    case valid, expired, revoked
    /// Its first day is still to come.
    case pending
  }

  package var owners: OwnershipState
  package var verdict: Verdict
  package var findings: [Finding]

  package init(owners: OwnershipState, verdict: Verdict, findings: [Finding]) {
    self.owners = owners
    self.verdict = verdict
    self.findings = findings
  }

  private var roster: Roster { owners.roster }

  /// `git-contract/people-check/1`.
  package func json(toolVersion: String) -> JSON {
    let lines = owners.allLines
    return [
      "schema": "git-contract/people-check/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "verdict": .string(verdict.rawValue),
      "people": .array(roster.people.persons.map { json(of: $0, lines) }),
      "teams": .array(
        roster.people.teams.map { team in
          [
            "handle": .string(team.handle.text), "members": .array(team.members.map { .string($0) }),
            "active": .array(roster.resolve(team.handle).persons.map { .string($0.id) }),
          ]
        }),
      "findings": .array(findings.map(\.json)),
    ]
  }

  private func json(of person: Person, _ lines: [OwningLine]) -> JSON {
    var owns: [String] = []
    for resolution in lines.flatMap(\.resolutions) where !owns.contains(resolution.owner.text) {
      if (resolution.persons + resolution.absent).contains(where: { $0.id == person.id }) { owns.append(resolution.owner.text) }
    }
    return [
      "id": .string(person.id), "name": JSON(person.name), "kind": .string(person.kind.rawValue),
      "handles": .array(person.handles.map { .string($0.text) }), "emails": .array(person.emails.map { .string($0) }),
      "keys": .array(
        person.keys.map { key in
          [
            "fingerprint": .string(key.key.fingerprint), "validAfter": JSON(key.validAfter?.description),
            "validBefore": JSON(key.validBefore?.description), "state": .string(state(of: key).rawValue),
          ]
        }),
      "until": JSON(person.until?.description), "canSign": .boolean(roster.absence(of: person) == nil),
      "owns": .array(owns.map { .string($0) }),
    ]
  }

  private func state(of key: Person.Key) -> KeyState {
    if roster.people.revoked.contains(key.key.fingerprint) { return .revoked }
    if let end = key.validBefore, end < roster.day { return .expired }
    return key.isValid(on: roster.day) ? .valid : .pending
  }

  /// For people; not stable.
  package func text(_ style: Style) -> String {
    let people = roster.people
    guard people.isPresent || !findings.isEmpty else {
      return "there is no '\(People.path)': owners are known by the e-mails in CODEOWNERS alone\n"
    }
    let checked = CheckAnswer(verdict: verdict, findings: findings, contracts: [], signOffs: [], impact: [])
    let able = people.persons.count { roster.absence(of: $0) == nil }
    let keyed = people.persons.count { roster.absence(of: $0) == nil && !people.keys(of: $0, on: roster.day).isEmpty }
    return checked.text(style)
      + "\(people.persons.count) \(people.persons.count == 1 ? "person" : "persons"), \(able) who can sign, \(keyed) with a valid key; \(people.teams.count) teams\n"
  }
}
