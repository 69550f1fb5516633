import ContractCourier
import ContractKit
import Testing

struct PostFieldsTests {
  @Test func `fields go as they are given`() throws {
    let lines = try PostFields.lines([.init("Content-Type", "application/json"), .init("webhook-id", "msg_1"), .init("X-Empty", "")])
    #expect(lines == ["Content-Type: application/json", "webhook-id: msg_1", "X-Empty;", "Expect:"])
    #expect(try PostFields.lines([]) == ["Content-Type:", "Expect:"], "nothing says that the content is a form")
  }

  @Test(arguments: [
    ("Host", "other.example"), ("hOST", "other.example"), ("Content-Length", "5"), ("Transfer-Encoding", "chunked"),
    ("Connection", "close"),
    ("Expect", "100-continue"), ("User-Agent", "other"), ("Upgrade", "h2c"), ("", "x"), ("A B", "x"), ("A:", "x"), ("A\r\nHost", "x"),
    ("Å", "x"), ("X", "one\r\nHost: other"), ("X", "one\ntwo"), ("X", "one\rtwo"), ("X", "one\u{0}two"), ("X", "one\u{7F}"), ("X", "é"),
    ("X", String(repeating: "a", count: 9000)),
  ])
  func `nothing is forged by a field`(name: String, value: String) {
    #expect(throws: Destination.Refusal.self) { try PostFields.lines([.init(name, value)]) }
  }

  @Test func `what is said of a field does not quote its value`() {
    do {
      _ = try PostFields.lines([.init("Authorization", "Bearer secret\n")])
      Issue.record("the field was taken")
    } catch {
      #expect(error.description.contains("Authorization") && !error.description.contains("secret"))
    }
    #expect(throws: Destination.Refusal.self) { try PostFields.lines((0...64).map { .init("X-\($0)", "") }) }
  }
}
