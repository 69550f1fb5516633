package import ContractKit
package import GitStore

extension ContractRepository {
  /// The sources that a commit names; none where it has no such file.
  ///
  /// - Throws: `ReadingError` where the file cannot be understood.
  package func consumerSources(at commit: ObjectID) throws -> [ConsumerSource] {
    guard let entry = try git.entry(ConsumerSourceFile.path, in: git.treeID(ofCommit: commit)), entry.mode.isFile else { return [] }
    return try ConsumerSourceFile(git.blob(entry.id, limit: Self.largestGovernanceFile)).sources
  }

  /// The tip of what was fetched of a source: the own one, in a clone else that of a remote.
  package func consumerTip(of source: ConsumerSource) throws -> ObjectID? {
    if let tip = try git.reference(source.trackingReference) { return tip }
    guard !git.isBare else { return nil }
    for remote in git.configuration.subsections(of: "remote") {
      if let tip = try git.reference(Self.trackingReference(of: source.trackingReference, remote: remote)) { return tip }
    }
    return nil
  }

  /// Those whom other repositories declare. A source of which nothing is here, or a list of sources that cannot be understood, is somebody of
  /// whom nothing is known.
  func foreignConsumers(at commit: ObjectID, rulebook: Rulebook) throws -> [ConsumerDeclaration] {
    let sources: [ConsumerSource]
    do {
      sources = try consumerSources(at: commit)
    } catch let error as ReadingError {
      return [
        ConsumerDeclaration(
          identifier: ConsumerSourceFile.path, name: "whoever '\(ConsumerSourceFile.path)' names", path: ConsumerSourceFile.path,
          diagnostics: error.diagnostics)
      ]
    }
    return try sources.flatMap { source -> [ConsumerDeclaration] in
      guard let tip = try consumerTip(of: source) else {
        return [source.unknown("nothing is here of source '\(source.name)', so nobody knows whom it declares: git contract consumers sync")]
      }
      var entries: [TreeEntry] = []
      try git.forEachEntry(in: git.treeID(ofCommit: tip)) { entry in
        if entry.mode.isFile { entries.append(entry) }
        return true
      }
      return try entries.sorted { $0.path < $1.path }.map { entry in
        let bytes = try git.blob(entry.id, upTo: rulebook.limits.bytes + 1)
        var declaration = ConsumerDeclaration.read(bytes, path: source.path(of: entry.path), limits: rulebook.limits)
        declaration.commit = tip.hex
        return declaration
      }
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
    if let old, try git.treeID(ofCommit: old) == tree { return false }
    let author = Signature(name: "git contract", email: "git-contract@localhost", time: Int64(now), offset: 0)
    let commit = try git.createCommit(
      tree: tree, parents: old.map { [$0] } ?? [], author: author, committer: author,
      message: "Consumers of '\(source.name)' at \(revision)\n\nSource: \(source.url.printable)\nRef: \(source.reference)")
    try git.updateReference(source.trackingReference, to: commit, expecting: old ?? .zero, message: "consumers sync")
    return true
  }
}
