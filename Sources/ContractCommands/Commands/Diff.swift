internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract diff`.
struct Diff: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed in the contracts, and what each change costs their readers.",
    usage: """
      git contract diff [A..B | A...B | A B | A] [-- PATH...]
      git contract diff --staged [A] [-- PATH...]
      git contract diff CONTRACT@VERSION CONTRACT@VERSION
      git contract diff --no-index OLD NEW
      """,
    discussion: """
      The dots mean what they mean to 'git diff'. Without a revision the work tree is compared with HEAD, with one with that. A \
      contract at the new side that cannot be read is named, and the exit code is 1. orders@1.2.0 orders@2.0.0 compares two versions of \
      one contract, wherever they are in history.

      --format also takes omds (the draft of Bitol for metadata differences, RFC 0039), sarif, github (annotations of GitHub Actions) \
      and gitlab (Code Quality). A diff decides nothing, so in these what hurts readers is a warning; 'check' decides.

      \(PorcelainTable.diff.words)
      """)

  @Argument(help: "Revisions, or with --no-index two files.")
  var revisions: [String] = []

  @Flag(name: [.customLong("staged"), .customLong("cached")], help: "Compare the index with HEAD, or with a revision.")
  var staged = false

  @Flag(help: "Compare two files that need not be in a repository.")
  var noIndex = false

  @Option(help: "Whom a change costs: consumer (the default) or producer, whose data kept the old contract.")
  var perspective: Perspective?

  @Flag(help: "Exit with 1 if something changed.")
  var exitCode = false

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  private static let forms: [ReportFormat] = [.text, .markdown, .json, .sarif, .github, .gitlab, .omds]

  func run(in context: Context) throws -> ExitStatus {
    let answer: DiffAnswer
    let form: ReportFormat
    let style: Style
    let lines: Porcelain?
    if noIndex {
      form = try output.form(for: "diff", of: Self.forms, nil, context)
      lines = try porcelain.form(besides: output, nil, context)
      style = output.style(nil, context)
      answer = try compareFiles(context)
    } else {
      let contracts = ContractRepository(try context.openRepository())
      let configuration = contracts.git.configuration
      form = try output.form(for: "diff", of: Self.forms, configuration, context)
      lines = try porcelain.form(besides: output, configuration, context)
      style = output.style(configuration, context)
      answer = try compareVersions(contracts, context) ?? compareStates(contracts, context)
    }
    context.console.write(try lines?.text(answer.porcelain) ?? Self.rendered(answer, as: form, style))
    // A form that has no place for what could not be read must not hide it.
    if form == .omds, lines == nil { for sided in answer.diagnostics { context.warn(sided.words) } }
    if answer.diagnostics.contains(where: { $0.side == .new }) { return .refuse }
    return exitCode && !(answer.contracts.allSatisfy { $0.changes.isEmpty }) ? .refuse : .pass
  }

  private static func rendered(_ answer: DiffAnswer, as form: ReportFormat, _ style: Style) throws -> String {
    let version = GitContract.version
    return switch form {
    case .text: answer.text(style)
    case .markdown: answer.markdown
    case .json: answer.json(toolVersion: version).pretty
    case .sarif: answer.report(toolVersion: version).sarif.pretty
    case .github: answer.report(toolVersion: version).githubAnnotations
    case .gitlab: answer.report(toolVersion: version).codeQuality.pretty
    case .omds: answer.omds(toolVersion: version)
    case .junit, .comment, .variables, .html, .csv, .mermaid: throw form.unavailable(for: "diff", available: forms)
    }
  }

  private func compareFiles(_ context: Context) throws -> DiffAnswer {
    guard revisions.count + context.paths.count == 2 else { throw CommandError("'--no-index' takes two files", status: .usage) }
    let names = revisions + context.paths
    var sides: [ContractFile] = []
    for name in names {
      guard let bytes = try LocalFile.read(context.absolutePath(name)) else {
        throw CommandError("cannot read '\(name)': no such file")
      }
      // Two files that the user names are compared whatever they call themselves.
      do {
        sides.append(.contract(try ContractReader.read(bytes, path: name, limits: .init())))
      } catch {
        sides.append(.unparsable(error.diagnostics))
      }
    }
    var answer = DiffAnswer(diagnostics: [], contracts: [])
    for (side, file) in zip([DiffAnswer.Side.old, .new], sides) {
      if case .unparsable(let diagnostics) = file { answer.diagnostics += diagnostics.map { .init($0, side: side) } }
    }
    if let old = sides[0].contract, let new = sides[1].contract {
      let settings = JudgeSettings(policy: JudgePolicy(perspective: perspective ?? .consumer))
      let diff = TransitionDiff(from: old, to: new, settings: settings)
      if !diff.changes.isEmpty { answer.contracts = [diff] }
    }
    return answer
  }

  /// Two versions of a contract by their names; nil where the words are no such names. What is a revision is one: Git knows `@{1}`.
  private func compareVersions(_ contracts: borrowing ContractRepository, _ context: Context) throws -> DiffAnswer? {
    guard revisions.count == 2, !staged, context.paths.isEmpty, revisions.allSatisfy({ $0.dropFirst().contains("@") }),
      let tip = try contracts.git.head().commit
    else { return nil }
    for word in revisions where try Self.isRevision(word, contracts) { return nil }
    let rulebook = try contracts.rulebook(at: tip)
    let old = try VersionArgument(revisions[0]).find(contracts, tip, rulebook)
    let new = try VersionArgument(revisions[1]).find(contracts, tip, rulebook)
    var answer = DiffAnswer(diagnostics: [], contracts: [])
    for (side, version) in [(DiffAnswer.Side.old, old), (.new, new)] {
      if case .unparsable(let diagnostics) = version.file { answer.diagnostics += diagnostics.map { .init($0, side: side) } }
    }
    guard old.contract != nil, new.contract != nil else { return answer }
    let diff = try contracts.diff(
      of: Transition(old: old, new: new), base: tip, rulebook: rulebook, today: context.today, perspective: perspective)
    if !diff.changes.isEmpty || diff.fromVersion != diff.toVersion { answer.contracts = [diff] }
    return answer
  }

  private static func isRevision(_ text: String, _ contracts: borrowing ContractRepository) throws -> Bool {
    do {
      return try contracts.git.resolve(text) != nil
    } catch  where error.kind == .invalidRevision {
      return false
    }
  }

  /// The two sides; a path that stands where revisions do is told where it belongs.
  private func endpoints(_ contracts: borrowing ContractRepository, _ context: Context) throws -> RevisionArguments.Endpoints {
    do {
      return try RevisionArguments(revisions, staged: staged).endpoints(contracts, context)
    } catch let error as GitError where error.kind == .invalidRevision {
      guard let path = revisions.first(where: { LocalFile.exists(context.absolutePath($0)) }) else { throw error }
      throw CommandError(error.message, hints: ["a path stands behind '--': git contract diff -- \(ShellWord.quoted(path))"])
    }
  }

  private func compareStates(_ contracts: borrowing ContractRepository, _ context: Context) throws -> DiffAnswer {
    let range = try endpoints(contracts, context)
    let rulebook = try contracts.rulebook(at: range.rulebook)
    let differences = try contracts.differences(from: range.base, to: range.head, rulebook: rulebook)
    let filter = try PathFilter(context.paths, prefix: contracts.git.prefix, workTree: contracts.git.workTree)
    var answer = DiffAnswer(diagnostics: [], contracts: [])
    for transition in differences.transitions where filter.matches(transition) {
      for (side, version) in [(DiffAnswer.Side.old, transition.old), (.new, transition.new)] {
        if case .unparsable(let diagnostics)? = version?.file { answer.diagnostics += diagnostics.map { .init($0, side: side) } }
      }
      // A side that cannot be read is named above; comparing the other one with nothing would invent a deletion.
      guard (transition.old == nil || transition.old?.contract != nil) && (transition.new == nil || transition.new?.contract != nil)
      else { continue }
      let diff = try contracts.diff(
        of: transition, base: range.base, rulebook: rulebook, today: context.today, perspective: perspective)
      if !diff.changes.isEmpty || diff.fromVersion != diff.toVersion { answer.contracts.append(diff) }
    }
    return answer
  }
}

extension Perspective: ExpressibleByArgument {}
