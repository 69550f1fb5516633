package import ContractKit
package import GitStore

/// The timelines of all contracts, each version told as soon as it is known: of a long history nothing is held but the text.
package struct ToldTimelines: Sendable {
  package var lines: [Line]
  /// What cannot be read at the tip.
  package var unreadable: [Diagnostic]

  package struct Line: Sendable {
    package var timeline: Timeline
    /// All of its versions, newest first.
    package var text: String
  }
}

extension ContractRepository {
  /// Tells the timelines of a branch.
  ///
  /// - Parameters:
  ///   - form: the name of what `tell` writes; the same form tells the same version alike.
  ///   - tell: the text of one version.
  package func toldTimelines(
    from tip: ObjectID, rulebook: Rulebook, as form: String, _ cache: HistoryCache, tell: (Timeline.Release) -> String
  ) throws -> ToldTimelines {
    let steps = try keptSteps(from: tip, rulebook: rulebook, cache)
    var builder = LineBuilder<LineState>(wanted: nil)
    for step in steps { try builder.add(step.lineStep) { $0 } }
    var teller = LineTeller(
      form: form, tip: tip, rulebook: rulebook, surroundings: try cache.isKept ? surroundings(of: tip, rulebook: rulebook) : [],
      cache: cache)
    let lines = try builder.finished { $0 }.sorted { ($0.title, $1.major, $0.path) < ($1.title, $0.major, $1.path) }
    meter.begin("Telling contracts", of: lines.count)
    let byKey = Dictionary(lines.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let told = try lines.map { line in
      defer { meter.step() }
      let text = try versions(of: line, among: byKey, &teller, tell)
      return ToldTimelines.Line(
        timeline: Timeline(
          identifier: line.identifier, major: line.major, name: line.title, path: line.path, versions: [],
          deprecated: line.end == nil ? text.deprecated ?? [] : [], end: try line.end.map { try timelineEnd($0) }),
        text: text.text)
    }
    return ToldTimelines(lines: told, unreadable: try unreadable(at: tip, after: steps, rulebook))
  }

  /// One line: as far as it was told before, from the cache.
  private func versions(
    of line: LineBuilder<LineState>.Line, among lines: [LineKey: LineBuilder<LineState>.Line], _ teller: inout LineTeller,
    _ tell: (Timeline.Release) -> String
  ) throws -> ToldVersions {
    var keys: [CacheFile.Key] = []
    if teller.cache.isKept {
      var key = teller.cache.key(["line", line.identifier, String(line.major), teller.form] + teller.surroundings)
      for version in line.versions {
        key = CacheFile.Key(of: key.bytes + (try content(of: version, &teller)))
        keys.append(key)
      }
    }
    var told = ToldVersions()
    var count = 0
    for number in keys.indices.reversed() {
      guard let found = teller.cache.content(keys[number]), let known = KeptLine(found.content) else { continue }
      (told, count) = (found.number == 0 ? known.earlier.with(known.newest) : known.earlier, number + 1)
      break
    }
    guard count < line.versions.count else { return told }
    if count == 0 { told.kept = try deprecations(before: line, among: lines, teller.rulebook) }
    try parse(
      line.versions[count...].map { TreeEntry(path: $0.state.path, mode: .file, id: $0.state.blob) }, limits: teller.rulebook.limits)
    var earlier = told
    var newest = ToldVersions()
    for version in line.versions[count...] {
      earlier = told
      var state = version
      state.state = try whole(version.state, teller.rulebook)
      state.previous = try version.previous.map { try whole($0, teller.rulebook) }
      // Of this nothing is told here.
      state.first = nil
      let release = try release(state, tip: teller.tip, rulebook: teller.rulebook)
      newest = ToldVersions(
        text: tell(release),
        deprecated: state.state.contract.map { contract in
          Self.deprecatedElements(contract).map {
            KeptDeprecation($0.path, $0.element, version: release.version, day: release.day, earlier.kept)
          }
        })
      told = earlier.with(newest)
    }
    teller.cache.keep(KeptLine(earlier: earlier, newest: newest).bytes, under: Array(keys.suffix(2).reversed()))
    return told
  }

  /// What was deprecated when a line took its file from another one; nil where nothing goes on from there.
  private func deprecations(
    before line: LineBuilder<LineState>.Line, among lines: [LineKey: LineBuilder<LineState>.Line], _ rulebook: Rulebook
  ) throws -> [KeptDeprecation]? {
    guard let first = line.versions.first, let before = line.predecessor, let predecessor = lines[before.key],
      predecessor.identifier == line.identifier, let contract = try whole(first.state, rulebook).contract,
      !Self.deprecatedElements(contract).isEmpty
    else { return nil }
    var kept = try deprecations(before: predecessor, among: lines, rulebook)
    for version in predecessor.versions.prefix(before.count) {
      let day = String(try git.commit(version.commit).author.isoDate.prefix(10))
      kept = try whole(version.state, rulebook).contract.map { contract in
        Self.deprecatedElements(contract).map { KeptDeprecation($0.path, $0.element, version: version.version, day: day, kept) }
      }
    }
    return kept
  }

  /// The contract that a name stands for.
  private func whole(_ version: ContractVersion, _ rulebook: Rulebook) throws -> ContractVersion {
    try self.version(of: TreeEntry(path: version.path, mode: .file, id: version.blob), in: .nothing, limits: rulebook.limits)
  }

  /// All that a version follows from, besides the versions before it and the surroundings.
  private func content(of version: LineState, _ teller: inout LineTeller) throws -> [UInt8] {
    var writer = ByteWriter()
    writer.add(text: version.version)
    writer.add(version.commit.bytes)
    writer.add(optional: version.base?.bytes)
    for state in [version.state, version.previous] {
      writer.add(state == nil ? 0 : 1)
      guard let state else { continue }
      writer.add(text: state.path)
      writer.add(state.blob.bytes)
      if let contract = state.contract {
        let rules = try readableRulebook(at: version.base) ?? teller.rulebook
        writer.add(text: try records(of: contract, on: rules.policy.records, &teller))
      }
    }
    // When a server took it in decides by which people and keys it is judged.
    let acceptance = try acceptance(of: version.commit, on: nil, within: teller.tip)
    writer.add(optional: acceptance.map { "\($0)" })
    return writer.bytes
  }

  /// The records of a contract: where they stand, on the ref of the rules of the day and in the tree, and whether what each speaks of is here,
  /// for a record of another text with the same meaning counts where that text can be read.
  private func records(of contract: Contract, on reference: String, _ teller: inout LineTeller) throws -> String {
    let key = LineTeller.RecordKey(reference: reference, identifier: contract.identifier, name: contract.name)
    if let known = teller.records[key] { return known }
    let folder = Self.recordFolder(of: contract)
    if teller.recordTrees[reference] == nil {
      teller.recordTrees[reference] =
        try tips(of: reference).map { (tree: try git.treeID(ofCommit: $0), folder: "") }
        + [(tree: try git.treeID(ofCommit: teller.tip), folder: Self.recordsInTree)]
    }
    var words = try (teller.recordTrees[reference] ?? []).map { try git.entry($0.folder + folder, in: $0.tree)?.id.hex ?? "-" }
    if words.contains(where: { $0 != "-" }) {
      let pair = JudgedPair(target: nil, head: .commit(teller.tip), base: nil, headCommit: teller.tip)
      for file in try records(in: folder, reference: reference, pair: pair) {
        guard case .success(let signed) = file.content, let blob = ObjectID(hex: signed.record.to.blob) else { continue }
        words.append(git.contains(blob) ? "here" : "away")
      }
    }
    teller.records[key] = words.joined(separator: " ")
    return words.joined(separator: " ")
  }

  /// What every version follows from, beyond its own commits: who is known today, and what other repositories said. The records of contracts
  /// and the log of a server are not among it: they are asked for each contract and each commit.
  private func surroundings(of tip: ObjectID, rulebook: Rulebook) throws -> [String] {
    func governance(_ tree: ObjectID) throws -> [String] {
      var entries: [String] = []
      try git.forEachEntry(in: tree, under: ".contracts") { entry in
        if entry.path + "/" == Self.recordsInTree { return false }
        if entry.mode != .tree { entries.append("\(entry.path) \(entry.mode) \(entry.id)") }
        return true
      }
      let owners = CodeOwnersDialect.automaticCandidatePaths + [rulebook.policy.codeOwnersFile].compactMap { $0 }
      return try entries + owners.map { try git.entry($0, in: tree)?.id.hex ?? "-" }
    }
    let branch = try defaultBranch()
    let home = try homeTip(branch)
    // Names of remotes decide which refs are believed.
    let remotes = git.configuration.subsections(of: "remote")
    var asked: Set<String> = []
    for reference in [rulebook.policy.records, AcceptanceLog.reference] {
      asked.insert(reference)
      for remote in remotes { asked.insert(Self.trackingReference(of: reference, remote: remote)) }
    }
    let cursors = ["refs/contracts/notified/"] + remotes.map { "refs/contracts/remotes/\($0)/notified/" }
    let references = try git.references(under: "refs/contracts/").filter { reference in
      !asked.contains(reference.name) && !cursors.contains { reference.name.hasPrefix($0) }
    }
    var parts = try governance(git.treeID(ofCommit: tip))
    parts += [branch ?? "-", git.isBare ? "bare" : "-"] + remotes.sorted()
    if let home { parts += try governance(git.treeID(ofCommit: home)) }
    parts += references.map { "\($0.name) \($0.target)" }
    return parts
  }

  /// What is at a path at the tip, and cannot be read.
  private func unreadable(at tip: ObjectID, after steps: [KeptStep], _ rulebook: Rulebook) throws -> [Diagnostic] {
    var places: [[UInt8]: (path: String, id: ObjectID)] = [:]
    for file in steps.lazy.flatMap(\.files) {
      let place = Array(file.path.utf8)
      if let new = file.new, new.name.kind == .unparsable { places[place] = (file.path, new.id) } else { places[place] = nil }
    }
    // Several names that are no text read alike: then the tip itself is asked.
    if steps.contains(where: { step in
      step.files.contains { $0.path.unicodeScalars.contains("\u{FFFD}") }
    }) {
      return try catalog(at: .commit(tip), rulebook: rulebook).contracts.flatMap { version -> [Diagnostic] in
        if case .unparsable(let diagnostics) = version.file { diagnostics } else { [] }
      }
    }
    return try places.values.sorted { $0.path < $1.path }.flatMap { place -> [Diagnostic] in
      let entry = TreeEntry(path: place.path, mode: .file, id: place.id)
      guard case .unparsable(let diagnostics) = try version(of: entry, in: .nothing, limits: rulebook.limits).file else { return [] }
      return diagnostics
    }
  }
}

/// What is asked for each line.
private struct LineTeller {
  let form: String
  let tip: ObjectID
  let rulebook: Rulebook
  let surroundings: [String]
  let cache: HistoryCache
  struct RecordKey: Hashable {
    var reference: String
    var identifier: String
    var name: String?
  }

  /// What is known of records, by the ref and what the contract is called.
  var records: [RecordKey: String] = [:]
  var recordTrees: [String: [(tree: ObjectID, folder: String)]] = [:]
}
