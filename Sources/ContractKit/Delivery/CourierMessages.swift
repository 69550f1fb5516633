/// What the courier is asked to carry, once: a line of JSON on its standard input. Nothing in it is a reference any more: secrets stand
/// in it as they are, which is why it goes through a pipe and is never written down.
package struct CourierRequest: Hashable, Sendable {
  package enum Errand: Hashable, Sendable {
    /// A POST of `content` to `url` (`https:`; `http:` to loopback alone) with these header fields.
    case post(url: String, fields: [Field])
    /// One mail for one recipient through `url` (`smtp:` with STARTTLS, `smtps:`; in the clear to loopback alone).
    case mail(url: String, login: Login?, from: String, recipient: String)
  }

  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct Login: Hashable, Sendable {
    package var user: String
    package var password: String

    package init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  package var identifier: String
  package var errand: Errand
  package var content: [UInt8]
  /// Whether the host may have a private or link-local address: the server's own configuration allows it.
  package var allowsPrivateAddress: Bool
  /// How long the whole errand may take, in seconds.
  package var timeout: Int
  /// A file with the certificates that are trusted; nil for those of the system.
  package var certificates: String?

  package init(
    identifier: String, errand: Errand, content: [UInt8], allowsPrivateAddress: Bool = false, timeout: Int = 30, certificates: String? = nil
  ) {
    self.identifier = identifier
    self.errand = errand
    self.content = content
    self.allowsPrivateAddress = allowsPrivateAddress
    self.timeout = timeout
    self.certificates = certificates
  }
}

/// What came of an errand: a line of JSON on the courier's standard output. The courier reports and judges nothing.
package struct CourierAnswer: Hashable, Sendable {
  /// How far it got.
  package enum Stage: String, Sendable, CaseIterable {
    /// The courier would not do it: a host, scheme or address that is not allowed. `message` says which.
    case forbidden
    /// Nothing of the message was sent: no name, no connection, no trust, no login.
    case connecting
    /// The message was being sent, or was sent, and no answer came: it may have arrived.
    case unanswered
    /// The other side answered with `code`.
    case answered
  }

  package var identifier: String
  package var stage: Stage
  /// The code of the reply: of HTTP, or of SMTP (RFC 5321, section 4.2).
  package var code: Int?
  /// `Retry-After` of an HTTP reply as it stands (RFC 9110, section 10.2.3): seconds or a date.
  package var retryAfter: String?
  /// One line for people, without anything secret.
  package var message: String

  package init(identifier: String, stage: Stage, code: Int? = nil, retryAfter: String? = nil, message: String = "") {
    self.identifier = identifier
    self.stage = stage
    self.code = code
    self.retryAfter = retryAfter
    self.message = message
  }
}
