import ContractTestSupport
import GitStore
import Testing

@Suite struct CommitWalkTests {
  @Test(arguments: RandomHistory.Graph.allCases, [(1, false), (2, false), (4, true), (5, true)] as [(UInt64, Bool)])
  func answersLikeGit(_ graph: RandomHistory.Graph, _ history: (seed: UInt64, skewed: Bool)) throws {
    let count = 60
    let made = try RandomHistory(seed: history.seed, count: count, skewed: history.skewed)
    let (repository, ids) = (made.repository, made.ids)
    try made.write(graph)
    let store = try repository.open()
    #expect(store.usesCommitGraph == (graph != .none))
    var numbers = RandomHistory.Numbers(state: history.seed &+ 99)
    // Git itself is asked without a graph: what it says then is the truth.
    func git(_ arguments: String...) throws -> TestOutput {
      try repository.tryGit(arguments: ["-c", "core.commitGraph=false"] + arguments)
    }
    for _ in 0..<12 {
      let left = ids[Int.random(in: 0..<count, using: &numbers)]
      let right = ids[Int.random(in: 0..<count, using: &numbers)]
      let (a, b) = (try #require(ObjectID(hex: left)), try #require(ObjectID(hex: right)))
      #expect(try store.mergeBases(a, b).map(\.hex).sorted() == git("merge-base", "--all", left, right).lines.sorted())
      #expect(try store.isAncestor(a, of: b) == (git("merge-base", "--is-ancestor", left, right).status == 0))
      if !history.skewed {
        #expect(try store.commits(reachableFrom: [b], excluding: [a]).map(\.hex) == git("rev-list", right, "^" + left).lines)
      }
      let firstParents = try git("rev-list", "--first-parent", right).lines
      #expect(try store.firstParents(from: b).map(\.id.hex) == firstParents)
      let steps = try store.firstParentSteps(from: b)
      #expect(steps.map(\.commit.hex) == firstParents)
      #expect(steps.map(\.parent) == steps.dropFirst().map(\.commit) + [nil])
      if let step = steps.randomElement(using: &numbers) {
        #expect(try step.tree.hex == repository.git("rev-parse", step.commit.hex + "^{tree}"))
        #expect(try store.firstParentSteps(from: b, until: step.commit) == steps.prefix { $0.commit != step.commit })
      }
    }
  }

  @Test(arguments: RandomHistory.Graph.allCases, [11, 12, 13] as [UInt64])
  func tellsTheChangesOfAPathLikeGit(_ graph: RandomHistory.Graph, _ seed: UInt64) throws {
    let made = try RandomHistory(seed: seed, count: 120, skewed: seed == 13)
    try made.write(graph)
    let store = try made.repository.open()
    for tip in made.ids.suffix(20).enumerated().filter({ $0.offset % 7 == 6 }).map(\.element) {
      for path in RandomHistory.paths + ["data", "nowhere", "data/orders.yaml/below"] {
        var walk = PathWalk(path, from: try #require(ObjectID(hex: tip)), in: store)
        var told: [String] = []
        while let change = try walk.next(store) {
          told.append("\(change.commit) \(change.old?.id.hex ?? "-") \(change.new?.id.hex ?? "-")")
        }
        let listed = try made.repository.git(
          "-c", "core.commitGraph=false", "log", "--first-parent", "-m", "--format=%H", tip, "--", path
        ).split(separator: "\n")
        let expected = try listed.map { commit in
          let sides = try ["\(commit)^1:\(path)", "\(commit):\(path)"].map { try made.repository.tryGit("rev-parse", "-q", "--verify", $0) }
          return "\(commit) " + sides.map { $0.status == 0 ? $0.line : "-" }.joined(separator: " ")
        }
        #expect(told == expected, "\(path) from \(tip)")
      }
    }
  }

  @Test func findsBothBasesOfACrissCross() throws {
    let repository = try TestRepository()
    try repository.commit(["a": "1"], "base")
    try repository.git("branch", "other")
    let left = try repository.commit(["b": "1"], "left")
    try repository.git("checkout", "-q", "other")
    let right = try repository.commit(["c": "1"], "right")
    try repository.git("merge", "-q", "-m", "m1", left)
    try repository.git("checkout", "-q", "main")
    try repository.git("merge", "-q", "-m", "m2", right)
    let store = try repository.open()
    let (main, other) = (try store.requireCommit("main"), try store.requireCommit("other"))
    #expect(Set(try store.mergeBases(main, other).map(\.hex)) == [left, right])
    #expect(try store.mergeBases(main, main) == [main])
  }

  @Test func endsAtTheFirstParentThatIsAsked() throws {
    let repository = try TestRepository()
    let ids = try (1...4).map { try repository.commit(["a": "\($0)"], "c\($0)") }
    let store = try repository.open()
    let first = try #require(ObjectID(hex: ids[0]))
    let last = try #require(ObjectID(hex: ids[3]))
    #expect(try store.firstParents(from: last, until: first).map(\.id.hex) == [ids[3], ids[2], ids[1]])
    #expect(try store.firstParents(from: last, until: last).isEmpty)
    var seen: [String] = []
    try store.forEachFirstParent(from: last) { commit in
      seen.append(commit.subject)
      return seen.count < 2
    }
    #expect(seen == ["c4", "c3"])
  }
}
