import ContractKit
import ContractTestSupport
import Foundation

/// A receiver on loopback, written in Python: `Servers/Sinks/` says what each can do wrong.
class Sink {
  static let isPossible = python != nil
  static let reason = "python3 is not on the PATH"

  /// python3 as the PATH has it: the one whose packages are there.
  fileprivate static let python: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { $0 + "/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  let port: UInt16
  private let scratch: Scratch
  private let daemon: Daemon

  /// - Parameter certificate: makes it speak TLS.
  fileprivate init(_ script: String, _ arguments: [String], certificate: TestCertificates.Pair?) throws {
    scratch = try Scratch()
    port = try Loopback.freePort()
    guard let python = Self.python else { throw TestFailure(Self.reason) }
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Sinks").path
    let files = certificate.map { [$0.certificate, $0.key] } ?? []
    daemon = try Daemon(
      [python, folder + "/" + script, String(port), scratch.path("log")] + arguments + files, port: port,
      environment: TestEnvironment(home: scratch.path).variables, directory: scratch.path, log: scratch.path("said"))
  }

  func end() { daemon.end() }

  /// What it was told, in the order in which it was.
  func log<Entry: Decodable>(_ type: Entry.Type) throws -> [Entry] {
    guard FileManager.default.fileExists(atPath: scratch.path("log")) else { return [] }
    return try scratch.read("log").split(separator: "\n").map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}

final class WebhookSink: Sink {
  struct Request: Decodable {
    var method: String
    var path: String
    var fields: [String: String]
    var content: String
  }

  /// Whether signatures can be checked by the library of the specification.
  static let isVerifying: Bool = {
    do {
      return try TestEnvironment(home: "/nonexistent").run("python3", ["-c", "import standardwebhooks"], in: "/").status == 0
    } catch {
      return false
    }
  }()
  static let verifyingReason = "python3 has no standardwebhooks; 'pip install standardwebhooks' lets this test run"

  let scheme: String

  init(certificate: TestCertificates.Pair? = nil) throws {
    scheme = certificate == nil ? "http" : "https"
    try super.init("webhook-sink", [], certificate: certificate)
  }

  func url(_ path: String, host: String = "127.0.0.1") -> String { "\(scheme)://\(host):\(port)/\(path)" }

  var requests: [Request] { get throws { try log(Request.self) } }
}

final class MailSink: Sink {
  struct Session: Decodable {
    var commands: [String]
    var encrypted: Bool
    var login: String?
    var content: String?

    /// The text that came, as it came.
    var text: String? { content.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } }
  }

  init(_ scenario: String = "{}", certificate: TestCertificates.Pair? = nil) throws {
    try super.init("mail-sink", [scenario], certificate: certificate)
  }

  func url(_ scheme: String = "smtp", host: String = "127.0.0.1") -> String { "\(scheme)://\(host):\(port)" }

  /// The sessions in which a mail was begun. A session is written down when its connection has ended: waits a moment for as many as are due.
  func sessions(_ count: Int) throws -> [Session] {
    for _ in 0..<100 {
      let sessions = try log(Session.self)
      if sessions.count >= count { return sessions }
      usleep(20_000)
    }
    return try log(Session.self)
  }
}

/// The API of a forge, as far as a job of its CI asks it.
final class ForgeStub: Sink {
  struct Request: Decodable {
    var method: String
    var path: String
    var token: String?
    var content: String
  }

  /// - Parameter scenario: JSON, see `Sinks/forge-stub`.
  init(_ scenario: String = "{}") throws {
    try super.init("forge-stub", [scenario], certificate: nil)
  }

  var url: String { "http://127.0.0.1:\(port)" }

  var requests: [Request] { get throws { try log(Request.self) } }

  /// The bodies that were written, and how: `PATCH /repos/.../5`.
  var written: [(call: String, body: String)] {
    get throws {
      try requests.filter { $0.method != "GET" }.map { request in
        let content = try JSONDecoder().decode([String: String].self, from: Data(request.content.utf8))
        return ("\(request.method) \(request.path)", content["body"] ?? "")
      }
    }
  }
}

/// An authority that only the tests trust, and certificates of it for this machine and for another.
struct TestCertificates {
  struct Pair {
    var certificate: String
    var key: String
  }

  static let isPossible = ServerProgram.path("openssl") != nil && Sink.isPossible
  static let reason = "openssl or python3 is not installed"

  /// The authority's own certificate, to be trusted.
  let authority: String
  /// For `localhost`, `mail.localhost` and 127.0.0.1.
  let own: Pair
  /// For a host of another name.
  let foreign: Pair
  /// For this machine, from nobody that anybody trusts.
  let selfSigned: Pair
  private let scratch: Scratch

  init() throws {
    let scratch = try Scratch()
    let environment = TestEnvironment(home: scratch.path)
    func openssl(_ arguments: String...) throws {
      try ServerProgram.run("openssl", arguments, environment, in: scratch.path)
    }
    func request(_ name: String, _ alternatives: String) throws -> Pair {
      try scratch.write("subjectAltName=\(alternatives)\nbasicConstraints=CA:FALSE\n", to: name + ".ext")
      try openssl(
        "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", name + ".key", "-out", name + ".req",
        "-subj",
        "/CN=" + name)
      return Pair(certificate: scratch.path(name + ".pem"), key: scratch.path(name + ".key"))
    }
    func sign(_ name: String, _ arguments: String...) throws {
      try ServerProgram.run(
        "openssl", ["x509", "-req", "-in", name + ".req", "-out", name + ".pem", "-days", "2", "-extfile", name + ".ext"] + arguments,
        environment, in: scratch.path)
    }
    try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "authority.key", "-out",
      "authority.pem", "-days", "2", "-subj", "/CN=Authority of the tests")
    let here = "DNS:localhost,DNS:mail.localhost,IP:127.0.0.1"
    own = try request("own", here)
    foreign = try request("foreign", "DNS:other.example")
    selfSigned = try request("self", here)
    for name in ["own", "foreign"] { try sign(name, "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial") }
    try sign("self", "-signkey", "self.key")
    authority = scratch.path("authority.pem")
    self.scratch = scratch
  }
}

/// The courier that this test run built.
enum CourierProgram {
  static func path() throws -> String { try Company.binaryDirectory() + "/git-contract-courier" }

  /// Gives it some errands and reads what came of each, by id. It must have ended well.
  static func carry(_ requests: [CourierRequest], environment: [String: String] = [:]) throws -> [String: CourierAnswer] {
    let scratch = try Scratch()
    let output = try TestEnvironment(home: scratch.path).run(
      path(), [], in: scratch.path, adding: environment, input: requests.map { $0.line + "\n" }.joined())
    guard output.status == 0, output.errors.isEmpty else { throw TestFailure("status \(output.status): \(output.errors)") }
    var answers: [String: CourierAnswer] = [:]
    for line in output.lines {
      guard let answer = CourierAnswer(line: line.utf8) else { throw TestFailure("no answer: \(line)") }
      guard answers.updateValue(answer, forKey: answer.identifier) == nil else { throw TestFailure("two answers: \(line)") }
    }
    return answers
  }

  /// One errand.
  static func carry(_ request: CourierRequest, environment: [String: String] = [:]) throws -> CourierAnswer {
    guard let answer = try carry([request], environment: environment)[request.identifier] else { throw TestFailure("no answer") }
    return answer
  }
}

extension CourierRequest {
  static func post(
    _ url: String, fields: [Field] = [.init("Content-Type", "application/json")], content: String = "{\"a\":1}", private: Bool = true,
    timeout: Int = 20, trusting certificates: String? = nil
  ) -> CourierRequest {
    .init(
      identifier: url, errand: .post(url: url, fields: fields), content: Array(content.utf8), allowsPrivateAddress: `private`,
      timeout: timeout, certificates: certificates)
  }

  static func mail(
    _ url: String, to recipient: String = "bi@consumer.example", from: String = "contracts@acme.example", login: Login? = nil,
    content: String = "Subject: x\n\nbody\n",
    private: Bool = true, timeout: Int = 20, trusting certificates: String? = nil
  ) -> CourierRequest {
    .init(
      identifier: recipient, errand: .mail(url: url, login: login, from: from, recipient: recipient),
      content: Array(content.utf8), allowsPrivateAddress: `private`, timeout: timeout, certificates: certificates)
  }
}
