/// How owners and persons are called in an audit: by their teams, and by name only where somebody asked for persons.
package struct AuditNames: Sendable {
  package let showsPersons: Bool
  private let roster: Roster
  /// The first team of each person, by id.
  private let teams: [String: String]

  /// For persons who are in no team, or of whom nobody knows.
  package static let anonymous = "persons of no team"

  package init(roster: Roster, showsPersons: Bool) {
    self.roster = roster
    self.showsPersons = showsPersons
    teams = Dictionary(roster.people.teams.flatMap { team in team.members.map { ($0, team.handle.text) } }) { first, _ in first }
  }

  /// A team or role as it is written; for a person the team.
  package func party(of owner: Owner) -> String {
    switch owner {
    case .team(let text), .role(let text): return text
    case .user(let text):
      // A people file may give a team a handle without a slash.
      if showsPersons || roster.people.team(handle: text) != nil { return text }
      return party(ofPerson: roster.people.person(handle: text)?.id ?? "")
    case .email(let text): return showsPersons ? text : party(ofPerson: roster.person(email: text).id)
    }
  }

  /// The team of a person, or where persons are shown their id.
  package func party(ofPerson id: String) -> String {
    if showsPersons, !id.isEmpty { return id }
    return teams[id] ?? Self.anonymous
  }

  /// Each once, in their order.
  package func parties(of owners: [Owner]) -> [String] {
    var seen: Set<String> = []
    return owners.map { party(of: $0) }.filter { seen.insert($0).inserted }
  }
}
