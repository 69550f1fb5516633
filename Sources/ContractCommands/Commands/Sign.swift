internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract sign`.
struct Sign: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Agree as an owner to a change, under your own key.",
    usage: """
      git contract sign CONTRACT|FILE [REV] [--reason TEXT] [--reject] [--in-tree]
      git contract sign --withdraw DIGEST CONTRACT [REV]
      git contract sign --delegate PERSON --until DAY CONTRACT...
      git contract sign --accept-ownership CONTRACT...
      git contract sign --override CONTRACT [REV]
      git contract sign --request --for PERSON CONTRACT [REV]
      git contract sign --import FILE...
      """,
    discussion: """
      Shows what the committed change costs its readers and signs a record of it, which binds these bytes alone: it survives a squash \
      or a rebase, and any byte that changes in the contract voids it. A changed file that decides about others (CODEOWNERS, what \
      stands below '.contracts/', a consumer's declaration) is signed by its path. '--request' prints the record for an owner without a \
      clone, who signs it with 'ssh-keygen -Y sign -n \(SignOffRecord.namespace) -f KEY FILE'; '--import' takes what comes back.

      '--delegate' lets somebody of the people file sign for you, under their own key, what you own of these contracts, until a day: \
      together you are one person, what was delegated cannot be delegated on, and '--withdraw' ends it. \
      '--accept-ownership' says that you own them, for as long as the policy lets that hold.

      '--override' breaks the glass: whom the policy lists under 'override' lets a change through that its owners have not agreed to. It \
      is told wherever the change is, and pays for no version and no consumer.
      """)

  @Argument(
    help: ArgumentHelp(
      "A contract by id, name or path, or such a file; and the revision that holds the change.", valueName: "contract [rev]"))
  var operands: [String] = []

  @Option(help: ArgumentHelp("Why: one line, for those who ask later.", valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp("The branch that the change is meant for.", valueName: "branch"))
  var target: String?

  @Flag(help: "Say that you do not agree.")
  var reject = false

  @Option(help: ArgumentHelp("Take a record of yours back.", valueName: "digest"))
  var withdraw: String?

  @Option(help: ArgumentHelp("Let somebody sign in your place: an id of the people file.", valueName: "person"))
  var delegate: String?

  @Option(help: ArgumentHelp("The last day on which they do, YYYY-MM-DD.", valueName: "day"))
  var until: String?

  @Flag(help: "Say that you own the contracts.")
  var acceptOwnership = false

  @Flag(help: "Let the change through without its owners; the policy lists who may.")
  var override = false

  @Flag(help: "Write the record as a file below '.contracts/signoffs', to be committed.")
  var inTree = false

  @Flag(inversion: .prefixedNo, help: "Push the record at once; without this flag you are asked.")
  var push: Bool?

  @Flag(help: "Print the record for somebody else to sign.")
  var request = false

  @Option(name: .customLong("for"), help: ArgumentHelp("Who is to sign: an id of the people file.", valueName: "person"))
  var person: String?

  @Flag(name: .customLong("import"), help: "Take in records that were signed elsewhere.")
  var isImport = false

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    try refuseMixtures()
    if isImport { return try RecordImport(files: operands, target: target, push: push ?? false).run(contracts, context) }
    if let standing = try standingDecision() { return try signStanding(standing, contracts, context) }
    if let withdraw, let found = try ownStanding(withdraw, contracts, context) { return try signWithdrawal(of: found, contracts, context) }
    guard (1...2).contains(operands.count) else { throw CommandError("'sign' takes a contract and a revision", status: .usage) }
    if !request { try Accountability.requireHuman(context, verb: "sign") }
    let subject = try SigningCase(
      contracts, name: operands[0], revision: operands.count > 1 ? operands[1] : nil, target: target, context)
    let signer = try signer(subject, contracts, context)
    if override { return try breakGlass(subject, signer, contracts, context) }
    guard !subject.owners(of: signer).isEmpty else {
      let owners = Set(subject.lines.flatMap(\.persons).map(\.id)).sorted().map { "'\($0)'" }
      throw CommandError(
        "'\(signer.id)' owns nothing of '\(subject.title)'",
        hints: owners.isEmpty
          ? ["git contract owners \(ShellWord.quoted(subject.facts.path))"] : ["its owners are " + owners.joined(separator: ", ")])
    }
    if request {
      context.console.write(try subject.record(usualDecision(subject), by: signer, reason: reason, context).text)
      return .pass
    }
    return try sign(subject, signer, contracts, context)
  }

  /// Each of these is a use of its own.
  private func refuseMixtures() throws {
    let uses = [
      (request, "--request"), (isImport, "--import"), (withdraw != nil, "--withdraw"), (reject, "--reject"),
      (delegate != nil, "--delegate"), (acceptOwnership, "--accept-ownership"), (override, "--override"),
    ].filter(\.0)
    guard (until == nil) == (delegate == nil) else {
      throw CommandError("'--delegate PERSON' and '--until DAY' go together", status: .usage)
    }
    // A "no" may be asked for by mail too.
    guard uses.count > 1, !(uses.count == 2 && request && reject) else { return }
    throw CommandError("'\(uses[0].1)' and '\(uses[1].1)' do not go together", status: .usage)
  }

  /// A reason is one line, or none.
  func askReason(_ context: Context) throws -> String? {
    let text = try reason ?? ask("Why? ", context)
    return text.isEmpty ? nil : text
  }

  /// Whoever the configuration of Git names, or with `--request` somebody else.
  private func signer(_ subject: SigningCase, _ contracts: borrowing ContractRepository, _ context: Context) throws -> Person {
    if let person {
      let people = subject.rulebook.people ?? People()
      guard request else { throw CommandError("'--for' goes with '--request': nobody signs for somebody else", status: .usage) }
      guard let found = people.person(id: person) else { throw CommandError("nobody in '\(People.path)' has the id '\(person)'") }
      return found
    }
    guard !request else { throw CommandError("'--request' needs '--for PERSON'", status: .usage) }
    return try Self.user(subject.rulebook, contracts, context)
  }

  /// Whoever the configuration of Git names.
  static func user(_ rulebook: Rulebook, _ contracts: borrowing ContractRepository, _ context: Context) throws -> Person {
    let email = SigningCase.email(contracts, context) ?? ""
    guard let found = rulebook.people?.person(email: email) else {
      throw CommandError(
        "nobody in '\(People.path)' has the e-mail '\(email)'",
        hints: ["git config user.email, or add yourself to '\(People.path)' on the target first"])
    }
    return found
  }

  private func usualDecision(_ subject: SigningCase) -> SignOffRecord.Decision {
    if reject { return .reject }
    if override { return .approve }
    return subject.needsDecision ? .acknowledge : .approve
  }

  func sign(
    _ subject: SigningCase, _ signer: Person, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    let key = try SigningKey(contracts.git.configuration, context)
    var record: SignOffRecord
    if let withdraw {
      record = try withdrawal(of: withdraw, subject, signer, contracts, context)
    } else {
      try show(subject, contracts, context)
      let decision = usualDecision(subject)
      if override { context.warn("this is no agreement: it lets the change through without its owners") }
      let reason = decision == .approve && !override ? reason : try askReason(context)
      record = try subject.record(decision, by: signer, for: override ? [BreakGlass.owner] : nil, reason: reason, context)
      guard !override || record.reason != nil else { throw CommandError("who breaks the glass says why", status: .usage) }
    }
    // To sign once more is to say it again, and two words of one second would be one record.
    let known = Set(try ownRecords(subject, signer, contracts).map(\.digest))
    while known.contains(record.digest) { record.issued = Timestamp(secondsSince1970: record.issued.secondsSince1970 + 1) }
    let place = subject.principals(of: signer).map { "'\($0)'" }
    let whom = record.owners.joined(separator: ", ") + (place.isEmpty ? "" : ", in place of " + place.joined(separator: ", "))
    let branch = record.targets.joined(separator: ", ")
    let question = "\(record.decision.text) as '\(signer.id)' for \(whom), on '\(branch)', until \(record.expires.day)? [y/N] "
    guard try isYes(ask(question.printable, context)) else {
      context.console.note("nothing was signed\n")
      return .refuse
    }
    let signed = try Self.signedRecord(record, armour: key.sign(record.text, context), subject.rulebook, contracts, context, about: subject)
    return try carry([signed], by: RecordCarrier(subject: subject, inTree: inTree), contracts, context)
  }

  /// Writes records, and pushes them if that is wanted.
  func carry(
    _ records: [SignedRecord], by carrier: RecordCarrier, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    try carrier.carry(records, contracts, context)
    guard !inTree, let remote = carrier.remote(contracts) else { return .pass }
    // The record is written: no answer is no reason to call it a failure.
    let isPushed = try push ?? isYes(ask("push it to '\(remote)' now? [y/N] ".printable, context, otherwise: "n"))
    guard isPushed else {
      carrier.hintPush(to: remote, context)
      return .pass
    }
    try carrier.push(to: remote, contracts, context)
    return .pass
  }

  /// What is agreed to, in plain words.
  private func show(_ subject: SigningCase, _ contracts: borrowing ContractRepository, _ context: Context) throws {
    switch subject.subject {
    case .contract(let transition, let diff):
      let versions = try contracts.versionsOnTheWay(of: transition, pair: subject.pair, rulebook: subject.rulebook)
      if versions.count > 1 {
        context.warn(
          "the branch goes through \(versions.joined(separator: ", ")), and what you sign is the sum: it holds where the branch is merged as "
            + "one, with 'git merge --no-ff' or a squash, not where each commit is pushed")
      }
      let style = OutputOptions.style(color: nil, contracts.git.configuration, context, onErrors: true)
      context.console.note(DiffAnswer(diagnostics: [], contracts: [diff]).text(style))
    case .file(let difference):
      let patch = try TextPatch.unified(
        old: difference.old.map { try contracts.git.blob($0.id, limit: ContractRepository.largestGovernanceFile) },
        oldPath: difference.path,
        new: difference.new.map { try contracts.git.blob($0.id, limit: ContractRepository.largestGovernanceFile) }, newPath: difference.path
      )
      for line in patch.split(separator: UInt8(ascii: "\n")) { context.console.note(Show.shown(Array(line)) + "\n") }
    }
  }

  /// Puts record and signature together, and looks at them as a server will.
  static func signedRecord(
    _ record: SignOffRecord, armour: String, _ rulebook: Rulebook, _ contracts: borrowing ContractRepository, _ context: Context,
    about subject: SigningCase? = nil
  ) throws -> SignedRecord {
    do {
      let signed = try SignedRecord(text: record.text, armour: armour)
      let roster = contracts.ownershipState(rulebook, context.today).roster
      if let fault = signed.signerFault(roster: roster, touch: rulebook.policy.recordTouch) {
        if let subject, try isKnownSince(signed, subject, contracts, context) { return signed }
        throw CommandError(
          "nothing was written: the record \(fault)",
          hints: ["'keys' of '\(record.signer)' in '\(People.path)' on the target: \(signed.signature.key.text)"])
      }
      return signed
    } catch let error as SignedRecord.Malformed {
      throw CommandError("cannot use what 'ssh-keygen' gave: \(error)")
    }
  }

  /// Whether the key came to the target after the branch was cut from it. The record counts by the people of the state that the change is
  /// merged into, so it may be signed; until the branch is rebased a check of it says otherwise.
  private static func isKnownSince(
    _ signed: SignedRecord, _ subject: SigningCase, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> Bool {
    guard let target = subject.pair.target, target.tip != subject.pair.base else { return false }
    let rulebook = try contracts.rulebook(at: target.tip)
    let roster = contracts.ownershipState(rulebook, context.today).roster
    guard signed.signerFault(roster: roster, touch: rulebook.policy.recordTouch) == nil else { return false }
    context.warn("your key came to '\(target.name)' after the branch was cut: the record counts once that is rebased, or merged")
    return true
  }

  /// What the signer has said about it so far.
  private func ownRecords(
    _ subject: SigningCase, _ signer: Person, _ contracts: borrowing ContractRepository
  ) throws -> [SignOffRecord] {
    try contracts.records(in: subject.folder, reference: subject.rulebook.policy.records, pair: subject.pair).compactMap { file in
      guard case .success(let signed) = file.content, signed.record.signer == signer.id else { return nil }
      return signed.record
    }
  }

  private func withdrawal(
    of digest: String, _ subject: SigningCase, _ signer: Person, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> SignOffRecord {
    let own = try ownRecords(subject, signer, contracts).filter { record in
      if case .withdraw = record.decision { false } else { true }
    }
    let meant = own.filter { $0.digest.hasPrefix(digest) }
    guard digest.utf8.count >= 8, meant.count == 1, var record = meant.first else {
      throw CommandError(
        "no record of '\(signer.id)' about '\(subject.title)' is called '\(digest)'",
        hints: own.map {
          "'\($0.decision.text)' of \($0.issued): git contract sign --withdraw \($0.digest.prefix(12)) \(ShellWord.quoted(subject.title))"
        })
    }
    record.decision = .withdraw(record.digest)
    record.reason = try askReason(context)
    record.issued = Timestamp(secondsSince1970: context.now)
    return record
  }

  func isYes(_ answer: String) -> Bool { ["y", "yes"].contains(answer.lowercased()) }

  func ask(_ question: String, _ context: Context, otherwise: String? = nil) throws -> String {
    context.console.note(question)
    guard let line = context.console.readLine() ?? otherwise else { throw CommandError("no answer", status: .usage) }
    return line
  }
}
