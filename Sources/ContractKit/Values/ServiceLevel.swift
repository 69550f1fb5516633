/// The value of a service level with its unit, and which of two is better for a reader.
///
/// Properties and units are those of the standard's list (ODCS 3.1, "Service-level agreement", after "Data QoS"), in any case. A
/// property that is not on it is compared for equality only.
enum ServiceLevel {
  enum Relation {
    case same, better, worse, unclear
  }

  /// Which way is better.
  enum Direction {
    case higher, lower
    /// A date: neither is better by itself, see `SupportDate`.
    case date
    case unknown
  }

  /// A value in the base unit of its dimension.
  private enum Quantity: Equatable {
    case seconds(ExactNumber)
    /// Counted in months, which have no fixed length in days.
    case months(ExactNumber)
    case plain(ExactNumber, unit: String)
    case clock(String)
    case text(String)
  }

  static func name(of element: Element) -> String {
    (element.name ?? "").lowercased().filter { $0.isLetter || $0.isNumber }
  }

  static func direction(of element: Element) -> Direction {
    switch name(of: element) {
    case "availability", "av", "throughput", "th", "retention", "re", "completeness", "uptime", "coverage": .higher
    case "latency", "ly", "freshness", "frequency", "fy", "errorrate", "er", "timeofavailability", "timetodetect", "td", "timetonotify",
      "tn",
      "timetorepair", "tr", "timeliness", "responsetime", "timetorecover", "recoverytime", "recoverypoint", "rpo", "rto":
      .lower
    case "generalavailability", "ga", "endofsupport", "es", "endoflife", "el": .date
    default: .unknown
    }
  }

  /// What people read: `4 h`.
  static func text(of element: Element) -> String? {
    let parts = [element.text("value"), element.text("valueExt").map { "(\($0))" }, element.text("unit")].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  static func relation(_ old: Element, _ new: Element) -> Relation {
    let was = quantity(of: old)
    let becomes = quantity(of: new)
    if was == becomes, old.text("valueExt") == new.text("valueExt") { return .same }
    let order: Bool?
    switch (was, becomes) {
    case (.seconds(let first)?, .seconds(let second)?), (.months(let first)?, .months(let second)?): order = first < second
    case (.plain(let first, let firstUnit)?, .plain(let second, let secondUnit)?) where firstUnit == secondUnit: order = first < second
    case (.clock(let first)?, .clock(let second)?): order = first < second
    case (.seconds(let seconds)?, .months(let months)?): order = compare(seconds, toMonths: months)
    case (.months(let months)?, .seconds(let seconds)?): order = compare(seconds, toMonths: months).map { !$0 }
    default: order = nil
    }
    guard let rises = order else { return .unclear }
    switch direction(of: new) {
    case .higher: return rises ? .better : .worse
    case .lower: return rises ? .worse : .better
    case .date, .unknown: return .unclear
    }
  }

  /// A month has 28 to 31 days; where that does not decide, nothing is said.
  private static func compare(_ seconds: ExactNumber, toMonths months: ExactNumber) -> Bool? {
    guard let count = months.integer, let whole = seconds.integer, count < 100_000, count >= 0 else { return nil }
    if whole < count * 28 * 86_400 { return true }
    return whole > count * 31 * 86_400 ? false : nil
  }

  /// True if two values of the same unit are no further apart than the tolerance, which is in that unit.
  static func isWithin(_ tolerance: ExactNumber, _ old: Element, _ new: Element) -> Bool {
    switch (quantity(of: old), quantity(of: new)) {
    case (.plain(let was, let oldUnit)?, .plain(let becomes, let newUnit)?) where oldUnit == newUnit:
      return was.isWithin(tolerance, of: becomes) ?? false
    case (.seconds?, .seconds?), (.months?, .months?):
      guard old.text("unit") == new.text("unit"), let was = old.value("value")?.number, let becomes = new.value("value")?.number else {
        return false
      }
      return was.isWithin(tolerance, of: becomes) ?? false
    default:
      return false
    }
  }

  /// A duration by ISO 8601: `P2Y`, `PT4H`. Nil for one that mixes months with days, which is no one length.
  private static func duration(_ text: String) -> Quantity? {
    guard
      let match = text.wholeMatch(
        of: /P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?/)
    else { return nil }
    let count = { (text: Substring?) in text.flatMap { Int($0) } ?? 0 }
    let parts = match.output
    let months = count(parts.1) * 12 + count(parts.2)
    let days = count(parts.3) * 7 + count(parts.4)
    let seconds = days * 86_400 + count(parts.5) * 3600 + count(parts.6) * 60 + count(parts.7)
    if months == 0 { return .seconds(ExactNumber(seconds)) }
    return seconds == 0 ? .months(ExactNumber(months)) : nil
  }

  /// How often something comes, in the words of the Data Contract Specification.
  private static func rhythm(_ text: String) -> Quantity? {
    switch text.lowercased() {
    case "hourly": .seconds(ExactNumber(3600))
    case "daily": .seconds(ExactNumber(86_400))
    case "weekly": .seconds(ExactNumber(604_800))
    case "monthly": .months(ExactNumber(1))
    case "quarterly": .months(ExactNumber(3))
    case "yearly": .months(ExactNumber(12))
    default: nil
    }
  }

  private static func quantity(of element: Element) -> Quantity? {
    guard let value = element.value("value"), !value.isEmpty else { return nil }
    var unit = (element.text("unit") ?? "").lowercased()
    var number = value.number
    let text = value.text
    if number == nil, let split = text.firstIndex(where: { !$0.isNumber && $0 != "." && $0 != "-" }), split != text.startIndex {
      // `4h`, `99.9 %`: the unit stands with the value.
      let rest = text[split...].trimmingPrefix { $0 == " " }
      if unit.isEmpty, rest.allSatisfy({ $0.isLetter || $0 == "%" || $0 == "/" }), let leading = ExactNumber(text[..<split]) {
        number = leading
        unit = rest.lowercased()
      }
    }
    guard let number else {
      if let duration = duration(text) ?? rhythm(text) { return duration }
      let isClock = text.contains(/^[0-2][0-9]:[0-5][0-9]/)
      return isClock ? .clock(text) : .text(text)
    }
    let names: [String: (Int, Bool)] = [
      "s": (1, true), "sec": (1, true), "second": (1, true), "seconds": (1, true), "m": (60, true), "min": (60, true), "minute": (60, true),
      "minutes": (60, true), "mins": (60, true), "h": (3600, true), "hr": (3600, true), "hrs": (3600, true), "hour": (3600, true),
      "hours": (3600, true), "d": (86_400, true), "day": (86_400, true), "days": (86_400, true), "w": (604_800, true),
      "week": (604_800, true), "weeks": (604_800, true), "mo": (1, false), "month": (1, false), "months": (1, false),
      "y": (12, false), "yr": (12, false), "year": (12, false), "years": (12, false), "quarter": (3, false), "quarters": (3, false),
    ]
    guard let (factor, isSeconds) = names[unit], let scaled = number.multiplied(by: factor) else {
      return .plain(number, unit: unit == "percent" ? "%" : unit)
    }
    return isSeconds ? .seconds(scaled) : .months(scaled)
  }
}
