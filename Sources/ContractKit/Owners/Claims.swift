/// A commit, as far as it may carry a claim.
package struct ClaimCommit: Sendable {
  /// An author, a committer, or who a trailer names.
  package struct Identity: Sendable, Hashable {
    package let name: String
    package let email: String

    package init(name: String, email: String) {
      self.name = name
      self.email = email
    }

    /// Reads `Name <email>` or a bare address, as trailers have them; `nil` where there is no address.
    package init?(trailer value: String) {
      let text = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
        let email = String(text[text.index(after: open)...].dropLast())
        guard email.contains("@"), !email.contains(" ") else { return nil }
        self.init(name: String(text[..<open].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()), email: email)
      } else if text.contains("@"), !text.hasPrefix("@"), !text.contains(" ") {
        self.init(name: "", email: text)
      } else {
        return nil
      }
    }
  }

  package struct Trailer: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The object id.
  package let id: String
  package let author: Identity
  package let committer: Identity
  package let trailers: [Trailer]
  /// Whether it changes the path in question against its first parent.
  package let changesPath: Bool
  /// Whether it is the merge or squash commit that brings the change to the target.
  package let bringsChange: Bool
  /// Whether what stands at the path is in none of its parents: then its author wrote it, and did not only merge it.
  package let writesPath: Bool

  /// - Parameter writesPath: `nil` where `changesPath` says it, as it does for a commit of one parent.
  package init(
    id: String, author: Identity, committer: Identity, trailers: [Trailer] = [], changesPath: Bool, bringsChange: Bool = false,
    writesPath: Bool? = nil
  ) {
    self.id = id
    self.author = author
    self.committer = committer
    self.trailers = trailers
    self.changesPath = changesPath
    self.bringsChange = bringsChange
    self.writesPath = writesPath ?? changesPath
  }

  /// Why the commit is assisted, as the end of "the commit ..."; `nil` for the work of humans.
  ///
  /// Source: ownership.md, "Agents": it carries `Assisted-by`, a `Co-authored-by` of a bot or agent, or a bot authored it.
  package func assistance(by roster: Roster) -> String? {
    if roster.isAgent(author) { return "is the work of '\(author.name.printable)', a bot or agent" }
    for trailer in trailers {
      switch trailer.key.lowercased() {
      case "assisted-by":
        return "is assisted ('Assisted-by: \(trailer.value.printable)')"
      case "co-authored-by":
        // An agent need not give an address to be known.
        let identity = Identity(trailer: trailer.value) ?? Identity(name: trailer.value, email: "")
        if roster.isAgent(identity) { return "is assisted ('Co-authored-by: \(trailer.value.printable)')" }
      default: break
      }
    }
    return nil
  }
}

extension Roster {
  /// Whether somebody is a bot by the people file, or an agent by name or address.
  package func isAgent(_ identity: ClaimCommit.Identity) -> Bool {
    agents.contains(name: identity.name, email: identity.email) || people.person(email: identity.email)?.kind == .bot
  }
}

/// Who agreed to a change by the commits that carry it, at the level *claim*: text that anybody can write.
///
/// A claim counts if it stands in a commit that changes the path against its first parent, or in the merge or squash commit that
/// brings it: its author, its committer unless that is the forge, or a trailer with an e-mail (semantics.md, "Which commit carries a
/// claim"). None counts in an assisted commit.
package struct Claims: Sendable {
  /// A claim that does not count.
  package struct Uncounted: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
      case bot
      /// The person left after this day.
      case left(CalendarDay)
      /// The commit is assisted; the text is the end of "the commit ...".
      case assisted(String)
      /// The trailer has no e-mail.
      case noEmail
      /// The commit neither changes the path nor brings the change.
      case elsewhere
    }

    package let source: Agreement.Source
    /// Whom it names.
    package let identity: ClaimCommit.Identity
    package let reason: Reason
  }

  /// Those that count, but for some persons who say otherwise.
  func counted(without persons: Set<String>) -> [Agreement] {
    persons.isEmpty ? counted : counted.filter { !persons.contains($0.person.id) }
  }

  /// Trailers that say consent. `Signed-off-by` speaks of origin.
  static let consent = ["approved-by": "Approved-by", "reviewed-by": "Reviewed-by", "acked-by": "Acked-by"]

  /// Addresses under which forges commit what somebody merged by a button.
  static let forges: Set<String> = [
    "noreply@github.com", "noreply@gitlab.com", "gitea@fake.local", "noreply@gitea.io", "noreply@codeberg.org",
  ]

  /// Each person once, by their first claim.
  package private(set) var counted: [Agreement] = []
  package private(set) var uncounted: [Uncounted] = []
  /// The ids of persons who wrote the change, assisted or not: whoever prompted is its author.
  package private(set) var authors: Set<String> = []

  /// - Parameters:
  ///   - commits: those of base..head, in any order.
  ///   - roster: the people of the base; for a successor who is introduced with the change, those of the head.
  package init(_ commits: [ClaimCommit], roster: Roster) {
    for commit in commits { add(commit, roster) }
  }

  private mutating func add(_ commit: ClaimCommit, _ roster: Roster) {
    let isHere = commit.changesPath || commit.bringsChange
    let assistance = commit.assistance(by: roster)
    if commit.writesPath { authors.insert(roster.person(email: commit.author.email).id) }
    var claims: [(source: Agreement.Source, identity: ClaimCommit.Identity)] = []
    if isHere {
      claims.append((.author(commit: commit.id), commit.author))
      if !Claims.forges.contains(commit.committer.email.lowercased()),
        commit.committer.email.lowercased() != commit.author.email.lowercased()
      {
        claims.append((.committer(commit: commit.id), commit.committer))
      }
    }
    for trailer in commit.trailers {
      guard let key = Claims.consent[trailer.key.lowercased()] else { continue }
      let source = Agreement.Source.trailer(key, commit: commit.id)
      guard let identity = ClaimCommit.Identity(trailer: trailer.value) else {
        uncounted.append(
          Uncounted(source: source, identity: ClaimCommit.Identity(name: trailer.value, email: ""), reason: .noEmail))
        continue
      }
      claims.append((source, identity))
    }
    for claim in claims {
      let person = roster.person(email: claim.identity.email)
      let reason: Uncounted.Reason?
      if !isHere {
        reason = .elsewhere
      } else if let assistance {
        reason = .assisted(assistance)
      } else if roster.isAgent(claim.identity) {
        reason = .bot
      } else {
        switch roster.absence(of: person) {
        case .bot: reason = .bot
        case .left(let day): reason = .left(day)
        case nil: reason = nil
        }
      }
      if let reason {
        uncounted.append(Uncounted(source: claim.source, identity: claim.identity, reason: reason))
      } else if !counted.contains(where: { $0.person.id == person.id }) {
        counted.append(Agreement(person: person, assurance: .claim, source: claim.source))
      }
    }
  }
}

extension Claims.Uncounted: CustomStringConvertible {
  /// One sentence for people, without full stop.
  package var description: String {
    let who = identity.email.isEmpty ? identity.name : identity.email
    let claim = "'\(who.printable)', \(source), does not count"
    switch reason {
    case .bot: return claim + ": a bot or agent never signs off"
    case .left(let day): return claim + ": the person left after \(day)"
    case .assisted(let why): return claim + ": the commit \(why)"
    case .noEmail: return claim + ": the trailer names no e-mail address"
    case .elsewhere: return claim + ": the commit does not change the path in question"
    }
  }
}
