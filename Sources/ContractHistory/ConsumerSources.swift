package import ContractKit
package import GitStore

extension ContractRepository {
  /// The sources that a commit names; none where it has no such file.
  ///
  /// - Throws: `ReadingError` where the file cannot be understood.
  package func consumerSources(at commit: ObjectID) throws -> [ConsumerSource] {
    try consumerSourceFile(at: commit)?.sources ?? []
  }

  /// The list of sources of a commit; nil where it has none.
  ///
  /// - Throws: `ReadingError` where it cannot be understood.
  func consumerSourceFile(at commit: ObjectID) throws -> ConsumerSourceFile? {
    guard let entry = try git.entry(ConsumerSourceFile.path, in: git.treeID(ofCommit: commit)) else { return nil }
    guard entry.mode.isFile else {
      throw ReadingError(
        path: ConsumerSourceFile.path, position: .start, rule: "consumer-sources-invalid", message: "the list of sources is no regular file"
      )
    }
    return try ConsumerSourceFile(git.blob(entry.id, limit: Self.largestGovernanceFile))
  }

  /// The same; nil also where it cannot be understood, which `consumers` tells.
  func readableConsumerSourceFile(at commit: ObjectID) throws -> ConsumerSourceFile? {
    do {
      return try consumerSourceFile(at: commit)
    } catch is ReadingError {
      return nil
    }
  }

  /// The tips of what was fetched of a source: the own one and, in a clone, those of its remotes, without what a newer one holds. None where
  /// nothing is here, or only what was fetched of another address.
  package func consumerTips(of source: ConsumerSource) throws -> [ObjectID] {
    var names = [source.trackingReference]
    if !git.isBare {
      names += git.configuration.subsections(of: "remote").map { Self.trackingReference(of: source.trackingReference, remote: $0) }
    }
    var tips: [ObjectID] = []
    for name in names {
      guard let tip = try git.reference(name), !tips.contains(tip), try git.commit(tip).message.hasSuffix(Self.origin(of: source)) else {
        continue
      }
      tips.append(tip)
    }
    return try tips.filter { tip in try !tips.contains { try $0 != tip && git.isAncestor(tip, of: $0) } }
  }

  /// What the message of a kept commit ends with: from where it is. Where the list says something else now, what was kept is of somebody else.
  private static func origin(of source: ConsumerSource) -> String {
    let files = source.files.map(\.description).joined(separator: " ")
    return "\n\nSource: \(source.url.withoutPassword.printable)\nRef: \(source.reference)\nFiles: \(files.printable)\n"
  }

  /// Those whom other repositories declare, and what links mean. A source of which nothing is here, or a list of sources that cannot be
  /// understood, is somebody of whom nothing is known.
  func addForeignConsumers(at commit: ObjectID, rulebook: Rulebook, to declared: inout DeclaredConsumers) throws {
    let list: ConsumerSourceFile
    do {
      guard let found = try consumerSourceFile(at: commit) else { return }
      list = found
    } catch let error as ReadingError {
      declared.strangers.append(
        ConsumerDeclaration(
          identifier: ConsumerSourceFile.path, name: "whoever '\(ConsumerSourceFile.path)' names", path: ConsumerSourceFile.path,
          diagnostics: error.diagnostics))
      return
    }
    declared.links.written = list.links
    for source in list.sources {
      let tips = try consumerTips(of: source)
      if tips.isEmpty {
        declared.strangers.append(
          source.unknown("nothing is here of source '\(source.name)', so nobody knows whom it declares: git contract consumers sync"))
      }
      for tip in tips { declared.files += try files(of: source, at: tip, rulebook) }
    }
  }

  private func files(of source: ConsumerSource, at tip: ObjectID, _ rulebook: Rulebook) throws -> [ConsumerFile] {
    var entries: [TreeEntry] = []
    try git.forEachEntry(in: git.treeID(ofCommit: tip)) { entry in
      if entry.mode.isFile { entries.append(entry) }
      return true
    }
    return try entries.sorted { $0.path < $1.path }.map { entry in
      let bytes = try git.blob(entry.id, upTo: rulebook.limits.bytes + 1)
      var file = ConsumerFile.read(bytes, path: source.path(of: entry.path), limits: rulebook.limits)
      for place in file.drafts.indices { file.drafts[place].declaration.commit = tip.hex }
      return file
    }
  }

  /// Keeps what a source declares now. Nothing happens where it declares what it did before.
  ///
  /// - Parameters:
  ///   - files: its files by path.
  ///   - revision: the commit of the source that they are from, for whoever wants to know.
  /// - Returns: whether something changed.
  package func keep(_ files: [(path: String, bytes: [UInt8])], of source: ConsumerSource, revision: String, now: Int) throws -> Bool {
    let old = try git.reference(source.trackingReference)
    var entries: [TreeEntry] = []
    for file in files { entries.append(TreeEntry(path: file.path, mode: .file, id: try git.writeBlob(file.bytes))) }
    let tree = try git.writeTree(nil, setting: entries)
    if let old, try git.treeID(ofCommit: old) == tree, try git.commit(old).message.hasSuffix(Self.origin(of: source)) { return false }
    let author = Signature(name: "git contract", email: "git-contract@localhost", time: Int64(now), offset: 0)
    let commit = try git.createCommit(
      tree: tree, parents: old.map { [$0] } ?? [], author: author, committer: author,
      message: "Consumers of '\(source.name)' at \(revision)" + Self.origin(of: source))
    try git.updateReference(source.trackingReference, to: commit, expecting: old ?? .zero, message: "consumers sync")
    return true
  }
}
