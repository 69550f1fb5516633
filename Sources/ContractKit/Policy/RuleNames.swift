/// The names by which a policy may speak of rules.
package enum RuleNames {
  /// The rules of policy: what may be due beside the changes of the catalogue.
  package static let prices = [
    "version-not-bumped", "version-bump-too-small", "version-decreased", "version-reused", "version-not-semver", "version-over-bumped",
    "contract-id-collision", "retired-before-end-of-life", "tombstone-missing", "removed-without-deprecation", "sunset-too-soon",
    "unannounced",
    "owner-missing", "owner-unknown", "owner-sign-off-missing", "security-sign-off-missing", "acknowledgement-missing",
    "ownership-not-accepted", "ownership-expired", "override-used",
    "person-left", "person-duplicate", "bot-owner", "team-empty", "team-differs", "key-expired", "key-expiring", "key-revoked",
    "consumer-acknowledgement-missing", "unparsable", "schema-invalid", "duplicate-element", "waiver-expired", "waiver-stale",
    "consumer-invalid", "consumer-unknown-contract", "consumer-unknown-field", "consumer-unknown-team", "consumer-range-empty",
    "consumer-stale", "consumer-sources-invalid", "consumer-source-missing", "consumer-uses-deprecated",
    "consumer-expectation-broken", "people-invalid", "waivers-invalid", "retired-invalid",
    "not-a-file", "tree-malformed", "record-altered", "record-invalid",
  ]

  /// Whether a rule of this name exists.
  package static func isKnown(_ name: String) -> Bool {
    prices.contains(name) || Catalogue.rule(name) != nil || CodeOwners.diagnosticRules.contains(name)
  }

  /// Checks `rule` or `rule/impact`, as a key of `levels`.
  static func accepts(_ reader: inout StrictReader, name: String, position: SourcePosition) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), isRule(parts[0]) else {
      reader.report(position, "'levels' takes '<rule>' or '<rule>/<impact>', not '\(name)'")
      return false
    }
    if !isKnown(parts[0]) {
      if let successor = Catalogue.retired[parts[0]] {
        reader.report(position, "rule '\(parts[0])' is called '\(successor)' now")
      } else {
        let clause = SpellingSuggestion.clause(for: parts[0], among: prices + Catalogue.all.map(\.id))
        reader.report(position, "no rule is called '\(parts[0])'\(clause.isEmpty ? "; 'git contract rules' lists them" : clause)")
      }
      return false
    }
    if parts.count == 2, Impact(rawValue: parts[1]) == nil {
      let words = Impact.allCases.map(\.rawValue)
      let clause = SpellingSuggestion.clause(for: parts[1], among: words)
      reader.report(position, "'\(parts[1])' is no impact; it is one of \(StrictReader.alternatives(words))\(clause)")
      return false
    }
    return true
  }

  static func isRule(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
      }
  }
}
