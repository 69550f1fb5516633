package import ContractKit
package import GitStore

/// All contracts of one state, and how people find one among them.
package struct Catalog: Sendable {
  /// In the order of their paths.
  package var contracts: [ContractVersion]

  package init(contracts: [ContractVersion]) {
    self.contracts = contracts
  }

  /// What a name means: an id, a name, or a path; all lines of a contract, or with `@1` one of them.
  package enum Lookup: Sendable {
    case found([ContractVersion])
    /// Several contracts with different ids share this name.
    case ambiguous([ContractVersion])
    case absent(suggestion: String?)
  }

  /// - Parameter prefix: where the user stands below the top, `sub/` or empty: a path may start there, too.
  package func find(_ text: String, from prefix: String = "") -> Lookup {
    if let exact = matches(text) { return exact }
    let path = RepositoryPath.fromTop(text, prefix: prefix)
    if let path, let there = contracts.first(where: { $0.path == path }) { return .found([there]) }
    // `orders@1` names the line of one major; a name may hold an `@` itself, so it is tried second.
    if let at = text.lastIndex(of: "@"), let major = Int(text[text.index(after: at)...]),
      case .found(let all)? = matches(String(text[..<at]))
    {
      let line = all.filter { $0.contract?.major == major }
      if !line.isEmpty { return .found(line) }
    }
    let names = contracts.flatMap { [$0.contract?.name, $0.path].compactMap { $0 } }
    return .absent(suggestion: SpellingSuggestion.nearest(to: text, among: names))
  }

  private func matches(_ text: String) -> Lookup? {
    let byPath = contracts.filter { $0.path == text }
    if !byPath.isEmpty { return .found(byPath) }
    let byIdentifier = contracts.filter { $0.contract?.identifier == text }
    if !byIdentifier.isEmpty { return .found(byIdentifier) }
    let byName = contracts.filter { $0.contract?.name == text }
    guard !byName.isEmpty else { return nil }
    return Set(byName.map { $0.contract?.identifier ?? "" }).count == 1 ? .found(byName) : .ambiguous(byName)
  }

  /// The contracts with an id, all majors.
  package func lines(of identifier: String) -> [ContractVersion] {
    contracts.filter { $0.contract?.identifier == identifier }
  }
}

extension ContractRepository {
  /// Reads every contract of a state.
  package func catalog(at state: RepositoryState, rulebook: Rulebook) throws -> Catalog {
    var key: ParsedContracts.CatalogKey?
    if case .commit(let id) = state {
      key = ParsedContracts.CatalogKey(
        tree: try git.treeID(ofCommit: id), include: rulebook.policy.contractsInclude, exclude: rulebook.policy.contractsExclude,
        consumers: rulebook.policy.consumers, codeOwners: rulebook.codeOwners?.path)
    }
    if let key, let known = parsed.catalogs[key] { return known }
    var found: [ContractVersion] = []
    for entry in try files(at: state, matching: rulebook.mayHoldContract) {
      let version = try version(of: entry, in: state, limits: rulebook.limits)
      switch version.file {
      case .contract, .unparsable: found.append(version)
      case .somethingElse: break
      }
    }
    let catalog = Catalog(contracts: found.sorted { $0.path < $1.path })
    if let key { parsed.catalogs[key] = catalog }
    return catalog
  }

  /// The files of a state whose paths are wanted.
  func files(at state: RepositoryState, matching isWanted: (String) -> Bool) throws -> [TreeEntry] {
    switch state {
    case .nothing: return []
    case .commit(let id):
      var entries: [TreeEntry] = []
      try git.forEachEntry(in: git.treeID(ofCommit: id)) { entry in
        if entry.mode.isFile, isWanted(entry.path) { entries.append(entry) }
        return true
      }
      return entries
    // Against the empty tree everything is an addition.
    case .index: return try git.indexDifferences(from: nil).changes.compactMap(\.new).filter { $0.mode.isFile && isWanted($0.path) }
    case .workTree: return try git.workTreeDifferences(from: nil, matching: isWanted).compactMap(\.new).filter(\.mode.isFile)
    }
  }

  /// Reads all consumer declarations of a commit. One bad file never stops the others.
  package func consumers(at commit: ObjectID?, rulebook: Rulebook) throws -> [ConsumerDeclaration] {
    guard let commit else { return [] }
    let tree = try git.treeID(ofCommit: commit)
    // Only the folders that the globs name are walked: a repository may hold a hundred thousand other files.
    let folders = Set(rulebook.policy.consumers.map(\.folder)).sorted()
    // Declarations change more seldom than contracts: history reads them once for each state of their folders.
    let parts =
      try folders.map { $0.isEmpty ? tree.hex : try git.entry($0, in: tree)?.id.hex ?? "none" }
      + rulebook.policy.consumers.map(\.description)
    let sources = try git.entry(ConsumerSourceFile.path, in: tree)?.id.hex ?? ""
    let key = (parts + [sources]).joined(separator: "\n")
    if let known = parsed.consumers[key] { return known }
    var declarations: [ConsumerDeclaration] = []
    var entries: [String: TreeEntry] = [:]
    for folder in folders {
      try git.forEachEntry(in: tree, under: folder) { entry in
        if entry.mode.isFile, rulebook.isConsumer(entry.path) { entries[entry.path] = entry }
        return true
      }
    }
    for entry in entries.values.sorted(by: { $0.path < $1.path }) {
      // A file that is too large is its reader's to refuse: it must not stop the judgement of everybody else.
      let bytes = try git.blob(entry.id, upTo: rulebook.limits.bytes + 1)
      declarations.append(ConsumerDeclaration.read(bytes, path: entry.path, limits: rulebook.limits))
    }
    if !sources.isEmpty { declarations += try foreignConsumers(at: commit, rulebook: rulebook) }
    parsed.consumers[key] = declarations
    return declarations
  }
}
