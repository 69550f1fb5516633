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

  /// What a record about a file that decides about others has to say: CODEOWNERS, what stands below `.contracts/`, a consumer's declaration.
  ///
  /// Such a file is no contract: its record names none, and its report is that of the bytes.
  package func facts(of difference: TreeDifference, pair: JudgedPair, rulebook: Rulebook) throws -> TransitionFacts {
    let from = try side(difference.old?.id, version: nil)
    let to = try side(difference.new?.id, version: nil)
    let report = JSON.object(["path": .string(difference.path), "from": JSON(from.digest), "to": JSON(to.digest)])
    return TransitionFacts(
      repository: rulebook.policy.repository, target: pair.target?.branch, path: difference.path, contract: SignOffRecord.none, from: from,
      to: to, change: .governance, report: Digest.sha256(of: Array(report.canonical.utf8)), catalogue: Catalogue.version)
  }
}
