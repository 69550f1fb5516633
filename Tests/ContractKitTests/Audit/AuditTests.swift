import Testing

@testable import ContractKit

/// What an audit reckons: bus factors, idle lines, sentences.
struct AuditTests {
  @Test(
    arguments: [
      ([:], nil, 0),
      (["ann": 1], "ann", 1),
      (["ann": 5, "bob": 5], "ann", 2),
      // Whoever mended a word once does not know it.
      (["ann": 12, "bob": 1], "ann", 1),
      (["ann": 12, "bob": 14, "cat": 1], "ann", 2),
      // Many hands, none of whom reaches the mark: one of them knows most.
      (Dictionary(uniqueKeysWithValues: (0..<40).map { ("p\($0)", 1) }), nil, 1),
    ] as [([String: Int], String?, Int)])
  func `the bus factor counts those who know a contract`(changes: [String: Int], creator: String?, factor: Int) {
    #expect(BusFactor.authors(of: changes, creator: creator) == factor)
  }

  @Test func `who may sign counts before who knows, and nobody is zero`() {
    #expect(BusFactor(signers: nil, authors: 3).value == 3)
    #expect(BusFactor(signers: 0, authors: 3).value == 0)
    #expect(BusFactor(signers: 2, authors: 1).basis == .keys)
  }

  @Test(arguments: [(1.0, 0.0), (2, 0.693147180559945), (2.718281828459045, 1), (10, 2.302585092994046), (12_345, 9.421006402)])
  func `the logarithm is right to nine digits`(number: Double, logarithm: Double) {
    #expect(abs(BusFactor.naturalLogarithm(number) - logarithm) < 1e-8)
  }

  @Test(
    arguments: [
      (.github, "* @a\n/x/ @b\n/y/ @c\n", ["x/1"], ["1:2", "3:-"]),
      (.github, "/x/ @b\n* @a\n", ["x/1", "z"], ["1:2"]),
      (.github, "* @a\n/x/\n", ["x/1", "z"], []),
      (.github, "", ["x"], []),
      // Each section decides by itself.
      (.gitlab, "[A]\n* @a\n[B]\n/x @b\n/x @c\n", ["x"], ["4:5"]),
      (.gitea, ".* @a\nx @b\nq @c\n", ["x"], ["3:-"]),
    ] as [(CodeOwnersDialect, String, [String], [String])])
  func `a line that decides nothing is named with the one that does`(
    dialect: CodeOwnersDialect, text: String, paths: [String], idle: [String]
  ) {
    let file = CodeOwners.parse(Array(text.utf8), path: "CODEOWNERS", dialect: dialect)
    let found = CodeOwnersUse(file, paths: paths).idle.map { "\($0.rule.line):\($0.overruledBy.map { String($0) } ?? "-")" }
    #expect(found == idle)
  }

  private static func audit(_ findings: [AuditFinding], contracts: Int = 1) -> Audit {
    Audit(
      tip: "t", base: nil, ownership: .warn, ownersFile: nil, hasPeople: false,
      contracts: (0..<contracts).map { AuditedContract(identifier: "c\($0)", title: "c\($0)", path: "c\($0).yaml") }, findings: findings)
  }

  @Test func `at most ten sentences are said, the riskiest first`() {
    let all = AuditFinding.Kind.allCases.reversed().map { AuditFinding($0, contract: "c0", title: "c0", path: "p", message: "m") }
    let sentences = Self.audit(all).sentences
    #expect(sentences.count == 10)
    #expect(sentences[1] == "1 contract cannot be read, so nobody can rely on them (c0).")
    #expect(sentences[2] == "Nobody answers for 1 contract of 1 (c0).")
    #expect(sentences.allSatisfy { $0.hasSuffix(".") && !$0.contains("[") })
    #expect(Self.audit([]).sentences.last == "Nothing stands out.")
    #expect(Self.audit([], contracts: 0).sentences == ["There is no contract here, and there was none."])
  }

  @Test(arguments: AuditFinding.Kind.allCases)
  func `every kind has a sentence, and kinds stand in the order of their risk`(kind: AuditFinding.Kind) throws {
    let one = Self.audit([AuditFinding(kind, contract: "c0", title: "c0", path: "p", message: "m")])
    #expect(one.sentences.count == 2)
    let next = AuditFinding.Kind.allCases.drop { $0 != kind }.dropFirst().first
    if let next { #expect(kind.risk >= next.risk) }
    for risk in AuditFinding.Risk.allCases { #expect(one.reaches(risk) == (kind.risk >= risk)) }
  }

  @Test func `names are cut after three, and none is listed twice`() {
    #expect(Audit.names(["a", "b", "a"]) == "a, b")
    #expect(Audit.names(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more")
    #expect(AuditedTeam.percent(1, of: 3) == 33 && AuditedTeam.percent(2, of: 3) == 67 && AuditedTeam.percent(0, of: 0) == 0)
  }

  @Test func `persons are called by their team unless somebody asks for them`() throws {
    let people = try People.read(
      Array("people: [{id: ann, handles: ['@ann'], emails: [a@x.example]}]\nteams: [{handle: '@x/t', members: [ann]}]\n".utf8))
    let roster = Roster(people: people, day: CalendarDay(daysSince1970: 20_000))
    let owners = ["@ann", "a@x.example", "b@x.example", "@x/other"].compactMap { Owner($0, dialect: .github) }
    #expect(AuditNames(roster: roster, showsPersons: false).parties(of: owners) == ["@x/t", AuditNames.anonymous, "@x/other"])
    #expect(AuditNames(roster: roster, showsPersons: true).parties(of: owners) == ["@ann", "a@x.example", "b@x.example", "@x/other"])
  }
}
