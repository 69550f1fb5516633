internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract log`.
struct Log: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the versions of a contract: commit, date, impact, what changed, who agreed.",
    discussion: """
      Follows the first parents from the revision, or from HEAD. Without a contract it lists all of them. A contract that cannot be \
      read at the end of the range is named on stderr, its history is told nonetheless, and the exit code is 1.
      """)

  @Argument(help: "A contract's id, name or path.")
  var contract: String?

  @Argument(help: "A revision to start from, or a range A..B.")
  var range: String?

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "log", of: [.text, .markdown, .json], contracts.git.configuration, context)
    let request = try contracts.timelineRequest(contract, range: range)
    let answer = LogAnswer(lines: try contracts.timelines(request))
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown)
    default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
    }
    return contracts.nameUnreadable(request, context)
  }
}
