import ContractTestSupport

/// A random history, the same for the same seed: merges (some of three and more), several roots, criss-crosses, files that come, change, move
/// and go in two directories.
struct RandomHistory {
  /// A small generator of numbers, the same every time.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  let repository: TestRepository
  let ids: [String]
  /// Files that stood somewhere at some time; one of them is spelt with letters beyond ASCII.
  static let paths = ["a.yaml", "data/orders.yaml", "data/deep/er/parcels.yaml", "dänemark/öl.yaml"]

  /// - Parameter skewed: children may be older than their parents.
  init(seed: UInt64, count: Int, skewed: Bool) throws {
    repository = try TestRepository()
    var numbers = Numbers(state: seed)
    var stream = ""
    for number in 1...count {
      let time = 1_700_000_000 + (skewed ? Int.random(in: 0..<1000, using: &numbers) : number * 10)
      stream += "commit refs/heads/b\(number)\nmark :\(number)\ncommitter C <c@example.com> \(time) +0000\ndata 0\n"
      let isRoot = number == 1 || Int.random(in: 0..<30, using: &numbers) == 0
      if !isRoot {
        var parents = [max(1, number - 1 - Int.random(in: 0..<4, using: &numbers))]
        while number > 3, parents.count < 9, Int.random(in: 0..<3, using: &numbers) == 0 {
          let other = Int.random(in: 1..<number, using: &numbers)
          if !parents.contains(other) { parents.append(other) }
        }
        stream += "from :\(parents[0])\n" + parents.dropFirst().map { "merge :\($0)\n" }.joined()
      }
      for path in Self.paths + ["other/\(number % 7)", "many/\(number)"] where Int.random(in: 0..<4, using: &numbers) == 0 {
        // A deletion of what is not there is none.
        let isGone = Int.random(in: 0..<5, using: &numbers) == 0
        stream += isGone ? "D \(path)\n" : "M 100644 inline \(path)\ndata <<E\n\(Int.random(in: 0..<3, using: &numbers))\nE\n"
      }
      stream += "\n"
    }
    try repository.git("fast-import", "--quiet", input: stream)
    let names = (1...count).map { "b\($0)" }
    ids = try repository.git("rev-parse", names[0]).isEmpty ? [] : names.map { [repository] in try repository.git("rev-parse", $0) }
  }

  /// The ways in which Git writes a graph. `Split` leaves the newest commits without one.
  enum Graph: String, CaseIterable {
    case none, plain, filters, split, old, upTo
  }

  /// Lets Git write the graph.
  func write(_ graph: Graph) throws {
    let half = ids[ids.count / 2]
    switch graph {
    case .none: break
    case .plain: try repository.git("commit-graph", "write", "--reachable")
    case .filters: try repository.git("commit-graph", "write", "--reachable", "--changed-paths")
    case .split:
      // Three layers, the middle one without filters.
      for (part, options) in [(3, ["--changed-paths"]), (2, ["--no-changed-paths"]), (1, ["--changed-paths"])] {
        let tips = ids.prefix(ids.count / part).joined(separator: "\n") + "\n"
        let output = try repository.tryGit(
          arguments: ["commit-graph", "write", "--stdin-commits", "--split=no-merge"] + options, input: tips)
        guard output.status == 0 else { throw TestFailure(output.errors) }
      }
    case .old: try repository.git("-c", "commitGraph.generationVersion=1", "commit-graph", "write", "--reachable", "--changed-paths")
    case .upTo: try repository.git("commit-graph", "write", "--stdin-commits", "--changed-paths", input: half + "\n")
    }
  }
}
