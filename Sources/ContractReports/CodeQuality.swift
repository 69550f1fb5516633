package import ContractKit

extension FindingsReport {
  /// GitLab's Code Quality report: a list of issues in the part of Code Climate's form that GitLab reads.
  ///
  /// What refuses is a blocker if it is a price, critical if it is a change for which one is due. Warnings are minor, notes are infos.
  package var codeQuality: JSON {
    var issues = zip(findings, identities).map { finding, identity in
      Self.issue(
        finding.message.printable, name: finding.rule, fingerprint: identity, severity: finding.severity, path: finding.place.path,
        line: finding.place.position.line)
    }
    if let problem {
      let fingerprint = Fingerprint.of(["undecided", problem])
      issues.append(Self.issue(problem.printable, name: "undecided", fingerprint: fingerprint, severity: "blocker", path: ".", line: 1))
    }
    return .array(issues)
  }

  private static func issue(
    _ description: String, name: String, fingerprint: String, severity: String, path: String, line: Int
  ) -> JSON {
    [
      "type": "issue", "check_name": .string(name), "description": .string(description), "categories": ["Compatibility"],
      "fingerprint": .string(fingerprint), "severity": .string(severity),
      "location": ["path": .string(path), "lines": ["begin": .integer(line)]],
    ]
  }
}

extension Finding {
  fileprivate var severity: String {
    switch level {
    case .error: isPrice ? "blocker" : "critical"
    case .warning: "minor"
    case .note, .off: "info"
    }
  }
}
