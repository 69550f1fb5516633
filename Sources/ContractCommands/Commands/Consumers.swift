internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract consumers`.
struct Consumers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consumers", abstract: "Show who declared what, check declarations, and fetch those of other repositories.",
    subcommands: [ConsumersList.self, ConsumersCheck.self, ConsumersDraft.self, ConsumersSync.self])
}

/// `git contract consumers sync`.
struct ConsumersSync: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Fetch what other repositories declare to consume.",
    discussion: """
      Reads '\(ConsumerSourceFile.path)' of HEAD and keeps what each source declares now in '\(ConsumerSource.prefix)NAME', so that a report \
      can be made again. A source that cannot be fetched keeps what was known of it, and the exit code is 128.
      """)

  @Argument(help: "Only the sources of these names.")
  var names: [String] = []

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    guard let head = try contracts.git.head().commit else { throw CommandError.noCommit }
    let sources = try contracts.consumerSources(at: head)
    for name in names where !sources.contains(where: { $0.name == name }) {
      let near = SpellingSuggestion.nearest(to: name, among: sources.map(\.name))
      throw CommandError(
        "'\(ConsumerSourceFile.path)' has no source '\(name)'", hints: near.map { ["did you mean '\($0)'?"] } ?? [])
    }
    if sources.isEmpty { context.console.write("no other repository is named in '\(ConsumerSourceFile.path)'\n") }
    var status = ExitStatus.pass
    for source in sources where names.isEmpty || names.contains(source.name) {
      do {
        context.console.write(try sync(source, contracts, context))
      } catch let error as GitError {
        // The others are fetched nonetheless: one that is away must not make everybody unknown.
        context.console.note(CommandError(error).text)
        status = .undecided
      }
    }
    return status
  }

  /// More than any team keeps; whoever declares more wants to keep somebody waiting.
  private static let greatestFileCount = 10_000

  private func sync(_ source: ConsumerSource, _ contracts: borrowing ContractRepository, _ context: Context) throws -> String {
    let limits = try contracts.rulebook(at: contracts.git.head().commit).limits
    let (files, commit) = try ShallowCopy.read(source.url, reference: source.reference, home: contracts.git) { copy, commit in
      (try declared(in: copy, commit, source, limits), commit)
    }
    let isNew = try contracts.keep(files, of: source, revision: commit.hex, now: context.now)
    let count = "\(files.count) file\(files.count == 1 ? "" : "s")"
    return "\(source.name): \(isNew ? "" : "still ")\(count) at \(commit.short())\n"
  }

  private func declared(
    in copy: borrowing Repository, _ commit: ObjectID, _ source: ConsumerSource, _ limits: YAMLDocument.Limits
  ) throws -> [(path: String, bytes: [UInt8])] {
    var entries: [TreeEntry] = []
    try copy.forEachEntry(in: copy.treeID(ofCommit: commit)) { entry in
      if entry.mode.isFile, source.files.contains(where: { $0.matches(entry.path) }) { entries.append(entry) }
      return entries.count <= Self.greatestFileCount
    }
    guard entries.count <= Self.greatestFileCount else {
      throw GitError(.other, "source '\(source.name)' has more than \(Self.greatestFileCount) files that declare consumers")
    }
    // A source without a declaration is a mistake in one of the two files: nobody is made of it.
    guard !entries.isEmpty else {
      throw GitError(
        .missing, "source '\(source.name)' has no file \(source.files.map { "'\($0)'" }.joined(separator: " or "))",
        hint: "'files' of the source in '\(ConsumerSourceFile.path)'")
    }
    var paths: Set<String> = []
    for entry in entries where entry.path.unicodeScalars.contains("\u{FFFD}") || !paths.insert(entry.path).inserted {
      throw GitError(.unreadable, "source '\(source.name)' has a path twice, or one that is not UTF-8: '\(entry.path)'")
    }
    // What is too large is kept as far as it takes to be refused where it is read.
    var files: [(path: String, bytes: [UInt8])] = []
    for entry in entries { files.append((entry.path, try copy.blob(entry.id, upTo: limits.bytes + 1))) }
    return files
  }
}

/// `git contract consumers list`.
struct ConsumersList: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show who reads which line of each contract, and who is left on an old one.",
    discussion: """
      A consumer is on the line that its 'tested' names; without one on the oldest that its range takes, for a range alone moves nobody.
      """)

  @Argument(help: "A contract by id, name or path; all without it.")
  var contract: String?

  @Option(help: ArgumentHelp("Ask of this revision instead of HEAD.", valueName: "revision"))
  var revision: String?

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "consumers list", of: [.text, .markdown, .json], contracts.git.configuration, context)
    let head = try contracts.git.head().commit
    guard let commit = try revision.map({ try contracts.git.requireCommit($0) }) ?? head else { throw CommandError.noCommit }
    let rulebook = try contracts.rulebook(at: commit)
    let catalog = try contracts.catalog(at: .commit(commit), rulebook: rulebook)
    let wanted = try contract.map { name in
      Set(try ContractArgument(name, prefix: contracts.git.prefix).find(in: catalog).compactMap { $0.contract?.identifier })
    }
    let consumers = try contracts.everyConsumer(at: commit, rulebook: rulebook)
    var order: [String] = []
    for identifier in catalog.contracts.compactMap({ $0.contract?.identifier }) where wanted?.contains(identifier) ?? true {
      if !order.contains(identifier) { order.append(identifier) }
    }
    let rolls = order.map { identifier in
      ConsumerRoll(
        catalog.lines(of: identifier).compactMap { version in version.contract.map { (version.path, $0) } }, consumers: consumers)
    }
    let sources = try contracts.consumerSources(at: commit).map {
      ConsumersAnswer.Source(name: $0.name, url: $0.url.withoutPassword, commit: try contracts.consumerTips(of: $0).first?.hex)
    }
    let answer = ConsumersAnswer(knownAt: commit.hex, sources: sources, rolls: rolls)
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown)
    default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
    }
    return .pass
  }
}

/// `git contract consumers check`.
struct ConsumersCheck: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold declarations against the contracts: does what a consumer uses still hold, and for how long?",
    discussion: """
      For the consumer's own CI. Without files it checks what the repository declares: below 'consumers/' where the contracts are, or \
      '\(ConsumerSourceFile.usualFile)'. Contracts of another repository are read from a clone that --producer names, at its HEAD or at \
      --revision. What is deprecated is a warning as long as it is there; what is gone, or was expected otherwise, refuses.
      """)

  @Argument(help: "Files that declare a consumer.")
  var files: [String] = []

  @Option(help: ArgumentHelp("A clone of the repository that holds the contracts.", valueName: "directory"))
  var producer: String?

  @Option(help: ArgumentHelp("The contracts as of this revision instead of HEAD.", valueName: "revision"))
  var revision: String?

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let own = try context.openRepository()
    let form = try output.form(for: "consumers check", of: [.text, .markdown, .json], own.configuration, context)
    let style = output.style(own.configuration, context)
    let files = try files(own, context)
    let contracts: ContractRepository
    if let producer {
      contracts = ContractRepository(
        try Repository.open(
          environment: context.environment.filter { !$0.key.hasPrefix("GIT_") || $0.key.hasPrefix("GIT_CONFIG") },
          directory: context.absolutePath(producer)))
    } else {
      contracts = ContractRepository(try context.openRepository())
    }
    let answer = try answer(files, contracts, context)
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(answer.markdown)
    default: context.console.write(answer.text(style, quiet: output.quiet))
    }
    return answer.verdict.exitStatus
  }

  private func answer(
    _ files: [ConsumerFile]?, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> CheckAnswer {
    let head = try contracts.git.head().commit
    guard let commit = try revision.map({ try contracts.git.requireCommit($0) }) ?? head else { throw CommandError.noCommit }
    let rulebook = try contracts.rulebook(at: commit)
    let catalog = try contracts.catalog(at: .commit(commit), rulebook: rulebook)
    let all = catalog.contracts.compactMap(\.contract)
    var versions: [String: [SemanticVersion]] = [:]
    for line in try contracts.lines(from: commit, rulebook: rulebook) {
      versions[line.identifier, default: []] += line.versions.compactMap { SemanticVersion($0.version) }
    }
    let handles = rulebook.people.map { people in Set(people.teams.map(\.handle.text) + people.persons.flatMap { $0.handles.map(\.text) }) }
    let surroundings = ConsumerSurroundings(contracts: all, versions: versions, handles: handles)
    let declarations = try files.map { try contracts.consumers(of: $0, at: commit, rulebook: rulebook) } ?? declaredHere(context)
    var findings: [Finding] = []
    for declaration in declarations {
      let faults = declaration.diagnostics + declaration.diagnostics(against: surroundings, today: context.today)
      let future = declaration.futureDiagnostics(contracts: all, today: context.today)
      findings += (faults + future).map { fault in
        let isWarning = ["consumer-stale", "consumer-uses-deprecated", "consumer-unknown-team"].contains(fault.rule)
        return Finding(
          rule: fault.rule, level: isWarning ? .warning : .error, path: fault.path, position: fault.position, message: fault.message)
      }
    }
    let isRefused = findings.contains { $0.level == .error }
    return CheckAnswer(verdict: isRefused ? .refuse : .pass, findings: findings, contracts: [], signOffs: [], impact: [])
  }

  /// The files that were named, or the one where a consumer's repository declares; nil for what the repository declares elsewhere.
  private func files(_ own: borrowing Repository, _ context: Context) throws -> [ConsumerFile]? {
    if !files.isEmpty {
      return try files.map { file in
        guard let bytes = try LocalFile.read(context.absolutePath(file)) else { throw CommandError("cannot read '\(file)': no such file") }
        return ConsumerFile.read(bytes, path: file)
      }
    }
    guard let top = own.workTree, let bytes = try LocalFile.read(top + "/" + ConsumerSourceFile.usualFile) else { return nil }
    return [ConsumerFile.read(bytes, path: ConsumerSourceFile.usualFile)]
  }

  private func declaredHere(_ context: Context) throws -> [ConsumerDeclaration] {
    let here = ContractRepository(try context.openRepository())
    guard let head = try here.git.head().commit else { throw CommandError.noCommit }
    let declared = try here.everyConsumer(at: head, rulebook: here.rulebook(at: head))
    guard !declared.isEmpty else {
      throw CommandError(
        "no consumer is declared in what is committed here",
        hints: [
          "write 'consumers/TEAM/NAME.yaml', in a reader's own repository '\(ConsumerSourceFile.usualFile)', and commit it",
          "git contract schema consumer says how",
        ])
    }
    return declared
  }
}
