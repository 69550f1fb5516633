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
}
