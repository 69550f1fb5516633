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
  /// Where its lines stand at the tip; none where it ended before.
  var paths: [String] = []
  /// Of a contract without an id, all that tells it from others of that kind.
  var onlyPath: String?
  /// What cannot be read at the tip, of that contract or of all.
  var unreadable: [Diagnostic] = []
}

extension ContractRepository {
  /// Reads the words of the call: a contract, a range, or both. A single word that is no contract may be a range.
  ///
  /// - Throws: `CommandError` where it is neither.
  borrowing func timelineRequest(_ name: String?, range: String?) throws -> TimelineRequest {
    var (tip, end) = try ends(of: range)
    var rulebook = try rulebook(at: tip)
    var identifier: String?
    var onlyPath: String?
    if let text = name {
      if let request = try standing(text, tip: tip, end: end, rulebook: rulebook) { return request }
      let catalog = try catalog(at: .commit(tip), rulebook: rulebook)
      if case .absent = catalog.find(text, from: git.prefix) {
        // A contract that was deleted, or that nobody can read at the tip, has its history nonetheless.
        identifier = try self.identifier(ofLineCalled: text, from: tip, rulebook: rulebook)
        if identifier == nil {
          guard range == nil, try isRange(text) else { throw try unknown(text, in: catalog) }
          (tip, end) = try ends(of: text)
          rulebook = try self.rulebook(at: tip)
        }
      } else {
        let versions = try ContractArgument(text, prefix: git.prefix).find(in: catalog)
        identifier =
          try versions.first?.contract?.identifier
          ?? versions.first.flatMap { try self.identifier(ofLineCalled: $0.path, from: tip, rulebook: rulebook) } ?? ""
        if identifier == "" { onlyPath = versions.first?.path }
      }
    }
    var request = TimelineRequest(tip: tip, end: end, rulebook: rulebook, identifier: identifier, onlyPath: onlyPath)
    let catalog = try catalog(at: .commit(tip), rulebook: rulebook)
    guard catalog.contracts.contains(where: { $0.contract == nil }) else { return request }
    let paths = try request.identifier.map { try Set(self.paths(ofLinesOf: $0, from: tip, rulebook: rulebook)) }
    for version in catalog.contracts where paths?.contains(version.path) ?? true {
      if case .unparsable(let diagnostics) = version.file { request.unreadable += diagnostics }
    }
    return request
  }

  /// The request for a contract that stands at the tip and can be read there: found without parsing all others, and told by the past of its
  /// files alone. Nil where the whole catalog has to be asked.
  private borrowing func standing(_ name: String, tip: ObjectID, end: ObjectID?, rulebook: Rulebook) throws -> TimelineRequest? {
    let named = try catalog(at: tip, naming: name, rulebook: rulebook)
    guard case .found(let versions) = named.find(name, from: git.prefix), let identifier = versions.first?.contract?.identifier,
      !identifier.isEmpty
    else { return nil }
    // Its other lines may have other names.
    let all = identifier == name ? named : try catalog(at: tip, naming: identifier, rulebook: rulebook)
    var request = TimelineRequest(tip: tip, end: end, rulebook: rulebook, identifier: identifier)
    request.paths = all.lines(of: identifier).map(\.path)
    // A path that is no text cannot be looked up again: then all of history is asked.
    if request.paths.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) { request.paths = [] }
    let unreadable = all.contracts.filter { $0.contract == nil }
    guard !unreadable.isEmpty else { return request }
    // A file that cannot be read may be one of its lines: its past says whether it is.
    if !request.paths.isEmpty { request.paths += unreadable.map(\.path) }
    let paths =
      request.paths.isEmpty
      ? Set(try self.paths(ofLinesOf: identifier, from: tip, rulebook: rulebook))
      : Set(try lines(of: identifier, at: request.paths, from: tip, rulebook: rulebook).filter { $0.end == nil }.map(\.path))
    for version in unreadable where paths.contains(version.path) {
      if case .unparsable(let diagnostics) = version.file { request.unreadable += diagnostics }
    }
    return request
  }

  borrowing func timelines(_ request: TimelineRequest) throws -> [Timeline] {
    let lines = try timelines(
      from: request.tip, after: request.end, identifier: request.identifier, at: request.paths, rulebook: request.rulebook)
    return request.onlyPath.map { path in lines.filter { $0.path.utf8.elementsEqual(path.utf8) } } ?? lines
  }

  /// Says what could not be read at the tip, and gives the exit code that follows from it.
  borrowing func nameUnreadable(_ request: TimelineRequest, _ context: Context) -> ExitStatus {
    for diagnostic in request.unreadable { context.console.note(diagnostic.errorLine) }
    return request.unreadable.isEmpty ? .pass : .refuse
  }

  borrowing func ends(of range: String?) throws -> (tip: ObjectID, end: ObjectID?) {
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

  /// Whether a word names a revision, or two with dots between them.
  borrowing func isRange(_ text: String) throws -> Bool {
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
