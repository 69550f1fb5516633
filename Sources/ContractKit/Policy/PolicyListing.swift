extension Policy {
  /// One value that is in force.
  package struct Entry: Hashable, Sendable {
    /// Dotted, as the keys nest in the file.
    package var key: String
    /// The value in YAML's flow form.
    package var text: String
    package var source: PolicySource
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
  /// - Parameter file: the name of the file that it was read from, for the comments.
  package func rendered(file: String = Policy.path) -> String {
    var lines: [(text: String, source: PolicySource?)] = []
    var open: [String] = []
    func add(_ entries: [Entry], indentation: String) {
      open = []
      for entry in entries {
        var parts = Self.parts(of: entry.key)
        let last = parts.removeLast()
        let shared = zip(open, parts).prefix { $0 == $1 }.count
        for depth in shared..<max(shared, parts.count) {
          lines.append((indentation + Self.blanks(depth) + YAMLText.quoted(parts[depth]) + ":", nil))
        }
        open = parts
        lines.append((indentation + Self.blanks(parts.count) + YAMLText.quoted(last) + ": " + entry.text, entry.source))
      }
    }
    add(entries, indentation: "")
    for (key, overlays) in [("paths", pathOverlays), ("status", statusOverlays)] where !overlays.isEmpty {
      lines.append((key + ":", nil))
      for overlay in overlays {
        lines.append((overlay.heading, .line(overlay.line)))
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
      return line.text + String(repeating: " ", count: max(1, width + 2 - line.text.count)) + "# " + comment + "\n"
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
