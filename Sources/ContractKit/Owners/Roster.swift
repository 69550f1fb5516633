/// Who is behind an owner or an address, on one day: the people file, read with the policy's agents and a clock.
package struct Roster: Sendable {
  package let people: People
  package let agents: AgentList
  package let day: CalendarDay

  package init(people: People, agents: AgentList = AgentList(), day: CalendarDay) {
    self.people = people
    self.agents = agents
    self.day = day
  }

  /// Why somebody's word does not count, or nobody's does.
  package enum Absence: Sendable, Hashable {
    /// A bot or an agent.
    case bot
    /// The person left after this day.
    case left(CalendarDay)
  }

  /// Who an owner is.
  package struct Resolution: Sendable, Hashable {
    package let owner: Owner
    /// Who can sign: humans that are still there, in the order of the file.
    package let persons: [Person]
    /// Who is meant and cannot sign.
    package let absent: [Person]
    /// False for a handle that the people file does not have.
    package let isKnown: Bool
  }

  /// Why a person cannot sign; `nil` if they can.
  package func absence(of person: Person) -> Absence? {
    if person.kind == .bot || person.emails.contains(where: { agents.contains(name: person.name ?? "", email: $0) }) { return .bot }
    if let until = person.until, until < day { return .left(until) }
    return nil
  }

  /// The person with an e-mail. One that the people file does not have is a person of their own: CODEOWNERS may name them so.
  package func person(email: String) -> Person {
    people.person(email: email) ?? Person(email: email)
  }

  /// Who an owner of CODEOWNERS or a steward of the policy is.
  ///
  /// GitLab's roles are known to GitLab alone and resolve to nobody.
  package func resolve(_ owner: Owner) -> Resolution {
    let found: [Person]?
    switch owner {
    case .email(let address): found = [person(email: address)]
    case .role: found = nil
    case .user(let handle), .team(let handle):
      found =
        people.person(handle: handle).map { [$0] }
        ?? people.team(handle: handle).map { team in team.members.compactMap { people.person(id: $0) } }
    }
    let persons = found ?? []
    return Resolution(
      owner: owner, persons: persons.filter { absence(of: $0) == nil }, absent: persons.filter { absence(of: $0) != nil },
      isKnown: found != nil)
  }

  /// Whether a person has keys, in whatever state: one that was revoked or has expired frees nobody from signing, else taking away a stolen
  /// key would let anybody forge its owner's word.
  package func hasKey(_ person: Person) -> Bool { people.person(id: person.id).map { !$0.keys.isEmpty } ?? false }
}
