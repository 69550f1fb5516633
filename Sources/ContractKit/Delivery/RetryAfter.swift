/// What `Retry-After` of an HTTP reply asks for (RFC 9110, section 10.2.3): seconds, or a date.
package enum RetryAfter {
  /// In seconds from now; nil where the field says nothing that can be read. A date that has passed is 0.
  package static func seconds(_ field: String, now: Int) -> Int? {
    let text = String(field.trimmed)
    if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      // A number that no Int holds asks for longer than anybody waits.
      return Int(text) ?? Int.max
    }
    return HTTPDate.secondsSince1970(text).map { max(0, $0 - now) }
  }
}

/// The dates of HTTP (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, and the two obsolete forms that recipients must understand: `Sunday, 06-Nov-94 08:49:37 GMT` and
  /// `Sun Nov  6 08:49:37 1994`. The day of the week is not looked at.
  static func secondsSince1970(_ text: String) -> Int? {
    let words = text.split(separator: " ").map(String.init)
    switch words.count {
    case 6 where words[0].hasSuffix(",") && words[5] == "GMT":
      return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    case 4 where words[0].hasSuffix(",") && words[3] == "GMT":
      let parts = words[1].split(separator: "-").map(String.init)
      guard parts.count == 3, let short = Int(parts[2]), parts[2].utf8.count == 2 else { return nil }
      return seconds(day: parts[0], month: parts[1], year: String(short < 70 ? 2000 + short : 1900 + short), time: words[2])
    case 5: return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
    default: return nil
    }
  }

  private static func seconds(day: String, month: String, year: String, time: String) -> Int? {
    guard let monthNumber = months.firstIndex(of: month), let day = Int(day), let year = Int(year), (1970...9999).contains(year),
      let date = CalendarDay(year: year, month: monthNumber + 1, day: day)
    else { return nil }
    let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { $0.utf8.count == 2 ? Int($0) : nil }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2], (0..<24).contains(hour),
      (0..<60).contains(minute), (0...60).contains(second)
    else { return nil }
    return date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
  }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
