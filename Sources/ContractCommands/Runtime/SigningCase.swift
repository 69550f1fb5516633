internal import ContractHistory
internal import ContractKit
internal import GitStore

/// What somebody is about to decide on: one committed change of a contract, or of a file that decides about others, and who they are to it.
struct SigningCase {
  enum Subject {
    case contract(Transition, TransitionDiff)
    /// CODEOWNERS, what stands below `.contracts/`, a consumer's declaration.
    case file(TreeDifference)
  }

  let pair: JudgedPair
  let rulebook: Rulebook
  let subject: Subject
  let facts: TransitionFacts
  /// The full name of the branch that the change is meant for.
  let branch: String
  /// Whom the signer may stand for: the lines of CODEOWNERS for a contract, on both paths of a move; for a file that decides about others
  /// all of them, before and after, since it asks whoever loses or gains by it.
  let lines: [OwningLine]
  /// Who may decide in whose place, by the id of the delegate.
  private var standIns: [(delegate: String, standIn: Agreement.StandIn)] = []

  /// What people call it.
  var title: String {
    switch subject {
    case .contract(let transition, _): transition.title
    case .file(let difference): difference.path
    }
  }

  /// Where its records go.
  var folder: String {
    switch subject {
    case .contract(let transition, _): ContractRepository.recordFolder(of: transition)
    case .file(let difference): ContractRepository.recordFolder(ofFile: difference.path)
    }
  }

  /// Whether it needs a decision, not an agreement alone.
  var needsDecision: Bool {
    guard case .contract(_, let diff) = subject else { return false }
    return diff.changes.contains { $0.impact == .dangerous }
  }

  /// Finds it.
  ///
  /// - Parameter name: a contract by id, name or path, or the path of a file that decides about others.
  /// - Throws: `CommandError` where nothing of that name was changed, where it is not committed, where the branch is behind its target, or
  ///   where the policy does not say which repository this is.
  init(
    _ contracts: borrowing ContractRepository, name: String, revision: String?, target: String?, _ context: Context
  ) throws {
    let head: ObjectID
    if let revision {
      guard let commit = try contracts.git.resolve(revision) else { throw CommandError("cannot find the revision '\(revision)'") }
      head = commit
    } else {
      guard let tip = try contracts.git.head().commit else { throw CommandError.noCommit }
      head = tip
    }
    pair = try contracts.judgedPair(head: .commit(head), target: target, environment: context.environment)
    let target = try Self.target(of: pair, name: name, contracts)
    branch = target.branch
    rulebook = try contracts.rulebook(at: contracts.rulingCommit(of: pair))
    try Self.ensureIdentity(rulebook, target)
    let differences = try contracts.differences(from: pair.base, to: pair.head, rulebook: rulebook)
    let path = RepositoryPath.fromTop(name, prefix: contracts.git.prefix)
    let state = contracts.ownershipState(rulebook, context.today)
    if let file = differences.governance.first(where: { $0.path == path }) {
      subject = .file(file)
      facts = try contracts.facts(of: file, pair: pair, rulebook: rulebook)
      lines = state.allLines + (try contracts.ownershipState(contracts.rulebook(at: pair.head), context.today).allLines)
      try Self.ensureCommitted(file.path, file.new?.id, contracts, revision)
      try Self.ensureCurrent(file.path, file.old?.id, file.new?.id, contracts, pair)
      return
    }
    let transition = try Self.transition(called: name, differences.transitions, contracts, pair, rulebook)
    if case .unparsable(let diagnostics)? = transition.new?.file { throw ReadingError(diagnostics) }
    let diff = try contracts.diff(of: transition, base: pair.base, rulebook: rulebook, today: context.today)
    subject = .contract(transition, diff)
    facts = try contracts.facts(of: transition, diff, pair: pair, rulebook: rulebook)
    var lines: [OwningLine] = []
    for path in [transition.old?.path, transition.new?.path].compactMap({ $0 }) {
      lines += state.lines(of: path).filter { !lines.contains($0) }
    }
    self.lines = lines
    if let old = transition.old, !transition.isMove {
      standIns = try contracts.delegations(of: old, branch: branch, tip: head, rulebook: rulebook, today: context.today)
    }
    if let new = transition.new { try Self.ensureCommitted(new.path, new.blob, contracts, revision) }
    try Self.ensureCurrent(
      transition.old?.path ?? transition.path, transition.old?.blob, transition.new?.blob, contracts, pair)
  }

  /// The branch that a record is for.
  static func target(
    of pair: JudgedPair, name: String, _ contracts: borrowing ContractRepository
  ) throws -> JudgedPair.Target {
    guard let target = pair.target else {
      throw CommandError(
        "there is no branch that the change is meant for", hints: ["git contract sign \(ShellWord.quoted(name)) --target BRANCH"])
    }
    guard target.branch.hasPrefix("refs/heads/"), try isBranch(target, contracts) else {
      throw CommandError(
        "'\(target.name)' is no branch, and a record is for one",
        hints: ["git contract sign \(ShellWord.quoted(name)) --target BRANCH; a branch that is not there yet is pushed first"])
    }
    return target
  }

  /// - Throws: `CommandError` where the policy does not say which repository this is.
  static func ensureIdentity(_ rulebook: Rulebook, _ target: JudgedPair.Target) throws {
    guard rulebook.policy.repository.isEmpty else { return }
    throw CommandError(
      "the policy of '\(target.name)' does not say which repository this is, so a record could be replayed in another",
      hints: ["add 'repository: \(UUIDText.random())' to '\(Policy.path)' there"])
  }

  /// The one contract of that name that was changed.
  private static func transition(
    called name: String, _ transitions: [Transition], _ contracts: borrowing ContractRepository, _ pair: JudgedPair, _ rulebook: Rulebook
  ) throws -> Transition {
    let changed = Catalog(contracts: transitions.compactMap { $0.new ?? $0.old })
    let argument = ContractArgument(name, prefix: contracts.git.prefix)
    if case .absent = changed.find(name, from: contracts.git.prefix) {
      _ = try argument.find(in: contracts.catalog(at: pair.head, rulebook: rulebook))
      throw CommandError(
        "'\(name)' is as it is on '\(pair.target?.name ?? "its target")': there is nothing to sign",
        hints: ["git contract check names what has to be signed"])
    }
    let paths = Set(try argument.find(in: changed).map(\.path))
    let found = transitions.filter { paths.contains($0.path) || $0.old.map { paths.contains($0.path) } == true }
    guard found.count == 1, let transition = found.first else {
      throw CommandError("'\(name)' has several lines that changed", hints: found.map { "git contract sign \($0.path)" })
    }
    return transition
  }

  /// A tag or a commit has a tip too, and nobody merges into it.
  private static func isBranch(_ target: JudgedPair.Target, _ contracts: borrowing ContractRepository) throws -> Bool {
    let name = String(target.branch.dropFirst("refs/heads/".count))
    let remotes = contracts.git.configuration.subsections(of: "remote").map { "refs/remotes/\($0)/\(name)" }
    return try ([target.branch] + remotes).contains { try contracts.git.reference($0) == target.tip }
  }

  /// What is signed is what is committed: a file that differs in the work tree is not what its owner sees.
  private static func ensureCommitted(
    _ path: String, _ blob: ObjectID?, _ contracts: borrowing ContractRepository, _ revision: String?
  ) throws {
    guard revision == nil, contracts.git.workTree != nil, let blob else { return }
    guard try contracts.git.isModified(path, since: blob) else { return }
    throw CommandError("'\(path)' differs from what is committed", hints: ["git commit \(ShellWord.quoted(path.printable)), then sign"])
  }

  /// The target must still hold what the change was made from; else its owner would agree to something that nobody will merge.
  private static func ensureCurrent(
    _ path: String, _ old: ObjectID?, _ new: ObjectID?, _ contracts: borrowing ContractRepository, _ pair: JudgedPair
  ) throws {
    guard let target = pair.target, target.tip != pair.base else { return }
    let there = try contracts.git.entry(path, in: contracts.git.treeID(ofCommit: target.tip))
    guard there?.id != old, there?.id != new else { return }
    throw CommandError("'\(target.name)' has changed '\(path)' since: rebase first", hints: ["git rebase \(target.name)"])
  }

  /// The address under which the user is known to Git.
  static func email(_ contracts: borrowing ContractRepository, _ context: Context) -> String? {
    context.environment["GIT_AUTHOR_EMAIL"] ?? contracts.git.configuration.value("author.email")
      ?? contracts.git.configuration.value("user.email")
  }

  /// For whom a person stands, as CODEOWNERS writes it.
  func owners(of person: Person) -> [String] {
    var owners = OwningLine.names(of: person, in: lines)
    for (delegate, standIn) in standIns where delegate == person.id {
      for owner in lines.compactMap({ $0.owner(behind: standIn)?.text }) where !owners.contains(owner) { owners.append(owner) }
    }
    return owners
  }

  /// In whose place a person decides.
  func principals(of person: Person) -> [String] {
    standIns.filter { entry in entry.delegate == person.id && lines.contains { $0.owner(behind: entry.standIn) != nil } }
      .map(\.standIn.principal.id)
  }

  /// The record of a decision.
  func record(
    _ decision: SignOffRecord.Decision, by person: Person, for owners: [String]? = nil, reason: String?, _ context: Context
  ) throws -> SignOffRecord {
    let now = Timestamp(secondsSince1970: context.now)
    let record = SignOffRecord(
      repository: facts.repository, targets: [branch], path: facts.path, contract: facts.contract, from: facts.from, to: facts.to,
      change: facts.change, report: facts.report, catalogue: facts.catalogue, decision: decision, owners: owners ?? self.owners(of: person),
      signer: person.id, reason: reason, issued: now, expires: Timestamp(context.today.adding(rulebook.policy.recordExpires)))
    do {
      return try SignOffRecord.read(record.text)
    } catch {
      throw CommandError("no record can be made of this: \(error.description)", hints: ["a record holds lines of visible text alone"])
    }
  }
}
