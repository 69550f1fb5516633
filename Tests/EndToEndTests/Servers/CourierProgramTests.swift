import ContractKit
import ContractTestSupport
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The courier as a process: its lines, its end, what has no influence on it.
struct CourierProgramTests {
  private static func run(_ input: String, _ arguments: [String] = [], adding environment: [String: String] = [:]) throws -> TestOutput {
    let scratch = try Scratch()
    return try TestEnvironment(home: scratch.path).run(
      CourierProgram.path(), arguments, in: scratch.path, adding: environment, input: input)
  }

  @Test func `nothing to carry is nothing to say`() throws {
    let output = try Self.run("")
    #expect(output.status == 0 && output.bytes.isEmpty && output.errors.isEmpty)
    #expect(try Self.run("", ["--version"]).output == "git-contract-courier \(ToolVersion.text)\n")
    #expect(try Self.run("", ["--proxy=x"]).status == 129)
  }

  @Test(arguments: [
    "nonsense hunter2", "{\"id\": \"hunter2\"}", "", "{\"id\":\"a\",\"content\":\"hunter2!\",\"allowsPrivateAddress\":true,\"timeout\":1}",
  ])
  func `a line that is no request ends it, and is not quoted`(line: String) throws {
    let request = CourierRequest.post("ftp://x/")
    let output = try Self.run(request.line + "\n" + line + "\n" + CourierRequest.post("ftp://y/").line + "\n")
    #expect(output.status == 2 && output.errors == "fatal: a line is no request\n", "\(output)")
    #expect(output.lines.map { CourierAnswer(line: $0.utf8)?.identifier } == ["ftp://x/"], "what was asked before it is answered")
  }

  @Test func `a last line without its end is a line`() throws {
    let request = CourierRequest.post("ftp://x/")
    #expect(try Self.run(request.line).lines.count == 1)
    #expect(try Self.run(String(request.line.dropLast(3))).status == 2)
  }

  @Test func `a line without end is not read to its end`() throws {
    let output = try Self.run(String(repeating: "x", count: 6 << 20))
    #expect(output.status == 2 && output.bytes.isEmpty, "\(output.errors)")
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `many errands go at once, and each is answered`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    let requests = (0..<200).map { CourierRequest.post(sink.url("204?n=\($0)"), content: String(repeating: "x", count: $0 * 10)) }
    let answers = try CourierProgram.carry(requests)
    #expect(answers.count == 200 && answers.values.allSatisfy { $0.code == 204 })
    #expect(Set(try sink.requests.map(\.path)).count == 200)
  }

  @Test(.enabled(if: TestCertificates.isPossible, "\(TestCertificates.reason)"))
  func `nothing of the environment or the home has any influence`() throws {
    let certificates = try TestCertificates()
    let home = try Scratch()
    let proxy = try WebhookSink()
    let sink = try WebhookSink()
    let encrypted = try WebhookSink(certificate: certificates.own)
    defer { for sink in [proxy, sink, encrypted] { sink.end() } }
    try home.write("default login hunter password hunter2\n", to: ".netrc")
    try home.write("proxy = \(proxy.url(""))\n", to: ".curlrc")
    var environment = ["HOME": home.path, "CURL_HOME": home.path, "SSLKEYLOGFILE": home.path("keys"), "NETRC": home.path(".netrc")]
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] { environment[name] = proxy.url("") }
    for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] { environment[name] = certificates.authority }
    #expect(try CourierProgram.carry(.post(sink.url("200")), environment: environment).code == 200)
    #expect(try CourierProgram.carry(.post(encrypted.url("200")), environment: environment).stage == .connecting, "nobody trusts it")
    #expect(try CourierProgram.carry(.post(encrypted.url("200"), trusting: certificates.authority), environment: environment).code == 200)
    #expect(try proxy.requests.isEmpty)
    #expect(try sink.requests.first?.fields["authorization"] == nil)
    #expect(!FileManager.default.fileExists(atPath: home.path("keys")), "the keys of a session are written down nowhere")
  }

  @Test(.enabled(if: Sink.isPossible, "\(Sink.reason)"))
  func `it answers as it goes, and SIGTERM ends it with what is unanswered unsaid`() throws {
    let sink = try WebhookSink()
    defer { sink.end() }
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: try CourierProgram.path())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let lines = [CourierRequest.post(sink.url("hang")), .post(sink.url("200"))].map { $0.line + "\n" }.joined()
    input.fileHandleForWriting.write(Data(lines.utf8))
    // The one is answered while the other hangs and the stream is open.
    let answer = output.fileHandleForReading.availableData
    #expect(CourierAnswer(line: answer.dropLast())?.code == 200, "\(String(decoding: answer, as: UTF8.self))")
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
    #expect(output.fileHandleForReading.availableData.isEmpty)
  }

  @Test func `where nobody hears the answers it ends`() throws {
    let scratch = try Scratch()
    try scratch.write(String(repeating: CourierRequest.post("ftp://x/").line + "\n", count: 5000), to: "requests")
    let command = "('\(try CourierProgram.path())' <requests; echo $? >status) | head -n 1 >/dev/null"
    _ = try TestEnvironment(home: scratch.path).run("sh", ["-c", command], in: scratch.path)
    #expect(try scratch.read("status") == "1\n")
  }

  // MARK: Templates, and what is not linked

  @Test(.enabled(if: ServerProgram.path("readelf") != nil || ServerProgram.path("otool") != nil, "neither readelf nor otool is installed"))
  func `the program that hooks start links neither the network nor Foundation`() throws {
    let environment = TestEnvironment(home: "/nonexistent")
    let call = ServerProgram.path("readelf").map { [$0, "-d"] } ?? ServerProgram.path("otool").map { [$0, "-L"] } ?? []
    func libraries(_ program: String) throws -> String {
      try ServerProgram.run(call[0], [call[1], Company.binaryDirectory() + "/" + program], environment, in: "/")
    }
    let main = try libraries("git-contract")
    #expect(main.contains("libgit2"), "\(main)")
    for name in ["libcurl", "libssl", "libFoundation.", "libFoundationNetworking", "Foundation.framework"] {
      #expect(!main.contains(name), "git-contract links \(name)")
    }
    let courier = try libraries("git-contract-courier")
    #expect(courier.contains("libcurl") && !courier.contains("libgit2"), "\(courier)")
  }

  @Test func `a template is rendered`() throws {
    let output = try Self.run(#"{"template": "{{#a}}<{{.}}>{{/a}}\n", "context": {"a": ["&", "é"]}, "html": true}"#, ["render"])
    #expect(output.status == 0 && output.output == "<&amp;><é>\n" && output.errors.isEmpty, "\(output)")
    let fault = try Self.run(#"{"template": "a\n{{#a}}", "context": {}}"#, ["render"])
    #expect(fault.status == 1 && fault.bytes.isEmpty && fault.errors.hasPrefix("fatal: template:2:"), "\(fault)")
  }

  @Test(arguments: [
    // A partial that calls itself, two that call each other, with and without a text that grows.
    #"{"template": "{{>a}}", "partials": {"a": "{{>a}}"}, "context": {}}"#,
    #"{"template": "{{>a}}", "partials": {"a": "x{{>b}}", "b": "y{{>a}}"}, "context": {}}"#,
    #"{"template": "{{>a}}", "partials": {"a": "{{#l}}{{>a}}{{/l}}"}, "context": {"l": [1, 2, 3]}}"#,
    // A parent within itself.
    #"{"template": "{{<a}}{{/a}}", "partials": {"a": "{{<a}}{{/a}}"}, "context": {}}"#,
  ])
  func `a template that calls itself without end ends`(request: String) throws {
    let output = try Self.run(request, ["render"])
    #expect(output.status == 1 && output.bytes.isEmpty && output.errors.hasPrefix("fatal: the template takes too much"), "\(output)")
    #expect(output.errors.split(separator: "\n").count == 1)
  }

  @Test func `sections over long lists within each other end`() throws {
    let list = "[" + Array(repeating: "1", count: 1000).joined(separator: ",") + "]"
    let depth = 6
    let template = String(repeating: "{{#l}}", count: depth) + "words" + String(repeating: "{{/l}}", count: depth)
    let endless = try Self.run(#"{"template": "\#(template)", "context": {"l": \#(list)}}"#, ["render"])
    #expect(
      endless.status == 1 && endless.bytes.isEmpty && endless.errors.hasPrefix("fatal: the template takes too much"), "\(endless.errors)")
    let deep = String(repeating: "{{#l}}", count: 100_000)
    let output = try Self.run(#"{"template": "\#(deep)", "context": {"l": [1]}}"#, ["render"])
    #expect(output.status == 1 && output.bytes.isEmpty && output.errors.hasPrefix("fatal: "), "\(output.errors)")
  }
}
