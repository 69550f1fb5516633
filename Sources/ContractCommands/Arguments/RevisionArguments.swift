internal import ContractHistory
internal import ContractKit
internal import GitStore

/// The revisions of `diff`: two endpoints, as `git diff` reads them.
struct RevisionArguments {
  let revisions: [String]
  let staged: Bool

  init(_ revisions: [String], staged: Bool = false) {
    self.revisions = revisions
    self.staged = staged
  }

  struct Endpoints {
    var base: ObjectID?
    var head: RepositoryState
    /// The commit whose policy is in force.
    var rulebook: ObjectID?
  }

  /// Resolves the endpoints.
  ///
  /// - Throws: `CommandError` for a revision that does not exist, or more of them than there are sides.
  func endpoints(_ contracts: borrowing ContractRepository, _ context: Context) throws -> Endpoints {
    if staged {
      guard revisions.count <= 1 else { throw CommandError("'--staged' takes at most one revision", status: .usage) }
      let base = try revisions.first.map { try contracts.git.requireCommit($0) } ?? contracts.git.head().commit
      return Endpoints(base: base, head: .index, rulebook: base)
    }
    switch revisions.count {
    case 0:
      let base = try contracts.git.head().commit
      return Endpoints(base: base, head: .workTree, rulebook: base)
    case 1:
      return try single(revisions[0], contracts, context)
    case 2:
      let base = try contracts.git.requireCommit(revisions[0])
      return Endpoints(base: base, head: .commit(try contracts.git.requireCommit(revisions[1])), rulebook: base)
    default:
      throw CommandError("more than two revisions", hints: ["git contract diff A..B -- PATH"], status: .usage)
    }
  }

  private func single(_ text: String, _ contracts: borrowing ContractRepository, _ context: Context) throws -> Endpoints {
    switch try RevisionRange(text) {
    case .single(let revision):
      let base = try contracts.commit(named: revision)
      return Endpoints(base: base, head: .workTree, rulebook: base)
    case .endpoints(let from, let to):
      let base = try contracts.git.requireCommit(from)
      let head = try contracts.git.requireCommit(to)
      if !(try contracts.git.isAncestor(base, of: head)) {
        context.warn(
          "'\(from)' is no ancestor of '\(to)', so what happened only there reads as undone; '\(from)...\(to)' starts at the merge base")
      }
      return Endpoints(base: base, head: .commit(head), rulebook: base)
    case .mergeBase(let from, let to):
      let first = try contracts.git.requireCommit(from)
      let head = try contracts.git.requireCommit(to)
      guard let base = try contracts.git.mergeBases(first, head).first else {
        throw CommandError("'\(from)' and '\(to)' have no commit in common")
      }
      return Endpoints(base: base, head: .commit(head), rulebook: base)
    }
  }
}

extension ContractRepository {
  /// The commit that a revision names.
  ///
  /// - Throws: `GitError` where there is none; `CommandError` where somebody named a contract, which other commands take.
  borrowing func commit(named revision: String) throws -> ObjectID {
    do {
      return try git.requireCommit(revision)
    } catch {
      guard error.kind == .invalidRevision, isContract(revision) else { throw error }
      throw CommandError(
        "'\(revision)' is a contract, and a revision or a range is asked for",
        hints: ["without one all contracts are meant", "git contract show \(ShellWord.quoted(revision))"])
    }
  }

  /// Whether a contract is called so at HEAD; false where that cannot be looked up, for something else is wrong then.
  private borrowing func isContract(_ name: String) -> Bool {
    do {
      guard let head = try git.head().commit,
        case .found = try catalog(at: .commit(head), rulebook: rulebook(at: head)).find(name, from: git.prefix)
      else { return false }
      return true
    } catch {
      return false
    }
  }
}

/// The paths behind `--`: a contract is wanted if either of its paths is one of them or lies below one.
struct PathFilter {
  private let paths: [String]

  /// - Parameters:
  ///   - prefix: where the user stands below the top, `sub/` or empty: paths are relative to it.
  /// - Throws: `CommandError` for a path outside of the repository.
  init(_ paths: [String], prefix: String, workTree: String?) throws {
    self.paths = try paths.map { path in
      guard let normal = RepositoryPath.fromTop(path, prefix: prefix, workTree: workTree) else {
        throw CommandError("path '\(path)' is outside of the repository")
      }
      return normal
    }
  }

  func matches(_ path: String) -> Bool {
    paths.isEmpty || paths.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
  }

  func matches(_ transition: Transition) -> Bool {
    [transition.old?.path, transition.new?.path].compactMap { $0 }.contains { matches($0) }
  }
}
