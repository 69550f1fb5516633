import ContractCourier
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

struct NetworkAddressTests {
  /// The system's reading of a text.
  private static func address(_ text: String) throws -> NetworkAddress {
    var four = in_addr()
    var six = in6_addr()
    let bytes: [UInt8]? =
      if inet_pton(AF_INET, text, &four) == 1 {
        withUnsafeBytes(of: &four) { Array($0) }
      } else if inet_pton(AF_INET6, text, &six) == 1 {
        withUnsafeBytes(of: &six) { Array($0) }
      } else {
        nil
      }
    return try #require(bytes.flatMap { NetworkAddress($0) }, "\(text)")
  }

  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255",
    "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
    "203.0.112.255", "203.0.114.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:200::1", "::ffff:8.8.8.8",
    "64:ff9b::808:808", "2002:808:808::1", "2c0f::1",
  ])
  func `what anybody may have is anybody's`(text: String) throws {
    #expect(try Self.address(text).reach == .global)
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.0", "127.255.255.255", "::1", "::ffff:127.0.0.1"])
  func `this machine is this machine`(text: String) throws {
    let address = try Self.address(text)
    #expect(address.reach == .loopback)
    #expect(address.refusal(allowsPrivate: false, isLoopbackOnly: true) != nil)
    #expect(address.refusal(allowsPrivate: true, isLoopbackOnly: true) == nil)
  }

  @Test(arguments: [
    ("10.0.0.1", "private"), ("10.255.255.255", "private"), ("100.64.0.0", "carrier's"), ("100.127.255.255", "carrier's"),
    ("169.254.0.1", "link-local"), ("169.254.169.254", "link-local"), ("172.16.0.0", "private"), ("172.31.255.255", "private"),
    ("192.0.0.8", "reserved"), ("192.0.2.1", "documentation"), ("192.88.99.1", "relay"), ("192.168.0.1", "private"),
    ("192.168.255.255", "private"), ("198.18.0.1", "benchmark"), ("198.19.255.255", "benchmark"), ("198.51.100.7", "documentation"),
    ("203.0.113.7", "documentation"), ("fe80::1", "link-local"), ("febf::1", "link-local"), ("fec0::1", "site-local"),
    ("fc00::1", "unique local"), ("fdff::1", "unique local"), ("fd00:ec2::254", "unique local"), ("2001:db8::1", "documentation"),
    ("3fff::1", "documentation"), ("2001::1", "reserved"), ("2001:0:7f00:1::", "reserved"), ("2001:1ff::1", "reserved"),
    ("64:ff9b:1::1", "local translation"), ("::ffff:10.0.0.1", "private"), ("::ffff:169.254.169.254", "link-local"),
    ("64:ff9b::10.0.0.1", "private"), ("64:ff9b::a9fe:a9fe", "link-local"), ("2002:a00:1::1", "private"), ("2002:c0a8:1::", "private"),
  ])
  func `a network's own is refused unless the host is allowed`(text: String, kind: String) throws {
    let address = try Self.address(text)
    #expect(address.reach == .local(kind))
    #expect(address.refusal(allowsPrivate: false, isLoopbackOnly: false)?.contains("\(address) is a \(kind) address") == true)
    #expect(address.refusal(allowsPrivate: true, isLoopbackOnly: false) == nil)
    #expect(address.refusal(allowsPrivate: true, isLoopbackOnly: true) != nil, "nothing goes there in the clear")
  }

  @Test(arguments: [
    "0.0.0.0", "0.255.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.254", "255.255.255.255", "::", "ff02::1",
    "ff0e::1", "100::1", "::ffff:0.0.0.0", "::ffff:224.0.0.1", "::7f00:1", "::a00:1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "4000::1",
    "5f00::1",
    "1000::1", "8000::", "::2",
  ])
  func `what is nobody's is refused whoever allows it`(text: String) throws {
    let address = try Self.address(text)
    guard case .nobody = address.reach else {
      Issue.record("\(address.reach)")
      return
    }
    #expect(address.refusal(allowsPrivate: true, isLoopbackOnly: false) != nil)
  }

  @Test func `an address has four bytes or sixteen`() {
    for count in [0, 3, 5, 15, 17] { #expect(NetworkAddress([UInt8](repeating: 1, count: count)) == nil) }
    #expect(NetworkAddress([192, 0, 2, 10])?.description == "192.0.2.10")
    #expect(NetworkAddress([0x20, 1] + [UInt8](repeating: 0, count: 13) + [9])?.description == "2001:0:0:0:0:0:0:9")
  }
}
