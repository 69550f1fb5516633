/// An address of the Internet, and who may be reached by it.
///
/// URLs come by pull request. Whoever writes one must not make this machine knock at doors that only this machine can reach.
package struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
  /// Four bytes, or sixteen.
  package let bytes: [UInt8]

  /// Nil for any other number of bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  package enum Reach: Hashable, Sendable {
    /// Anybody's.
    case global
    /// This machine itself.
    case loopback
    /// Nobody's out there: a network's own. The word says of which kind.
    case local(String)
    /// No one machine's: nothing is delivered there, whoever allows it.
    case nobody(String)
  }

  package var reach: Reach { bytes.count == 4 ? Self.reach4(bytes) : Self.reach6(bytes) }

  /// IANA's registry of special-purpose addresses (RFC 6890) as of 2025; what is special without being reachable from everywhere.
  private static let blocks4: [(prefix: [UInt8], length: Int, reach: Reach)] = [
    ([0, 0, 0, 0], 8, .nobody("unspecified")),
    ([10, 0, 0, 0], 8, .local("private")),
    ([100, 64, 0, 0], 10, .local("carrier's")),
    ([127, 0, 0, 0], 8, .loopback),
    ([169, 254, 0, 0], 16, .local("link-local")),
    ([172, 16, 0, 0], 12, .local("private")),
    ([192, 0, 0, 0], 24, .local("reserved")),
    ([192, 0, 2, 0], 24, .local("documentation")),
    ([192, 88, 99, 0], 24, .local("relay")),
    ([192, 168, 0, 0], 16, .local("private")),
    ([198, 18, 0, 0], 15, .local("benchmark")),
    ([198, 51, 100, 0], 24, .local("documentation")),
    ([203, 0, 113, 0], 24, .local("documentation")),
    ([224, 0, 0, 0], 4, .nobody("multicast")),
    ([255, 255, 255, 255], 32, .nobody("broadcast")),
    ([240, 0, 0, 0], 4, .nobody("reserved")),
  ]

  private static let blocks6: [(prefix: [UInt8], length: Int, reach: Reach)] = [
    ([0xFE, 0x80], 10, .local("link-local")),
    ([0xFE, 0xC0], 10, .local("site-local")),
    ([0xFC], 7, .local("unique local")),
    ([0xFF], 8, .nobody("multicast")),
    ([0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01], 48, .local("local translation")),
    ([0x01, 0x00, 0, 0, 0, 0, 0, 0], 64, .nobody("discarded")),
    // Protocol assignments: Teredo, benchmarks, ORCHID and others.
    ([0x20, 0x01, 0x00], 23, .local("reserved")),
    ([0x20, 0x01, 0x0D, 0xB8], 32, .local("documentation")),
    ([0x3F, 0xFF, 0x00], 20, .local("documentation")),
  ]

  private static func reach4(_ bytes: [UInt8]) -> Reach {
    blocks4.first { matches(bytes, $0.prefix, $0.length) }?.reach ?? .global
  }

  private static func reach6(_ bytes: [UInt8]) -> Reach {
    if bytes == [UInt8](repeating: 0, count: 16) { return .nobody("unspecified") }
    if bytes == [UInt8](repeating: 0, count: 15) + [1] { return .loopback }
    // Mapped (RFC 4291), NAT64 (RFC 6052) and 6to4 (RFC 3056) end at an address of version 4.
    if matches(bytes, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96) { return reach4(Array(bytes[12...])) }
    if matches(bytes, [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 96) { return embedded(Array(bytes[12...])) }
    if matches(bytes, [0x20, 0x02], 16) { return embedded(Array(bytes[2..<6])) }
    if let block = blocks6.first(where: { matches(bytes, $0.prefix, $0.length) }) { return block.reach }
    // All that is given out so far (RFC 4291, section 2.4).
    return matches(bytes, [0x20], 3) ? .global : .nobody("reserved")
  }

  /// An address behind a translator or a relay. Its loopback is not ours.
  private static func embedded(_ bytes: [UInt8]) -> Reach {
    reach4(bytes) == .loopback ? .nobody("reserved") : reach4(bytes)
  }

  private static func matches(_ bytes: [UInt8], _ prefix: [UInt8], _ length: Int) -> Bool {
    for bit in 0..<length where (bytes[bit / 8] ^ prefix[bit / 8]) << (bit % 8) & 0x80 != 0 { return false }
    return true
  }

  /// As people write it; of version 6 without the short forms.
  package var description: String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
  }
}

extension NetworkAddress {
  /// Why nothing is sent there; nil where it may be.
  ///
  /// - Parameters:
  ///   - allowsPrivate: whether the server's own configuration allows the host to be one of its networks.
  ///   - isLoopbackOnly: whether what is sent goes in the clear.
  package func refusal(allowsPrivate: Bool, isLoopbackOnly: Bool) -> String? {
    switch reach {
    case .nobody(let kind): return "\(self) is a \(kind) address"
    case .loopback where !allowsPrivate: return "\(self) is this machine, and private addresses are not allowed for this host"
    case .local(let kind) where !allowsPrivate:
      return "\(self) is a \(kind) address, and private addresses are not allowed for this host"
    case .global, .local, .loopback:
      return isLoopbackOnly && reach != .loopback ? "\(self) is not this machine, and nothing goes in the clear to any other" : nil
    }
  }
}
