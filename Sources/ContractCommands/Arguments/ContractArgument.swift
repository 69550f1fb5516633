internal import ContractHistory
internal import ContractKit
internal import GitStore

/// Finds the contract that a user named.
struct ContractArgument {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// All lines of the contract.
  ///
  /// - Throws: `CommandError` where nothing has the name, or several contracts share it.
  func find(in catalog: Catalog) throws -> [ContractVersion] {
    switch catalog.find(text) {
    case .found(let versions): return versions
    case .ambiguous(let versions):
      throw CommandError(
        "several contracts are called '\(text)'", hints: versions.map { "by path: \($0.path)" })
    case .absent(let suggestion):
      throw CommandError("no contract is called '\(text)'", hints: [suggestion.map { "did you mean '\($0)'?" } ?? "git contract list"])
    }
  }

  /// The one file that is meant, for what writes.
  func findOne(in catalog: Catalog) throws -> ContractVersion {
    let found = try find(in: catalog)
    guard found.count == 1, let only = found.first else {
      throw CommandError(
        "'\(text)' has several lines", hints: found.map { "git contract ... \(text)@\($0.contract?.major ?? 0)   (\($0.path))" })
    }
    return only
  }
}
