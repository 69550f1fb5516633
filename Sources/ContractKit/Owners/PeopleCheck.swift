/// The people file held against CODEOWNERS, the policy and the contracts' own `team`: who is named and cannot sign, and why.
package struct PeopleCheck: Sendable {
  let state: OwnershipState
  let policy: Policy
  /// Each contract with its path.
  let contracts: [(path: String, contract: Contract)]

  package init(state: OwnershipState, policy: Policy, contracts: [(path: String, contract: Contract)]) {
    self.state = state
    self.policy = policy
    self.contracts = contracts
  }

  /// For how many days before its end a key is spoken of.
  package static let noticeDays = 30

  private var roster: Roster { state.roster }
  private var people: People { roster.people }

  /// Everything that is wrong. What leaves nobody on a line may refuse; all else is a warning at most.
  package var prices: [Price] {
    guard people.isPresent else { return [] }
    return owners + persons + teams + contracts.flatMap { members(of: $0.contract, path: $0.path) }
  }

  // MARK: Owners

  /// The owners of CODEOWNERS and of the policy who cannot sign, each once for a line.
  private var owners: [Price] {
    let lines = state.allLines.map { (line: $0, isNobody: $0.persons.isEmpty) }
    return lines.flatMap { line, isNobody in
      line.resolutions.flatMap { resolution -> [Price] in
        let owner = "'\(resolution.owner.text.printable)'"
        func price(_ rule: String, _ message: String, _ hint: String) -> Price {
          Price(
            rule: rule, path: line.rule == nil ? Policy.path : state.codeOwners.path, position: line.rule?.position ?? .start,
            message: message, hint: hint, isInherited: !isNobody)
        }
        guard resolution.isKnown else {
          return [price("owner-unknown", "nobody knows who owner \(owner) is", "name the persons of that handle in '\(People.path)'")]
        }
        // Of a team that still has somebody only those who left are told, with the team itself.
        guard resolution.persons.isEmpty else { return [] }
        return resolution.absent.map { person in
          switch roster.absence(of: person) {
          case .left(let day):
            price(
              "person-left", "'\(person.id)' left after \(day) and still owns as \(owner)",
              "name a successor in '\(line.rule == nil ? Policy.path : state.codeOwners.path)'")
          case .bot, nil:
            price("bot-owner", "owner \(owner) is '\(person.id)', a bot or agent, which never signs off", "name a human beside it")
          }
        }
      }
    }
  }

  // MARK: Persons

  private var persons: [Price] {
    var seen: [String: String] = [:]
    let handles = People(persons: people.persons.map(\.withoutEmails), teams: [], revoked: [])
    return people.persons.flatMap { person -> [Price] in
      var prices = keys(of: person)
      if let name = person.name?.lowercased() {
        if let other = seen[name] {
          prices.append(
            warning(
              "person-duplicate", "'\(other)' and '\(person.id)' have one name: one person who stands twice would be counted twice",
              "make them one, or write the names out"))
        }
        seen[name] = seen[name] ?? person.id
      }
      for email in person.emails {
        // An address of GitHub's names a handle, which may be another's.
        guard let other = handles.person(email: email), other.id != person.id else { continue }
        prices.append(
          warning(
            "person-duplicate", "'\(email.printable)' of '\(person.id)' has the handle of '\(other.id)' in it",
            "give the address to whose handle it is"))
      }
      if policy.override.contains(person.id), roster.absence(of: person) != nil {
        prices.append(
          warning(
            "person-left", "'\(person.id)' may break glass and cannot sign any more", "take them out of 'override' in '\(Policy.path)'"))
      }
      return prices
    }
  }

  private func keys(of person: Person) -> [Price] {
    guard roster.absence(of: person) == nil else { return [] }
    let hasOther = !people.keys(of: person, on: roster.day).isEmpty
    return person.keys.compactMap { key in
      let name = "key \(key.key.fingerprint) of '\(person.id)'"
      let left = hasOther ? "" : ", and no other is left: nothing that needs a signature can be agreed to by them"
      let hint = "put a new key beside it in '\(People.path)'"
      func told(_ rule: String, _ message: String) -> Price { warning(rule, message, hint, position: key.position) }
      if people.revoked.contains(key.key.fingerprint) { return told("key-revoked", name + " is revoked" + left) }
      guard let end = key.validBefore else { return nil }
      if end < roster.day { return told("key-expired", name + " was valid until \(end)" + left) }
      guard end <= roster.day.adding(days: Self.noticeDays) else { return nil }
      return told("key-expiring", name + " is valid until \(end)")
    }
  }

  private func warning(_ rule: String, _ message: String, _ hint: String, position: SourcePosition = .start) -> Price {
    Price(rule: rule, path: People.path, position: position, message: message, hint: hint, isInherited: true)
  }

  // MARK: Teams

  private var teams: [Price] {
    people.teams.flatMap { team -> [Price] in
      let resolution = roster.resolve(team.handle)
      if resolution.persons.isEmpty {
        return [
          warning(
            "team-empty", "team '\(team.handle.text.printable)' has nobody who can sign", "name its members in '\(People.path)'")
        ]
      }
      return resolution.absent.map { person in
        let why: String
        switch roster.absence(of: person) {
        case .left(let day): why = "left after \(day)"
        case .bot, nil: why = "is a bot or agent, which never signs off"
        }
        return warning(
          person.kind == .bot ? "bot-owner" : "person-left", "'\(person.id)' of team '\(team.handle.text.printable)' \(why)",
          "take them out of the team")
      }
    }
  }

  /// What a contract's own `team` says of its owners.
  private func members(of contract: Contract, path: String) -> [Price] {
    let lines = state.lines(of: path)
    let owning = Set(lines.flatMap(\.persons).map(\.id))
    return contract.root.children(.member).compactMap { member in
      guard let username = member.name, ["owner", "data owner", "data steward"].contains(member.text("role")?.lowercased() ?? "") else {
        return nil
      }
      func told(_ message: String, _ hint: String) -> Price {
        Price(
          rule: "team-differs", contract: contract.identifier, path: path, position: member.position, message: message, hint: hint,
          isInherited: true)
      }
      let named = "'\(username.printable)' is \(member.text("role")?.printable ?? "") of contract '\(contract.title)'"
      let person = self.person(username: username)
      if let end = member.text("dateOut").flatMap({ CalendarDay($0.prefix(10)) }), end < roster.day {
        guard let person, owning.contains(person.id) else { return nil }
        let successor = member.text("replacedByUsername").map { ", replaced by '\($0.printable)'," } ?? ""
        return told(
          "'\(username.printable)' left the team of contract '\(contract.title)'\(successor) on \(end), and CODEOWNERS still names them",
          "hand the contract over in CODEOWNERS")
      }
      if let start = member.text("dateIn").flatMap({ CalendarDay($0.prefix(10)) }), start > roster.day { return nil }
      guard let person else { return told(named + ", and nobody in '\(People.path)' is called so", "name the person there") }
      guard !owning.contains(person.id) else { return nil }
      return told(named + ", and CODEOWNERS does not name them", "name them in CODEOWNERS, or mend 'team'")
    }
  }

  /// By id, handle or e-mail.
  private func person(username: String) -> Person? {
    people.person(id: username) ?? people.person(handle: username.hasPrefix("@") ? username : "@" + username)
      ?? people.person(email: username)
  }
}

extension Person {
  /// Known by the handles alone.
  fileprivate var withoutEmails: Person { Person(id: id, handles: handles) }
}
