internal import Crypto

/// A public key of OpenSSH as one line of text, `ssh-ed25519 AAAA...` (sshd(8), section "AUTHORIZED_KEYS FILE FORMAT", without options).
package struct PublicKey: Sendable, Hashable {
  /// For example `ssh-ed25519`.
  package let type: String
  /// The key in the encoding of RFC 4253, section 6.6.
  package let blob: [UInt8]

  /// The types that OpenSSH signs with. DSA is not among them.
  package static let types = [
    "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
  ]

  /// Reads `type base64 [comment]`.
  ///
  /// - Returns: `nil` unless the type is known, the base64 is canonical, and the encoded key says the same type.
  package init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, PublicKey.types.contains(String(words[0])), let blob = Base64.decode(words[1]) else { return nil }
    type = String(words[0])
    self.blob = blob
    let name = Array(type.utf8)
    let length = [0, 0, 0, UInt8(name.count)]
    guard blob.count > length.count + name.count, blob.starts(with: length + name) else { return nil }
  }

  /// The text without its comment.
  package var text: String { type + " " + Base64.encode(blob, isPadded: true) }

  /// The name of the key as `ssh-keygen -l` prints it: `SHA256:` and the digest in base64 without padding.
  package var fingerprint: String { "SHA256:" + Base64.encode(Array(SHA256.hash(data: blob)), isPadded: false) }

  /// Whether a text has the form of `fingerprint`.
  package static func isFingerprint(_ text: String) -> Bool {
    guard text.hasPrefix("SHA256:") else { return false }
    return Base64.decode(text.dropFirst(7) + "=")?.count == 32
  }
}
