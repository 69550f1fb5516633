internal import ContractKit

extension AnswerSchemas {
  /// ``ChangelogAnswer/templateContext(toolVersion:)``.
  static var changelogContext: SchemaNode {
    let flags = { (names: [String]) in SchemaNode.answer(Dictionary(names.map { ($0, SchemaNode.boolean) }) { first, _ in first }) }
    let change = SchemaNode.answer([
      "message": .string, "details": SchemaNode.string.described("What the message does not say, to be put behind it; may be empty."),
      "rule": .string, "impact": .choice(Impact.self), "element": .string, "before": .string.orNull, "after": .string.orNull,
      "fingerprint": .string,
    ])
    let group = SchemaNode.answer([
      "title": .choice(["Breaking", "Dangerous", "Deprecated", "Added", "Changed", "Editorial"]), "changes": .list(of: change),
    ])
    let version = SchemaNode.answer([
      "heading": .string, "version": .string, "day": .string, "date": .string, "bump": .string, "impact": .choice(Impact.self).orNull,
      "commit": .string, "shortCommit": .string, "author": .string, "summary": .string, "groups": .list(of: group),
      "migration": .list(of: .string), "agreed": .list(of: .string), "hurt": .list(of: .string), "isBreaking": .boolean,
      "has": flags(["groups", "migration", "agreed", "hurt"]),
    ])
    let deprecation = SchemaNode.answer([
      "element": .string, "since": .string, "sinceVersion": .string, "removeAfter": .string.orNull, "replacedBy": .string.orNull,
    ])
    let line = SchemaNode.answer([
      "id": .string, "name": .string, "major": .integer, "path": .string, "ended": .string.orNull,
      "deprecated": .list(of: deprecation), "versions": .list(of: version), "has": flags(["deprecated", "versions"]),
    ])
    return .answer([
      "schema": .constant("git-contract/changelog-context/1"), "lines": .list(of: line),
      "changelog": changelog.described("What 'changelog --format json' gives."),
      "markdown": SchemaNode.string.described("The Markdown that is built in."),
    ])
  }
}
