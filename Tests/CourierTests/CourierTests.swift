import ContractCourier
import ContractKit
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The courier in this process, where a name can be made to mean any address.
struct CourierTests {
  private static func carry(_ requests: [CourierRequest], resolved: [String] = []) throws -> [CourierAnswer] {
    let (input, output) = (Pipe(), Pipe())
    input.fileHandleForWriting.write(Data(requests.map { $0.line + "\n" }.joined().utf8))
    try input.fileHandleForWriting.close()
    let ending = Courier.run(
      input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor, resolved: resolved)
    #expect(ending == .finished)
    try output.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    return try data.split(separator: UInt8(ascii: "\n")).map { try #require(CourierAnswer(line: $0)) }
  }

  private static func request(_ url: String, allowsPrivate: Bool = false) -> CourierRequest {
    let errand: CourierRequest.Errand =
      url.hasPrefix("smtp") ? .mail(url: url, login: nil, from: "a@acme.example", recipient: "b@acme.example") : .post(url: url, fields: [])
    return CourierRequest(
      identifier: url, errand: errand, content: Array("Subject: x\n".utf8), allowsPrivateAddress: allowsPrivate, timeout: 2)
  }

  /// Where somebody listens, and whether anybody came.
  private final class Ear {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
      #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
      #endif
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let (bound, descriptor) = (UnsafeMutablePointer<sockaddr_in>.allocate(capacity: 1), descriptor)
      defer { bound.deallocate() }
      bound.initialize(to: address)
      let isListening = bound.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 5) == 0 && getsockname(descriptor, $0, &size) == 0
      }
      try #require(isListening)
      port = UInt16(bigEndian: bound.pointee.sin_port)
    }

    deinit { close(descriptor) }

    var wasAsked: Bool {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return poll(&entry, 1, 50) > 0
    }
  }

  @Test(arguments: ["https", "smtp", "smtps"])
  func `a public name that means this machine or its network reaches neither`(scheme: String) throws {
    let ear = try Ear()
    let url = "\(scheme)://hooks.acme.example:\(ear.port)"
    for address in [
      "127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "[fd00::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.0.0.1,10.0.0.1",
    ] {
      let answers = try Self.carry([Self.request(url)], resolved: ["hooks.acme.example:\(ear.port):\(address)"])
      #expect(answers.map(\.stage) == [.forbidden], "\(address): \(answers)")
      #expect(answers.first?.message.contains("address") == true || answers.first?.message.contains("this machine") == true)
    }
    #expect(!ear.wasAsked)
    // The test can fail: whoever is allowed gets there.
    let allowed = try Self.carry([Self.request(url, allowsPrivate: true)], resolved: ["hooks.acme.example:\(ear.port):127.0.0.1"])
    #expect(allowed.map(\.stage) == [.connecting] && ear.wasAsked, "\(allowed)")
  }

  @Test(arguments: ["http", "smtp"]) func `what is in the clear leaves this machine by no name`(scheme: String) throws {
    let answers = try Self.carry(
      [Self.request("\(scheme)://localhost:8025", allowsPrivate: true)], resolved: ["localhost:8025:192.168.0.1"])
    #expect(answers.map(\.stage) == [.forbidden] && answers[0].message.contains("in the clear"), "\(answers)")
  }

  @Test func `one address that is refused does not hide another that is not`() throws {
    let ear = try Ear()
    let answers = try Self.carry(
      [Self.request("https://hooks.acme.example:\(ear.port)", allowsPrivate: true)],
      resolved: ["hooks.acme.example:\(ear.port):0.0.0.0,127.0.0.1"])
    #expect(answers.map(\.stage) == [.connecting] && ear.wasAsked, "\(answers)")
  }

  @Test func `content has a greatest size`() throws {
    try ContentLimit.check(ContentLimit.greatest)
    #expect(throws: Destination.Refusal.self) { try ContentLimit.check(ContentLimit.greatest + 1) }
  }
}
