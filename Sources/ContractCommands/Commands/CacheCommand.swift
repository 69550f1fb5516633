internal import ArgumentParser
internal import ContractKit
internal import GitStore

/// `git contract cache`.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Show or clear what is kept of a history that was told.",
    discussion: """
      The changelog of all contracts is kept in the Git directory, in 'contracts/index', by the content that it follows from, so that the next \
      run reads new commits only. It is never needed, and nothing that decides or proves asks it. \
      'git config contract.cache false' keeps nothing.
      """,
    subcommands: [CacheStatus.self, CacheClear.self])

  static let commandNames = ["status", "clear"]
}

/// `git contract cache status`.
struct CacheStatus: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how much is kept, and whether all of it is whole.")

  func run(in context: Context) throws -> ExitStatus {
    let repository = try context.openRepository()
    if try repository.configuration.bool("contract.cache") == false { context.console.write("nothing is kept: contract.cache is false\n") }
    guard let status = CacheFile(commonDirectory: repository.commonDirectory).status else {
      context.console.write("\(CacheFile.path(repository.commonDirectory).printable): nothing is kept\n")
      return .pass
    }
    context.console.write(
      "\(status.path.printable): \(status.records) records in \(status.bytes) bytes, \(status.deadBytes) of them no longer needed\n")
    if status.damaged > 0 {
      context.console.write("\(status.damaged) records are damaged: they are not used, and worked out again\n")
    }
    return .pass
  }
}

/// `git contract cache clear`.
struct CacheClear: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Remove what is kept; the next run works it out again.")

  func run(in context: Context) throws -> ExitStatus {
    let repository = try context.openRepository()
    let freed = try CacheFile.clear(commonDirectory: repository.commonDirectory)
    context.console.write(freed == 0 ? "nothing was kept\n" : "\(freed) bytes removed\n")
    return .pass
  }
}
