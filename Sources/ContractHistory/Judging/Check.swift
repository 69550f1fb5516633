package import ContractKit
package import GitStore

/// When something is judged: what can have been done by then, and who must be stopped.
package enum Moment: Sendable {
  /// Before a commit exists: nobody can have agreed to it yet, so only unreadable input and the version refuse. One command mends both.
  case commit
  /// On the way to a branch that is nobody's promise: everything is a warning at most.
  case advice
  /// The decision: a server, a required check, or the push that it will judge.
  case gate
}

/// What a step is judged with beside its two sides.
package struct CheckRequest: Sendable {
  package var pair: JudgedPair
  package var moment: Moment
  /// The clock of whoever judges.
  package var today: CalendarDay
  /// The commit whose policy, people and owners are in force; the pair's base unless a run within a push is judged.
  package var rulebookCommit: ObjectID?
  /// Whether it was accepted long ago: then the people and keys of that day count, and where nobody has witnessed the day no record is
  /// called expired.
  package private(set) var isPast = false
  /// What the server wrote down when it accepted what is judged now as something of the past; nil where that is not known.
  package private(set) var acceptance: AcceptanceRecord?
  /// What a forge says of the pull request, where CI handed it over.
  package var reviews = ForgeReviews()

  package init(pair: JudgedPair, moment: Moment, today: CalendarDay) {
    self.pair = pair
    self.moment = moment
    self.today = today
    // What has nothing in common with its target is new there, and the target's rules are asked: no history of one's own escapes them. The
    // first commit of the target itself has none before it.
    rulebookCommit = pair.base ?? (pair.headCommit == pair.target?.tip ? nil : pair.target?.tip)
  }

  /// Makes it the question of what was right when it was accepted, by the server's clock where a log has that.
  mutating func moveToPast(_ acceptance: AcceptanceRecord?) {
    isPast = true
    self.acceptance = acceptance
    if let acceptance { today = acceptance.time.day }
  }
}

extension ContractRepository {
  /// Judges everything that changed between base and head.
  ///
  /// - Throws: `GitError` or `ReadingError` where something could not be looked at: exit code 128, never a pass.
  package func check(_ request: CheckRequest) throws -> CheckAnswer {
    let pair = request.pair
    // Most commits touch no contract: they are let through before anything is read.
    guard try mayDiffer(pair) else { return .silent }
    let rulebook = try rulebook(at: request.rulebookCommit)
    var differences = try differences(from: pair.base, to: pair.head, rulebook: rulebook)
    try keepOwn(&differences, pair: pair, rulebook: rulebook)
    guard !differences.transitions.isEmpty || !differences.governance.isEmpty else { return .silent }
    return try judge(differences, request, rulebook)
  }

  /// Judges differences that were found already.
  func judge(_ differences: StateDifferences, _ request: CheckRequest, _ rulebook: Rulebook) throws -> CheckAnswer {
    // A gate has the time to ask the contracts, too, which of them refer to others.
    let isAsked = request.moment == .gate && !request.isPast
    let consumers =
      differences.transitions.isEmpty
      ? []
      : isAsked
        ? try everyConsumer(at: request.rulebookCommit, rulebook: rulebook) : try consumers(at: request.rulebookCommit, rulebook: rulebook)
    var steps: [JudgedStep] = []
    var diffs: [TransitionDiff] = []
    var signOffs: [CheckAnswer.SignOff] = []
    var impact: [ConsumerImpact] = []
    var prices = try governancePrices(differences.governance, request, rulebook, &signOffs)
    let transitions = try differences.transitions.map { try readable($0, before: request.pair.base, rulebook: rulebook) }
    let collisions = try collisions(transitions, request, rulebook)
    for transition in transitions {
      var subject = StepSubject(transition: transition, request: request, rulebook: rulebook)
      subject.wasEverActive = try wasEverActive(subject)
      // What was announced counts from the rulebook's commit: what one push announces and removes was announced to nobody.
      let diff = try diff(of: transition, base: request.rulebookCommit, rulebook: rulebook, today: request.today)
      prices += readingPrices(subject)
      guard transition.new == nil || transition.new?.contract != nil else { continue }
      let version = try versionCase(subject, diff)
      var told = diff
      // The version is asked for the sum since the baseline, and others may have taken some: a step of it knows neither.
      if diff.requiredBump != .none, version.baselineVersion != diff.fromVersion || !version.taken.isEmpty {
        told.suggestedVersion = version.due?.description
      }
      diffs.append(told)
      let consumerStep = ConsumerStep(old: transition.old?.contract, new: transition.new?.contract, changes: diff.changes)
      let hit = ConsumerImpact.of(consumerStep, consumers: consumers)
      impact += hit + ConsumerImpact.behind(hit, consumerStep, consumers: consumers)
      let agreement = try agreement(subject, diff)
      signOffs += agreement.signOffs
      steps.append(
        JudgedStep(
          contract: transition.identifier, title: transition.title, path: transition.path, oldPath: transition.old?.path,
          oldStatus: transition.old?.contract?.status, newStatus: transition.new?.contract?.status, wasEverActive: subject.wasEverActive,
          changes: diff.changes,
          prices: try VersionRules.prices(version) + agreement.prices + noticePrices(subject, diff, hit)
            + collisions.filter { $0.path.utf8.elementsEqual(transition.path.utf8) },
          acknowledgements: agreement.acknowledgements, isMajor: diff.actualBump == .major,
          report: agreement.acknowledgements.contains { $0.namesReport } ? ReportDigest.of(diff.json) : nil,
          readByNobody: rulebook.policy.consumersComplete ? Self.readByNobody(diff, impact: hit, consumers: consumers) : [],
          overrides: agreement.overrides))
    }
    try nameHops(&impact, at: request.rulebookCommit, rulebook)
    let judgement = Judgement(
      steps: steps, prices: prices, policy: rulebook.policy, waivers: try waiversInForce(rulebook, today: request.today),
      today: request.today)
    var answer = CheckAnswer(
      verdict: judgement.verdict, findings: judgement.findings, contracts: diffs, signOffs: signOffs, impact: impact)
    let gone = transitions.filter { $0.new == nil }.map(\.path)
    let there = gone.isEmpty ? [] : try files(among: gone, in: request.pair.head)
    for path in gone {
      if there.contains(Array(path.utf8)) {
        answer.hint(at: path, "'\(path)' is there, and says 'kind: DataContract' no more: write it back, or retire the contract")
      } else {
        answer.point(path, to: rulebook.codeOwners)
      }
    }
    answer.soften(for: request.moment)
    answer.findings += try consumerFaults(differences.governance, request, rulebook)
    return answer
  }

  /// The changes that touch no consumer, where all consumers are declared. One declaration that could not be understood may hold any of
  /// them: unknown is never nobody.
  static func readByNobody(
    _ diff: TransitionDiff, impact: [ConsumerImpact], consumers: [ConsumerDeclaration]
  ) -> Set<String> {
    guard consumers.allSatisfy(\.isUnderstood) else { return [] }
    let touched = Set(impact.flatMap { $0.touches.map(\.change.fingerprint) })
    return Set(diff.changes.map(\.fingerprint)).subtracting(touched)
  }

  /// False where both sides are the same bytes. Costs two tree ids, or one pass over the index.
  private func mayDiffer(_ pair: JudgedPair) throws -> Bool {
    guard pair.otherBases.isEmpty else { return true }
    let base = try pair.base.map { try git.treeID(ofCommit: $0) }
    switch pair.head {
    case .commit(let id): return try git.treeID(ofCommit: id) != base
    case .index: return try !stagedDifferences(from: base).isEmpty
    case .workTree, .nothing: return true
    }
  }

  /// Those of some paths at which a state has a file, whatever is in it; byte for byte, as Git tells paths apart.
  private func files(among paths: [String], in head: RepositoryState) throws -> Set<[UInt8]> {
    let wanted = paths.map { Array($0.utf8) }
    switch head {
    case .nothing: return []
    case .commit(let id):
      let tree = try git.treeID(ofCommit: id)
      return Set(try paths.filter { try git.entry($0, in: tree)?.mode.isFile == true }.map { Array($0.utf8) })
    case .index: return Set(wanted).intersection(try git.indexEntries().lazy.filter(\.mode.isFile).map { Array($0.path.utf8) })
    case .workTree: return Set(try paths.filter { try git.readWorkTreeFile($0, limit: Self.largestFile) != nil }.map { Array($0.utf8) })
    }
  }

  /// The semantic diff of a transition, under the policy that holds for its path.
  ///
  /// - Parameters:
  ///   - base: where to look up since when something has been deprecated; nil where that is not to be asked.
  ///   - today: the clock of whoever judges; in the telling of history the day of the commit.
  ///   - perspective: for whom it is told, where somebody asks for another one than the policy's. Nothing is decided by it.
  package func diff(
    of transition: Transition, base: ObjectID?, rulebook: Rulebook, today: CalendarDay, perspective: Perspective? = nil
  ) throws -> TransitionDiff {
    let status = transition.old?.contract?.status ?? transition.new?.contract?.status ?? .active
    var policy = rulebook.policy.effective(for: transition.ruledPath, status: status)
    if let perspective { policy.judge.perspective = perspective }
    return TransitionDiff(
      from: transition.old?.contract, to: transition.new?.contract,
      settings: JudgeSettings(
        policy: policy.judge, announced: try announcedRemovals(transition, base: base, rulebook: rulebook, today: today), today: today))
  }
}

/// A transition with everything that it is judged by.
struct StepSubject {
  var transition: Transition
  var request: CheckRequest
  var rulebook: Rulebook
  /// Whether the line was ever active on the target: then calling it a draft frees nobody.
  var wasEverActive = false

  init(transition: Transition, request: CheckRequest, rulebook: Rulebook) {
    self.transition = transition
    self.request = request
    self.rulebook = rulebook
  }

  /// Whether a draft becomes more than one: only now does the line begin to bind anybody. A retired one takes its id and major for good.
  var begins: Bool {
    guard !wasEverActive, let old = transition.old?.contract?.status, let new = transition.new?.contract?.status else { return false }
    return [.draft, .proposed].contains(old) && [.active, .deprecated, .retired].contains(new)
  }
}

extension CheckAnswer {
  /// A file that is gone has no line to point at: what is said of it stands at the line of CODEOWNERS that owned it, where there is one.
  fileprivate mutating func point(_ path: String, to codeOwners: CodeOwners?) {
    guard let codeOwners, let rule = codeOwners.owners(of: path).rules.first(where: { !$0.owners.isEmpty }) else { return }
    for place in findings.indices where findings[place].path.utf8.elementsEqual(path.utf8) {
      findings[place].substitute = Finding.Place(path: codeOwners.path, position: rule.position)
    }
  }

  /// Says something once of a file, with the first of what was found there.
  fileprivate mutating func hint(at path: String, _ words: String) {
    guard let place = findings.firstIndex(where: { $0.path.utf8.elementsEqual(path.utf8) }) else { return }
    findings[place].hint = [words, findings[place].hint].compactMap { $0 }.joined(separator: "; ")
  }

  /// Nothing changed that anybody promised.
  static let silent = CheckAnswer(verdict: .pass, findings: [], contracts: [], signOffs: [], impact: [])

  /// What can be asked for at a moment: see `Moment`.
  fileprivate mutating func soften(for moment: Moment) {
    guard moment != .gate, verdict != .undecided else { return }
    for place in findings.indices {
      let rule = findings[place].isPrice ? findings[place].rule : findings[place].reason ?? findings[place].rule
      let ceiling: Level
      switch moment {
      case .gate: ceiling = .error
      case .advice: ceiling = .warning
      case .commit:
        ceiling =
          rule.hasPrefix("version-") || rule.hasPrefix("yaml-") || Self.inputRules.contains(rule)
          ? .error : rule == "override-used" ? .warning : .note
      }
      findings[place].level = min(findings[place].level, ceiling)
      // There is no commit yet that could be amended: who must agree is named, and the way will be shown when it can be gone.
      if ceiling == .note, rule.hasSuffix("sign-off-missing"), findings[place].isPrice { findings[place].fixes = [] }
    }
    verdict = findings.contains { $0.level == .error } ? .refuse : .pass
  }

  /// Faults of the text itself, which nobody's agreement mends.
  private static let inputRules: Set<String> = [
    "unparsable", "schema-invalid", "duplicate-element", "contract-id-collision", "policy-invalid", "people-invalid", "waivers-invalid",
    "retired-invalid", "duplicate-key", "not-utf-8", "file-too-large",
  ]
}
