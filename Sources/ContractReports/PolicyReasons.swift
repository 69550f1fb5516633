internal import ContractKit

/// What each key of the policy is for, in half a line.
enum PolicyReasons {
  /// - Parameter key: dotted, as the keys nest in the file; of a key with names of its own below it any of these.
  static func reason(of key: String) -> String? {
    if let text = texts[key] { return text }
    for group in ["levels.", "judge.custom-properties.", "judge.service-level-tolerance."] where key.hasPrefix(group) {
      return texts[String(group.dropLast())]
    }
    guard key.hasPrefix("sign-off."), let dot = key.lastIndex(of: ".") else { return nil }
    return rows[String(key[key.index(after: dot)...])]
  }

  private static let rows = [
    "who": "how many owners must agree",
    "assurance": "how strong their word must be",
    "acknowledge": "whether an owner must say besides that it was looked at",
    "successor": "whether the new owner must agree too",
    "owners": "who is asked beside the owners of the path",
  ]

  private static let texts = [
    "version": "the version of this file's form",
    "repository": "which repository this is: records are bound to it",
    "ownership": "whether owners are asked at all, and how loudly",
    "codeowners.file": "where owners are named",
    "codeowners.dialect": "how its patterns are read",
    "stewards": "own what nobody owns",
    "protect.branches": "branches that are judged when they move",
    "protect.tags": "tags that are neither moved nor deleted",
    "contracts.include": "where contracts may stand",
    "contracts.exclude": "where they do not",
    "consumers": "where consumers are declared",
    "consumers-complete": "whether what no consumer reads is known to hurt nobody",
    "versioning": "what a version is held against",
    "tag": "how a release is called",
    "limits.bytes": "the largest file that is read",
    "limits.depth": "the deepest text that is read",
    "limits.aliases": "how often a text may repeat itself",
    "without-keys": "what counts where no owner of a line has a key",
    "forge": "whose reviews count",
    "records": "the ref that keeps sign-offs",
    "record.expires": "how long a sign-off or a delegation holds at most",
    "record.touch": "whether the key must ask for a touch",
    "witnesses": "keys of continuous integration that may witness a review",
    "agents": "who is no human, beside the known ones",
    "override": "who may break glass: for owners' prices alone, and always told",
    "consumers-agree": "whether consumers must agree to what breaks them",
    "acceptance.owners": "whether owners must accept what CODEOWNERS gives them",
    "acceptance.expires": "how long that holds",
    "delivery.channels": "ways by which notices leave",
    "delivery.hosts": "hosts that they may be sent to",
    "delivery.per-host-per-minute": "how many a host gets at most",
    "judge.perspective": "for whom a change is judged",
    "judge.profile": "whether lengths of text bind anybody",
    "judge.strict-widths": "whether a wider number breaks readers",
    "judge.terms": "how much a change of terms weighs",
    "judge.classifications": "from the most open to the most closed",
    "judge.extensible-enums": "enums whose readers expect more values",
    "judge.custom-properties": "what a change of this property costs",
    "judge.service-level-tolerance": "by how much this level may slip",
    "levels": "how loudly this rule speaks",
    "notice.period": "how long before a removal readers must know",
    "notice.reminders": "how long before a sunset they are reminded",
    "notice.require-deprecation": "whether a removal must be announced in a version first",
  ]
}
