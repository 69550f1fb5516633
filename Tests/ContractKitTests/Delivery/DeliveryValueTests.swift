import Testing

@testable import ContractKit

/// Entries, addresses, references and signatures.
struct DeliveryValueTests {
  private static func entry() -> OutboxEntry {
    var entry = OutboxEntry(
      Parcel(
        identifier: "0123abcd", events: ["e1", "e2"], consumer: "dashboard", contract: "orders", kind: .webhook, address: "env:HOOK",
        secret: "env:HOOK_SECRET", subject: "orders 2.0.0 breaks \"Dashboard\"\u{1B}", mediaType: "application/json", content: [0, 10, 255]),
      now: 100)
    entry.add(.init(time: 101, code: 503, message: "later"))
    entry.add(.init(time: 102, code: nil, message: "no name"))
    entry.tries = 2
    entry.due = 400
    entry.isPossibleDuplicate = true
    entry.claimed = 99
    return entry
  }

  @Test func `an entry is read as it was written; a receipt has no content`() {
    let entry = Self.entry()
    #expect(OutboxEntry(Array(entry.json().canonical.utf8)) == entry)
    var receipt = entry
    receipt.parcel.content = []
    #expect(OutboxEntry(Array(entry.json(isReceipt: true).canonical.utf8)) == receipt)
  }

  @Test func `half a file, another file and a name that leads elsewhere are no entries`() {
    let text = Self.entry().json().canonical
    for count in [0, 1, text.utf8.count / 2, text.utf8.count - 1] { #expect(OutboxEntry(Array(text.utf8.prefix(count))) == nil) }
    for (old, new) in [
      ("\"0123abcd\"", "\"../../x\""), ("\"0123abcd\"", "\"\""), ("\"0123abcd\"", "\"a-b\""), ("parcel/1", "parcel/2"),
      ("webhook", "pigeon"),
      ("\"AAr/\"", "\"AAr\""), ("\"due\":400", "\"due\":\"400\""),
    ] { #expect(OutboxEntry(Array(text.replacing(old, with: new).utf8)) == nil, "\(new)") }
  }

  @Test func `of very many attempts the last ones are remembered`() {
    var entry = Self.entry()
    for number in 0..<100 { entry.add(.init(time: number, code: nil, message: "")) }
    #expect(entry.attempts.count == 20 && entry.lastAttempt?.time == 99)
  }

  @Test(
    arguments: [
      ("https://hooks.example/x?y#z", "https", "hooks.example", nil), ("HTTPS://Hooks.Example.:8443/", "https", "hooks.example", 8443),
      ("http://127.0.0.1:80", "http", "127.0.0.1", 80), ("https://[2001:DB8::1]:1/x", "https", "2001:db8::1", 1),
      ("smtp://mail.example:587", "smtp", "mail.example", 587), ("https://a?@b", "https", "a", nil),
    ] as [(String, String, String, Int?)])
  func `URLs that something may be sent to`(text: String, scheme: String, host: String, port: Int?) {
    let address = WebAddress(text)
    #expect(address?.scheme == scheme && address?.host == host && address?.port == port)
  }

  @Test(arguments: [
    "", "https", "https:/x", "https://", "https:///x", "//x", "https://user@host/", "https://user:pass@host/", "https://host:0/",
    "https://host:99999/", "https://host:x/", "https://ho st/", "https://hö.example/", "https://host\r\n/", "https://[::1", "https://[]/",
    "https://a\\@b/", "https://a%40b/", "env:HOOK", "https://[::1]x/",
  ])
  func `and that it may not`(text: String) { #expect(WebAddress(text) == nil) }

  @Test(arguments: [
    ("https://a.example/", ["a.example"], true), ("https://A.example/", ["a.Example"], true), ("https://a.example/", ["b.example"], false),
    ("https://x.a.example/", ["*.a.example"], true), ("https://a.example/", ["*.a.example"], false),
    ("https://evila.example/", ["*.a.example"], false), ("https://a.example.evil/", ["a.example"], false), ("https://a/", [], false),
  ])
  func `lists of hosts`(url: String, hosts: [String], isListed: Bool) {
    #expect(WebAddress(url)?.isListed(in: hosts) == isListed)
  }

  @Test(arguments: [
    ("http://localhost/", true), ("http://127.9.9.9/", true), ("http://[::1]/", true), ("http://127.0.0.1.evil/", false),
    ("http://127.1/", false), ("http://10.0.0.1/", false), ("http://localhost.evil/", false), ("http://128.0.0.1/", false),
  ])
  func `this machine`(url: String, isLoopback: Bool) { #expect(WebAddress(url)?.isLoopback == isLoopback) }

  @Test(
    arguments: [
      ("env:HOOK", SecretReference.environment("HOOK")), ("env:_a1", .environment("_a1")), ("file:/etc/x", .file("/etc/x")),
      ("credential", .credential), ("env:", nil), ("env:1A", nil), ("env:A-B", nil), ("env:A=B", nil), ("file:x", nil), ("hunter2", nil),
      ("env:A\n", nil), ("Credential", nil), ("", nil), ("https://x", nil),
    ] as [(String, SecretReference?)])
  func `references to secrets`(text: String, reference: SecretReference?) { #expect(SecretReference(text) == reference) }

  @Test func `a secret goes to whom the server gave it, and to the hosts that it named`() throws {
    let address = try #require(WebAddress("https://hooks.finance.example/x"))
    let evil = try #require(WebAddress("https://evil.example/x"))
    let grant = SecretGrant(name: "A", consumers: ["finance"], hosts: ["hooks.finance.example"], source: .environment("A"))
    #expect(grant.admits(consumer: "finance") && !grant.admits(consumer: "evil") && !grant.admits(consumer: ""))
    for isServersChoice in [true, false] {
      #expect(grant.admits(address, isServersChoice: isServersChoice) && !grant.admits(evil, isServersChoice: isServersChoice))
    }
    // No host is named: it goes with an address that the server gave too, and with no other.
    let open = SecretGrant(name: "A", consumers: ["*"], hosts: [], source: .credential)
    #expect(open.admits(consumer: "anybody") && open.admits(evil, isServersChoice: true) && !open.admits(address, isServersChoice: false))
    #expect(!SecretGrant(name: "A", consumers: [], hosts: [], source: .credential).admits(consumer: "finance"))
  }

  /// The example of the specification's own libraries.
  @Test func `signatures are those of Standard Webhooks`() {
    let body = Array(#"{"test": 2432232314}"#.utf8)
    func signature(_ secret: String) -> String? {
      StandardWebhooks.fields(identifier: "msg_p5jXN8AQM9LWM0D4loKWxJek", content: body, secret: secret, now: 1_614_265_330)?.last?.value
    }
    let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    #expect(signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == known)
    #expect(signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == known)
    let both = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH")?.split(separator: " ")
    #expect(both?.count == 2 && both?.first == known[...])
    for wrong in ["", " ", "whsec_", "hunter2!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw h!"] {
      #expect(signature(wrong) == nil, "\(wrong)")
    }
    let plain = StandardWebhooks.fields(identifier: "a", content: body, secret: nil, now: 1)
    #expect(plain?.map(\.name) == ["webhook-id", "webhook-timestamp"])
  }
}
