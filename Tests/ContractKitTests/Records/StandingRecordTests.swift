import Testing

@testable import ContractKit

/// Records that stand for some time: what makes one count, fact by fact.
@Suite struct StandingRecordTests {
  private static let people = """
    people:
      - {id: ann, emails: [ann@acme.example], keys: ["\(SampleRecord.key)"]}
      - {id: ben, emails: [ben@acme.example]}
      - {id: robot, kind: bot, emails: [robot@acme.example]}
      - {id: gone, emails: [gone@acme.example], until: 2026-11-30}
    """

  private static let facts = StandingFacts(
    repository: "0b0e8b1c-6f3a-4e55-9a43-0d6a4f2c7d11", target: "refs/heads/main", path: "contracts/orders.odcs.yaml", contract: "orders")

  private static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  private static func delegation(to person: String = "ben", until: String = "2026-12-10") throws -> SignOffRecord {
    let until = try day(until)
    return SignOffRecord.standing(
      .delegate(person, until: until), facts: facts, target: "refs/heads/main", owners: ["@acme/data"], signer: "ann", reason: nil,
      issued: try #require(Timestamp("2026-11-22T10:00:00Z")), expires: SignOffRecord.end(ofDelegationUntil: until))
  }

  /// The signature is another record's: what it is over is not looked at here.
  private static func fault(
    _ record: SignOffRecord, _ facts: StandingFacts = facts, people: String = people, now: String? = "2026-12-01T00:00:00Z",
    validity: String = "P90D", touch: Bool = false
  ) throws -> RecordFault? {
    let text = record.text
    let signed = try SignedRecord(text: text, armour: SampleRecord.armour)
    #expect(signed.record.text == text, "a standing record has one spelling")
    let roster = Roster(people: try People.read(Array(people.utf8)), day: try day("2026-12-01"))
    return signed.standingFault(
      against: facts, roster: roster, touch: touch, validity: try #require(CalendarPeriod(validity)),
      now: try now.map { try #require(Timestamp($0)) })
  }

  @Test func `a record that says what is true counts, to the end of its day`() throws {
    #expect(try Self.fault(Self.delegation()) == nil)
    #expect(try Self.fault(Self.delegation(), now: "2026-12-10T23:59:59Z") == nil)
    let end = try #require(Timestamp("2026-12-11T00:00:00Z"))
    #expect(try Self.fault(Self.delegation(), now: "2026-12-11T00:00:00Z") == .expired(end))
    #expect(try Self.fault(Self.delegation(), now: nil) == nil)
    #expect(try Self.fault(Self.delegation(), now: "2026-11-21T00:00:00Z") == .notYet(#require(Timestamp("2026-11-22T10:00:00Z"))))
  }

  @Test func `the policy says for how long one may stand, whatever it says of itself`() throws {
    let long = try Self.delegation(until: "2030-12-31")
    #expect(try Self.fault(long) == nil)
    #expect(try Self.fault(long, now: "2027-02-20T00:00:00Z") == .expired(#require(Timestamp("2027-02-20T00:00:00Z"))))
  }

  typealias Alteration = @Sendable (inout SignOffRecord) -> Void

  private static let alterations: [(String, RecordFault, Alteration)] = [
    ("another repository", .otherRepository, { $0.repository = "0b0e8b1c-6f3a-4e55-9a43-0d6a4f2c7d12" }),
    ("another branch", .otherTarget(["refs/heads/release/1.x"]), { $0.targets = ["refs/heads/release/1.x"] }),
    ("another contract", .otherContract("payments"), { $0.contract = "payments" }),
    ("another path", .otherPath("contracts/copy.odcs.yaml"), { $0.path = "contracts/copy.odcs.yaml" }),
    (
      "bytes", .inconsistent,
      { $0.to = .init(blob: String(repeating: "1", count: 40), digest: String(repeating: "a", count: 64), version: "1") }
    ),
    (
      "an old side", .inconsistent,
      { $0.from = .init(blob: String(repeating: "1", count: 40), digest: String(repeating: "a", count: 64), version: "1") }
    ),
    ("a price", .inconsistent, { $0.change = .breaking }),
    ("a report of something else", .inconsistent, { $0.report = String(repeating: "9", count: 64) }),
    ("another end than its day", .inconsistent, { $0.expires = Timestamp(secondsSince1970: $0.expires.secondsSince1970 + 1) }),
    (
      "one person in the place of another", .inconsistent,
      { record in
        if case .delegate(_, let until) = record.decision { record.decision = .delegate("robot", until: until) }
      }
    ),
    ("a decision about one change", .inconsistent, { $0.decision = .approve }),
  ]

  @Test(arguments: alterations.indices)
  func `a line that says something else voids it`(_ index: Int) throws {
    let (name, fault, alter) = Self.alterations[index]
    var record = try Self.delegation()
    alter(&record)
    #expect(try Self.fault(record) == fault, "\(name)")
  }

  @Test func `nobody is given what is no contract`() throws {
    var facts = Self.facts
    facts.contract = SignOffRecord.none
    facts.path = "CODEOWNERS"
    let until = try Self.day("2026-12-10")
    let record = SignOffRecord.standing(
      .delegate("ben", until: until), facts: facts, target: "refs/heads/main", owners: ["@acme/data"], signer: "ann", reason: nil,
      issued: try #require(Timestamp("2026-11-22T10:00:00Z")), expires: SignOffRecord.end(ofDelegationUntil: until))
    #expect(try Self.fault(record, facts) == .inconsistent)
  }

  @Test func `a delegate is a human of the base who is there, and somebody else`() throws {
    #expect(try Self.fault(Self.delegation(to: "robot")) == .noDelegate("robot"))
    #expect(try Self.fault(Self.delegation(to: "gone")) == .noDelegate("gone"))
    #expect(try Self.fault(Self.delegation(to: "nobody")) == .noDelegate("nobody"))
    #expect(try Self.fault(Self.delegation(to: "ann")) == .inconsistent)
  }

  @Test func `the signer is somebody of the base, there, human, with that key`() throws {
    let record = try Self.delegation()
    let key = try SampleRecord.signed().signature.key.fingerprint
    #expect(try Self.fault(record, people: Self.people.replacing("keys: [\"\(SampleRecord.key)\"]", with: "")) == .foreignKey(key))
    #expect(try Self.fault(record, people: Self.people + "\nrevoked: [\"\(key)\"]\n") == .revokedKey(key))
    #expect(try Self.fault(record, touch: true) == .noTouch)
  }

  @Test func `an acceptance stands as long as the policy lets it`() throws {
    let record = SignOffRecord.standing(
      .acceptOwnership, facts: Self.facts, target: "refs/heads/main", owners: ["@acme/data"], signer: "ann", reason: nil,
      issued: try #require(Timestamp("2026-11-22T10:00:00Z")), expires: try #require(Timestamp("2027-11-22T00:00:00Z")))
    #expect(try Self.fault(record, now: "2027-11-21T00:00:00Z", validity: "P1Y") == nil)
    #expect(
      try Self.fault(record, now: "2027-01-01T00:00:00Z", validity: "P1M") == .expired(#require(Timestamp("2026-12-22T00:00:00Z"))))
  }
}
