internal import Crypto

/// The agreements that somebody still has to give, on branches that are not merged yet.
package struct Inbox: Sendable {
  /// What one branch waits for in one place.
  package struct Request: Sendable {
    /// The id of the contract; empty for a file that decides about others.
    package var contract: String
    package var title: String
    package var path: String
    package var fromVersion: String?
    package var toVersion: String?
    /// Nil where nothing is changed that readers see.
    package var impact: Impact?
    /// The blob where the branch was cut; nil for what is new.
    package var oldBlob: String?
    /// The blob at the branch's tip; nil for what it deletes.
    package var blob: String?
    /// As the user may name the branch, `drop-amount` or `origin/drop-amount`.
    package var branch: String
    package var commit: String
    /// Who made the last commit of the branch, and when: ISO 8601.
    package var author: String
    package var date: String
    package var rule: String
    package var message: String
    package var hint: String?
    /// Ids of those of whom one may give it.
    package var persons: [String]
    /// What one of them runs.
    package var fixes: [Finding.Fix]

    package init(
      contract: String, title: String, path: String, fromVersion: String?, toVersion: String?, impact: Impact?, oldBlob: String?,
      blob: String?,
      branch: String, commit: String, author: String, date: String, finding: Finding, fixes: [Finding.Fix]
    ) {
      self.contract = contract
      self.title = title
      self.path = path
      self.fromVersion = fromVersion
      self.toVersion = toVersion
      self.impact = impact
      self.oldBlob = oldBlob
      self.blob = blob
      self.branch = branch
      self.commit = commit
      self.author = author
      self.date = date
      rule = finding.rule
      message = finding.message
      hint = finding.hint
      persons = finding.persons
      self.fixes = fixes
    }

    /// Names what one person is told once: the same change on another branch, or after a rebase, is no news.
    package func identifier(person: String) -> String {
      var hash = SHA256()
      for part in ["request", contract, path, oldBlob ?? "", blob ?? "", rule, person] {
        hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
      }
      return hash.finalize().prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
  }

  /// The branch that the changes are meant for, as the user may name it.
  package var target: String
  /// Whose inbox it is; nil for everybody's.
  package var person: String?
  /// The oldest first: it has waited longest.
  package var requests: [Request]
  /// Branches that could not be judged, and why.
  package var unreadable: [(branch: String, why: String)]

  package init(target: String, person: String?, requests: [Request], unreadable: [(branch: String, why: String)] = []) {
    self.unreadable = unreadable
    self.target = target
    self.person = person
    self.requests = requests
  }
}
