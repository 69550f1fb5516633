internal import ContractKit

/// What the search looks through, as a script: a page from a disk may not fetch a file, but load one.
enum SearchIndex {
  static let path = "search-index.js"

  /// For each row of the first page, in its order: name, page, words, columns. A column whose place is not called as it is has both.
  static func script(_ contracts: [SiteContract], columns: [[(name: String, place: String)]]) -> String {
    let entries = zip(contracts, columns).map { contract, columns -> String in
      let root = contract.newest?.root
      let tags = root?.value("tags")?.items.map(\.text) ?? []
      let words =
        [contract.title, contract.identifier, contract.path, contract.version, contract.statusWords, contract.domain] + tags.map { $0 }
        + contract.parties.map { $0 } + [root?.words("dataProduct"), root?.words("description.purpose")]
      let fields: [JSON] = columns.map { name, place in
        place == "column-" + name ? .string(name) : .array([.string(name), .string(place)])
      }
      let entry: JSON = [
        .string(contract.title), .string(contract.page()), .string(words.compactMap { $0 }.joined(separator: " ").lowercased()),
        .array(fields),
      ]
      return entry.canonical
    }
    return "const contractIndex = [\n" + entries.joined(separator: ",\n") + "\n];\n"
  }
}
