package import ContractKit
package import GitStore

/// What is in force at one commit: policy, people, owners, waivers. A change is judged by the rulebook of its base, so that no
/// change can alter the rules that it is judged by.
package struct Rulebook: Sendable {
  /// The commit that it was read from; nil before the first one.
  package var commit: ObjectID?
  package var policy: Policy
  package var people: People?
  package var codeOwners: CodeOwners?
  package var waivers: [Waiver]
  /// What is wrong with these files, where they could be read nonetheless.
  package var diagnostics: [Diagnostic]

  package init(
    commit: ObjectID?, policy: Policy, people: People?, codeOwners: CodeOwners?, waivers: [Waiver], diagnostics: [Diagnostic]
  ) {
    self.commit = commit
    self.policy = policy
    self.people = people
    self.codeOwners = codeOwners
    self.waivers = waivers
    self.diagnostics = diagnostics
  }

  package var limits: YAMLDocument.Limits { policy.limits }

  /// True for a file that holds a consumer's declaration.
  package func isConsumer(_ path: String) -> Bool {
    policy.mayHoldConsumer(path)
  }

  /// True for a file that may hold a contract, as far as its path tells.
  package func mayHoldContract(_ path: String) -> Bool {
    policy.mayHoldContract(path) && !governs(path)
  }

  /// True for what decides about others: CODEOWNERS, everything in `.contracts`, consumer files.
  package func governs(_ path: String) -> Bool {
    path.hasPrefix(".contracts/") || path == codeOwners?.path || path == policy.codeOwnersFile
      || CodeOwnersDialect.automaticCandidatePaths.contains(path)
      || isConsumer(path)
  }
}

extension ContractRepository {
  /// Reads the rulebook of a commit.
  ///
  /// - Throws: `ReadingError` where a file in `.contracts` cannot be read: who judges by rules that nobody can read decides nothing.
  package func rulebook(at commit: ObjectID?, dialect: CodeOwnersDialect? = nil) throws -> Rulebook {
    try rulebook(at: commit.map { .commit($0) } ?? .nothing, dialect: dialect)
  }

  /// Reads the rulebook of a state.
  ///
  /// - Parameter dialect: that of CODEOWNERS, where somebody wants another one than the policy and the place of the file say.
  package func rulebook(at state: RepositoryState, dialect: CodeOwnersDialect? = nil) throws -> Rulebook {
    var directories = ReadDirectories()
    let policy = try governanceFile(Policy.path, in: state, &directories).map { try parsed.policies.value($0) { try Policy.read($0) } }
    let people = try governanceFile(People.path, in: state, &directories).map { try parsed.people.value($0) { try People.read($0) } }
    let waivers = try governanceFile(Waiver.path, in: state, &directories).map { try WaiverFile($0).waivers } ?? []
    return try rulebook(at: state, policy: policy ?? Policy(), people: people, waivers: waivers, dialect: dialect, &directories)
  }

  private func rulebook(
    at state: RepositoryState, policy: Policy, people: People?, waivers: [Waiver], dialect: CodeOwnersDialect?,
    _ directories: inout ReadDirectories
  ) throws -> Rulebook {
    let named = dialect ?? CodeOwnersDialect(rawValue: policy.codeOwnersDialect.rawValue)
    let codeOwners = try codeOwners(in: state, file: policy.codeOwnersFile, dialect: named, &directories)
    var commit: ObjectID?
    if case .commit(let id) = state { commit = id }
    return Rulebook(
      commit: commit, policy: policy, people: people, codeOwners: codeOwners, waivers: waivers, diagnostics: codeOwners?.diagnostics ?? [])
  }

  /// The tombstones that a change leaves. Where nobody can read them there are none: what is wrong with the file is told as governance.
  func tombstones(in pair: JudgedPair) throws -> [Tombstone] {
    do {
      return try tombstones(at: pair.pushedTip.map { .commit($0) } ?? pair.head)
    } catch is ReadingError {
      return []
    }
  }

  /// The tombstones of a state.
  ///
  /// - Throws: `ReadingError` where they cannot be read.
  func tombstones(at state: RepositoryState) throws -> [Tombstone] {
    var directories = ReadDirectories()
    return try governanceFile(Tombstone.file, in: state, &directories).map { try TombstoneFile($0).tombstones } ?? []
  }

  private func codeOwners(
    in state: RepositoryState, file: String?, dialect: CodeOwnersDialect?, _ directories: inout ReadDirectories
  ) throws -> CodeOwners? {
    for candidate in CodeOwnersDialect.candidates(file: file, dialect: dialect) {
      if let bytes = try governanceFile(candidate.path, in: state, &directories) {
        return parsed.codeOwners.value(bytes, as: candidate.path + "\n" + candidate.dialect.rawValue) {
          CodeOwners.parse($0, path: candidate.path, dialect: candidate.dialect)
        }
      }
    }
    return nil
  }

  /// The bytes of a file that governs; nil where it is absent. A link or a folder in its place is an error: some tools would follow it
  /// and others not.
  private func governanceFile(
    _ path: String, in state: RepositoryState, _ directories: inout ReadDirectories
  ) throws -> [UInt8]? {
    let entry: TreeEntry?
    switch state {
    case .nothing: return nil
    case .commit(let id): entry = try git.entry(path, in: git.treeID(ofCommit: id), &directories)
    case .index:
      entry = try git.indexEntries().first { $0.path == path && $0.stage == 0 }.map { .init(path: path, mode: $0.mode, id: $0.id) }
    case .workTree: return try git.readWorkTreeFile(path, limit: Self.largestGovernanceFile)
    }
    guard let entry else { return nil }
    guard entry.mode.isFile else {
      throw ReadingError(path: path, position: .start, rule: "not-a-file", message: "'\(path)' must be a regular file")
    }
    return try git.blob(entry.id, limit: Self.largestGovernanceFile)
  }

  /// Enough for a CODEOWNERS that its own limit then refuses with a place.
  package static var largestGovernanceFile: Int { 16_777_216 }
}
