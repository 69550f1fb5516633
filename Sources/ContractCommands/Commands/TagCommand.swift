internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract tag`.
struct TagCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag", abstract: "Release a version of a contract: an annotated tag on the commit that made it.",
    discussion: """
      The tag's name is that of the policy ('tag', by default <contract>/v<version>). It is signed where Git's configuration says so \
      (tag.gpgSign) or with --sign. A version that no protected branch has is not released.

      With --check nothing is made: the tags of all versions are held against history, and the exit code is 1 where one names other \
      content than its version had.
      """)

  @Argument(
    help: ArgumentHelp("A contract's id, name or path, and behind '@' a version; the newest by default.", valueName: "contract[@version]"))
  var contract: String?

  @Flag(help: "The newest version of every contract.")
  var all = false

  @Flag(help: "Make no tag; look whether those that exist are right.")
  var check = false

  @Flag(name: .shortAndLong, help: "Sign it, whatever the configuration says.")
  var sign = false

  @Option(name: .shortAndLong, help: "The message; by default what the version changed.")
  var message: String?

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would be made.")
  var dryRun = false

  func validate() throws {
    guard (contract == nil) == (all || check) || (contract != nil && check && !all) else {
      throw ValidationError(all ? "'--all' and a contract exclude each other" : "name a contract, or --all")
    }
    if check, sign || message != nil || dryRun { throw ValidationError("'--check' makes no tag") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    guard let tip = try contracts.git.head().commit else { throw CommandError.noCommit }
    let rulebook = try contracts.rulebook(at: tip)
    let catalog = try contracts.catalog(at: .commit(tip), rulebook: rulebook)
    let (name, wanted) = try parts(in: catalog, prefix: contracts.git.prefix)
    var identifier: String?
    if let name { identifier = try self.identifier(of: name, catalog, contracts, tip, rulebook) }
    let lines = try contracts.lines(from: tip, identifier: identifier, rulebook: rulebook)
    if check { return try look(lines, catalog, contracts, rulebook, context) }

    var status = ExitStatus.pass
    var isFound = false
    // Of a contract with several lines the newest is meant, unless a version is named.
    var majors: Set<Int> = []
    if let name, case .found(let named) = catalog.find(name, from: contracts.git.prefix) {
      majors = Set(named.compactMap { $0.contract?.major })
    }
    let standing = lines.filter { $0.end == nil }
    let chosen = all ? standing : wanted == nil ? Array(standing.filter { majors.contains($0.major) }.prefix(1)) : lines
    for line in chosen {
      let tags = try contracts.releaseTags(of: line, others: catalog, rulebook: rulebook)
      guard let tag = wanted == nil ? tags.first : tags.first(where: { $0.version.version == wanted }) else { continue }
      isFound = true
      if try make(tag, line, contracts, rulebook, context) == .refuse { status = .refuse }
    }
    guard isFound || all else {
      throw CommandError(
        wanted.map { "'\(name ?? "")' has no version '\($0)' on the way to HEAD" } ?? "contract '\(name ?? "")' has been deleted",
        hints: ["git contract log \(ShellWord.quoted(name ?? ""))"])
    }
    if !isFound { context.console.write("there is nothing to release\n") }
    return status
  }

  /// The contract, and the version behind its `@`; a name may hold an `@` itself.
  private func parts(in catalog: Catalog, prefix: String) throws -> (name: String?, version: String?) {
    guard let contract else { return (nil, nil) }
    if case .absent = catalog.find(contract, from: prefix), let at = contract.lastIndex(of: "@") {
      return (String(contract[..<at]), String(contract[contract.index(after: at)...]))
    }
    return (contract, nil)
  }

  private func identifier(
    of name: String, _ catalog: Catalog, _ contracts: borrowing ContractRepository, _ tip: ObjectID, _ rulebook: Rulebook
  ) throws -> String {
    if case .absent = catalog.find(name, from: contracts.git.prefix),
      let past = try contracts.identifier(ofLineCalled: name, from: tip, rulebook: rulebook)
    {
      return past
    }
    let found = try ContractArgument(name, prefix: contracts.git.prefix).find(in: catalog)
    if case .unparsable(let diagnostics)? = found.first?.file { throw ReadingError(diagnostics) }
    return found.first?.contract?.identifier ?? ""
  }

  private func make(
    _ tag: ReleaseTag, _ line: LineHistory, _ contracts: borrowing ContractRepository, _ rulebook: Rulebook, _ context: Context
  ) throws -> ExitStatus {
    let short = String(tag.name.dropFirst("refs/tags/".count))
    switch tag.state {
    case .right(let commit):
      context.console.write("\(short.printable) is there already, at \(commit.short())\n")
      return .pass
    case .wrong(_, let reason):
      context.console.note("error: " + "'\(short)' is taken: \(reason)".printable + "\n")
      context.hint("git show \(ShellWord.quoted(short))")
      return .refuse
    case .missing: break
    }
    let commit = tag.version.commit
    guard try contracts.isMerged(tag.version, of: line, rulebook: rulebook) else {
      let what = "\(line.title) \(tag.version.version)".printable
      context.console.note("error: \(what) was made by \(commit.id.short()), which no protected branch has\n")
      context.hint("merge it first")
      return .refuse
    }
    if !dryRun {
      let text = try message ?? description(of: tag.version, line, contracts, rulebook)
      try contracts.git.createTag(tag.name, at: commit.id, message: text.hasSuffix("\n") ? text : text + "\n", signs: sign)
    }
    context.console.write("\(dryRun ? "would make" : "made") \(short.printable) at \(commit.id.short())  \(commit.subject.printable)\n")
    return .pass
  }

  /// Name and version, then what it changed, the most costly first.
  private func description(
    of version: LineVersion, _ line: LineHistory, _ contracts: borrowing ContractRepository, _ rulebook: Rulebook
  ) throws -> String {
    let diff = try contracts.diff(
      of: Transition(old: version.previous, new: version.state), base: version.base, rulebook: rulebook,
      today: CalendarDay(secondsSince1970: Int(version.commit.committer.time)))
    var text = "\(line.title) \(version.version)".printable + "\n"
    guard diff.fromVersion != nil, !diff.changes.isEmpty else { return text }
    text += "\n"
    for impact in Impact.allCases.sorted(by: >) {
      for change in diff.changes where change.impact == impact { text += "- \(impact.rawValue): \(change.message.printable)\n" }
    }
    return text
  }

  private func look(
    _ lines: [LineHistory], _ catalog: Catalog, _ contracts: borrowing ContractRepository, _ rulebook: Rulebook, _ context: Context
  ) throws -> ExitStatus {
    var status = ExitStatus.pass
    for line in lines {
      for tag in try contracts.releaseTags(of: line, others: catalog, rulebook: rulebook) {
        let short = tag.name.dropFirst("refs/tags/".count).description.printable
        switch tag.state {
        case .missing: context.console.write("missing  \(short)\n")
        case .right(let commit): context.console.write("right    \(short)  \(commit.short())\n")
        case .wrong(_, let reason):
          context.console.write("wrong    \(short)  \(reason.printable)\n")
          status = .refuse
        }
      }
    }
    return status
  }
}
