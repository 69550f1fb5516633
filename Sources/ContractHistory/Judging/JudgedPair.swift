internal import ContractKit
package import GitStore

/// What is compared with what: semantics.md, "The judged pair".
package struct JudgedPair: Sendable {
  /// The branch that the change is meant for; nil where the repository has none.
  package var target: Target?
  package var head: RepositoryState
  /// What the change is judged against; nil where nothing came before.
  package var base: ObjectID?
  /// Further merge bases of a criss-cross history, and the heads that a merge in progress joins: a contract counts as changed only if
  /// it differs from each of them.
  package var otherBases: [ObjectID]
  /// Branches that the same push moves: what they take is taken.
  package var rivals: [Target] = []
  /// The commit to which the same push moves the ref of the records; nil where that stays.
  package var recordsTip: ObjectID?
  /// Where the push or the history ends of which the pair is a part, where that is not head: what a run is judged with beside its contract,
  /// a record or a tombstone, may come with a later commit.
  package var pushedTip: ObjectID?
  /// Where a history is told: the state right before head, from which the branch was cut that head merged. Nil for base.
  package var reviewBase: ObjectID?
  /// The commit under the index or the work tree, or head itself: where the walk for claims starts.
  package var headCommit: ObjectID?

  package struct Target: Sendable {
    /// As the user may name it, for example `origin/main`.
    package var name: String
    package var tip: ObjectID
    /// The full name of the branch where it is at home, `refs/heads/main`, however it is tracked here: records name it.
    package var branch: String

    /// - Parameters:
    ///   - reference: the full name of what was found; nil where `name` is the short name of a branch.
    ///   - remotes: the names of the remotes, which may hold slashes as branches do.
    package init(name: String, tip: ObjectID, reference: String? = nil, remotes: [String] = []) {
      self.name = name
      self.tip = tip
      let full = reference ?? "refs/heads/" + name
      let remote = remotes.filter { full.hasPrefix("refs/remotes/\($0)/") }.max { $0.utf8.count < $1.utf8.count }
      let tracked =
        remote.map { full.dropFirst("refs/remotes/\($0)/".count) }
        ?? (full.hasPrefix("refs/remotes/") ? full.dropFirst("refs/remotes/".count).drop { $0 != "/" }.dropFirst() : "")
      branch = tracked.isEmpty ? full : "refs/heads/" + tracked
    }
  }

  /// Where GitHub Actions and GitLab CI name the branch that a request is meant for.
  package static let baseBranchVariables = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"]

  package init(target: Target?, head: RepositoryState, base: ObjectID?, otherBases: [ObjectID] = [], headCommit: ObjectID?) {
    self.target = target
    self.head = head
    self.base = base
    self.otherBases = otherBases
    self.headCommit = headCommit
  }
}

extension ContractRepository {
  /// Finds the pair for a head.
  ///
  /// - Parameters:
  ///   - head: what is judged.
  ///   - target: the revision that `--target` named.
  ///   - environment: CI names its base branch and a merge in progress its heads there.
  /// - Throws: `GitError` where a named target does not exist or a commit on the way is missing.
  package func judgedPair(head: RepositoryState, target named: String?, environment: [String: String]) throws -> JudgedPair {
    let tipOfHead: ObjectID?
    switch head {
    case .nothing: tipOfHead = nil
    case .commit(let id): tipOfHead = id
    case .index, .workTree: tipOfHead = try git.head().commit
    }
    let target = try findTarget(named: named, environment: environment)
    guard let tipOfHead else { return JudgedPair(target: target, head: head, base: nil, headCommit: nil) }

    let merged = head == .index ? try headsBeingMerged(environment: environment) : []
    guard merged.isEmpty else {
      return JudgedPair(target: target, head: head, base: tipOfHead, otherBases: merged, headCommit: tipOfHead)
    }
    guard let target else { return JudgedPair(target: nil, head: head, base: tipOfHead, headCommit: tipOfHead) }
    if case .commit(let id) = head, id == target.tip {
      return JudgedPair(target: target, head: head, base: try git.commit(id).parents.first, headCommit: id)
    }
    let bases = try git.mergeBases(target.tip, tipOfHead)
    return JudgedPair(
      target: target, head: head, base: bases.first, otherBases: Array(bases.dropFirst()), headCommit: tipOfHead)
  }

  /// `--target`, else the CI's base branch, the upstream if it is protected, the remote's HEAD, `main`, `master`.
  private func findTarget(named: String?, environment: [String: String]) throws -> JudgedPair.Target? {
    if let named {
      guard let tip = try resolveBranch(named) else {
        throw GitError(.invalidRevision, "cannot find the target '\(named)'", hint: "git fetch origin \(named)")
      }
      return tip
    }
    for variable in JudgedPair.baseBranchVariables {
      guard let name = environment[variable], !name.isEmpty else { continue }
      guard let tip = try resolveBranch(name) else {
        throw GitError(
          .missing, "cannot find the base branch '\(name)' that \(variable) names",
          hint: "git fetch origin \(name):refs/remotes/origin/\(name)")
      }
      return tip
    }
    let remotes = git.configuration.subsections(of: "remote")
    let head = try git.head()
    if case .branch(let branch, _) = head, let upstream = try git.upstream(ofBranch: branch), Self.isProtectedByDefault(upstream) {
      if let tip = try git.reference(upstream) { return .init(name: Self.short(upstream), tip: tip, reference: upstream, remotes: remotes) }
    }
    if let remoteHead = try remoteHead(), let tip = try git.reference(remoteHead) {
      return .init(name: Self.short(remoteHead), tip: tip, reference: remoteHead, remotes: remotes)
    }
    if git.isBare, case .branch(let branch, let tip?) = head { return .init(name: Self.short(branch), tip: tip) }
    for name in ["main", "master"] {
      if let target = try resolveBranch(name) { return target }
    }
    return nil
  }

  /// A branch by its name, its remote-tracking ref before the local one: what others have is what a change must fit.
  private func resolveBranch(_ name: String) throws -> JudgedPair.Target? {
    let remotes = git.configuration.subsections(of: "remote")
    let branch = name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
    let candidates =
      branch.hasPrefix("refs/") ? [branch] : ["refs/remotes/origin/" + branch, "refs/remotes/" + branch, "refs/heads/" + branch]
    for reference in candidates {
      if let tip = try git.reference(reference) {
        return .init(name: Self.short(reference), tip: tip, reference: reference, remotes: remotes)
      }
    }
    return try git.resolve(name).map { .init(name: name, tip: $0) }
  }

  /// `MERGE_HEAD`, or in pre-merge-commit, where it does not exist yet, the `GITHEAD_<id>` variables that `git merge` sets.
  private func headsBeingMerged(environment: [String: String]) throws -> [ObjectID] {
    let recorded = try git.mergeHeads()
    if !recorded.isEmpty { return recorded }
    return environment.keys.filter { $0.hasPrefix("GITHEAD_") }.sorted().compactMap { ObjectID(hex: String($0.dropFirst(8))) }
  }

  /// The HEAD of `origin`, else of the only remote that has one.
  func remoteHead() throws -> String? {
    for remote in ["origin"] + git.remotes.filter({ $0 != "origin" }) {
      if let head = try git.remoteHead(remote) { return head }
    }
    return nil
  }

  /// The branches that are protected where no policy says otherwise, also as they are tracked: `refs/remotes/origin/main`.
  static func isProtectedByDefault(_ reference: String) -> Bool {
    var name = reference[...]
    if name.hasPrefix("refs/heads/") {
      name = name.dropFirst(11)
    } else if name.hasPrefix("refs/remotes/") {
      name = name.dropFirst(13).drop { $0 != "/" }.dropFirst()
    }
    return ["main", "master"].contains(name) || name.hasPrefix("release/") || name.hasPrefix("hotfix/")
  }

  static func short(_ reference: String) -> String {
    for prefix in ["refs/heads/", "refs/remotes/", "refs/tags/"] where reference.hasPrefix(prefix) {
      return String(reference.dropFirst(prefix.count))
    }
    return reference
  }
}
