/// Somebody who can own and agree: a person, never a key.
package struct Person: Sendable, Hashable {
  /// Whether the word of somebody counts.
  package enum Kind: String, Sendable, CaseIterable {
    case human
    /// A bot or agent may be an author; it never signs off.
    case bot
  }

  /// A key by which a person signs, with the days on which it is theirs.
  package struct Key: Sendable, Hashable {
    package let key: PublicKey
    /// The key is not valid before this day.
    package let validAfter: CalendarDay?
    /// The key is not valid after this day.
    package let validBefore: CalendarDay?
    package let position: SourcePosition

    package init(key: PublicKey, validAfter: CalendarDay? = nil, validBefore: CalendarDay? = nil, position: SourcePosition = .start) {
      self.key = key
      self.validAfter = validAfter
      self.validBefore = validBefore
      self.position = position
    }

    /// Whether the key is valid on a day, its first and its last included.
    package func isValid(on day: CalendarDay) -> Bool {
      (validAfter.map { $0 <= day } ?? true) && (validBefore.map { day <= $0 } ?? true)
    }
  }

  /// The `id` of the people file, by which persons are counted. For somebody of whom only an e-mail is known it is that, in lower case.
  package let id: String
  package let name: String?
  package let kind: Kind
  /// With their `@`.
  package let handles: [Owner]
  package let emails: [String]
  package let keys: [Key]
  /// The last day on which the person is there.
  package let until: CalendarDay?

  package init(
    id: String, name: String? = nil, kind: Kind = .human, handles: [Owner] = [], emails: [String] = [], keys: [Key] = [],
    until: CalendarDay? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.handles = handles
    self.emails = emails
    self.keys = keys
    self.until = until
  }

  /// Somebody of whom nothing but an e-mail is known, as CODEOWNERS may name them.
  package init(email: String) {
    self.init(id: email.lowercasedASCII, emails: [email])
  }

  /// Whether the person has left before a day.
  package func hasLeft(on day: CalendarDay) -> Bool { until.map { $0 < day } ?? false }

  /// The person as commits and trailers name them, `Ann Example <ann@acme.example>`; the id where no e-mail is known.
  package var signature: String {
    guard let email = emails.first else { return id }
    return "\(name ?? id) <\(email)>"
  }
}
