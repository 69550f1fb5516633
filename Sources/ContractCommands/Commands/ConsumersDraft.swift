internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `git contract consumers draft`.
struct ConsumersDraft: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft", abstract: "Propose declarations from what was seen to be read.",
    discussion: """
      Takes a table of use, as CSV with a header or as a JSON object on each line: consumer, object, field, last_seen, count; or events of \
      OpenLineage, on lines or in an array, whose facet 'columnLineage' names the columns; or the manifest.json of a dbt project. Prints a \
      declaration for each consumer, or with --output writes each to a file of its own and leaves alone what is there. Whoever is named has \
      to review it: a log knows what was read, not what is needed. What was read and no contract promises is told on stderr.
      """)

  @Option(name: .customLong("from"), help: ArgumentHelp("The table of use; '-' reads standard input.", valueName: "file"))
  var source: String

  @Option(name: .customLong("for"), help: ArgumentHelp("Only this consumer, as the table calls it.", valueName: "consumer"))
  var consumer: String?

  @Option(help: ArgumentHelp("Write the files there, for example 'consumers/finance'.", valueName: "directory"))
  var output: String?

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let path = source == "-" ? "/dev/stdin" : context.absolutePath(source)
    guard let bytes = try LocalFile.read(path) else { throw CommandError("cannot read '\(source)': no such file") }
    var table = try UsageTable(bytes, path: source)
    if let consumer {
      table.rows.removeAll { $0.consumer != consumer }
      guard !table.rows.isEmpty else { throw CommandError("'\(source)' has no consumer '\(consumer)'") }
    }
    guard let commit = try contracts.git.head().commit else { throw CommandError.noCommit }
    let catalog = try contracts.catalog(at: .commit(commit), rulebook: contracts.rulebook(at: commit))
    let (drafts, strays) = ConsumerDraft.all(from: table, contracts: catalog.contracts.compactMap(\.contract))
    for stray in strays { context.console.note("warning: \(source.printable):\(stray.line): \(stray.message.printable)\n") }
    guard !drafts.isEmpty else {
      context.console.note("nobody was seen to read what a contract promises\n")
      return .refuse
    }
    guard let output else {
      context.console.write(drafts.map { $0.text(source: source) }.joined(separator: "---\n"))
      return .pass
    }
    var status = ExitStatus.pass
    let directory = context.absolutePath(output)
    try LocalFile.makeDirectory(directory)
    for draft in drafts {
      let name = draft.identifier + ".yaml"
      guard try LocalFile.read(directory + "/" + name) == nil else {
        context.warn("'\(output)/\(name)' is there already and was left alone")
        status = .refuse
        continue
      }
      try LocalFile.write(Array(draft.text(source: source).utf8), to: directory + "/" + name)
      context.console.write("written: \(output.printable)/\(name)\n")
    }
    return status
  }
}
