internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract list`.
struct List: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the contracts at a revision: version, status, owners, consumers.",
    discussion: """
      A contract that cannot be read is listed with the reason, and the exit code is 1.

      \(PorcelainTable.list.words)
      """)

  @Argument(help: "A revision; without one the work tree, in a bare repository HEAD.")
  var revision: String?

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "list", of: [.text, .markdown, .json], contracts.git.configuration, context)
    let porcelain = try porcelain.form(besides: output, contracts.git.configuration, context)
    let commit = try revision.map { try contracts.commit(named: $0) } ?? contracts.git.head().commit
    let state: RepositoryState =
      revision == nil && !contracts.git.isBare ? .workTree : commit.map { .commit($0) } ?? .nothing
    let rulebook = try contracts.rulebook(at: commit)
    let catalog = try contracts.catalog(at: state, rulebook: rulebook)
    let consumers = try contracts.everyConsumer(at: commit, rulebook: rulebook)
    let entries = catalog.contracts.map { entry($0, rulebook, consumers) }
    let answer = ListAnswer(entries: entries)
    if let porcelain {
      context.console.write(porcelain.text(answer.porcelain))
    } else {
      switch form {
      case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
      case .markdown: context.console.write(answer.markdown)
      default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
      }
    }
    // What cannot be read is no promise, and a script must not take it for one.
    return entries.contains { $0.problem != nil } ? .refuse : .pass
  }

  private func entry(_ version: ContractVersion, _ rulebook: Rulebook, _ consumers: [ConsumerDeclaration]) -> ListAnswer.Entry {
    let contract = version.contract
    let owners = rulebook.codeOwners?.owners(of: version.path)
    var problem: String?
    if case .unparsable(let diagnostics) = version.file, let first = diagnostics.first {
      problem = "\(first.position.line):\(first.position.column): \(first.message)"
    }
    return ListAnswer.Entry(
      identifier: contract?.identifier, name: contract?.name, path: version.path, version: contract?.version?.value,
      status: contract?.status.rawValue, owners: owners?.owners.map(\.description) ?? [],
      consumers: consumers.filter { consumer in consumer.uses.contains { $0.contract == contract?.identifier } }.map(\.identifier),
      problem: problem)
  }
}
