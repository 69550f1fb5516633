internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract check`.
struct Check: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Decide: what the change costs, whether its version, owners and consumers agree with it.",
    usage: """
      git contract check [--target BRANCH | --base REV]
      git contract check --staged
      git contract check A..B | A...B
      git contract check --reviews FILE [REV]
      git contract check --all
      git contract check ... --report FORM=FILE
      """,
    discussion: """
      Bare it judges the work tree against the merge base of HEAD and the target: --target, else the CI's base branch, the upstream, \
      the remote's HEAD, main or master. Where CI (or TF_BUILD) is set, or a base branch is named by CI, it decides about what is \
      checked out as a server does. With --staged it judges the index, with A..B two commits. --all judges everything as it stands, \
      without a change.

      --reviews takes what a forge says of a pull request: the JSON of 'gh pr view NUMBER --json reviews,baseRefName', or of GitLab's \
      approvals and versions API, one file each. A review counts for the bytes of the commit that was under review, and for a policy \
      that names the forge. HEAD is judged then.

      --format also takes junit, sarif, github (annotations of GitHub Actions), gitlab (Code Quality), comment (Markdown for a pull \
      request, short enough for any forge) and variables (NAME=VALUE lines for later steps of a job). --report writes further forms of \
      the same decision to files, also where nothing could be decided. The exit code is the same in every form.

      \(PorcelainTable.check.words)
      """)

  @Argument(help: "A range, or a revision to judge instead of the work tree.")
  var range: String?

  @Flag(name: [.customLong("staged"), .customLong("cached")], help: "Judge the index.")
  var staged = false

  @Flag(help: "Judge everything as it stands.")
  var all = false

  @Option(help: ArgumentHelp("The branch that the change is meant for.", valueName: "branch"))
  var target: String?

  @Option(help: ArgumentHelp("Judge against this revision instead of the merge base with the target.", valueName: "revision"))
  var base: String?

  @Option(
    parsing: .singleValue, help: ArgumentHelp("The reviews of a forge; '-' reads standard input. May be repeated.", valueName: "file"))
  var reviews: [String] = []

  @Option(
    name: .customLong("report"), parsing: .singleValue,
    help: ArgumentHelp("Write the answer in this form to a file, too. May be repeated.", valueName: "form=file"))
  var reports: [ReportFile] = []

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !reviews.isEmpty, staged || all { throw ValidationError("'--reviews' is about commits: it goes with a range or a revision") }
    if [range != nil, staged, all].count(where: { $0 }) > 1 { throw ValidationError("a range, '--staged' and '--all' exclude each other") }
    if base != nil, target != nil { throw ValidationError("'--base' and '--target' exclude each other") }
  }

  private static let forms: [ReportFormat] = [.text, .markdown, .json, .junit, .sarif, .github, .gitlab, .comment, .variables]

  func run(in context: Context) throws -> ExitStatus {
    for report in reports where !Self.forms.contains(report.form) { throw report.form.unavailable(for: "check", available: Self.forms) }
    return try Self.tellingUndecided(context, output.format, reports) { form in
      let contracts = ContractRepository(try context.openRepository())
      let configuration = contracts.git.configuration
      let wanted = try output.form(for: "check", of: Self.forms, configuration, context)
      let lines = try porcelain.form(besides: output, configuration, context)
      form = lines == nil ? wanted : .text
      let answer = try answer(contracts, context)
      try UnfetchedSignOffs.hint(answer.findings, contracts, context)
      for report in reports {
        let text = try Self.rendered(answer, as: report.form, .plain, quiet: output.quiet)
        try LocalFile.write(Array(text.utf8), to: context.absolutePath(report.file))
      }
      let text =
        try lines?.text(answer.porcelain(quiet: output.quiet))
        ?? Self.rendered(answer, as: wanted, output.style(configuration, context), quiet: output.quiet)
      context.console.write(text)
      return answer.verdict.exitStatus
    }
  }

  private func answer(_ contracts: borrowing ContractRepository, _ context: Context) throws -> CheckAnswer {
    if all { return try contracts.checkAll(context) }
    if staged {
      return try contracts.check(head: .index, target: target, base: try explicitBase(contracts), moment: .commit, context)
    }
    // Reviews are of commits: with them it is the committed state that is decided about.
    if let range = range ?? (reviews.isEmpty ? nil : "HEAD") { return try check(range, contracts, context) }
    if isRunByCI(context) { return try checkOut(contracts, context) }
    return try contracts.check(head: .workTree, target: target, base: try explicitBase(contracts), moment: .commit, context)
  }

  /// Whether a machine asks, for which the answer is a decision: nobody is there who will still commit something.
  private func isRunByCI(_ context: Context) -> Bool {
    // Not every system says 'true'; a few set names of their own only.
    ["CI", "TF_BUILD"].contains { !["", "0", "false"].contains(context.environment[$0]?.lowercased() ?? "") }
      || JudgedPair.baseBranchVariables.contains { context.environment[$0]?.isEmpty == false }
  }

  /// What CI has checked out: its commit, and where a step before this one changed something, that.
  ///
  /// - Throws: `GitError` where nobody can tell for which branch it is meant: a clone of one branch, or a trunk of another name.
  private func checkOut(_ contracts: borrowing ContractRepository, _ context: Context) throws -> CheckAnswer {
    let base = try explicitBase(contracts)
    var head = RepositoryState.workTree
    if let commit = try contracts.git.head().commit {
      let pair = try contracts.judgedPair(head: .commit(commit), target: target, environment: context.environment)
      guard pair.target != nil || base != nil else {
        throw GitError(
          .missing, "cannot tell for which branch this is meant, so there is nothing to hold it against",
          hint: "git contract check --target BRANCH, where BRANCH was fetched: git fetch origin BRANCH:refs/remotes/origin/BRANCH")
      }
      // By the rules of the base: those of the commit are a part of what is judged, and may be broken.
      let changes = try contracts.differences(from: commit, to: .workTree, rulebook: contracts.rulebook(at: base ?? pair.base))
      if changes.transitions.isEmpty, changes.governance.isEmpty { head = .commit(commit) }
    }
    return try contracts.check(head: head, target: target, base: base, moment: .gate, context)
  }

  /// `check --staged` as it stands in scripts and in hooks of others: without argument-parser, for the same reason as `hook`.
  static func staged(_ context: Context) throws -> ExitStatus {
    try tellingUndecided(context, nil) { form in
      let contracts = ContractRepository(try context.openRepository())
      let configuration = contracts.git.configuration
      let wanted = try OutputOptions.preferredForm(of: forms, configuration, context)
      form = wanted
      let base = try configuration.value("contract.base").map { try contracts.git.requireCommit($0) }
      let answer = try contracts.check(head: .index, target: nil, base: base, moment: .commit, context)
      let style = OutputOptions.style(color: nil, configuration, context, onErrors: false)
      context.console.write(try rendered(answer, as: wanted, style, quiet: false))
      return answer.verdict.exitStatus
    }
  }

  private static func rendered(_ answer: CheckAnswer, as form: ReportFormat, _ style: Style, quiet: Bool) throws -> String {
    let version = GitContract.version
    func report() -> FindingsReport { answer.report(quiet: quiet, toolVersion: version) }
    switch form {
    case .text: return answer.text(style, quiet: quiet)
    case .markdown: return answer.markdown
    case .json: return answer.json(toolVersion: version).pretty
    case .junit: return report().junit
    case .sarif: return report().sarif.pretty
    case .github: return report().githubAnnotations
    case .gitlab: return report().codeQuality.pretty
    case .comment: return answer.pullRequestComment()
    case .variables: return answer.variables
    case .omds, .html, .csv, .mermaid: throw form.unavailable(for: "check", available: forms)
    }
  }

  /// Whoever reads a form for programs learns from it, too, that nothing was decided; the reason stands on stderr as well.
  private static func tellingUndecided(
    _ context: Context, _ flag: ReportFormat?, _ reports: [ReportFile] = [], _ body: (inout ReportFormat?) throws -> ExitStatus
  ) throws -> ExitStatus {
    var form = flag
    do {
      return try body(&form)
    } catch {
      let failure = CommandError(error)
      guard failure.status == .undecided else { throw error }
      context.console.write(undecided(failure, as: form ?? .text))
      for report in reports {
        do {
          try LocalFile.write(Array(undecided(failure, as: report.form).utf8), to: context.absolutePath(report.file))
        } catch {
          // It may be the very file that could not be written before; that nothing was decided is the answer in any case.
          context.console.note(CommandError(error).text)
        }
      }
      throw error
    }
  }

  /// What a form says where nothing could be decided; empty for those whose readers see stderr.
  private static func undecided(_ failure: CommandError, as form: ReportFormat) -> String {
    let nothing = CheckAnswer(verdict: .undecided, findings: [], contracts: [], signOffs: [], impact: [])
    let report = FindingsReport.undecided(failure.message, toolVersion: GitContract.version)
    switch form {
    case .json: return nothing.json(toolVersion: GitContract.version).pretty
    case .junit: return report.junit
    case .sarif: return report.sarif.pretty
    case .github: return report.githubAnnotations
    case .gitlab: return report.codeQuality.pretty
    case .comment: return CheckAnswer.undecidedComment(failure.message, hints: failure.hints)
    case .variables: return nothing.variables
    case .text, .markdown, .omds, .html, .csv, .mermaid: return ""
    }
  }

  /// `--base`, else `contract.base` of Git's configuration.
  private func explicitBase(_ contracts: borrowing ContractRepository) throws -> ObjectID? {
    guard target == nil, let name = base ?? contracts.git.configuration.value("contract.base") else { return nil }
    return try contracts.git.requireCommit(name)
  }

  private func check(_ text: String, _ contracts: borrowing ContractRepository, _ context: Context) throws -> CheckAnswer {
    let said = try ReviewFiles(reviews).read(context)
    switch try RevisionRange(text) {
    case .single(let revision):
      let head = try contracts.commit(named: revision)
      return try contracts.check(
        head: .commit(head), target: target, base: try explicitBase(contracts), moment: .gate, reviews: said, context)
    case .endpoints, .mergeBase:
      let endpoints = try RevisionArguments([text]).endpoints(contracts, context)
      return try contracts.check(
        head: endpoints.head, target: target, base: endpoints.base, moment: .gate, reviews: said, context)
    }
  }
}

extension Verdict {
  var exitStatus: ExitStatus {
    switch self {
    case .pass: .pass
    case .refuse: .refuse
    case .undecided: .undecided
    }
  }
}
