import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The forms of CI services, code scanners and of other tools, to the byte.
struct FormatGoldenTests {
  private let fixture = ReportGoldenTests()

  @Test func `check for CI`() throws {
    let report = try fixture.checkAnswer().report(toolVersion: "0.0.0")
    #expect(try Golden.difference(report.junit, from: "check.junit.xml") == nil)
    #expect(try Golden.difference(report.sarif.pretty, from: "check.sarif.json") == nil)
    #expect(try Golden.difference(report.githubAnnotations, from: "check.github.txt") == nil)
    #expect(try Golden.difference(report.codeQuality.pretty, from: "check.gitlab.json") == nil)
  }

  @Test func `diff for CI and for other tools`() throws {
    let answer = DiffAnswer(
      diagnostics: [.init(fixture.diagnostic(), side: .new), .init(fixture.diagnostic(), side: .old)], contracts: [try fixture.diff()])
    let report = answer.report(toolVersion: "0.0.0")
    #expect(try Golden.difference(report.sarif.pretty, from: "diff.sarif.json") == nil)
    #expect(try Golden.difference(report.githubAnnotations, from: "diff.github.txt") == nil)
    #expect(try Golden.difference(report.codeQuality.pretty, from: "diff.gitlab.json") == nil)
    #expect(try Golden.difference(answer.omds(toolVersion: "0.0.0"), from: "diff.omds.yaml") == nil)
  }

  @Test func `a run that decided nothing says so in each form`() throws {
    let report = FindingsReport.undecided("cannot read 'a': gone\u{1B}", toolVersion: "0.0.0")
    #expect(report.githubAnnotations == "::error title=undecided::cannot read 'a': gone\\u{1B}\n")
    let suites = try XMLTree(report.junit)
    #expect(suites.root["errors"] == "1" && suites.all("error").map { $0["message"] } == ["cannot read 'a': gone\\u{1B}"])
    let run = try #require((try report.sarif.members["runs"] as? [[String: Any]])?.first)
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false)
    #expect((invocation["toolExecutionNotifications"] as? [Any])?.count == 1)
    #expect(report.codeQuality.canonical.contains(#""severity":"blocker""#))
  }

  @Test func `a pass is a case that passed, and no finding`() throws {
    let nothing = FindingsReport(findings: [], subjects: [], toolVersion: "0.0.0")
    #expect(nothing.githubAnnotations.isEmpty)
    #expect(nothing.codeQuality == [])
    let empty = try XMLTree(nothing.junit)
    #expect(empty.root["tests"] == "1" && empty.all("testcase").count == 1 && empty.all("failure").isEmpty)
    let clean = try XMLTree(FindingsReport(findings: [], subjects: [.init(title: "orders", path: "o.yaml")], toolVersion: "0.0.0").junit)
    #expect(clean.all("testsuite").map { $0["name"] } == ["orders"])
  }
}

extension FormatGoldenTests {
  @Test func `two lines of one name are two suites`() throws {
    let report = FindingsReport(
      findings: [], subjects: [.init(title: "orders", path: "v1.yaml"), .init(title: "orders", path: "v2.yaml")], toolVersion: "0.0.0")
    #expect(try XMLTree(report.junit).all("testsuite").map { $0["name"] } == ["orders (v1.yaml)", "orders (v2.yaml)"])
  }

  @Test func `a file outside of a repository is a reference of its own`() throws {
    let finding = Finding(rule: "unparsable", level: .error, path: "/tmp/a b.yaml", message: "m")
    let text = FindingsReport(findings: [finding], subjects: [], toolVersion: "0.0.0").sarif.canonical
    #expect(text.contains(#""artifactLocation":{"uri":"file:///tmp/a%20b.yaml"}"#), "\(text)")
  }
}

/// What a repository can call things, and what must not come of it.
struct HostileFormatTests {
  private static let names = [
    "plain", "a::b,c:d%0A", "]]>&<x y='1'>\"", "\u{1B}[31m\u{0}\u{7}\u{9B}", "line\r\n::error::injected",
    "\u{FFFE}\u{FFFF}\u{FFFD}\u{202E}",
    "[click](https://evil.example)", "]\u{301}(x) :\u{301} ,\u{301} %\u{301} <\u{301} &\u{301}", "- a: b # c", "é/ü ?#%20", "##[error]x",
    "{0}", "`|`",
  ]

  private func report() -> FindingsReport {
    FindingsReport(
      findings: Self.names.map { name in
        Finding(
          rule: "property-removed", level: .error, contract: name, path: name, position: SourcePosition(line: 3, column: 2),
          message: "property '\(name)' was removed", hint: name, fixes: [.init(title: name, command: name)])
      }, subjects: [.init(title: Self.names[2], path: Self.names[2])], toolVersion: "0.0.0")
  }

  /// Text for people and logs; what JSON and YAML carry for programs may turn the direction of reading.
  private func steersNothing(_ text: String, isForPrograms: Bool = false) -> Bool {
    text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0.properties.generalCategory != .control && (isForPrograms || $0 != "\u{202E}")
    }
  }

  @Test func `an annotation is one line, and its properties are what they were`() {
    let text = report().githubAnnotations
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == Self.names.count)
    #expect(steersNothing(text))
    for (line, name) in zip(lines, Self.names) {
      // As the runner reads it: the command up to the second pair of colons, its properties between commas, each up to the first '='.
      guard line.hasPrefix("::error "), let end = line.dropFirst(2).firstRange(of: "::") else {
        Issue.record("no command: \(line)")
        continue
      }
      let properties = line[line.index(line.startIndex, offsetBy: 8)..<end.lowerBound].unicodeScalars.split(separator: ",")
      #expect(properties.count == 4, "\(line)")
      let file = properties.first.map { String(Substring($0)).dropFirst("file=".count) } ?? ""
      if name.printable == name || name.hasPrefix("line") { #expect(file.removingPercentEncoding == name) }
    }
  }

  @Test func `XML stays well-formed`() throws {
    let text = report().junit
    let tree = try XMLTree(text)
    #expect(steersNothing(text))
    #expect(tree.all("testcase").count == Self.names.count)
    #expect(tree.all("failure").compactMap { $0["message"] }.first { $0.contains("]]>") } == "property ']]>&<x y='1'>\"' was removed")
  }

  @Test func `SARIF makes no link, and its paths are references`() throws {
    let log = report().sarif
    #expect(steersNothing(log.pretty, isForPrograms: true))
    let run = try #require((try log.members["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(
      Set(results.compactMap { ($0["partialFingerprints"] as? [String: String])?["gitContractFinding/v1"] }).count == Self.names.count)
    for (result, name) in zip(results, Self.names) {
      let words = try #require((result["message"] as? [String: String])?["text"])
      #expect(!Array(words.utf8).contains(Array("](".utf8)))
      let location = (result["locations"] as? [[String: [String: Any]]])?.first?["physicalLocation"]
      let uri = (location?["artifactLocation"] as? [String: String])?["uri"]
      #expect(uri?.removingPercentEncoding == name)
      #expect(uri?.allSatisfy { $0.isASCII && !":?#[] ".contains($0) } == true)
    }
  }

  @Test func `Code Quality and OMDS are what they say`() throws {
    let issues = report().codeQuality.pretty
    #expect(steersNothing(issues, isForPrograms: true))
    #expect((try JSONSerialization.jsonObject(with: Data(issues.utf8)) as? [Any])?.count == Self.names.count)
    for name in Self.names {
      var change = Change(
        subject: .property, attribute: "description", action: .changed,
        element: ElementPath([.init("schema", .attribute("name", name))]), before: .string(name), after: .string(name))
      change.newPosition = .start
      var diff = try ReportGoldenTests().diff()
      diff.identifier = name
      diff.changes = [JudgedChange(change: change, rule: "x", impact: .dangerous, message: name, fingerprint: "x")]
      let text = DiffAnswer(diagnostics: [], contracts: [diff]).omds(toolVersion: "0.0.0")
      #expect(steersNothing(text, isForPrograms: true))
      let document = try YAMLDocument(Array(text.utf8), path: "omds").root
      #expect(document["source1"]?["id"]?.text == name)
      #expect(document["diffs"]?.items.first?["value1"]?.text == name)
      #expect(document["impact"]?["minor"]?.text == "1")
    }
  }

  @Test func `the same thing twice has two names, and lines do not matter`() {
    let finding = Finding(rule: "unparsable", level: .error, path: "a.yaml", position: SourcePosition(line: 3, column: 2), message: "m")
    var moved = finding
    moved.position.line = 9
    let twice = FindingsReport(findings: [finding, finding], subjects: [], toolVersion: "").identities
    let once = FindingsReport(findings: [moved], subjects: [], toolVersion: "").identities
    #expect(Set(twice).count == 2 && twice[0] == once[0])
  }
}

extension JSON {
  /// The object as other programs read it.
  fileprivate var members: [String: Any] {
    get throws { try JSONSerialization.jsonObject(with: Data(pretty.utf8)) as? [String: Any] ?? [:] }
  }
}

/// An XML text as a parser of its own reads it.
private final class XMLTree: NSObject, XMLParserDelegate {
  private var elements: [(name: String, attributes: [String: String])] = []

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else { throw TestFailure("no XML: \(String(describing: parser.parserError))\n\(text)") }
  }

  var root: [String: String] { elements.first?.attributes ?? [:] }

  func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((elementName, attributes))
  }
}
