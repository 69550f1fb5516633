internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract show`.
struct Show: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a contract as it was at a version or revision.",
    discussion: "orders@1.4.2 is the version, orders@v1.0 or orders@HEAD~3 the revision where no version is called so.")

  @Argument(help: ArgumentHelp("A contract's id, name or path, and behind '@' a version or revision.", valueName: "contract[@version]"))
  var contract: String

  @Option(help: "yaml (the bytes as they were) or json.")
  var format: Form = .yaml

  enum Form: String, CaseIterable, ExpressibleByArgument { case yaml, json }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let head = try contracts.git.head().commit
    let rulebook = try contracts.rulebook(at: head)
    let found = try find(contracts, head, rulebook)
    switch format {
    case .yaml:
      let bytes = try contracts.bytes(of: found, limits: rulebook.limits)
      // Into a file or a pipe the bytes go as they are; a terminal would obey some of them.
      context.console.write(context.console.outputIsTerminal ? Array(Self.shown(bytes).utf8) : bytes)
    case .json:
      guard let contract = found.contract else {
        if case .unparsable(let diagnostics) = found.file { throw ReadingError(diagnostics) }
        throw CommandError("'\(found.path)' is no contract")
      }
      context.console.write(ContractJSON.json(contract, toolVersion: GitContract.version).pretty)
    }
    return .pass
  }

  /// The text without what could steer a terminal.
  static func shown(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).map { character in
      character.isNewline || character == "\t" ? (character == "\t" ? "\t" : "\n") : String(character).printable
    }.joined()
  }

  private func find(_ contracts: borrowing ContractRepository, _ head: ObjectID?, _ rulebook: Rulebook) throws -> ContractVersion {
    guard let head else { throw CommandError.noCommit }
    let catalog = try contracts.catalog(at: .commit(head), rulebook: rulebook)
    let isNamed = if case .absent = catalog.find(contract, from: contracts.git.prefix) { false } else { true }
    guard !isNamed, let at = contract.lastIndex(of: "@") else {
      let versions = try ContractArgument(contract, prefix: contracts.git.prefix).find(in: catalog)
      guard versions.count == 1, let only = versions.first else {
        throw CommandError(
          "'\(contract)' has several lines", hints: versions.map { "git contract show \(contract)@\($0.contract?.version?.value ?? "")" })
      }
      return only
    }
    let typed = String(contract[..<at])
    let path = RepositoryPath.fromTop(typed, prefix: contracts.git.prefix)
    let name = catalog.contracts.first { $0.path == path }?.path ?? typed
    let wanted = String(contract[contract.index(after: at)...])
    return try contracts.contract(named: name, at: wanted, tip: head, catalog: catalog, rulebook: rulebook)
  }
}
