package import ContractKit
package import GitStore

/// What a commit says of those who read its contracts: in its own files, and in those that were fetched of its sources.
struct DeclaredConsumers {
  var files: [ConsumerFile]
  /// Those of whom nothing is here.
  var strangers: [ConsumerDeclaration]
  var links: ConsumerLinks
}

extension ContractRepository {
  /// Reads all consumer declarations of a commit, in whatever format. One bad file never stops the others.
  package func consumers(at commit: ObjectID?, rulebook: Rulebook) throws -> [ConsumerDeclaration] {
    guard let commit else { return [] }
    let tree = try git.treeID(ofCommit: commit)
    // Only the folders that the globs name are walked: a repository may hold a hundred thousand other files.
    let folders = Set(rulebook.policy.consumers.map(\.folder)).sorted()
    // Declarations change more seldom than contracts: history reads them once for each state of their folders.
    let parts =
      try folders.map { $0.isEmpty ? tree.hex : try git.entry($0, in: tree)?.id.hex ?? "none" }
      + rulebook.policy.consumers.map(\.description) + ["\(rulebook.limits)"]
    let sources = try git.entry(ConsumerSourceFile.path, in: tree)?.id.hex ?? ""
    let key = (parts + [sources]).joined(separator: "\n")
    if let known = parsed.consumers[key] { return known }
    var declared = DeclaredConsumers(files: [], strangers: [], links: ConsumerLinks())
    let limits = rulebook.limits
    let files = try consumerEntries(in: tree, folders: folders, rulebook)
    for start in stride(from: 0, to: files.count, by: Self.filesAtOnce) {
      let part = try files[start..<min(start + Self.filesAtOnce, files.count)].map { entry in
        // A file that is too large is its reader's to refuse: it must not stop the judgement of everybody else.
        (path: entry.path, bytes: try git.blob(entry.id, upTo: limits.bytes + 1))
      }
      declared.files += Concurrent.map(part) { ConsumerFile.read($0.bytes, path: $0.path, limits: limits) }
    }
    if !sources.isEmpty { try addForeignConsumers(at: commit, rulebook: rulebook, to: &declared) }
    let consumers = try resolve(declared.files, declared.links, at: commit, rulebook) + declared.strangers
    // What refers to contracts by their path depends on more than the key says.
    if declared.files.allSatisfy({ $0.contract == nil && $0.aliases.isEmpty }) { parsed.consumers[key] = consumers }
    return consumers
  }

  /// So many are held in memory before they are read.
  private static var filesAtOnce: Int { 512 }

  private func consumerEntries(in tree: ObjectID, folders: [String], _ rulebook: Rulebook) throws -> [TreeEntry] {
    // Byte for byte: Swift takes composed and decomposed letters for the same, and one file would hide another.
    var entries: [[UInt8]: TreeEntry] = [:]
    for folder in folders {
      try git.forEachEntry(in: tree, under: folder) { entry in
        if entry.mode.isFile, rulebook.isConsumer(entry.path) { entries[Array(entry.path.utf8)] = entry }
        return true
      }
    }
    return entries.values.sorted { $0.path < $1.path }
  }

  /// Whoever files declare that are not in the repository, or not yet: their links are followed by the list of the commit.
  package func consumers(of files: [ConsumerFile], at commit: ObjectID, rulebook: Rulebook) throws -> [ConsumerDeclaration] {
    try resolve(files, ConsumerLinks(written: consumerSourceFile(at: commit)?.links ?? [:]), at: commit, rulebook)
  }

  /// All who read contracts: who declared it, and contracts that refer to others.
  ///
  /// Every contract's bytes are looked at for that, which judging a commit in a hook has no time for.
  package func everyConsumer(at commit: ObjectID?, rulebook: Rulebook) throws -> [ConsumerDeclaration] {
    try consumers(at: commit, rulebook: rulebook) + referringContracts(at: commit, rulebook: rulebook)
  }

  // MARK: Links

  private func resolve(
    _ files: [ConsumerFile], _ links: ConsumerLinks, at commit: ObjectID, _ rulebook: Rulebook
  ) throws -> [ConsumerDeclaration] {
    let files = try files.map { file in
      var file = file
      for (link, alias) in file.aliases where links.written[alias] == nil {
        guard let found = try contract(alias.name, from: file.path, at: commit, links, rulebook) else { continue }
        file.targets[link] = .init(contract: found.identifier)
      }
      if let contract = file.contract {
        let consumer = try ContractReference.consumer(contract) { try self.contract($0, from: file.path, at: commit, links, rulebook) }
        if let consumer { file.drafts.append(.init(declaration: consumer)) }
      }
      return file
    }
    return links.consumers(of: files)
  }

  /// Contracts that refer to others by address, path or id.
  private func referringContracts(at commit: ObjectID?, rulebook: Rulebook) throws -> [ConsumerDeclaration] {
    guard let commit else { return [] }
    let links = ConsumerLinks(written: try readableConsumerSourceFile(at: commit)?.links ?? [:])
    return try files(at: .commit(commit), matching: rulebook.mayHoldContract).sorted { $0.path < $1.path }.compactMap { entry in
      // What cannot be parsed may refer to anything; that it cannot be parsed is told elsewhere, and nobody reads by it.
      guard try mayRefer(entry, rulebook), let contract = try version(of: entry, in: .commit(commit), limits: rulebook.limits).file.contract
      else { return nil }
      return try ContractReference.consumer(contract) { try self.contract($0, from: entry.path, at: commit, links, rulebook) }
    }
  }

  private func mayRefer(_ entry: TreeEntry, _ rulebook: Rulebook) throws -> Bool {
    if let known = parsed.mayRefer[entry.id] { return known }
    let answer = ContractReference.mayStand(in: try git.blob(entry.id, upTo: rulebook.limits.bytes))
    parsed.mayRefer[entry.id] = answer
    return answer
  }

  /// The contract that somebody means who writes an address, a path, or an id. Nil for a file that is not here.
  private func contract(
    _ target: String, from path: String, at commit: ObjectID, _ links: ConsumerLinks, _ rulebook: Rulebook
  ) throws -> (identifier: String, contract: Contract?)? {
    if let written = links.written[ConsumerLink(.odcs, target)] { return written.contract.map { ($0, nil) } }
    guard !target.contains("://") else { return nil }
    guard [".yaml", ".yml", ".json"].contains(where: { target.hasSuffix($0) }) else { return (target, nil) }
    // A source's files are its own: what it calls by a path is not here.
    guard !path.contains(":") else { return nil }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    guard let there = RepositoryPath.fromTop(target, prefix: folder), rulebook.mayHoldContract(there),
      let entry = try git.entry(there, in: git.treeID(ofCommit: commit)), entry.mode.isFile
    else { return nil }
    let file = TreeEntry(path: there, mode: entry.mode, id: entry.id)
    guard let contract = try version(of: file, in: .commit(commit), limits: rulebook.limits).file.contract, !contract.identifier.isEmpty
    else { return nil }
    return (contract.identifier, contract)
  }
}
