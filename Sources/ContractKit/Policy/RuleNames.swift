/// The names by which a policy may speak of rules.
enum RuleNames {
  /// Checks `rule` or `rule/impact`, as a key of `levels`.
  static func accepts(_ reader: inout StrictReader, name: String, position: SourcePosition) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), isRule(parts[0]) else {
      reader.report(position, "'levels' takes '<rule>' or '<rule>/<impact>', not '\(name)'")
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
