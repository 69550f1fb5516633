package import ContractKit
package import GitStore

/// One reference that a push moves.
package struct ReferenceUpdate: Sendable {
  package var name: String
  /// Zero where the reference is new.
  package var old: ObjectID
  /// Zero where it is deleted.
  package var new: ObjectID

  package init(name: String, old: ObjectID, new: ObjectID) {
    self.name = name
    self.old = old
    self.new = new
  }
}

extension ContractRepository {
  /// Decides about one reference of a push: semantics.md, "Runs".
  ///
  /// Protected branches only move forward, are not deleted, and every run of versions on the way pays its own price. Other references
  /// are free. The rulebook is that of the old tip for the whole push, so that no commit of it alters the rules for a later one.
  ///
  /// - Parameter push: everything that the same push moves, where that is known: two branches may take one version at once.
  package func judge(
    _ update: ReferenceUpdate, among push: [ReferenceUpdate] = [], moment: Moment, today: CalendarDay
  ) throws -> CheckAnswer {
    let defaultBranch = try defaultBranch(receiving: update.name)
    let home = try homeTip(defaultBranch)
    try ensurePresent(update)
    let base = update.old.isZero ? home : update.old
    let protection = try protectingRulebook(home: home, base: base)
    if let refusal = try referenceRefusal(update, among: push, rulebook: protection, defaultBranch: defaultBranch) { return refusal }
    guard !update.new.isZero, update.name.hasPrefix("refs/heads/") else { return .silent }
    if let refusal = try treeRefusal(update, known: [base, home].compactMap { $0 }) { return refusal }
    guard protection.policy.protectsBranch(update.name, defaultBranch: defaultBranch) else { return .silent }

    let starts = update.old.isZero ? try home.map { try git.mergeBases($0, update.new) } ?? [] : [update.old]
    guard let start = starts.first else { return try judgeBeginning(update, home: home, moment: moment, today: today) }
    guard start != update.new else { return .silent }
    let ruling = update.name == defaultBranch ? start : try rulingCommit(start, home: home)
    let rules = try rulebook(at: ruling)
    var rivals: [JudgedPair.Target] = []
    for other in push where other.name != update.name && !other.new.isZero {
      if protection.policy.protectsBranch(other.name, defaultBranch: defaultBranch) {
        rivals.append(.init(name: Self.short(other.name), tip: other.new))
      }
    }
    let recordsTip = push.first { $0.name == rules.policy.records && !$0.new.isZero }?.new
    var answer = CheckAnswer.silent
    func request(from base: ObjectID?, to head: ObjectID) -> CheckRequest {
      var pair = JudgedPair(
        target: .init(name: Self.short(update.name), tip: start, reference: update.name), head: .commit(head), base: base, headCommit: head)
      pair.rivals = rivals
      pair.recordsTip = recordsTip
      pair.pushedTip = update.new
      var request = CheckRequest(pair: pair, moment: moment, today: today)
      request.rulebookCommit = ruling
      return request
    }
    for run in try runs(from: start, to: update.new, rulebook: rules) {
      let differences = StateDifferences(transitions: [run.transition], governance: [])
      answer.merge(try judge(differences, request(from: run.base, to: run.head), rules))
    }
    let governance = try differences(from: start, to: .commit(update.new), rulebook: rules).governance
    if !governance.isEmpty {
      let differences = StateDifferences(transitions: [], governance: governance)
      answer.merge(try judge(differences, request(from: start, to: update.new), rules))
    }
    return answer
  }

  /// The commit whose rules are in force for what starts from a state of another branch than the default one: that state's. Where the
  /// default branch enforces ownership and the state does not, the default branch's: a branch that was cut before that is no way around it.
  func rulingCommit(_ start: ObjectID, home: ObjectID?) throws -> ObjectID {
    guard let home, home != start, try rulebook(at: home).policy.ownership == .enforce else { return start }
    return try readableRulebook(at: start)?.policy.ownership == .enforce ? start : home
  }

  /// The same for a change that is not pushed yet.
  package func rulingCommit(of pair: JudgedPair) throws -> ObjectID? {
    guard let base = pair.base, let target = pair.target else { return pair.base }
    let branch = try defaultBranch(receiving: target.branch)
    guard target.branch != branch, let home = try homeTip(branch) else { return base }
    guard try protectingRulebook(home: home, base: base).policy.protectsBranch(target.branch, defaultBranch: branch) else { return base }
    return try rulingCommit(base, home: home)
  }

  /// A protected branch before which nothing came: what it holds is judged as new, its past is not. In a repository that has a default
  /// branch the rules of that one are in force, else there are none yet but the defaults.
  private func judgeBeginning(
    _ update: ReferenceUpdate, home: ObjectID?, moment: Moment, today: CalendarDay
  ) throws -> CheckAnswer {
    let rules = try rulebook(at: home)
    var request = CheckRequest(
      // Before anybody owns anything nobody can have agreed, so that no past has to be searched for it.
      pair: JudgedPair(target: nil, head: .commit(update.new), base: nil, headCommit: home == nil ? nil : update.new), moment: moment,
      today: today)
    request.rulebookCommit = home
    return try judge(differences(from: nil, to: .commit(update.new), rulebook: rules), request, rules)
  }

  /// A clone may not know yet what its remote has: then nobody can say what the push changes there.
  private func ensurePresent(_ update: ReferenceUpdate) throws {
    guard !git.isBare, !update.old.isZero, !git.contains(update.old) else { return }
    throw GitError(
      .missing, "cannot judge '\(Self.short(update.name))': the remote has commits that are not here", hint: "git fetch")
  }

  /// Trees that Git and other programs would read differently are refused on every branch: a contract must be one file for everybody.
  ///
  /// Each commit is held against its first parent, which was looked at itself or is known: what is there already stops nobody, and a
  /// long push costs what it changes.
  private func treeRefusal(_ update: ReferenceUpdate, known: [ObjectID]) throws -> CheckAnswer? {
    var findings: [Finding] = []
    for id in try git.commits(reachableFrom: [update.new], excluding: known) {
      let commit = try git.commit(id)
      let accepted = try commit.parents.first.map { try git.commit($0).tree }
      for problem in try git.treeProblems(in: commit.tree, accepted: accepted, watching: [".contracts/", "CODEOWNERS"]) {
        findings.append(
          Finding(
            rule: "tree-malformed", level: .error, path: problem.path, message: problem.message + " in commit \(id.short())",
            hint: "git fsck names what is wrong; the commit must be made again"))
      }
      if findings.count > 20 { break }
    }
    guard !findings.isEmpty else { return nil }
    return CheckAnswer(verdict: .refuse, findings: findings, contracts: [], signOffs: [], impact: [])
  }
}

extension CheckAnswer {
  /// Takes in another answer of the same push.
  mutating func merge(_ other: CheckAnswer) {
    findings += other.findings.filter { !findings.contains($0) }
    contracts += other.contracts
    signOffs += other.signOffs
    impact += other.impact
    if other.verdict == .undecided || verdict != .undecided && other.verdict == .refuse { verdict = other.verdict }
  }
}
