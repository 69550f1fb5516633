package import ContractKit
package import GitStore

/// A review that counts for a transition, and all that a record of it has to say.
package struct WitnessedReview: Sendable {
  package var person: Person
  package var review: ForgeReview
  package var facts: TransitionFacts
  package var owners: [String]
  /// Where its record goes.
  package var folder: String
}

extension ContractRepository {
  /// Proves the transitions of a history again, oldest first: who agreed to each by the rules of its day, from records, reviews and commits.
  ///
  /// - Parameters:
  ///   - start: what this commit has is left out; nil for all of history.
  ///   - target: the branch whose history it is; nil where nobody knows.
  ///   - reviews: what a forge says of the pull request that was merged.
  package func proof(
    from start: ObjectID?, to tip: ObjectID, target: JudgedPair.Target?, reviews: ForgeReviews = ForgeReviews()
  ) throws -> (proof: RecordProof, reviews: [WitnessedReview]) {
    let rulebook = try rulebook(at: tip)
    var history = ProvedHistory(tip: tip, rulebook: rulebook, reviews: reviews, target: target)
    var transitions: [(place: Int, transition: RecordProof.Transition)] = []
    var witnessed: [WitnessedReview] = []
    let steps = try Array(mainline(from: start, to: tip).reversed())
    let places = Dictionary(steps.enumerated().map { ($1.commit, $0) }, uniquingKeysWith: { first, _ in first })
    func add(_ past: PastAgreement, at head: ObjectID, parts: Int, _ told: RecordProof.Transition) {
      var told = told
      told.change = past.change
      told.state = past.state
      told.parts = parts
      told.signOffs = past.signOffs
      told.findings = past.findings
      told.uncounted = past.uncounted
      told.accepted = past.accepted
      transitions.append((places[head] ?? 0, told))
      for review in past.reviews { history.used.insert(.init(path: review.facts.path, review: review.review)) }
      // A record binds one change: of what was agreed to in parts none stands for the whole. And whoever has one needs no second.
      guard parts == 1, !past.isOpen else { return }
      witnessed += past.reviews.filter { review in
        !past.signOffs.contains { $0.person == review.person.id && $0.record != nil }
      }
    }
    let runs = try runs(from: start, to: tip, rulebook: rulebook)
    meter.begin("Holding changes against their owners", of: runs.count)
    for run in runs {
      meter.step()
      let told = RecordProof.Transition(of: run.transition, commit: try git.commit(run.head))
      if case .unparsable(let diagnostics)? = run.transition.new?.file {
        add(.unreadable(diagnostics, run.transition), at: run.head, parts: 1, told)
        continue
      }
      guard run.transition.new == nil || run.transition.new?.contract != nil else { continue }
      let (past, parts) = try pastAgreement(run, history)
      add(past, at: run.head, parts: parts, told)
    }
    meter.begin("Holding rules against their owners", of: steps.count)
    for step in steps {
      meter.step()
      let files = try governance(of: step, rulebook)
      guard !files.isEmpty else { continue }
      let past = try pastAgreement(files, from: step.previous, to: step.commit, history)
      add(past, at: step.commit, parts: 1, RecordProof.Transition(of: files, commit: try git.commit(step.commit)))
    }
    let stores = try recordStores(rulebook.policy.records, tip)
    let proof = RecordProof(
      tip: tip.hex, base: start?.hex, stores: stores, transitions: transitions.sorted { $0.place < $1.place }.map(\.transition),
      faults: try removedRecords(rulebook.policy.records)
        + missingRecords(rulebook.policy.records, tip: tip, branch: target?.branch))
    return (proof, witnessed)
  }

  /// What one commit changed in files that decide about others. Each is held against the commit before it: what a later one undid was in
  /// force in between, and nobody here knows what was pushed together.
  private func governance(of step: MainlineStep, _ tip: Rulebook) throws -> [TreeDifference] {
    let before = try step.previous.map { try git.treeID(ofCommit: $0) }
    guard before != step.tree else { return [] }
    let differences = try git.differences(from: before, to: step.tree)
    // Whatever may be a file of that kind: which it is the rules of that day say.
    guard differences.contains(where: { tip.governs($0.path) || $0.path.hasPrefix(".contracts/") }) else { return [] }
    let rules = try readableRulebook(at: step.previous) ?? tip
    return differences.filter { rules.governs($0.path) }
  }

  // MARK: Contracts

  /// A run was pushed at once or in several parts, and nobody here knows which: it is agreed to where the whole is, or each part of it.
  func pastAgreement(_ run: Run, _ history: ProvedHistory) throws -> (PastAgreement, parts: Int) {
    let whole = try pastAgreement(run.transition, from: run.base, to: run.head, history)
    guard whole.isOpen else { return (whole, 1) }
    let states = try states(of: run, history.rulebook)
    guard states.count > 1 else { return (whole, 1) }
    /// The best way to each state: from which, and what was agreed on the way.
    var ways: [(past: PastAgreement, parts: Int)?] = [(PastAgreement(), 0)] + states.map { _ in nil }
    for end in 1...states.count {
      // A version in which nobody ever raised the number may have hundreds of states; then each is held against the one before it alone.
      let first = states.count > Self.greatestPartCount ? end - 1 : 0
      for begin in first..<end where !(begin == 0 && end == states.count) {
        guard let way = ways[begin] else { continue }
        let old = begin == 0 ? run.transition.old : states[begin - 1].state
        let part = Transition(old: old, new: states[end - 1].state)
        let past = try pastAgreement(part, from: states[begin].base, to: states[end - 1].commit, history)
        guard !past.isOpen else { continue }
        var sum = way.past
        sum.merge(past)
        sum.change = whole.change
        ways[end] = (sum, way.parts + 1)
        break
      }
    }
    return ways[states.count].flatMap { $0 } ?? (whole, 1)
  }

  private static var greatestPartCount: Int { 48 }

  /// Each state that a run went through, with the commit before it.
  private func states(of run: Run, _ rulebook: Rulebook) throws -> [(state: ContractVersion?, base: ObjectID?, commit: ObjectID)] {
    var states: [(state: ContractVersion?, base: ObjectID?, commit: ObjectID)] = []
    var path = run.transition.path
    // Backwards, along the moves.
    for step in try mainline(from: run.base, to: run.head) {
      for transition in try transitions(of: step, rulebook: rulebook) where transition.path.utf8.elementsEqual(path.utf8) {
        states.append((transition.new, step.previous, step.commit))
        path = transition.old?.path ?? path
        break
      }
    }
    return states.reversed()
  }
}

extension RecordProof.Transition {
  fileprivate init(of transition: Transition, commit: Commit) {
    self.init(
      contract: transition.identifier, title: transition.title, path: transition.path,
      fromVersion: transition.old?.contract?.version?.value, toVersion: transition.new?.contract?.version?.value, commit: commit.id.hex,
      date: commit.committer.isoDate, author: commit.author.name, change: .editorial, state: .unasked, signOffs: [], findings: [],
      uncounted: [])
  }

  fileprivate init(of files: [TreeDifference], commit: Commit) {
    let paths = files.map(\.path)
    self.init(
      contract: "", title: paths.joined(separator: ", "), path: paths.first ?? "", fromVersion: nil, toVersion: nil, commit: commit.id.hex,
      date: commit.committer.isoDate, author: commit.author.name, change: .governance, state: .unasked, signOffs: [], findings: [],
      uncounted: [])
  }
}
