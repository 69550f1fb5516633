internal import ContractHistory
internal import ContractKit
internal import GitStore

/// Sign-offs that a remote may hold, and that are not here: then nobody seems to have agreed to what was agreed to long ago.
enum UnfetchedSignOffs {
  /// Says how to get them, where one is missing and something may have been left at a remote.
  ///
  /// - Parameter findings: what was found; nothing is said where no sign-off is missing.
  static func hint(_ findings: [Finding], _ repository: borrowing Repository, _ context: Context) {
    let remotes = repository.configuration.subsections(of: "remote")
    guard !repository.isBare, !remotes.isEmpty, findings.contains(where: \.isMissingSignOff) else { return }
    let untracked = repository.untrackedRemotes(under: Hooks.records)
    if let remote = untracked.first {
      context.hint("sign-offs of '\(remote)' do not come along with 'git fetch' here; to get them: git contract hooks install && git fetch")
    } else {
      context.hint("whoever agreed since the last 'git fetch' is not known here: git fetch")
    }
  }
}

extension Finding {
  fileprivate var isMissingSignOff: Bool {
    level >= .warning && [rule, reason ?? ""].contains { $0.hasSuffix("sign-off-missing") }
  }
}
