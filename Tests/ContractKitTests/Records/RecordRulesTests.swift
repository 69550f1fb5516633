import Testing

@testable import ContractKit

/// What makes a record count, fact by fact.
@Suite struct RecordRulesTests {
  private static let people = """
    people:
      - {id: ann, emails: [ann@acme.example], keys: ["\(SampleRecord.key)"]}
      - {id: ben, emails: [ben@acme.example]}
    """

  private static func facts() throws -> TransitionFacts {
    let record = try SampleRecord.signed().record
    return TransitionFacts(
      repository: record.repository, target: "refs/heads/main", path: record.path, contract: record.contract, from: record.from,
      to: record.to, change: .breaking, report: record.report, catalogue: record.catalogue)
  }

  private static func fault(
    _ facts: TransitionFacts, people: String = people, day: String = "2026-12-01", now: String? = "2026-12-01T00:00:00Z",
    touch: Bool = false,
    isSameMeaning: Bool = false
  ) throws -> RecordFault? {
    let roster = Roster(people: try People.read(Array(people.utf8)), day: try OwnersPeopleTests.day(day))
    let moment = try now.map { try #require(Timestamp($0)) }
    return try SampleRecord.signed().fault(against: facts, roster: roster, touch: touch, now: moment) { _ in isSameMeaning }
  }

  @Test func `a record that says what is true counts`() throws {
    #expect(try Self.fault(Self.facts()) == nil)
  }

  typealias Alteration = @Sendable (inout TransitionFacts) -> Void

  private static let other = String(repeating: "9", count: 40)
  private static let digest = String(repeating: "9", count: 64)

  static let alterations: [(String, RecordFault, Alteration)] = [
    ("another repository", .otherRepository, { $0.repository = "x" }),
    ("a policy that does not say which repository it is", .otherRepository, { $0.repository = "" }),
    ("another branch", .otherTarget(["refs/heads/main"]), { $0.target = "refs/heads/release/1.x" }),
    ("another path", .otherPath("contracts/orders.odcs.yaml"), { $0.path = "contracts/copy.odcs.yaml" }),
    ("another contract", .otherContract("4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6"), { $0.contract = "payments" }),
    ("another base", .otherBase, { $0.from.blob = other }),
    ("a base of the same SHA-1 with other bytes", .otherBase, { $0.from.digest = digest }),
    ("another head", .changedSince, { $0.to.blob = other }),
    ("a head of the same SHA-1 with other bytes", .changedSince, { $0.to.digest = digest }),
    ("a deletion in its place", .changedSince, { $0.to = .absent }),
    ("a greater price", .costsMore(.deletion), { $0.change = .deletion }),
    ("another report by the same catalogue", .otherReport, { $0.report = digest }),
  ]

  @Test(arguments: alterations.indices)
  func `a fact that differs voids it`(_ index: Int) throws {
    let (name, fault, alter) = Self.alterations[index]
    var facts = try Self.facts()
    alter(&facts)
    #expect(try Self.fault(facts) == fault, "\(name)")
  }

  @Test func `a smaller price, another catalogue's report and a comment leave it standing`() throws {
    var facts = try Self.facts()
    facts.change = .compatible
    #expect(try Self.fault(facts) == nil)
    facts.report = Self.digest
    facts.catalogue = 2
    #expect(try Self.fault(facts) == nil)
    facts.to.blob = Self.other
    facts.to.digest = Self.digest
    #expect(try Self.fault(facts, isSameMeaning: true) == nil)
    facts.to.version = "3.0.0"
    #expect(try Self.fault(facts, isSameMeaning: true) == .changedSince)
  }

  @Test func `the signer is somebody of the base, there, human, with that key`() throws {
    let facts = try Self.facts()
    let key = SampleRecord.key
    let fingerprint = try SampleRecord.signed().signature.key.fingerprint
    func people(_ line: String) -> String { "people: [\(line)]" }
    #expect(try Self.fault(facts, people: people("{id: ben, emails: [ben@acme.example], keys: [\"\(key)\"]}")) == .unknownSigner)
    #expect(
      try Self.fault(facts, people: people("{id: ann, kind: bot, emails: [ann@acme.example], keys: [\"\(key)\"]}")) == .bot)
    #expect(
      try Self.fault(facts, people: people("{id: ann, emails: [ann@acme.example], until: 2026-11-30, keys: [\"\(key)\"]}"))
        == .left(OwnersPeopleTests.day("2026-11-30")))
    #expect(try Self.fault(facts, people: people("{id: ann, emails: [ann@acme.example]}")) == .foreignKey(fingerprint))
    #expect(
      try Self.fault(
        facts, people: people("{id: ann, emails: [ann@acme.example], keys: [{key: \"\(key)\", valid-before: 2026-11-25}]}"))
        == .foreignKey(fingerprint))
    #expect(try Self.fault(facts, people: Self.people + "\nrevoked: [\"\(fingerprint)\"]\n") == .revokedKey(fingerprint))
    #expect(try Self.fault(facts, touch: true) == .noTouch)
  }

  @Test func `the verifier's clock decides, where there is one`() throws {
    let facts = try Self.facts()
    #expect(try Self.fault(facts, now: "2026-11-21T23:59:59Z") == .notYet(#require(Timestamp("2026-11-22T10:00:00Z"))))
    #expect(try Self.fault(facts, now: "2026-11-22T00:00:00Z") == nil)
    #expect(try Self.fault(facts, now: "2027-02-19T23:59:59Z") == nil)
    #expect(try Self.fault(facts, now: "2027-02-20T00:00:00Z") == .expired(#require(Timestamp("2027-02-20T00:00:00Z"))))
    #expect(try Self.fault(facts, now: nil) == nil)
  }
}
