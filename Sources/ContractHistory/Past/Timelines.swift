package import ContractKit
package import GitStore

extension ContractRepository {
  /// The timelines of a branch: each line with its versions, what each changed, and who agreed by the rules of its day.
  ///
  /// - Parameters:
  ///   - end: only what follows this commit is told.
  ///   - identifier: only the lines of this contract.
  ///   - paths: where they stand at the tip: then only the past of these files is walked. None: everything is.
  package func timelines(
    from tip: ObjectID, after end: ObjectID? = nil, identifier: String? = nil, at paths: [String] = [], rulebook: Rulebook
  ) throws -> [Timeline] {
    var builder = LineBuilder<ToldVersion>(wanted: identifier)
    func tell(_ state: LineState) throws -> ToldVersion {
      ToldVersion(
        release: try release(state, tip: tip, rulebook: rulebook), deprecated: state.state.contract.map { Self.deprecatedElements($0) })
    }
    if let identifier, !identifier.isEmpty, !paths.isEmpty {
      let steps = try steps(of: identifier, at: paths, from: tip, after: end, rulebook: rulebook)
      meter.begin("Reading versions", of: steps.count)
      for step in steps {
        try builder.add(step, tell: tell)
        meter.step()
      }
    } else {
      try forEachStep(from: tip, after: end, rulebook: rulebook) { step in try builder.add(step, tell: tell) }
    }
    let finished = try builder.finished(tell: tell)
    // What a range does not reach may have said already that an element should be left.
    let isCut = end != nil && finished.contains { $0.end == nil && !($0.versions.last?.deprecated ?? []).isEmpty }
    let whole = isCut ? try saidVersions(from: tip, identifier: identifier, rulebook: rulebook) : [:]
    let byKey = Dictionary(finished.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    // By name, the newest line of each contract first.
    return try finished.sorted { ($0.title, $1.major, $0.path) < ($1.title, $0.major, $1.path) }.map { line in
      let said = whole[line.key] ?? line.chain(among: byKey, \.said)
      return Timeline(
        identifier: line.identifier, major: line.major, name: line.title, path: line.path,
        versions: line.versions.reversed().map(\.release),
        deprecated: line.end == nil ? Self.deprecations(said.reversed()) : [],
        end: try line.end.map { try timelineEnd($0) })
    }
  }

  func timelineEnd(_ end: LineEnd) throws -> Timeline.End {
    let commit = try git.commit(end.commit)
    return Timeline.End(how: end.how, commit: commit.id.hex, date: commit.author.isoDate, author: commit.author.name)
  }

  /// What is kept of a version when it was told.
  private struct ToldVersion {
    var release: Timeline.Release
    /// Nil where it could not be read.
    var deprecated: [(path: ElementPath, element: Element)]?

    var said: SaidVersion { SaidVersion(version: release.version, date: release.date, deprecated: deprecated) }
  }

  /// A version, and what it said should be left.
  private struct SaidVersion {
    var version: String
    var date: String
    var deprecated: [(path: ElementPath, element: Element)]?
  }

  /// All versions of each line with what they said should be left, oldest first, after those of the lines that had its file before.
  private func saidVersions(from tip: ObjectID, identifier: String?, rulebook: Rulebook) throws -> [LineKey: [SaidVersion]] {
    var builder = LineBuilder<SaidVersion>(wanted: identifier)
    func tell(_ state: LineState) throws -> SaidVersion {
      SaidVersion(
        version: state.version, date: try git.commit(state.commit).author.isoDate,
        deprecated: state.state.contract.map { Self.deprecatedElements($0) })
    }
    try forEachStep(from: tip, after: nil, rulebook: rulebook) { step in try builder.add(step, tell: tell) }
    let lines = try Dictionary(builder.finished(tell: tell).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    return lines.mapValues { $0.chain(among: lines) { $0 } }
  }

  /// The id of the contract that was once called so, by id, name or path; nil where none was.
  package func identifier(ofLineCalled name: String, from tip: ObjectID, rulebook: Rulebook) throws -> String? {
    let path = RepositoryPath.fromTop(name, prefix: git.prefix)
    let lines = try lines(from: tip, rulebook: rulebook)
    // What stands at a path is meant before what once stood there.
    let found =
      lines.first { $0.identifier == name || $0.title == name || $0.title + "@" + String($0.major) == name }
      ?? lines.first { line in line.end == nil && (line.path == name || line.path == path) }
      ?? lines.first { line in line.path == name || line.path == path || line.versions.contains { $0.state.path == path } }
    return found?.identifier
  }

  /// The paths at which the lines of a contract stand. Where nobody can read a file any more, it is still that of its line.
  package func paths(ofLinesOf identifier: String, from tip: ObjectID, rulebook: Rulebook) throws -> [String] {
    try lines(from: tip, identifier: identifier, rulebook: rulebook).filter { $0.end == nil }.map(\.path)
  }

  /// One version: judged by the people and owners of the commit before it.
  func release(_ version: LineState, tip: ObjectID, rulebook: Rulebook) throws -> Timeline.Release {
    let transition = Transition(old: version.previous, new: version.state)
    let commit = try git.commit(version.commit)
    let day = CalendarDay(secondsSince1970: Int(commit.committer.time))
    let diff = try diff(of: transition, base: version.base, rulebook: rulebook, today: day)
    let rulesOfTheDay = try readableRulebook(at: version.base) ?? rulebook
    var request = CheckRequest(
      pair: JudgedPair(target: nil, head: .commit(commit.id), base: version.base, headCommit: commit.id), moment: .gate,
      today: day)
    request.rulebookCommit = rulesOfTheDay.commit
    request.moveToPast(try acceptance(of: commit.id, on: nil, within: tip))
    request.pair.pushedTip = tip
    // A commit is told alike by everybody, also by who has no log. Whether its sign-offs counted is asked of the change as the gate saw it.
    let accepted =
      request.today == day ? diff : try self.diff(of: transition, base: version.base, rulebook: rulebook, today: request.today)
    let agreement = try agreement(StepSubject(transition: transition, request: request, rulebook: rulesOfTheDay), accepted)
    let trailers = Trailers(message: commit.message)
    var release = Timeline.Release(
      version: version.version, commit: commit.id.hex, date: commit.author.isoDate, author: commit.author.name,
      summary: commit.subject, diff: diff, signOffs: agreement.signOffs, migration: trailers.values("Contract-Migration"),
      // Those who had declared themselves before it came: who reads a column today says nothing of the day on which it broke.
      consumers: ConsumerImpact.of(
        ConsumerStep(old: transition.old?.contract, new: transition.new?.contract, changes: diff.changes),
        consumers: try consumers(at: version.base, rulebook: rulesOfTheDay)))
    release.overrides = agreement.overrides
    release.sinceBegun = try changesSinceBegun(
      version.first, to: version.state, at: version.commit, within: tip, base: version.base, rulebook: rulesOfTheDay, today: day)
    return release
  }

  /// The rulebook of a commit; nil where its files cannot be read. History holds what it holds: a version of those days is then told
  /// without agreement, by today's rules.
  ///
  /// History asks for that of thousands of commits, which differ in a few: one that was read already is taken again where the files that made
  /// it have the same ids.
  func readableRulebook(at commit: ObjectID?) throws -> Rulebook? {
    guard let commit else { return try rulebook(at: nil) }
    if let known = parsed.rulebook, known.commit == commit { return known }
    var directories = ReadDirectories()
    let tree = try git.treeID(ofCommit: commit)
    let folder = try git.entry(".contracts", in: tree, &directories)
    for (known, candidates) in parsed.rulebooks[folder?.id, default: []] {
      let isSame = try candidates.allSatisfy { try git.entry($0.path, in: tree, &directories)?.id == $0.id }
      guard isSame else { continue }
      var rulebook = known
      rulebook.commit = commit
      parsed.rulebook = rulebook
      return rulebook
    }
    do {
      let rulebook = try rulebook(at: commit)
      parsed.rulebook = rulebook
      let dialect = CodeOwnersDialect(rawValue: rulebook.policy.codeOwnersDialect.rawValue)
      let candidates = try CodeOwnersDialect.candidates(file: rulebook.policy.codeOwnersFile, dialect: dialect).map {
        (path: $0.path, id: try git.entry($0.path, in: tree, &directories)?.id)
      }
      // The newest first: it is asked for next.
      parsed.rulebooks[folder?.id, default: []].insert((rulebook, candidates), at: 0)
      return rulebook
    } catch is ReadingError {
      return nil
    }
  }

  /// What is deprecated in the newest state, and since when: the oldest version of an unbroken row in which the element was so.
  ///
  /// - Parameter versions: newest first.
  private static func deprecations(_ versions: [SaidVersion]) -> [Timeline.Deprecation] {
    guard let newest = versions.first else { return [] }
    return (newest.deprecated ?? []).map { path, element in
      var since = newest
      // From one version to the next, for an element may get an id and then another name.
      var last = (path: path, element: element)
      for version in versions.dropFirst() {
        let before = version.deprecated?.first { [last] in $0.path == last.path || $0.element.isSame(as: last.element) }
        guard let before else { break }
        last = before
        since = version
      }
      return Timeline.Deprecation(
        element: path.dotted, since: String(since.date.prefix(10)), sinceVersion: since.version,
        removeAfter: element.customProperty("removeAfter"), replacedBy: element.customProperty("replacedBy"))
    }
  }

  /// Every object and property that says `deprecated: true`, in the order of the file.
  static func deprecatedElements(_ contract: Contract) -> [(path: ElementPath, element: Element)] {
    ElementNames.all(of: contract) { $0.flag("deprecated") }
  }

  /// The contract as it was at a version, or at a revision where no version is called so.
  ///
  /// - Throws: `GitError` where neither exists.
  package func contract(named name: String, at wanted: String, tip: ObjectID, catalog: Catalog, rulebook: Rulebook) throws
    -> ContractVersion
  {
    var identifiers: Set<String> = []
    if case .found(let versions) = catalog.find(name) { identifiers = Set(versions.compactMap { $0.contract?.identifier }) }
    let histories = try lines(from: tip, rulebook: rulebook)
      .filter { identifiers.contains($0.identifier) || identifiers.isEmpty && [$0.identifier, $0.title, $0.path].contains(name) }
    for line in histories {
      if let version = line.versions.first(where: { $0.version == wanted }) { return version.state }
    }
    guard !histories.isEmpty || !identifiers.isEmpty else {
      throw GitError(.invalidRevision, "no contract is called '\(name)'", hint: "git contract list")
    }
    if let elsewhere = try version(wanted, of: identifiers.union(histories.map(\.identifier)), besides: tip, rulebook: rulebook) {
      return elsewhere
    }
    if let commit = try git.resolve(wanted) {
      let rulebook = try self.rulebook(at: commit)
      let then = try self.catalog(at: .commit(commit), rulebook: rulebook)
      let known = identifiers.union(histories.map(\.identifier))
      if let exact = then.contracts.first(where: { $0.path == name }) { return exact }
      let there = then.contracts.filter { known.contains($0.contract?.identifier ?? "") }
      if there.count == 1 { return there[0] }
      if let first = there.first {
        throw GitError(
          .invalidRevision, "'\(name)' has several lines at '\(wanted)'", hint: "git contract show \(first.path)@\(wanted)")
      }
      throw GitError(.invalidRevision, "contract '\(name)' does not exist at '\(wanted)'")
    }
    throw GitError(
      .invalidRevision, "'\(name)' never had a version '\(wanted)', and no revision is called so", hint: "git contract log \(name)")
  }

  /// A version that the history of `tip` does not have: under its release tag, else on another branch, protected ones first.
  private func version(
    _ wanted: String, of identifiers: Set<String>, besides tip: ObjectID, rulebook: Rulebook
  ) throws -> ContractVersion? {
    for reference in try git.references(under: "refs/tags/") where rulebook.policy.isReleaseTag(reference.name) {
      guard reference.name.contains(SemanticVersion(wanted)?.unprefixed ?? wanted), let commit = try git.commit(behind: reference.target)
      else { continue }
      let found = try catalog(at: .commit(commit), rulebook: rulebook).contracts.first { version in
        guard let contract = version.contract, identifiers.contains(contract.identifier), contract.version?.value == wanted else {
          return false
        }
        return rulebook.policy.releaseTags(of: contract, version: wanted).contains(reference.name)
      }
      if let found { return found }
    }
    let branches = try git.references(under: "refs/heads/") + git.references(under: "refs/remotes/")
    let defaultBranch = try defaultBranch()
    let order =
      branches.filter { rulebook.policy.protectsBranch($0.name, defaultBranch: defaultBranch) }
      + branches.filter { !rulebook.policy.protectsBranch($0.name, defaultBranch: defaultBranch) }
    for branch in order where branch.target != tip {
      // What both have was looked at already.
      let fork = try git.mergeBases(branch.target, tip).first
      guard fork != branch.target else { continue }
      for identifier in identifiers.sorted() {
        for line in try lines(from: branch.target, after: fork, identifier: identifier, rulebook: rulebook) {
          if let version = line.versions.first(where: { $0.version == wanted }) { return version.state }
        }
      }
    }
    return nil
  }

  /// The bytes of a version.
  package func bytes(of version: ContractVersion, limits: YAMLDocument.Limits) throws -> [UInt8] {
    try git.blob(version.blob, limit: limits.bytes)
  }
}

extension Element {
  /// The same element as in another version: the same `id`, else the same name.
  fileprivate func isSame(as other: Element) -> Bool {
    guard kind == other.kind else { return false }
    if let identifier, let otherIdentifier = other.identifier { return identifier == otherIdentifier }
    return name != nil && name == other.name
  }
}

extension Signature {
  /// ISO 8601 with seconds and zone, `2026-11-22T10:00:00+01:00`.
  package var isoDate: String {
    let local = Int(time) + offset * 60
    let day = CalendarDay(secondsSince1970: local)
    let second = ((local % 86_400) + 86_400) % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let zone = offset == 0 ? "Z" : (offset < 0 ? "-" : "+") + two(abs(offset) / 60) + ":" + two(abs(offset) % 60)
    return "\(day)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))\(zone)"
  }
}
