internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// What is asked for a change of the files that decide about others: CODEOWNERS, `.contracts/**`, consumers' declarations.
  ///
  /// They are judged by the base, by effect: who owns what before and after (semantics.md, "Adoption and repair"). A file that nobody
  /// could read at head is refused, for the next change would be judged by it.
  func governancePrices(
    _ differences: [TreeDifference], _ request: CheckRequest, _ rulebook: Rulebook, _ signOffs: inout [CheckAnswer.SignOff]
  ) throws -> [Price] {
    guard !differences.isEmpty else { return [] }
    var prices: [Price] = []
    let state = ownershipState(rulebook, request.today)
    let deciding = differences.filter { GovernanceChange.governs($0.path, policy: rulebook.policy) }
    var headState = state
    if !deciding.isEmpty {
      do {
        let head = try self.rulebook(at: request.pair.head)
        headState = ownershipState(head, request.today)
        if deciding.contains(where: { $0.path == Tombstone.file }) { _ = try tombstones(at: request.pair.head) }
        prices += newFaults(of: head, since: rulebook)
      } catch let error as ReadingError {
        prices += error.diagnostics.map { Price(rule: $0.rule, path: $0.path, position: $0.position, message: $0.message) }
      }
    }
    let rules = OwnershipRules(base: state, head: headState, policy: rulebook.policy)
    if !deciding.isEmpty {
      var missing: GitError?
      let outcome = rules.judge(
        GovernanceChange(
          files: try deciding.map { difference in
            let own = try fileAgreement(difference, request, rulebook, state.roster)
            missing = missing ?? own.missing
            return GovernanceChange.File(
              path: difference.path, commits: try claimCommits(for: [difference.path], request), agreements: own.agreements,
              remarks: own.remarks, rejections: own.rejections)
          },
          governedPaths: deciding.contains { Self.altersOwners($0.path) } ? try governedPaths(request, rulebook) : []))
      if let missing, !outcome.prices.isEmpty { throw missing }
      prices += outcome.prices
      signOffs += outcome.signOffs.map { .init($0, contract: "") }
    }
    var newRecords: [TreeEntry] = []
    for difference in differences where !GovernanceChange.governs(difference.path, policy: rulebook.policy) {
      if difference.path.hasPrefix(Self.recordsInTree) {
        if difference.old == nil { newRecords += difference.new.map { [$0] } ?? [] }
        prices += alteredRecordPrices(difference)
        continue
      }
      let own = try fileAgreement(difference, request, rulebook, state.roster)
      let outcome = rules.judge(
        OwnedStep(
          subject: .consumer(title: difference.path), oldPath: difference.old?.path, newPath: difference.new?.path,
          commits: try claimCommits(for: [difference.path], request), agreements: own.agreements, remarks: own.remarks,
          rejections: own.rejections))
      if let missing = own.missing, !outcome.prices.isEmpty { throw missing }
      prices += outcome.prices
      signOffs += outcome.signOffs.map { .init($0, contract: "") }
    }
    if request.moment != .commit, !request.isPast {
      prices += try newRecordPrices(newRecords, rulebook, people: [state.roster.people, headState.roster.people])
    }
    return prices
  }

  /// Who agreed to the change of one file by a record or a review, and why what others said does not count.
  func fileAgreement(
    _ difference: TreeDifference, _ request: CheckRequest, _ rulebook: Rulebook, _ roster: Roster
  ) throws -> FileAgreement {
    let records = try fileRecords(difference, request, rulebook: rulebook)
    let reviews = try stepReviews(
      reviewedStep(difference, request, rulebook), request, rulebook, roster: roster, silenced: records.silenced)
    return FileAgreement(
      agreements: records.agreements(roster: roster) + reviews.agreements, remarks: records.remarks + reviews.remarks,
      rejections: records.rejections, reviews: reviews.counted, missing: reviews.missing)
  }

  struct FileAgreement {
    var agreements: [Agreement]
    var remarks: [OwnedStep.Remark]
    var rejections: Set<String>
    var reviews: [StepReviews.Counted]
    var missing: GitError?
  }

  /// What a review of a file that decides about others has to have shown.
  func reviewedStep(_ difference: TreeDifference, _ request: CheckRequest, _ rulebook: Rulebook) throws -> ReviewedStep {
    guard Self.altersOwners(difference.path), case .commit(let head) = request.pair.head else {
      return ReviewedStep(difference, deciding: [])
    }
    return ReviewedStep(difference, deciding: try decidingPaths(rulebook, head: head))
  }

  /// Records ask nobody, and stay as they are (semantics.md, "Adoption and repair").
  private func alteredRecordPrices(_ difference: TreeDifference) -> [Price] {
    guard difference.old != nil else { return [] }
    let what = difference.new == nil ? "removed" : "altered"
    return [
      Price(
        rule: "record-altered", path: difference.path, message: "sign-off record '\(difference.path)' was \(what)",
        hint: "a record stays as it is; 'withdraw' is a record of its own")
    ]
  }

  /// Whether a file can change who owns what. Others are asked about by themselves, and nobody has to read every contract for them.
  static func altersOwners(_ path: String) -> Bool {
    path == Policy.path || path == People.path || !path.hasPrefix(".contracts/")
  }

  /// Faults of CODEOWNERS that the change brings; those of before are told and refuse nothing.
  private func newFaults(of head: Rulebook, since base: Rulebook) -> [Price] {
    let known = Set(base.diagnostics.map { $0.rule + $0.message })
    return head.diagnostics.map {
      Price(
        rule: $0.rule, path: $0.path, position: $0.position, message: $0.message, isInherited: known.contains($0.rule + $0.message))
    }
  }

  /// Every path of head whose owners matter. What the change deletes is judged as a deletion: its line in CODEOWNERS may go with it.
  private func governedPaths(_ request: CheckRequest, _ rulebook: Rulebook) throws -> [String] {
    let head = request.pair.head
    return try files(at: head) { rulebook.governs($0) || rulebook.policy.mayHoldContract($0) }.filter {
      try rulebook.governs($0.path) || version(of: $0, in: head, limits: rulebook.limits).isContract
    }.map(\.path).sorted()
  }
}
