internal import ContractKit
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

  /// What to do where nothing has a name: the nearest name, else the list; and the files that cannot be read, for it may stand in one of them.
  package func hints(where suggestion: String?) -> [String] {
    let unreadable = contracts.compactMap { version -> String? in
      guard case .unparsable(let diagnostics) = version.file, let first = diagnostics.first else { return nil }
      return "it may be in a file that cannot be read: \(first.path):\(first.position.line):\(first.position.column): \(first.message)"
    }
    return unreadable.prefix(3) + [suggestion.map { "did you mean '\($0)'?" } ?? "git contract list"]
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
        consumers: rulebook.policy.consumers, codeOwners: rulebook.codeOwners?.path, codeOwnersFile: rulebook.policy.codeOwnersFile,
        limits: rulebook.limits)
    }
    if let key, let known = parsed.catalogs[key] { return known }
    let catalog: Catalog
    if let key, let near = parsed.newestCatalog, near.holds(at: key), let known = parsed.catalogs[near] {
      // A history asks commit by commit: what is the same in both trees is not read again.
      catalog = try self.catalog(known, changedBy: git.differences(from: near.tree, to: key.tree), rulebook: rulebook)
    } else {
      catalog = Catalog(contracts: try contracts(among: files(at: state, matching: rulebook.mayHoldContract), state, rulebook))
    }
    if let key {
      if parsed.catalogs.count >= Self.greatestCatalogCount { parsed.catalogs = [:] }
      parsed.catalogs[key] = catalog
      parsed.newestCatalog = key
    }
    return catalog
  }

  /// The contracts of a commit in whose path or text one of some words stands: for whoever looks for a name and has no time to read all. A
  /// text may write a name in another way (`"\\x6frders"`), so whoever finds nothing has to ask the whole catalog.
  package func catalog(at commit: ObjectID, mentioning words: [String], rulebook: Rulebook) throws -> Catalog {
    let needles = words.map { Array($0.utf8) }
    var found: [ContractVersion] = []
    for entry in try files(at: .commit(commit), matching: rulebook.mayHoldContract) {
      let bytes = try git.blob(entry.id, upTo: rulebook.limits.bytes)
      // Asked for soon, and the bytes are at hand.
      parsed.mayRefer[entry.id] = ContractReference.mayStand(in: bytes)
      let path = Array(entry.path.utf8)
      guard needles.contains(where: { bytes.contains(bytes: $0) || path.contains(bytes: $0) }) else { continue }
      let version = try version(of: entry, in: .commit(commit), limits: rulebook.limits)
      switch version.file {
      case .contract, .unparsable: found.append(version)
      case .somethingElse: break
      }
    }
    return Catalog(contracts: found.sorted { $0.path < $1.path })
  }

  /// The contracts of a state among which those with some ids are, and those whose paths are some others' but for case: whoever asks whether a
  /// contract stands twice has no time to parse all.
  package func catalog(at state: RepositoryState, identified identifiers: [String], or paths: [String], rulebook: Rulebook) throws
    -> Catalog
  {
    // Who walks over history has read most of it already.
    let isPlain = identifiers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { Self.isPlain($0) } }
    guard isPlain, parsed.newestCatalog == nil else { return try catalog(at: state, rulebook: rulebook) }
    let folded = Set(paths.map { $0.lowercased() })
    // A text of such bytes stands in the file as it is, but for escapes in double quotes and the sign of the unit kelvin, which Swift takes
    // for a K.
    let needles = identifiers.map { Array($0.utf8) } + [[UInt8(ascii: "\\")], Array("\u{212A}".utf8)]
    let entries = try files(at: state, matching: rulebook.mayHoldContract).filter { entry in
      if folded.contains(entry.path.lowercased()) { return true }
      let limit = rulebook.limits.bytes
      // What is larger than a contract may be is its reader's to refuse.
      let bytes =
        try state == .workTree ? git.readWorkTreeFile(entry.path, limit: Self.largestFile) ?? [] : git.blob(entry.id, upTo: limit + 1)
      // Asked for soon, and the bytes are at hand.
      if state != .workTree, bytes.count <= limit { parsed.mayRefer[entry.id] = ContractReference.mayStand(in: bytes) }
      return bytes.count > limit || needles.contains { bytes.contains(bytes: $0) }
    }
    return Catalog(contracts: try contracts(among: entries, state, rulebook))
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  /// Each may hold thousands of contracts.
  private static var greatestCatalogCount: Int { 64 }

  /// Those files that are contracts, or call themselves so, in the order of their paths.
  private func contracts(among entries: [TreeEntry], _ state: RepositoryState, _ rulebook: Rulebook) throws -> [ContractVersion] {
    var versions: [ContractVersion] = []
    // Part by part: of many thousands only the last are remembered.
    for start in stride(from: 0, to: entries.count, by: Self.filesParsedAtOnce) {
      let part = entries[start..<min(start + Self.filesParsedAtOnce, entries.count)]
      if state != .workTree { try parse(part, limits: rulebook.limits) }
      for entry in part { versions.append(try version(of: entry, in: state, limits: rulebook.limits)) }
    }
    return versions.filter { Optional($0).isContract }.sorted { $0.path < $1.path }
  }

  /// Parses many files at once, so that whoever asks for them finds them read.
  func parse(_ entries: some Collection<TreeEntry>, limits: YAMLDocument.Limits) throws {
    guard entries.count >= Self.fewFiles else { return }
    var rest = entries[...]
    while !rest.isEmpty {
      var waiting: [(entry: TreeEntry, bytes: [UInt8])] = []
      var taken: Set<ParsedContracts.FileKey> = []
      for entry in rest.prefix(Self.filesParsedAtOnce) where entry.mode == .file || entry.mode == .executable {
        let key = ParsedContracts.FileKey(blob: entry.id, path: entry.path, limits: limits)
        guard !parsed.holds(key), taken.insert(key).inserted else { continue }
        if let bytes = try smallBlob(entry.id, limits) { waiting.append((entry, bytes)) }
      }
      let files = Concurrent.map(waiting, share: 16) { Self.read($0.bytes, path: $0.entry.path, limits: limits) }
      for (waited, file) in zip(waiting, files) {
        _ = parsed.file(.init(blob: waited.entry.id, path: waited.entry.path, limits: limits)) { file }
      }
      rest = rest.dropFirst(Self.filesParsedAtOnce)
    }
  }

  private static var fewFiles: Int { 32 }
  private static var filesParsedAtOnce: Int { 256 }

  /// The catalog of another tree, of which is known what differs.
  private func catalog(_ known: Catalog, changedBy differences: [TreeDifference], rulebook: Rulebook) throws -> Catalog {
    let changed = differences.filter { rulebook.mayHoldContract($0.path) }
    guard !changed.isEmpty else { return known }
    let entries = changed.compactMap(\.new).filter(\.mode.isFile)
    let new = try contracts(among: entries, .nothing, rulebook)
    // Byte for byte, as Git tells paths apart; the texts alone are quicker, and rule nearly all of them out.
    let texts = Set(changed.map(\.path))
    let paths = Set(changed.map { Array($0.path.utf8) })
    let kept = known.contracts.filter { !texts.contains($0.path) || !paths.contains(Array($0.path.utf8)) }
    return Catalog(contracts: (kept + new).sorted { $0.path < $1.path })
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
}
