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
  package func judge(_ update: ReferenceUpdate, moment: Moment, today: CalendarDay) throws -> CheckAnswer {
    let defaultBranch = try defaultBranch()
    let home = try defaultBranch.flatMap { try git.reference($0) }
    let base = update.old.isZero ? home : update.old
    let rulebook = try rulebook(at: base)
    if let refusal = try referenceRefusal(update, rulebook: rulebook, defaultBranch: defaultBranch) { return refusal }
    guard !update.new.isZero, update.name.hasPrefix("refs/heads/") else { return .silent }
    if let refusal = try treeRefusal(update, known: base) { return refusal }
    guard rulebook.policy.protectsBranch(update.name, defaultBranch: defaultBranch) else { return .silent }

    let start = update.old.isZero ? try base.flatMap { try git.mergeBases($0, update.new).first } : update.old
    guard start != update.new else { return .silent }
    // Nothing came before the first push of a repository: what it brings is judged as new, by the defaults.
    let rules = start == base ? rulebook : try self.rulebook(at: start)
    let target = JudgedPair.Target(name: Self.short(update.name), tip: start ?? update.new)

    var answer = CheckAnswer.silent
    for run in try runs(from: start, to: update.new, rulebook: rules) {
      var request = CheckRequest(
        pair: JudgedPair(target: start == nil ? nil : target, head: .commit(run.head), base: run.base, headCommit: run.head),
        moment: moment, today: today)
      request.rulebookCommit = start
      answer.merge(try judge(StateDifferences(transitions: [run.transition], governance: []), request, rules))
    }
    let governance = try differences(from: start, to: .commit(update.new), rulebook: rules).governance
    if !governance.isEmpty {
      let request = CheckRequest(
        pair: JudgedPair(target: start == nil ? nil : target, head: .commit(update.new), base: start, headCommit: update.new),
        moment: moment, today: today)
      answer.merge(try judge(StateDifferences(transitions: [], governance: governance), request, rules))
    }
    return answer
  }

  /// One transition of a push, and the commits between which it happened.
  struct Run {
    var transition: Transition
    var base: ObjectID?
    var head: ObjectID
  }

  /// The transitions of a push, oldest first: consecutive states of a line with one version count as the last of them.
  func runs(from start: ObjectID?, to tip: ObjectID, rulebook: Rulebook) throws -> [Run] {
    var runs: [(place: Int, run: Run)] = []
    var openRuns: [String: Int] = [:]
    var steps: [(commit: Commit, transitions: [Transition])] = []
    for commit in try git.firstParents(from: tip, until: start) {
      let transitions = try transitions(of: commit, rulebook: rulebook)
      if !transitions.isEmpty { steps.append((commit, transitions)) }
    }
    for (place, step) in steps.reversed().enumerated() {
      for transition in step.transitions {
        // A line is followed by the path that it had before: that is what its states have in common.
        let key = transition.old?.path ?? transition.new?.path ?? ""
        let version = transition.new?.contract?.version?.value
        if let open = openRuns[key] {
          let previous = runs[open].run.transition
          let isSameVersion = previous.new?.contract?.version?.value == version && version != nil
          let isLeading = previous.new?.contract?.version?.value == previous.old?.contract?.version?.value
          if isSameVersion || isLeading || previous.new?.contract == nil && transition.new?.contract != nil && previous.old != nil {
            // The run goes on, or a leading run with the old tip's version gives way to what follows it.
            runs[open].run.transition.new = transition.new
            runs[open].run.head = step.commit.id
            runs[open].place = place
            openRuns[key] = nil
            openRuns[transition.new?.path ?? key] = open
            continue
          }
        }
        openRuns[key] = nil
        openRuns[transition.new?.path ?? key] = runs.count
        runs.append((place, Run(transition: transition, base: step.commit.parents.first, head: step.commit.id)))
      }
    }
    return runs.sorted { $0.place < $1.place }.map(\.run).filter { run in
      // What came and went within the push leaves nothing to judge.
      run.transition.old?.blob != run.transition.new?.blob || run.transition.isMove
    }
  }

  /// What a commit changed against its first parent.
  private func transitions(of commit: Commit, rulebook: Rulebook) throws -> [Transition] {
    let before = try commit.parents.first.map { try git.commit($0).tree }
    guard before != commit.tree else { return [] }
    var changed: [Transition] = []
    for difference in try git.differences(from: before, to: commit.tree) where rulebook.mayHoldContract(difference.path) {
      let old = try difference.old.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
      let new = try difference.new.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
      changed.append(Transition(old: old, new: new))
    }
    return Self.pairMoves(changed)
  }

  /// Protected references move forward only; the records and the server's own references are not pushed over.
  private func referenceRefusal(_ update: ReferenceUpdate, rulebook: Rulebook, defaultBranch: String?) throws -> CheckAnswer? {
    func refusal(_ rule: String, _ message: String, _ hint: String) -> CheckAnswer {
      CheckAnswer(
        verdict: .refuse, findings: [Finding(rule: rule, level: .error, path: update.name, message: message, hint: hint)], contracts: [],
        signOffs: [], impact: [])
    }
    let name = update.name
    if name == "refs/contracts/log" || name.hasPrefix("refs/contracts/notified/") {
      return refusal("reference-protected", "'\(name)' is written by the server alone", "leave it out of the push")
    }
    if rulebook.policy.isReleaseTag(name), !update.old.isZero {
      return refusal("reference-protected", "release tag '\(name)' is protected: it is not moved or deleted", "make a new version instead")
    }
    guard rulebook.policy.protectsBranch(name, defaultBranch: defaultBranch), !update.old.isZero else { return nil }
    if update.new.isZero {
      return refusal("reference-protected", "'\(name)' is protected: it is not deleted", "take it off 'protect' in the policy first")
    }
    guard try !git.isAncestor(update.old, of: update.new) else { return nil }
    return refusal(
      "reference-protected", "'\(name)' is protected: it only moves forward", "git revert what should not be there, then git contract bump")
  }

  /// Trees that Git and other programs would read differently are refused on every branch: a contract must be one file for everybody.
  private func treeRefusal(_ update: ReferenceUpdate, known: ObjectID?) throws -> CheckAnswer? {
    var findings: [Finding] = []
    for id in try git.commits(reachableFrom: [update.new], excluding: known.map { [$0] } ?? []) {
      let accepted = try known.map { try git.commit($0).tree }
      for problem in try git.treeProblems(in: git.commit(id).tree, accepted: accepted, watching: [".contracts/", "CODEOWNERS"]) {
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
