import ContractKit
import Testing

struct ExactNumberTests {
  @Test(arguments: [
    ("1.10", "1.1"), ("1e3", "1000"), ("-0", "0"), ("+7", "7"), ("0x1F", "31"), ("0o17", "15"), (".5", "0.5"), ("1.", "1"),
    ("12.50e-1", "1.25"), ("123456789012345678901234567890", "123456789012345678901234567890"), ("-1.5e-3", "-0.0015"),
  ])
  func `has one spelling for every way to write it`(text: String, spelling: String) throws {
    #expect(try #require(ExactNumber(text)).description == spelling)
  }

  @Test(arguments: ["", "-", ".", "1e", "1.2.3", "0x", "0xG", "1_000", "٣", "1 ", ".inf", "0x+1"])
  func `is not what only looks like one`(text: String) {
    #expect(ExactNumber(text) == nil)
  }

  @Test func `is ordered by value`() throws {
    let ordered = ["-100", "-10.5", "-10.49", "-0.001", "0", "0.0009", "0.001", "1", "1.00001", "9", "10", "1e20"]
    let numbers = try ordered.map { try #require(ExactNumber($0)) }
    for (place, number) in numbers.enumerated() {
      for (otherPlace, other) in numbers.enumerated() { #expect((number < other) == (place < otherPlace), "\(number) \(other)") }
    }
  }
}

struct CalendarDayTests {
  @Test(arguments: [("1970-01-01", 0), ("2000-02-29", 11016), ("1969-12-31", -1), ("2026-11-22", 20779), ("2100-03-01", 47541)])
  func `counts days from 1970`(text: String, days: Int) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.daysSince1970 == days)
    #expect(CalendarDay(daysSince1970: days) == day)
    #expect(day.description == text)
  }

  @Test(arguments: ["2026-02-30", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z", "2100-02-29", "٢٠٢٦-01-01", ""])
  func `refuses what is no day`(text: String) {
    #expect(CalendarDay(text) == nil)
  }
}

struct JSONTests {
  @Test func `gives the same bytes whatever the order, and escapes what must be`() {
    let value: JSON = ["b": [1, true, .null], "a": "q\"\\\n\u{1}\u{2028}é", "empty": .array([])]
    #expect(value.canonical == #"{"a":"q\"\\\n\u0001\u2028é","b":[1,true,null],"empty":[]}"#)
    #expect(value.pretty.hasSuffix("}\n"))
  }
}

struct ElementPathTests {
  @Test func `keeps names apart from the path's own signs`() {
    let path = ElementPath([.init("schema", .attribute("name", "a/b")), .init("properties", .attribute("name", "c]d\\"))])
    #expect(path.description == #"/schema[name=a\/b]/properties[name=c\]d\\]"#)
    #expect(ElementPath.root.description == "/")
  }
}

struct PrintableTextTests {
  @Test func `lets nothing steer the terminal`() {
    #expect("ok é 漢".printable == "ok é 漢")
    #expect("a\u{1B}[2Jb\u{202E}\n".printable == "a\\u{1B}[2Jb\\u{202E}\\u{A}")
  }
}
