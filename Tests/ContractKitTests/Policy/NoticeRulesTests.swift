import ContractKit
import Testing

private let support = "support: [{channel: news, url: \"https://x.example\", scope: announcements}]\n"
private let today = CalendarDay("2026-11-22")

private func contract(_ columns: String, head: String = support) throws -> Contract {
  let text =
    "apiVersion: v3.2.0\nkind: DataContract\nid: id-1\nname: orders\nversion: 1.0.0\nstatus: active\n\(head)"
    + "schema:\n  - name: orders\n    properties:\n\(columns)"
  return try ContractReader.read(Array(text.utf8), path: "a.yaml")
}

private func prices(
  _ old: Contract, _ new: Contract?, period: String = "P90D", since: String? = nil, at day: CalendarDay? = today
) throws -> [Price] {
  let changes = Judge.judge(from: old, to: new)
  var deprecatedSince: [String: CalendarDay] = [:]
  for change in changes { deprecatedSince[change.change.element.description] = since.flatMap { CalendarDay($0) } }
  return NoticeRules.prices(
    NoticeCase(
      old: old, new: new, changes: changes, title: "orders", path: "a.yaml",
      notice: NoticePolicy(period: try #require(CalendarPeriod(period)), reminders: [], requireDeprecation: false), today: day,
      deprecatedSince: deprecatedSince))
}

private let plain = "      - {name: a}\n      - {name: b}\n"

private func deprecated(_ day: String) -> String {
  "      - {name: a}\n      - {name: b, deprecated: true, customProperties: [{property: removeAfter, value: \"\(day)\"}]}\n"
}

@Test func whatReadersCannotHearOfIsUnannounced() throws {
  let gone = "      - {name: a}\n"
  #expect(try prices(contract(plain), contract(gone), period: "P0D").isEmpty)
  for head in ["", "support: [{channel: chat, url: \"https://x.example\", scope: interactive}]\n"] {
    let found = try prices(contract(plain, head: head), contract(gone, head: head), period: "P0D")
    #expect(found.map(\.rule) == ["unannounced"])
    #expect(found.first?.changes.count == 1)
  }
  #expect(try prices(contract(plain, head: ""), contract(plain + "      - {name: c}\n", head: "")).isEmpty)
  #expect(try prices(contract(plain, head: ""), contract(deprecated("2027-12-31"), head: "")).map(\.rule) == ["unannounced"])
}

@Test(arguments: [("2027-02-19", 1), ("2027-02-20", 0), ("2028-01-01", 0)])
func anAnnouncedDayKeepsTheNoticePeriod(day: String, count: Int) throws {
  let found = try prices(contract(plain), contract(deprecated(day)))
  #expect(found.map(\.rule) == Array(repeating: "sunset-too-soon", count: count))
  #expect(try prices(contract(plain), contract(deprecated(day)), at: nil).isEmpty)
  #expect(try prices(contract(plain), contract(deprecated(day)), period: "P0D").isEmpty)
}

@Test func aDayThatMovesNearerKeepsTheNoticePeriodToo() throws {
  let found = try prices(contract(deprecated("2027-12-31")), contract(deprecated("2026-12-31")))
  #expect(found.map(\.message).first?.hasPrefix("'orders.b' is to end on 2026-12-31; with the notice period P90D") == true)
  #expect(found.count == 1)
}

@Test(arguments: [("2026-11-21", 0), ("2026-11-22", 1), ("2027-01-01", 1)])
func nothingGoesBeforeItsDay(day: String, count: Int) throws {
  let found = try prices(contract(deprecated(day)), contract("      - {name: a}\n"))
  #expect(found.count == count)
  if count > 0 { #expect(found[0].message == "'orders.b' was removed before \(day), the day until which it was promised") }
}

@Test(arguments: [("2026-08-24", 0), ("2026-08-25", 1)])
func aRemovalWaitsForTheNoticePeriod(since: String, count: Int) throws {
  let old = try contract("      - {name: a}\n      - {name: b, deprecated: true}\n")
  let found = try prices(old, contract("      - {name: a}\n"), since: since)
  #expect(found.count == count)
  if count > 0 { #expect(found[0].hint == "remove it on 2026-11-23 or later") }
}

@Test func theContractMayPromiseAPeriodItself() throws {
  let head = support + "customProperties: [{property: noticePeriod, value: P1Y}]\n"
  let found = try prices(contract(plain, head: head), contract(deprecated("2027-06-30"), head: head), period: "P0D")
  #expect(found.contains { $0.message.contains("P1Y") })
}

@Test func theSpecificationPromisesAPeriodInItsTerms() throws {
  let text = { (field: String) in
    "dataContractSpecification: 1.1.0\nid: x\ninfo: {title: T, version: 1.0.0, contact: {email: a@x.example}}\n"
      + "terms: {noticePeriod: P1Y}\nmodels: {t: {fields: {a: {type: int}, b: {\(field)}}}}\n"
  }
  let old = try readContract(text("type: int"))
  let new = try readContract(text("type: int, deprecated: true, config: {removeAfter: '2027-06-30'}"))
  let found = try prices(old, new, period: "P0D")
  #expect(found.map(\.rule) == ["sunset-too-soon"])
  #expect(found.first?.message.contains("P1Y") == true)
}

@Test(arguments: [
  ("dataContractSpecification: 1.1.0\nid: x\ninfo: {title: T, version: 1.0.0}\nmodels: {t: {}}\n", "info: {", "info: {contact: {url: u}, "),
  (odcs2Head() + "dataset: [{table: t, columns: []}]\n", "type: tables\n", "type: tables\nproductDl: dl@x.example\n"),
])
func dialectsWithoutScopesAreHeardWhereTheyCanBeReached(text: String, place: String, contact: String) throws {
  let gone = { (text: String) in text.replacing("models: {t: {}}", with: "models: {}").replacing("[{table: t, columns: []}]", with: "[]") }
  let found = try prices(readContract(text), readContract(gone(text)), period: "P0D")
  #expect(found.map(\.rule) == ["unannounced"])
  let reached = text.replacing(place, with: contact)
  #expect(try prices(readContract(reached), readContract(gone(reached)), period: "P0D").isEmpty)
}

@Test func anEndOfLifeKeepsTheNoticePeriodToo() throws {
  let soon = support + "slaProperties: [{property: endOfLife, value: \"2026-12-24\"}]\n"
  #expect(try prices(contract(plain), contract(plain, head: soon)).contains { $0.rule == "sunset-too-soon" })
  let later = support + "slaProperties: [{property: endOfLife, value: \"2027-12-24T00:00:00Z\"}]\n"
  #expect(try !prices(contract(plain), contract(plain, head: later)).contains { $0.rule == "sunset-too-soon" })
}
