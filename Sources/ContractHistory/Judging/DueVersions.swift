package import ContractKit
package import GitStore

/// The version that one contract should have.
package struct DueVersion: Sendable {
  package var title: String
  package var path: String
  /// As the file has it now.
  package var current: String
  /// Nil where the present one is high enough.
  package var due: SemanticVersion?
  /// The file's content, and its blob and mode where it is staged.
  package var bytes: [UInt8]
  /// How much of a file this repository's policy lets anybody look at.
  package var limits: YAMLDocument.Limits
  package var blob: ObjectID
  package var mode: FileMode
}

extension ContractRepository {
  /// The versions that are due for the contracts that changed.
  ///
  /// - Parameters:
  ///   - head: the index or the work tree.
  ///   - names: only these contracts, by id, name or path; none: all that changed.
  /// - Throws: `GitError` for a name that is no contract's, or a contract whose version cannot be ordered.
  package func dueVersions(
    head: RepositoryState, target: String?, named names: [String], environment: [String: String], today: CalendarDay
  ) throws -> [DueVersion] {
    var request = CheckRequest(pair: try judgedPair(head: head, target: target, environment: environment), moment: .commit, today: today)
    var rulebook = try rulebook(at: request.rulebookCommit)
    var transitions = try differences(from: request.pair.base, to: head, rulebook: rulebook).transitions
    if transitions.isEmpty, head == .workTree, let commit = request.pair.headCommit, commit == request.pair.target?.tip {
      // A clean work tree on the target: what the last commit left to be mended.
      let base = try git.commit(commit).parents.first
      request.pair.base = base
      request.rulebookCommit = base
      rulebook = try self.rulebook(at: base)
      transitions = try differences(from: base, to: head, rulebook: rulebook).transitions
    }
    let catalog = Catalog(contracts: transitions.compactMap(\.new))
    var wanted: Set<String> = []
    for name in names {
      switch catalog.find(name, from: git.prefix) {
      case .found(let versions): wanted.formUnion(versions.map(\.path))
      case .ambiguous(let versions):
        throw GitError(.other, "several contracts are called '\(name)'", hint: "name one by its path, such as '\(versions[0].path)'")
      case .absent:
        let all = try self.catalog(at: head, rulebook: rulebook)
        guard case .absent(let suggestion) = all.find(name, from: git.prefix) else { continue }
        throw GitError(.other, "no contract is called '\(name)'", hint: all.hints(where: suggestion).joined(separator: "; "))
      }
    }
    return try transitions.filter { $0.new != nil && (names.isEmpty || wanted.contains($0.path)) }.map {
      try dueVersion(of: $0, request, rulebook)
    }
  }

  private func dueVersion(of transition: Transition, _ request: CheckRequest, _ rulebook: Rulebook) throws -> DueVersion {
    guard let new = transition.new, let contract = new.contract else {
      if case .unparsable(let diagnostics)? = transition.new?.file { throw ReadingError(diagnostics) }
      throw GitError(.other, "'\(transition.path)' is no contract")
    }
    let subject = StepSubject(transition: transition, request: request, rulebook: rulebook)
    let diff = try diff(of: transition, base: request.pair.base, rulebook: rulebook, today: request.today)
    let step = try versionCase(subject, diff)
    let isUnpaid = VersionRules.prices(step).contains { !$0.isInherited && Self.mendedByBump.contains($0.rule) }
    let bytes: [UInt8]
    var mode = FileMode.file
    if request.pair.head == .index {
      bytes = try git.blob(new.blob, limit: rulebook.limits.bytes)
      mode = try git.indexEntries().first { $0.path == new.path && $0.stage == 0 }?.mode ?? .file
    } else {
      bytes = try git.readWorkTreeFile(new.path, limit: rulebook.limits.bytes) ?? []
    }
    guard contract.version != nil || step.due == nil else {
      throw GitError(
        .other, "contract '\(transition.title)' has no version any more",
        hint: "write 'version: \(step.due?.description ?? "")' into '\(new.path)'")
    }
    let isOrdered = contract.version.flatMap { SemanticVersion($0.value) } != nil
    guard step.due != nil || !isUnpaid && (isOrdered || diff.requiredBump == .none) else {
      throw GitError(
        .other, "cannot tell which version '\(transition.title)' should have: '\(contract.version?.value ?? "")' cannot be ordered",
        hint: "write MAJOR.MINOR.PATCH into '\(new.path)', for example 1.0.0")
    }
    return DueVersion(
      title: transition.title, path: new.path, current: contract.version?.value ?? "none", due: isUnpaid ? step.due : nil,
      bytes: bytes, limits: rulebook.limits, blob: new.blob, mode: mode)
  }

  private static let mendedByBump: Set<String> = [
    "version-not-bumped", "version-bump-too-small", "version-decreased", "version-reused",
  ]
}
