package import ContractKit

extension ChangelogAnswer {
  /// What a repository's own template of a changelog is filled with: `git-contract/changelog-context/1`.
  ///
  /// Mustache asks no questions and cannot sort, so the changes stand below the headings under which the built-in forms have them, and
  /// `has` says where there is something. `changelog` is what programs get; `markdown` is what is built in, for a template that only puts
  /// something around it.
  package func templateContext(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/changelog-context/1",
      "lines": .array(lines.map(\.templateContext)),
      "changelog": json(toolVersion: toolVersion), "markdown": .string(markdown),
    ]
  }
}

extension Timeline {
  fileprivate var templateContext: JSON {
    [
      "id": .string(identifier), "name": .string(name), "major": .integer(major), "path": .string(path),
      "ended": JSON(end?.longWords), "deprecated": .array(deprecated.map(\.json)), "versions": .array(versions.map(\.templateContext)),
      "has": ["deprecated": .boolean(!deprecated.isEmpty), "versions": .boolean(!versions.isEmpty)],
    ]
  }
}

extension Timeline.Release {
  fileprivate var templateContext: JSON {
    let groups = groups.map { group -> JSON in
      ["title": .string(group.title), "changes": .array(group.changes.map { $0.templateContext })]
    }
    return [
      "heading": .string(heading), "version": .string(version), "day": .string(day), "date": .string(date), "bump": .string(bump),
      "impact": JSON(diff.impact?.rawValue), "commit": .string(commit), "shortCommit": .string(String(commit.prefix(10))),
      "author": .string(author), "summary": .string(summary), "groups": .array(groups),
      "migration": .array(migration.map { .string($0) }), "agreed": .array(agreed.map { .string($0) }),
      "hurt": .array(hurt.map { .string($0) }), "isBreaking": .boolean(diff.impact == .breaking),
      "has": [
        "groups": .boolean(!groups.isEmpty), "migration": .boolean(!migration.isEmpty), "agreed": .boolean(!agreed.isEmpty),
        "hurt": .boolean(!hurt.isEmpty),
      ],
    ]
  }
}

extension JudgedChange {
  fileprivate var templateContext: JSON {
    [
      "message": .string(message), "details": .string(transitionWords), "rule": .string(rule), "impact": .string(impact.rawValue),
      "element": .string(change.element.description), "before": JSON(change.before?.text), "after": JSON(change.after?.text),
      "fingerprint": .string(fingerprint),
    ]
  }
}
