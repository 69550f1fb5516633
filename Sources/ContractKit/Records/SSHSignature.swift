/// A signature as `ssh-keygen -Y sign` writes it, taken apart by ourselves: which key made it, over what kind of text.
///
/// Whether it is right only `ssh-keygen` can say; whose it is must be known before it is asked. Source: OpenSSH, PROTOCOL.sshsig.
package struct SSHSignature: Hashable, Sendable {
  package let key: PublicKey
  package let namespace: String
  /// The hash of the text, `sha256` or `sha512`.
  package let hash: String
  /// For a security key: what its holder did.
  package let flags: UInt8?

  /// Whether a security key saw a touch (flag 0x01, "user presence").
  package var hasTouch: Bool { flags.map { $0 & 0x01 != 0 } ?? false }

  static let begin = "-----BEGIN SSH SIGNATURE-----"
  static let end = "-----END SSH SIGNATURE-----"

  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
      self.description = description
    }
  }

  /// Reads the armour: exactly one block, canonical base64, nothing before and nothing after.
  package init(armour text: String) throws(Malformed) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true, lines.count >= 3, lines.first.map({ $0 == Self.begin }) == true,
      lines.last.map({ $0 == Self.end }) == true
    else { throw Malformed("this is no SSH signature between '\(Self.begin)' and '\(Self.end)'") }
    let body = lines.dropFirst().dropLast()
    // Lines of one width but for the last: a signature has one spelling.
    guard let width = body.first?.utf8.count, (1...76).contains(width), body.dropLast().allSatisfy({ $0.utf8.count == width }),
      body.last.map({ (1...width).contains($0.utf8.count) }) == true, let bytes = Base64.decode(body.joined())
    else { throw Malformed("the signature is not base64 as 'ssh-keygen' writes it") }
    try self.init(bytes)
  }

  private init(_ bytes: [UInt8]) throws(Malformed) {
    var wire = SSHWire(bytes)
    guard wire.take(6).map({ $0.elementsEqual("SSHSIG".utf8) }) == true, wire.number() == 1 else {
      throw Malformed("the signature is not of version 1")
    }
    guard let keyBytes = wire.string(), let key = PublicKey(blob: Array(keyBytes)) else {
      throw Malformed("the signature is of a key that is not of a known type")
    }
    guard let namespace = wire.text(), let reserved = wire.string(), reserved.isEmpty, let hash = wire.text(),
      let inner = wire.string(), wire.isAtEnd
    else { throw Malformed("the signature has a part too few or too many") }
    guard ["sha256", "sha512"].contains(hash) else { throw Malformed("the signature is over a hash '\(hash.printable)'") }
    var signature = SSHWire(Array(inner))
    guard let algorithm = signature.text(), Self.algorithms(of: key.type).contains(algorithm), signature.string() != nil else {
      throw Malformed("the signature is of an algorithm that its key does not have")
    }
    if key.isSecurityKey {
      guard let flags = signature.take(1)?.first, signature.number() != nil else {
        throw Malformed("the signature of a security key does not say what its holder did")
      }
      self.flags = flags
    } else {
      flags = nil
    }
    guard signature.isAtEnd else { throw Malformed("the signature has a part too many") }
    self.key = key
    self.namespace = namespace
    self.hash = hash
  }

  /// RSA over SHA-1 is none of them.
  private static func algorithms(of type: String) -> [String] {
    type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type]
  }
}

extension PublicKey {
  /// Whether it lives in a device that can ask for a touch.
  package var isSecurityKey: Bool { type.hasPrefix("sk-") }

  /// Reads a key in the encoding of RFC 4253, section 6.6.
  init?(blob: [UInt8]) {
    var wire = SSHWire(blob)
    guard let type = wire.text() else { return nil }
    self.init(type + " " + Base64.encode(blob, isPadded: true))
  }
}

/// The encoding of RFC 4251, section 5: numbers of four bytes, strings behind their length.
private struct SSHWire {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func number() -> UInt32? {
    take(4).map { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  mutating func string() -> ArraySlice<UInt8>? {
    guard let count = number(), count <= UInt32(rest.count) else { return nil }
    return take(Int(count))
  }

  /// A string that is UTF-8.
  mutating func text() -> String? {
    string().flatMap { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return text.utf8.elementsEqual(bytes) ? text : nil
    }
  }
}
