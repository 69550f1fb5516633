internal import Crypto

/// Signatures of webhooks by Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), symmetric: HMAC-SHA256 over identifier, time and
/// content.
package enum StandardWebhooks {
  /// A key that sender and receiver share: `whsec_` and Base64.
  package struct Secret: Hashable, Sendable {
    fileprivate let bytes: [UInt8]

    /// Nil where it is none: 24 to 64 bytes, as the specification asks. `whsec_` may be missing, as in its libraries.
    package init?(_ text: some StringProtocol) {
      let prefix = "whsec_"
      var text = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : String(text)
      // Many write it without its padding.
      while text.utf8.count % 4 != 0 { text += "=" }
      guard let bytes = Base64.decode(text), (24...64).contains(bytes.count) else { return nil }
      self.bytes = bytes
    }
  }

  /// The three header fields of one attempt. Several secrets give several signatures: a secret that is being replaced stays good until every
  /// receiver has the new one.
  ///
  /// - Parameters:
  ///   - identifier: the same for every attempt to deliver one message. It may hold no full stop, which parts what is signed.
  ///   - time: when this attempt is made.
  package static func fields(
    identifier: String, time: Timestamp, content: [UInt8], secrets: [Secret]
  ) -> [CourierRequest.Field] {
    [
      .init("webhook-id", identifier), .init("webhook-timestamp", String(time.secondsSince1970)),
      .init(
        "webhook-signature",
        secrets.map { signature(identifier: identifier, time: time, content: content, secret: $0) }.joined(separator: " ")),
    ]
  }

  /// The header fields of one attempt, by a secret as somebody wrote it: several with blanks between them while one takes the place of another.
  /// Without a secret there is no signature.
  ///
  /// - Returns: nil where a secret is none.
  package static func fields(identifier: String, content: [UInt8], secret: String?, now: Int) -> [CourierRequest.Field]? {
    let words = (secret ?? "").split(whereSeparator: { $0 == " " || $0 == "\t" })
    let secrets = words.compactMap { Secret($0) }
    guard secrets.count == words.count, secret == nil || !secrets.isEmpty else { return nil }
    let fields = fields(identifier: identifier, time: Timestamp(secondsSince1970: now), content: content, secrets: secrets)
    return secrets.isEmpty ? Array(fields.dropLast()) : fields
  }

  /// `v1,` and the Base64 of the code.
  package static func signature(identifier: String, time: Timestamp, content: [UInt8], secret: Secret) -> String {
    let signed = Array("\(identifier).\(time.secondsSince1970).".utf8) + content
    let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret.bytes))
    return "v1," + Base64.encode(Array(code))
  }
}
