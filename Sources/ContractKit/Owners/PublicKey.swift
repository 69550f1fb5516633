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

/// Base64 of RFC 4648, section 4. Only its canonical form is read: padded, no blanks, unused bits zero (section 3.5), for a text with two
/// spellings would be two texts to compare.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8], isPadded: Bool) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for index in 0..<3 { bits = bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0) }
      for index in 0..<4 {
        if index <= group.count {
          text.append(alphabet[Int(bits >> UInt32(18 - 6 * index) & 0x3F)])
        } else if isPadded {
          text.append(UInt8(ascii: "="))
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let letters = Array(text.utf8)
    guard letters.count % 4 == 0 else { return nil }
    let padding = letters.suffix(2).count { $0 == UInt8(ascii: "=") }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    for (offset, letter) in letters.enumerated() {
      var value: UInt32 = 0
      if offset < letters.count - padding {
        guard let index = alphabet.firstIndex(of: letter) else { return nil }
        value = UInt32(index)
      }
      bits = bits << 6 | value
      if offset % 4 == 3 {
        bytes += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
        bits = 0
      }
    }
    bytes.removeLast(padding)
    return encode(bytes, isPadded: true).utf8.elementsEqual(letters) ? bytes : nil
  }
}
