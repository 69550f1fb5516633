internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// What `init` would write, and what it says of it.
struct AdoptionPlan {
  struct File {
    /// From the top of the work tree.
    var path: String
    var bytes: [UInt8]
    /// What is shown of it: all of a new file, or what is added to one.
    var shown: String
    /// What stands there now; nil for a new file.
    var current: [UInt8]?
    /// False for a file that nobody reads over: it is named, not shown.
    var isShown = true
  }

  private(set) var files: [File] = []
  /// Hooks and the fetching of sign-offs, which belong to this clone and to no commit.
  private(set) var hooks: [String] = []
  private(set) var foreignHooks: [String] = []
  private(set) var remotes: [String] = []
  private(set) var notes: [String] = []
  private var summary = ""
  /// Whether all is there for ownership to bind, and it does not yet.
  private(set) var mayEnforce = false

  var isDone: Bool { files.isEmpty && hooks.isEmpty && remotes.isEmpty }

  /// What is missing in a repository.
  init(_ contracts: borrowing ContractRepository, _ context: Context) throws {
    let facts = try AdoptionFacts(contracts, context)
    summary = facts.summary
    notes = facts.notes
    try addPolicy(facts, contracts)
    try addPeople(facts, contracts)
    try addOwners(facts, contracts)
    try addSchemas(contracts)
    try addHooks(contracts.git)
    let unowned = try Self.unowned(facts.rulebook, facts.catalog, contracts, context)
    mayEnforce = files.isEmpty && unowned.isEmpty && facts.rulebook.policy.ownership == .warn
  }

  /// The last step: ownership that binds.
  ///
  /// - Throws: `CommandError` where nobody could agree to a change afterwards.
  init(enforcing contracts: borrowing ContractRepository, _ context: Context) throws {
    let rulebook = try contracts.rulebook(at: .workTree)
    guard let current = try contracts.git.readWorkTreeFile(Policy.path, limit: ContractRepository.largestGovernanceFile) else {
      throw CommandError("there is no '\(Policy.path)' yet", hints: ["git contract init"])
    }
    guard rulebook.policy.ownership != .enforce else { return }
    let catalog = try contracts.catalog(at: .workTree, rulebook: rulebook)
    let unowned = try Self.unowned(rulebook, catalog, contracts, context)
    guard unowned.isEmpty else {
      let some = unowned.prefix(5).map { "'\($0)'" }.joined(separator: ", ") + (unowned.count > 5 ? " and \(unowned.count - 5) more" : "")
      throw CommandError(
        "nobody could agree to a change of \(some)",
        hints: ["name owners in CODEOWNERS whom '\(People.path)' knows, or 'stewards' in '\(Policy.path)'"], status: .refuse)
    }
    guard let text = try PolicyProposal.enforced(current) else {
      throw CommandError("cannot change '\(Policy.path)' by itself", hints: ["write 'ownership: enforce' into it"])
    }
    files = [File(path: Policy.path, bytes: text, shown: "ownership: enforce\n", current: current)]
    notes = ["it binds from the commit after the one that brings this to the default branch"]
  }

  /// The contracts, and the files that govern, to whose changes nobody can agree.
  private static func unowned(
    _ rulebook: Rulebook, _ catalog: Catalog, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> [String] {
    let state = contracts.ownershipState(rulebook, context.today)
    let paths = catalog.contracts.map(\.path) + [Policy.path]
    return paths.filter { state.lines(of: $0).allSatisfy(\.persons.isEmpty) }
  }

  // MARK: Files

  private mutating func addPolicy(_ facts: AdoptionFacts, _ contracts: borrowing ContractRepository) throws {
    guard !facts.hasPolicy else { return }
    if facts.steward == nil { notes.append("nobody is known who could answer for what nobody owns: fill in 'stewards'") }
    let text = PolicyProposal(repository: UUIDText.random(), steward: facts.steward?.owner, forge: facts.forge).text
    try add(Policy.path, Array(text.utf8), shown: text, contracts)
  }

  private mutating func addPeople(_ facts: AdoptionFacts, _ contracts: borrowing ContractRepository) throws {
    guard facts.rulebook.people == nil else {
      let missing = facts.contributors.filter { person in !person.emails.contains { facts.rulebook.people?.person(email: $0) != nil } }
      for person in missing {
        let count = person.edits(of: person.edits.keys).count
        let part = count == 0 ? "runs this" : "changed contracts \(count) time\(count == 1 ? "" : "s")"
        notes.append("'\(person.emails[0])' \(part) and is not in '\(People.path)'")
      }
      return
    }
    let text = PeopleProposal(contributors: facts.contributors, teams: facts.unresolvedHandles).text
    try add(People.path, Array(text.utf8), shown: text, contracts)
  }

  private mutating func addOwners(_ facts: AdoptionFacts, _ contracts: borrowing ContractRepository) throws {
    let proposal = facts.owners
    for path in proposal.left { notes.append("no line of CODEOWNERS can be proposed for '\(path)'; stewards answer for it") }
    guard let text = proposal.text else { return }
    try add(proposal.path, text, shown: proposal.addition, contracts)
  }

  /// Editors find the schema of a file by the path in its first line. One of an earlier version is ours to renew.
  private mutating func addSchemas(_ contracts: borrowing ContractRepository) throws {
    for kind in [SchemaKind.policy, .people, .consumer] {
      let path = ".contracts/schemas/\(kind.rawValue).json"
      let text = kind.schema.pretty
      if let current = try contracts.git.readWorkTreeFile(path, limit: 1 << 20) {
        guard String(decoding: current, as: UTF8.self).contains("\"urn:git-contract:\(kind.rawValue):") else {
          notes.append("'\(path)' is somebody else's and stays")
          continue
        }
      }
      try add(path, Array(text.utf8), shown: text, contracts, isShown: false)
    }
  }

  private mutating func add(
    _ path: String, _ bytes: [UInt8], shown: String, _ contracts: borrowing ContractRepository, isShown: Bool = true
  ) throws {
    let current = try contracts.git.readWorkTreeFile(path, limit: CodeOwners.largestFile + 1)
    guard current != bytes else { return }
    files.append(File(path: path, bytes: bytes, shown: shown, current: current, isShown: isShown))
  }

  // MARK: This clone

  private mutating func addHooks(_ repository: borrowing Repository) throws {
    let installer = HookInstaller(directory: repository.hooksDirectory, events: HookScripts.client, workTree: repository.workTree)
    for event in HookScripts.client {
      switch try installer.state(of: event) {
      case .ours(isExecutable: true), .foreign(callsUs: true): break
      case .missing, .ours: hooks.append(event)
      case .foreign: foreignHooks.append(event)
      }
    }
    for event in foreignHooks {
      let (place, lines) = try installer.advice(event)
      notes.append("the hook '\(event)' is somebody else's and stays; \(place): " + lines.joined(separator: "\n  "))
    }
    remotes = repository.untrackedRemotes(under: Hooks.records)
  }

  // MARK: Saying and doing

  /// What is found and what would be written, for people to read before they answer.
  var text: String {
    var text = summary.isEmpty ? "" : summary.printable + "\n"
    for file in files where file.isShown {
      text += "\n\(file.current == nil ? "new file" : "change of") \(file.path.printable)"
      text += file.current == nil ? ":\n" : ", everything else in it stays:\n"
      for line in file.shown.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        text += (line.isEmpty ? "  |" : "  | " + String(line).printable) + "\n"
      }
    }
    let others = files.filter { !$0.isShown }.map(\.path)
    if !others.isEmpty { text += "\nfor editors, who then know every key: \(others.joined(separator: ", ").printable)\n" }
    if !hooks.isEmpty { text += "\nhooks: \(hooks.joined(separator: ", "))\n" }
    for remote in remotes { text += "\nsign-offs of '\(remote.printable)' are to come along with git fetch\n" }
    if !isDone { text += "\n" }
    return text
  }

  /// Writes all of it. Gives what was done, a line each.
  ///
  /// - Throws: `CommandError` where something cannot be written; what was written before stays, and another run goes on from there.
  func write(below workTree: String, _ repository: borrowing Repository) throws -> [String] {
    var done: [String] = []
    for file in files {
      if let slash = file.path.lastIndex(of: "/") { try LocalFile.makeDirectories(String(file.path[..<slash]), below: workTree) }
      // Between the question and the answer somebody may have written it.
      guard try repository.readWorkTreeFile(file.path, limit: CodeOwners.largestFile + 1) == file.current else {
        throw CommandError("'\(file.path)' has changed meanwhile and was left alone", hints: ["git contract init"])
      }
      try LocalFile.write(file.bytes, to: workTree + "/" + file.path)
      done.append("wrote \(file.path)")
    }
    if !hooks.isEmpty {
      _ = try HookInstaller(directory: repository.hooksDirectory, events: hooks, workTree: repository.workTree).install()
      done += hooks.map { "installed the hook \($0)" }
    }
    if !remotes.isEmpty {
      done += try repository.trackReferences(under: Hooks.records).map { "sign-offs of '\($0)' come along with git fetch" }
    }
    return done
  }
}
