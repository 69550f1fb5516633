package import ContractKit
package import GitStore

extension ContractRepository {
  /// Who changed the contracts of a commit, in all of its history: each change by the author who wrote it, not by who merged it. A file
  /// that was moved as it was keeps its past.
  ///
  /// - Parameter paths: where the contracts are today.
  /// - Throws: `GitError` of kind `missing` in a clone that lacks a part of the history.
  package func edits(of paths: Set<String>, from tip: ObjectID) throws -> [ContractEdit] {
    var edits: [ContractEdit] = []
    // What a path of that time is called today; newest commits come first.
    var current = Dictionary(uniqueKeysWithValues: paths.map { ($0, $0) })
    var trees = ReadTrees()
    for id in try git.commits(reachableFrom: [tip]) {
      let parents = try git.parents(of: id)
      // What a merge brings was written elsewhere.
      guard parents.count < 2 else { continue }
      let before = try parents.first.map { try git.treeID(ofCommit: $0) }
      let differences = try git.differences(from: before, to: git.treeID(ofCommit: id), &trees)
      guard differences.contains(where: { current[$0.path] != nil }) else { continue }
      let commit = try git.commit(id)
      var gone = differences.filter { $0.new == nil }
      for difference in differences {
        guard let path = current[difference.path], let new = difference.new else { continue }
        if difference.old == nil {
          let name = difference.path.split(separator: "/").last
          // Moved: the same bytes, or where it was changed on the way the same name.
          let origin =
            gone.firstIndex { $0.old?.id == new.id } ?? gone.firstIndex { $0.path.split(separator: "/").last == name }
          if let origin {
            let earlier = gone.remove(at: origin)
            current[earlier.path] = path
            if earlier.old?.id == new.id { continue }
          }
        }
        edits.append(
          ContractEdit(
            path: path, author: ClaimCommit.Identity(name: commit.author.name, email: commit.author.email), time: commit.committer.time))
      }
    }
    return edits
  }
}
