internal import ContractKit

/// A use of the broken glass: somebody whom the policy lists set the rules aside, and said why (ownership.md, "Break glass").
struct AuditedOverride {
  var commit: String
  var reason: String
}

extension AuditedOverride {
  static let trailer = "contract-override"

  /// Every override that commits state, whether it counted or not: an audit tells also of the attempt.
  static func all(in commits: [ClaimCommit]) -> [AuditedOverride] {
    commits.flatMap { commit in
      commit.trailers.filter { $0.key.lowercased() == trailer }.map { AuditedOverride(commit: commit.id, reason: $0.value) }
    }
  }
}
