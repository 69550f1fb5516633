import ContractTestSupport

/// The acceptance log of a server, as its administrator reads it: with `git`.
extension Company {
  static let log = "refs/contracts/log"

  func acceptances() throws -> [[String: String]] { try server.acceptances() }
}

extension TestRepository {

  /// The files of the log, each as its lines by key; a key that stands several times has its values behind each other. Oldest first.
  func acceptances() throws -> [[String: String]] {
    guard try tryGit("rev-parse", "--verify", "--quiet", Company.log).status == 0 else { return [] }
    let commits = try git("rev-list", "--reverse", Company.log).split(separator: "\n").map(String.init)
    return try commits.flatMap { commit in
      let added = try git("show", "--pretty=", "--name-only", "--diff-filter=A", commit).split(separator: "\n")
      let others = try git("show", "--pretty=", "--name-only", "--diff-filter=a", commit)
      guard others.isEmpty else { throw TestFailure("the log was altered: \(others)") }
      return try added.filter { $0.hasSuffix(".accepted") }.map { file in
        var lines: [String: String] = [:]
        for line in try git("cat-file", "blob", "\(commit):\(file)").split(separator: "\n") {
          let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
          guard parts.count == 2 else { continue }
          lines[parts[0]] = lines[parts[0]].map { $0 + " " + parts[1] } ?? parts[1]
        }
        return lines
      }
    }
  }
}
