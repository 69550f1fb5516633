/// What the types of quality rules need and allow: section "Data quality" of the standard.
extension ODCS {
  private static let operators = [
    "mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",
    "mustNotBeBetween",
  ]

  static let qualityRuleFitsItsType = Check { rule, _, version in
    let type = rule["type"]?.word
    var (needed, allowed): ([String], [String]) = ([], [])
    if version < .v31 {
      // A rule without a type was one of the library.
      if rule["type"] == nil || type == "library" { needed = ["rule"] }
      if type == "sql" { needed = ["query"] }
    } else {
      if type == "library" || rule["metric"]?.word != nil {
        needed = ["metric"]
        allowed = ["metric", "rule", "arguments"] + operators
      }
      if type == "sql" {
        needed.append("query")
        allowed += ["query"] + operators
      }
    }
    if type == "custom" {
      needed += ["engine", "implementation"]
      allowed += ["engine", "implementation"]
    }
    let place = rule.firstKey ?? rule
    let kind = type.map { "a quality rule of type '\($0)'" } ?? "a quality rule without a type"
    var faults = needed.filter { rule[$0] == nil }.map { Check.Fault(place, "\(kind) needs '\($0)'") }
    guard version >= .v31 else { return faults }
    let bound = ["metric", "rule", "arguments", "query", "engine", "implementation"] + operators
    for (key, _) in rule.pairs where bound.contains(key.text) && !allowed.contains(key.text) {
      faults.append(.init(key, "'\(key.text)' does not belong to \(kind)"))
    }
    let given = rule.pairs.filter { operators.contains($0.key.text) }
    if allowed.contains("mustBe") {
      if given.isEmpty { faults.append(.init(place, "\(kind) needs one comparison, for example 'mustBe'")) }
      for (key, _) in given.dropFirst() { faults.append(.init(key, "'\(key.text)' is a second comparison; \(kind) has one")) }
    }
    return faults
  }

  /// The text of another tool, or a mapping of it.
  static let isImplementation = Check { node, rule, _ in
    guard rule["type"]?.word == "custom", node.kind != .mapping, node.word == nil else { return [] }
    return [.init(node, "'implementation' must be a text or a mapping, not \(node.noun)")]
  }
}
