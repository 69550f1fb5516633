internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract verify`.
struct Verify: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove again who agreed to each change of the past, from what is in the repository.",
    usage: """
      git contract verify [REV | A..B] [--target BRANCH] [--reviews FILE]
      git contract verify A..B --reviews FILE --witness [--push]
      """,
    discussion: """
      Goes through the transitions along the first parents, all of them or those of a range, and holds each against the owners, people and \
      policy of its day: records, reviews that CI recorded, and what the commits say. It says where the records were read and whether \
      somebody could have rewritten them. The exit code is 1 where somebody who was bound to agree did not. A change that is still to be \
      decided about is for 'check'.

      --reviews takes what a forge says of the pull request that was merged, see 'git help contract check'. With --witness each review that \
      counts becomes a record under the key of the job (contract.signingKey), which 'witnesses' in the policy has to name: so it can be \
      proved again when the forge is gone.
      """)

  @Argument(help: "A revision or a range; all of HEAD's history without it.")
  var range: String?

  @Option(
    parsing: .singleValue, help: ArgumentHelp("The reviews of a forge; '-' reads standard input. May be repeated.", valueName: "file"))
  var reviews: [String] = []

  @Option(help: ArgumentHelp("The branch whose history it is.", valueName: "branch"))
  var target: String?

  @Flag(help: "Record the reviews that count, under the key of CI.")
  var witness = false

  @Flag(help: "Push the records that were written.")
  var push = false

  @OptionGroup var waiting: ProgressOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if witness, reviews.isEmpty { throw ValidationError("'--witness' records what '--reviews' names") }
    if push, !witness { throw ValidationError("'--push' goes with '--witness'") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: output.quiet, context)
    let configuration = contracts.git.configuration
    let form = try output.form(for: "verify", of: [.text, .markdown, .json], configuration, context)
    let (start, tip) = try ends(contracts)
    if witness { try ReviewWitness.fetchRecords(contracts, tip: tip) }
    let (proof, witnessed) = try contracts.proof(
      from: start, to: tip, target: try branch(contracts, tip, context), reviews: ReviewFiles(reviews).read(context))
    switch form {
    case .json: context.console.write(proof.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(proof.markdown)
    default: context.console.write(proof.text(output.style(configuration, context), quiet: output.quiet))
    }
    try UnfetchedSignOffs.hint(proof.transitions.flatMap(\.findings), contracts, context)
    if witness { try ReviewWitness(tip: tip, push: push).record(witnessed, contracts, context) }
    return proof.verdict.exitStatus
  }

  /// The branch whose history is proved: the one that is named, a protected one that is checked out, else the one that changes are meant for.
  private func branch(_ contracts: borrowing ContractRepository, _ tip: ObjectID, _ context: Context) throws -> JudgedPair.Target? {
    if target == nil, case .branch(let name, let head?) = try contracts.git.head(), head == tip, try contracts.isProtected(name) {
      return JudgedPair.Target(name: name, tip: tip, reference: name)
    }
    return try contracts.judgedPair(head: .nothing, target: target, environment: context.environment).target
  }

  private func ends(_ contracts: borrowing ContractRepository) throws -> (start: ObjectID?, tip: ObjectID) {
    guard let range else {
      guard let head = try contracts.git.head().commit else { throw CommandError.noCommit }
      return (nil, head)
    }
    switch try RevisionRange(range) {
    case .single(let revision): return (nil, try contracts.commit(named: revision))
    case .endpoints(let from, let to):
      let (start, tip) = (try contracts.git.requireCommit(from), try contracts.git.requireCommit(to))
      guard try contracts.git.isAncestor(start, of: tip) else {
        throw CommandError("'\(to)' does not come after '\(from)'", hints: ["git contract verify \(from)...\(to)"])
      }
      return (start, tip)
    case .mergeBase(let from, let to):
      let tip = try contracts.git.requireCommit(to)
      return (try contracts.git.mergeBases(contracts.git.requireCommit(from), tip).first, tip)
    }
  }
}
