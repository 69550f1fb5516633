/// That a person agreed to a change, how that is known, and how strong it is.
package struct Agreement: Sendable, Hashable {
  /// Where it stands.
  package enum Source: Sendable, Hashable {
    /// The person wrote the commit.
    case author(commit: String)
    /// The person applied the commit, or merged it by hand.
    case committer(commit: String)
    /// A trailer of the commit names the person, for example `Approved-by`.
    case trailer(String, commit: String)
    /// The person signed the record with this digest.
    case record(String)
    /// The person's review on a forge, by the login there.
    case review(by: String, of: Timestamp)

    /// The digest of the record, where it is one.
    package var record: String? {
      if case .record(let digest) = self { return digest }
      return nil
    }
  }

  /// An owner who lets the person decide in their place, by a record that counts.
  package struct StandIn: Sendable, Hashable {
    /// The owner.
    package let principal: Person
    /// For whom the owner stands, as CODEOWNERS writes it, where the person's own record says the same.
    package let owners: [String]
    /// The digest of the delegation.
    package let record: String

    package init(principal: Person, owners: [String], record: String) {
      self.principal = principal
      self.owners = owners
      self.record = record
    }
  }

  package let person: Person
  package let assurance: Assurance
  package let source: Source
  /// In whose place the person speaks, beside their own.
  package let standsFor: [StandIn]

  package init(person: Person, assurance: Assurance, source: Source, standsFor: [StandIn] = []) {
    self.person = person
    self.assurance = assurance
    self.source = source
    self.standsFor = standsFor
  }
}

extension Agreement.Source: CustomStringConvertible {
  /// For people: `'Approved-by' in 1a2b3c4d5e6f`.
  package var description: String {
    switch self {
    case .author(let commit): "author of \(commit.prefix(12))"
    case .committer(let commit): "committer of \(commit.prefix(12))"
    case .trailer(let key, let commit): "'\(key)' in \(commit.prefix(12))"
    case .record(let digest): "record \(digest.prefix(12))"
    case .review(let login, let moment): "review by '@\(login)' of \(moment)"
    }
  }
}
