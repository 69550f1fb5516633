import Testing

@testable import ContractKit

/// One decision has one spelling: whatever else stands in a file, it is no record.
@Suite struct SignedRecordTests {
  @Test func `a record reads, and is written again byte for byte`() throws {
    let signed = try SampleRecord.signed()
    #expect(signed.fileText == SampleRecord.text + SampleRecord.armour)
    #expect(signed.record.decision == .approve)
    #expect(signed.record.reason == nil)
    #expect(signed.record.owners == ["@acme/checkout-data"])
    #expect(signed.record.to.version == "2.0.0")
    #expect(signed.signature.key.text == SampleRecord.key)
    #expect(signed.signature.hash == "sha512")
    #expect(!signed.signature.hasTouch)
    #expect(signed.record.fileName == "222222222222-\(signed.record.digest.prefix(8)).signoff")
  }

  static let variants: [(String, String)] = [
    ("decision: approve", "decision: acknowledge"), ("decision: approve", "decision: reject"),
    ("decision: approve", "decision: accept-ownership"), ("decision: approve", "decision: delegate ben until 2026-12-31"),
    ("decision: approve", "decision: withdraw " + String(repeating: "d", count: 64)),
    ("target: refs/heads/main", "target: refs/heads/main\ntarget: refs/heads/release/1.x"),
    ("owner: @acme/checkout-data", "owner: @acme/checkout-data\nowner: cat@acme.example"), ("reason: -", "reason: It was announced."),
    (" sha256:\(String(repeating: "a", count: 64)) 1.4.0", " sha256:\(String(repeating: "a", count: 64)) -"),
  ]

  @Test(arguments: variants)
  func `other words that a record may have`(_ old: String, _ new: String) throws {
    let text = SampleRecord.text.replacing(old, with: new)
    #expect(try SignOffRecord.read(text).text == text)
  }

  static let misspelt: [(String, String, Int)] = [
    ("git-contract-signoff 1", "git-contract-signoff 2", 1), ("repository: ", "repo: ", 2), ("path: contracts/", "path:  contracts/", 4),
    ("contracts/orders", "contracts/\u{202E}orders", 4), ("contracts/orders", "contracts/\u{1B}[2J", 4),
    ("from: 1111", "from: 111", 6), ("sha256:aaaa", "sha256:AAAA", 6), ("sha256:bbbb", "sha1:bbbb", 7), (" 2.0.0", "", 7),
    ("change: breaking", "change: enormous", 8), ("report: sha256:cccc", "report: sha256:ccc", 9), ("catalogue: 1", "catalogue: 0", 10),
    ("catalogue: 1", "catalogue: +1", 0), ("decision: approve", "decision: approved", 11),
    ("decision: approve", "decision: withdraw 1234", 11), ("decision: approve", "decision: delegate ben", 11),
    ("decision: approve", "decision: approve\ndecision: approve", 12), ("owner: @acme/checkout-data\n", "", 12),
    ("owner: @acme/checkout-data", "owner: @acme/checkout-data\nowner: @acme/checkout-data", 13), ("reason: -", "reason: ", 14),
    ("reason: -", "reason: - ", 14), ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00+00:00", 15),
    ("2026-11-22T10:00:00Z", "2026-02-30T10:00:00Z", 15), ("2026-11-22T10:00:00Z", "2026-11-22T24:00:00Z", 15),
    ("expires: 2027-02-20T00:00:00Z\n", "expires: 2027-02-20T00:00:00Z\nnote: more\n", 17),
    ("expires: 2027-02-20T00:00:00Z\n", "expires: 2027-02-20T00:00:00Z", 16), ("\n", "\r\n", 1),
  ]

  @Test(arguments: misspelt)
  func `what is spelt otherwise is no record`(_ old: String, _ new: String, _ line: Int) throws {
    let text = SampleRecord.text.replacing(old, with: new)
    try #require(text != SampleRecord.text)
    let error = #expect(throws: SignOffRecord.Malformed.self) { try SignOffRecord.read(text) }
    #expect(error?.line == line, "\(String(describing: error))")
  }

  static let otherFiles: [(String, String)] = [
    ("no signature", SampleRecord.text), ("no record", SampleRecord.armour),
    ("two signatures", SampleRecord.text + SampleRecord.armour + SampleRecord.armour),
    ("text behind the signature", SampleRecord.text + SampleRecord.armour + "\n"),
    ("a blank line before it", SampleRecord.text + "\n" + SampleRecord.armour),
    ("a signature made for Git", SampleRecord.text + SampleRecord.armourForGit),
    ("a NUL", SampleRecord.text.replacing("reason: -", with: "reason: \0") + SampleRecord.armour),
    ("another base64 alphabet", SampleRecord.text + SampleRecord.armour.replacing("/", with: "_")),
    ("lines of other lengths", SampleRecord.text + SampleRecord.armour.replacing("U1NIU0lH", with: "U1NIU0lH\n")),
    ("a signature cut short", SampleRecord.text + SampleRecord.armour.replacing("9s0r4z0/aDsDg==", with: "9s0r4z0/aDs==")),
    ("bits that mean nothing", SampleRecord.text + SampleRecord.armour.replacing("aDsDg==", with: "aDsDh==")),
    (
      "more than a record has",
      SampleRecord.text.replacing("reason: -", with: "reason: " + String(repeating: "x", count: 17_000)) + SampleRecord.armour
    ),
  ]

  @Test(arguments: otherFiles)
  func `a file holds one record and one signature`(_ what: String, _ text: String) {
    #expect(throws: SignedRecord.Malformed.self, "\(what)") { try SignedRecord(Array(text.utf8)) }
  }

  @Test func `a file that is no UTF-8 is no record`() {
    #expect(throws: SignedRecord.Malformed.self) {
      try SignedRecord(Array(SampleRecord.text.utf8) + [0xFF] + Array(SampleRecord.armour.utf8))
    }
  }
}
