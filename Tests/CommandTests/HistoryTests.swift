import ContractTestSupport
import Foundation
import Testing

/// One contract's history is told by the past of its files, all of it by a walk over everything: both must say the same.
struct HistoryTests {
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private struct Line {
    var major: Int
    var minor = 0
    var path: String
  }

  /// Contracts that change, move, go from major to major within their file and beside it, end, break and are repaired, on the branch and on
  /// others that are merged. With an even seed a place that became free is taken by whoever comes next, but nothing ends or breaks.
  private static func history(seed: UInt64, count: Int) throws -> TestRepository {
    let repository = try TestRepository()
    var numbers = Numbers(state: seed)
    var lines: [Int: [Line]] = [:]
    var files: [String: String] = [:]
    var stream = ""
    let isReused = seed % 2 == 0
    var used: Set<String> = []
    func freePath(_ numbers: inout Numbers) -> String {
      while true {
        let path = ["contracts", "data/a", "data/b"].randomElement(using: &numbers).map {
          "\($0)/\(Int.random(in: 0..<(isReused ? 12 : 1000), using: &numbers)).yaml"
        }
        if let path, isReused ? files[path] == nil : used.insert(path).inserted { return path }
      }
    }
    func text(_ id: Int, _ line: Line) -> String {
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: urn:\(id)
      name: contract_\(id)
      version: \(line.major).\(line.minor).0
      status: active
      schema:
        - name: t
          physicalType: table
          properties:
            - {name: c\(line.minor), logicalType: string}

      """
    }
    for number in 1...count {
      var changed: [String: String?] = [:]
      // With folders in the policy, what lies beside them is not looked at.
      if number == 1, seed > 4 { changed[".contracts/policy.yaml"] = "contracts:\n  include: [contracts/**, data/**/*.yaml]\n" }
      if seed > 4 { changed["elsewhere/\(number % 3).yaml"] = text(0, Line(major: 9, minor: number, path: "")) }
      for _ in 0...Int.random(in: 0..<2, using: &numbers) {
        let id = Int.random(in: 0..<5, using: &numbers)
        guard var own = lines[id], !own.isEmpty else {
          let line = Line(major: 1, path: freePath(&numbers))
          files[line.path] = text(id, line)
          changed[line.path] = text(id, line)
          lines[id] = [line]
          continue
        }
        let place = Int.random(in: 0..<own.count, using: &numbers)
        let old = own[place].path
        switch Int.random(in: 0..<10, using: &numbers) {
        case 0, 1:
          // Moved, as it is or changed on the way.
          own[place].path = freePath(&numbers)
          own[place].minor += Int.random(in: 0...1, using: &numbers)
          files[old] = nil
          changed[old] = .some(nil)
        case 2 where place == own.count - 1:
          own[place].major += 1
          own[place].minor = 0
        case 3 where own.count < 3:
          let last = own[own.count - 1]
          own.append(Line(major: last.major + 1, path: freePath(&numbers)))
        case 4 where own.count > 1 && !isReused:
          files[own[0].path] = nil
          changed[own[0].path] = .some(nil)
          own.removeFirst()
        case 5 where !isReused:
          files[old] = "kind: DataContract\nid: [urn:\(id)\n"
          changed[old] = files[old]
          lines[id] = own
          continue
        default: own[place].minor += 1
        }
        for line in own where files[line.path] != text(id, line) {
          files[line.path] = text(id, line)
          changed[line.path] = text(id, line)
        }
        lines[id] = own
      }
      let isMerge = number > 1 && Int.random(in: 0..<5, using: &numbers) == 0
      let content = changed.sorted { $0.key < $1.key }.map { path, text in
        text.map { "M 100644 inline \(path)\ndata \($0.utf8.count)\n\($0)\n" } ?? "D \(path)\n"
      }.joined()
      func commit(_ branch: String, _ mark: Int, _ parents: String) {
        stream += "commit refs/heads/\(branch)\nmark :\(mark)\ncommitter C <c@example.com> \(1_700_000_000 + mark * 60) +0000\n"
        stream += "data 2\nx\n\(parents)\(content)\n"
      }
      if isMerge { commit("side", 2 * number, "from :\(2 * number - 1)\n") }
      commit("main", 2 * number + 1, number == 1 ? "" : "from :\(2 * number - 1)\n" + (isMerge ? "merge :\(2 * number)\n" : ""))
    }
    try repository.git("fast-import", "--quiet", input: stream)
    return repository
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `one contract is told as in the log of all`(seed: UInt64) throws {
    let repository = try Self.history(seed: seed, count: 60)
    let shop = Shop(repository)
    try repository.git("checkout", "-q", "main")
    var first: [[String: Any]]?
    for graph in [nil, "--no-changed-paths", "--changed-paths"] {
      if let graph { try repository.git("commit-graph", "write", "--reachable", graph) }
      func lines(_ arguments: String...) throws -> [[String: Any]] {
        let answer = try Program.run(
          ["log"] + arguments + ["--format", "json"], in: repository.path, environment: repository.environment.variables,
          scratch: repository.scratch)
        guard !answer.bytes.isEmpty else { throw TestFailure("log \(arguments): \(answer.errors)") }
        return try answer.json()["lines"] as? [[String: Any]] ?? []
      }
      func summary(_ lines: [[String: Any]]) -> [String] {
        lines.map { line in
          let versions = (line["versions"] as? [[String: Any]] ?? []).map { "\($0["version"] ?? "") in \($0["commit"] ?? "")" }
          return "\(line["major"] ?? "") \(line["path"] ?? ""): \(versions)"
        }
      }
      let all = try lines()
      #expect((all as NSArray).isEqual((first ?? all) as NSArray), "\(graph ?? "")")
      first = all
      let recent = try lines("HEAD~20..HEAD")
      let standing = try #require(try shop.run("list", "--format", "json").json()["contracts"] as? [[String: Any]])
      let ids = Set(standing.compactMap { $0["id"] as? String })
      #expect(ids.count > 1)
      for id in ids {
        for (one, expected) in [
          (try lines(id), all.filter { $0["id"] as? String == id }),
          (try lines(id, "HEAD~20..HEAD"), recent.filter { $0["id"] as? String == id }),
        ] {
          #expect(summary(one) == summary(expected), "\(id)")
          let isSame = (one as NSArray).isEqual(expected as NSArray)
          #expect(isSame, "\(id)")
        }
      }
    }
  }
}
