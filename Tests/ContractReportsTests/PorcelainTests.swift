import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

/// The form for scripts: how a field is written, and that the answers have the fields which the table promises.
struct PorcelainTests {
  @Test(arguments: [
    ("orders", "orders"), ("two words, and 'more'", "two words, and 'more'"), ("a\tb", #""a\tb""#), ("a\nb", #""a\nb""#),
    (#"say "x""#, #""say \"x\"""#), (#"back\slash"#, #""back\\slash""#), ("\r\u{07}\u{08}\u{0B}\u{0C}", #""\r\a\b\v\f""#),
    ("\u{01}\u{7F}", #""\001\177""#), ("\u{1B}[31m", #""\033[31m""#), ("a\0b", #""a\000b""#), ("", #""""#), ("-", #""-""#), ("-x", "-x"),
    ("Größe", #""Gr\303\266\303\237e""#), ("日", #""\346\227\245""#),
  ])
  func `a field between tabs is quoted as Git quotes paths`(field: String, written: String) {
    #expect(Porcelain(isRaw: false).text([["x", field, nil]]) == "x\t\(written)\t-\n")
    #expect(Porcelain(isRaw: true).text([["x", field, nil]]) == "x\0" + field.replacingOccurrences(of: "\0", with: "\u{FFFD}") + "\0\0")
  }

  @Test(arguments: [
    ("Größe", "Größe"), ("日\t", "\"日\\t\""),
    // What steers a terminal is no letter: C1 controls, the order of writing, an accent behind a quote.
    ("a\u{9B}b", #""a\302\233b""#), ("a\u{202E}b", #""a\342\200\256b""#), ("\"\u{301}", "\"\\\"\u{301}\""),
  ])
  func `letters stay where core.quotePath is false`(field: String, written: String) {
    #expect(Porcelain(isRaw: false, quotesBeyondASCII: false).text([[field]]) == written + "\n")
  }

  @Test(arguments: [true, false])
  func `Git quotes every character alike`(quotesBeyondASCII: Bool) throws {
    let repository = try TestRepository()
    let scalars = (UInt32(1)...0x7F).filter { $0 != 0x2F } + [0xFC, 0x20AC, 0x1F600]
    let names = scalars.compactMap { Unicode.Scalar($0) }.map { "a\($0)b" }
    try repository.commit(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }), "Start\n", by: TestPerson("Ann", "ann@shop.example"))
    let told = try repository.git("-c", "core.quotePath=\(quotesBeyondASCII)", "ls-files").split(separator: "\n").map(String.init)
    let ours = Porcelain(isRaw: false, quotesBeyondASCII: quotesBeyondASCII).text(names.map { [$0] }).split(separator: "\n").map(
      String.init)
    #expect(ours.sorted() == told.sorted() && ours.count == names.count)
  }

  @Test func `the answers have the fields of their tables`() throws {
    let fixture = ReportGoldenTests()
    let diff = DiffAnswer(
      diagnostics: [.init(fixture.diagnostic(), side: .new), .init(fixture.diagnostic(), side: .old)], contracts: [try fixture.diff()])
    let check = try fixture.checkAnswer()
    let impact = ImpactAnswer(knownAt: nil, consumers: try fixture.impact(), today: CalendarDay(daysSince1970: 20_000))
    let answers: [(PorcelainTable, [Porcelain.Record])] = [
      (.list, fixture.listAnswer().porcelain), (.check, check.porcelain(quiet: false)), (.diff, diff.porcelain),
      (.log, LogAnswer(lines: [try fixture.timeline()]).porcelain), (.owners, fixture.ownersAnswer().porcelain),
      (.impact, impact.porcelain), (.uses, try fixture.usesAnswer().porcelain),
    ]
    #expect(answers.count == PorcelainTable.all.count)
    for (table, records) in answers {
      #expect(!records.isEmpty, "\(table.commands)")
      for record in records { #expect(record.count == table.columns.count, "\(table.commands): \(record)") }
    }
    #expect(check.porcelain(quiet: true).map { $0[0] } == ["error"])
    // Each status is one that the table names.
    for (table, records) in answers {
      for record in records { #expect(table.columns[0].meaning.contains("'\(record[0] ?? "?")'"), "\(table.commands): \(record)") }
    }
  }

  @Test func `Scripts says what the fields are`() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Documentation/Scripts.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let tables = PorcelainTable.all.map(\.markdown).joined(separator: "\n")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      let start = text.range(of: "## The fields\n\n").map { text[..<$0.upperBound] } ?? ""
      try (start + tables).write(to: page, atomically: true, encoding: .utf8)
    } else {
      #expect(text.hasSuffix("## The fields\n\n" + tables), "run: RECORD_GOLDENS=1 swift test --filter PorcelainTests")
    }
  }
}
