internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract people`.
struct PeopleCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "Hold the people file against everything that names somebody.",
    usage: "git contract people check [REV] [--format FORMAT]",
    discussion: """
      Says which owners nobody knows, who left and still owns, which teams have nobody who can sign, which keys have ended or soon will, \
      which bots are named as owners, who stands twice, and where a contract's own 'team' says otherwise than CODEOWNERS. Reads the work \
      tree, or a revision. 'check --all' says the same among the rest.
      """)

  @Argument(help: ArgumentHelp("'check', the only question so far.", valueName: "check"))
  var question: String

  @Argument(help: "The revision that is meant instead of the work tree.")
  var revision: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard question == "check" else { throw ValidationError("'people' answers to 'check', not to '\(question)'") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let configuration = contracts.git.configuration
    let form = try output.form(for: "people check", of: [.text, .json], configuration, context)
    let state: RepositoryState
    if let revision {
      state = .commit(try contracts.git.requireCommit(revision))
    } else if contracts.git.isBare {
      state = try contracts.git.head().commit.map { .commit($0) } ?? .nothing
    } else {
      state = .workTree
    }
    let answer: PeopleAnswer
    do {
      let (owners, judgement) = try contracts.checkPeople(at: state, today: context.today)
      answer = PeopleAnswer(owners: owners, verdict: judgement.verdict, findings: judgement.findings)
    } catch let error as ReadingError {
      // What stands twice, or is nobody's, is what this command is asked for.
      guard error.diagnostics.allSatisfy({ $0.path == People.path }) else { throw error }
      answer = PeopleAnswer(
        owners: contracts.ownershipState(try contracts.rulebook(at: .nothing), context.today), verdict: .refuse,
        findings: error.diagnostics.map {
          Finding(rule: $0.rule, level: .error, path: $0.path, position: $0.position, message: $0.message)
        })
    }
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    default: context.console.write(answer.text(output.style(configuration, context)))
    }
    return answer.verdict.exitStatus
  }
}
