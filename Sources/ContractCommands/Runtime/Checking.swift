internal import ContractHistory
internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// Judges a head against the base that semantics.md gives it.
  ///
  /// - Parameters:
  ///   - target: the branch that `--target` named.
  ///   - base: a base that the user named; the pair's own where it is nil.
  ///   - reviews: what a forge says of the pull request.
  borrowing func check(
    head: RepositoryState, target: String?, base: ObjectID? = nil, moment: Moment, reviews: ForgeReviews = ForgeReviews(),
    _ context: Context
  ) throws -> CheckAnswer {
    var pair = try judgedPair(head: head, target: target, environment: context.environment)
    if let base {
      pair.base = base
      pair.otherBases = []
    }
    var request = CheckRequest(pair: pair, moment: moment, today: context.today)
    request.reviews = reviews
    let answer = try check(request)
    guard head == .workTree, base == nil, answer.contracts.isEmpty, answer.findings.isEmpty, let commit = pair.headCommit,
      commit == pair.target?.tip
    else { return answer }
    // A clean work tree on the target itself: what is judged is what the last commit brought, so that a check on main names what no
    // gate has stopped.
    return try check(head: .commit(commit), target: target, moment: .gate, context)
  }

  /// Judges everything as it stands: what each file is by itself, and whether somebody owns it.
  borrowing func checkAll(_ context: Context) throws -> CheckAnswer {
    let commit = try git.head().commit
    let state: RepositoryState = git.isBare ? commit.map { .commit($0) } ?? .nothing : .workTree
    return try checkAll(at: state, rulebookCommit: commit, today: context.today)
  }

  /// Decides as the one who receives a push about one reference of it.
  borrowing func receive(_ update: RefUpdate, among push: [RefUpdate], _ context: Context) throws -> CheckAnswer {
    let update = try moved(by: update)
    return try staleRefusal(.init(name: update.reference, old: update.old, new: update.new))
      ?? judge(update, among: push.map { try moved(by: $0) }, moment: .gate, context)
  }

  /// What an update moves here: a server may keep an old name as a symbolic reference, and Git tells hooks that name while it moves what
  /// stands behind it.
  private borrowing func moved(by update: RefUpdate) throws -> RefUpdate {
    var result = update
    result.reference = try git.referent(of: update.reference)
    return result
  }

  /// Decides about one reference of a push.
  ///
  /// - Parameter push: all that the same push moves.
  borrowing func judge(_ update: RefUpdate, among push: [RefUpdate], moment: Moment, _ context: Context) throws -> CheckAnswer {
    func plain(_ update: RefUpdate) -> ReferenceUpdate {
      ReferenceUpdate(name: update.reference, old: update.old, new: update.new)
    }
    return try judge(plain(update), among: push.map(plain), moment: moment, today: context.today)
  }
}
