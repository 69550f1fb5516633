import ContractKit
import ContractTestSupport
import Foundation
import Testing

/// Mail to a real server on loopback that does what servers do, and worse.
struct CourierMailTests {
  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `a mail arrives byte for byte, with its dots and its lines`() throws {
    let sink = try MailSink()
    defer { sink.end() }
    let text = "Subject: dots\n\n.\n..\n.x\nlast\r\n.\r\nQUIT\r\n"
    let answer = try CourierProgram.carry(.mail(sink.url(), content: text))
    #expect(
      answer == CourierAnswer(identifier: "bi@consumer.example", stage: .answered, code: 250, message: "content: 250 2.0.0 taken"))
    let session = try #require(try sink.sessions(1).first)
    #expect(session.text == "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\nlast\r\n.\r\nQUIT\r\n")
    let size = session.text?.utf8.count ?? 0
    #expect(
      session.commands == [
        "EHLO acme.example", "MAIL FROM:<contracts@acme.example> SIZE=\(size)", "RCPT TO:<bi@consumer.example>", "DATA", "QUIT",
      ], "nothing tells what this machine is called")
    #expect(!session.encrypted && session.login == nil)
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `the reply that decides is the one to this message`() throws {
    let sink = try MailSink(
      """
      {"replies": {"RCPT gone@x.example": "550 5.1.1 no such user", "RCPT later@x.example": ["451 4.7.1 come back", ""],
       "RCPT busy@x.example": "421 4.3.2 closing"}}
      """)
    defer { sink.end() }
    func message(_ code: Int, _ text: String) -> CourierAnswer { .init(identifier: "", stage: .answered, code: code, message: text) }
    let expected = [
      "gone@x.example": message(550, "recipient: 550 5.1.1 no such user"),
      "later@x.example": message(451, "recipient: 451 4.7.1 come back"),
      "busy@x.example": message(421, "recipient: 421 4.3.2 closing"), "here@x.example": message(250, "content: 250 2.0.0 taken"),
    ]
    let answers = try CourierProgram.carry(expected.keys.sorted().map { .mail(sink.url(), to: $0) })
    for (recipient, answer) in expected {
      let got = try #require(answers[recipient])
      #expect(got.stage == answer.stage && got.code == answer.code && got.message == answer.message, "\(got)")
    }
    // Once it was refused for a while; now it is taken.
    #expect(try CourierProgram.carry(.mail(sink.url(), to: "later@x.example")).code == 250)
    #expect(try sink.sessions(5).filter { $0.content != nil }.count == 2)
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `how far it got is told from what the server did`() throws {
    let cases: [(replies: String, stage: CourierAnswer.Stage, code: Int?)] = [
      (#""greeting": "554 5.3.2 nobody is here""#, .connecting, 554), (#""greeting": "drop""#, .connecting, nil),
      (#""greeting": "hang""#, .connecting, nil), (#""greeting": "hello there""#, .connecting, nil),
      (#""MAIL": "452 4.3.1 full""#, .answered, 452), (#""MAIL": "drop""#, .connecting, nil), (#""RCPT": "hang""#, .connecting, nil),
      (#""RCPT": "never""#, .connecting, nil), (#""DATA": "451 4.3.0 later""#, .answered, 451),
      (#""DATA": "554 5.7.1 no""#, .answered, 554),
      (#""DATA": "250 what?""#, .connecting, nil), (#""DATA": "drop""#, .connecting, nil),
      (#""content": "451 4.3.0 later""#, .answered, 451),
      (#""content": "552 5.3.4 too big""#, .answered, 552), (#""content": "drop""#, .unanswered, nil),
      (#""content": "hang""#, .unanswered, nil), (#""content": "fine, thank you""#, .unanswered, nil),
      (#""content": "354 go on""#, .unanswered, nil), (#""QUIT": "hang""#, .answered, 250), (#""QUIT": "drop""#, .answered, 250),
      (#""QUIT": "500 what?""#, .answered, 250),
    ]
    // One server for all that says how it is by name, and one for each that never gets as far.
    let senders = cases.enumerated().map { "\"n\($0).example\": {\($1.replies)}" }.joined(separator: ", ")
    let common = try MailSink("{\"senders\": {\(senders)}}")
    let early = try cases.map { try $0.replies.contains("greeting") ? MailSink("{\"replies\": {\($0.replies)}}") : nil }
    defer { for sink in early + [common] { sink?.end() } }
    let start = Date()
    let requests = early.enumerated().map { number, sink in
      CourierRequest.mail((sink ?? common).url(), to: "n\(number)@x.example", from: "a@n\(number).example", timeout: 4)
    }
    let answers = try CourierProgram.carry(requests)
    for (number, (replies, stage, code)) in cases.enumerated() {
      let answer = try #require(answers["n\(number)@x.example"])
      #expect(answer.stage == stage && answer.code == code && !answer.message.isEmpty, "\(replies): \(answer)")
    }
    #expect(Date().timeIntervalSince(start) < 30, "nobody waits for a farewell")
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `one server that says no farewell holds up nobody`() throws {
    let slow = try MailSink(#"{"replies": {"QUIT": "hang"}}"#)
    let quick = try MailSink()
    defer { for sink in [slow, quick] { sink.end() } }
    let start = Date()
    let requests = (0..<40).map { CourierRequest.mail($0 % 2 == 0 ? slow.url() : quick.url(), to: "n\($0)@x.example", timeout: 30) }
    let answers = try CourierProgram.carry(requests)
    #expect(answers.count == 40 && answers.values.allSatisfy { $0.code == 250 }, "\(answers)")
    #expect(Date().timeIntervalSince(start) < 15)
  }

  @Test(.enabled(if: TestCertificates.isPossible, "\(TestCertificates.reason)"), arguments: ["PLAIN LOGIN", "LOGIN", "CRAM-MD5 PLAIN"])
  func `a login goes through TLS, by STARTTLS or from the start`(mechanisms: String) throws {
    let certificates = try TestCertificates()
    let login = CourierRequest.Login(user: "contracts", password: "correct horse")
    for (scheme, way) in [("smtp", "starttls"), ("smtps", "implicit")] {
      let sink = try MailSink(
        #"{"tls": "\#(way)", "login": "contracts:correct horse", "mechanisms": "\#(mechanisms)"}"#, certificate: certificates.own)
      defer { sink.end() }
      let answer = try CourierProgram.carry(.mail(sink.url(scheme), login: login, trusting: certificates.authority))
      #expect(answer.stage == .answered && answer.code == 250, "\(scheme): \(answer)")
      let session = try #require(try sink.sessions(1).first)
      #expect(session.encrypted && session.login == "contracts:***", "\(session)")
      let wrong = CourierRequest.Login(user: "contracts", password: "wrong horse")
      let refused = try CourierProgram.carry(.mail(sink.url(scheme), login: wrong, trusting: certificates.authority))
      #expect(refused.stage == .connecting && refused.code == 535, "\(refused)")
      #expect(refused.message == "login: (the reply repeats what is secret)", "\(refused)")
    }
  }

  @Test(.enabled(if: TestCertificates.isPossible, "\(TestCertificates.reason)"))
  func `no password and no mail to another machine goes in the clear`() throws {
    let certificates = try TestCertificates()
    let login = CourierRequest.Login(user: "contracts", password: "correct horse")
    let cases: [(scenario: String, certificate: TestCertificates.Pair?, request: (MailSink) -> CourierRequest)] = [
      // STARTTLS is not offered, or taken out on the way.
      (#"{"tls": "stripped"}"#, certificates.own, { .mail($0.url(), login: login, trusting: certificates.authority) }),
      (#"{"login": "contracts:correct horse"}"#, nil, { .mail($0.url(), login: login) }),
      (#"{}"#, nil, { .mail($0.url(host: "mail.localhost")) }),
      (
        #"{"replies": {"STARTTLS": "454 4.7.0 not now"}}"#, certificates.own,
        { .mail($0.url(), login: login, trusting: certificates.authority) }
      ),
      // Somebody else answers.
      (#"{}"#, certificates.foreign, { .mail($0.url(), login: login, trusting: certificates.authority) }),
      (#"{"tls": "implicit"}"#, certificates.foreign, { .mail($0.url("smtps"), trusting: certificates.authority) }),
      (#"{"tls": "implicit"}"#, certificates.own, { .mail($0.url("smtps")) }),
      (#"{}"#, certificates.selfSigned, { .mail($0.url(), trusting: certificates.authority) }),
      // In TLS, but to nobody who wants to know who we are.
      (#"{}"#, certificates.own, { .mail($0.url(), login: login, trusting: certificates.authority) }),
      (
        #"{"login": "contracts:correct horse", "mechanisms": "CRAM-MD5"}"#, certificates.own,
        { .mail($0.url(), login: login, trusting: certificates.authority) }
      ),
    ]
    for (scenario, certificate, request) in cases {
      let sink = try MailSink(scenario, certificate: certificate)
      let answer = try CourierProgram.carry(request(sink))
      #expect(answer.stage == .connecting && !answer.message.isEmpty, "\(scenario): \(answer)")
      usleep(50_000)
      let sessions = try sink.sessions(0)
      #expect(
        sessions.allSatisfy { $0.content == nil && !$0.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("RCPT") } }, "\(sessions)")
      sink.end()
    }
    // The same name, in TLS.
    let sink = try MailSink(certificate: certificates.own)
    defer { sink.end() }
    let answer = try CourierProgram.carry(.mail(sink.url(host: "mail.localhost"), trusting: certificates.authority))
    #expect(answer.code == 250, "\(answer)")
    #expect(try sink.sessions(1).first?.encrypted == true)
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `what is no address and no mail reaches no server`() throws {
    let sink = try MailSink()
    defer { sink.end() }
    var sender = CourierRequest.mail(sink.url())
    sender.errand = .mail(url: sink.url(), login: nil, from: "a@b.example>\r\nRCPT TO:<x@y.example", recipient: "bi@consumer.example")
    let login = CourierRequest.Login(user: "u\r\nx", password: "p")
    let requests: [CourierRequest] = [
      .mail(sink.url(), to: "bi@consumer.example>\r\nRCPT TO:<x@y.example"), sender, .mail(sink.url(), content: "Subject: é\n\n"),
      .mail(sink.url(), private: false), .mail(sink.url() + "/x"), .mail("smtp://u:p@127.0.0.1:\(sink.port)"),
      .mail(sink.url(), login: login),
      .mail(sink.url("http")), .mail("smtp://10.0.0.1", private: false),
    ]
    for request in requests {
      let answer = try CourierProgram.carry(request)
      #expect(answer.stage == .forbidden, "\(answer)")
    }
    #expect(try sink.sessions(0).isEmpty)
  }
}
