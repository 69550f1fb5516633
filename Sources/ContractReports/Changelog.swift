package import ContractKit

/// The answer of `changelog`: a pure function of Git objects and policy, the same bytes on any day.
package struct ChangelogAnswer: Sendable {
  package var lines: [Timeline]

  package init(lines: [Timeline]) {
    self.lines = lines
  }

  /// `git-contract/changelog/1`.
  package func json(toolVersion: String) -> JSON {
    let lines: [JSON] = lines.map { line in
      var members = line.logJSON
      members["deprecated"] = .array(line.deprecated.map(\.json))
      members["versions"] = .array(
        line.versions.map { release in
          var members = release.logJSON
          members["summary"] = .string(release.summary)
          members["changes"] = .array(release.diff.changes.map(\.json))
          members["migration"] = .array(release.migration.map { .string($0) })
          members["consumers"] = .array(release.consumers.filter(\.isHit).map(\.json))
          return .object(members)
        })
      return .object(members)
    }
    return [
      "schema": "git-contract/changelog/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "lines": .array(lines),
    ]
  }

  package var markdown: String { page(.markdown) }

  package func text(_ style: Style) -> String { page(.text(style)) }

  private func page(_ form: ChangelogForm) -> String {
    form.page(lines.map { line in (line, line.versions.map { form.version($0) }.joined()) })
  }
}

extension Timeline.Release {
  /// `2.0.0 (2026-03-02, major)`; `Unreleased` for what no commit holds.
  var heading: String {
    commit.isEmpty ? "Unreleased" : "\(version.isEmpty ? "without a version" : version) (\(day), \(bump))"
  }

  struct Group {
    var title: String
    var changes: [JudgedChange]
  }

  /// The changes under the headings of a changelog, most costly first. A deprecation stands under its own heading whatever it costs.
  var groups: [Group] {
    // The first version is what it is: listing each of its columns as added would tell nothing.
    guard diff.fromVersion != nil else { return [] }
    let deprecations = diff.changes.filter(\.isDeprecation)
    // Successor and day stand in the line of the deprecation.
    let others = diff.changes.filter { change in
      !change.isDeprecation && !deprecations.contains { change.isDetail(of: $0) }
    }
    let all = [
      Group(title: "Breaking", changes: others.filter { $0.impact == .breaking }),
      Group(title: "Dangerous", changes: others.filter { $0.impact == .dangerous }),
      Group(title: "Deprecated", changes: deprecations),
      Group(title: "Added", changes: others.filter { $0.impact == .compatible && $0.change.action == .added }),
      Group(title: "Changed", changes: others.filter { $0.impact == .compatible && $0.change.action != .added }),
      Group(title: "Editorial", changes: others.filter { $0.impact == .editorial }),
    ]
    return all.filter { !$0.changes.isEmpty }
  }

  /// A deprecation hurts nobody yet.
  var hurtTitle: String { consumers.contains { $0.isHit && $0.status == .broken } ? "Hurts" : "Concerns" }

  var hurt: [String] { consumers.filter(\.isHit).map(\.consumer.title) }

  var agreed: [String] { signOffs.map(\.words) }
}

extension JudgedChange {
  /// True where an element becomes deprecated: `deprecated` raised.
  var isDeprecation: Bool { change.attribute == "deprecated" && change.action == .raised }

  /// True for the `replacedBy` and `removeAfter` that a deprecation brings with it.
  func isDetail(of deprecation: JudgedChange) -> Bool {
    change.subject == .customProperty && change.action == .added && change.element.steps.dropLast() == deprecation.change.element.steps[...]
      && ["replacedBy", "removeAfter"].contains(change.newElement?.name ?? "")
  }

  /// What the message alone does not say: ` (A to B)`, or of a deprecation the successor and the day.
  var transitionWords: String {
    if isDeprecation {
      let successor = change.newElement?.customProperty("replacedBy").map { "; use '\($0)'" } ?? ""
      return successor + (change.newElement?.customProperty("removeAfter").map { "; goes after \($0)" } ?? "")
    }
    guard let before = change.before, let after = change.after, !message.contains(after.text) else { return "" }
    return " (\(before.text) to \(after.text))"
  }
}

extension Timeline.Deprecation {
  package var json: JSON {
    [
      "element": .string(element), "since": .string(since), "sinceVersion": .string(sinceVersion), "removeAfter": JSON(removeAfter),
      "replacedBy": JSON(replacedBy),
    ]
  }

  var words: String {
    var words = "\(element) since \(sinceVersion) (\(since))"
    if let removeAfter { words += ", removal due \(removeAfter)" }
    if let replacedBy { words += ", use \(replacedBy)" }
    return words
  }
}
