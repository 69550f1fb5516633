internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract blame`.
struct BlameCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame", abstract: "Say of each element of a contract since which version it is so, who made it so, and who agreed.",
    discussion: """
      Tables, columns, quality rules, service levels, servers, roles and members, each with the version and the commit that last changed \
      it; "since" is the version in which it first was there. Renames and moves are followed. Lines that only moved in the file, and \
      versions that only rose, blame nobody.
      """)

  @Argument(help: "A contract's id, name or path; NAME@1 is one of its lines.")
  var contract: String

  @Argument(help: "The revision at which it is read; HEAD by default.")
  var revision: String?

  @Option(
    name: .customShort("L"),
    help: ArgumentHelp("Only this element and what stands below it, such as orders.customer.", valueName: "element"))
  var element: String?

  @OptionGroup var waiting: ProgressOptions

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: output.quiet, context)
    let form = try output.form(for: "blame", of: [.text, .markdown, .json], contracts.git.configuration, context)
    guard let tip = try revision.map({ try contracts.git.requireCommit($0) }) ?? contracts.git.head().commit else {
      throw CommandError.noCommit
    }
    let rulebook = try contracts.rulebook(at: tip)
    let catalog = try contracts.catalog(finding: contract, at: tip, rulebook: rulebook)
    let versions = try ContractArgument(contract, prefix: contracts.git.prefix).find(in: catalog)
    if case .unparsable(let diagnostics)? = versions.first?.file, versions.count == 1 { throw ReadingError(diagnostics) }
    // Of several lines the newest is meant, as for elements.
    guard let newest = versions.max(by: { ($0.contract?.major ?? 0) < ($1.contract?.major ?? 0) }) else { throw CommandError.noCommit }
    let blame = try find(in: newest, contracts, tip, rulebook)
    switch form {
    case .json: context.console.write(blame.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(blame.markdown)
    default: context.console.write(blame.text(output.style(contracts.git.configuration, context)))
    }
    return .pass
  }

  private func find(
    in version: ContractVersion, _ contracts: borrowing ContractRepository, _ tip: ObjectID, _ rulebook: Rulebook
  ) throws -> Blame {
    guard let element else { return try contracts.blame(version, from: tip, rulebook: rulebook) }
    let paths = version.contract.map { ElementOrigin.all(in: [$0]).map(\.path) } ?? []
    guard let top = paths.first(where: { $0.dotted == element || $0.description == element }) else {
      let near =
        paths.map(\.dotted).first { $0.hasSuffix("." + element) } ?? SpellingSuggestion.nearest(to: element, among: paths.map(\.dotted))
      throw CommandError(
        "contract '\(version.contract?.title ?? version.path)' has no element '\(element)'",
        hints: [near.map { "did you mean '\($0)'?" } ?? "git contract blame \(ShellWord.quoted(contract))"])
    }
    var blame = try contracts.blame(version, from: tip, rulebook: rulebook) { $0.steps.starts(with: top.steps) }
    let margin = blame.lines.first?.depth ?? 0
    for index in blame.lines.indices { blame.lines[index].depth -= margin }
    return blame
  }
}
