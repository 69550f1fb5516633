import Testing

@testable import ContractKit

struct CourierLineTests {
  private static let requests = [
    CourierRequest(
      identifier: "0a", errand: .post(url: "https://bi.example/hook", fields: [.init("webhook-id", "0a"), .init("x", "a \"b\"")]),
      content: Array("{\"a\": \"ä\"}\n".utf8)),
    CourierRequest(
      identifier: "0b",
      errand: .mail(url: "smtp://mail.example:587", login: .init(user: "u", password: "p\\\"\n"), from: "a@b", recipient: "c@d"),
      content: [0, 255, 10, 13], allowsPrivateAddress: true, timeout: 3, certificates: "/etc/ca.pem"),
    CourierRequest(identifier: "0c", errand: .mail(url: "smtps://m", login: nil, from: "a@b", recipient: "c@d"), content: []),
  ]
  private static let answers = [
    CourierAnswer(identifier: "0a", stage: .answered, code: 429, retryAfter: "Fri, 27 Nov 2026 21:00:00 GMT", message: "slow \u{1B}[1m"),
    CourierAnswer(identifier: "0b", stage: .forbidden, message: "no"), CourierAnswer(identifier: "0c", stage: .unanswered),
    CourierAnswer(identifier: "0d", stage: .connecting),
  ]

  @Test(arguments: requests) func `a request is one line, and reads back as it was`(request: CourierRequest) {
    #expect(!request.line.utf8.contains(UInt8(ascii: "\n")))
    #expect(CourierRequest(line: request.line.utf8) == request)
  }

  @Test(arguments: answers) func `an answer is one line, and reads back as it was`(answer: CourierAnswer) {
    #expect(!answer.line.utf8.contains(UInt8(ascii: "\n")))
    #expect(CourierAnswer(line: answer.line.utf8) == answer)
  }

  @Test(arguments: ["", "{}", "[]", "{\"id\":\"a\"}", "{\"id\":\"a\",\"stage\":\"lost\",\"message\":\"\"}"])
  func `what is no line of ours is none`(line: String) {
    #expect(CourierRequest(line: line.utf8) == nil)
    #expect(CourierAnswer(line: line.utf8) == nil)
  }
}
