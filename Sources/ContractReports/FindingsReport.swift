package import ContractKit

/// What the forms of CI services and code scanners are made of: findings, whichever command found them.
///
/// Each form stands in a file of its own: `sarif`, `junit`, `githubAnnotations`, `codeQuality`.
package struct FindingsReport: Sendable {
  /// A contract that was looked at, whether or not anything was found.
  package struct Subject: Hashable, Sendable {
    package var title: String
    package var path: String

    package init(title: String, path: String) {
      self.title = title
      self.path = path
    }
  }

  package var findings: [Finding]
  package var subjects: [Subject]
  /// Why nothing could be decided; nil where it was. Whoever reads the form alone must not take it for a pass.
  package var problem: String?
  package var toolVersion: String

  package init(findings: [Finding], subjects: [Subject], problem: String? = nil, toolVersion: String) {
    self.findings = findings
    self.subjects = subjects
    self.problem = problem
    self.toolVersion = toolVersion
  }

  /// The report of a run that ended before anything was decided.
  package static func undecided(_ problem: String, toolVersion: String) -> FindingsReport {
    FindingsReport(findings: [], subjects: [], problem: problem, toolVersion: toolVersion)
  }

  /// A name for each finding, in their order: no two are the same, and one stays what it is while lines move above it.
  var identities: [String] {
    var seen: [String: Int] = [:]
    return findings.map { finding in
      let parts = [finding.rule, finding.contract, finding.path, finding.fingerprint, finding.fingerprint == nil ? finding.message : nil]
      let name = Fingerprint.of(parts)
      let count = seen[name, default: 0]
      seen[name] = count + 1
      // The same thing said twice of one file, as of two elements of one name.
      return count == 0 ? name : Fingerprint.of([name, String(count)])
    }
  }
}

extension CheckAnswer {
  /// - Parameter quiet: only what refuses.
  package func report(quiet: Bool = false, toolVersion: String) -> FindingsReport {
    FindingsReport(
      findings: quiet ? findings.filter { $0.level == .error } : findings,
      subjects: contracts.map { .init(title: $0.title, path: $0.path) }, toolVersion: toolVersion)
  }
}

extension DiffAnswer {
  /// A diff decides nothing: what breaks readers or needs a decision is a warning, everything else a note. Only a contract at the new
  /// side that cannot be read is an error, as it is for the exit code.
  package func report(toolVersion: String) -> FindingsReport {
    let unreadable = diagnostics.map { sided in
      Finding(
        rule: sided.diagnostic.rule, level: sided.side == .new ? .error : .note, path: sided.diagnostic.path,
        position: sided.diagnostic.position, message: sided.diagnostic.message)
    }
    let changes = contracts.flatMap { contract in
      contract.changes.map { judged in
        Finding(
          rule: judged.rule, level: judged.impact >= .dangerous ? .warning : .note, contract: contract.identifier, path: contract.path,
          position: judged.change.newPosition ?? judged.change.oldPosition ?? .start, message: judged.message,
          fingerprint: judged.fingerprint, isPrice: false)
      }
    }
    return FindingsReport(
      findings: unreadable + changes, subjects: contracts.map { .init(title: $0.title, path: $0.path) }, toolVersion: toolVersion)
  }
}

extension Finding {
  /// The message and the ways out, a line each, for forms that have one text for all. Nothing in it steers a terminal.
  var advice: [String] {
    [hint.map { "hint: " + $0.printable }].compactMap { $0 }
      + fixes.map { "hint: " + $0.title.printable + ": " + $0.command.printable }
  }
}
