import ContractKit
import Testing

@Test(arguments: [
  ("P90D", 0, 90), ("P1Y", 12, 0), ("P1Y6M", 18, 0), ("P2W", 0, 14), ("P1Y2M3W4D", 14, 25), ("P0D", 0, 0),
])
func periodsAreRead(text: String, months: Int, days: Int) {
  let period = CalendarPeriod(text)
  #expect(period?.months == months)
  #expect(period?.days == days)
  #expect(period?.description == text)
}

@Test(arguments: ["", "P", "90D", "P90", "PT1H", "P1D1Y", "P1D2D", "P1.5Y", "P-1D", "p1d", "P9999999D", "P1Y ", "P2000Y"])
func whatIsNoPeriodIsRefused(text: String) {
  #expect(CalendarPeriod(text) == nil)
}

@Test(arguments: [
  ("2026-01-31", "P1M", "2026-02-28"), ("2028-01-31", "P1M", "2028-02-29"), ("2026-12-15", "P1M", "2027-01-15"),
  ("2028-02-29", "P1Y", "2029-02-28"), ("2026-11-22", "P90D", "2027-02-20"), ("2026-01-31", "P1M1D", "2026-03-01"),
])
func periodsAreAdded(day: String, period: String, expected: String) throws {
  let start = try #require(CalendarDay(day))
  #expect(start.adding(try #require(CalendarPeriod(period))).description == expected)
}

@Test func periodsAreSubtracted() throws {
  let day = try #require(CalendarDay("2026-03-31"))
  #expect(day.subtracting(try #require(CalendarPeriod("P1M"))).description == "2026-02-28")
  #expect(day.subtracting(try #require(CalendarPeriod("P1Y3M"))).description == "2024-12-31")
  #expect(CalendarPeriod("P1Y") == CalendarPeriod("P12M"))
}
