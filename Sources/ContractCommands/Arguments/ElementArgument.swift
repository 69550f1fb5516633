internal import ContractHistory
internal import ContractKit

/// `contract.table.field`: an element as people name it.
struct ElementArgument {
  let text: String

  /// Where the user stands below the top, `sub/` or empty: a path may start there.
  let prefix: String

  init(_ text: String, prefix: String = "") {
    self.text = text
    self.prefix = prefix
  }

  /// The contract and the path of the element in it.
  ///
  /// Names may hold dots themselves, so every way to part the text is tried, the longest contract name first.
  ///
  /// - Throws: `CommandError` where no contract has such an element.
  func find(in catalog: Catalog) throws -> (contract: ContractVersion, path: ElementPath) {
    let (version, rest) = try contract(in: catalog)
    guard let contract = version.contract else { throw CommandError("'\(version.path)' cannot be read") }
    guard !rest.isEmpty else { throw CommandError("'\(text)' names a contract, not a table or column in it", status: .usage) }
    let elements = ElementNames.all(of: contract).map(\.path)
    if let exact = elements.first(where: { $0.dotted == rest }) { return (version, exact) }
    // Whoever leaves the table out is told of it.
    let near =
      elements.map(\.dotted).first { $0.hasSuffix("." + rest) } ?? SpellingSuggestion.nearest(to: rest, among: elements.map(\.dotted))
    throw CommandError(
      "contract '\(contract.title)' has no element '\(rest)'",
      hints: [near.map { "did you mean '\(contract.title).\($0)'?" } ?? "git contract show \(contract.title)"])
  }

  /// The contract and the path of the element in it; nil where there is no such element.
  func match(in catalog: Catalog) throws -> (contract: ContractVersion, path: ElementPath)? {
    do {
      return try find(in: catalog)
    } catch is CommandError {
      return nil
    }
  }

  /// The contract, and what is left of the text behind it.
  func contract(in catalog: Catalog) throws -> (contract: ContractVersion, rest: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    for count in stride(from: parts.count, through: 1, by: -1) {
      let name = parts[..<count].joined(separator: ".")
      switch catalog.find(name, from: prefix) {
      case .found(let versions):
        // Of several lines the newest is meant; `orders@1.table.field` names another.
        guard let newest = versions.max(by: { ($0.contract?.major ?? 0) < ($1.contract?.major ?? 0) }) else { continue }
        return (newest, parts[count...].joined(separator: "."))
      case .ambiguous(let versions):
        throw CommandError("several contracts are called '\(name)'", hints: versions.map { "by path: \($0.path)" })
      case .absent: continue
      }
    }
    let names = catalog.contracts.flatMap { [$0.contract?.name, $0.path].compactMap { $0 } }
    let near = SpellingSuggestion.nearest(to: String(parts[0]), among: names)
    throw CommandError("'\(text)' begins with no contract's name", hints: catalog.hints(where: near))
  }
}
