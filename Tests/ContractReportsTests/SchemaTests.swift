import ContractTestSupport
import Foundation
import Testing

@testable import ContractKit
@testable import ContractReports

/// `Documentation/schemas`, and that what is written down and read is what they say.
struct SchemaTests {
  private static let directory = SchemaCheck.root + "/Documentation/schemas"

  @Test(arguments: SchemaKind.allCases)
  func `the files are what the program prints`(kind: SchemaKind) throws {
    let file = Self.directory + "/\(kind.rawValue).json"
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" { try TestFiles.write(Array(kind.schema.pretty.utf8), to: file) }
    let written = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
    let isCurrent = written == kind.schema.pretty
    #expect(isCurrent, "'\(file)' is not what 'git contract schema \(kind.rawValue)' prints; run: make docs")
  }

  @Test func `no file is left of a kind that is gone`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.directory)
    #expect(Set(names) == Set(SchemaKind.allCases.map { $0.rawValue + ".json" }), "run: make docs")
  }

  @Test(.enabled(if: SchemaCheck.isPossible, "\(SchemaCheck.reason)"))
  func `what is recorded keeps to its schema`() throws {
    var files: [String] = []
    for directory in ["Tests/ContractReportsTests/Goldens", "ExampleRepo/expected"] {
      let path = SchemaCheck.root + "/" + directory
      for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() where name.hasSuffix(".json") {
        // Other people's forms have schemas of their own.
        if [".sarif.json", ".gitlab.json", ".slack.json", ".teams.json"].contains(where: name.hasSuffix) { continue }
        files.append((name.hasSuffix(".cloudevent.json") ? "cloud-event=" : "") + path + "/" + name)
      }
    }
    #expect(files.count > 20)
    #expect(try SchemaCheck.faults(in: files) == [])
  }

  @Test(.enabled(if: SchemaCheck.isPossible, "\(SchemaCheck.reason)"))
  func `a field that nobody described is a fault, and so is one that is gone`() throws {
    let scratch = try Scratch()
    let golden = try String(contentsOfFile: SchemaCheck.root + "/Tests/ContractReportsTests/Goldens/check.json", encoding: .utf8)
    try scratch.write(golden.replacing("\"reason\": null", with: "\"reason\": null, \"why\": 1"), to: "more.json")
    try scratch.write(golden.replacing("\"needsHuman\": false,", with: ""), to: "less.json")
    try scratch.write(golden.replacing("\"impact\": \"breaking\"", with: "\"impact\": \"bad\""), to: "other.json")
    for name in ["more", "less", "other"] { #expect(try !SchemaCheck.faults(in: [scratch.path(name + ".json")]).isEmpty, "\(name)") }
  }

  // MARK: Files that people write

  private static let inputs: [(kind: SchemaKind, isValid: Bool, text: String)] = [
    (.policy, true, Policy().rendered()),
    (.policy, true, "version: 1\nlevels: {version-not-bumped: off, type-narrowed/dangerous: warning}\nnotice: {period: P90D}\npaths:\n"),
    (
      .policy, true,
      "paths:\n  - match: a/**\n    judge: {perspective: producer, service-level-tolerance: {latency: 5}}\nstatus: {draft: }\n"
    ),
    (.policy, true, "stewards: ['@acme/data', ann@acme.example]\nprotect: {branches: [default, refs/heads/x]}\nlimits: {bytes: 4096}\n"),
    (.policy, false, "nonsense: true\n"), (.policy, false, "notice: {period: 90 days}\n"), (.policy, false, "levels: {x: loud}\n"),
    (.policy, false, "limits: {bytes: 12}\n"), (.policy, false, "paths: [{judge: {profile: strict}}]\n"), (.policy, false, "tag: v1\n"),
    (.policy, false, "paths: [{match: a, ownership: off}]\n"), (.policy, false, "status: {begun: {}}\n"),
    (.policy, false, "stewards: [ann]\n"),
    (.people, true, "people:\n  - {id: ann, handles: ['@ann'], emails: [ann@a.example], kind: human, until: 2027-01-31}\n"),
    (.people, true, "people: [{id: ann}]\nteams: [{handle: '@a/b', members: [ann]}]\nrevoked:\n"),
    (.people, false, "people: [{name: Ann}]\n"), (.people, false, "people: [{id: 'a b'}]\n"), (.people, false, "teams: [{members: []}]\n"),
    (.people, false, "people: [{id: ann, kind: robot}]\n"), (.people, false, "revoked: [abc]\n"),
    (.waivers, true, "waivers:\n  - {fingerprint: 0123456789abcdef, reason: r, person: ann, expires: 2027-03-31}\n"),
    (.waivers, true, "waivers: [{rule: owner-missing, contract: x, reason: r, person: ann, expires: 2027-03-31}]\n"),
    (.waivers, true, "waivers: [{rule: owner-missing, fingerprint: 0123456789abcdef, reason: r, person: a, expires: 2027-03-31}]\n"),
    (.waivers, false, "waivers: [{rule: owner-missing, reason: r, person: ann, expires: 2027-03-31}]\n"),
    (.waivers, false, "waivers: [{fingerprint: abc, reason: r, person: ann, expires: 2027-03-31}]\n"),
    (.waivers, false, "waivers: [{fingerprint: 0123456789abcdef, person: ann, expires: 2027-03-31}]\n"),
    (.waivers, false, "waivers: [{fingerprint: 0123456789abcdef, contract: x, rule: y, reason: r, person: a, expires: 2027-03-31}]\n"),
    (.consumer, true, consumer("[{contract: x, version: ^1.4, fields: {t: [a, {name: b, as: [join, filter]}], u: '*'}}]")),
    (
      .consumer, true,
      consumer("[{contract: x, fields: '*', expects: {latency: {value: 4}}}]\nnotify: {breaking: immediate}\nreviewBy: 2027-01-01")
    ),
    (.consumer, true, consumer("[]\ncontacts: [{tool: slack, url: 'https://x.example', secret: 'env:X'}]")),
    (
      .consumer, true,
      consumer("[{contract: x}]\nproduces: [{contract: y, fields: {r.t: [a.b, {contract: x, field: a.c}], r.d: []}}, {contract: z}]")
    ),
    (.consumer, false, consumer("[{contract: x}]\nproduces: [{fields: {}}]")),
    (.consumer, false, consumer("[{contract: x}]\nproduces: [{contract: y, fields: {r.t: a.b}}]")),
    (.consumer, false, consumer("[{version: ^1}]")), (.consumer, false, consumer("[{contract: x, fields: {t: a}}]")),
    (.consumer, false, consumer("[{contract: x, fields: {t: [{name: a, as: peek}]}}]")),
    (.consumer, false, consumer("[]\nnotify: {x: never}")),
    (.consumer, false, consumer("[]\ncontacts: [{tool: slack, url: u, secret: hunter2}]")), (.consumer, false, "kind: ContractConsumer\n"),
  ]

  private static func consumer(_ uses: String) -> String {
    "apiVersion: git-contract/v1\nkind: ContractConsumer\nid: c\nteam: '@a/b'\nuses: \(uses)\n"
  }

  private func isRead(_ text: String, as kind: SchemaKind) -> Bool {
    let bytes = Array(text.utf8)
    do {
      switch kind {
      case .policy: _ = try Policy.read(bytes)
      case .people: _ = try People.read(bytes)
      case .waivers: _ = try WaiverFile(bytes)
      case .consumer: return ConsumerDeclaration.read(bytes, path: "c.yaml").diagnostics.isEmpty
      default: return false
      }
      return true
    } catch {
      return false
    }
  }

  @Test(.enabled(if: SchemaCheck.isPossible, "\(SchemaCheck.reason)"))
  func `a schema takes of a file what its reader takes`() throws {
    let scratch = try Scratch()
    var files: [(name: String, isValid: Bool)] = []
    for (number, input) in Self.inputs.enumerated() {
      #expect(isRead(input.text, as: input.kind) == input.isValid, "\(input.text)")
      let root = try YAMLDocument(Array(input.text.utf8), path: "x").root
      try scratch.write(ContractJSON.json(Value(root)).pretty, to: "\(number).json")
      files.append(("\(input.kind.rawValue)=\(scratch.path("\(number).json"))", input.isValid))
    }
    let faults = try SchemaCheck.faults(in: files.map(\.name))
    for (file, input) in zip(files, Self.inputs) {
      let own = faults.filter { $0.hasPrefix(file.name + ": ") }
      #expect(own.isEmpty == file.isValid, "\(input.text)\(own)")
    }
  }

  @Test func `the policy's schema knows every key that its reader knows`() throws {
    let text = Policy.schema.json.description
    for key in Policy.settings.map(\.key) + EffectivePolicy.settings.map(\.key) {
      for part in key.split(separator: ".") { #expect(text.contains("\"\(part)\""), "\(key)") }
    }
  }
}
