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
    // Without a form a file gets Markdown.
    let form = outputFile == nil || output.format != nil ? asked : .markdown
    let (tip, end) = try contracts.ends(of: range ?? revision)
    let template = noTemplates ? nil : try ChangelogTemplate(form, at: tip, contracts)
    if name == nil, end == nil, template == nil, let pieces = try self.pieces(form, contracts, context) {
      return try tellAll(from: tip, as: form, pieces, contracts, context)
    }
    var request = try contracts.timelineRequest(name, range: range ?? revision)
    // All of history, not the way of today's files alone: a contract that was gone and came back elsewhere is not told as a new one.
    request.paths = []
    var lines = try contracts.timelines(request)
    if let since { lines = try lines.newer(than: since) }
    let answer = ChangelogAnswer(lines: lines)
    if let template {
      let own = try template.fill(answer, contracts, context)
      try tell(own, page: nil, as: form, context)
    } else {
      switch form {
      case .json: try tell(answer.json(toolVersion: GitContract.version).pretty, page: nil, as: form, context)
      case .html: try tell(answer.htmlSection, page: answer.html, as: form, context)
      case .markdown: try tell(answer.markdown, page: nil, as: form, context)
      default: try tell(answer.text(output.style(contracts.git.configuration, context)), page: nil, as: form, context)
      }
    }
    return contracts.nameUnreadable(request, context)
  }

  /// The form as one that is put together from pieces; nil where it is not.
  private func pieces(_ form: ReportFormat, _ contracts: borrowing ContractRepository, _ context: Context) throws -> ChangelogForm? {
    switch form {
    case .markdown: .markdown
    case .text: .text(output.style(contracts.git.configuration, context))
    default: nil
    }
  }

  /// All contracts: what was told before comes from the cache.
  private func tellAll(
    from tip: ObjectID, as form: ReportFormat, _ pieces: ChangelogForm, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    let rulebook = try contracts.rulebook(at: tip)
    let cache = try contracts.historyCache(context)
    let told = try contracts.toldTimelines(from: tip, rulebook: rulebook, as: pieces.name, cache) { pieces.version($0) }
    try tell(pieces.page(told.lines.map { ($0.timeline, $0.text) }), page: nil, as: form, context)
    cache.save()
    return contracts.nameUnreadable(TimelineRequest(tip: tip, rulebook: rulebook, unreadable: told.unreadable), context)
  }

  /// - Parameter page: what stands alone, where that is more than the text.
  private func tell(_ text: String, page: String?, as form: ReportFormat, _ context: Context) throws {
    guard let outputFile else { return context.console.write(page ?? text) }
    let path = context.absolutePath(outputFile)
    let before = try LocalFile.read(path)
    let isNew = before?.isEmpty ?? true
    let after: [UInt8]
    switch form {
    case .json: after = Array(text.utf8)
    case .html:
      // Nothing can be added behind the end of somebody's page.
      guard isNew || before.map(MarkedSection.hasMarker) ?? false else {
        throw CommandError(
          "'\(outputFile)' has no place for the changelog",
          hints: ["put '\(MarkedSection.start)' and '\(MarkedSection.end)' where it belongs, each on a line of its own"])
      }
      after =
        try isNew
        ? page.map { Array($0.utf8) } ?? MarkedSection.replace(in: before, with: text, path: outputFile)
        : MarkedSection.replace(in: before, with: text, path: outputFile)
    default: after = try MarkedSection.replace(in: before, with: text, path: outputFile)
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
