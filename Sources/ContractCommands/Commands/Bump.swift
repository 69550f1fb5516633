internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `git contract bump`.
struct BumpCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "bump", abstract: "Write the version that is due into a contract; everything else in it stays byte for byte.",
    discussion: """
      Writes the work tree's file. With --staged it writes the index, and the work tree's file where it equals what was staged. A \
      version that is high enough already is left alone.
      """)

  @Argument(help: ArgumentHelp("Contracts by id, name or path; without one all that changed.", valueName: "contract"))
  var contracts: [String] = []

  @Flag(name: [.customLong("staged"), .customLong("cached")], help: "Write the index.")
  var staged = false

  @Option(help: ArgumentHelp("The branch that the change is meant for.", valueName: "branch"))
  var target: String?

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would be written.")
  var dryRun = false

  func run(in context: Context) throws -> ExitStatus {
    let repository = ContractRepository(try context.openRepository())
    guard repository.git.workTree != nil else { throw CommandError("'bump' needs a work tree", hints: ["run it in a clone"]) }
    let head: RepositoryState = staged ? .index : .workTree
    let due = try repository.dueVersions(
      head: head, target: target, named: contracts, environment: context.environment, today: context.today)
    for step in due {
      guard let version = step.due else {
        context.console.write("\(step.title.printable): \(step.current.printable) is high enough (\(step.path.printable))\n")
        continue
      }
      if !dryRun { try write(version, step, repository, context) }
      let verb = dryRun ? "would be written" : "written"
      context.console.write(
        "\(step.title.printable): \(step.current.printable) -> \(version.description.printable) \(verb) (\(step.path.printable))\n")
    }
    if due.isEmpty { context.console.note("nothing changed that asks for a version\n") }
    return .pass
  }

  private func write(_ version: SemanticVersion, _ step: DueVersion, _ repository: borrowing ContractRepository, _ context: Context) throws
  {
    let edited = try ContractEditor.settingVersion(version, in: step.bytes, path: step.path, limits: step.limits)
    let workTreeFile = (repository.git.workTree ?? "") + "/" + step.path
    if staged {
      let blob = try repository.git.writeBlob(edited)
      try repository.git.updateIndexEntry(path: step.path, blob: blob, mode: step.mode, expecting: step.blob)
      guard try repository.git.readWorkTreeFile(step.path, limit: step.bytes.count + 1_048_576) == step.bytes else {
        context.warn("'\(step.path)' in the work tree differs from what was staged and was left alone")
        return
      }
    }
    try LocalFile.write(edited, to: workTreeFile)
  }
}
