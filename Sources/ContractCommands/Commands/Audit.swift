internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract audit`.
struct AuditCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Say who is declared for each contract, who really changes it, and whether the two agree.",
    discussion: """
      Needs nothing that has to be adopted first: no CODEOWNERS, no people file, no sign-offs. First come at most ten sentences, the \
      greatest risk first; then each contract, each team, and everything that was found. Teams are named; persons only with --persons, \
      and never by number.

      --usage, and tables of use that the repository keeps, add who was seen to read a contract and is declared by nobody.

      --map draws who answers for what, and how many persons each contract depends on, as a picture in SVG. --format csv gives a row for \
      each contract.

      The exit code is 0 whatever is found, unless --threshold says from which risk on it is 1; a contract that cannot be read makes it 1.
      """)

  @Argument(help: "A revision; HEAD without one.")
  var revision: String?

  @Option(help: ArgumentHelp("Tell only what came since this day, or after this revision.", valueName: "day|revision"))
  var since: String?

  @Flag(help: "Name persons where they are not in a team.")
  var persons = false

  @Option(help: ArgumentHelp("Exit with 1 where something of this risk or a greater one is found: low, medium or high.", valueName: "risk"))
  var threshold: AuditFinding.Risk?

  @Option(help: ArgumentHelp("Draw the ownership map into this file, as SVG.", valueName: "file"))
  var map: String?

  @OptionGroup var usage: UsageOptions

  @OptionGroup var waiting: ProgressOptions

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: output.quiet, context)
    let configuration = contracts.git.configuration
    let form = try output.form(for: "audit", of: [.text, .markdown, .json, .csv], configuration, context)
    guard let tip = try revision.map({ try contracts.git.requireCommit($0) }) ?? contracts.git.head().commit else {
      throw CommandError.noCommit
    }
    var request = AuditRequest(tip: tip, start: try start(contracts, tip), today: context.today, showsPersons: persons)
    request.usage = try usage.tables(context)
    let audit = try contracts.audit(request)
    if let map { try LocalFile.write(Array(OwnershipMap(audit).svg.utf8), to: context.absolutePath(map)) }
    switch form {
    case .json: context.console.write(audit.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(audit.markdown)
    case .csv: context.console.write(audit.csv)
    default: context.console.write(audit.text(output.style(configuration, context)))
    }
    // What cannot be read is no promise, and nobody knows who should answer for it.
    if audit.standing.contains(where: { $0.problem != nil }) { return .refuse }
    return threshold.map { audit.reaches($0) } ?? false ? .refuse : .pass
  }

  /// The commit after which history is told; nil for all of it.
  private func start(_ contracts: borrowing ContractRepository, _ tip: ObjectID) throws -> ObjectID? {
    guard let since else { return nil }
    if let day = CalendarDay(since) { return try contracts.lastCommit(before: day, from: tip) }
    let start = try contracts.git.requireCommit(since)
    guard try contracts.git.isAncestor(start, of: tip) else {
      throw CommandError("'\(since)' does not come before '\(revision ?? "HEAD")'", hints: ["git contract audit --since YYYY-MM-DD"])
    }
    return start
  }
}

extension AuditFinding.Risk: ExpressibleByArgument {}
