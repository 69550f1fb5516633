import ContractKit
import Testing

private let today = CalendarDay(secondsSince1970: 1_795_000_000)

private func change(_ rule: String, _ impact: Impact, _ fingerprint: String, line: Int = 5) -> JudgedChange {
  let path = ElementPath([.init("schema", .attribute("name", "orders")), .init("properties", .attribute("name", "email"))])
  let isRemoval = rule == "property-removed"
  return JudgedChange(
    change: Change(
      subject: .property, attribute: isRemoval ? "" : "physicalType", action: isRemoval ? .removed : .changed, element: path,
      oldPosition: SourcePosition(line: line, column: 3)),
    rule: rule, impact: impact, message: "\(rule) of 'email'", fingerprint: fingerprint)
}

private let removal = change("property-removed", .breaking, "aaaaaaaaaaaaaaaa")
private let widening = change("physical-type-widened", .dangerous, "bbbbbbbbbbbbbbbb", line: 9)
private let wording = change("custom-property-changed", .editorial, "cccccccccccccccc")

private func step(
  _ changes: [JudgedChange], prices: [Price] = [], acknowledgements: [Acknowledgement] = [], isMajor: Bool = false,
  old: Contract.Status? = .active, new: Contract.Status? = .active, wasEverActive: Bool = true, path: String = "a.yaml",
  oldPath: String? = nil, readByNobody: Set<String> = []
) -> JudgedStep {
  JudgedStep(
    contract: "id-1", title: "orders", path: path, oldPath: oldPath, oldStatus: old, newStatus: new, wasEverActive: wasEverActive,
    changes: changes, prices: prices, acknowledgements: acknowledgements, isMajor: isMajor, report: "digest", readByNobody: readByNobody)
}

private func notBumped(_ change: JudgedChange) -> Price {
  Price(
    rule: "version-not-bumped", impact: change.impact, contract: "id-1", path: "a.yaml", message: "2.0.0 is due",
    changes: [change.fingerprint])
}

private let signOffMissing = Price(
  rule: "owner-sign-off-missing", impact: .breaking, contract: "id-1", path: "a.yaml", message: "an owner must agree",
  changes: [removal.fingerprint])

private func policy(_ text: String = "ownership: enforce") throws -> Policy { try Policy.read(Array(text.utf8)) }

private func summary(_ judgement: Judgement) -> [String] {
  judgement.findings.map { "\($0.level.rawValue) \($0.rule)" + ($0.reason.map { " for " + $0 } ?? "") }
}

@Test func aPaidChangeIsANote() throws {
  let judgement = Judgement(steps: [step([removal], isMajor: true)], policy: try policy(), today: today)
  #expect(judgement.verdict == .pass)
  #expect(summary(judgement) == ["note property-removed"])
}

@Test func anUnpaidChangeHasTheLevelOfThePriceThatIsDue() throws {
  let judgement = Judgement(steps: [step([removal, wording], prices: [notBumped(removal)])], policy: try policy(), today: today)
  #expect(judgement.verdict == .refuse)
  #expect(
    summary(judgement) == ["error version-not-bumped", "error property-removed for version-not-bumped", "note custom-property-changed"])
  #expect(judgement.findings[0].isPrice)
  #expect(!judgement.findings[1].isPrice)
  #expect(judgement.findings[1].fixes.map(\.command) == ["git contract deprecate orders.orders.email"])
}

@Test func theLoudestPriceIsTheReason() throws {
  let text = "ownership: warn"
  let judgement = Judgement(
    steps: [step([removal], prices: [signOffMissing, notBumped(removal)])], policy: try policy(text), today: today)
  #expect(
    summary(judgement)
      == ["error version-not-bumped", "error property-removed for version-not-bumped", "warning owner-sign-off-missing"])
}

@Test func levelsLookAtTheImpact() throws {
  let judgement = Judgement(steps: [step([wording], prices: [notBumped(wording)])], policy: try policy(), today: today)
  #expect(judgement.verdict == .pass)
  #expect(summary(judgement) == ["warning version-not-bumped", "warning custom-property-changed for version-not-bumped"])
}

@Test(arguments: [(OwnershipMode.off, Verdict.pass, 1), (.warn, .pass, 2), (.enforce, .refuse, 2)])
func ownersRefuseOnlyWhereTheyAreEnforced(mode: OwnershipMode, verdict: Verdict, count: Int) throws {
  let judgement = Judgement(
    steps: [step([removal], prices: [signOffMissing], isMajor: true)], policy: try policy("ownership: \(mode.rawValue)"), today: today)
  #expect(judgement.verdict == verdict)
  #expect(judgement.findings.count == count)
}

@Test func aNamedLevelNeverMakesAFactRefuse() throws {
  let text = "levels: {property-removed: error, custom-property-changed: off}"
  let judgement = Judgement(steps: [step([removal, wording], isMajor: true)], policy: try policy(text), today: today)
  #expect(judgement.verdict == .pass)
  #expect(summary(judgement) == ["warning property-removed"])
}

@Test func aMoveDoesNotEscapeThePolicyOfItsOldPath() throws {
  let text = "levels: {version-not-bumped: off}\npaths: [{match: finance/*, levels: {version-not-bumped: error}}]"
  let free = step([removal], prices: [notBumped(removal)], path: "other/a.yaml")
  let moved = step([removal], prices: [notBumped(removal)], path: "other/a.yaml", oldPath: "finance/a.yaml")
  #expect(Judgement(steps: [free], policy: try policy(text), today: today).verdict == .pass)
  #expect(Judgement(steps: [moved], policy: try policy(text), today: today).verdict == .refuse)
}

// MARK: Drafts

@Test(arguments: [
  (Contract.Status?.some(.draft), Contract.Status?.some(.proposed), false, Verdict.pass), (.proposed, .draft, false, .pass),
  (.draft, .retired, false, .refuse),
  (nil, .draft, false, .pass), (nil, .active, false, .refuse), (.active, .draft, true, .refuse), (.draft, .draft, true, .refuse),
  (.active, .draft, false, .refuse), (nil, nil, false, .refuse), (.deprecated, .retired, true, .refuse),
])
func draftsAreToldAndNotRefused(old: Contract.Status?, new: Contract.Status?, wasEverActive: Bool, verdict: Verdict) throws {
  let step = step(
    [removal, widening], prices: [notBumped(removal), signOffMissing], old: old, new: new, wasEverActive: wasEverActive)
  let judgement = Judgement(steps: [step], policy: try policy(), today: today)
  #expect(judgement.verdict == verdict)
  #expect(judgement.findings.contains { $0.rule == "version-not-bumped" })
}

@Test func aDraftBecomesActiveByItsOwnersWordAndWithoutAVersion() throws {
  let free = step([removal, widening], prices: [notBumped(removal)], old: .draft, new: .active, wasEverActive: false)
  #expect(Judgement(steps: [free], policy: try policy(), today: today).verdict == .pass)
  let unsigned = step([removal], prices: [signOffMissing], old: .draft, new: .active, wasEverActive: false)
  #expect(Judgement(steps: [unsigned], policy: try policy(), today: today).verdict == .refuse)
}

@Test func aDraftThatIsTakenForAnotherContractIsRefused() throws {
  let price = Price(rule: "contract-id-collision", contract: "id-1", path: "a.yaml", message: "the id is taken")
  let copy = step([], prices: [price], old: nil, new: .draft, wasEverActive: false)
  #expect(Judgement(steps: [copy], policy: try policy(), today: today).verdict == .refuse)
}

@Test func aDraftThatCannotBeReadIsRefused() throws {
  let price = Price(rule: "unparsable", contract: "id-1", path: "a.yaml", message: "invalid YAML")
  let judgement = Judgement(
    steps: [step([], prices: [price], old: .draft, new: nil, wasEverActive: false)], policy: try policy(), today: today)
  #expect(judgement.verdict == .refuse)
}

@Test func whatTheBaseHasTooIsAWarning() throws {
  let price = Price(rule: "version-not-semver", contract: "id-1", path: "a.yaml", message: "'x' is no version", isInherited: true)
  #expect(Judgement(steps: [step([], prices: [price])], policy: try policy(), today: today).verdict == .pass)
}

@Test func whatCouldNotBeLookedAtIsNeverAPass() throws {
  let missing = Finding(rule: "missing-object", level: .error, path: "a.yaml", message: "blob is missing")
  let judgement = Judgement(
    steps: [step([removal], prices: [notBumped(removal)])], undecided: [missing], policy: try policy(), today: today)
  #expect(judgement.verdict == .undecided)
  #expect(judgement.findings.contains(missing))
}

// MARK: Acknowledgements

private func word(_ subject: Acknowledgement.Subject, isByOwner: Bool = true) -> Acknowledgement {
  Acknowledgement(subject: subject, reason: "looked at it", person: "ann", isByOwner: isByOwner)
}

@Test(arguments: [
  ([], false, Verdict.refuse), ([], true, .pass), ([word(.fingerprint("bbbbbbbbbbbbbbbb"))], false, .pass),
  ([word(.rule("physical-type-widened"))], false, .pass), ([word(.report("digest"))], false, .pass),
  ([word(.report("another"))], false, .refuse), ([word(.fingerprint("aaaaaaaaaaaaaaaa"))], false, .refuse),
  ([word(.fingerprint("bbbbbbbbbbbbbbbb"), isByOwner: false)], false, .refuse),
])
func dangerAsksForTheDecisionOfAnOwner(given: [Acknowledgement], isMajor: Bool, verdict: Verdict) throws {
  let judgement = Judgement(
    steps: [step([widening], acknowledgements: given, isMajor: isMajor)], policy: try policy(), today: today)
  #expect(judgement.verdict == verdict)
  let price = judgement.findings.first { $0.rule == "acknowledgement-missing" }
  #expect((price != nil) == (verdict == .refuse))
  #expect(price?.fixes.map(\.command) ?? ["git contract acknowledge orders"] == ["git contract acknowledge orders"])
  #expect(price?.fixes.allSatisfy(\.needsHuman) ?? true)
}

@Test func whatNobodyReadsNeedsNoDecision() throws {
  let unread = step([widening], readByNobody: [widening.fingerprint])
  #expect(Judgement(steps: [unread], policy: try policy(), today: today).verdict == .pass)
}

@Test func thePolicyMayWithdrawTheAcknowledgement() throws {
  let text = "ownership: enforce\nsign-off: {dangerous: {acknowledge: false}}"
  #expect(Judgement(steps: [step([widening])], policy: try policy(text), today: today).verdict == .pass)
}

@Test(arguments: [
  ("0123456789abcdef it is read by nobody", Acknowledgement.Subject?.some(.fingerprint("0123456789abcdef")), "it is read by nobody"),
  ("physical-type-widened  checked with finance", .rule("physical-type-widened"), "checked with finance"),
  ("sha256:" + String(repeating: "a", count: 64) + " all", .report(String(repeating: "a", count: 64)), "all"),
  ("", nil, ""), ("0123456789abcdef", nil, ""), ("0123456789abcdef   ", nil, ""), ("No such thing", nil, ""),
])
func trailersAreRead(value: String, subject: Acknowledgement.Subject?, reason: String) {
  switch Acknowledgement.parse(value) {
  case .success(let parsed):
    #expect(parsed.subject == subject)
    #expect(parsed.reason == reason)
  case .failure(let malformed):
    #expect(subject == nil)
    #expect(!malformed.description.isEmpty)
  }
}

@Test func aReportIsNamedByItsCanonicalForm() {
  let report: JSON = ["schema": "git-contract/diff/1", "contracts": ["é"], "tool": ["version": "1.2.3"]]
  let other: JSON = ["contracts": ["é"], "schema": "git-contract/diff/1", "tool": ["version": "9"]]
  #expect(ReportDigest.canonical(report) == #"{"contracts":["é"],"schema":"git-contract/diff/1"}"#)
  #expect(ReportDigest.of(report) == ReportDigest.of(other))
  // echo -n '{"contracts":["é"],"schema":"git-contract/diff/1"}' | sha256sum
  #expect(ReportDigest.of(report) == "d88cdcf654ca10c7018893b859a4ac2182fa74b5089fe4266c0e2d39dc04f988")
}
