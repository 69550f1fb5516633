/// A moment in UTC, to the second, as records state it: `2026-11-22T10:00:00Z` (RFC 3339, section 5.6, with `T` and `Z` in capitals and no
/// fraction). One spelling for one moment, so that a text which states it can be signed.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let secondsSince1970: Int

  package init(secondsSince1970: Int) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The first second of a day.
  package init(_ day: CalendarDay) {
    self.init(secondsSince1970: day.daysSince1970 * 86_400)
  }

  /// Nil for anything but the one spelling. A leap second has none.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
      let day = CalendarDay(text.prefix(10))
    else { return nil }
    func number(_ start: Int, below limit: Int) -> Int? {
      let digits = bytes[start..<(start + 2)].map { Int($0) - 48 }
      guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
      let value = digits[0] * 10 + digits[1]
      return value < limit ? value : nil
    }
    guard bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let hour = number(11, below: 24),
      let minute = number(14, below: 60), let second = number(17, below: 60)
    else { return nil }
    self.init(secondsSince1970: day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second)
  }

  /// Any spelling of RFC 3339, section 5.6, as other programs write it: with a zone, and with fractions of a second, which are dropped.
  package init?(rfc3339 text: String) {
    let upper = text.uppercased()
    let zoneStart = upper.dropFirst(19).firstIndex { $0 == "Z" || $0 == "+" || $0 == "-" }
    guard let zoneStart, let local = Timestamp(upper.prefix(19) + "Z") else { return nil }
    let fraction = upper.dropFirst(19).prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    guard fraction.isEmpty || fraction.count > 1 && fraction.first == "." && fraction.dropFirst().allSatisfy({ $0.isASCIIDigit })
    else { return nil }
    let zone = upper[zoneStart...]
    if zone == "Z" {
      self = local
      return
    }
    let parts = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCIIDigit) }), let hours = Int(parts[0]), hours < 24,
      let minutes = Int(parts[1]), minutes < 60
    else { return nil }
    let offset = (hours * 60 + minutes) * 60
    self.init(secondsSince1970: local.secondsSince1970 - (zone.hasPrefix("-") ? -offset : offset))
  }

  /// The day on which it lies.
  package var day: CalendarDay { CalendarDay(secondsSince1970: secondsSince1970) }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.secondsSince1970 < right.secondsSince1970 }

  package var description: String {
    let seconds = secondsSince1970 - day.daysSince1970 * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }
    return "\(day)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) && isASCII }
}
