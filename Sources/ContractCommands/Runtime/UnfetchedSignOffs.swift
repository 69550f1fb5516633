internal import ContractHistory
internal import ContractKit
internal import GitStore

/// Sign-offs that a remote may hold, and that are not here: then nobody seems to have agreed to what was agreed to long ago.
enum UnfetchedSignOffs {
  /// Says how to get them, where one is missing that a person with a key may have left at a remote.
  ///
  /// - Parameter findings: what was found; nothing is said where no sign-off is missing.
  static func hint(_ findings: [Finding], _ contracts: borrowing ContractRepository, _ context: Context) throws {
    guard !contracts.git.isBare, findings.contains(where: \.isMissingSignOff),
      !contracts.git.configuration.subsections(of: "remote").isEmpty, try somebodySigns(contracts)
    else { return }
    // CI fetches them itself, without setting anything up.
    let untracked = try contracts.git.untrackedRemotes(under: Hooks.records).first { remote in
      try contracts.git.references(under: "\(Hooks.records)remotes/\(remote)/").isEmpty
    }
    if let remote = untracked {
      context.hint("sign-offs of '\(remote)' do not come along with 'git fetch' here; to get them: git contract hooks install && git fetch")
    } else {
      context.hint("whoever agreed since the last 'git fetch' is not known here: git fetch")
    }
  }

  /// Whether anybody has a key, and signs where an ordinary fetch does not reach. A people file that cannot be read is told by whoever judges.
  private static func somebodySigns(_ contracts: borrowing ContractRepository) throws -> Bool {
    do {
      let rulebook = try contracts.rulebook(at: contracts.git.head().commit)
      return rulebook.policy.records.hasPrefix(Hooks.records) && rulebook.people?.persons.contains { !$0.keys.isEmpty } == true
    } catch is ReadingError {
      return false
    }
  }
}

extension Finding {
  fileprivate var isMissingSignOff: Bool {
    level >= .warning && [rule, reason ?? ""].contains { $0.hasSuffix("sign-off-missing") }
  }
}
