import ContractKit
import Testing

private let today = CalendarDay(secondsSince1970: 1_795_000_000)

private func faults(_ text: String) -> [String] {
  do throws(ReadingError) {
    _ = try WaiverFile(Array(text.utf8))
    return []
  } catch {
    return error.diagnostics.map { "\($0.position.line):\($0.position.column): \($0.message)" }
  }
}

@Test func waiversAreRead() throws {
  let text = """
    waivers:
      - fingerprint: 0123456789abcdef
        reason: the column was empty since 2024
        person: ann
        expires: 2027-03-31
      - {rule: unannounced, contract: id-1, reason: r, person: bob, expires: 2027-01-01}
      - {rule: sunset-too-soon, fingerprint: fedcba9876543210, reason: r, person: bob, expires: 2027-01-01}
    """
  let waivers = try WaiverFile(Array(text.utf8)).waivers
  #expect(
    waivers.map(\.subject) == [
      .fingerprint("0123456789abcdef"), .rule("unannounced", contract: "id-1"),
      .ruleForChange(rule: "sunset-too-soon", fingerprint: "fedcba9876543210"),
    ])
  #expect(waivers[0].position == SourcePosition(line: 2, column: 5))
  #expect(waivers[0].expires == CalendarDay("2027-03-31"))
}

@Test(arguments: [
  ("- a", "1:1: the file of waivers must be a mapping of keys and values, not a list"),
  ("waiver: []", "1:1: unknown key 'waiver' in the file of waivers; did you mean 'waivers'?"),
  (
    "waivers: [{fingerprint: 0123456789abcdef, reason: r, person: p}]",
    "1:11: a waiver needs 'expires': the last day on which it holds"
  ),
  (
    "waivers: [{rule: unannounced, reason: r, person: p, expires: 2027-01-01}]",
    "1:11: a waiver needs a 'fingerprint', or a 'rule' and the id of a 'contract'"
  ),
  (
    "waivers: [{fingerprint: abc, reason: r, person: p, expires: 2027-01-01}]",
    "1:25: 'fingerprint' takes the 16 hexadecimal digits that 'git contract check' prints, not 'abc'"
  ),
  (
    "waivers: [{fingerprint: 0123456789abcdef, reason: r, person: p, expires: soon}]",
    "1:74: 'expires' must be a day such as 2027-03-31, not 'soon'"
  ),
  (
    "waivers: [{fingerprint: 0123456789abcdef, reason: r, persn: p, expires: 2027-01-01}]",
    "1:54: unknown key 'persn' in a waiver; did you mean 'person'?"
  ),
])
func waiverFaultsHavePlaceAndWayOut(text: String, expected: String) {
  #expect(faults(text) == [expected])
}

@Test(arguments: [
  (0, true, false, nil, Waiver.State.valid), (-1, true, false, nil, .expired), (-1, true, true, nil, .expired),
  (10, false, false, -5, .pending), (10, false, false, -31, .stale), (10, false, false, -30, .pending), (10, false, true, -31, .spent),
  (-1, false, false, nil, .stale), (-1, false, true, nil, .spent), (10, false, false, nil, .pending),
])
func waiversGrowOld(expiresIn: Int, matches: Bool, isSpent: Bool, addedIn: Int?, expected: Waiver.State) {
  let waiver = Waiver(subject: .fingerprint("a"), reason: "r", person: "p", expires: today.adding(days: expiresIn))
  #expect(waiver.state(on: today, matches: matches, isSpent: isSpent, added: addedIn.map { today.adding(days: $0) }) == expected)
}

// MARK: What they pay for

private let dangerous = JudgedChange(
  change: Change(subject: .property, attribute: "physicalType", action: .raised, element: .root), rule: "physical-type-widened",
  impact: .dangerous, message: "m", fingerprint: "bbbbbbbbbbbbbbbb")

private func judge(_ prices: [Price], _ subject: Waiver.Subject, expiresIn: Int = 1, changes: [JudgedChange] = []) throws -> Judgement {
  let step = JudgedStep(
    contract: "id-1", title: "orders", path: "a.yaml", oldStatus: .active, newStatus: .active, wasEverActive: true, changes: changes,
    prices: prices)
  let waiver = Waiver(subject: subject, reason: "no reader", person: "ann", expires: today.adding(days: expiresIn))
  return Judgement(
    steps: [step], policy: try Policy.read(Array("ownership: enforce".utf8)), waivers: WaiversInForce([waiver]), today: today)
}

private let price = Price(
  rule: "retired-before-end-of-life", contract: "id-1", path: "a.yaml", message: "m", fixes: [.init(title: "t", command: "c")],
  fingerprint: "eeeeeeeeeeeeeeee")

@Test func aWaiverSilencesARuleForAContract() throws {
  let judgement = try judge([price], .rule("retired-before-end-of-life", contract: "id-1"))
  #expect(judgement.verdict == .pass)
  #expect(judgement.findings.map(\.level) == [.note])
  #expect(judgement.findings[0].hint == "waived by ann until \(today.adding(days: 1)): no reader")
  #expect(judgement.findings[0].fixes.isEmpty)
  #expect(judgement.waivers.map(\.state) == [.valid])
  #expect(try judge([price], .fingerprint("eeeeeeeeeeeeeeee")).verdict == .pass)
}

@Test func aWaiverOfAnotherContractOrRuleSilencesNothing() throws {
  for subject in [
    Waiver.Subject.rule("retired-before-end-of-life", contract: "id-2"), .rule("unannounced", contract: "id-1"),
    .fingerprint("ffffffffffffffff"),
  ] {
    let judgement = try judge([price], subject)
    #expect(judgement.verdict == .refuse)
    #expect(judgement.waivers.map(\.state) == [.pending])
  }
}

@Test func anExpiredWaiverPaysForNothingAndIsReported() throws {
  let judgement = try judge([price], .rule("retired-before-end-of-life", contract: "id-1"), expiresIn: -1)
  #expect(judgement.verdict == .refuse)
  #expect(judgement.findings.contains { $0.rule == "waiver-expired" && $0.level == .warning })
  #expect(judgement.findings.first { $0.rule == price.rule }?.hint?.hasPrefix("the waiver of ann expired on ") == true)
}

@Test func aFingerprintPaysForADecisionAndNotForAVersion() throws {
  let subject = Waiver.Subject.fingerprint(dangerous.fingerprint)
  let decided = try judge([], subject, changes: [dangerous])
  #expect(decided.verdict == .pass)
  #expect(decided.findings.map(\.level) == [.note, .note])
  let version = Price(
    rule: "version-not-bumped", impact: .dangerous, contract: "id-1", path: "a.yaml", message: "m", changes: [dangerous.fingerprint])
  #expect(try judge([version], subject, changes: [dangerous]).verdict == .refuse)
}

@Test func aWaiverOfOneChangeLeavesTheOthersDue() throws {
  let price = Price(
    rule: "sunset-too-soon", contract: "id-1", path: "a.yaml", message: "m", changes: [dangerous.fingerprint, "cccccccccccccccc"])
  let subject = Waiver.Subject.ruleForChange(rule: "sunset-too-soon", fingerprint: dangerous.fingerprint)
  let judgement = try judge([price], subject)
  #expect(judgement.findings.first?.level == .warning)
  #expect(judgement.waivers.map(\.state) == [.valid])
}
