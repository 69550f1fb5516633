import ContractKit
import ContractTestSupport
import Foundation
import Testing

/// Webhooks to real receivers on loopback.
struct CourierWebTests {
  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `the answer is what the receiver answered, and every receiver gets one request`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    let expected: [(path: String, code: Int, retryAfter: String?, message: String)] = [
      ("200", 200, nil, "\\u{1B}[31mcode 200"), ("204", 204, nil, ""), ("410", 410, nil, "\\u{1B}[31mcode 410"),
      ("500", 500, nil, "\\u{1B}[31mcode 500"), ("503", 503, nil, "\\u{1B}[31mcode 503"),
      ("429", 429, "Wed, 21 Oct 2026 07:28:00 GMT", "slower"), ("302", 302, "7", ""), ("early", 201, nil, ""),
      ("slow-body", 202, nil, "taken"),
    ]
    let answers = try CourierProgram.carry(expected.map { .post(sink.url($0.path), timeout: $0.path == "slow-body" ? 2 : 20) })
    for (path, code, retryAfter, message) in expected {
      let url = sink.url(path)
      #expect(
        answers[url] == CourierAnswer(identifier: url, stage: .answered, code: code, retryAfter: retryAfter, message: message), "\(path)")
    }
    let requests = try sink.requests
    // The target of the redirect is not among them.
    #expect(requests.map(\.path).sorted() == expected.map { "/" + $0.path }.sorted())
    for request in requests {
      #expect(request.method == "POST" && request.content == Base64.encode(Array("{\"a\":1}".utf8)))
      #expect(
        request.fields == [
          "host": "127.0.0.1:\(sink.port)", "user-agent": "git-contract/" + ToolVersion.text, "accept": "*/*",
          "content-type": "application/json", "content-length": "7",
        ])
    }
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `what was sent and not answered may have arrived`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    let paths = ["hang", "drip", "drop", "partial", "nonsense", "header-flood"]
    let start = Date()
    let answers = try CourierProgram.carry(paths.map { .post(sink.url($0), timeout: 2) })
    #expect(Date().timeIntervalSince(start) < 15, "they wait beside each other")
    for path in paths {
      let answer = try #require(answers[sink.url(path)])
      #expect(answer.stage == .unanswered && answer.code == nil && !answer.message.isEmpty, "\(path): \(answer)")
    }
    #expect(answers[sink.url("hang")]?.message == "no answer in time (2 s for all)")
    #expect(try sink.requests.count == paths.count, "nothing is tried twice")
    let flood = try CourierProgram.carry(.post(sink.url("flood")))
    #expect(flood.stage == .answered && flood.code == 500 && flood.message.count == 200, "\(flood)")
  }

  @Test func `where nobody listens nothing was sent`() throws {
    let answer = try CourierProgram.carry(.post("http://127.0.0.1:\(Loopback.freePort())/x"))
    #expect(answer.stage == .connecting && answer.message.contains("onnect"), "\(answer)")
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `a reply that repeats what is secret is not quoted`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    let answer = try CourierProgram.carry(.post(sink.url("echo?token=abcdef")))
    #expect(answer.code == 400 && answer.message == "(the reply repeats what is secret)")
  }

  @Test(.enabled(if: TestCertificates.isPossible, "\(TestCertificates.reason)"))
  func `only who proves to be the host gets anything`() throws {
    let certificates = try TestCertificates()
    let sink = try WebhookSink(certificate: certificates.own)
    let foreign = try WebhookSink(certificate: certificates.foreign)
    let selfSigned = try WebhookSink(certificate: certificates.selfSigned)
    let clear = try WebhookSink()
    defer { for sink in [sink, foreign, selfSigned, clear] { sink.end() } }
    let trusted = certificates.authority
    for host in ["127.0.0.1", "localhost"] {
      #expect(try CourierProgram.carry(.post(sink.url("200", host: host), trusting: trusted)).code == 200, "\(host)")
    }
    let refused: [CourierRequest] = [
      .post(sink.url("200")), .post(sink.url("200"), trusting: "/nonexistent.pem"), .post(foreign.url("200"), trusting: trusted),
      .post(foreign.url("200", host: "localhost"), trusting: trusted), .post(selfSigned.url("200"), trusting: trusted),
      .post("https://127.0.0.1:\(clear.port)/200", trusting: trusted),
    ]
    for request in refused {
      let answer = try CourierProgram.carry(request)
      #expect(answer.stage == .connecting && answer.code == nil && !answer.message.isEmpty, "\(answer)")
    }
    #expect(try sink.requests.count == 2)
    for sink in [foreign, selfSigned, clear] { #expect(try sink.requests.isEmpty) }
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `this machine is reached only if the host is allowed`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    for host in ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0"] {
      let answer = try CourierProgram.carry(.post(sink.url("200", host: host), private: false))
      #expect(answer.stage == .forbidden, "\(answer)")
      let encrypted = try CourierProgram.carry(.post("https://\(host):\(sink.port)/200", private: false))
      #expect(
        encrypted.stage == .forbidden && encrypted.message.contains("address") || encrypted.message.contains("this machine"), "\(encrypted)"
      )
    }
    // Whoever is allowed to be private is not nobody.
    #expect(try CourierProgram.carry(.post("https://0.0.0.0:\(sink.port)/200")).stage == .forbidden)
    #expect(try sink.requests.isEmpty)
  }

  @Test(.enabled(if: WebhookSink.isVerifying, "\(WebhookSink.verifyingReason)"))
  func `signatures are good to the library of the specification`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    let texts = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_" + Base64.encode(Array(0..<64))]
    let secrets = texts.compactMap { StandardWebhooks.Secret($0) }
    let content = "{\"text\": \"é\\n\"}"
    func code(_ secrets: [StandardWebhooks.Secret], for text: String, content sent: String = content, age: Int = 0) throws -> Int? {
      let time = Timestamp(secondsSince1970: Int(Date().timeIntervalSince1970) - age)
      let fields = StandardWebhooks.fields(identifier: "0c5f", time: time, content: Array(content.utf8), secrets: secrets)
      let query = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      return try CourierProgram.carry(.post(sink.url("signed?secret=" + query), fields: fields, content: sent)).code
    }
    for (secret, text) in zip(secrets, texts) { #expect(try code([secret], for: text) == 204) }
    for text in texts { #expect(try code(secrets, for: text) == 204, "one of two is enough") }
    #expect(try code([secrets[0]], for: texts[1]) == 401)
    #expect(try code([secrets[0]], for: texts[0], content: content + " ") == 401)
    #expect(try code([secrets[0]], for: texts[0], age: 3600) == 401)
    #expect(try sink.requests.count == 7)
  }
}
