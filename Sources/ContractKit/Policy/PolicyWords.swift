// The words that a policy is written in. Their raw values stand in `.contracts/policy.yaml` and are never renamed.

/// How much ownership counts.
package enum OwnershipMode: String, Sendable, CaseIterable {
  /// Nobody is asked and nothing is said about owners.
  case off
  /// Everything about owners is a warning or a note.
  case warn
  case enforce
}

/// What a version is held against.
package enum Versioning: String, Sendable, CaseIterable {
  /// The base's contract: every merge has its own version.
  case everyMerge = "every-merge"
  /// The newest release tag of the line: versions rise from release to release.
  case release
}

/// For whom a change is judged.
package enum Perspective: String, Sendable, CaseIterable {
  /// Somebody whose queries were written against the old contract.
  case consumer
  /// Somebody whose data kept the old contract.
  case producer
}

/// Whether lengths of character types bind anybody.
package enum LengthProfile: String, Sendable, CaseIterable {
  /// `warehouse` where `servers[].type` says so.
  case auto
  case strict
  case warehouse
}

/// How much a change of terms weighs.
package enum TermsMode: String, Sendable, CaseIterable {
  case lenient, strict
}

/// What a line counts as, none of whose owners has a key while no forge is named.
package enum WithoutKeys: String, Sendable, CaseIterable {
  case claim, refuse
}

package enum Forge: String, Sendable, CaseIterable {
  case none, github, gitlab
}

/// Whether consumers must agree to a breaking change.
package enum ConsumersAgree: String, Sendable, CaseIterable {
  case none
  case acknowledge
  case acknowledgeOrWait = "acknowledge-or-wait"
}

/// How strong an agreement is, from weakest to strongest.
package enum Assurance: String, Sendable, CaseIterable, Comparable {
  /// A trailer, or the author of a commit: text that anybody can write.
  case claim
  /// A review behind a forge's login, or better.
  case witnessed
  /// The owner's own key over a record.
  case signature

  package static func < (left: Assurance, right: Assurance) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .claim: 0
    case .witnessed: 1
    case .signature: 2
    }
  }
}

/// How many of the owners are asked.
package enum SignOffWho: String, Sendable, CaseIterable {
  case none
  /// One owner of any line.
  case one
  /// One owner of every owning line or section.
  case each
  /// Two distinct persons, neither of them the author.
  case two
}

/// What a change asks agreement for: its impact, or what it is.
package enum SignOffKind: String, Sendable, CaseIterable {
  case editorial, compatible, dangerous, breaking, deletion
  /// CODEOWNERS, people, teams and policy, judged by effect.
  case governance
  case handOver = "hand-over"
  /// A classification lowered, an encryption removed.
  case security

  package init(_ impact: Impact) {
    switch impact {
    case .editorial: self = .editorial
    case .compatible: self = .compatible
    case .dangerous: self = .dangerous
    case .breaking: self = .breaking
    }
  }
}

/// A way by which notices leave.
package enum DeliveryChannel: String, Sendable, CaseIterable {
  case files, sendmail, smtp, webhook, slack, teams, github, gitlab
}

/// The dialect of CODEOWNERS, where the policy names one.
package enum DialectChoice: String, Sendable, CaseIterable {
  /// By the place of the file.
  case auto
  case github, gitlab, gitea
}
