/// One thing that an audit found.
package struct AuditFinding: Sendable, Hashable {
  /// How much is at stake.
  package enum Risk: String, Sendable, CaseIterable, Comparable {
    case low, medium, high

    package static func < (left: Risk, right: Risk) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .low: 0
      case .medium: 1
      case .high: 2
      }
    }
  }

  /// What was found, the riskiest first: the order of the summary. The raw value stands in JSON; it is never renamed.
  package enum Kind: String, Sendable, CaseIterable {
    case unreadable
    /// Nobody is declared.
    case orphan
    case ownerLeft = "owner-left"
    case breakingUnsigned = "breaking-unsigned"
    case breakingWithoutBump = "breaking-without-bump"
    /// The glass was broken: `Contract-Override`.
    case override
    case breakingWithoutNotice = "breaking-without-notice"
    case unknownOwner = "unknown-owner"
    case notAccepted = "not-accepted"
    case activeUndeclared = "active-undeclared"
    case declaredAbsent = "declared-absent"
    /// Somebody was seen to read it whom no declaration names.
    case undeclaredReader = "undeclared-reader"
    case assistedUnsigned = "assisted-unsigned"
    case selfApproval = "self-approval"
    /// The bus factor is 1 or less.
    case singlePerson = "single-person"
    /// A line of CODEOWNERS that cannot be read.
    case ownersFault = "owners-fault"
    case unsigned
    case peopleMissing = "people-missing"
    /// A line that decides nowhere, since later ones do.
    case shadowedLine = "shadowed-line"
    /// A line that no file matches.
    case deadLine = "dead-line"
    case readDifferently = "read-differently"

    package var risk: Risk {
      switch self {
      case .unreadable, .orphan, .ownerLeft, .breakingUnsigned, .breakingWithoutBump, .override: .high
      case .breakingWithoutNotice, .unknownOwner, .notAccepted, .activeUndeclared, .declaredAbsent, .undeclaredReader, .assistedUnsigned,
        .selfApproval,
        .singlePerson, .ownersFault:
        .medium
      case .unsigned, .peopleMissing, .shadowedLine, .deadLine, .readDifferently: .low
      }
    }
  }

  package var kind: Kind
  /// The contract's id and what people call it; nil where none is meant.
  package var contract: String?
  package var title: String?
  package var path: String
  /// From 1; nil where a file as a whole is meant.
  package var line: Int?
  /// The commit with which it happened, in full, and its day; nil for what is true now.
  package var commit: String?
  package var day: String?
  /// One sentence, without full stop.
  package var message: String

  package init(
    _ kind: Kind, contract: String? = nil, title: String? = nil, path: String, line: Int? = nil, commit: String? = nil, day: String? = nil,
    message: String
  ) {
    self.kind = kind
    self.contract = contract
    self.title = title
    self.path = path
    self.line = line
    self.commit = commit
    self.day = day
    self.message = message
  }

  /// The riskiest kind first, then by place and time.
  var order: (Int, String, Int, String, String) {
    (Kind.allCases.firstIndex(of: kind) ?? 0, path, line ?? 0, day ?? "", message)
  }
}
