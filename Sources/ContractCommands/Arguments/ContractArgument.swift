internal import ContractHistory
internal import ContractKit
internal import GitStore

/// Finds the contract that a user named.
struct ContractArgument {
  let text: String
  /// Where the user stands below the top, `sub/` or empty: a path may start there.
  let prefix: String

  init(_ text: String, prefix: String = "") {
    self.text = text
    self.prefix = prefix
  }

  /// All lines of the contract.
  ///
  /// - Throws: `CommandError` where nothing has the name, or several contracts share it.
  func find(in catalog: Catalog) throws -> [ContractVersion] {
    switch catalog.find(text, from: prefix) {
    case .found(let versions): return versions
    case .ambiguous(let versions):
      throw CommandError(
        "several contracts are called '\(text)'", hints: versions.map { "by path: \($0.path)" })
    case .absent(let suggestion):
      throw CommandError("no contract is called '\(text)'", hints: catalog.hints(where: suggestion))
    }
  }
}
