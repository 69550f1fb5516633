internal import ContractKit
package import GitStore

/// A version of a line that somebody already gave to some content.
package struct TakenVersion: Sendable {
  package var version: String
  package var blob: ObjectID
  /// The commit that holds it, and how people call the place: `origin/main`, `refs/tags/orders/v1.3.0`.
  package var commit: ObjectID
  package var place: String
  /// True for a state of the target itself.
  package var isOnTarget: Bool
}

extension ContractRepository {
  /// The versions of a line that the target's tip, other protected branches and release tags already gave away since the base.
  ///
  /// Two branches that both go to 1.3.0 merge without a conflict, and the merge base of the second still says 1.2.0: only the tip
  /// shows that the version is taken.
  package func versionsTaken(of transition: Transition, pair: JudgedPair, rulebook: Rulebook) throws -> [TakenVersion] {
    guard let line = transition.new?.contract ?? transition.old?.contract else { return [] }
    let paths = Set([transition.old?.path, transition.new?.path].compactMap { $0 })
    var taken: [TakenVersion] = []
    if let target = pair.target, target.tip != pair.headCommit {
      // Every state since the base counts: the tip may have gone on to 1.4.0 already.
      for commit in try firstParents(from: target.tip, beyond: pair.base) {
        try collect(
          in: commit.id, tree: commit.tree, place: target.name, isOnTarget: true, line: line, paths: paths, rulebook: rulebook, into: &taken
        )
      }
    }
    for reference in try protectedBranches(rulebook: rulebook) + trackedProtectedBranches(rulebook: rulebook) + pair.rivals
    where reference.tip != pair.headCommit && reference.tip != pair.target?.tip {
      let tree = try git.commit(reference.tip).tree
      try collect(
        in: reference.tip, tree: tree, place: reference.name, isOnTarget: false, line: line, paths: paths, rulebook: rulebook, into: &taken)
    }
    if let version = transition.new?.contract?.version?.value {
      for tag in rulebook.policy.releaseTags(of: line, version: version) {
        guard let commit = try git.resolve(tag) else { continue }
        let tree = try git.treeID(ofCommit: commit)
        try collect(in: commit, tree: tree, place: tag, isOnTarget: false, line: line, paths: paths, rulebook: rulebook, into: &taken)
      }
    }
    return taken
  }

  /// Looks at the paths of a line in one commit. The same content under the same version is no rival: it is this change, merged.
  private func collect(
    in commit: ObjectID, tree: ObjectID, place: String, isOnTarget: Bool, line: Contract, paths: Set<String>, rulebook: Rulebook,
    into taken: inout [TakenVersion]
  ) throws {
    for path in paths.sorted() {
      guard let entry = try git.entry(path, in: tree), entry.mode.isFile else { continue }
      let state = try version(of: entry, in: .commit(commit), limits: rulebook.limits)
      guard let contract = state.contract, contract.identifier == line.identifier, let version = contract.version?.value,
        !taken.contains(where: { $0.version == version && $0.blob == state.blob })
      else { continue }
      taken.append(TakenVersion(version: version, blob: state.blob, commit: commit, place: place, isOnTarget: isOnTarget))
    }
  }

  /// The protected branches of this repository by their full names.
  package func protectedBranches(rulebook: Rulebook) throws -> [JudgedPair.Target] {
    let defaultBranch = try defaultBranch()
    var found: [JudgedPair.Target] = []
    for reference in try git.references(under: "refs/heads/")
    where rulebook.policy.protectsBranch(reference.name, defaultBranch: defaultBranch) {
      found.append(.init(name: reference.name, tip: reference.target))
    }
    return found
  }

  /// The protected branches as the remotes of a clone were seen to have them: the clone of a job of CI has no others.
  private func trackedProtectedBranches(rulebook: Rulebook) throws -> [JudgedPair.Target] {
    guard !git.isBare else { return [] }
    let defaultBranch = try defaultBranch()
    let remotes = git.remotes
    return try remotes.flatMap { remote in
      let prefix = "refs/remotes/\(remote)/"
      return try git.references(under: prefix).filter { reference in
        let branch = "refs/heads/" + reference.name.dropFirst(prefix.count)
        return branch != "refs/heads/HEAD" && rulebook.policy.protectsBranch(branch, defaultBranch: defaultBranch)
      }.map { JudgedPair.Target(name: Self.short($0.name), tip: $0.target, reference: $0.name, remotes: remotes) }
    }
  }

  /// The branch that a clone would check out: the remote's HEAD, a bare repository's own, else `main` or `master`.
  package func defaultBranch() throws -> String? {
    let head = try git.head()
    // A server's HEAD may name a branch that never came.
    if git.isBare, case .branch(let branch, _?) = head { return try git.referent(of: branch) }
    if let remote = try remoteHead(), let slash = remote.dropFirst("refs/remotes/".count).firstIndex(of: "/") {
      return "refs/heads/" + remote[remote.index(after: slash)...]
    }
    for name in ["refs/heads/main", "refs/heads/master"] where try git.reference(name) != nil { return name }
    if case .branch(let branch, _) = head { return branch }
    return nil
  }

  /// The default branch with its tip; nil before the first commit.
  package func defaultBranchTip() throws -> Reference? {
    guard let name = try defaultBranch(), let tip = try git.reference(name) else { return nil }
    return Reference(name: name, target: tip)
  }
}
