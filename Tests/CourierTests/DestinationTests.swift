import ContractCourier
import Testing

struct DestinationTests {
  private static func web(_ text: String, allowsPrivate: Bool = false) throws -> Destination {
    try Destination(text, schemes: [.https, .http], allowsPrivate: allowsPrivate)
  }

  @Test(arguments: [
    ("https://hooks.acme.example/a/b?c=d#part", "https://hooks.acme.example:443/a/b?c=d"),
    ("HTTPS://Hooks.Acme.Example", "https://hooks.acme.example:443/"),
    ("https://hooks.acme.example:8443/x", "https://hooks.acme.example:8443/x"),
    ("https://[2606:4700::1111]/", "https://[2606:4700::1111]:443/"),
    ("http://localhost:8080/x", "http://localhost:8080/x"),
    ("http://127.1:8080/x", "http://127.0.0.1:8080/x"),
    ("http://0x7f000001:8080/x", "http://127.0.0.1:8080/x"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ("http://127.0.0.1/", "http://127.0.0.1:80/"),
  ])
  func `an address of the web is gone to as it is read`(text: String, url: String) throws {
    #expect(try Self.web(text).url == url)
  }

  @Test(arguments: [
    ("ftp://hooks.acme.example/", "scheme"), ("file:///etc/passwd", "scheme"), ("gopher://x/", "scheme"), ("smtp://x", "scheme"),
    ("dict://127.0.0.1:11211/stats", "scheme"), ("hooks.acme.example/x", "cannot be read"), ("", "cannot be read"),
    ("https://", "cannot be read"), ("https://user:secret@hooks.acme.example/", "user or a password"),
    ("https://user@hooks.acme.example/", "user or a password"), ("https://hooks.acme.example@evil.example/", "user or a password"),
    ("https://[fe80::1%25eth0]/", "interface"), ("https://hooks.acme.example/a b", "blank"),
    ("https://hooks.acme.example/\r\nX: y", "blank"),
    ("https://hooks.acme.example/\u{0}", "blank"), ("https://hööks.example/", "letter"), ("https://hooks.acme.example:22/", "port 22"),
    ("https://hooks.acme.example:25/", "port 25"), ("https://hooks.acme.example:0/", "port"), ("https://hooks.acme.example:99999/", "read"),
    ("http://hooks.acme.example/", "in the clear"), ("http://10.0.0.1/", "in the clear"),
    ("http://127.0.0.1.evil.example/", "in the clear"),
    ("http://localhost.evil.example/", "in the clear"), ("http://0.0.0.0/", "in the clear"), ("http://x.localhost/", "in the clear"),
    ("https://" + String(repeating: "a", count: 5000), "longer than"),
  ])
  func `whatever else stands there is refused`(text: String, reason: String) throws {
    do {
      let destination = try Self.web(text)
      Issue.record("\(destination.url)")
    } catch let refusal as Destination.Refusal {
      #expect(refusal.description.contains(reason), "\(refusal)")
      #expect(!refusal.description.contains("secret"))
    }
  }

  @Test func `a host that the server's configuration names may have any port`() throws {
    #expect(try Self.web("https://hooks.acme.example:22/", allowsPrivate: true).port == 22)
    #expect(throws: Destination.Refusal.self) { try Self.web("http://hooks.acme.example/", allowsPrivate: true) }
  }

  @Test(arguments: [
    ("smtp://mail.acme.example", "smtp://mail.acme.example:25"), ("smtp://mail.acme.example:587/", "smtp://mail.acme.example:587"),
    ("smtps://mail.acme.example", "smtps://mail.acme.example:465"), ("smtp://mail.acme.example:2525", "smtp://mail.acme.example:2525"),
  ])
  func `a mail server has no path`(text: String, url: String) throws {
    let schemes: Set<Destination.Scheme> = [.smtp, .smtps]
    #expect(try Destination(text, schemes: schemes, allowsPrivate: false).url == url)
    for wrong in [
      "smtp://mail.acme.example/name", "smtp://mail.acme.example?x", "smtp://u;AUTH=*@mail.acme.example", "smtp://x:443", "https://x/",
    ] {
      #expect(throws: Destination.Refusal.self, "\(wrong)") { try Destination(wrong, schemes: schemes, allowsPrivate: false) }
    }
  }
}
