internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract changelog`.
struct Changelog: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "changelog", abstract: "Write the changelog of a contract, or of all of them.",
    discussion: """
      A pure function of Git objects and policy: the same commit gives the same bytes on any day. With --output the part of the file \
      between the markers is replaced; whatever stands outside of them is kept. \
      --format html is one page that needs nothing from anywhere.

      .contracts/templates/changelog.md.mustache takes the place of what is built in for Markdown, and so do changelog.html.mustache and \
      changelog.txt.mustache. Those of the commit that is told are taken, and filled by git-contract-courier; 'git contract schema \
      changelog-context' describes with what.
      """)

  @Argument(help: "A contract's id, name or path; with --all there is none, and what stands here is the range.")
  var contract: String?

  @Argument(help: "A revision to start from, or a range A..B, such as two release tags.")
  var range: String?

  @Flag(help: "All contracts; what happens without a contract, said aloud.")
  var all = false

  @Option(help: ArgumentHelp("Only what is newer than this version.", valueName: "version"))
  var since: String?

  @Option(name: [.short, .customLong("output")], help: ArgumentHelp("Write into this file.", valueName: "file"))
  var outputFile: String?

  @Option(help: ArgumentHelp("Start from this revision instead of HEAD.", valueName: "revision"))
  var revision: String?

  @Flag(help: "Take what is built in, also where the repository has a template of its own.")
  var noTemplates = false

  @OptionGroup var waiting: ProgressOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if since != nil, contract == nil || all { throw ValidationError("'--since' needs a contract: each has versions of its own") }
    if range != nil || all && contract != nil, revision != nil { throw ValidationError("'--revision' and a range exclude each other") }
    if all, range != nil { throw ValidationError("'--all' and a contract exclude each other") }
    if outputFile != nil, output.format == .text { throw ValidationError("'--output' writes Markdown, HTML or JSON, not text") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: output.quiet, context)
    let asked = try output.form(for: "changelog", of: [.text, .markdown, .json, .html], contracts.git.configuration, context)
    if all, let contract, try !contracts.isRange(contract) {
      throw CommandError("'--all' and a contract exclude each other", hints: ["git contract help changelog"], status: .usage)
    }
    let (name, range) = all ? (nil, contract) : (contract, range)
    var request = try contracts.timelineRequest(name, range: range ?? revision)
    // All of history, not the way of today's files alone: a contract that was gone and came back elsewhere is not told as a new one.
    request.paths = []
    var lines = try contracts.timelines(request)
    if let since { lines = try lines.newer(than: since) }
    let answer = ChangelogAnswer(lines: lines)
    // Without a form a file gets Markdown.
    let form = outputFile == nil || output.format != nil ? asked : .markdown
    let own = noTemplates ? nil : try ChangelogTemplate(form, at: request.tip, contracts)?.fill(answer, contracts, context)
    if let outputFile {
      try write(answer, own, as: form, to: outputFile, context)
    } else if let own {
      context.console.write(own)
    } else {
      switch form {
      case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
      case .markdown: context.console.write(answer.markdown)
      case .html: context.console.write(answer.html)
      default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
      }
    }
    return contracts.nameUnreadable(request, context)
  }

  private func write(_ answer: ChangelogAnswer, _ own: String?, as form: ReportFormat, to file: String, _ context: Context) throws {
    let path = context.absolutePath(file)
    let before = try LocalFile.read(path)
    let isNew = before?.isEmpty ?? true
    let after: [UInt8]
    switch form {
    case .json: after = Array(answer.json(toolVersion: GitContract.version).pretty.utf8)
    case .html:
      // Nothing can be added behind the end of somebody's page.
      guard isNew || before.map(MarkedSection.hasMarker) ?? false else {
        throw CommandError(
          "'\(file)' has no place for the changelog",
          hints: ["put '\(MarkedSection.start)' and '\(MarkedSection.end)' where it belongs, each on a line of its own"])
      }
      after =
        isNew && own == nil ? Array(answer.html.utf8) : try MarkedSection.replace(in: before, with: own ?? answer.htmlSection, path: file)
    default: after = try MarkedSection.replace(in: before, with: own ?? answer.markdown, path: file)
    }
    // A file that is right already keeps its time.
    if after != before { try LocalFile.write(after, to: path) }
  }
}

extension [Timeline] {
  /// What is newer than a version: the line that had it is cut there, lines of older majors are left out.
  ///
  /// - Throws: `CommandError` where no line ever had that version.
  func newer(than version: String) throws -> [Timeline] {
    let cut = filter { line in line.versions.contains { $0.version == version } }
    guard !cut.isEmpty else {
      throw CommandError(
        "'\(first?.name ?? "")' never had a version '\(version)'",
        hints: [first.map { "git contract log \(ShellWord.quoted($0.name))" } ?? "git contract list"])
    }
    return compactMap { line in
      guard let place = line.versions.firstIndex(where: { $0.version == version }) else {
        return cut.contains { $0.major < line.major } ? line : nil
      }
      var line = line
      line.versions = [Timeline.Release](line.versions[..<place])
      return line.versions.isEmpty ? nil : line
    }
  }
}
