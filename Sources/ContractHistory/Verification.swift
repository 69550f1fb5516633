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
  ///   - reviews: what a forge says of the pull request that was merged.
  package func proof(
    from start: ObjectID?, to tip: ObjectID, reviews: ForgeReviews = ForgeReviews()
  ) throws -> (proof: RecordProof, reviews: [WitnessedReview]) {
    let rulebook = try rulebook(at: tip)
    let history = ProvedHistory(tip: tip, rulebook: rulebook, reviews: reviews)
    var transitions: [(place: Int, transition: RecordProof.Transition)] = []
    var witnessed: [WitnessedReview] = []
    let steps = try Array(mainline(from: start, to: tip).reversed())
    let places = Dictionary(steps.enumerated().map { ($1.commit.id, $0) }, uniquingKeysWith: { first, _ in first })
    func add(_ past: PastAgreement, at head: ObjectID, parts: Int, _ subject: (Commit) -> RecordProof.Transition) throws {
      var told = subject(try git.commit(head))
      told.change = past.change
      told.state = past.state
      told.parts = parts
      told.signOffs = past.signOffs
      told.findings = past.findings
      told.uncounted = past.uncounted
      transitions.append((places[head] ?? 0, told))
      // Whoever has a record of it needs no second one, which would outlive the first.
      witnessed += past.reviews.filter { review in
        !past.signOffs.contains { $0.person == review.person.id && $0.record != nil }
      }
    }
    let runs = try runs(from: start, to: tip, rulebook: rulebook)
    for run in runs {
      guard run.transition.new == nil || run.transition.new?.contract != nil else { continue }
      let (past, parts) = try pastAgreement(run, history)
      try add(past, at: run.head, parts: parts) { .init(of: run.transition, commit: $0) }
    }
    for change in try governanceChanges(steps, rulebook, bases: Set(runs.compactMap(\.base)), history) {
      try add(change.past, at: change.head, parts: 1) { .init(of: change.files, commit: $0) }
    }
    let stores = try recordStores(rulebook.policy.records, tip)
    let proof = RecordProof(
      tip: tip.hex, base: start?.hex, stores: stores, transitions: transitions.sorted { $0.place < $1.place }.map(\.transition),
      faults: try removedRecords(rulebook.policy.records))
    return (proof, witnessed)
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
        states.append((transition.new, step.previous, step.commit.id))
        path = transition.old?.path ?? path
        break
      }
    }
    return states.reversed()
  }

  // MARK: Files that decide about others

  private struct PastGovernance {
    var files: [TreeDifference]
    var head: ObjectID
    var past: PastAgreement
  }

  /// The changes of such files, commit by commit. What several commits of one push changed was agreed to as one: it is taken together where no
  /// contract's price was set by a state between.
  private func governanceChanges(
    _ steps: [MainlineStep], _ rulebook: Rulebook, bases: Set<ObjectID>, _ history: ProvedHistory
  ) throws -> [PastGovernance] {
    let changed = try steps.filter { step in
      try git.differences(from: step.previous.map { try git.treeID(ofCommit: $0) }, to: step.commit.tree).contains {
        rulebook.governs($0.path)
      }
    }
    var found: [PastGovernance] = []
    var next = 0
    while next < changed.count {
      let base = changed[next].previous
      var answer: PastGovernance?
      for last in next..<min(next + 8, changed.count) {
        if last > next, bases.contains(changed[last - 1].commit.id) { break }
        let head = changed[last].commit.id
        let files = try differences(from: base, to: .commit(head), rulebook: readableRulebook(at: base) ?? rulebook).governance
        // What was undone again says nothing of what was agreed to.
        if last > next, files.isEmpty { break }
        let past = try pastAgreement(files, from: base, to: head, history)
        if answer == nil || !past.isOpen { answer = PastGovernance(files: files, head: head, past: past) }
        guard past.isOpen else {
          next = last
          break
        }
      }
      if let answer, !answer.files.isEmpty { found.append(answer) }
      next += 1
    }
    return found
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
