internal import ContractHistory
internal import ContractKit
internal import GitStore

/// A contract as it stands on a branch, about which somebody is about to say something that holds for some time.
struct StandingCase {
  let version: ContractVersion
  let contract: Contract
  let target: JudgedPair.Target
  /// That of the branch: who owns the contract there.
  let rulebook: Rulebook
  let lines: [OwningLine]

  var facts: StandingFacts {
    StandingFacts(
      repository: rulebook.policy.repository, target: target.branch, path: version.path, contract: contract.identifier)
  }

  var folder: String { ContractRepository.recordFolder(of: contract) }

  /// For whom a person stands by CODEOWNERS alone: what is somebody's only by the policy, or in another's place, is not theirs to give.
  func owners(of person: Person) -> [String] {
    var owners: [String] = []
    for resolution in lines.filter({ $0.rule != nil }).flatMap(\.resolutions)
    where resolution.persons.contains(where: { $0.id == person.id }) {
      if !owners.contains(resolution.owner.text) { owners.append(resolution.owner.text) }
    }
    return owners
  }

  /// Finds it on the branch that a change would be meant for.
  init(_ contracts: borrowing ContractRepository, name: String, target: String?, _ context: Context) throws {
    guard let tip = try contracts.git.head().commit else { throw CommandError.noCommit }
    let pair = try contracts.judgedPair(head: .commit(tip), target: target, environment: context.environment)
    self.target = try SigningCase.target(of: pair, name: name, contracts)
    rulebook = try contracts.rulebook(at: self.target.tip)
    try SigningCase.ensureIdentity(rulebook, self.target)
    let catalog = try contracts.catalog(at: .commit(self.target.tip), rulebook: rulebook)
    let found = try ContractArgument(name, prefix: contracts.git.prefix).find(in: catalog)
    guard found.count == 1, let version = found.first else {
      throw CommandError("'\(name)' has several lines", hints: found.map { "name one by its path: \($0.path)" })
    }
    guard let contract = version.contract else { throw CommandError("cannot read contract '\(version.path)' at '\(self.target.name)'") }
    self.version = version
    self.contract = contract
    lines = contracts.ownershipState(rulebook, context.today).lines(of: version.path)
  }
}

extension Sign {
  /// What is to be said for some time; nil where one change is signed.
  func standingDecision() throws -> SignOffRecord.Decision? {
    if acceptOwnership { return .acceptOwnership }
    guard let delegate, let until else { return nil }
    guard let day = CalendarDay(until) else {
      throw CommandError("'--until' takes a day such as 2026-12-31, not '\(until)'", status: .usage)
    }
    return .delegate(delegate, until: day)
  }

  /// Signs one record for each contract.
  func signStanding(
    _ decision: SignOffRecord.Decision, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    guard !operands.isEmpty else { throw CommandError("name the contracts that are meant", status: .usage) }
    try Accountability.requireHuman(context, verb: "sign")
    // All are looked at before the first is signed.
    var records: [(record: SignOffRecord, subject: StandingCase)] = []
    for name in operands {
      let subject = try StandingCase(contracts, name: name, target: target, context)
      let signer = try Self.user(subject.rulebook, contracts, context)
      records.append((try record(decision, by: signer, about: subject, contracts, context), subject))
    }
    guard let first = records.first else { return .pass }
    for (record, _) in records { context.console.note("  \(record.path) for \(record.owners.joined(separator: ", "))".printable + "\n") }
    let question =
      "\(decision.text) as '\(first.record.signer)', on '\(first.subject.target.branch)', until \(Self.lastDay(of: first.record))? [y/N] "
    guard try isYes(ask(question.printable, context)) else {
      context.console.note("nothing was signed\n")
      return .refuse
    }
    let key = try SigningKey(contracts.git.configuration, context)
    let signed = try records.map { record, subject in
      try Self.signedRecord(record, armour: key.sign(record.text, context), subject.rulebook, contracts, context)
    }
    return try carry(Array(zip(signed, records.map(\.subject))), contracts, context)
  }

  /// The last day on which a record holds.
  private static func lastDay(of record: SignOffRecord) -> CalendarDay {
    Timestamp(secondsSince1970: record.expires.secondsSince1970 - 1).day
  }

  private func record(
    _ decision: SignOffRecord.Decision, by signer: Person, about subject: StandingCase, _ contracts: borrowing ContractRepository,
    _ context: Context
  ) throws -> SignOffRecord {
    let owners = subject.owners(of: signer)
    guard !owners.isEmpty else {
      let others = Set(subject.lines.flatMap(\.persons).map(\.id)).sorted().map { "'\($0)'" }
      throw CommandError(
        "'\(signer.id)' owns nothing of '\(subject.contract.title)' by CODEOWNERS",
        hints: others.isEmpty
          ? ["git contract owners \(ShellWord.quoted(subject.version.path))"] : ["its owners are " + others.joined(separator: ", ")])
    }
    let expires: Timestamp
    switch decision {
    case .delegate(let person, let until):
      try ensureDelegate(person, of: signer, until: until, subject, contracts, context)
      expires = SignOffRecord.end(ofDelegationUntil: until)
    case .acceptOwnership: expires = Timestamp(context.today.adding(subject.rulebook.policy.acceptanceExpires))
    case .approve, .acknowledge, .reject, .withdraw: throw CommandError("'\(decision.text)' is about one change", status: .usage)
    }
    var record = SignOffRecord.standing(
      decision, facts: subject.facts, target: subject.target.branch, owners: owners, signer: signer.id, reason: reason,
      issued: Timestamp(secondsSince1970: context.now), expires: expires)
    let known = Set(try standingRecords(of: subject, contracts, context).map(\.record.digest))
    while known.contains(record.digest) { record.issued = Timestamp(secondsSince1970: record.issued.secondsSince1970 + 1) }
    do {
      return try SignOffRecord.read(record.text)
    } catch {
      throw CommandError("no record can be made of this: \(error.description)", hints: ["a record holds lines of visible text alone"])
    }
  }

  /// Says before it is signed what a server would say after it.
  private func ensureDelegate(
    _ person: String, of signer: Person, until: CalendarDay, _ subject: StandingCase, _ contracts: borrowing ContractRepository,
    _ context: Context
  ) throws {
    let roster = contracts.ownershipState(subject.rulebook, context.today).roster
    guard let delegate = roster.people.person(id: person) else {
      let clause = SpellingSuggestion.clause(for: person, among: roster.people.persons.map(\.id))
      throw CommandError("nobody in '\(People.path)' has the id '\(person)'\(clause)")
    }
    guard delegate.id != signer.id else { throw CommandError("'\(person)' is you, and needs nobody's leave to sign") }
    switch roster.absence(of: delegate) {
    case .bot: throw CommandError("'\(person)' is a bot or agent, which never signs off")
    case .left(let day): throw CommandError("'\(person)' left after \(day)")
    case nil: break
    }
    guard roster.hasKey(delegate) else {
      throw CommandError(
        "'\(person)' has no key, so nobody could tell their word from another's", hints: ["add it to 'keys' in '\(People.path)' first"])
    }
    guard until >= context.today else { throw CommandError("\(until) has passed", status: .usage) }
    let last = context.today.adding(subject.rulebook.policy.recordExpires)
    guard SignOffRecord.end(ofDelegationUntil: until) <= Timestamp(last) else {
      throw CommandError(
        "the policy lets a record hold for \(subject.rulebook.policy.recordExpires), and so a delegation",
        hints: ["--until \(last.adding(days: -1)), or 'record.expires' in '\(Policy.path)'"])
    }
  }

  // MARK: Withdrawal

  private func standingRecords(
    of subject: StandingCase, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> [StandingRecord] {
    try contracts.standingRecords(
      of: subject.version, branch: subject.target.branch, tip: subject.target.tip, rulebook: subject.rulebook, today: context.today)
  }

  /// The user's own record of that name about the contract as it stands; nil where there is none, so that it is about a change.
  func ownStanding(
    _ digest: String, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> (record: SignOffRecord, subject: StandingCase)? {
    guard let name = operands.first, digest.utf8.count >= 8 else { return nil }
    let subject: StandingCase
    do {
      subject = try StandingCase(contracts, name: name, target: target, context)
    } catch is CommandError {
      // It is not on the target yet, or a file that decides about others: nothing stands about those.
      return nil
    }
    let signer = try Self.user(subject.rulebook, contracts, context)
    let found = try standingRecords(of: subject, contracts, context).map(\.record).filter {
      $0.signer == signer.id && $0.digest.hasPrefix(digest)
    }
    return found.count == 1 ? found.first.map { ($0, subject) } : nil
  }

  func signWithdrawal(
    of standing: (record: SignOffRecord, subject: StandingCase), _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    try Accountability.requireHuman(context, verb: "sign")
    var record = standing.record
    context.console.note("  \(record.decision.text), \(record.path)".printable + "\n")
    record.decision = .withdraw(record.digest)
    record.reason = try askReason(context)
    record.issued = Timestamp(secondsSince1970: context.now)
    guard try isYes(ask("withdraw it as '\(record.signer)'? [y/N] ".printable, context)) else {
      context.console.note("nothing was signed\n")
      return .refuse
    }
    let key = try SigningKey(contracts.git.configuration, context)
    let signed = try Self.signedRecord(record, armour: key.sign(record.text, context), standing.subject.rulebook, contracts, context)
    return try carry([(signed, standing.subject)], contracts, context)
  }

  /// Each record goes into the folder of its contract; all are pushed at once.
  private func carry(
    _ records: [(signed: SignedRecord, subject: StandingCase)], _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    func carrier(_ subject: StandingCase) -> RecordCarrier {
      RecordCarrier(folder: subject.folder, reference: subject.rulebook.policy.records, inTree: inTree)
    }
    guard let last = records.last else { return .pass }
    for (signed, subject) in records.dropLast() { try carrier(subject).carry([signed], contracts, context) }
    return try carry([last.signed], by: carrier(last.subject), contracts, context)
  }
}
