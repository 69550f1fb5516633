internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// The places where records are read, and whether somebody could have rewritten each without a trace here.
  func recordStores(_ reference: String, _ tip: ObjectID) throws -> [RecordProof.Store] {
    var stores: [RecordProof.Store] = []
    for tip in try recordReferences(reference) {
      stores.append(
        RecordProof.Store(name: tip.name, commit: tip.commit.hex, isRewritable: true, remark: Self.remark(tip.name, isServer: git.isBare)))
    }
    if try git.entry(String(Self.recordsInTree.dropLast()), in: git.treeID(ofCommit: tip)) != nil {
      stores.append(
        RecordProof.Store(
          name: "the tree", commit: tip.hex, isRewritable: false,
          remark: "part of what is judged: whoever takes a record away makes other commits"))
    }
    return stores
  }

  private static func remark(_ reference: String, isServer: Bool) -> String {
    if reference.hasPrefix("refs/heads/") || reference.hasPrefix("refs/remotes/") {
      return "a branch: it holds what was put there only where a rule of the forge forbids to force-push it"
    }
    return isServer
      ? "kept by this repository's own hooks: it holds what was put there as long as they stand"
      : "a copy: whoever holds this clone can rewrite it"
  }

  /// What was taken off the ref again. A record that is gone may have been a withdrawal, so each is an error.
  ///
  /// - Returns: nothing where the ref was rewritten as a whole: only a server's acceptance log tells that.
  func removedRecords(_ reference: String) throws -> [Finding] {
    var findings: [Finding] = []
    for tip in try recordReferences(reference) {
      for id in try git.commits(reachableFrom: [tip.commit]) {
        let commit = try git.commit(id)
        for parent in commit.parents {
          for difference in try git.differences(from: git.treeID(ofCommit: parent), to: commit.tree) where difference.old != nil {
            let what = difference.new == nil ? "was removed" : "was altered"
            findings.append(
              Finding(
                rule: "record-altered", level: .error, path: difference.path,
                message: "record '\(difference.path)' \(what) from '\(tip.name)' by commit \(id.short())",
                hint: "a record stays as it is; 'withdraw' is a record of its own"))
          }
        }
      }
    }
    return findings
  }

  /// The records that counted when a server took in what a branch holds, and that are nowhere now: a ref that was rewritten as a whole shows
  /// here.
  func missingRecords(_ reference: String, tip: ObjectID, branch: String?) throws -> [Finding] {
    guard let branch else { return [] }
    let accepted = try acceptanceRecords().filter { $0.reference == branch && !$0.signOffs.isEmpty }
    guard !accepted.isEmpty else { return [] }
    // A file is named after the record that it holds: see `SignOffRecord.fileName`.
    var names: Set<Substring> = []
    func collect(_ tree: ObjectID, under directory: String?) throws {
      try git.forEachEntry(in: tree, under: directory) { entry in
        if entry.mode.isFile, entry.path.hasSuffix(".signoff") { names.insert(entry.path.dropLast(".signoff".count).suffix(8)) }
        return true
      }
    }
    for store in try recordReferences(reference) { try collect(git.treeID(ofCommit: store.commit), under: nil) }
    try collect(git.treeID(ofCommit: tip), under: Self.recordsInTree)
    return accepted.flatMap { acceptance in
      acceptance.signOffs.filter { !names.contains($0.prefix(8)) }.map { digest in
        Finding(
          rule: "record-altered", level: .error, path: reference,
          message: "record \(digest.prefix(12)) counted when '\(branch)' was taken in at \(acceptance.time), and is gone",
          hint: "git fetch, if it is elsewhere; else somebody took it away")
      }
    }
  }
}
