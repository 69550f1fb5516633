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
      let roster = contracts.ownershipState(subject.rulebook, context.today).roster
      let now = Timestamp(secondsSince1970: context.now)
      let fault = signed.fault(
        against: subject.facts, roster: roster, touch: subject.rulebook.policy.recordTouch, now: now, isSameMeaning: { _ in false })
      if let fault { throw CommandError("cannot import '\(file)': the record \(fault)") }
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
