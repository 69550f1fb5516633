internal import ContractKit
internal import GitStore

/// What the walk over a history collects, contract by contract.
struct AuditWalk {
  /// One contract on its way.
  struct Subject {
    var audited: AuditedContract
    /// Since when elements of its newest state are deprecated, by the text of their path.
    var deprecatedSince: [String: CalendarDay] = [:]
    /// How often each human changed it, and who they say they are.
    var changes: [String: Int] = [:]
    var identities: [String: ClaimCommit.Identity] = [:]
    var creator: String?
    /// The ids of those who agreed to a change.
    var agreed: Set<String> = []
    var assistedAgreedBy: Set<String> = []
    /// Commits that were counted: one commit may be a part of two runs, where a file moved.
    var counted: Set<String> = []
  }

  var subjects: [Subject] = []
  var findings: [AuditFinding] = []
  /// Which contract stands at a path, byte for byte.
  private var places: [[UInt8]: Int] = [:]

  /// The contract that a transition goes on with, or a new one.
  mutating func subject(of transition: Transition) -> Int {
    let before = Array((transition.old?.path ?? transition.path).utf8)
    let known = places[before]
    let place = known ?? subjects.count
    if known == nil { subjects.append(Subject(audited: AuditedContract(identifier: "", title: "", path: ""))) }
    places[before] = nil
    places[Array(transition.path.utf8)] = place
    subjects[place].audited.identifier = transition.identifier
    subjects[place].audited.title = transition.title
    subjects[place].audited.path = transition.path
    subjects[place].audited.version = (transition.new ?? transition.old)?.contract?.version?.value
    subjects[place].audited.isGone = transition.new == nil
    return place
  }

  /// The contract at a path of the tip; one without history in what was walked begins here.
  mutating func subject(at version: ContractVersion) -> Int {
    let path = Array(version.path.utf8)
    let place = places[path] ?? subjects.count
    if place == subjects.count {
      subjects.append(Subject(audited: AuditedContract(identifier: "", title: version.path, path: version.path)))
      places[path] = place
    }
    subjects[place].audited.isGone = false
    return place
  }
}

extension ContractRepository {
  /// Walks the transitions of a history once, oldest first.
  func auditWalk(from start: ObjectID?, _ history: ProvedHistory, names: AuditNames, roster: Roster) throws -> AuditWalk {
    var walk = AuditWalk()
    let runs = try runs(from: start, to: history.tip, rulebook: history.rulebook)
    meter.begin("Holding changes against their owners", of: runs.count)
    for run in runs {
      meter.step()
      // What could not be read any more changes nothing until it can be again.
      guard run.transition.new == nil || run.transition.new?.contract != nil else { continue }
      try add(AuditedRun(run, git: git), to: &walk, start: start, history, names: names, roster: roster)
    }
    return walk
  }

  private func add(
    _ audited: AuditedRun, to walk: inout AuditWalk, start: ObjectID?, _ history: ProvedHistory, names: AuditNames, roster: Roster
  ) throws {
    let (run, transition, day) = (audited.run, audited.run.transition, audited.day)
    let place = walk.subject(of: transition)
    let rules = try readableRulebook(at: run.base) ?? history.rulebook
    let past = try pastAgreement(run, history).0
    let diff = try diff(of: transition, base: run.base, rulebook: rules, today: day)
    let paths = [transition.old?.path, transition.new?.path].compactMap { $0 }
    let commits = try claimCommits(for: paths, pastRequest(from: run.base, to: run.head, rules, history, path: transition.path))
    let writers = Claims(commits, roster: roster).authors
    var subject = walk.subjects[place]
    var findings: [AuditFinding] = []
    func find(_ kind: AuditFinding.Kind, _ message: String, commit: String? = nil) {
      findings.append(audited.finding(kind, subject.audited, message, commit: commit))
    }

    // Who wrote it.
    var isAssisted = false
    for commit in commits.reversed() where commit.changesPath || commit.writesPath {
      isAssisted = isAssisted || commit.assistance(by: roster) != nil
      guard commit.writesPath, subject.counted.insert(commit.id).inserted, !roster.isAgent(commit.author) else { continue }
      let person = roster.person(email: commit.author.email).id
      if subject.changes.isEmpty, transition.old == nil { subject.creator = person }
      subject.changes[person, default: 0] += 1
      subject.identities[person] = commit.author
    }

    // Who agreed.
    subject.audited.counts.transitions += 1
    let isBreaking = audited.breaks(diff)
    if isBreaking { subject.audited.counts.breaking += 1 }
    if past.state == .open || past.state == .unenforced {
      subject.audited.counts.unsigned += 1
      if isBreaking { subject.audited.counts.unsignedBreaking += 1 }
      find(isBreaking ? .breakingUnsigned : .unsigned, "\(audited.words) without the agreement of an owner")
    }
    let others = past.signOffs.filter { $0.assurance != Assurance.claim.rawValue || !writers.contains($0.person) }
    subject.agreed.formUnion(past.signOffs.map(\.person))
    if let last = others.last {
      subject.audited.lastSignOff = .init(
        date: "\(day)", commit: run.head.hex, version: audited.version, assurance: last.assurance, party: names.party(ofPerson: last.person)
      )
    } else if !past.signOffs.isEmpty, transition.old != nil {
      // Whoever begins a contract of their own takes nothing from anybody.
      subject.audited.counts.selfApproved += 1
      find(.selfApproval, "\(audited.words), agreed to by nobody but its own author")
    }
    if isAssisted {
      subject.audited.counts.assisted += 1
      if past.signOffs.isEmpty {
        find(.assistedUnsigned, "\(audited.words), written with a bot or agent, and no human agreed")
      } else {
        subject.audited.counts.assistedAgreed += 1
        subject.assistedAgreedBy.formUnion(past.signOffs.map { names.party(ofPerson: $0.person) })
      }
    }
    for override in AuditedOverride.all(in: commits) {
      subject.audited.counts.overrides += 1
      find(.override, "\(audited.words) by an override: \(override.reason)", commit: override.commit)
    }
    // Records of it name no commit; what was asked says so.
    for finding in past.findings where finding.rule == "override-used" && AuditedOverride.all(in: commits).isEmpty {
      subject.audited.counts.overrides += 1
      find(.override, "\(audited.words): \(finding.message)")
    }

    // What readers were owed, also of a contract that never moved its version: all of it is one run then.
    let since = try changesSinceBegun(
      run.first, to: transition.new, at: run.head, within: history.tip, base: run.base, rulebook: rules, today: day)
    if let since, since.impact == .breaking {
      subject.audited.counts.transitions += 1
      subject.audited.counts.breaking += 1
      subject.audited.counts.withoutBump += 1
      find(
        .breakingWithoutBump,
        "\(transition.title) changed under its first version, which breaks readers and asks for \(since.suggestedVersion ?? "a major version")"
      )
    }
    if isBreaking, audited.isBumpTooSmall(diff) {
      subject.audited.counts.withoutBump += 1
      find(.breakingWithoutBump, "\(audited.words), which breaks readers and asks for \(diff.suggestedVersion ?? "a major version")")
    }
    if let old = transition.old?.contract {
      // What was deprecated before the walk began was so for long enough.
      if start != nil {
        for element in Self.deprecatedElements(old) where subject.deprecatedSince[element.path.description] == nil {
          subject.deprecatedSince[element.path.description] = CalendarDay(daysSince1970: 0)
        }
      }
      if isBreaking, !audited.isAnnounced(diff, since: subject.deprecatedSince, rules: rules) {
        subject.audited.counts.withoutNotice += 1
        find(.breakingWithoutNotice, "\(audited.words), which breaks readers of what was not deprecated before")
      }
    }
    let deprecated = transition.new?.contract.map { Self.deprecatedElements($0).map(\.path.description) } ?? []
    subject.deprecatedSince = Dictionary(deprecated.map { ($0, subject.deprecatedSince[$0] ?? day) }) { first, _ in first }
    walk.subjects[place] = subject
    walk.findings += findings
  }
}

/// A run with the commit and the day on which it was complete.
struct AuditedRun {
  var run: Run
  var day: CalendarDay

  init(_ run: Run, git: borrowing Repository) throws {
    self.run = run
    day = CalendarDay(secondsSince1970: Int(try git.commit(run.head).committer.time))
  }

  var version: String? { run.transition.new?.contract?.version?.value }

  /// `orders 1.4.0 to 2.0.0`.
  var words: String {
    let from = run.transition.old?.contract?.version?.value
    switch (from, version) {
    case (_, nil): return run.transition.title + (run.transition.new == nil ? " was deleted" : " lost its version")
    case (nil, let to?): return run.transition.title + " began with " + to
    case (let from?, let to?): return run.transition.title + (from == to ? " changed at " + to : " went from \(from) to \(to)")
    }
  }

  /// Whether readers were bound to lose something: a draft binds nobody.
  func breaks(_ diff: TransitionDiff) -> Bool {
    guard let old = run.transition.old?.contract, ![.draft, .proposed].contains(old.status) else { return false }
    return run.transition.new == nil || diff.impact == .breaking
  }

  /// Whether the version rose by less than the break asks for. A pre-release may change within itself.
  func isBumpTooSmall(_ diff: TransitionDiff) -> Bool {
    guard let from = diff.fromVersion.flatMap({ SemanticVersion($0) }), let to = diff.toVersion.flatMap({ SemanticVersion($0) }),
      run.transition.new != nil
    else { return false }
    if from.isPrerelease, from.core == to.core { return false }
    return to.core < from.raised(by: diff.requiredBump)
  }

  /// Whether everything that breaks was deprecated in an earlier version, for as long as the policy of the day asked.
  func isAnnounced(_ diff: TransitionDiff, since: [String: CalendarDay], rules: Rulebook) -> Bool {
    guard let old = run.transition.old?.contract, ![.deprecated, .retired].contains(old.status) else { return true }
    guard run.transition.new != nil else { return false }
    let period = NoticeCase(
      old: old, new: run.transition.new?.contract, changes: [], title: "", path: run.transition.path,
      notice: rules.policy.effective(for: run.transition.path, status: old.status).notice, today: day
    ).period
    let due = since.filter { $0.value.adding(period) <= day }.map(\.key)
    return diff.changes.filter { $0.impact == .breaking }.allSatisfy { change in
      let element = change.change.element.description
      return due.contains { element == $0 || element.hasPrefix($0 + "/") }
    }
  }

  func finding(_ kind: AuditFinding.Kind, _ contract: AuditedContract, _ message: String, commit: String?) -> AuditFinding {
    AuditFinding(
      kind, contract: contract.identifier, title: contract.title, path: contract.path, commit: commit ?? run.head.hex, day: "\(day)",
      message: message)
  }
}
