internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract impact`.
struct ImpactCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact", abstract: "Say whom a change hurts, by the fields that each consumer declared.",
    discussion: """
      Without a range the work tree is compared with the merge base of HEAD and the target, as 'check' does it. A contract that cannot \
      be read after the change is named on stderr, and the exit code is 1. Contracts that consumers make of one that changes pass the impact \
      on. '--format mermaid' draws it, for a page that shows such graphs.

      \(PorcelainTable.impact.words)
      """)

  @Argument(help: "A range, as for 'git contract diff'.")
  var range: String?

  @Flag(name: [.customLong("staged"), .customLong("cached")], help: "Compare the index.")
  var staged = false

  @Option(help: ArgumentHelp("The branch that the change is meant for.", valueName: "branch"))
  var target: String?

  @OptionGroup var usage: UsageOptions

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "impact", of: [.text, .markdown, .json, .mermaid], contracts.git.configuration, context)
    let porcelain = try porcelain.form(besides: output, contracts.git.configuration, context)
    let base: ObjectID?
    let head: RepositoryState
    if let range {
      let endpoints = try RevisionArguments([range]).endpoints(contracts, context)
      (base, head) = (endpoints.base, endpoints.head)
    } else {
      let pair = try contracts.judgedPair(head: staged ? .index : .workTree, target: target, environment: context.environment)
      (base, head) = (pair.base, pair.head)
    }
    let impact = try contracts.impact(from: base, to: head, today: context.today, usage: usage.tables(context))
    let answer = ImpactAnswer(knownAt: base?.hex, consumers: impact.consumers, observed: impact.observed, today: context.today)
    if let porcelain {
      context.console.write(porcelain.text(answer.porcelain))
    } else {
      switch form {
      case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
      case .markdown: context.console.write(answer.markdown)
      case .mermaid: context.console.write(answer.mermaid)
      default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
      }
    }
    for diagnostic in impact.unreadable { context.console.note(diagnostic.errorLine) }
    return impact.unreadable.isEmpty ? .pass : .refuse
  }
}

/// Tables of observed use beside those that the repository keeps.
struct UsageOptions: ParsableArguments {
  @Option(
    name: .customLong("usage"),
    help: ArgumentHelp("A table of what was seen to be read, as 'consumers draft' takes it; may be repeated.", valueName: "file"))
  var files: [String] = []

  func tables(_ context: Context) throws -> [(path: String, table: UsageTable)] {
    try files.map { file in
      guard let bytes = try LocalFile.read(file == "-" ? "/dev/stdin" : context.absolutePath(file)) else {
        throw CommandError("cannot read '\(file)': no such file")
      }
      return (file, try UsageTable(bytes, path: file))
    }
  }
}

/// What `who-uses` and `can-i-remove` share.
struct UsesOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("contract, contract.table or contract.table.column", valueName: "element"))
  var element: String

  @Option(help: ArgumentHelp("Ask of this revision instead of HEAD.", valueName: "revision"))
  var revision: String?

  @OptionGroup var usage: UsageOptions

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  /// Answers for the element.
  func answer(command: String, _ context: Context, asksForRemoval: Bool) throws -> ElementUses {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: command, of: [.text, .markdown, .json], contracts.git.configuration, context)
    let porcelain = try porcelain.form(besides: output, contracts.git.configuration, context)
    let head = try contracts.git.head().commit
    guard let commit = try revision.map({ try contracts.git.requireCommit($0) }) ?? head else { throw CommandError.noCommit }
    let rulebook = try contracts.rulebook(at: commit)
    let (contract, path) = try find(contracts, commit, rulebook)
    let tables = try usage.tables(context) + contracts.usageTables(at: commit)
    let uses = ElementUses(
      of: path.flatMap { FieldName($0) }, in: contract, consumers: try contracts.everyConsumer(at: commit, rulebook: rulebook),
      observed: ObservedUse.all(in: tables, of: contract))
    let answer = UsesAnswer(contract: contract.title, uses: uses, today: context.today)
    if let porcelain {
      context.console.write(porcelain.text(answer.porcelain))
      return uses
    }
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown(asksForRemoval: asksForRemoval))
    default:
      context.console.write(answer.text(output.style(contracts.git.configuration, context), asksForRemoval: asksForRemoval))
    }
    return uses
  }
}

extension UsesOptions {
  /// The contract and the element that are meant. The few contracts that mention the name are asked first: a thousand others need not be read.
  private func find(
    _ contracts: borrowing ContractRepository, _ commit: ObjectID, _ rulebook: Rulebook
  ) throws -> (contract: Contract, path: ElementPath?) {
    let argument = ElementArgument(element, prefix: contracts.git.prefix)
    let word = String(element.prefix { $0 != "." && $0 != "@" })
    if word.utf8.count > 2,
      word.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isAlphabetic || "0123456789_-/".unicodeScalars.contains($0) })
    {
      do {
        return try find(argument, in: contracts.catalog(at: commit, mentioning: [word], rulebook: rulebook))
      } catch is CommandError {
        // Among all of them it may be found, and what was meant is guessed better.
      }
    }
    return try find(argument, in: contracts.catalog(at: .commit(commit), rulebook: rulebook))
  }

  private func find(_ argument: ElementArgument, in catalog: Catalog) throws -> (contract: Contract, path: ElementPath?) {
    let (version, rest) = try argument.contract(in: catalog)
    guard let contract = version.contract else { throw CommandError("'\(version.path)' cannot be read") }
    return (contract, rest.isEmpty ? nil : try argument.find(in: catalog).path)
  }
}

/// `git contract who-uses`.
struct WhoUses: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "who-uses", abstract: "Say which consumers declared that they use a contract, a table or a column.",
    discussion: PorcelainTable.uses.words)

  @OptionGroup var options: UsesOptions

  func run(in context: Context) throws -> ExitStatus {
    _ = try options.answer(command: "who-uses", context, asksForRemoval: false)
    return .pass
  }
}

/// `git contract can-i-remove`.
struct CanIRemove: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "can-i-remove", abstract: "Say whether nobody uses a table or column any more.",
    discussion: """
      Exit code 0 only if no consumer uses it, or all of them have moved on. Unknown is never safe, and neither is what somebody was seen to \
      read whom no declaration names.

      \(PorcelainTable.uses.words)
      """)

  @OptionGroup var options: UsesOptions

  func run(in context: Context) throws -> ExitStatus {
    try options.answer(command: "can-i-remove", context, asksForRemoval: true).canBeRemoved ? .pass : .refuse
  }
}
