import ContractTestSupport
import GitStore
import Testing

@Suite struct CommitWalkTests {
  /// A small generator of numbers, the same every time.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  /// A random history with merges and several roots through `git fast-import`; with `skewed` clocks, children may be older than parents.
  private static func history(seed: UInt64, count: Int, skewed: Bool) throws -> (TestRepository, [String]) {
    let repository = try TestRepository()
    var numbers = Numbers(state: seed)
    var stream = ""
    for number in 1...count {
      let time = 1_700_000_000 + (skewed ? Int.random(in: 0..<1000, using: &numbers) : number * 10)
      stream += "commit refs/heads/b\(number)\nmark :\(number)\ncommitter C <c@example.com> \(time) +0000\ndata 0\n"
      let isRoot = number == 1 || Int.random(in: 0..<20, using: &numbers) == 0
      if !isRoot {
        let first = max(1, number - 1 - Int.random(in: 0..<4, using: &numbers))
        stream += "from :\(first)\n"
        if number > 3, Int.random(in: 0..<3, using: &numbers) == 0 {
          let second = Int.random(in: 1..<number, using: &numbers)
          if second != first { stream += "merge :\(second)\n" }
        }
      }
      stream += "M 100644 inline f\ndata <<E\n\(number)\nE\n\n"
    }
    try repository.git("fast-import", "--quiet", input: stream)
    let ids = try (1...count).map { try repository.git("rev-parse", "b\($0)") }
    return (repository, ids)
  }

  @Test(arguments: [(1, false), (2, false), (3, false), (4, true), (5, true)] as [(UInt64, Bool)])
  func answersLikeGit(_ seed: UInt64, _ skewed: Bool) throws {
    let count = 40
    let (repository, ids) = try Self.history(seed: seed, count: count, skewed: skewed)
    let store = try repository.open()
    var numbers = Numbers(state: seed &+ 99)
    for _ in 0..<40 {
      let left = ids[Int.random(in: 0..<count, using: &numbers)]
      let right = ids[Int.random(in: 0..<count, using: &numbers)]
      let (a, b) = (try #require(ObjectID(hex: left)), try #require(ObjectID(hex: right)))
      let bases = try repository.tryGit("merge-base", "--all", left, right).lines.sorted()
      #expect(try store.mergeBases(a, b).map(\.hex).sorted() == bases)
      #expect(try store.isAncestor(a, of: b) == (repository.tryGit("merge-base", "--is-ancestor", left, right).status == 0))
      if !skewed {
        let listed = try repository.tryGit("rev-list", right, "^" + left).lines
        #expect(try store.commits(reachableFrom: [b], excluding: [a]).map(\.hex) == listed)
      }
      #expect(try store.firstParents(from: b).map(\.id.hex) == repository.tryGit("rev-list", "--first-parent", right).lines)
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
