internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `verify --witness`: makes lasting records of the reviews of a forge, under the key of CI.
struct ReviewWitness {
  let tip: ObjectID
  let push: Bool

  /// Fetches what others have recorded: a second record of one change would outlive the first.
  ///
  /// - Throws: `GitError` where the remote could not be asked.
  static func fetchRecords(_ contracts: borrowing ContractRepository, tip: ObjectID) throws {
    let reference = try contracts.rulebook(at: tip).policy.records
    guard let remote = RecordCarrier(folder: "", reference: reference).remote(contracts) else { return }
    // As a pattern, since a remote that has no records yet is none that failed.
    let tracking = ContractRepository.trackingReference(of: reference, remote: remote)
    try contracts.git.fetch(["+\(reference)*:\(tracking)*"], from: remote)
  }

  /// Writes a record for each review of an owner. They are signed before the first is written.
  func record(_ reviews: [WitnessedReview], _ contracts: borrowing ContractRepository, _ context: Context) throws {
    let policy = try contracts.rulebook(at: tip).policy
    let key = try SigningKey(contracts.git.configuration, context)
    var signed: [(record: SignedRecord, folder: String)] = []
    for review in reviews where !review.owners.isEmpty {
      let record = try record(of: review, policy, contracts)
      let witnessed: SignedRecord
      do {
        witnessed = try SignedRecord(text: record.text, armour: key.sign(record.text, context))
      } catch let error as SignedRecord.Malformed {
        throw CommandError("no record can be made of \(review.review.name): \(error)")
      }
      guard policy.witnesses.contains(where: { $0.blob == witnessed.signature.key.blob }) else {
        throw CommandError(
          "the key of this job is none that may witness a review",
          hints: ["'witnesses' in '\(Policy.path)' of the default branch: \(witnessed.signature.key.text)"])
      }
      signed.append((witnessed, review.folder))
    }
    guard !signed.isEmpty else {
      context.console.note("no review has to be recorded\n")
      return
    }
    for (record, folder) in signed {
      try RecordCarrier(folder: folder, reference: policy.records).carry([record], contracts, context)
    }
    let carrier = RecordCarrier(folder: "", reference: policy.records)
    guard let remote = carrier.remote(contracts) else { return }
    if push { try carrier.push(to: remote, contracts, context) } else { carrier.hintPush(to: remote, context) }
  }

  private func record(of review: WitnessedReview, _ policy: Policy, _ contracts: borrowing ContractRepository) throws -> SignOffRecord {
    guard !review.facts.repository.isEmpty else {
      throw CommandError(
        "the policy did not say which repository this is, so a record could be replayed in another",
        hints: ["'repository' in '\(Policy.path)'"])
    }
    let issued = review.review.moment
    let record = SignOffRecord(
      repository: review.facts.repository, targets: [try branch(review, contracts)], path: review.facts.path,
      contract: review.facts.contract, from: review.facts.from, to: review.facts.to, change: review.facts.change,
      report: review.facts.report, catalogue: review.facts.catalogue, decision: .approve, owners: review.owners, signer: review.person.id,
      reason: "review by '@\(review.review.login)' on \(policy.forge.rawValue) of commit \(review.review.commit ?? "")", issued: issued,
      expires: Timestamp(issued.day.adding(policy.recordExpires)))
    do {
      return try SignOffRecord.read(record.text)
    } catch {
      throw CommandError("no record can be made of \(review.review.name): \(error.description)")
    }
  }

  /// The branch that the pull request was for; where the forge did not say, the one that is checked out.
  private func branch(_ review: WitnessedReview, _ contracts: borrowing ContractRepository) throws -> String {
    if let branch = review.review.branch { return "refs/heads/" + branch }
    if case .branch(let name, _) = try contracts.git.head() { return name }
    throw CommandError(
      "nobody says for which branch \(review.review.name) was", hints: ["gh pr view NUMBER --json reviews,baseRefName"])
  }
}
