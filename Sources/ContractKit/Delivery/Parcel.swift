/// One message to one address, finished: what leaves the house. Whoever carries it changes none of its bytes.
package struct Parcel: Hashable, Sendable {
  /// In which form it goes, and so what its address is.
  package enum Kind: String, Sendable, CaseIterable {
    /// The content is a whole mail (RFC 5322); the address is that of the one who gets it.
    case mail
    /// The content is a CloudEvents envelope (JSON) for a URL, signed by Standard Webhooks where there is a secret.
    case webhook
    /// The content is what an incoming webhook of Slack takes.
    case slack
    /// The content is what a workflow of Microsoft Teams takes.
    case teams
  }

  /// The delivery's id: the same whenever it is derived again. It is the idempotency key of every channel.
  package var identifier: String
  /// Ids of the events that it tells: one for a notice, several for a digest.
  package var events: [String]
  package var consumer: String
  /// What people call the contract.
  package var contract: String
  package var kind: Kind
  /// A mail address, a URL, or `env:NAME` for a URL that only the environment of the carrier holds.
  package var address: String
  /// Where the secret is to be found (`env:NAME`, `file:/path`, `credential`), never the secret itself.
  package var secret: String?
  /// The subject, for lists and logs.
  package var subject: String
  package var mediaType: String
  package var content: [UInt8]

  package init(
    identifier: String, events: [String], consumer: String, contract: String, kind: Kind, address: String, secret: String? = nil,
    subject: String, mediaType: String, content: [UInt8]
  ) {
    self.identifier = identifier
    self.events = events
    self.consumer = consumer
    self.contract = contract
    self.kind = kind
    self.address = address
    self.secret = secret
    self.subject = subject
    self.mediaType = mediaType
    self.content = content
  }
}
