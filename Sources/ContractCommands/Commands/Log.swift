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
      Follows the first parents from the revision, or from HEAD. Without a contract it lists all of them; with one it follows the files \
      that hold it and those that .contracts/retired.yaml remembers; what was deleted without an entry there and came back elsewhere more than \
      a thousand commits later is told whole without a name, and by changelog. A contract that cannot be \
      read at the end of the range is named on stderr, its history is told nonetheless, and the exit code is 1.

      \(PorcelainTable.log.words)
      """)

  @Argument(help: "A contract's id, name or path.")
  var contract: String?

  @Argument(help: "A revision to start from, or a range A..B.")
  var range: String?

  @Option(help: ArgumentHelp("Only what is newer than this version.", valueName: "version"))
  var since: String?

  @Option(help: ArgumentHelp("Only versions by authors whose name holds this text, in any case.", valueName: "name"))
  var author: String?

  @Option(help: ArgumentHelp("Only versions that cost their readers at least so much: editorial, compatible, dangerous, breaking."))
  var impact: Impact?

  @OptionGroup var waiting: ProgressOptions

  @OptionGroup var porcelain: PorcelainOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if since != nil, contract == nil { throw ValidationError("'--since' needs a contract: each has versions of its own") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: output.quiet, context)
    let form = try output.form(for: "log", of: [.text, .markdown, .json], contracts.git.configuration, context)
    let porcelain = try porcelain.form(besides: output, contracts.git.configuration, context)
    let request = try contracts.timelineRequest(contract, range: range)
    var lines = try contracts.timelines(request)
    if let since { lines = try lines.newer(than: since) }
    let answer = LogAnswer(lines: filtered(lines))
    if let porcelain {
      context.console.write(porcelain.text(answer.porcelain))
    } else {
      switch form {
      case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
      case .markdown: context.console.write(answer.markdown)
      default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
      }
    }
    return contracts.nameUnreadable(request, context)
  }

  /// Lines of which nothing is left are left out.
  private func filtered(_ lines: [Timeline]) -> [Timeline] {
    guard author != nil || impact != nil else { return lines }
    return lines.compactMap { line in
      var line = line
      line.versions = line.versions.filter { release in
        if let author, !release.author.lowercased().contains(author.lowercased()) { return false }
        guard let impact else { return true }
        // The first version changed nothing that anybody read, but for what came after it was begun.
        let changed = release.diff.fromVersion == nil ? release.sinceBegun?.impact : release.diff.impact
        return changed.map { $0 >= impact } ?? false
      }
      return line.versions.isEmpty ? nil : line
    }
  }
}

extension Impact: ExpressibleByArgument {}
