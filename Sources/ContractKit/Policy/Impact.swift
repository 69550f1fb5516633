/// What a change costs somebody who reads the data, from least to most. Policy never alters it; it sets how loudly we speak.
package enum Impact: String, Sendable, CaseIterable, Comparable {
  /// Words only: asks for a patch.
  case editorial
  /// More than before, or a stronger promise: asks for a minor version.
  case compatible
  /// Cannot be known from the contract: asks for a minor version and an owner's acknowledgement, else for a major.
  /// In prose for people: "needs a decision".
  case dangerous
  /// The reader must cope with something new: asks for a major version.
  case breaking

  package static func < (left: Impact, right: Impact) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .editorial: 0
    case .compatible: 1
    case .dangerous: 2
    case .breaking: 3
    }
  }
}

/// How loudly a finding is spoken.
package enum Level: String, Sendable, CaseIterable, Comparable {
  case off, note, warning, error

  package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .off: 0
    case .note: 1
    case .warning: 2
    case .error: 3
    }
  }
}
