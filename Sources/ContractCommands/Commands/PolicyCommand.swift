internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract policy`.
struct PolicyCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Print the policy that is in force: each value, where it is said, and what it is for.",
    discussion: """
      The text is a policy file that says the same; behind it stands who must agree to what, as it holds for each path and status. A \
      change is judged by the policy of the commit that it starts from, never by its own.
      """)

  @Argument(help: "The revision whose policy is meant; HEAD by default.")
  var revision: String?

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "policy", of: [.text, .json], contracts.git.configuration, context)
    let commit = try revision.map { try contracts.git.requireCommit($0) } ?? contracts.git.head().commit
    let policy = try contracts.rulebook(at: commit).policy
    let hasFile = try commit.map { try contracts.git.entry(Policy.path, in: contracts.git.treeID(ofCommit: $0)) != nil } ?? false
    let answer = PolicyAnswer(policy: policy, commit: commit?.hex, hasFile: hasFile)
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    default: context.console.write(answer.text)
    }
    return .pass
  }
}
