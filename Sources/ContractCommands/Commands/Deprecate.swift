internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `git contract deprecate`.
struct Deprecate: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "deprecate", abstract: "Announce that a column or table will go: the way out of a removal that would break readers.",
    discussion: """
      Writes 'deprecated: true', the custom properties replacedBy and removeAfter, and the version that is due. Everything else in the \
      file stays byte for byte.
      """)

  @Argument(help: ArgumentHelp("contract.table or contract.table.column", valueName: "element"))
  var element: String

  @Option(help: ArgumentHelp("The column or table to use instead.", valueName: "field"))
  var replacement: String?

  @Option(help: ArgumentHelp("When it will be removed: a day (2027-03-31), or a period from today (P90D).", valueName: "day|period"))
  var after: String?

  func run(in context: Context) throws -> ExitStatus {
    let repository = ContractRepository(try context.openRepository())
    guard let workTree = repository.git.workTree else { throw CommandError("'deprecate' needs a work tree", hints: ["run it in a clone"]) }
    let rulebook = try repository.rulebook(at: repository.git.head().commit)
    let catalog = try repository.catalog(at: .workTree, rulebook: rulebook)
    let (version, path) = try find(in: catalog, repository, rulebook)
    guard let bytes = try repository.git.readWorkTreeFile(version.path, limit: rulebook.limits.bytes) else {
      throw CommandError("cannot read '\(version.path)'")
    }
    let deprecated = try ContractEditor.deprecating(
      path, replacedBy: replacement, removeAfter: try removalDay(context), in: bytes, path: version.path, limits: rulebook.limits)
    let file = workTree + "/" + version.path
    try LocalFile.write(deprecated, to: file)
    let due: [DueVersion]
    do {
      // The version is asked for the sum of what changed, so it is written last.
      due = try repository.dueVersions(
        head: .workTree, target: nil, named: [version.path], environment: context.environment, today: context.today)
      for step in due {
        guard let next = step.due else { continue }
        try LocalFile.write(try ContractEditor.settingVersion(next, in: step.bytes, path: step.path, limits: step.limits), to: file)
      }
    } catch {
      // Half of it is worse than nothing.
      try LocalFile.write(bytes, to: file)
      throw error
    }
    context.console.write("\(path.dotted.printable) is deprecated in \(version.path.printable)\n")
    if case .odcs(let standard)? = version.contract?.dialect, let known = StandardVersion(standard), known < .v32 {
      context.hint("the key 'deprecated' is ODCS 3.2; for other tools write 'apiVersion: v3.2.0' into '\(version.path)', too")
    }
    for step in due {
      guard let next = step.due else { continue }
      context.console.write("\(step.title.printable): \(step.current.printable) -> \(next.description.printable)\n")
    }
    return .pass
  }

  /// The element in the work tree. What was taken out there already cannot be announced before it is back.
  private func find(in catalog: Catalog, _ repository: borrowing ContractRepository, _ rulebook: Rulebook) throws -> (
    contract: ContractVersion, path: ElementPath
  ) {
    do {
      return try ElementArgument(element, prefix: repository.git.prefix).find(in: catalog)
    } catch {
      guard let head = try repository.git.head().commit,
        case .some(let committed) = try ElementArgument(element, prefix: repository.git.prefix).match(
          in: repository.catalog(at: .commit(head), rulebook: rulebook))
      else { throw error }
      let now = catalog.contracts.first { $0.path.utf8.elementsEqual(committed.contract.path.utf8) }
      // What stands in it nobody knows then, and to restore it would throw away what was just written.
      if case .unparsable(let diagnostics)? = now?.file { throw ReadingError(diagnostics) }
      throw CommandError(
        "'\(element)' is gone from '\(committed.contract.path)' already; it must be there to be announced",
        hints: [
          "git restore --staged --worktree -- \(ShellWord.quoted(committed.contract.path))",
          "git contract deprecate \(ShellWord.quoted(element))",
        ])
    }
  }

  private func removalDay(_ context: Context) throws -> CalendarDay? {
    guard let after else { return nil }
    if let day = CalendarDay(after) { return day }
    if let period = CalendarPeriod(after) { return context.today.adding(period) }
    throw CommandError("'\(after)' is neither a day (2027-03-31) nor a period (P90D)", status: .usage)
  }
}
