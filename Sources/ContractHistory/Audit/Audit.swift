package import ContractKit
package import GitStore

/// What an audit is asked for.
package struct AuditRequest: Sendable {
  package var tip: ObjectID
  /// History is told of what came after this commit; nil: of all.
  package var start: ObjectID?
  package var today: CalendarDay
  /// Whether persons may be named.
  package var showsPersons: Bool
  /// What was seen to be read, beside what the repository keeps of that.
  package var usage: [(path: String, table: UsageTable)] = []

  /// - Parameter today: the day of whoever asks.
  package init(tip: ObjectID, start: ObjectID?, today: CalendarDay, showsPersons: Bool) {
    self.tip = tip
    self.start = start
    self.today = today
    self.showsPersons = showsPersons
  }
}

extension ContractRepository {
  /// Holds who is declared at a tip against what its history says. Needs nothing that has to be adopted first: contracts are enough.
  ///
  /// - Throws: `ReadingError` where a file in `.contracts` of the tip cannot be read.
  package func audit(_ request: AuditRequest) throws -> Audit {
    let rulebook = try rulebook(at: request.tip)
    var request = request
    // Nobody looks at a commit before it was made, whatever their clock says.
    request.today = max(request.today, CalendarDay(secondsSince1970: Int(try git.commit(request.tip).committer.time)))
    let state = ownershipState(rulebook, request.today)
    let names = AuditNames(roster: state.roster, showsPersons: request.showsPersons)
    let history = ProvedHistory(tip: request.tip, rulebook: rulebook, reviews: ForgeReviews(), target: nil)
    var walk = try auditWalk(from: request.start, history, names: names, roster: state.roster)
    let tip = AuditedTip(request: request, rulebook: rulebook, state: state, names: names)
    var isStanding: Set<Int> = []
    let usage = try request.usage + usageTables(at: request.tip)
    let consumers = usage.isEmpty ? [] : try everyConsumer(at: request.tip, rulebook: rulebook)
    for version in try catalog(at: .commit(request.tip), rulebook: rulebook).contracts {
      let place = walk.subject(at: version)
      isStanding.insert(place)
      try complete(&walk, place, version, tip)
      if let contract = version.contract { walk.findings += Self.undeclaredReaders(of: contract, version.path, usage, consumers, tip) }
    }
    for place in walk.subjects.indices where !isStanding.contains(place) {
      walk.subjects[place].audited.isGone = true
      walk.subjects[place].audited.busFactor.authors = 0
      tip.describeAuthors(&walk.subjects[place], declared: [])
    }
    var findings = walk.findings
    if let file = rulebook.codeOwners { try findings += ownersFileFindings(file, &walk, isStanding, tip) }
    let unresolved = state.allLines.contains { $0.resolutions.contains { !$0.isKnown } }
    if rulebook.people == nil, unresolved {
      findings.append(
        AuditFinding(.peopleMissing, path: People.path, message: "no file says who stands behind the owners of CODEOWNERS"))
    }
    let contracts = walk.subjects.map(\.audited)
      .sorted { ($0.isGone ? 1 : 0, $0.path, $0.identifier) < ($1.isGone ? 1 : 0, $1.path, $1.identifier) }
    return Audit(
      tip: request.tip.hex, base: request.start?.hex, ownership: rulebook.policy.ownership,
      ownersFile: rulebook.codeOwners.map { .init(path: $0.path, dialect: $0.dialect) }, hasPeople: rulebook.people != nil,
      contracts: contracts, findings: findings)
  }

  /// The newest of the first parents that is older than a day: what came since is what follows it. Nil where all of history is younger.
  package func lastCommit(before day: CalendarDay, from tip: ObjectID) throws -> ObjectID? {
    var walk = FirstParentWalk(from: tip, in: git)
    while let step = try walk.step(git) {
      if try self.day(of: step.commit) < day { return step.commit }
    }
    return nil
  }

  /// Those who were seen to read a contract and declared nothing of it. A reader may be a person, who is named only where that is asked for.
  private static func undeclaredReaders(
    of contract: Contract, _ path: String, _ usage: [(path: String, table: UsageTable)], _ consumers: [ConsumerDeclaration],
    _ tip: AuditedTip
  ) -> [AuditFinding] {
    let seen = ElementUses(of: nil, in: contract, consumers: consumers, observed: ObservedUse.all(in: usage, of: contract)).observed
    guard !seen.isEmpty else { return [] }
    let readers = Set(seen.map(\.consumer)).sorted()
    let last = seen.compactMap(\.lastSeen).max().map { ", last on \($0)" } ?? ""
    let names = tip.request.showsPersons ? ": " + readers.map { "'\($0)'" }.joined(separator: ", ") : ""
    let who = readers.count == 1 ? "a reader whom nobody declared was seen" : "\(readers.count) readers whom nobody declared were seen"
    return [
      AuditFinding(
        .undeclaredReader, contract: contract.identifier, title: contract.title, path: path, message: who + last + names)
    ]
  }

  /// What is true of a contract at the tip.
  private func complete(_ walk: inout AuditWalk, _ place: Int, _ version: ContractVersion, _ tip: AuditedTip) throws {
    var subject = walk.subjects[place]
    if let contract = version.contract {
      subject.audited.identifier = contract.identifier
      subject.audited.title = contract.title
      subject.audited.version = contract.version?.value
      subject.audited.status = contract.status
    }
    subject.audited.path = version.path
    if case .unparsable(let diagnostics) = version.file, let first = diagnostics.first {
      subject.audited.problem = "\(first.position.line):\(first.position.column): \(first.message)"
      walk.findings.append(
        AuditFinding(
          .unreadable, contract: subject.audited.identifier, title: subject.audited.title, path: version.path, line: first.position.line,
          message: first.message))
    }
    var duty = AuditedTip.Acceptance.notAsked
    if version.contract != nil { duty = try acceptance(of: version, tip) }
    walk.findings += tip.describeOwners(&subject, version, duty)
    walk.subjects[place] = subject
  }

  /// Dead, overruled and unreadable lines, and what other forges would make of the file.
  private func ownersFileFindings(
    _ file: CodeOwners, _ walk: inout AuditWalk, _ standing: Set<Int>, _ tip: AuditedTip
  ) throws -> [AuditFinding] {
    var findings = file.diagnostics.map {
      AuditFinding(.ownersFault, path: $0.path, line: $0.position.line, message: $0.message)
    }
    var paths: [String] = []
    let tree = try git.treeID(ofCommit: tip.request.tip)
    try git.forEachEntry(in: tree, under: "") { entry in
      if entry.mode != .tree { paths.append(entry.path) }
      return true
    }
    for idle in CodeOwnersUse(file, paths: paths).idle {
      let pattern = "'\(idle.rule.pattern)'"
      findings.append(
        AuditFinding(
          idle.overruledBy == nil ? .deadLine : .shadowedLine, path: file.path, line: idle.rule.line,
          message: idle.overruledBy.map { "\(pattern) decides nowhere: line \($0) overrules it" } ?? "\(pattern) matches no file"))
    }
    guard let entry = try git.entry(file.path, in: tree), entry.mode.isFile else { return findings }
    let bytes = try git.blob(entry.id, limit: Self.largestGovernanceFile)
    for dialect in CodeOwnersDialect.allCases where dialect != file.dialect {
      let other = CodeOwners.parse(bytes, path: file.path, dialect: dialect)
      for place in standing.sorted() {
        let (here, there) = (
          file.owners(of: walk.subjects[place].audited.path), other.owners(of: walk.subjects[place].audited.path)
        )
        guard Set(here.owners) != Set(there.owners) || here.state != there.state else { continue }
        let reading = AuditedContract.OtherReading(dialect: dialect, state: there.state, owners: tip.names.parties(of: there.owners))
        walk.subjects[place].audited.otherReadings.append(reading)
      }
    }
    for place in standing.sorted() where !walk.subjects[place].audited.otherReadings.isEmpty {
      let contract = walk.subjects[place].audited
      let words = contract.otherReadings.map { reading in
        "\(reading.dialect.name) \(reading.state == .owned ? "reads " + reading.owners.joined(separator: " ") : "reads nobody")"
      }
      findings.append(
        AuditFinding(
          .readDifferently, contract: contract.identifier, title: contract.title, path: file.path,
          line: contract.lines.first?.line, message: "\(contract.title): " + words.joined(separator: ", ")))
    }
    return findings
  }

  // MARK: Acceptance

  /// Whether the owners took the duty upon them, where the policy asks for it.
  private func acceptance(of version: ContractVersion, _ tip: AuditedTip) throws -> AuditedTip.Acceptance {
    guard tip.rulebook.policy.acceptanceOwners else { return .notAsked }
    let states = try acceptances(
      of: version, branch: nil, tip: tip.request.tip, rulebook: tip.rulebook, today: tip.request.today
    ).map(\.state)
    if states.contains(where: { if case .missing = $0 { true } else { false } }) { return .missing }
    return states.contains(where: { if case .expired = $0 { true } else { false } }) ? .expired : .given
  }
}
