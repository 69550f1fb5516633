package import ContractKit
package import GitStore

/// A file that should hold a record, and what it turned out to be.
package struct RecordFile: Sendable {
  /// Where it stands: the ref or `the tree`, and the path in it.
  package var place: String
  /// Whether it stands on the ref, into which a server lets nobody put what it has not looked at.
  package var isOnReference: Bool
  package var content: Result<SignedRecord, SignedRecord.Malformed>
}

extension ContractRepository {
  /// The folder of the records of a contract, on the ref and below `.contracts/signoffs/` alike.
  package static func recordFolder(of contract: Contract) -> String {
    contract.folder
  }

  /// The folder of the records of a transition; by its path where neither side can be read.
  package static func recordFolder(of transition: Transition) -> String {
    (transition.new?.contract ?? transition.old?.contract).map { recordFolder(of: $0) } ?? recordFolder(ofFile: transition.path)
  }

  /// The folder of the records of a file that decides about others.
  package static func recordFolder(ofFile path: String) -> String {
    String(Digest.sha256(of: Array(path.utf8)).prefix(12))
  }

  /// All records of a folder: those on the ref of the policy, and those in the tree at head, which travel with a branch. A record that stands in
  /// both is told once.
  package func records(in folder: String, reference: String, pair: JudgedPair) throws -> [RecordFile] {
    var files: [RecordFile] = []
    var seen: Set<String> = []
    func collect(_ tree: ObjectID, under directory: String, place: String, isOnReference: Bool) throws {
      var entries: [TreeEntry] = []
      try git.forEachEntry(in: tree, under: directory) { entry in
        if entry.mode.isFile, entry.path.hasSuffix(".signoff") { entries.append(entry) }
        // Records lie side by side: what is below them is nobody's, and nobody walks it.
        return entry.mode != .tree
      }
      // One that was left out could be a withdrawal.
      guard entries.count <= Self.greatestRecordCount else {
        throw GitError(.other, "there are more than \(Self.greatestRecordCount) records in '\(place)\(directory)'")
      }
      for entry in entries where seen.insert(entry.id.hex).inserted {
        let bytes = try git.blob(entry.id, upTo: SignedRecord.largestFile + 1)
        let content = Result { () throws(SignedRecord.Malformed) in try SignedRecord(bytes) }
        files.append(RecordFile(place: place + entry.path, isOnReference: isOnReference, content: content))
      }
    }
    // What a push brings counts beside what is there, never in its place: it may have left out a withdrawal.
    let tips = try tips(of: reference) + (pair.recordsTip.map { [$0] } ?? [])
    let head = try (pair.pushedTip ?? pair.headCommit).map { try git.treeID(ofCommit: $0) }
    let key = ParsedContracts.RecordKey(folder: folder, reference: reference, tips: tips, tree: head)
    if let known = parsed.records[key] { return known }
    for tip in tips {
      try collect(git.treeID(ofCommit: tip), under: folder, place: reference + ":", isOnReference: true)
    }
    if let head { try collect(head, under: Self.recordsInTree + folder, place: "", isOnReference: false) }
    parsed.records[key] = files
    return files
  }

  package static let recordsInTree = ".contracts/signoffs/"

  /// More than a contract gets in its life; whoever writes more of them than that wants to keep somebody waiting.
  private static var greatestRecordCount: Int { 10_000 }

  /// Where a clone keeps what a remote has on the ref of the records, apart from its own, so that a fetch overwrites nobody's record.
  package static func trackingReference(of reference: String, remote: String) -> String {
    if reference.hasPrefix("refs/heads/") { return "refs/remotes/\(remote)/" + reference.dropFirst("refs/heads/".count) }
    let name = reference.hasPrefix("refs/contracts/") ? reference.dropFirst("refs/contracts/".count) : reference.dropFirst("refs/".count)
    return "refs/contracts/remotes/\(remote)/" + name
  }

  /// The tips of a ref that only grows: the ref itself, and in a clone what was fetched of its remotes. A server believes only its own ref, for
  /// that one alone nobody rewrites.
  func tips(of reference: String) throws -> [ObjectID] {
    try recordReferences(reference).map(\.commit)
  }

  /// The same tips with their names; where several are alike the first.
  func recordReferences(_ reference: String) throws -> [(name: String, commit: ObjectID)] {
    var tips: [(name: String, commit: ObjectID)] = []
    var names = [reference]
    if !git.isBare { names += git.configuration.subsections(of: "remote").map { Self.trackingReference(of: reference, remote: $0) } }
    for name in names {
      if let tip = try git.reference(name), !tips.contains(where: { $0.commit == tip }) { tips.append((name, tip)) }
    }
    return tips
  }

  /// Adds records to the ref, beside what is there and what was fetched: appends that happened at once become one tree with the files of
  /// both.
  ///
  /// Whoever appends at the same moment loses nothing: the ref is moved by compare-and-swap, and the loser appends to the winner's.
  ///
  /// - Parameter records: none to do no more than take in what was fetched.
  /// - Throws: `GitError`, of kind `referenceMoved` only where others were faster many times in a row.
  package func append(_ records: [SignedRecord], folder: String, to reference: String, author: Signature) throws {
    var files: [TreeEntry] = []
    for record in records {
      files.append(
        TreeEntry(
          path: folder + "/" + record.record.fileName, mode: .file, id: try git.writeBlob(Array(record.fileText.utf8))))
    }
    try advance(reference, message: "sign") { tip in
      let others = try tips(of: reference).filter { $0 != tip }.filter { other in
        try tip.map { try !git.isAncestor(other, of: $0) } ?? true
      }
      let entries = try files + others.flatMap { try recordEntries(in: $0) }
      let tree = try tip.map { try git.treeID(ofCommit: $0) }
      let added = try tree.map { try missing(entries, in: $0) } ?? entries
      if let tree {
        for file in files where try git.entry(file.path, in: tree)?.id ?? file.id != file.id {
          // The same record under another signature of the same key says nothing new.
          if try isSameRecord(file, git.entry(file.path, in: tree)) { continue }
          throw GitError(.other, "another record stands at '\(file.path)' already", hint: "sign once more: the new record has another name")
        }
      }
      guard !added.isEmpty || !others.isEmpty else { return nil }
      if added.isEmpty, others.count == 1, let other = others.first, try tip.map({ try git.isAncestor($0, of: other) }) ?? true {
        return other
      }
      let names = records.map { "\($0.record.decision.text) \($0.record.contract.printable)" }
      return try git.createCommit(
        tree: git.writeTree(tree, setting: added), parents: (tip.map { [$0] } ?? []) + others, author: author, committer: author,
        message: names.isEmpty ? "Merge sign-offs" : "Sign off: " + names.joined(separator: ", "))
    }
  }

  private func isSameRecord(_ file: TreeEntry, _ there: TreeEntry?) throws -> Bool {
    func record(_ entry: TreeEntry) throws -> SignedRecord? {
      let bytes = try git.blob(entry.id, upTo: SignedRecord.largestFile + 1)
      if case .success(let signed) = Result(catching: { () throws(SignedRecord.Malformed) in try SignedRecord(bytes) }) { return signed }
      return nil
    }
    guard let there, let mine = try record(file), let other = try record(there) else { return false }
    return mine.record.digest == other.record.digest && mine.signature.key.blob == other.signature.key.blob
  }

  private func recordEntries(in commit: ObjectID) throws -> [TreeEntry] {
    var entries: [TreeEntry] = []
    try git.forEachEntry(in: git.treeID(ofCommit: commit), under: "") { entry in
      if entry.mode != .tree { entries.append(entry) }
      return true
    }
    return entries
  }

  /// Those that a tree does not have. What is there stays: the same decision signed once more says nothing new.
  private func missing(_ entries: [TreeEntry], in tree: ObjectID) throws -> [TreeEntry] {
    var directories = ReadDirectories()
    return try entries.filter { try git.entry($0.path, in: tree, &directories) == nil }
  }
}
