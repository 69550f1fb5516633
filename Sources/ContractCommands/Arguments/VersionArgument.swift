internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `contract@version`: a contract as it was, or without `@` as it is.
struct VersionArgument {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// - Throws: `CommandError` where nothing has the name, or several lines do; `GitError` where there was no such version.
  func find(_ contracts: borrowing ContractRepository, _ head: ObjectID, _ rulebook: Rulebook) throws -> ContractVersion {
    let catalog = try contracts.catalog(at: .commit(head), rulebook: rulebook)
    let isNamed = if case .absent = catalog.find(text, from: contracts.git.prefix) { false } else { true }
    guard !isNamed, let at = text.lastIndex(of: "@") else {
      let versions = try ContractArgument(text, prefix: contracts.git.prefix).find(in: catalog)
      guard versions.count == 1, let only = versions.first else {
        throw CommandError(
          "'\(text)' has several lines", hints: versions.map { "git contract show \(text)@\($0.contract?.version?.value ?? "")" })
      }
      return only
    }
    let typed = String(text[..<at])
    let path = RepositoryPath.fromTop(typed, prefix: contracts.git.prefix)
    let name = catalog.contracts.first { $0.path == path }?.path ?? typed
    let wanted = String(text[text.index(after: at)...])
    return try contracts.contract(named: name, at: wanted, tip: head, catalog: catalog, rulebook: rulebook)
  }
}
