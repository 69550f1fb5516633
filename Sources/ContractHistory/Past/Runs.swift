internal import ContractKit
internal import GitStore

/// One transition of a branch, and the commits between which it happened.
struct Run {
  var transition: Transition
  var base: ObjectID?
  var head: ObjectID
  /// The state with which a contract began, where this is its first run.
  var first: FirstState?
}

extension ContractRepository {
  /// The transitions of a push, oldest first: consecutive states of a line with one version count as the last of them (semantics.md,
  /// "Runs").
  func runs(from start: ObjectID?, to tip: ObjectID, rulebook: Rulebook) throws -> [Run] {
    var builder = RunBuilder()
    var walk = ContractWalk(rulebook)
    let steps = try mainline(from: start, to: tip)
    meter.begin("Reading commits", of: steps.count)
    for step in steps.reversed() {
      meter.step()
      for transition in try transitions(of: step, &walk) { builder.add(transition, step) }
    }
    return builder.finished
  }
}

extension ContractRepository {
  /// The versions that a contract goes through between base and head, oldest first. More than one: pushed as they are, each is a change of
  /// its own; merged as one, the last alone is.
  package func versionsOnTheWay(of transition: Transition, pair: JudgedPair, rulebook: Rulebook) throws -> [String] {
    guard let base = pair.base, let head = pair.headCommit else { return [] }
    return try runs(from: base, to: head, rulebook: rulebook).compactMap { run in
      guard run.transition.identifier == transition.identifier, run.transition.path.utf8.elementsEqual(transition.path.utf8) else {
        return nil
      }
      return run.transition.new?.contract?.version?.value
    }
  }
}

/// Folds the states of each line into runs.
private struct RunBuilder {
  private var runs: [(place: Int, run: Run)] = []
  /// The run that goes on, by the path at which the line stands now: that is what its states have in common.
  private var open: [Path: Int] = [:]
  /// Counts transitions, so that runs can be told in the order in which they ended.
  private var place = 0

  /// A path byte for byte: Swift takes composed and decomposed letters for the same, Git does not. What is no text cannot be told apart
  /// once it was decoded, so each of its changes stands alone.
  private struct Path: Hashable {
    var bytes: [UInt8]
    var serial: Int

    init(_ path: String, serial: Int) {
      bytes = Array(path.utf8)
      self.serial = path.unicodeScalars.contains("\u{FFFD}") ? serial : 0
    }
  }

  mutating func add(_ transition: Transition, _ step: MainlineStep) {
    place += 1
    let before = Path(transition.old?.path ?? transition.new?.path ?? "", serial: place)
    let after = Path(transition.path, serial: place)
    let continued = open[before] ?? home(of: transition)
    open[before] = nil
    if let continued, goesOn(runs[continued].run.transition, with: transition) {
      for (path, run) in open where run == continued { open[path] = nil }
      runs[continued].run.transition.new = transition.new
      runs[continued].run.head = step.commit
      if let new = transition.new, let first = runs[continued].run.first {
        runs[continued].run.first = first.or(FirstState(version: new, commit: step.commit))
      }
      runs[continued].place = place
      open[after] = continued
    } else {
      open[after] = runs.count
      let first = transition.old == nil ? transition.new.map { FirstState(version: $0, commit: step.commit) } : nil
      runs.append((place, Run(transition: transition, base: step.previous, head: step.commit, first: first)))
    }
  }

  /// Whether a state belongs to the run before it.
  private func goesOn(_ run: Transition, with next: Transition) -> Bool {
    let version = run.new?.contract?.version?.value
    let isSameVersion = version != nil && version == next.new?.contract?.version?.value
    // A leading run with the old tip's version gives way to what follows it.
    let isLeading = run.new?.contract != nil && version == run.old?.contract?.version?.value
    // What was gone or could not be read for a while is judged by what it was before.
    let isBack = run.old != nil && run.new?.contract == nil && next.new?.contract != nil
    return isSameVersion || isLeading || isBack
  }

  /// The run that took the same line away from another path: a move in two commits is a move.
  private func home(of transition: Transition) -> Int? {
    guard transition.old == nil, let contract = transition.new?.contract, !contract.identifier.isEmpty else { return nil }
    let gone = Set(open.values).filter { place in
      let run = runs[place].run.transition
      return run.new == nil && run.old?.contract?.identifier == contract.identifier
    }.sorted()
    return gone.first { runs[$0].run.transition.old?.contract?.major == contract.major } ?? gone.first
  }

  var finished: [Run] {
    runs.sorted { $0.place < $1.place }.map(\.run).filter { run in
      // What came and went within the push leaves nothing to judge.
      run.transition.old?.blob != run.transition.new?.blob || run.transition.isMove
    }
  }
}
