package import ContractKit

/// The answer of `policy`: what is in force, where it is said, and why.
package struct PolicyAnswer: Sendable {
  package var policy: Policy
  /// The commit that it was read from; nil before the first one.
  package var commit: String?
  /// Whether there is a file; without one everything is a default.
  package var hasFile: Bool

  package init(policy: Policy, commit: String?, hasFile: Bool) {
    self.policy = policy
    self.commit = commit
    self.hasFile = hasFile
  }

  /// `git-contract/policy-in-force/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/policy-in-force/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "commit": JSON(commit), "file": JSON(hasFile ? Policy.path : nil),
      "entries": .array(policy.entries.map(json)),
      "overlays": .array(
        policy.overlayEntries.map { overlay in
          [
            "scope": json(overlay.scope), "source": json(.line(overlay.line)), "entries": .array(overlay.entries.map(json)),
          ]
        }),
      "signOff": .array(
        policy.signOffTables.map { table in
          ["scope": json(table.scope), "rows": .array(table.rows.map { json($0.kind, $0.rule) })]
        }),
    ]
  }

  private func json(_ entry: Policy.Entry) -> JSON {
    [
      "key": .string(entry.key), "value": .string(entry.text), "source": json(entry.source),
      "why": .string(PolicyReasons.reason(of: entry.key) ?? ""),
    ]
  }

  private func json(_ source: PolicySource) -> JSON {
    switch source {
    case .builtIn: .null
    case .line(let line): ["path": .string(Policy.path), "line": .integer(line), "commit": JSON(commit)]
    }
  }

  private func json(_ scope: Policy.Scope) -> JSON {
    ["match": JSON(scope.match), "status": JSON(scope.status?.rawValue)]
  }

  private func json(_ kind: SignOffKind, _ rule: SignOffRule) -> JSON {
    [
      "kind": .string(kind.rawValue), "who": .string(rule.who.rawValue), "assurance": .string(rule.assurance.rawValue),
      "acknowledge": .boolean(rule.acknowledge), "successor": .boolean(rule.successor),
      "owners": .array(rule.owners.map { .string($0) }),
    ]
  }

  /// A policy file that says the same, with comments: where each value comes from and what it is for, and the table of who must agree.
  package var text: String {
    var text = "# in force at \(commit.map { String($0.prefix(12)) } ?? "no commit yet"): "
    text += (hasFile ? "'\(Policy.path)' of that commit, else the default" : "there is no '\(Policy.path)', so all are defaults") + "\n"
    text += policy.rendered { PolicyReasons.reason(of: $0) }
    for table in policy.signOffTables {
      text += "#\n# who must agree"
      if let match = table.scope.match { text += ", for paths like '\(match.printable)'" }
      if let status = table.scope.status { text += ", for contracts that are \(status.rawValue)" }
      text += ":\n" + table.rows.map { "#   \($0.kind.rawValue.padding(to: 11)) \(Self.words($0.rule))\n" }.joined()
    }
    return text
  }

  private static func words(_ rule: SignOffRule) -> String {
    var words: String
    switch rule.who {
    case .none: words = "nobody"
    case .one: words = "one owner"
    case .each: words = "one owner of each line or section"
    case .two: words = "two persons, neither of them the author"
    }
    if rule.who != .none { words += ", by \(rule.assurance.phrase)" + (rule.assurance == .claim ? " or better" : "") }
    if rule.acknowledge { words += "; an owner acknowledges it" }
    if rule.successor { words += "; the successor too" }
    if !rule.owners.isEmpty { words += "; and \(rule.owners.joined(separator: ", ").printable)" }
    return words
  }
}
