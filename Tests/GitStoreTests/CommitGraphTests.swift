import CommitGraph
import ContractTestSupport
import GitStore
import Testing

/// The commit-graph as a file: what Git writes is read, what is broken is not believed.
@Suite struct CommitGraphTests {
  private static func id(_ text: String) throws -> ObjectID { try #require(ObjectID(hex: text)) }

  /// What must be said of every commit, whatever the graph says: from the objects.
  private static func answers(_ store: borrowing Repository, _ ids: [ObjectID], path: String) throws -> [String] {
    var answers: [String] = []
    for id in ids {
      answers.append("\(id) \(try store.treeID(ofCommit: id)) \(try store.parents(of: id).map(\.hex))")
      answers.append("\(try store.firstParentSteps(from: id).map(\.commit.hex))")
      answers.append("\(try store.isAncestor(ids[3], of: id)) \(try store.mergeBases(ids[ids.count / 2], id).map(\.hex).sorted())")
    }
    let tip = try #require(ids.last)
    answers.append("\(try store.commits(reachableFrom: [tip]).map(\.hex))")
    var walk = PathWalk(path, from: tip, in: store)
    while let change = try walk.next(store) { answers.append("\(change)") }
    return answers
  }

  @Test func `a byte that was altered is found out by the sum of a small file`() throws {
    let history = try RandomHistory(seed: 21, count: 12, skewed: false)
    let ids = try history.ids.map { try Self.id($0) }
    let path = "data/orders.yaml"
    let expected = try Self.answers(history.repository.open(), ids, path: path)
    try history.write(.filters)
    let file = ".git/objects/info/commit-graph"
    let whole = try history.repository.bytes(file)
    #expect(try history.repository.open().usesCommitGraph == true)
    for place in whole.indices {
      var altered = whole
      altered[place] ^= 1 << UInt8(place % 8)
      try history.repository.replace(file, with: altered)
      #expect(try history.repository.open().usesCommitGraph == false, "byte \(place)")
    }
    for length in whole.indices {
      try history.repository.replace(file, with: Array(whole[..<length]))
      #expect(try history.repository.open().usesCommitGraph == false, "cut to \(length)")
    }
    try history.repository.replace(file, with: whole)
    let store = try history.repository.open()
    #expect(store.usesCommitGraph == true)
    #expect(try Self.answers(store, ids, path: path) == expected)
  }

  @Test func `no byte that is altered leads out of a file whose sum is not checked`() throws {
    let history = try RandomHistory(seed: 22, count: 40, skewed: true)
    try history.write(.filters)
    let whole = try history.repository.bytes(".git/objects/info/commit-graph")
    let paths = RandomHistory.paths.map { Array($0.utf8) }
    for place in whole.indices {
      for value in [whole[place] ^ 0x80, whole[place] ^ 1, 0xFF, 0] where value != whole[place] {
        var altered = whole
        altered[place] = value
        altered.withUnsafeBytes { bytes in
          guard let graph = CommitGraph([bytes], checkedSize: 0) else { return }
          let questions = paths.map { graph.question(about: $0) }
          for position in -1...graph.count {
            guard let name = graph.name(at: position) else { continue }
            _ = graph.position(of: name)
            let commit = graph.commit(at: position)
            for parent in commit?.parents ?? [] { #expect(parent >= 0 && parent < graph.count) }
            if case .parent(let parent) = graph.firstParent(at: position) { #expect(parent >= 0 && parent < graph.count) }
            for question in questions { _ = graph.mayHaveChanged(question, at: position) }
            // Whatever it says, a walk comes to its end.
            var steps = 0
            var current = position
            while case .parent(let parent) = graph.firstParent(at: current) {
              current = parent
              steps += 1
              guard steps <= graph.count else {
                Issue.record("a circle after byte \(place) became \(value)")
                return
              }
            }
          }
        }
      }
    }
    for length in whole.indices {
      Array(whole[..<length]).withUnsafeBytes { #expect(CommitGraph([$0], checkedSize: 0) == nil || length == whole.count) }
    }
  }

  /// The settings and states under which Git does not use the graph (git/commit-graph.c, `commit_graph_compatible`), and one under which it does.
  enum Switch: String, CaseIterable { case setting, commandLine, looseReplacement, packedReplacement, grafts, ignoredReplacement }

  @Test(arguments: Switch.allCases)
  func `it is switched off as Git does`(_ way: Switch) throws {
    let history = try RandomHistory(seed: 23, count: 10, skewed: false)
    let repository = history.repository
    try history.write(.filters)
    #expect(try repository.open().usesCommitGraph == true)
    var more: [String: String] = [:]
    switch way {
    case .setting: try repository.git("config", "core.commitGraph", "false")
    case .commandLine: more["GIT_CONFIG_PARAMETERS"] = "'core.commitgraph'='false'"
    case .looseReplacement, .packedReplacement, .ignoredReplacement:
      try repository.git("replace", "-f", history.ids[9], history.ids[0])
      if way == .packedReplacement { try repository.git("pack-refs", "--all") }
      if way == .ignoredReplacement { more["GIT_NO_REPLACE_OBJECTS"] = "1" }
    case .grafts: try repository.write("\(history.ids[9])\n", to: ".git/info/grafts")
    }
    #expect(try repository.open(adding: more).usesCommitGraph == (way == .ignoredReplacement))
    let ids = try history.ids.map { try Self.id($0) }
    let answers = try Self.answers(repository.open(adding: more), ids, path: "a.yaml")
    try repository.remove(".git/objects/info/commit-graph")
    #expect(try Self.answers(repository.open(adding: more), ids, path: "a.yaml") == answers)
  }

  @Test func `a shallow clone does without, and a clone that borrows objects borrows the graph`() throws {
    let history = try RandomHistory(seed: 24, count: 30, skewed: false)
    try history.repository.git("checkout", "-q", "-B", "main", "b30")
    try history.write(.split)
    let shared = try history.repository.clone("shared")
    try shared.write(history.repository.gitDirectory + "/objects\n", to: ".git/objects/info/alternates")
    let store = try shared.open()
    #expect(store.usesCommitGraph == true)
    let tip = try store.requireCommit("HEAD")
    #expect(try store.commits(reachableFrom: [tip]).count == Int(shared.git("rev-list", "--count", "HEAD")))
    let shallow = try history.repository.clone("shallow", options: ["--depth=2"])
    try shallow.git("commit-graph", "write", "--reachable")
    #expect(try shallow.open().usesCommitGraph == false)
  }

  @Test func `a chain is as long as its files can be used`() throws {
    let history = try RandomHistory(seed: 25, count: 30, skewed: false)
    try history.write(.split)
    let folder = ".git/objects/info/commit-graphs"
    let ids = try history.ids.map { try Self.id($0) }
    let expected = try Self.answers(history.repository.open(), ids, path: "a.yaml")
    let names = try history.repository.read(folder + "/commit-graph-chain").split(separator: "\n").map(String.init)
    #expect(names.count == 3)
    for name in names.reversed() {
      try history.repository.remove(folder + "/graph-\(name).graph")
      let store = try history.repository.open()
      #expect(store.usesCommitGraph == (name != names[0]))
      #expect(try Self.answers(store, ids, path: "a.yaml") == expected)
    }
  }

  /// Where a chunk lies in a file.
  private static func chunk(_ name: String, in bytes: [UInt8]) throws -> Int {
    let entry = try #require((0..<Int(bytes[6])).map { 8 + 12 * $0 }.first { Array(bytes[$0..<$0 + 4]) == Array(name.utf8) })
    return bytes[entry + 4..<entry + 12].reduce(0) { $0 << 8 | Int($1) }
  }

  @Test func `filters of version 2 are read, of others not`() throws {
    let history = try RandomHistory(seed: 26, count: 60, skewed: false)
    try history.write(.filters)
    let whole = try history.repository.bytes(".git/objects/info/commit-graph")
    let settings = try Self.chunk("BDAT", in: whole)
    /// What the filters say of every commit; nil without any.
    func answers(_ path: String, version: UInt8, hashes: UInt8 = 7) throws -> [Bool]? {
      var altered = whole
      (altered[settings + 3], altered[settings + 7]) = (version, hashes)
      return try altered.withUnsafeBytes { bytes in
        let graph = try #require(CommitGraph([bytes], checkedSize: 0))
        guard graph.hasFilters else { return nil }
        let question = graph.question(about: Array(path.utf8))
        return (0..<graph.count).map { graph.mayHaveChanged(question, at: $0) }
      }
    }
    for path in ["a.yaml", "data/orders.yaml", "data", "nowhere/at/all"] {
      // Both versions hash these letters alike.
      let first = try #require(try answers(path, version: 1))
      #expect(try answers(path, version: 2) == first)
      #expect(first.contains(false) && (path.hasPrefix("nowhere") || first.contains(true)))
      for (version, hashes) in [(0, 7), (3, 7), (255, 7), (1, 0), (1, 33)] as [(UInt8, UInt8)] {
        #expect(try answers(path, version: version, hashes: hashes) == nil)
      }
    }
    // Other letters are hashed in another way, so that a filter of the first version answers no question of the second one.
    let umlauts = RandomHistory.paths[3]
    #expect(try #require(try answers(umlauts, version: 1)) != #require(try answers(umlauts, version: 2)))
  }

  /// Figures of Git's own tests (t/t0095-bloom.sh).
  @Test func `paths are hashed as Git does`() throws {
    func hash(_ text: String, seed: UInt32 = 0) -> UInt32 { ChangedPathHash.murmur3(seed: seed, Array(text.utf8), isSigned: false) }
    #expect(hash("") == 0)
    #expect(hash("Hello world!") == 0x627B_0C2C)
    #expect(hash("The quick brown fox jumps over the lazy dog") == 0x2E4F_F723)
    let bytes: [UInt8] = [0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]
    #expect(ChangedPathHash.murmur3(seed: 0, bytes, isSigned: false) == 0xA183_CCFD)
  }
}
