package import ContractKit
internal import GitStore

extension ContractRepository {
  /// The rules by which references are protected: those of the default branch. A branch does not say itself that it is free.
  ///
  /// - Parameters:
  ///   - home: the tip of the default branch.
  ///   - base: the reference's own old tip, where there is no default branch yet.
  func protectingRulebook(home: ObjectID?, base: ObjectID?) throws -> Rulebook {
    try rulebook(at: home ?? base)
  }

  /// The tip of the default branch as the place has it to which a push goes: for a clone that is its remote.
  func homeTip(_ defaultBranch: String?) throws -> ObjectID? {
    if !git.isBare, let remote = try remoteHead(), let tip = try git.reference(remote) { return tip }
    return try defaultBranch.flatMap { try git.reference($0) }
  }

  /// Whether a push to a branch is judged.
  package func isProtected(_ reference: String) throws -> Bool {
    let defaultBranch = try defaultBranch(receiving: reference)
    let home = try homeTip(defaultBranch)
    return try protectingRulebook(home: home, base: nil).policy.protectsBranch(reference, defaultBranch: defaultBranch)
  }

  /// The default branch; before the first push, the usual name under which it comes.
  func defaultBranch(receiving reference: String) throws -> String? {
    let known = try defaultBranch()
    if let known, try git.reference(known) != nil { return known }
    return ["refs/heads/main", "refs/heads/master"].contains(reference) ? reference : known
  }

  /// The old side of an update is what the pusher says it is, and Git believes it for deletions of what it takes for broken. Whoever receives a
  /// push looks at his own ref.
  package func staleRefusal(_ update: ReferenceUpdate) throws -> CheckAnswer? {
    guard try git.reference(update.name) ?? .zero != update.old else { return nil }
    return refusal(update.name, "'\(update.name)' is not where the push says it is", "git fetch, and push again")
  }

  /// Whether a server's HEAD waits for a branch of this name. With its first commit it would be the default branch: its policy would be
  /// everybody's, and the branch that has been the default for years would be free.
  private func becomesDefault(_ reference: String) throws -> Bool {
    guard git.isBare, case .branch(let name, nil) = try git.head() else { return false }
    return try git.referent(of: name).lowercased() == reference.lowercased()
  }

  /// Protected references move forward only; the records and the server's own references are not pushed over.
  func referenceRefusal(
    _ update: ReferenceUpdate, among push: [ReferenceUpdate], rulebook: Rulebook, defaultBranch: String?
  ) throws -> CheckAnswer? {
    let name = update.name
    // Where the server's files ignore case, a reference in other letters is the same file.
    let folded = name.lowercased()
    // What a clone fetched is believed there: a server that has a work tree is pushed to all the same.
    let isFetched = !git.isBare && folded.hasPrefix("refs/contracts/remotes/")
    if isFetched || Self.isWrittenByServer(name) {
      return refusal(name, "'\(name)' is written by the server alone", "leave it out of the push")
    }
    // Also the usual one where this policy has another: a branch of before may still say so.
    for records in [rulebook.policy.records, Policy().records] {
      if name == records { return try recordsRefusal(update, rulebook) }
      // Git has no file and folder of one name, so a ref above or below would keep the records away for good.
      let same = records.lowercased()
      if folded == same || folded.hasPrefix(same + "/") || same.hasPrefix(folded + "/") {
        return refusal(name, "'\(name)' would stand in the way of '\(records)', which holds the records", "give it another name")
      }
    }
    if let defaultBranch, name != defaultBranch, try becomesDefault(name) {
      return refusal(
        name, "'\(name)' would become the default branch in place of '\(defaultBranch)', since the server's HEAD names it",
        "on the server: git symbolic-ref HEAD \(defaultBranch)")
    }
    if rulebook.policy.isReleaseTag(name) { return try releaseTagRefusal(update, among: push, rulebook, defaultBranch) }
    guard rulebook.policy.protectsBranch(name, defaultBranch: defaultBranch) else { return nil }
    if update.new.isZero {
      return refusal(name, "'\(name)' is protected: it is not deleted", "take it off 'protect' in the policy first")
    }
    guard !update.old.isZero, try !git.isAncestor(update.old, of: update.new) else { return nil }
    return refusal(
      name, "'\(name)' is protected: it only moves forward", "git revert what should not be there, then git contract bump")
  }

  /// Whether a ref is one of those that a server keeps itself, or would stand in the way of one: Git has no file and folder of one name,
  /// and some file systems have one name for `log` and `LOG`.
  static func isWrittenByServer(_ name: String) -> Bool {
    let folded = name.lowercased() + "/"
    let own = [AcceptanceLog.reference + "/", "refs/contracts/notified/", ConsumerSource.prefix]
    return own.contains { folded.hasPrefix($0) } || folded == "refs/contracts/"
  }

  /// A release tag is not moved; and it does not name a version that no protected branch has.
  private func releaseTagRefusal(
    _ update: ReferenceUpdate, among push: [ReferenceUpdate], _ rulebook: Rulebook, _ defaultBranch: String?
  ) throws -> CheckAnswer? {
    let name = update.name
    guard update.old.isZero else {
      return refusal(name, "release tag '\(name)' is protected: it is not moved or deleted", "make a new version instead")
    }
    guard !update.new.isZero, let commit = try git.commit(behind: update.new) else { return nil }
    var tips = try protectedBranches(rulebook: rulebook).map(\.tip)
    for other in push where !other.new.isZero && rulebook.policy.protectsBranch(other.name, defaultBranch: defaultBranch) {
      tips.append(other.new)
    }
    for tip in tips where try git.isAncestor(commit, of: tip) { return nil }
    // Libraries have tags of this form too: only one that names a contract's version is ours.
    let released = try catalog(at: .commit(commit), rulebook: rulebook).contracts.first { version in
      guard let contract = version.contract, let text = contract.version?.value else { return false }
      return rulebook.policy.releaseTags(of: contract, version: text).contains(name)
    }
    guard let released else { return nil }
    return refusal(
      name, "'\(name)' releases contract '\(released.contract?.title ?? released.path)' at a commit that no protected branch holds",
      "merge it first, then push the tag")
  }

  func refusal(_ name: String, _ message: String, _ hint: String) -> CheckAnswer {
    CheckAnswer(
      verdict: .refuse, findings: [Finding(rule: "reference-protected", level: .error, path: name, message: message, hint: hint)],
      contracts: [], signOffs: [], impact: [])
  }
}
