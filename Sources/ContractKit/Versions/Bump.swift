/// By which part a version must rise.
package enum Bump: String, Sendable, CaseIterable, Comparable {
  case none, patch, minor, major

  package static func < (left: Bump, right: Bump) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .none: 0
    case .patch: 1
    case .minor: 2
    case .major: 3
    }
  }

  /// What an impact asks for; nil is no change at all. A dangerous change asks for a minor version and an acknowledgement besides.
  package init(_ impact: Impact?) {
    switch impact {
    case nil: self = .none
    case .editorial?: self = .patch
    case .compatible?, .dangerous?: self = .minor
    case .breaking?: self = .major
    }
  }
}

extension SemanticVersion {
  /// The part of this version that plays the role of `bump`. Below 1.0.0 the left-most number that is not zero plays the major:
  /// `0.y.z` raises y for a break and z for all else, `0.0.z` raises z for everything.
  private func part(for bump: Bump) -> Bump {
    guard major == 0, bump != .none else { return bump }
    return minor > 0 && bump == .major ? .minor : .patch
  }

  /// The lowest final version that is high enough above this one, as it is written: with its `v`, and with its number of parts where
  /// they suffice. From a pre-release it is the release of its core where that is enough already.
  package func raised(by bump: Bump) -> SemanticVersion {
    var next = core
    switch part(for: bump) {
    case .none:
      return self
    case .patch:
      if !isPrerelease { next.patch += 1 }
    case .minor:
      if !(isPrerelease && patch == 0) {
        next.minor += 1
        next.patch = 0
      }
    case .major:
      if !(isPrerelease && patch == 0 && minor == 0) {
        next.major += 1
        next.minor = 0
        next.patch = 0
      }
    }
    return next
  }

  /// By which part another version is above this one, in the roles of `raised(by:)`: below 1.0.0 a risen y counts as a major. `none`
  /// where it is not above. A pre-release counts as the final version that it leads to.
  package func bump(to next: SemanticVersion) -> Bump {
    guard next > self else { return .none }
    if next.major != major { return .major }
    if major > 0 { return next.minor != minor ? .minor : next.patch != patch || isPrerelease ? .patch : .none }
    if next.minor != minor { return .major }
    if minor > 0 { return .minor }
    return .major
  }
}
