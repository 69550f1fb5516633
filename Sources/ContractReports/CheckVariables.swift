package import ContractKit

extension CheckAnswer {
  /// `NAME=VALUE`, a line each, as later steps of a job read them: `$GITHUB_OUTPUT`, and the dotenv report of GitLab. Names and values are
  /// from fixed lists, or numbers: nothing of a repository goes in.
  package var variables: String {
    var lines = ["verdict=\(verdict.rawValue)"]
    // What was not looked at is not zero.
    guard verdict != .undecided || !findings.isEmpty || !contracts.isEmpty else { return lines[0] + "\n" }
    let impacts = contracts.flatMap(\.changes).map(\.impact)
    lines.append("required_bump=\((contracts.map(\.requiredBump).max() ?? .none).rawValue)")
    lines += Impact.allCases.map { impact in "\(impact.rawValue)=\(impacts.count { $0 == impact })" }
    lines.append("contracts=\(contracts.count)")
    lines.append("errors=\(findings.count { $0.level == .error })")
    lines.append("warnings=\(findings.count { $0.level == .warning })")
    lines.append("consumers_hurt=\(Set(impact.filter(\.isHit).map { $0.consumer.identifier + "\u{0}" + $0.consumer.title }).count)")
    return lines.map { $0 + "\n" }.joined()
  }
}
