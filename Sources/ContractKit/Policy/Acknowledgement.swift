/// Somebody's word that a change which cannot be known to be harmless was looked at: the trailer `Contract-Acknowledge`, or a record with
/// the decision `acknowledge`.
package struct Acknowledgement: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    /// One change.
    case fingerprint(String)
    /// All changes of the step that this rule speaks of.
    case rule(String)
    /// All changes of the step whose report has this digest.
    case report(String)
  }

  package var subject: Subject
  package var reason: String
  /// The id of the person, or how the commit names them.
  package var person: String
  /// Whether the person is an owner of the contract by the base's CODEOWNERS, and human. Nobody else's word counts.
  package var isByOwner: Bool

  package init(subject: Subject, reason: String, person: String, isByOwner: Bool) {
    self.subject = subject
    self.reason = reason
    self.person = person
    self.isByOwner = isByOwner
  }

  /// The trailer's key.
  package static let trailer = "Contract-Acknowledge"

  /// Reads the value of a trailer, `<fingerprint|rule|digest> <reason>`.
  ///
  /// - Returns: the subject and the reason, or what is wrong with it.
  package static func parse(_ value: String) -> Result<(subject: Subject, reason: String), Malformed> {
    let parts = value.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
    guard let first = parts.first else { return .failure(Malformed("takes a fingerprint or a rule, and the reason")) }
    let reason = parts.count > 1 ? String(parts[1].drop { $0 == " " || $0 == "\t" }) : ""
    guard reason.contains(where: { !$0.isWhitespace }) else { return .failure(Malformed("has no reason behind '\(first)'")) }
    if Fingerprint.isOne(first) { return .success((.fingerprint(String(first)), reason)) }
    let digest = first.hasPrefix("sha256:") ? first.dropFirst(7) : first
    if digest.utf8.count == 64, Fingerprint.isLowercaseHexadecimal(digest) { return .success((.report(String(digest)), reason)) }
    guard RuleNames.isRule(String(first)), !first.hasPrefix("-") else {
      return .failure(Malformed("takes a fingerprint or a rule first, not '\(first)'"))
    }
    return .success((.rule(String(first)), reason))
  }

  /// What is wrong with a trailer, as the end of a sentence that begins with its key.
  package struct Malformed: Error, Hashable, Sendable {
    package var description: String

    init(_ description: String) {
      self.description = description
    }
  }

  /// Whether it speaks of a report as a whole: only then its digest is needed.
  package var namesReport: Bool {
    if case .report = subject { return true }
    return false
  }

  /// Whether it covers a change of a step whose report has this digest.
  func covers(_ change: JudgedChange, report: String?) -> Bool {
    guard isByOwner else { return false }
    switch subject {
    case .fingerprint(let name): return change.fingerprint == name
    case .rule(let rule): return change.rule == rule
    case .report(let digest): return digest == report
    }
  }
}

/// The name of a report: what was shown to somebody who then agreed.
package enum ReportDigest {
  /// SHA-256 in lower-case hexadecimal over the canonical form of a report: its JSON without the tool that wrote it, UTF-8, keys sorted, no
  /// blanks.
  package static func of(_ report: JSON) -> String {
    Digest.sha256(of: Array(canonical(report).utf8))
  }

  /// The text that is hashed.
  package static func canonical(_ report: JSON) -> String {
    guard case .object(var members) = report else { return report.canonical }
    members["tool"] = nil
    return JSON.object(members).canonical
  }
}
