internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `git contract policy`.
struct PolicyCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Print the policy that is in force, and where each line of it comes from.")

  @Argument(help: "The revision whose policy is meant; HEAD by default.")
  var revision: String?

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let commit = try revision.map { try contracts.git.requireCommit($0) } ?? contracts.git.head().commit
    context.console.write(try contracts.rulebook(at: commit).policy.rendered())
    return .pass
  }
}
