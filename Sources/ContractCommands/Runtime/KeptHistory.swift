internal import ContractHistory
internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// What this repository keeps of its history; nothing where `contract.cache` is false.
  ///
  /// - Throws: `GitError` where the setting is no truth.
  borrowing func historyCache(_ context: Context) throws -> HistoryCache {
    guard try git.configuration.bool("contract.cache") ?? true else { return .none }
    return HistoryCache(commonDirectory: git.commonDirectory, build: Self.build(context))
  }

  /// The version alone does not tell a program from the one of yesterday, while it is worked on.
  private static func build(_ context: Context) -> String {
    guard let program = context.program, let status = LocalFile.stamp(program) else { return GitContract.version }
    return GitContract.version + " " + status
  }
}
