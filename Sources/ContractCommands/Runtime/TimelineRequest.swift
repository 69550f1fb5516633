internal import ContractHistory
internal import ContractKit
internal import GitStore

/// What `log` and `changelog` were asked to tell.
struct TimelineRequest {
  /// Where the walk starts, and where it stops; nil: at the first commit.
  var tip: ObjectID
  var end: ObjectID?
  var rulebook: Rulebook
  /// The contract that is wanted; nil: all.
  var identifier: String?
  /// What cannot be read at the tip, of that contract or of all.
  var unreadable: [Diagnostic] = []
}

extension ContractRepository {
  /// Reads the words of the call: a contract, a range, or both. A single word that is no contract may be a range.
  ///
  /// - Throws: `CommandError` where it is neither.
  borrowing func timelineRequest(_ name: String?, range: String?) throws -> TimelineRequest {
    var name = name
    var (tip, end) = try ends(of: range)
    var rulebook = try rulebook(at: tip)
    var catalog = try catalog(at: .commit(tip), rulebook: rulebook)
    var identifier: String?
    var found: Catalog.Lookup?
    if let text = name {
      let lookup = catalog.find(text, from: git.prefix)
      if case .absent = lookup {
        // A contract that was deleted, or that nobody can read at the tip, has its history nonetheless.
        identifier = try self.identifier(ofLineCalled: text, from: tip, rulebook: rulebook)
        if identifier == nil {
          guard range == nil, try isRange(text) else { throw try unknown(text, in: catalog) }
          (tip, end) = try ends(of: text)
          rulebook = try self.rulebook(at: tip)
          catalog = try self.catalog(at: .commit(tip), rulebook: rulebook)
          name = nil
        }
      } else {
        found = lookup
      }
    }
    var request = TimelineRequest(tip: tip, end: end, rulebook: rulebook, identifier: identifier)
    if let name, found != nil {
      let versions = try ContractArgument(name, prefix: git.prefix).find(in: catalog)
      request.identifier =
        try versions.first?.contract?.identifier
        ?? versions.first.flatMap { try self.identifier(ofLineCalled: $0.path, from: tip, rulebook: rulebook) } ?? ""
    }
    guard catalog.contracts.contains(where: { $0.contract == nil }) else { return request }
    let paths = try request.identifier.map { try Set(lines(of: $0, from: tip, rulebook: rulebook)) }
    for version in catalog.contracts where paths?.contains(version.path) ?? true {
      if case .unparsable(let diagnostics) = version.file { request.unreadable += diagnostics }
    }
    return request
  }

  borrowing func timelines(_ request: TimelineRequest) throws -> [Timeline] {
    try timelines(from: request.tip, after: request.end, identifier: request.identifier, rulebook: request.rulebook)
  }

  /// Says what could not be read at the tip, and gives the exit code that follows from it.
  borrowing func nameUnreadable(_ request: TimelineRequest, _ context: Context) -> ExitStatus {
    for diagnostic in request.unreadable { context.console.note(diagnostic.errorLine) }
    return request.unreadable.isEmpty ? .pass : .refuse
  }

  private borrowing func ends(of range: String?) throws -> (tip: ObjectID, end: ObjectID?) {
    guard let range else {
      guard let head = try git.head().commit else { throw CommandError.noCommit }
      return (head, nil)
    }
    switch try RevisionRange(range) {
    case .single(let revision): return (try git.requireCommit(revision), nil)
    case .endpoints(let from, let to): return (try git.requireCommit(to), try git.requireCommit(from))
    case .mergeBase(let from, let to):
      let head = try git.requireCommit(to)
      return (head, try git.mergeBases(git.requireCommit(from), head).first)
    }
  }

  private borrowing func isRange(_ text: String) throws -> Bool {
    do {
      guard case .single(let revision) = try RevisionRange(text) else { return true }
      return try git.resolve(revision) != nil
    } catch  where error.kind == .invalidRevision {
      return false
    }
  }

  private func unknown(_ name: String, in catalog: Catalog) throws -> any Error {
    do {
      _ = try ContractArgument(name).find(in: catalog)
    } catch {
      return error
    }
    return CommandError("no contract is called '\(name)'", hints: ["git contract list"])
  }
}

extension Diagnostic {
  /// `path:line:column: error: message [rule]`, for stderr.
  var errorLine: String {
    "\(path.printable):\(position.line):\(position.column): error: \(message.printable) [\(rule)]\n"
  }
}
