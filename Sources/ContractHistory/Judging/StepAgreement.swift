package import ContractKit
internal import GitStore

/// What owners were asked for one step, and what they said.
struct StepAgreement {
  var prices: [Price] = []
  var signOffs: [CheckAnswer.SignOff] = []
  var acknowledgements: [Acknowledgement] = []
  var records = StepRecords()
  var reviews = StepReviews()
  /// Who broke the glass for it.
  var overrides: [BreakGlass] = []
}

extension ContractRepository {
  /// Holds a contract's step against its owners: those of the base, on both paths of a move.
  func agreement(_ subject: StepSubject, _ diff: TransitionDiff) throws -> StepAgreement {
    let transition = subject.transition
    let paths = [transition.old?.path, transition.new?.path].compactMap { $0 }
    let commits = try claimCommits(for: paths, subject.request)
    let state = ownershipState(subject.rulebook, subject.request.today)
    let records =
      subject.request.moment == .commit
      ? StepRecords() : try stepRecords(transition, diff, subject.request, rulebook: subject.rulebook)
    var glass = BreakGlass.claims(in: commits, policy: subject.rulebook.policy, roster: state.roster)
    let signed = records.overrides(policy: subject.rulebook.policy, roster: state.roster)
    glass = (glass.uses + signed.uses, glass.remarks + signed.remarks)
    let reviews = try stepReviews(
      ReviewedStep(transition), subject.request, subject.rulebook, roster: state.roster, silenced: records.silenced)
    // A draft that becomes active begins as a new contract does: what it was before bound nobody.
    let begins = subject.begins
    let step = OwnedStep(
      subject: .contract(id: transition.identifier, title: transition.title),
      oldPath: begins && !transition.isMove ? nil : transition.old?.path, newPath: transition.new?.path,
      copiedFrom: try model(of: subject),
      status: (begins ? nil : transition.old?.contract?.status) ?? transition.new?.contract?.status ?? .active,
      changes: begins ? [] : diff.changes,
      lowersProtection: diff.changes.contains { Catalogue.rule($0.rule)?.consequences.contains(.securitySignOff) ?? false },
      position: transition.new?.contract?.version?.position ?? .start, commits: commits,
      agreements: records.agreements(roster: state.roster) + reviews.agreements, remarks: records.remarks + reviews.remarks + glass.remarks,
      rejections: records.rejections)
    let outcome = OwnershipRules(base: state, head: state, policy: subject.rulebook.policy).judge(step)
    if let missing = reviews.missing, !outcome.prices.isEmpty { throw missing }
    let lines = paths.flatMap { state.lines(of: $0) }
    let owners = Set(lines.flatMap { $0.persons.map(\.id) })
    return StepAgreement(
      prices: try outcome.prices + acceptancePrices(subject),
      signOffs: outcome.signOffs.map { CheckAnswer.SignOff($0, contract: transition.identifier) }
        + glass.uses.map { CheckAnswer.SignOff($0, contract: transition.identifier) },
      acknowledgements: Self.acknowledgements(in: commits, owners: owners, roster: state.roster)
        + records.acknowledgements(lines: lines, roster: state.roster) { ReportDigest.of(diff.json) }, records: records,
      reviews: reviews, overrides: glass.uses)
  }

  /// The trailers by which owners said that they looked at what needs a decision. A commit's trailer is the word of those whose claims
  /// count in it.
  private static func acknowledgements(in commits: [ClaimCommit], owners: Set<String>, roster: Roster) -> [Acknowledgement] {
    commits.flatMap { commit -> [Acknowledgement] in
      let speakers = Claims([commit], roster: roster).counted.map(\.person)
      let owner = speakers.first { owners.contains($0.id) }
      return commit.trailers.filter { $0.key.lowercased() == Acknowledgement.trailer.lowercased() }.compactMap { trailer in
        guard case .success(let parsed) = Acknowledgement.parse(trailer.value) else { return nil }
        return Acknowledgement(
          subject: parsed.subject, reason: parsed.reason, person: owner?.id ?? commit.author.email, isByOwner: owner != nil)
      }
    }
  }

  /// The contract of which a new line is a copy: another line of the same id. Its owners are asked too.
  ///
  /// Drafts bind nobody, so a draft is no model where another line is more: nobody makes one of their own to copy it. Of several the
  /// nearest major below counts, else the nearest above.
  private func model(of subject: StepSubject) throws -> String? {
    let transition = subject.transition
    guard let new = transition.new?.contract, !new.identifier.isEmpty, let base = subject.request.pair.base else { return nil }
    // A file that takes another id becomes a line of that contract, whatever it was before.
    let isRenamed = transition.old.map { !($0.contract?.identifier.utf8.elementsEqual(new.identifier.utf8) ?? false) } ?? false
    guard transition.old == nil || subject.begins || isRenamed else { return nil }
    // Before a commit of a push the line may be gone for a moment; where the push began it was not.
    var others: [ContractVersion] = []
    for commit in [subject.request.rulebookCommit, base].compactMap({ $0 }) where others.isEmpty {
      others = try catalog(at: .commit(commit), rulebook: subject.rulebook).lines(of: new.identifier).filter { line in
        !(transition.old.map { $0.path.utf8.elementsEqual(line.path.utf8) } ?? false)
      }
    }
    let binding = others.filter { ![.draft, .proposed].contains($0.contract?.status) }
    func distance(_ line: ContractVersion) -> (Int, Int) {
      let major = line.contract?.major ?? 0
      return major <= new.major ? (0, new.major - major) : (1, major - new.major)
    }
    return (binding.isEmpty ? others : binding).min { distance($0) < distance($1) }?.path
  }

  /// The commits between base and head as far as they may carry a claim for a path.
  ///
  /// Before a commit exists its author is whom Git's configuration names: an owner is not told to ask an owner.
  func claimCommits(for paths: [String], _ request: CheckRequest) throws -> [ClaimCommit] {
    var result: [ClaimCommit] = []
    if request.moment == .commit, let author = currentAuthor {
      result.append(ClaimCommit(id: "this commit", author: author, committer: author, changesPath: true))
    }
    guard let head = request.pair.headCommit else { return result }
    let wanted = paths.map { Array($0.utf8) }
    let ids = try news(of: head, since: request.pair.base)
    let isNew = Set(ids)
    for id in ids {
      let commit = try git.commit(id)
      let changed = try changedPaths(of: commit)
      var changes = changed.isEmpty
      var writes = changed.isEmpty
      for path in wanted {
        // A merge that takes what the target has brings it nothing: whoever keeps a branch up to date agrees to nothing of it.
        let isOfTarget = changed.count > 1 && zip(commit.parents, changed).contains { !isNew.contains($0) && !$1.contains(path) }
        if let first = changed.first, first.contains(path), !isOfTarget { changes = true }
        if changed.allSatisfy({ $0.contains(path) }) { writes = true }
      }
      guard changes || writes else { continue }
      result.append(
        ClaimCommit(
          id: commit.id.hex, author: .init(name: commit.author.name, email: commit.author.email),
          committer: .init(name: commit.committer.name, email: commit.committer.email),
          trailers: Trailers(message: commit.message).all.map { .init(key: $0.key, value: $0.value) }, changesPath: changes,
          writesPath: writes))
    }
    return result
  }

  /// The commits of base..head: all contracts of one step ask for the same.
  private func news(of head: ObjectID, since base: ObjectID?) throws -> [ObjectID] {
    if head == base { return [] }
    let key = ParsedContracts.Range(base: base, tip: head)
    if let known = parsed.news, known.range == key { return known.commits }
    let found = try git.commits(reachableFrom: [head], excluding: base.map { [$0] } ?? [])
    parsed.news = (key, found)
    return found
  }

  /// The paths, as bytes, at which a commit differs from each of its parents: many contracts of one push ask for them.
  private func changedPaths(of commit: Commit) throws -> [Set<[UInt8]>] {
    if let known = parsed.changedPaths[commit.id] { return known }
    let found = try commit.parents.map { parent in
      Set(try git.differences(from: git.treeID(ofCommit: parent), to: commit.tree).map { Array($0.path.utf8) })
    }
    // A long history is walked once for each contract, but it need not all stay in memory.
    if parsed.changedPaths.count >= 10_000 { parsed.changedPaths = [:] }
    parsed.changedPaths[commit.id] = found
    return found
  }

  /// Who would be the author of a commit made now.
  private var currentAuthor: ClaimCommit.Identity? {
    let email = git.environment["GIT_AUTHOR_EMAIL"] ?? git.configuration.value("author.email") ?? git.configuration.value("user.email")
    let name = git.environment["GIT_AUTHOR_NAME"] ?? git.configuration.value("author.name") ?? git.configuration.value("user.name")
    return email.map { ClaimCommit.Identity(name: name ?? "", email: $0) }
  }

  /// Owners and people of a rulebook on a day.
  package func ownershipState(_ rulebook: Rulebook, _ day: CalendarDay) -> OwnershipState {
    OwnershipState(
      codeOwners: rulebook.codeOwners ?? .absent,
      roster: Roster(people: rulebook.people ?? People(), agents: AgentList(additional: rulebook.policy.agents), day: day),
      stewards: rulebook.policy.stewards.compactMap { Owner($0, dialect: .gitlab) })
  }
}

extension CheckAnswer.SignOff {
  init(_ use: BreakGlass, contract: String) {
    self.init(
      contract: contract, person: use.person, owner: BreakGlass.owner, assurance: use.assurance.rawValue, decision: BreakGlass.owner,
      record: use.source.record)
  }

  init(_ signOff: SignOff, contract: String) {
    self.init(
      contract: contract, person: signOff.person, owner: signOff.owner, assurance: signOff.assurance.rawValue, decision: "approve",
      record: signOff.source.record, inPlaceOf: signOff.inPlaceOf)
  }
}

extension CodeOwners {
  /// What a repository without the file has: nobody owns anything.
  static let absent = CodeOwners.parse([], path: "", dialect: .github)
}
