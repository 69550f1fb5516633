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
    case .yaml: context.console.write(try contracts.bytes(of: found, limits: rulebook.limits))
    case .json:
      guard let contract = found.contract else {
        if case .unparsable(let diagnostics) = found.file { throw ReadingError(diagnostics) }
        throw CommandError("'\(found.path)' is no contract")
      }
      context.console.write(ContractJSON.json(contract, toolVersion: GitContract.version).pretty)
    }
    return .pass
  }

  private func find(_ contracts: borrowing ContractRepository, _ head: ObjectID?, _ rulebook: Rulebook) throws -> ContractVersion {
    guard let head else { throw CommandError("there is no commit yet") }
    let catalog = try contracts.catalog(at: .commit(head), rulebook: rulebook)
    if case .found(let versions) = catalog.find(contract) {
      guard versions.count == 1, let only = versions.first else {
        throw CommandError(
          "'\(contract)' has several lines", hints: versions.map { "git contract show \(contract)@\($0.contract?.version?.value ?? "")" })
      }
      return only
    }
    guard let at = contract.lastIndex(of: "@") else {
      _ = try ContractArgument(contract).find(in: catalog)
      return catalog.contracts[0]
    }
    let name = String(contract[..<at])
    let wanted = String(contract[contract.index(after: at)...])
    return try contracts.contract(named: name, at: wanted, tip: head, catalog: catalog, rulebook: rulebook)
  }
}
