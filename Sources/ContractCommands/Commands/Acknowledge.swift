internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `git contract acknowledge`.
struct Acknowledge: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge", abstract: "Say as an owner that a change which needs a decision was looked at.",
    discussion: """
      Shows what needs a decision. Whoever has a key in the people file signs a record of it, as 'git contract sign' does; for others \
      the trailers that say so are printed, for the next commit or the text of a pull request. It never alters a commit that exists. The \
      trailers count if an owner of the contract writes the commit, or approves it there.
      """)

  @Argument(help: ArgumentHelp("A contract by id, name or path.", valueName: "contract"))
  var contract: String

  @Option(help: ArgumentHelp("Why it may be done: one line, for those who ask later.", valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp("The branch that the change is meant for.", valueName: "branch"))
  var target: String?

  func run(in context: Context) throws -> ExitStatus {
    try Accountability.requireHuman(context, verb: "acknowledge")
    let repository = ContractRepository(try context.openRepository())
    let pair = try repository.judgedPair(head: .workTree, target: target, environment: context.environment)
    let rulebook = try repository.rulebook(at: repository.rulingCommit(of: pair))
    let transitions = try repository.differences(from: pair.base, to: pair.head, rulebook: rulebook).transitions
    let argument = ContractArgument(contract, prefix: repository.git.prefix)
    let changed = Catalog(contracts: transitions.compactMap(\.new))
    // One that did not change is looked for among all, so that a wrong name is told from a contract with nothing to decide.
    let isChanged = if case .absent = changed.find(contract, from: argument.prefix) { false } else { true }
    let found = try argument.find(in: isChanged ? changed : repository.catalog(at: pair.head, rulebook: rulebook))
    let paths = Set(found.map(\.path))
    let undecided = try transitions.filter { paths.contains($0.path) }
      .flatMap { try repository.diff(of: $0, base: pair.base, rulebook: rulebook, today: context.today).changes }
      .filter { $0.impact == .dangerous }
    guard !undecided.isEmpty else {
      context.console.write("nothing in '\(contract.printable)' needs a decision\n")
      return .pass
    }
    let open = try repository.differences(from: pair.headCommit, to: .workTree, rulebook: rulebook).transitions
    let isCommitted = pair.headCommit != nil && !open.contains { paths.contains($0.path) }
    // Whoever has a key says it with that one: a record survives a squash, and nobody else can write it.
    if isCommitted, !rulebook.policy.repository.isEmpty, try Self.hasKey(repository, rulebook, context) {
      let options = (reason.map { ["--reason=" + $0] } ?? []) + (target.map { ["--target=" + $0] } ?? [])
      return try Sign.parse(options + ["--", contract]).run(in: context)
    }
    for change in undecided { context.console.note("  \(change.message.printable) [\(change.rule)]\n") }
    let reason = try self.reason ?? ask("Why may this be done? ", context)
    guard !reason.isEmpty, !reason.contains(where: \.isNewline) else { throw CommandError("a reason is one line", status: .usage) }
    let trailers = undecided.map { "\(Acknowledgement.trailer): \($0.fingerprint) \(reason)" }
    context.console.write(trailers.map { $0.printable + "\n" }.joined())
    // The trailer counts in a commit that makes the change: that is the next one, or the last where nothing is left to commit.
    let verb = isCommitted ? "git commit --amend --no-edit" : "git commit"
    context.hint("commit with: " + verb + trailers.map { " --trailer " + ShellWord.quoted($0) }.joined())
    return .pass
  }

  private static func hasKey(_ contracts: borrowing ContractRepository, _ rulebook: Rulebook, _ context: Context) throws -> Bool {
    let roster = contracts.ownershipState(rulebook, context.today).roster
    return SigningCase.email(contracts, context).map { roster.hasKey(roster.person(email: $0)) } ?? false
  }

  private func ask(_ question: String, _ context: Context) throws -> String {
    context.console.note(question)
    guard let line = context.console.readLine() else { throw CommandError("no reason given", hints: ["--reason 'why'"], status: .usage) }
    return line
  }
}

/// What only a person may do.
enum Accountability {
  /// Variables that known agents set for the programs that they start. A seat belt, no lock: the locks are keys and reviews.
  private static let agents = ["CLAUDECODE", "CODEX_SANDBOX", "CURSOR_AGENT", "GEMINI_CLI", "AIDER_MODEL", "OPENCODE", "REPLIT_AGENT"]

  /// - Throws: `CommandError` without a terminal, or while an agent's variable is in the environment.
  static func requireHuman(_ context: Context, verb: String) throws {
    if let agent = agents.first(where: { context.environment[$0] != nil }) {
      throw CommandError("'\(verb)' is for people, and \(agent) is set in the environment", hints: ["run it in a terminal of your own"])
    }
    guard context.console.inputIsTerminal else {
      throw CommandError("'\(verb)' is for people, and this is no terminal", hints: ["run it in a terminal of your own"])
    }
  }
}
