import ContractKit
import Testing

struct JSONReaderTests {
  /// What is written back canonically is what was read.
  @Test(arguments: [
    (#"{"b":[1,-2,null,true,false,{}],"a":"x"}"#, #"{"a":"x","b":[1,-2,null,true,false,{}]}"#),
    (" [ ] ", "[]"), ("{}", "{}"), (#""""#, #""""#), ("-0", "0"), ("1.50", "1.50"), ("1e3", "1e3"), ("1E+3", "1E+3"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    (#""\"\\\/\b\f\n\r\t\u0041""#, #""\"\\/\u0008\u000c\n\r\tA""#), (#""\ud83d\ude00\u00e9""#, "\"😀é\""),
    ("\u{FEFF}[1]", "[1]"), ("\"\u{7F}\"", #""\u007f""#),
  ])
  func `reads what RFC 8259 allows`(text: String, canonical: String) throws {
    #expect(try JSON(reading: Array(text.utf8)).canonical == canonical)
  }

  @Test(arguments: [
    ("", 1, 1, "ends"), ("[1,]", 1, 4, "no value"), ("{\"a\":1,}", 1, 8, "name"), ("[1 2]", 1, 4, "due"), ("01", 1, 2, "follows"),
    ("1.", 1, 3, "digit"), ("-", 1, 2, "digit"), ("+1", 1, 1, "no value"), (".5", 1, 1, "no value"), ("1e", 1, 3, "digit"),
    ("NaN", 1, 1, "no value"), ("nul", 1, 1, "no value"), ("\"a", 1, 3, "ends"), ("\"a\nb\"", 1, 3, "control"), (#""\x""#, 1, 4, "escape"),
    (#""\u12g4""#, 1, 4, "hexadecimal"), (#""\u+123""#, 1, 4, "hexadecimal"), (#""\ud83d""#, 1, 8, "half"),
    (#""\ud83dA""#, 1, 8, "half"), (#""\ude00""#, 1, 8, "half"), ("{\"a\":1,\n \"a\":2}", 2, 2, "'a' stands twice"),
    ("'a'", 1, 1, "no value"),
    ("[1]\n\n[2]", 3, 1, "follows"), ("{\"é\" 1}", 1, 6, "':' is due"), ("// x\n1", 1, 1, "no value"),
  ])
  func `says where it is none`(text: String, line: Int, column: Int, reason: String) {
    let fault = #expect(throws: JSON.Malformed.self) { try JSON(reading: Array(text.utf8)) }
    #expect(fault?.position == SourcePosition(line: line, column: column))
    #expect(fault?.description.contains(reason) == true, "\(String(describing: fault))")
  }

  @Test func `takes nothing that is not UTF-8, and no bottomless nesting`() throws {
    #expect(throws: JSON.Malformed.self) { try JSON(reading: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSON.Malformed.self) { try JSON(reading: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSON(reading: nested(128))
    #expect(throws: JSON.Malformed.self) { try JSON(reading: nested(129)) }
    #expect(throws: JSON.Malformed.self) { try JSON(reading: nested(1_000_000)) }
  }
}

struct ForgeTimeTests {
  @Test(arguments: [
    ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"), ("2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00Z"),
    ("2026-11-22T10:00:00+01:30", "2026-11-22T08:30:00Z"), ("2026-11-22t10:00:00.5-02:00", "2026-11-22T12:00:00Z"),
  ])
  func `is read in every spelling of RFC 3339`(text: String, moment: String) throws {
    #expect(try #require(Timestamp(rfc3339: text)).description == moment)
  }

  @Test(arguments: [
    "", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00+0100", "2026-11-22T10:00:00+01:60",
    "2026-11-22T10:00:00+24:00", "2026-02-30T10:00:00Z", "2026-11-22T10:00:00ZZ", "2026-11-22T10:00:00.٣Z", "2026-11-22 10:00:00Z",
  ])
  func `is not guessed`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }
}
