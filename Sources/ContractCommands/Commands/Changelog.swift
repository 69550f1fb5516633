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
      between the markers is replaced; whatever stands outside of them is kept.
      """)

  @Argument(help: "A contract's id, name or path.")
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

  @OptionGroup var waiting: ProgressOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if since != nil, contract == nil { throw ValidationError("'--since' needs a contract: each has versions of its own") }
    if range != nil, revision != nil { throw ValidationError("'--revision' and a range exclude each other") }
    if all, contract != nil { throw ValidationError("'--all' and a contract exclude each other") }
    if outputFile != nil, output.format == .text { throw ValidationError("'--output' writes Markdown or JSON, not text") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: output.quiet, context)
    let form = try output.form(for: "changelog", of: [.text, .markdown, .json], contracts.git.configuration, context)
    var request = try contracts.timelineRequest(contract, range: range ?? revision)
    // All of history, not the way of today's files alone: a contract that was gone and came back elsewhere is not told as a new one.
    request.paths = []
    var lines = try contracts.timelines(request)
    if let since { lines = try lines.newer(than: since) }
    let answer = ChangelogAnswer(lines: lines)
    if let outputFile {
      try write(answer, to: outputFile, context)
    } else {
      switch form {
      case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
      case .markdown: context.console.write(answer.markdown)
      default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
      }
    }
    return contracts.nameUnreadable(request, context)
  }

  private func write(_ answer: ChangelogAnswer, to file: String, _ context: Context) throws {
    let path = context.absolutePath(file)
    let before = try LocalFile.read(path)
    let after =
      output.format == .json
      ? Array(answer.json(toolVersion: GitContract.version).pretty.utf8)
      : try MarkedSection.replace(in: before, with: answer.markdown, path: file)
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
