package import ContractKit
package import GitStore

extension ContractRepository {
  /// What a record about a transition has to say.
  package func facts(of transition: Transition, _ diff: TransitionDiff, pair: JudgedPair, rulebook: Rulebook) throws -> TransitionFacts {
    let step = OwnedStep(
      subject: .contract(id: transition.identifier, title: transition.title), oldPath: transition.old?.path,
      newPath: transition.new?.path, changes: diff.changes)
    return TransitionFacts(
      repository: rulebook.policy.repository, target: pair.target?.branch, path: transition.path, contract: transition.identifier,
      from: try side(transition.old?.blob, version: transition.old?.contract?.version?.value),
      to: try side(transition.new?.blob, version: transition.new?.contract?.version?.value), change: step.kind,
      report: ReportDigest.of(diff.json),
      catalogue: Catalogue.version)
  }

  private func side(_ blob: ObjectID?, version: String?) throws -> SignOffRecord.Side {
    guard let blob else { return .absent }
    let bytes = try git.blob(blob, limit: Self.largestFile)
    return SignOffRecord.Side(blob: blob.hex, digest: Digest.sha256(of: bytes), version: version)
  }

  /// The files that say together who owns what, on either side.
  func decidingPaths(_ rulebook: Rulebook, head: ObjectID) throws -> Set<String> {
    let files = [rulebook.policy.codeOwnersFile, try readableRulebook(at: head)?.policy.codeOwnersFile].compactMap { $0 }
    return Set(CodeOwnersDialect.automaticCandidatePaths + files + [People.path, Policy.path])
  }

  /// What a record about a file that decides about others has to say: CODEOWNERS, what stands below `.contracts/`, a consumer's declaration.
  ///
  /// Such a file is no contract: its record names none. Its report is that of the bytes, and for a file that says who owns what also those of
  /// all others that do: the same line of CODEOWNERS is another decision beside another people file.
  package func facts(of difference: TreeDifference, pair: JudgedPair, rulebook: Rulebook) throws -> TransitionFacts {
    let from = try side(difference.old?.id, version: nil)
    let to = try side(difference.new?.id, version: nil)
    var report: [String: JSON] = ["path": .string(difference.path), "from": JSON(from.digest), "to": JSON(to.digest)]
    if Self.altersOwners(difference.path), case .commit(let head) = pair.head {
      let deciding = try decidingPaths(rulebook, head: head)
      func blobs(_ commit: ObjectID?) throws -> JSON {
        let tree = try commit.map { try git.treeID(ofCommit: $0) }
        var members: [String: JSON] = [:]
        for path in deciding { if let entry = try tree.flatMap({ try git.entry(path, in: $0) }) { members[path] = .string(entry.id.hex) } }
        return .object(members)
      }
      report["base"] = try blobs(pair.base)
      report["head"] = try blobs(head)
    }
    return TransitionFacts(
      repository: rulebook.policy.repository, target: pair.target?.branch, path: difference.path, contract: SignOffRecord.none, from: from,
      to: to, change: .governance, report: Digest.sha256(of: Array(JSON.object(report).canonical.utf8)), catalogue: Catalogue.version)
  }
}
