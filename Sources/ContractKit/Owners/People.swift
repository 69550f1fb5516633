/// `.contracts/people.yaml`: who the handles of CODEOWNERS are, in the repository, so that it has an audit trail.
package struct People: Sendable {
  /// Where it stands in a repository.
  package static let path = ".contracts/people.yaml"

  /// A team by its handle.
  package struct Team: Sendable, Hashable {
    package let handle: Owner
    /// Ids of persons. A team has no teams in it: whoever reads the file sees who is meant.
    package let members: [String]

    package init(handle: Owner, members: [String]) {
      self.handle = handle
      self.members = members
    }
  }

  /// In the order of the file.
  package let persons: [Person]
  package let teams: [Team]
  /// Fingerprints of keys that count no more, whoever's they were.
  package let revoked: Set<String>
  /// False for a repository without the file.
  package let isPresent: Bool

  private let personsByID: [String: Int]
  /// By the owner's key, see `Owner.key`.
  private let personsByHandle: [String: Int]
  /// By the address in lower case.
  private let personsByEmail: [String: Int]
  private let teamsByHandle: [String: Int]

  /// A repository without the file.
  package init() {
    self.init(persons: [], teams: [], revoked: [], isPresent: false)
  }

  init(persons: [Person], teams: [Team], revoked: Set<String>, isPresent: Bool = true) {
    self.persons = persons
    self.teams = teams
    self.revoked = revoked
    self.isPresent = isPresent
    // The reader has refused whatever stands twice; the first would count.
    personsByID = Dictionary(persons.enumerated().map { ($1.id, $0) }) { first, _ in first }
    personsByHandle = Dictionary(persons.enumerated().flatMap { offset, person in person.handles.map { ($0.key, offset) } }) { first, _ in
      first
    }
    personsByEmail = Dictionary(persons.enumerated().flatMap { offset, person in person.emails.map { ($0.lowercasedASCII, offset) } }) {
      first, _ in first
    }
    teamsByHandle = Dictionary(teams.enumerated().map { ($1.handle.key, $0) }) { first, _ in first }
  }

  package func person(id: String) -> Person? { personsByID[id].map { persons[$0] } }

  /// - Parameter handle: with its `@`, in any case.
  package func person(handle: String) -> Person? { personsByHandle[handle.lowercasedASCII].map { persons[$0] } }

  /// The person with an e-mail, in any case. GitHub's own addresses, `ID+user@users.noreply.github.com` and the older
  /// `user@users.noreply.github.com`, are found by the handle in them.
  package func person(email: String) -> Person? {
    let key = email.lowercasedASCII
    if let offset = personsByEmail[key] { return persons[offset] }
    let domain = "@users.noreply.github.com"
    guard key.hasSuffix(domain) else { return nil }
    let local = key.dropLast(domain.count)
    guard let plus = local.firstIndex(of: "+") else { return person(handle: "@" + local) }
    guard plus > local.startIndex, local[..<plus].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return person(handle: "@" + local[local.index(after: plus)...])
  }

  /// - Parameter handle: with its `@`, in any case.
  package func team(handle: String) -> Team? { teamsByHandle[handle.lowercasedASCII].map { teams[$0] } }

  /// The keys of a person that count on a day: valid then, and not revoked.
  package func keys(of person: Person, on day: CalendarDay) -> [Person.Key] {
    person.keys.filter { $0.isValid(on: day) && !revoked.contains($0.key.fingerprint) }
  }
}
