extension TransitionDiff {
  /// The part of `git-contract/diff/1` that speaks of one contract. Its canonical form is what a sign-off's report digest hashes.
  package var json: JSON {
    [
      "id": .string(identifier), "major": JSON(major.flatMap { Int(exactly: $0) }), "path": .string(path),
      "fromVersion": JSON(fromVersion), "toVersion": JSON(toVersion), "requiredBump": .string(requiredBump.rawValue),
      "suggestedVersion": JSON(suggestedVersion), "changes": .array(changes.map(\.json)),
    ]
  }

  /// By how much the version really rose; nil where one of the two is no semantic version.
  package var actualBump: Bump? {
    guard let from = fromVersion.flatMap({ SemanticVersion($0) }), let to = toVersion.flatMap({ SemanticVersion($0) }) else { return nil }
    return from.bump(to: to)
  }
}

extension JudgedChange {
  package var json: JSON {
    [
      "rule": .string(rule), "impact": .string(impact.rawValue), "element": .string(change.element.description),
      "message": .string(message), "before": JSON(change.before?.text), "after": JSON(change.after?.text),
      "fingerprint": .string(fingerprint), "old": JSON(change.oldPosition), "new": JSON(change.newPosition),
    ]
  }
}

extension Contract {
  /// The major version of the line that the contract belongs to; 0 where the version is none that can be ordered.
  package var major: Int {
    version.flatMap { SemanticVersion($0.value) }.flatMap { Int(exactly: $0.major) } ?? 0
  }
}
