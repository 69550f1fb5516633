import ContractCourier
import Testing

struct ReplyTests {
  private static func reply(_ lines: String...) -> WebReply {
    var reply = WebReply()
    for line in lines { _ = reply.takeHeader(Array((line + "\r\n").utf8)) }
    return reply
  }

  @Test func `a reply counts when its header has come`() {
    #expect(Self.reply("HTTP/1.1 200 OK").code == nil)
    #expect(Self.reply("HTTP/1.1 200 OK", "").code == 200)
    #expect(Self.reply("HTTP/2 429", "").code == 429)
    let interim = Self.reply(
      "HTTP/1.1 103 Early Hints", "Retry-After: 9", "", "HTTP/1.1 503 No", "retry-AFTER:  120 ", "", "Retry-After: 1")
    #expect(interim.code == 503 && interim.retryAfter == "120", "\(interim)")
    #expect(Self.reply("HTTP/1.1 100 Continue", "").code == nil)
    #expect(Self.reply("HTTP/1.1 503 No", "Retry-After: " + String(repeating: "1", count: 65), "").retryAfter == nil)
    #expect(Self.reply("HTTP/1.1 503 No", "Retry-After: \u{1B}[2J", "").retryAfter == nil)
  }

  @Test func `an endless reply is not read to its end`() {
    var reply = WebReply()
    let line = Array("X: y\r\n".utf8)
    #expect((0..<20_000).contains { _ in !reply.takeHeader(line) })
    let piece = [UInt8](repeating: 65, count: 1000)
    #expect((0..<100).contains { _ in !reply.takeBody(piece) })
    #expect(reply.excerpt.count == 1024)
  }

  @Test(arguments: [
    ("", ""), ("no_service", "no_service"), ("\r\n  slow down \nplease", "slow down "), ("<!DOCTYPE html>\nwords", ""),
    ("\u{1B}[31mred\u{7}", "\\u{1B}[31mred\\u{7}"), ("your token-1234 is wrong", "(the reply repeats what is secret)"),
    (String(repeating: "a", count: 300), String(repeating: "a", count: 200)),
  ])
  func `an excerpt is one harmless line`(text: String, excerpt: String) {
    #expect(Excerpt.line(text.utf8, hiding: ["", "a", "token-1234"]) == excerpt)
  }
}
