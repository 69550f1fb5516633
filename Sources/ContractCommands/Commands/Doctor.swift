internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract doctor`.
struct Doctor: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look whether this repository is set up so that contracts bind, and say what mends it.",
    discussion: """
      In the bare repository of a server: hooks, what Git checks and hides there, signed pushes, the acceptance log, the outbox. In a clone: hooks, \
      sign-offs that come along with 'git fetch', missing history. In both: ssh-keygen, policy, people and owners.

      Exit code 1 if something is to be mended; advice alone leaves it 0.
      """)

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "doctor", of: [.text, .markdown, .json], contracts.git.configuration, context)
    var checks = try HookChecks.all(contracts.git, context)
    let rules = try contracts.rulesChecks(context)
    checks += try contracts.git.isBare ? ServerChecks.all(contracts, rules.rulebook, context) : CloneChecks.all(contracts.git)
    checks += try HistoryChecks.all(contracts.git) + rules.checks
    checks.append(SigningChecks.program(contracts.git.environment, isNeeded: rules.needsSignatures))
    checks += try OutboxChecks.all(contracts, rules.rulebook, context)
    let answer = DoctorAnswer(place: contracts.git.isBare ? .server : .clone, checks: checks)
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown)
    default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
    }
    return answer.isHealthy ? .pass : .refuse
  }
}
