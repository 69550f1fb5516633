internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `sign --import`: records that owners without a clone have signed.
struct RecordImport {
  let files: [String]
  let target: String?
  let push: Bool

  func run(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    guard !files.isEmpty else { throw CommandError("'--import' takes the files that came back", status: .usage) }
    let keygen = try SSHKeygen(environment: context.environment)
    // All are looked at before the first is written.
    var accepted: [(record: SignedRecord, subject: SigningCase)] = []
    for file in files {
      let signed = try read(file, context)
      let subject = try SigningCase(
        contracts, name: signed.record.path, revision: nil, target: target ?? signed.record.targets.first, context)
      if let fault = Self.fault(of: signed, subject, subject.rulebook, contracts, context) {
        // As when somebody signs here: a key that came to the target after the branch was cut counts once that is rebased, or merged.
        guard let target = subject.pair.target, target.tip != subject.pair.base,
          try Self.fault(of: signed, subject, contracts.rulebook(at: target.tip), contracts, context) == nil
        else { throw CommandError("cannot import '\(file)': the record \(fault)") }
        context.warn(
          "the key of '\(signed.record.signer)' came to '\(target.name)' after the branch was cut: the record counts once that is rebased, or merged"
        )
      }
      guard
        try keygen.verifies(
          signed.record.text, armour: signed.armour, key: signed.signature.key.text, namespace: SignOffRecord.namespace)
      else { throw CommandError("cannot import '\(file)': the record \(RecordFault.badSignature)") }
      accepted.append((signed, subject))
    }
    for (signed, subject) in accepted { try RecordCarrier(subject: subject, inTree: false).carry([signed], contracts, context) }
    guard let carrier = accepted.last.map({ RecordCarrier(subject: $0.subject, inTree: false) }), let remote = carrier.remote(contracts)
    else { return .pass }
    if push { try carrier.push(to: remote, contracts, context) } else { carrier.hintPush(to: remote, context) }
    return .pass
  }

  private static func fault(
    of signed: SignedRecord, _ subject: SigningCase, _ rulebook: Rulebook, _ contracts: borrowing ContractRepository, _ context: Context
  ) -> RecordFault? {
    signed.fault(
      against: subject.facts, roster: contracts.ownershipState(rulebook, context.today).roster, touch: rulebook.policy.recordTouch,
      now: Timestamp(secondsSince1970: context.now), isSameMeaning: { _ in false })
  }

  /// A record with its signature behind it, or beside it in `FILE.sig`, where `ssh-keygen -Y sign FILE` puts it.
  private func read(_ file: String, _ context: Context) throws -> SignedRecord {
    let path = context.absolutePath(file)
    guard let bytes = try LocalFile.read(path, limit: SignedRecord.largestFile) else {
      throw CommandError("cannot read '\(file)': no such file")
    }
    do {
      guard let armour = try LocalFile.read(path + ".sig", limit: SignedRecord.largestFile) else { return try SignedRecord(bytes) }
      return try SignedRecord(bytes + armour)
    } catch let error as SignedRecord.Malformed {
      throw CommandError("cannot import '\(file)': \(error)")
    }
  }
}
