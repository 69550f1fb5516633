/// A span of days as people promise it, in the date part of an ISO 8601 duration (section 5.5.2): `P90D`, `P1Y`, `P1Y6M`, `P2W`.
///
/// Hours have no place here: a promise between people ends with a day.
package struct CalendarPeriod: Hashable, Sendable, CustomStringConvertible {
  package let months: Int
  package let days: Int
  /// As it was written.
  package let description: String

  /// Reads a duration; nil for anything else, for fractions and for spans above 1,000 years.
  package init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
    var units = Array("YMWD".utf8)[...]
    var months = 0
    var days = 0
    while !rest.isEmpty {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      guard (1...6).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)), let unit = rest.popFirst(),
        let place = units.firstIndex(of: unit)
      else { return nil }
      // Each unit stands at most once, the larger before the smaller.
      units = units[(place + 1)...]
      switch unit {
      case UInt8(ascii: "Y"): months += 12 * number
      case UInt8(ascii: "M"): months += number
      case UInt8(ascii: "W"): days += 7 * number
      default: days += number
      }
    }
    guard months <= 12_000, days <= 366_000 else { return nil }
    self.months = months
    self.days = days
    description = String(text)
  }

  /// No time at all.
  package static let zero = CalendarPeriod(days: 0)

  package init(days: Int) {
    months = 0
    self.days = days
    description = "P" + String(days) + "D"
  }

  package var isZero: Bool { months == 0 && days == 0 }

  /// Two periods are equal if they say the same (`P1Y` and `P12M`), however they were spelt.
  package static func == (left: CalendarPeriod, right: CalendarPeriod) -> Bool {
    (left.months, left.days) == (right.months, right.days)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(months)
    hasher.combine(days)
  }
}

extension CalendarDay {
  /// The day after a period. Months are added first; where the month that is reached is too short, its last day is taken (31 January
  /// and one month is 28 or 29 February), then days.
  package func adding(_ period: CalendarPeriod) -> CalendarDay {
    moved(months: period.months, days: period.days)
  }

  /// The day before a period, found in the same way.
  package func subtracting(_ period: CalendarPeriod) -> CalendarDay {
    moved(months: -period.months, days: -period.days)
  }

  private func moved(months: Int, days: Int) -> CalendarDay {
    guard months != 0 else { return adding(days: days) }
    let total = year * 12 + month - 1 + months
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    let newMonth = total - newYear * 12 + 1
    var newDay = day
    while newDay > 28 {
      if let reached = CalendarDay(year: newYear, month: newMonth, day: newDay) { return reached.adding(days: days) }
      newDay -= 1
    }
    // Every month has 28 days.
    return CalendarDay(year: newYear, month: newMonth, day: newDay)?.adding(days: days) ?? self
  }
}
