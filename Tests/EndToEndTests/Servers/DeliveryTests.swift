import ContractTestSupport
import Foundation
import Testing

/// From a push to a mailbox and a hook, with everything that is real: Git, the server's hooks, the worker in the background, the courier, and
/// receivers on loopback.
struct DeliveryTests {
  private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  private static func consumer(_ hook: String) -> String {
    """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: revenue
    name: Revenue dashboard
    team: "@acme/finance"
    contacts:
      - {tool: email, url: "mailto:bi@acme.example"}
      - {tool: webhook, url: "\(hook)", secret: "env:HOOK"}
    uses:
      - contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6
        version: "^1.4"
        fields: {orders: [amount]}

    """
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"), .enabled(if: WebhookSink.isVerifying, "\(WebhookSink.verifyingReason)"))
  func `a push ends in a mailbox and at a hook, once, and nobody waits for it`() throws {
    let hooks = try WebhookSink()
    defer { hooks.end() }
    // The first attempt is put off, as greylisting does.
    let mails = try MailSink(#"{"replies": {"RCPT bi@acme.example": ["451 4.7.1 try again", ""]}}"#)
    defer { mails.end() }
    let company = try Company(
      policy: """
        version: 1
        ownership: enforce
        stewards: [cat@acme.example]
        delivery: {channels: [smtp, webhook]}

        """,
      consumers: [
        "consumers/finance/revenue.yaml": Self.consumer(hooks.url("signed?secret=" + Self.key)),
        ".contracts/templates/notice.txt.mustache": "Dear {{subject}}\n{{#letter.changes}}- {{message}} <{{rule}}>\n{{/letter.changes}}",
      ])
    let secret = company.scratch.path("secret")
    try TestFiles.write(Array((Self.key + "\n").utf8), to: secret)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
    for (name, value) in [
      ("contract.mailFrom", "contracts@acme.example"), ("contract.smtpUrl", mails.url()), ("contract.deliveryHost", "127.0.0.1"),
      ("contract.secret.HOOK.consumer", "revenue"), ("contract.secret.HOOK.host", "127.0.0.1"),
      ("contract.secret.HOOK.from", "file:" + secret),
    ] { try company.server.git("config", name, value) }
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")
    #expect(push.errors.contains("notice written: orders 2.0.0 breaks Revenue dashboard"), "\(push.errors)")

    // The worker outlives the push: one attempt at once, the second one after five seconds.
    let sessions = try Self.wait { try mails.sessions(1).filter { $0.content != nil }.isEmpty ? nil : mails.sessions(1) }
    let requests = try Self.wait { try hooks.requests.isEmpty ? nil : hooks.requests }
    #expect(sessions.count == 2 && requests.count == 1)
    let mail = try #require(sessions.last?.text)
    #expect(mail.contains("To: bi@acme.example\r\n") && mail.contains("From: ") && mail.contains("contracts@acme.example"))
    #expect(mail.contains("- property 'amount' was removed <property-removed>"), "\(mail)")
    let request = try #require(requests.first)
    let content = try #require(Data(base64Encoded: request.content))
    let event = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
    #expect(event["specversion"] as? String == "1.0")
    #expect(event["id"] as? String == request.fields["webhook-id"])
    // The library of the specification has found the signature good, else it would be waiting still.
    let left = try Self.wait { () -> String? in
      let list = try company.server.git("contract", "outbox", "list", "--format", "json")
      return list.contains("\"pending\"") || list.contains("\"inflight\"") ? nil : list
    }
    #expect(!left.contains("\"dead\""), "\(left)")

    // Another run has nothing to do.
    #expect(try company.server.git("contract", "notify", "main", "--wait=0").contains("nobody has to be told anything"))
    #expect(try hooks.requests.count == 1 && mails.sessions(2).count == 2)
  }

  /// What a look gives as soon as it gives something; half a minute at most.
  private static func wait<Found>(_ look: () throws -> Found?) throws -> Found {
    for _ in 0..<300 {
      if let found = try look() { return found }
      usleep(100_000)
    }
    throw TestFailure("it did not come")
  }
}
