internal import Crypto

/// One person's decision about one contract's transition, as a text that is signed, mailed and verified without a network.
///
/// It names the bytes on both sides, so it survives whatever leaves them alone (a squash, a rebase, a merge of something else) and dies
/// with any byte that changes in the contract. Source: ownership.md, "The record"; semantics.md, "Records".
package struct SignOffRecord: Hashable, Sendable {
  /// The contract on one side of the transition.
  package struct Side: Hashable, Sendable {
    /// The blob's object id; zeros where there is no contract on this side.
    package var blob: String
    /// SHA-256 of its bytes in lower-case hexadecimal, for an object id of SHA-1 alone can be forged; nil where there is none.
    package var digest: String?
    /// As the file spells it; nil where there is none.
    package var version: String?

    package init(blob: String, digest: String?, version: String?) {
      self.blob = blob
      self.digest = digest
      self.version = version
    }

    /// No contract on this side.
    package static let absent = Side(blob: String(repeating: "0", count: 40), digest: nil, version: nil)

    package var isAbsent: Bool { digest == nil }
  }

  package enum Decision: Hashable, Sendable {
    case approve
    /// What needs a decision was looked at, and may be done.
    case acknowledge
    case reject
    /// The record with this digest does not count any more.
    case withdraw(String)
    case acceptOwnership
    /// Another person decides in the signer's place until the end of that day.
    case delegate(String, until: CalendarDay)
  }

  /// The identity of the repository, from the policy.
  package var repository: String
  /// The full names of the branches that it holds for.
  package var targets: [String]
  package var path: String
  package var contract: String
  package var from: Side
  package var to: Side
  /// What the change costs; `deletion` where nothing is left.
  package var change: SignOffKind
  /// The digest of the report that the signer saw, see `ReportDigest`.
  package var report: String
  /// The version of the catalogue of rules that wrote the report.
  package var catalogue: Int
  package var decision: Decision
  /// For whom the signer stands, as CODEOWNERS or the policy writes it.
  package var owners: [String]
  /// The id of the person.
  package var signer: String
  /// One line; nil for none.
  package var reason: String?
  package var issued: Timestamp
  package var expires: Timestamp

  package init(
    repository: String, targets: [String], path: String, contract: String, from: Side, to: Side, change: SignOffKind, report: String,
    catalogue: Int, decision: Decision, owners: [String], signer: String, reason: String?, issued: Timestamp, expires: Timestamp
  ) {
    self.repository = repository
    self.targets = targets
    self.path = path
    self.contract = contract
    self.from = from
    self.to = to
    self.change = change
    self.report = report
    self.catalogue = catalogue
    self.decision = decision
    self.owners = owners
    self.signer = signer
    self.reason = reason
    self.issued = issued
    self.expires = expires
  }

  /// The first line. Its number rises when the meaning of a line changes.
  static let heading = "git-contract-signoff 1"

  /// What the namespace of its signature must be, so that no signature over anything else can be passed off as a decision.
  package static let namespace = "signoff@git-contract"

  /// The text that is signed: UTF-8, a line feed after every line.
  package var text: String {
    var lines = [Self.heading, "repository: " + repository]
    lines += targets.map { "target: " + $0 }
    lines += ["path: " + path, "contract: " + contract, "from: " + from.text, "to: " + to.text, "change: " + change.rawValue]
    lines += ["report: sha256:" + report, "catalogue: " + String(catalogue), "decision: " + decision.text]
    lines += owners.map { "owner: " + $0 }
    lines += ["signer: " + signer, "reason: " + (reason ?? Self.none), "issued: \(issued)", "expires: \(expires)"]
    return lines.map { $0 + "\n" }.joined()
  }

  /// What stands where there is nothing.
  package static let none = "-"

  /// The record's name: SHA-256 of its text in lower-case hexadecimal.
  package var digest: String { Digest.sha256(of: Array(text.utf8)) }

  /// The name of its file, `<to-blob 12>-<digest 8>.signoff`.
  package var fileName: String { to.blob.prefix(12) + "-" + digest.prefix(8) + ".signoff" }
}

extension SignOffRecord.Side {
  var text: String { "\(blob) sha256:\(digest ?? SignOffRecord.none) \(version ?? SignOffRecord.none)" }
}

extension SignOffRecord.Decision {
  /// As the record says it.
  package var text: String {
    switch self {
    case .approve: "approve"
    case .acknowledge: "acknowledge"
    case .reject: "reject"
    case .withdraw(let digest): "withdraw " + digest
    case .acceptOwnership: "accept-ownership"
    case .delegate(let person, let until): "delegate \(person) until \(until)"
    }
  }
}

/// Digests as records name them.
package enum Digest {
  /// SHA-256 in lower-case hexadecimal.
  package static func sha256(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
