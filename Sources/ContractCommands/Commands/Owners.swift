internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract owners`.
struct Owners: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners", abstract: "Say who owns a path, by which line of CODEOWNERS.",
    discussion: """
      Reads the CODEOWNERS of HEAD, or with --codeowners a file of your own; then paths are taken as they are. Without a path it lists \
      every contract.

      \(PorcelainTable.owners.words)
      """)

  @Argument(help: "Files, as seen from the current directory; they need not exist.")
  var paths: [String] = []

  @Option(help: ArgumentHelp("Read this file instead of the repository's.", valueName: "file"))
  var codeowners: String?

  @Option(help: "github, gitlab or gitea; by default told by where the file stands.")
  var dialect: CodeOwnersDialect?

  @Option(help: ArgumentHelp("Read the owners of this revision instead of HEAD.", valueName: "revision"))
  var revision: String?

  @Flag(help: "Say why: the deciding line and what stands there.")
  var explain = false

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let named = paths + context.paths
    let answer: OwnersAnswer
    let configuration: Configuration?
    if let codeowners {
      guard let bytes = try LocalFile.read(context.absolutePath(codeowners)) else {
        throw CommandError("cannot read '\(codeowners)': no such file")
      }
      configuration = nil
      let parsed = CodeOwners.parse(bytes, path: codeowners, dialect: dialect ?? CodeOwnersDialect(locatedAt: codeowners))
      answer = OwnersAnswer(codeOwners: parsed, dialect: parsed.dialect, paths: named)
    } else {
      let contracts = ContractRepository(try context.openRepository())
      configuration = contracts.git.configuration
      let commit = try revision.map { try contracts.git.requireCommit($0) } ?? contracts.git.head().commit
      let rulebook = try contracts.rulebook(at: commit, dialect: dialect)
      var wanted = try named.map { path in
        guard let fromTop = RepositoryPath.fromTop(path, prefix: contracts.git.prefix, workTree: contracts.git.workTree) else {
          throw CommandError("path '\(path)' is outside of the repository")
        }
        return fromTop
      }
      if wanted.isEmpty, let commit {
        wanted = try contracts.catalog(at: .commit(commit), rulebook: rulebook).contracts.map(\.path)
      }
      answer = OwnersAnswer(codeOwners: rulebook.codeOwners, dialect: rulebook.codeOwners?.dialect ?? dialect ?? .github, paths: wanted)
    }
    let form = try output.form(for: "owners", of: [.text, .markdown, .json], configuration, context)
    if let porcelain = try porcelain.form(besides: output, configuration, context) {
      // Lines for scripts have no place for what is wrong in the file.
      for diagnostic in answer.diagnostics {
        context.warn("\(diagnostic.path):\(diagnostic.position.line): \(diagnostic.message) [\(diagnostic.rule)]")
      }
      context.console.write(porcelain.text(answer.porcelain))
      return .pass
    }
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown)
    default: context.console.write(answer.text(output.style(configuration, context), explain: explain))
    }
    return .pass
  }
}

extension CodeOwnersDialect: ExpressibleByArgument {}
