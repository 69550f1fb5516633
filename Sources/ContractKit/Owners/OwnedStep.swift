/// What happened to one contract or consumer file from base to head, as far as its owners are asked about it.
package struct OwnedStep: Sendable {
  package enum Subject: Sendable, Hashable {
    case contract(id: String, title: String)
    /// A declaration of a consumer. Its own owners are asked, whatever happens to it.
    case consumer(title: String)
  }

  package var subject: Subject
  /// Where it stood at the base; `nil` for what is new.
  package var oldPath: String?
  /// Where it stands at the head; `nil` for what was deleted.
  package var newPath: String?
  /// The path at the base of the contract that a new line is a copy of: its owners are asked too.
  package var copiedFrom: String?
  /// Of the base, else of the head.
  package var status: Contract.Status
  package var changes: [JudgedChange]
  /// Whether a classification is lowered or an encryption removed.
  package var lowersProtection: Bool
  /// Where findings point to in the file; for what was deleted they point to the line that owned it.
  package var position: SourcePosition
  /// The commits of base..head.
  package var commits: [ClaimCommit]
  /// Who agreed by other means than commits.
  package var agreements: [Agreement]
  /// Why what somebody signed does not count.
  package var remarks: [Remark]
  /// Ids of those who said "no" by a record: nothing that they did in a commit is a "yes".
  package var rejections: Set<String>

  /// One sentence about one person's word, without full stop.
  package struct Remark: Sendable, Hashable {
    /// Told only where this person is asked; empty for what is told in any case.
    package var person: String
    package var text: String

    package init(person: String, text: String) {
      self.person = person
      self.text = text
    }
  }

  package init(
    subject: Subject, oldPath: String?, newPath: String?, copiedFrom: String? = nil, status: Contract.Status = .active,
    changes: [JudgedChange] = [], lowersProtection: Bool = false, position: SourcePosition = .start, commits: [ClaimCommit] = [],
    agreements: [Agreement] = [], remarks: [Remark] = [], rejections: Set<String> = []
  ) {
    self.subject = subject
    self.oldPath = oldPath
    self.newPath = newPath
    self.copiedFrom = copiedFrom
    self.status = status
    self.changes = changes
    self.lowersProtection = lowersProtection
    self.position = position
    self.commits = commits
    self.agreements = agreements
    self.remarks = remarks
    self.rejections = rejections
  }

  /// The row of the policy's table. A new contract, a copy and a move give readers more than they had: they are at least compatible.
  package var kind: SignOffKind {
    if newPath == nil, case .contract = subject { return .deletion }
    if case .consumer = subject { return .compatible }
    let impact = changes.map(\.impact).max() ?? .editorial
    return SignOffKind(oldPath == newPath && copiedFrom == nil ? impact : max(impact, .compatible))
  }

  /// Every path whose owners are asked, each once: on a move both, for a copy also that of its model.
  package var askedPaths: [String] {
    var paths: [String] = []
    for path in [oldPath, newPath, copiedFrom].compactMap({ $0 }) where !paths.contains(path) { paths.append(path) }
    return paths
  }

  var contract: String {
    if case .contract(let id, _) = subject { return id }
    return ""
  }

  /// For messages: `contract 'orders'`.
  var name: String {
    switch subject {
    case .contract(_, let title): "contract '\(title.printable)'"
    case .consumer(let title): "consumer '\(title.printable)'"
    }
  }
}

/// What is asked of owners and was not given, and what was.
package struct OwnershipOutcome: Sendable {
  /// To be put into the step, or for governance into the judgement.
  package var prices: [Price] = []
  package var signOffs: [SignOff] = []

  package init() {}

  mutating func append(_ other: OwnershipOutcome) {
    prices += other.prices
    signOffs += other.signOffs.filter { !signOffs.contains($0) }
  }
}
