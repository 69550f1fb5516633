extension Policy {
  /// One value that is in force.
  package struct Entry: Hashable, Sendable {
    /// Dotted, as the keys nest in the file.
    package var key: String
    /// The value in YAML's flow form.
    package var text: String
    package var source: PolicySource
  }

  /// For which contracts a part of the policy holds; all where both are nil.
  package struct Scope: Hashable, Sendable {
    /// A pattern over paths.
    package var match: String?
    package var status: Contract.Status?

    package init(match: String? = nil, status: Contract.Status? = nil) {
      self.match = match
      self.status = status
    }
  }

  /// What an entry of `status` or `paths` says, in the order in which they are laid over what is common.
  package var overlayEntries: [(scope: Scope, line: Int, entries: [Entry])] {
    (statusOverlays + pathOverlays).map { ($0.named, $0.line, $0.entries) }
  }

  /// Who must agree to what: what is common, then where an entry of `status` or `paths` alone would make it another table.
  package var signOffTables: [(scope: Scope, rows: [(kind: SignOffKind, rule: SignOffRule)])] {
    func rows(_ policy: EffectivePolicy) -> [(kind: SignOffKind, rule: SignOffRule)] {
      SignOffKind.allCases.map { ($0, policy.signOff(for: $0)) }
    }
    let others = (statusOverlays + pathOverlays).filter { $0.assignments.contains { $0.key.hasPrefix("sign-off.") } }
    return [(Scope(), rows(common))]
      + others.map { overlay in
        var policy = common
        for assignment in overlay.assignments { assignment.make(in: &policy) }
        return (overlay.named, rows(policy))
      }
  }

  /// Every value that is in force, in a fixed order.
  package var entries: [Entry] {
    let general = Self.settings.flatMap { setting in setting.entries(self).map { entry($0) } }
    return general + EffectivePolicy.settings.flatMap { setting in setting.entries(common).map { entry($0) } }
  }

  private func entry(_ entry: (key: String, text: String)) -> Entry {
    Entry(key: entry.key, text: entry.text, source: source(of: entry.key))
  }

  /// The policy in force as a policy file, each line with a comment that says where it comes from. Read again it is the same policy.
  ///
  /// - Parameters:
  ///   - file: the name of the file that it was read from, for the comments.
  ///   - reason: what a key is for, where the comment is to say that too.
  package func rendered(file: String = Policy.path, reason: (String) -> String? = { _ in nil }) -> String {
    var lines: [(text: String, source: PolicySource?, key: String?)] = []
    var open: [String] = []
    func add(_ entries: [Entry], indentation: String) {
      open = []
      for entry in entries {
        var parts = Self.parts(of: entry.key)
        let last = parts.removeLast()
        let shared = zip(open, parts).prefix { $0 == $1 }.count
        for depth in shared..<max(shared, parts.count) {
          lines.append((indentation + Self.blanks(depth) + YAMLText.quoted(parts[depth]) + ":", nil, nil))
        }
        open = parts
        lines.append((indentation + Self.blanks(parts.count) + YAMLText.quoted(last) + ": " + entry.text, entry.source, entry.key))
      }
    }
    add(entries, indentation: "")
    for (key, overlays) in [("paths", pathOverlays), ("status", statusOverlays)] where !overlays.isEmpty {
      lines.append((key + ":", nil, nil))
      for overlay in overlays {
        lines.append((overlay.heading, .line(overlay.line), nil))
        add(overlay.entries, indentation: "    ")
      }
    }
    let width = min(60, lines.map(\.text.count).max() ?? 0)
    return lines.map { line in
      let comment: String
      switch line.source {
      case nil: return line.text + "\n"
      case .builtIn: comment = "default"
      case .line(let number): comment = file.printable + ":" + String(number)
      }
      return line.text + String(repeating: " ", count: max(1, width + 2 - line.text.count)) + "# " + comment
        + (line.key.flatMap(reason).map { ": " + $0 } ?? "") + "\n"
    }.joined()
  }

  private var pathOverlays: [Overlay] {
    overlays.filter { if case .path = $0.scope { true } else { false } }
  }

  private var statusOverlays: [Overlay] {
    overlays.filter { if case .status = $0.scope { true } else { false } }
  }

  private static func blanks(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  /// The parts of a dotted key. What follows a group of anybody's names is one part, whatever dots it has.
  private static func parts(of key: String) -> [String] {
    for group in ["levels", "judge.custom-properties", "judge.service-level-tolerance"] where key.hasPrefix(group + ".") {
      return group.split(separator: ".").map(String.init) + [String(key.dropFirst(group.count + 1))]
    }
    return key.split(separator: ".").map(String.init)
  }
}

extension Policy.Overlay {
  fileprivate var named: Policy.Scope {
    switch scope {
    case .path(let glob): Policy.Scope(match: glob.description)
    case .status(let status): Policy.Scope(status: status)
    }
  }

  fileprivate var heading: String {
    switch scope {
    case .path(let glob): "  - match: " + YAMLText.quoted(glob.description)
    case .status(let status): "  " + status.rawValue + ":"
    }
  }

  /// What the overlay says, and nothing that it does not.
  fileprivate var entries: [Policy.Entry] {
    var policy = EffectivePolicy()
    policy.levels = [:]
    for assignment in assignments { assignment.make(in: &policy) }
    return EffectivePolicy.settings.flatMap { $0.entries(policy) }.compactMap { entry in
      policy.sources[entry.key].map { Policy.Entry(key: entry.key, text: entry.text, source: $0) }
    }
  }
}
