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
      git contract sign CONTRACT [REV] [--reason TEXT] [--reject] [--in-tree]
      git contract sign --withdraw DIGEST CONTRACT [REV]
      git contract sign --request --for PERSON CONTRACT [REV]
      git contract sign --import FILE...
      """,
    discussion: """
      Shows what the committed change costs its readers and signs a record of it, which binds these bytes alone: it survives a squash \
      or a rebase, and any byte that changes in the contract voids it. '--request' prints the record for an owner without a clone, who \
      signs it with 'ssh-keygen -Y sign -n \(SignOffRecord.namespace) -f KEY FILE'; '--import' takes what comes back.
      """)

  @Argument(help: ArgumentHelp("A contract by id, name or path, and the revision that holds the change.", valueName: "contract [rev]"))
  var operands: [String] = []

  @Option(help: ArgumentHelp("Why: one line, for those who ask later.", valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp("The branch that the change is meant for.", valueName: "branch"))
  var target: String?

  @Flag(help: "Say that you do not agree.")
  var reject = false

  @Option(help: ArgumentHelp("Take a record of yours back.", valueName: "digest"))
  var withdraw: String?

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
    if isImport { return try RecordImport(files: operands, target: target, push: push ?? false).run(contracts, context) }
    guard (1...2).contains(operands.count) else { throw CommandError("'sign' takes a contract and a revision", status: .usage) }
    if !request { try Accountability.requireHuman(context, verb: "sign") }
    let subject = try SigningCase(
      contracts, contract: operands[0], revision: operands.count > 1 ? operands[1] : nil, target: target, context)
    let signer = try signer(subject, contracts, context)
    guard !subject.owners(of: signer).isEmpty else {
      let names = subject.lines.flatMap(\.persons).map { "'\($0.id)'" }
      throw CommandError(
        "'\(signer.id)' owns nothing of '\(subject.transition.title)'",
        hints: names.isEmpty ? ["git contract owners '\(subject.transition.path)'"] : ["its owners are " + names.joined(separator: ", ")])
    }
    if request {
      context.console.write(try subject.record(usualDecision(subject), by: signer, reason: reason, context).text)
      return .pass
    }
    return try sign(subject, signer, contracts, context)
  }

  /// Whoever the configuration of Git names, or with `--request` somebody else.
  private func signer(_ subject: SigningCase, _ contracts: borrowing ContractRepository, _ context: Context) throws -> Person {
    let people = subject.rulebook.people ?? People()
    if let person {
      guard request else { throw CommandError("'--for' goes with '--request': nobody signs for somebody else", status: .usage) }
      guard let found = people.person(id: person) else { throw CommandError("nobody in '\(People.path)' has the id '\(person)'") }
      return found
    }
    guard !request else { throw CommandError("'--request' needs '--for PERSON'", status: .usage) }
    let email = SigningCase.email(contracts, context) ?? ""
    guard let found = people.person(email: email) else {
      throw CommandError(
        "nobody in '\(People.path)' has the e-mail '\(email)'",
        hints: ["git config user.email, or add yourself to '\(People.path)' on the target first"])
    }
    return found
  }

  private func usualDecision(_ subject: SigningCase) -> SignOffRecord.Decision {
    if reject { return .reject }
    return subject.diff.changes.contains { $0.impact == .dangerous } ? .acknowledge : .approve
  }

  private func sign(
    _ subject: SigningCase, _ signer: Person, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    let key = try SigningKey(contracts.git.configuration, context)
    let record: SignOffRecord
    if let withdraw {
      record = try withdrawal(of: withdraw, subject, signer, contracts, context)
    } else {
      show(subject, contracts, context)
      let decision = usualDecision(subject)
      let reason = try reason ?? (decision == .approve ? nil : ask("Why? ", context))
      record = try subject.record(decision, by: signer, reason: reason, context)
    }
    let whom = record.owners.joined(separator: ", ")
    guard try isYes(ask("\(record.decision.text) as '\(signer.id)' for \(whom)? [y/N] ".printable, context)) else {
      context.console.note("nothing was signed\n")
      return .refuse
    }
    let signed = try signedRecord(record, armour: key.sign(record.text, context), subject, contracts, context)
    let carrier = RecordCarrier(subject: subject, inTree: inTree)
    try carrier.carry([signed], contracts, context)
    guard !inTree, let remote = carrier.remote(contracts) else { return .pass }
    let isPushed = try push ?? isYes(ask("push it to '\(remote)' now? [y/N] ".printable, context))
    guard isPushed else {
      carrier.hintPush(to: remote, context)
      return .pass
    }
    try carrier.push(to: remote, contracts, context)
    return .pass
  }

  /// What is agreed to, in plain words.
  private func show(_ subject: SigningCase, _ contracts: borrowing ContractRepository, _ context: Context) {
    let style = OutputOptions.style(color: nil, contracts.git.configuration, context, onErrors: true)
    context.console.note(DiffAnswer(diagnostics: [], contracts: [subject.diff]).text(style))
  }

  /// Puts record and signature together, and looks at them as a server will.
  private func signedRecord(
    _ record: SignOffRecord, armour: String, _ subject: SigningCase, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> SignedRecord {
    do {
      let signed = try SignedRecord(text: record.text, armour: armour)
      let roster = contracts.ownershipState(subject.rulebook, context.today).roster
      if let fault = signed.signerFault(roster: roster, touch: subject.rulebook.policy.recordTouch) {
        throw CommandError(
          "nothing was written: the record \(fault)",
          hints: ["'keys' of '\(record.signer)' in '\(People.path)' on the target: \(signed.signature.key.text)"])
      }
      return signed
    } catch let error as SignedRecord.Malformed {
      throw CommandError("cannot use what 'ssh-keygen' gave: \(error)")
    }
  }

  private func withdrawal(
    of digest: String, _ subject: SigningCase, _ signer: Person, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> SignOffRecord {
    guard let contract = subject.transition.new?.contract ?? subject.transition.old?.contract else { throw CommandError.noCommit }
    let files = try contracts.records(of: contract, reference: subject.rulebook.policy.records, pair: subject.pair)
    let own = files.compactMap { file -> SignOffRecord? in
      guard case .success(let signed) = file.content else { return nil }
      return signed.record.signer == signer.id && signed.record.digest.hasPrefix(digest) ? signed.record : nil
    }
    guard digest.utf8.count >= 8, own.count == 1, var record = own.first else {
      throw CommandError(
        "no record of '\(signer.id)' about '\(subject.transition.title)' is called '\(digest)'", hints: ["git contract verify"])
    }
    record.decision = .withdraw(record.digest)
    record.reason = try reason ?? ask("Why? ", context)
    record.issued = Timestamp(secondsSince1970: context.now)
    return record
  }

  private func isYes(_ answer: String) -> Bool { ["y", "yes"].contains(answer.lowercased()) }

  private func ask(_ question: String, _ context: Context) throws -> String {
    context.console.note(question)
    guard let line = context.console.readLine() else { throw CommandError("no answer", status: .usage) }
    return line
  }
}
