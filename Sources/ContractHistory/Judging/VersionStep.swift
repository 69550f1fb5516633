internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// Everything that the version of a step is judged by.
  func versionCase(_ subject: StepSubject, _ diff: TransitionDiff) throws -> VersionCase {
    let transition = subject.transition
    let baseline = try baseline(of: subject)
    let isStep = baseline?.version?.value == transition.old?.contract?.version?.value && baseline?.path == transition.old?.contract?.path
    let sum =
      isStep || baseline == nil
      ? diff
      : try self.diff(
        of: Transition(old: transition.old.map { replacing($0, by: baseline) }, new: transition.new), base: subject.request.rulebookCommit,
        rulebook: subject.rulebook, today: subject.request.today)
    let taken = try versionsTaken(of: transition, pair: subject.request.pair, rulebook: subject.rulebook)
      .filter { $0.blob != transition.new?.blob }
      .compactMap { taken in
        SemanticVersion(taken.version).map {
          VersionCase.Taken(version: $0, place: "commit \(taken.commit.short(10)) on \(taken.place)", isOnTarget: taken.isOnTarget)
        }
      }
    let status = transition.old?.contract?.status ?? transition.new?.contract?.status ?? .active
    return VersionCase(
      old: transition.old?.contract, new: transition.new?.contract, sum: sum, baselineVersion: baseline?.version?.value, taken: taken,
      title: transition.title, path: transition.path, bumpCommand: bumpCommand(subject),
      notice: subject.rulebook.policy.effective(for: transition.ruledPath, status: status).notice,
      tombstones: transition.new == nil ? try tombstones(in: subject.request.pair) : [])
  }

  private func replacing(_ version: ContractVersion, by contract: Contract?) -> ContractVersion {
    guard let contract else { return version }
    return ContractVersion(path: version.path, blob: version.blob, file: .contract(contract))
  }

  /// `commit -a` and `commit FILE` judge an index of their own, which Git throws away when it is refused: there only the work tree can be
  /// mended.
  private func bumpCommand(_ subject: StepSubject) -> String {
    let name = ShellWord.quoted(subject.transition.title)
    let index = git.environment["GIT_INDEX_FILE"]?.split(separator: "/").last.map(String.init)
    let isKept = index == nil || index?.hasSuffix(".lock") == false && index?.hasPrefix("next-index-") == false
    return subject.request.pair.head == .index && isKept ? "git contract bump --staged \(name)" : "git contract bump \(name)"
  }

  /// The state that the version is compared with: the base's contract; under `versioning: release` the newest release.
  ///
  /// A pre-release is no baseline: the last final version along the target's first parents is.
  private func baseline(of subject: StepSubject) throws -> Contract? {
    guard let old = subject.transition.old?.contract, let base = subject.request.pair.base else { return nil }
    if subject.rulebook.policy.versioning == .release, let release = try lastRelease(of: old, before: base, subject.rulebook) {
      return release
    }
    guard let version = old.version.flatMap({ SemanticVersion($0.value) }), version.isPrerelease else { return old }
    return try state(of: old, from: base, subject.rulebook) { contract in
      contract.version.flatMap { SemanticVersion($0.value) }.map { !$0.isPrerelease } ?? false
    }
  }

  /// The contract at the newest release tag of its line that the base contains, else as it was when it became active.
  private func lastRelease(of contract: Contract, before base: ObjectID, _ rulebook: Rulebook) throws -> Contract? {
    var newest: (version: SemanticVersion, contract: Contract)?
    for reference in try git.references(under: "refs/tags/") where rulebook.policy.isReleaseTag(reference.name) {
      guard let commit = try git.commit(behind: reference.target), let found = try self.contract(contract.path, at: commit, rulebook),
        let text = found.version?.value, let version = SemanticVersion(text),
        rulebook.policy.releaseTags(of: contract, version: version.core.unprefixed).contains(reference.name),
        found.identifier == contract.identifier, found.major == contract.major, newest.map({ $0.version < version }) ?? true,
        try commit == base || git.isAncestor(commit, of: base)
      else { continue }
      newest = (version, found)
    }
    if let newest { return newest.contract }
    var became: Contract?
    _ = try state(of: contract, from: base, rulebook) { state in
      guard state.status == .active || state.status == .deprecated else { return true }
      became = state
      return false
    }
    return became
  }

  /// Walks a contract's states back along the first parents to the first that is wanted.
  private func state(
    of contract: Contract, from start: ObjectID, _ rulebook: Rulebook, where isWanted: (Contract) -> Bool
  ) throws -> Contract? {
    var last: ObjectID?
    var found: Contract?
    try walkStates(of: contract.path, identifier: contract.identifier, from: start, rulebook: rulebook) { _, version in
      guard version.blob != last else { return true }
      last = version.blob
      guard let state = version.contract else { return true }
      guard state.identifier == contract.identifier else { return false }
      if isWanted(state) { found = state }
      return found == nil
    }
    return found
  }

  private func contract(_ path: String, at commit: ObjectID, _ rulebook: Rulebook) throws -> Contract? {
    guard let entry = try git.entry(path, in: git.treeID(ofCommit: commit)), entry.mode.isFile else { return nil }
    return try version(of: entry, in: .commit(commit), limits: rulebook.limits).contract
  }
}

extension SemanticVersion {
  /// `1.4.0` however it is written.
  var unprefixed: String {
    var plain = self
    (plain.prefix, plain.parts) = ("", 3)
    return plain.description
  }
}
