internal import ContractHistory
internal import ContractKit
internal import GitStore

/// What somebody is about to decide on: one contract's committed transition, and who they are to it.
struct SigningCase {
  let pair: JudgedPair
  let rulebook: Rulebook
  let transition: Transition
  let diff: TransitionDiff
  let facts: TransitionFacts
  /// The full name of the branch that the change is meant for.
  let branch: String
  /// The lines of CODEOWNERS that must agree, on both paths of a move.
  let lines: [OwningLine]

  /// Finds it.
  ///
  /// - Throws: `CommandError` where nothing of that name was changed, where it is not committed, where the branch is behind its target, or
  ///   where the policy does not say which repository this is.
  init(
    _ contracts: borrowing ContractRepository, contract: String, revision: String?, target: String?, _ context: Context
  ) throws {
    let git = contracts.git.prefix
    let head: ObjectID
    if let revision {
      guard let commit = try contracts.git.resolve(revision) else { throw CommandError("cannot find the revision '\(revision)'") }
      head = commit
    } else {
      guard let tip = try contracts.git.head().commit else { throw CommandError.noCommit }
      head = tip
    }
    pair = try contracts.judgedPair(head: .commit(head), target: target, environment: context.environment)
    rulebook = try contracts.rulebook(at: pair.base)
    let transitions = try contracts.differences(from: pair.base, to: pair.head, rulebook: rulebook).transitions
    let changed = Catalog(contracts: transitions.compactMap { $0.new ?? $0.old })
    let argument = ContractArgument(contract, prefix: git)
    if case .absent = changed.find(contract, from: git) {
      _ = try argument.find(in: contracts.catalog(at: pair.head, rulebook: rulebook))
      throw CommandError(
        "'\(contract)' is as it is on '\(pair.target?.name ?? "its target")': there is nothing to sign",
        hints: ["git contract check names what has to be signed"])
    }
    let paths = Set(try argument.find(in: changed).map(\.path))
    let found = transitions.filter { paths.contains($0.path) || $0.old.map { paths.contains($0.path) } == true }
    guard found.count == 1, let transition = found.first else {
      throw CommandError("'\(contract)' has several lines that changed", hints: found.map { "git contract sign \($0.path)" })
    }
    self.transition = transition
    if case .unparsable(let diagnostics)? = transition.new?.file { throw ReadingError(diagnostics) }
    guard !rulebook.policy.repository.isEmpty else {
      throw CommandError(
        "the policy of '\(pair.target?.name ?? "the target")' does not say which repository this is, so a record could be replayed in another",
        hints: ["add 'repository: \(Self.newIdentity())' to '\(Policy.path)' there"])
    }
    try Self.ensureCommitted(transition, contracts, revision)
    diff = try contracts.diff(of: transition, base: pair.base, rulebook: rulebook, today: context.today)
    guard let target = pair.target else {
      throw CommandError("there is no branch that the change is meant for", hints: ["git contract sign \(contract) --target BRANCH"])
    }
    branch = target.branch
    facts = try contracts.facts(of: transition, diff, pair: pair, rulebook: rulebook)
    try Self.ensureCurrent(transition, contracts, pair)
    let state = contracts.ownershipState(rulebook, context.today)
    var lines: [OwningLine] = []
    for path in [transition.old?.path, transition.new?.path].compactMap({ $0 }) {
      lines += state.lines(of: path).filter { !lines.contains($0) }
    }
    self.lines = lines
  }

  /// What is signed is what is committed: a file that differs in the work tree is not what its owner sees.
  private static func ensureCommitted(
    _ transition: Transition, _ contracts: borrowing ContractRepository, _ revision: String?
  ) throws {
    guard revision == nil, contracts.git.workTree != nil, let new = transition.new else { return }
    let bytes = try contracts.git.readWorkTreeFile(new.path, limit: 64 << 20)
    guard try bytes.map({ try Repository.id(of: $0) }) != new.blob else { return }
    throw CommandError("'\(new.path)' differs from what is committed", hints: ["git commit '\(new.path.printable)', then sign"])
  }

  /// The target must still hold what the change was made from; else its owner would agree to something that nobody will merge.
  private static func ensureCurrent(
    _ transition: Transition, _ contracts: borrowing ContractRepository, _ pair: JudgedPair
  ) throws {
    guard let target = pair.target, target.tip != pair.base, let path = transition.old?.path ?? transition.new?.path else { return }
    let there = try contracts.git.entry(path, in: contracts.git.treeID(ofCommit: target.tip))
    guard there?.id != transition.old?.blob, there?.id != transition.new?.blob else { return }
    throw CommandError("'\(target.name)' has changed '\(path)' since: rebase first", hints: ["git rebase \(target.name)"])
  }

  /// A version 4 UUID (RFC 9562, section 5.4).
  private static func newIdentity() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    var groups: [Substring] = []
    var rest = digits[...]
    for length in [8, 4, 4, 4, 12] {
      groups.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return groups.joined(separator: "-")
  }

  /// The address under which the user is known to Git.
  static func email(_ contracts: borrowing ContractRepository, _ context: Context) -> String? {
    context.environment["GIT_AUTHOR_EMAIL"] ?? contracts.git.configuration.value("author.email")
      ?? contracts.git.configuration.value("user.email")
  }

  /// For whom a person stands, as CODEOWNERS writes it.
  func owners(of person: Person) -> [String] {
    var owners: [String] = []
    for resolution in lines.flatMap(\.resolutions) where resolution.persons.contains(where: { $0.id == person.id }) {
      if !owners.contains(resolution.owner.text) { owners.append(resolution.owner.text) }
    }
    return owners
  }

  /// The record of a decision.
  func record(
    _ decision: SignOffRecord.Decision, by person: Person, reason: String?, _ context: Context
  ) throws -> SignOffRecord {
    let now = Timestamp(secondsSince1970: context.now)
    let record = SignOffRecord(
      repository: facts.repository, targets: [branch], path: facts.path, contract: facts.contract, from: facts.from, to: facts.to,
      change: facts.change, report: facts.report, catalogue: facts.catalogue, decision: decision, owners: owners(of: person),
      signer: person.id, reason: reason, issued: now, expires: Timestamp(context.today.adding(rulebook.policy.recordExpires)))
    do {
      return try SignOffRecord.read(record.text)
    } catch {
      throw CommandError("no record can be made of this: \(error.description)", hints: ["a record holds lines of visible text alone"])
    }
  }
}
