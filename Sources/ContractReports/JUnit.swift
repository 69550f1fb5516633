internal import ContractKit

extension FindingsReport {
  /// JUnit's XML as Jenkins and GitLab read it: a suite for each file, a case for each rule that spoke of it.
  ///
  /// An error is a failure. A warning is a case that was skipped, so that it shows and fails nothing; a note passed, and its words stand in
  /// `system-out`. A contract of which nothing is said is one case that passed. No clock goes in: each case took no time.
  package var junit: String {
    let suites = self.suites
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let cases = suites.flatMap(\.cases)
    text += "<testsuites name=\"git-contract\" \(Self.counts(cases))>\n"
    for suite in suites {
      text += "  <testsuite name=\"\(XMLText.escaped(suite.title))\"\(Self.file(suite.path)) \(Self.counts(suite.cases))>\n"
      text += suite.cases.map { Self.testCase($0, in: suite) }.joined()
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private struct Suite {
    var title: String
    var path: String
    var cases: [Case]
  }

  private struct Case {
    var name: String
    var findings: [Finding] = []
    var problem: String?

    var level: Level { findings.map(\.level).max() ?? .off }
  }

  private var suites: [Suite] {
    var suites = subjects.map { Suite(title: $0.title, path: $0.path, cases: []) }
    for finding in findings {
      let place: Int
      if let known = suites.firstIndex(where: { $0.path.utf8.elementsEqual(finding.path.utf8) }) {
        place = known
      } else {
        place = suites.endIndex
        suites.append(Suite(title: finding.path, path: finding.path, cases: []))
      }
      if let known = suites[place].cases.firstIndex(where: { $0.name == finding.rule }) {
        suites[place].cases[known].findings.append(finding)
      } else {
        suites[place].cases.append(Case(name: finding.rule, findings: [finding]))
      }
    }
    for place in suites.indices where suites[place].cases.isEmpty { suites[place].cases = [Case(name: "contract")] }
    // Two lines of one contract share its name, and a case is known by the name of its suite and its own.
    let titles = suites.map(\.title)
    for (place, title) in titles.enumerated() where titles.count(where: { $0 == title }) > 1 {
      suites[place].title = "\(title) (\(suites[place].path))"
    }
    // A report without a case is taken for a run that did not happen.
    if let problem {
      suites.append(Suite(title: "git-contract", path: "", cases: [Case(name: "decided", problem: problem)]))
    } else if suites.isEmpty {
      suites.append(Suite(title: "git-contract", path: "", cases: [Case(name: "contracts")]))
    }
    return suites
  }

  /// What is about no file has none.
  private static func file(_ path: String) -> String {
    path.isEmpty ? "" : " file=\"\(XMLText.escaped(path))\""
  }

  private static func counts(_ cases: [Case]) -> String {
    let failures = cases.count { $0.level == .error }
    let errors = cases.count { $0.problem != nil }
    let skipped = cases.count { $0.level == .warning }
    return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"0\""
  }

  private static func testCase(_ item: Case, in suite: Suite) -> String {
    var text = "    <testcase name=\"\(XMLText.escaped(item.name))\" classname=\"\(XMLText.escaped(suite.title))\""
    text += file(item.findings.first?.place.path ?? suite.path) + " time=\"0\""
    var inner = ""
    if let problem = item.problem {
      inner += "      <error message=\"\(XMLText.escaped(problem))\" type=\"undecided\"/>\n"
    }
    let refusing = item.findings.filter { $0.level == .error }
    if let first = refusing.first {
      inner += "      <failure message=\"\(XMLText.escaped(first.message))\" type=\"\(XMLText.escaped(item.name))\">"
      inner += lines(refusing) + "</failure>\n"
    } else if let first = item.findings.first(where: { $0.level == .warning }) {
      inner += "      <skipped message=\"\(XMLText.escaped("warning: " + first.message))\"/>\n"
    }
    let told = item.findings.filter { $0.level < .error }
    if !told.isEmpty { inner += "      <system-out>" + lines(told) + "</system-out>\n" }
    return text + (inner.isEmpty ? "/>\n" : ">\n" + inner + "    </testcase>\n")
  }

  /// What text for people has, without colour.
  private static func lines(_ findings: [Finding]) -> String {
    findings.flatMap { [$0.line(.plain)] + $0.advice }.map { XMLText.escaped($0) }.joined(separator: "\n")
  }
}
