/// Something wrong with a `CODEOWNERS` file, with what is needed to tell whether it stands in anybody's way.
struct CodeOwnersFault: Sendable {
  /// The paths whose owners may be others because of it.
  enum Scope: Sendable {
    case nothing
    case everything
    case pattern(PathPattern)
    /// What Gitea's expression matches, or with `isInverted` what it does not.
    case expression(RegularExpression, isInverted: Bool)
    /// What lies below the directory of this name, with its slash at the end.
    case below([UInt8])

    /// The scope of a pattern that cannot be read from `offset` on: as far as it is anchored and literal before, only what lies there
    /// can be meant.
    static func unreadable(_ pattern: [UInt8], at offset: Int) -> Scope {
      let body = pattern.drop { $0 == UInt8(ascii: "!") }
      guard body.first == UInt8(ascii: "/") else { return .everything }
      let start = body.startIndex + 1
      // A '!' is wrong by itself, what follows it is a pattern like any other.
      let end = offset > 0 ? max(start, offset) : pattern.count
      let readable = pattern[start..<end].prefix { !Array("*?[\\#".utf8).contains($0) }
      guard let slash = readable.lastIndex(of: UInt8(ascii: "/")) else { return .everything }
      return .below(Array(readable[...slash]))
    }
  }

  let diagnostic: Diagnostic
  /// The line as it stands; empty for the file as a whole. By it a fault is known again when lines above it come and go.
  let text: String
  let scope: Scope

  /// Whether the owners of a path may be others because of it.
  func mayAlter(_ path: String) -> Bool {
    switch scope {
    case .nothing: false
    case .everything: true
    case .pattern(let pattern): pattern.matches(PathPattern.Path(path))
    case .expression(let expression, let isInverted): expression.matches(Array(path.utf8)) != isInverted
    case .below(let directory): path.utf8.starts(with: directory)
    }
  }
}

extension CodeOwners {
  /// Whether a fault may alter who owns a path. For GitHub no line does above the one that decides.
  func mayAlter(_ path: String, _ fault: CodeOwnersFault) -> Bool {
    guard fault.mayAlter(path) else { return false }
    guard dialect == .github, !fault.text.isEmpty, let deciding = owners(of: path).rules.first else { return true }
    return fault.diagnostic.position.line > deciding.line
  }
}

extension OwnershipRules {
  /// What is wrong with the head's CODEOWNERS. It refuses only if this change introduces it, or if it could alter the owners of a path
  /// that the change touches; everything else is told. What the base had wrong and the head has right is not mentioned: no repair is
  /// refused for the fault that it mends.
  ///
  /// - Parameter touched: the paths of changed contracts, consumer files and governance files.
  package func judgeFaults(touched: [String]) -> [Price] {
    guard policy.ownership != .off else { return [] }
    var known: [String: Int] = [:]
    func key(_ fault: CodeOwnersFault) -> String { fault.diagnostic.rule + "\n" + fault.text }
    if base.codeOwners.dialect == head.codeOwners.dialect {
      for fault in base.codeOwners.faults { known[key(fault), default: 0] += 1 }
    }
    return head.codeOwners.faults.map { fault in
      let isOld = known[key(fault), default: 0] > 0
      if isOld { known[key(fault), default: 0] -= 1 }
      let isInTheWay = touched.contains { head.codeOwners.mayAlter($0, fault) }
      return Price(
        rule: fault.diagnostic.rule, path: fault.diagnostic.path, position: fault.diagnostic.position, message: fault.diagnostic.message,
        isInherited: isOld && !isInTheWay)
    }
  }
}
