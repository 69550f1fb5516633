internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract site`.
struct SiteCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "site", abstract: "Write all contracts as a static web site.",
    discussion: """
      Each contract has a page: its schema, its versions with what changed and who agreed, who reads which column, service levels, quality, \
      owners. Further pages show the ownership of the whole organisation, its consumers, and what the audit found. The site needs no server and \
      no network: open index.html from the disk, or copy the directory to where web pages are served.

      The same commit gives the same files on any day. A file that is right already is not touched, one that is not needed any more is \
      removed; files of others are never written nor removed, and a directory that holds some without being a site is refused.

      Teams are named; persons only with --persons. A contract that cannot be read has its page too, and makes the exit code 1.
      """)

  @Argument(help: "A revision; HEAD without one.")
  var revision: String?

  @Option(
    name: [.short, .customLong("output")], help: ArgumentHelp("The directory; it is made if it is not there.", valueName: "directory"))
  var directory: String

  @Option(help: ArgumentHelp("What the site is called.", valueName: "words"))
  var title = "Data contracts"

  @Flag(help: "Name persons, not only their teams.")
  var persons = false

  @OptionGroup var waiting: ProgressOptions

  @Flag(name: [.short, .long], help: "Say nothing where all went well.")
  var quiet = false

  func validate() throws {
    if title.allSatisfy(\.isWhitespace) { throw ValidationError("'--title' needs some words") }
    if directory.isEmpty { throw ValidationError("'--output' needs a directory") }
  }

  func run(in context: Context) throws -> ExitStatus {
    context.isQuiet = quiet
    let contracts = ContractRepository(try context.openRepository())
    waiting.watch(contracts, quiet: quiet, context)
    guard let tip = try revision.map({ try contracts.git.requireCommit($0) }) ?? contracts.git.head().commit else {
      throw CommandError.noCommit
    }
    // Before the long work: whoever named the wrong directory should not wait for it.
    let folder = try SiteFolder(context.absolutePath(directory), name: directory)
    let facts = try contracts.siteFacts(at: tip, title: title, showsPersons: persons)
    let outcome = try folder.write(Site(facts, toolVersion: GitContract.version).files)
    for path in outcome.kept { context.warn("'\(directory)/\(path)' was changed by somebody and is not removed") }
    if !quiet { context.console.write(outcome.words(for: directory)) }
    return facts.files.contains { $0.problem != nil } ? .refuse : .pass
  }
}

extension ContractRepository {
  /// Everything that the site tells of a commit. What depends on a day is asked for the day of the commit, so that tomorrow's site of it is
  /// today's.
  fileprivate borrowing func siteFacts(at tip: ObjectID, title: String, showsPersons: Bool) throws -> SiteFacts {
    let rulebook = try rulebook(at: tip)
    let day = CalendarDay(secondsSince1970: Int(try git.commit(tip).committer.time))
    let files = try catalog(at: .commit(tip), rulebook: rulebook).contracts.map { version -> SiteFacts.File in
      var problem: String?
      if case .unparsable(let diagnostics) = version.file, let first = diagnostics.first {
        problem = "\(first.position.line):\(first.position.column): \(first.message)"
      }
      return SiteFacts.File(path: version.path, contract: version.contract, problem: problem)
    }
    let timelines = try timelines(from: tip, rulebook: rulebook)
    let audit = try audit(AuditRequest(tip: tip, start: nil, today: day, showsPersons: showsPersons))
    return SiteFacts(
      title: title, commit: tip.hex, day: "\(day)", files: files, timelines: timelines,
      consumers: try consumers(at: tip, rulebook: rulebook), audit: audit,
      names: AuditNames(roster: ownershipState(rulebook, day).roster, showsPersons: showsPersons))
  }
}
