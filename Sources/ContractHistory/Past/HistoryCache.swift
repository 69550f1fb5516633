internal import ContractKit
internal import GitStore

/// What a repository's history was found to say before, for those who ask again: `contracts/index` in the Git directory.
///
/// Nothing of it is needed, and nothing that decides is asked here: who judges or proves looks at the history itself.
package final class HistoryCache {
  private var file: CacheFile?
  /// The program that keeps: another one may understand the same contracts otherwise.
  private let build: String

  /// - Parameters:
  ///   - commonDirectory: nil where nothing is to be kept.
  ///   - build: what tells this program from every other one.
  package init(commonDirectory: String?, build: String) {
    file = commonDirectory.map { CacheFile(commonDirectory: $0) }
    self.build = build
  }

  /// Nothing is known, and nothing kept.
  package static var none: HistoryCache { HistoryCache(commonDirectory: nil, build: "") }

  var isKept: Bool { file != nil }

  func key(_ parts: [String]) -> CacheFile.Key {
    // The length of each, so that no two lists are one text.
    CacheFile.Key(of: Array(([build] + parts).map { "\($0.utf8.count) \($0)\n" }.joined().utf8))
  }

  func content(_ key: CacheFile.Key) -> (content: ArraySlice<UInt8>, number: Int)? { file?.content(key) }

  func keep(_ content: [UInt8], under keys: [CacheFile.Key]) { file?.keep(content, under: keys) }

  /// Writes what is new. Nobody is told where that fails.
  package func save() { file?.save() }
}

extension ContractRepository {
  /// The steps along first parents that changed contracts, oldest first, by name alone: those that were walked before are not walked again.
  func keptSteps(from tip: ObjectID, rulebook: Rulebook, _ cache: HistoryCache) throws -> [KeptStep] {
    let policy = rulebook.policy
    let places =
      (policy.contractsInclude + policy.contractsExclude + policy.consumers).map(\.description) + [
        "\(policy.contractsInclude.count) \(policy.contractsExclude.count)", policy.codeOwnersFile ?? "", rulebook.codeOwners?.path ?? "",
        "\(policy.limits)",
      ]
    let tipsKey = cache.key(["tips"] + places)
    func walkKey(_ tip: ObjectID) -> CacheFile.Key { cache.key(["walk", tip.hex] + places) }
    var tips: [ObjectID] = []
    if let known = cache.content(tipsKey) {
      var reader = ByteReader(known.content)
      tips = reader.list { $0.object() }
    }
    let known = try knownWalk(from: tip, tips, cache) { walkKey($0) }
    if let known, known.tip == tip { return known.steps }
    let new = try namedSteps(from: tip, after: known?.tip, rulebook: rulebook)
    let steps = (known?.steps ?? []) + new
    if cache.isKept {
      // A long row of short walks is read slower than one long walk.
      let isShort = known.map { $0.depth < Self.longestRowOfWalks } ?? false
      let walk = KeptWalk(earlier: isShort ? known?.tip : nil, depth: isShort ? (known?.depth ?? 0) + 1 : 0, steps: isShort ? new : steps)
      cache.keep(walk.bytes, under: [walkKey(tip)])
      var writer = ByteWriter()
      let latest = ([tip] + tips.filter { $0 != tip }).prefix(Self.rememberedTips)
      writer.add(latest.count)
      for tip in latest { writer.add(tip.bytes) }
      cache.keep(writer.bytes, under: [tipsKey])
    }
    return steps
  }

  private static var longestRowOfWalks: Int { 32 }
  private static var rememberedTips: Int { 8 }
  /// So far from a tip another one is looked for.
  private static var nearness: Int { 5000 }

  /// The walk that leads to a tip, or to one of its nearer first parents.
  private func knownWalk(
    from tip: ObjectID, _ tips: [ObjectID], _ cache: HistoryCache, key: (ObjectID) -> CacheFile.Key
  ) throws -> (tip: ObjectID, depth: Int, steps: [KeptStep])? {
    guard !tips.isEmpty else { return nil }
    let wanted = Set(tips)
    var way = FirstParentWalk(from: tip, in: git)
    for _ in 0..<Self.nearness {
      guard let step = try way.step(git) else { return nil }
      guard wanted.contains(step.commit) else { continue }
      guard let walks = walks(to: step.commit, cache, key: key) else { continue }
      return (step.commit, walks.count - 1, walks.reversed().flatMap(\.steps))
    }
    return nil
  }

  /// The walks that lead to a tip, the last first; nil where one of them is not there any more.
  private func walks(to tip: ObjectID, _ cache: HistoryCache, key: (ObjectID) -> CacheFile.Key) -> [KeptWalk]? {
    var walks: [KeptWalk] = []
    var next: ObjectID? = tip
    while let current = next {
      guard walks.count <= 2 * Self.longestRowOfWalks, let content = cache.content(key(current))?.content, let walk = KeptWalk(content)
      else {
        return nil
      }
      walks.append(walk)
      next = walk.earlier
    }
    return walks
  }

  /// Walks, and names every contract that it meets.
  private func namedSteps(from tip: ObjectID, after end: ObjectID?, rulebook: Rulebook) throws -> [KeptStep] {
    var changes = try contractChanges(from: tip, after: end, rulebook: rulebook)
    changes.reverse()
    var names: [ObjectID: ContractName] = [:]
    try name(changes.lazy.flatMap { $0.files.lazy.flatMap { [$0.old, $0.new].compactMap { $0 } } }, rulebook, &names)
    func side(_ entry: TreeEntry?) -> KeptStep.Side? {
      entry.map { entry in
        let isFile = entry.mode == .file || entry.mode == .executable
        return .init(id: entry.id, name: isFile ? names[entry.id] ?? ContractName(.somethingElse) : ContractName(.somethingElse))
      }
    }
    return changes.map { step, files in
      KeptStep(
        commit: step.commit, parent: step.parent, files: files.map { .init(path: $0.path, old: side($0.old), new: side($0.new)) })
    }
  }

  /// Reads what files call themselves, each content once.
  private func name(_ entries: some Sequence<TreeEntry>, _ rulebook: Rulebook, _ names: inout [ObjectID: ContractName]) throws {
    let limits = rulebook.limits
    var waiting: [(entry: TreeEntry, bytes: [UInt8])] = []
    func read() {
      let read = Concurrent.map(waiting, share: 16) { ContractName(Self.read($0.bytes, path: $0.entry.path, limits: limits)) }
      for (waited, name) in zip(waiting, read) { names[waited.entry.id] = name }
      waiting = []
    }
    for entry in entries where (entry.mode == .file || entry.mode == .executable) && names[entry.id] == nil {
      // Until it is read it is nothing: the same content is met once more before that.
      names[entry.id] = ContractName(.somethingElse)
      if let bytes = try smallBlob(entry.id, limits) {
        waiting.append((entry, bytes))
      } else {
        names[entry.id] = ContractName(try version(of: entry, in: .nothing, limits: limits).file)
      }
      if waiting.count == Self.blobsAtOnce { read() }
    }
    read()
  }

  /// Nil for what is larger than a contract may be.
  func smallBlob(_ id: ObjectID, _ limits: YAMLDocument.Limits) throws -> [UInt8]? {
    do {
      return try git.blob(id, limit: limits.bytes)
    } catch {
      guard error.kind == .tooLarge else { throw error }
      return nil
    }
  }

  private static var blobsAtOnce: Int { 256 }
}
