import Testing

@testable import ContractKit

/// The text that a server writes when it has accepted a push.
@Suite struct AcceptanceRecordTests {
  private static let blob = String(repeating: "c", count: 40)

  private static func record() throws -> AcceptanceRecord {
    AcceptanceRecord(
      time: try #require(Timestamp("2026-11-25T12:00:00Z")), pusher: .init(name: "ann", source: "GL_USER", key: "SHA256:abc"),
      reference: "refs/heads/main", old: String(repeating: "1", count: 40), new: "ab" + String(repeating: "2", count: 38),
      since: String(repeating: "1", count: 40), policy: blob, signOffs: [String(repeating: "d", count: 64)],
      options: ["ticket=ORD-12", ""],
      certificate: .init(blob: blob, status: "G", signer: "ann@acme.example", key: nil, nonceStatus: "OK"))
  }

  private static let text = """
    git-contract-acceptance 1
    time: 2026-11-25T12:00:00Z
    pusher: ann
    pusher-from: GL_USER
    pusher-key: SHA256:abc
    ref: refs/heads/main
    old: 1111111111111111111111111111111111111111
    new: ab22222222222222222222222222222222222222
    since: 1111111111111111111111111111111111111111
    policy: cccccccccccccccccccccccccccccccccccccccc
    sign-off: dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
    option: ticket=ORD-12
    option: -
    certificate: cccccccccccccccccccccccccccccccccccccccc
    certificate-status: G
    certificate-signer: ann@acme.example
    certificate-key: -
    certificate-nonce: OK

    """

  @Test func `it is written so and read again`() throws {
    var record = try Self.record()
    #expect(record.text == Self.text)
    #expect(try AcceptanceRecord.read(Self.text) == record)
    #expect(record.path.hasPrefix("ab/" + String(repeating: "2", count: 38) + "-") && record.path.hasSuffix(".accepted"))
    record.certificate = nil
    record.since = nil
    record.policy = nil
    record.pusher.key = nil
    record.signOffs = []
    record.options = []
    #expect(try AcceptanceRecord.read(record.text) == record)
    // What is gone is found by what it was.
    record.new = String(repeating: "0", count: 40)
    #expect(record.path.hasPrefix("11/" + String(repeating: "1", count: 38) + "-"))
  }

  static let spoilt: [(String, @Sendable (String) -> String)] = [
    ("a blank line more", { $0 + "\n" }),
    ("no line feed at the end", { String($0.dropLast()) }),
    ("another heading", { $0.replacing("acceptance 1", with: "acceptance 2") }),
    ("a line in another place", { $0.replacing("pusher: ann\npusher-from: GL_USER\n", with: "pusher-from: GL_USER\npusher: ann\n") }),
    ("a time with a zone", { $0.replacing("12:00:00Z", with: "12:00:00+01:00") }),
    ("an id in capitals", { $0.replacing("new: ab", with: "new: AB") }),
    ("an id that is too short", { $0.replacing("old: 11", with: "old: 1") }),
    ("a key that nobody knows", { $0.replacing("option: -", with: "remark: x") }),
    ("half a certificate", { $0.replacing("certificate-nonce: OK\n", with: "") }),
    ("a certificate that is no object", { $0.replacing("certificate: cc", with: "certificate: xx") }),
    ("a control character", { $0.replacing("ORD-12", with: "ORD\u{1B}[2J") }),
    ("a blank at the end", { $0.replacing("ORD-12", with: "ORD-12 ") }),
  ]

  @Test(arguments: spoilt.indices)
  func `another spelling is no record`(_ index: Int) throws {
    let (name, alter) = Self.spoilt[index]
    #expect(throws: MalformedRecord.self, "\(name)") { try AcceptanceRecord.read(alter(Self.text)) }
  }

  @Test(arguments: [
    ("plain", "plain"), ("", "-"), ("   ", "-"), (" a b ", "a b"), ("a\nsign-off: forged", "a\\u{A}sign-off: forged"),
    ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{202E}txt", "\\u{202E}txt"),
    (String(repeating: "\u{E9}", count: 501), String(repeating: "\u{E9}", count: 200) + "..."),
  ])
  func `what others say stays one line`(said: String, written: String) throws {
    var record = try Self.record()
    record.pusher = .init(name: said, source: "REMOTE_USER")
    #expect(record.pusher.name == written)
    #expect(AcceptanceRecord.value(written) == written, "what was cut is not cut again")
    #expect(try AcceptanceRecord.read(record.text) == record)
  }
}
