/// What the version rules look at: one line's step, its sum since the baseline, and the versions that are gone.
package struct VersionCase: Sendable {
  /// A version that other content already has.
  package struct Taken: Sendable {
    package var version: SemanticVersion
    /// Who has it: `commit 1a2b3c4d5e on origin/main`.
    package var place: String
    /// True for a state of the branch that the change is meant for: whatever comes must be above it. Elsewhere, say on the branch of
    /// an older release, only the very same version is in the way.
    package var isOnTarget: Bool

    package init(version: SemanticVersion, place: String, isOnTarget: Bool) {
      self.version = version
      self.place = place
      self.isOnTarget = isOnTarget
    }
  }

  /// The contract at the base of the step; nil for a new one.
  package var old: Contract?
  /// The contract at head; nil for a deleted one.
  package var new: Contract?
  /// From the baseline to head: the version is asked for the sum (semantics.md, "Step and sum").
  package var sum: TransitionDiff
  /// The baseline's version; nil where there is none.
  package var baselineVersion: String?
  /// Versions of the line with other content than head's.
  package var taken: [Taken]
  /// What people and commands call the contract.
  package var title: String
  package var path: String
  /// The command that writes the version which is due.
  package var bumpCommand: String
  package var notice: NoticePolicy
  /// The tombstones at head; asked for only where the contract is gone.
  package var tombstones: [Tombstone]

  package init(
    old: Contract?, new: Contract?, sum: TransitionDiff, baselineVersion: String?, taken: [Taken], title: String, path: String,
    bumpCommand: String, notice: NoticePolicy, tombstones: [Tombstone] = []
  ) {
    self.old = old
    self.new = new
    self.sum = sum
    self.baselineVersion = baselineVersion
    self.taken = taken
    self.title = title
    self.path = path
    self.bumpCommand = bumpCommand
    self.notice = notice
    self.tombstones = tombstones
  }

  /// The lowest version that is high enough for the sum and that nobody has; nil where the baseline's version cannot be ordered.
  package var due: SemanticVersion? {
    guard let from = baselineVersion.flatMap({ SemanticVersion($0) }) else { return nil }
    let bump = max(sum.requiredBump, .patch)
    var due = from.raised(by: bump)
    if let highest = taken.filter(\.isOnTarget).map(\.version).max(), highest >= due { due = highest.raised(by: bump) }
    while taken.contains(where: { $0.version == due }) { due = due.raised(by: bump) }
    (due.prefix, due.parts) = (from.prefix, from.parts)
    return due
  }
}

/// The version rules: prices, run last (change-kinds.md, "The version rules"; semantics.md, "Versions").
package enum VersionRules {
  package static func prices(_ subject: VersionCase) -> [Price] {
    guard let new = subject.new else { return deletion(subject) }
    var prices = removals(subject)
    guard let text = new.version?.value, let version = SemanticVersion(text) else {
      prices.append(notOrdered(subject, new))
      return prices
    }
    if let reuse = reused(subject, version) { return prices + [reuse] }
    guard let from = subject.baselineVersion.flatMap({ SemanticVersion($0) }) else { return prices }
    if let price = bump(subject, from: from, to: version) { prices.append(price) }
    return prices
  }

  // MARK: One rule each

  private static func bump(_ subject: VersionCase, from: SemanticVersion, to version: SemanticVersion) -> Price? {
    let required = subject.sum.requiredBump
    let due = subject.due?.description ?? ""
    if version < from {
      return price(
        "version-decreased", subject, "version went down from \(from) to \(version); also going back is a change, so \(due) is due",
        changes: subject.sum.changes)
    }
    if version == from {
      // A pre-release may change within itself: nobody was promised anything by it yet.
      guard required != .none, !version.isPrerelease else { return nil }
      let words = subject.sum.impact.map { article($0) } ?? "a change"
      return price(
        "version-not-bumped", subject, "version is still \(version); \(words) asks for \(due)", changes: subject.sum.changes)
    }
    let actual = from.bump(to: version)
    if actual < required {
      let words = subject.sum.impact.map { article($0) } ?? "a change"
      return price(
        "version-bump-too-small", subject, "version rose from \(from) to \(version); \(words) asks for \(due)",
        changes: subject.sum.changes.filter { Bump($0.impact) > actual })
    }
    // A major version stands for the acknowledgement of what is dangerous: that is no excess.
    let isDecision = subject.sum.impact == .dangerous && actual == .major
    // Below 1.0.0 the last number stands for all that does not break.
    let needed = from.bump(to: from.raised(by: required))
    // Where others took what would have been enough, nobody could have written less. To leave 0.x is to say that from now on it binds (Semantic
    // Versioning 2.0.0, item 5), which asks for no change.
    let isForced = required != .none && subject.due.map { version <= $0 } == true && version > from.raised(by: required)
    let isFirstPromise = from.major == 0 && version == SemanticVersion("1.0.0")
    if actual > needed, !isDecision, !isForced, !isFirstPromise, !version.isPrerelease {
      let words =
        subject.sum.impact.map { "\(article($0)) asks for \(due) only" } ?? "nothing changed that means anything"
      return price("version-over-bumped", subject, "version rose from \(from) to \(version); \(words)", changes: [], mends: false)
    }
    return nil
  }

  private static func reused(_ subject: VersionCase, _ version: SemanticVersion) -> Price? {
    // The baseline's own version is not taken by others: an unraised version has a rule of its own.
    guard subject.baselineVersion.flatMap({ SemanticVersion($0) }) != version, !version.isPrerelease,
      let rival = subject.taken.first(where: { $0.version == version })
    else { return nil }
    let free = subject.due.map { "; free now: \($0)" } ?? ""
    return price("version-reused", subject, "\(version) was taken by \(rival.place)\(free)", changes: subject.sum.changes)
  }

  private static func notOrdered(_ subject: VersionCase, _ new: Contract) -> Price {
    let message =
      new.version.map { "'\($0.value)' is no semantic version, so nobody can say whether it rose" }
      ?? "contract '\(subject.title)' has no version"
    return Price(
      rule: "version-not-semver", impact: subject.sum.impact, contract: new.identifier, path: subject.path,
      position: new.version?.position ?? new.root.position, message: message, hint: "write MAJOR.MINOR.PATCH, for example 1.0.0",
      isInherited: subject.old != nil && subject.old?.version?.value == new.version?.value)
  }

  private static func deletion(_ subject: VersionCase) -> [Price] {
    guard let old = subject.old else { return [] }
    return (old.status == .retired ? [] : [deletedTooEarly(subject, old)]) + unmarked(subject, old)
  }

  /// A promise that is gone without a word that keeps its id from being given to another one.
  private static func unmarked(_ subject: VersionCase, _ old: Contract) -> [Price] {
    guard !old.identifier.isEmpty, !subject.tombstones.contains(where: { $0.marks(old) }) else { return [] }
    let tombstone = Tombstone(
      identifier: old.identifier, major: old.major, version: old.version?.value ?? "", path: subject.path)
    return [
      Price(
        rule: "tombstone-missing", impact: .breaking, contract: old.identifier, path: subject.path, position: old.root.position,
        message: "contract '\(subject.title)' was deleted, and nothing keeps its id from being taken again",
        hint: "below 'retired:' in '\(Tombstone.file)': \(tombstone.entry)",
        changes: Set(subject.sum.changes.map(\.fingerprint)))
    ]
  }

  private static func deletedTooEarly(_ subject: VersionCase, _ old: Contract) -> Price {
    Price(
      rule: "retired-before-end-of-life", impact: .breaking, contract: old.identifier, path: subject.path,
      position: old.root.position, message: "contract '\(subject.title)' was deleted while it was \(old.status.rawValue)",
      hint: "set 'status: retired' in one version and delete the file in a later one",
      changes: Set(subject.sum.changes.map(\.fingerprint)))
  }

  /// What was removed and had never been deprecated in a released version, where the policy asks for that.
  private static func removals(_ subject: VersionCase) -> [Price] {
    guard subject.notice.requireDeprecation else { return [] }
    return subject.sum.changes.compactMap { judged in
      let change = judged.change
      guard change.action == .removed, change.attribute.isEmpty, change.subject == .property || change.subject == .object,
        let gone = change.oldElement, !gone.flag("deprecated")
      else { return nil }
      let name = subject.title + "." + change.element.dotted
      return Price(
        rule: "removed-without-deprecation", impact: judged.impact, contract: subject.sum.identifier, path: subject.path,
        position: change.oldPosition ?? .start,
        message: "'\(change.element.dotted)' was removed and had never been announced as deprecated",
        fixes: [.init(title: "announce it first", command: "git contract deprecate \(ShellWord.quoted(name))")],
        changes: [judged.fingerprint], fingerprint: judged.fingerprint)
    }
  }

  private static func price(
    _ rule: String, _ subject: VersionCase, _ message: String, changes: [JudgedChange], mends: Bool = true
  ) -> Price {
    Price(
      rule: rule, impact: subject.sum.impact, contract: subject.sum.identifier, path: subject.path,
      position: subject.new?.version?.position ?? .start, message: message,
      fixes: mends ? [.init(title: "write the version that is due", command: subject.bumpCommand)] : [],
      changes: Set(changes.map(\.fingerprint)))
  }

  private static func article(_ impact: Impact) -> String {
    switch impact {
    case .editorial: "an editorial change"
    case .compatible: "a compatible change"
    case .dangerous: "a change that needs a decision"
    case .breaking: "a breaking change"
    }
  }
}
