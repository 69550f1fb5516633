import ContractCourier
import Testing

struct MailEnvelopeTests {
  @Test(arguments: [
    ("contracts@acme.example", "acme.example"), ("contracts@Mail.Acme.example", "mail.acme.example"), ("", "localhost"),
    ("root@buildhost", "localhost"), ("a@[192.0.2.1]", "localhost"), ("a@-x.example", "localhost"), ("a@x..example", "localhost"),
  ])
  func `the courier calls itself by the sender's domain`(from: String, greeting: String) throws {
    let envelope = try MailEnvelope(from: from, recipient: "bi+notices@acme.example")
    #expect(envelope.greeting == greeting)
    #expect(envelope.sender == "<\(from)>")
    #expect(envelope.recipient == "<bi+notices@acme.example>")
  }

  @Test(arguments: [
    "", "bi", "@acme.example", "bi@", "a@b@c.example", "bi@acme.example\r\nRCPT TO:<x@y.example>", "bi@acme.example>", "<bi@acme.example",
    "bi@acme.example SIZE=1", "bi\u{0}@acme.example", "\"b i\"@acme.example", "bi@acme.example,x@y.example", "bí@acme.example",
    "bi@acmé.example", "-bi@acme.example", "bi@acme.example;x", "b\\i@acme.example", "bi@a:b",
    String(repeating: "a", count: 65) + "@x.example",
    "a@" + String(repeating: "a", count: 256),
  ])
  func `an address that is none reaches no server`(address: String) {
    #expect(throws: Destination.Refusal.self) { try MailEnvelope(from: "a@x.example", recipient: address) }
    if !address.isEmpty { #expect(throws: Destination.Refusal.self) { try MailEnvelope(from: address, recipient: "a@x.example") } }
  }

  @Test(arguments: [
    ("", "\r\n"), ("a", "a\r\n"), ("a\n", "a\r\n"), ("a\r\n", "a\r\n"), ("a\r", "a\r\n"), ("a\n\nb", "a\r\n\r\nb\r\n"),
    ("a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"), ("a\n.\nb", "a\r\n.\r\nb\r\n"), ("a\r.\rb", "a\r\n.\r\nb\r\n"), ("a\r\r\nb", "a\r\n\r\nb\r\n"),
    ("a\n\rb", "a\r\n\r\nb\r\n"),
  ])
  func `a line ends in one way`(text: String, sent: String) throws {
    #expect(String(decoding: try MailEnvelope.text(Array(text.utf8)), as: UTF8.self) == sent)
  }

  @Test func `what is no mail is not sent`() throws {
    for wrong in ["é", "a\u{0}", String(repeating: "a", count: 999)] {
      #expect(throws: Destination.Refusal.self) { try MailEnvelope.text(Array(wrong.utf8)) }
    }
    #expect(try MailEnvelope.text(Array(String(repeating: "a", count: 998).utf8)).count == 1000)
  }
}
