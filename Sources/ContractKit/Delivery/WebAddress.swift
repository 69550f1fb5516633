/// The parts of a URL that decide whether something may be sent to it. Deliberately narrow: what it does not understand nobody sends to.
package struct WebAddress: Hashable, Sendable {
  /// In lower case.
  package var scheme: String
  /// In lower case, without the brackets of an IPv6 address.
  package var host: String
  package var port: Int?

  /// Nil for anything but `scheme://host[:port][/...]` in printable ASCII. A URL with a name or password in it is none: it would stand in
  /// logs.
  package init?(_ text: String) {
    guard text.utf8.count <= 8192, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
      let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://")
    else { return nil }
    scheme = text[..<colon].lowercased()
    var authority = text[text.index(colon, offsetBy: 3)...].prefix { !"/?#".contains($0) }
    guard !scheme.isEmpty, !authority.contains("@") else { return nil }
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority[authority.index(after: authority.startIndex)..<end].lowercased()
      authority = authority[authority.index(after: end)...]
      guard !host.isEmpty, host.utf8.allSatisfy(Self.isAddressCharacter) else { return nil }
    } else {
      host = authority.prefix { $0 != ":" }.lowercased()
      authority = authority.dropFirst(host.count)
      if host.hasSuffix(".") { host.removeLast() }
      guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostCharacter) else { return nil }
    }
    guard !authority.isEmpty else { return }
    guard authority.first == ":", let number = Int(authority.dropFirst()), (1...65_535).contains(number) else { return nil }
    port = number
  }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isAddressCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// Whether it names this machine. Only there may something go in the clear.
  package var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether a list of hosts holds it: by its name, or below `*.` and a domain.
  package func isListed(in hosts: [String]) -> Bool {
    hosts.contains { entry in
      let pattern = entry.lowercased()
      return pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) : host == pattern
    }
  }
}
