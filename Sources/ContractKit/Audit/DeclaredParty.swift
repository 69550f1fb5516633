/// Somebody whom a repository declares for a contract: an owner of CODEOWNERS, a steward, or a member of the contract's own team.
package struct DeclaredParty: Sendable {
  /// How it is called in an audit.
  package var name: String
  /// The ids of those who are meant, where the people file or an address says so.
  package var persons: Set<String>
  /// Texts by which an author is known where it does not: an address, a handle, a user name, in lower case.
  package var words: Set<String>
  /// False where nobody can tell who is meant, such as a team without a people file: then nothing is said about its absence.
  package var isKnown: Bool

  /// Whether somebody who wrote or agreed is meant.
  package func includes(person: String, name: String, email: String) -> Bool {
    if persons.contains(person) { return true }
    let address = email.lowercasedASCII
    let local = address.prefix { $0 != "@" }
    // GitHub's own addresses hold the handle: `12345+ann@users.noreply.github.com`.
    let handle = address.hasSuffix("@users.noreply.github.com") ? "@" + (local.split(separator: "+").last ?? "") : ""
    return words.contains(address) || words.contains(handle) || words.contains(String(local)) || words.contains(name.lowercasedASCII)
  }

  /// An owner of a line.
  package init(_ resolution: Roster.Resolution, names: AuditNames) {
    name = names.party(of: resolution.owner)
    // Who has left did once write and agree for that owner.
    persons = Set((resolution.persons + resolution.absent).map(\.id))
    switch resolution.owner {
    case .user(let text), .email(let text): words = [text.lowercasedASCII]
    case .team, .role: words = []
    }
    isKnown = !persons.isEmpty || !words.isEmpty
  }

  /// A member of the contract's own team; nil for one that has left, or of whom nothing is said.
  package init?(member: Element, roster: Roster, names: AuditNames) {
    guard let user = member.name, !user.isEmpty else { return nil }
    if let text = member.value("dateOut")?.text, let day = CalendarDay(text.prefix(10)), day < roster.day { return nil }
    let people = roster.people
    let address = user.contains("@") && !user.hasPrefix("@")
    let person =
      people.person(id: user) ?? people.person(handle: "@" + user.drop { $0 == "@" }) ?? (address ? people.person(email: user) : nil)
    persons = Set([person?.id].compactMap { $0 })
    words = [user.lowercasedASCII]
    isKnown = true
    name = names.showsPersons ? user : names.party(ofPerson: person?.id ?? "")
  }
}
