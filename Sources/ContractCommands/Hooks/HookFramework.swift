internal import ContractHistory
internal import GitStore

extension RefUpdate {
  /// What the framework <https://pre-commit.com> took from a hook's standard input and tells in the environment: one ref of the push, the
  /// first one, which is all that it knows.
  ///
  /// - Throws: `CommandError` where it names a branch that is not there: nothing was looked at then.
  static func fromFramework(_ contracts: borrowing ContractRepository, _ environment: [String: String]) throws -> [RefUpdate] {
    guard let branch = environment["PRE_COMMIT_REMOTE_BRANCH"], !branch.isEmpty else { return [] }
    // Without a range everything is new.
    guard let text = environment["PRE_COMMIT_TO_REF"] ?? environment["PRE_COMMIT_LOCAL_BRANCH"], let new = try contracts.git.resolve(text)
    else { throw CommandError("pre-commit does not say what is pushed to '\(branch)'", hints: ["git contract hooks install"]) }
    let name = branch.hasPrefix("refs/") ? branch : "refs/heads/" + branch
    // Of a branch that is new over there it gives the commit from which it parts.
    var old: ObjectID?
    if let remote = environment["PRE_COMMIT_REMOTE_NAME"], name.hasPrefix("refs/heads/") {
      old = try contracts.git.reference("refs/remotes/\(remote)/" + name.dropFirst("refs/heads/".count))
    }
    return [RefUpdate(reference: name, old: old ?? .zero, new: new)]
  }
}
