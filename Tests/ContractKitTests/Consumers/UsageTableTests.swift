import ContractKit
import Testing

struct UsageTableTests {
  private func rows(_ text: String) throws -> [String] {
    try UsageTable(Array(text.utf8), path: "usage").rows.map { row in
      "\(row.line) \(row.consumer)|\(row.object)|\(row.field ?? "-")|\(row.lastSeen.map { "\($0)" } ?? "-")|\(row.count.map { "\($0)" } ?? "-")"
    }
  }

  @Test(arguments: [
    ("consumer,object,field,last_seen,count\nTABLEAU,SHOP.ORDERS,amount,2026-11-20,812\n", ["2 TABLEAU|SHOP.ORDERS|amount|2026-11-20|812"]),
    ("Object,Consumer,more\r\norders,a,\r\n\r\n\"x,\"\"y\"\"\nz\",b,1\r\n", ["2 a|orders|-|-|-", "4 b|x,\"y\"\nz|-|-|-"]),
    ("\u{FEFF}consumer,object\na,b", ["2 a|b|-|-|-"]), ("consumer,object,field\na,b,\n", ["2 a|b|-|-|-"]), ("", []),
    (
      "{\"consumer\": \"a\", \"object\": \"b\", \"last_seen\": \"2026-11-20T10:00:00Z\", \"count\": 3}\n\n"
        + "{\"consumer\": \"c\", \"object\": \"d\", \"field\": null}\n",
      ["1 a|b|-|2026-11-20|3", "3 c|d|-|-|-"]
    ),
  ])
  func `reads CSV and JSON lines`(text: String, expected: [String]) throws {
    #expect(try rows(text) == expected)
  }

  @Test(arguments: [
    ("consumer,field\na,b\n", 1, "no column 'object'"), ("consumer,object\na\n", 2, "1 fields, and the header 2"),
    ("consumer,object\n\n,b\n", 3, "needs 'consumer'"), ("consumer,object\n\"a,b\n", 2, "does not end"),
    ("consumer,object\na\"b,c\n", 2, "a quote stands"), ("consumer,object\n\"a\"b,c\n", 2, "a quote stands"),
    ("consumer,object,count\na,b,-1\n", 2, "no number: '-1'"), ("consumer,object,last_seen\na,b,yesterday\n", 2, "no day: 'yesterday'"),
    ("{\"consumer\": \"a\"}\n", 1, "needs 'consumer'"), ("{\"consumer\": \"a\", \"object\": \"b\"}\n{\n", 2, "column 2"),
  ])
  func `names the line that it does not understand`(text: String, line: Int, words: String) throws {
    let error = #expect(throws: ReadingError.self) { try rows(text) }
    let fault = try #require(error?.diagnostics.first)
    #expect(fault.position.line == line)
    #expect(fault.message.contains(words), "\(fault)")
  }
}
