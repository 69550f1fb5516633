internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract log`.
struct Log: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the versions of a contract: commit, date, impact, what changed, who agreed.",
    discussion: "Follows the first parents from the revision, or from HEAD. Without a contract it lists all of them.")

  @Argument(help: "A contract's id, name or path.")
  var contract: String?

  @Argument(help: "A revision to start from, or a range A..B.")
  var range: String?

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "log", of: [.text, .markdown, .json], contracts.git.configuration, context)
    let answer = LogAnswer(lines: try contracts.timelines(contract, range: range))
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown)
    default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
    }
    return .pass
  }
}

extension ContractRepository {
  /// The timelines that `log` and `changelog` were asked for.
  borrowing func timelines(_ name: String?, range: String?) throws -> [Timeline] {
    var tip = try git.head().commit
    var end: ObjectID?
    if let range {
      switch try RevisionRange(range) {
      case .single(let revision): tip = try git.requireCommit(revision)
      case .endpoints(let from, let to): (end, tip) = (try git.requireCommit(from), try git.requireCommit(to))
      case .mergeBase(let from, let to):
        let head = try git.requireCommit(to)
        (end, tip) = (try git.mergeBases(git.requireCommit(from), head).first, head)
      }
    }
    guard let tip else { throw CommandError("there is no commit yet") }
    let rulebook = try rulebook(at: tip)
    var identifier: String?
    if let name {
      let catalog = try catalog(at: .commit(tip), rulebook: rulebook)
      identifier = try ContractArgument(name).find(in: catalog).first?.contract?.identifier
    }
    return try timelines(from: tip, after: end, identifier: identifier, rulebook: rulebook)
  }
}
