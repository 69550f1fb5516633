internal import Crypto

/// Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): who sent a message, and
/// that nobody changed it on its way.
package enum StandardWebhook {
  /// The three header fields. Without a secret the signature is left out.
  ///
  /// - Parameters:
  ///   - secret: what was agreed with the receiver: base64, with or without `whsec_` before it; several with blanks between them while one
  ///     takes the place of another.
  /// - Returns: nil where a secret is none.
  package static func fields(identifier: String, content: [UInt8], secret: String?, now: Int) -> [CourierRequest.Field]? {
    var fields = [CourierRequest.Field("webhook-id", identifier), CourierRequest.Field("webhook-timestamp", String(now))]
    guard let secret else { return fields }
    var signatures: [String] = []
    for word in secret.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      guard let key = key(word) else { return nil }
      signatures.append("v1," + signature(of: Array("\(identifier).\(now).".utf8) + content, key: key))
    }
    guard !signatures.isEmpty else { return nil }
    fields.append(CourierRequest.Field("webhook-signature", signatures.joined(separator: " ")))
    return fields
  }

  private static func key(_ word: Substring) -> [UInt8]? {
    var text = String(word.hasPrefix("whsec_") ? word.dropFirst("whsec_".count) : word)
    // Many write it without its padding.
    while text.utf8.count % 4 != 0 { text += "=" }
    return Base64.decode(text).flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func signature(of bytes: [UInt8], key: [UInt8]) -> String {
    Base64.encode(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))))
  }
}
