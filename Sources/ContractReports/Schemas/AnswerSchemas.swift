internal import ContractKit

/// The answers for programs. Each schema stands for the function `json` of its answer, and a test holds both together.
enum AnswerSchemas {
  /// An answer of that kind with its members beside the two that all have.
  static func answer(_ kind: SchemaKind, _ members: [String: SchemaNode]) -> SchemaNode {
    let own: [String: SchemaNode] = [
      "schema": .constant("git-contract/\(kind.rawValue)/1"),
      "tool": .answer(["name": .constant("git-contract"), "version": .string]),
    ]
    return .answer(members.merging(own) { _, own in own })
  }

  static var diff: SchemaNode {
    let diagnostic = SchemaNode.answer(
      ["path": .string, "side": .choice(DiffAnswer.Side.self), "rule": .string, "message": .string].merging(place) { $1 })
    return answer(.diff, ["diagnostics": .list(of: diagnostic), "contracts": .list(of: transition)])
  }

  static var check: SchemaNode {
    answer(
      .check,
      [
        "verdict": .choice(Verdict.self), "findings": .list(of: finding), "contracts": .list(of: transition),
        "signOffs": .list(of: signOff), "impact": .list(of: consumerImpact),
      ])
  }

  static var doctor: SchemaNode {
    let check = SchemaNode.answer([
      "subject": .string.described("What was looked at; several checks may speak of one thing."),
      "status": .choice(DoctorAnswer.Check.Status.self), "message": .string,
      "command": .string.orNull.described("What to type; null where no command mends it."),
    ])
    return answer(.doctor, ["place": .choice(DoctorAnswer.Place.self), "healthy": .boolean, "checks": .list(of: check)])
  }

  static var impact: SchemaNode {
    answer(
      .impact,
      [
        "knownAt": .string.orNull.described("The commit whose declarations were read."), "consumers": .list(of: consumerImpact),
        "observed": .list(
          of: .answer(observed.merging(["contract": .string, "status": .choice(ConsumerImpact.Status.self)]) { first, _ in first })
        ).described("Who was seen to read what changes, and has not declared it."),
      ])
  }

  static var list: SchemaNode {
    let contract = SchemaNode.answer([
      "id": .string.orNull, "name": .string.orNull, "path": .string, "version": .string.orNull,
      "status": .choice(Contract.Status.self).orNull, "owners": .list(of: .string), "consumers": .list(of: .string),
      "problem": .string.orNull.described("Why the contract cannot be read."),
    ])
    return answer(.list, ["contracts": .list(of: contract)])
  }

  static var log: SchemaNode {
    answer(.log, ["lines": .list(of: line(release, [:]))])
  }

  static var changelog: SchemaNode {
    let deprecation = SchemaNode.answer([
      "element": .string, "since": .string, "sinceVersion": .string, "removeAfter": .string.orNull, "replacedBy": .string.orNull,
    ])
    let told: [String: SchemaNode] = [
      "summary": .string, "changes": .list(of: change), "migration": .list(of: .string), "consumers": .list(of: consumerImpact),
    ]
    return answer(.changelog, ["lines": .list(of: line(release.merging(told) { $1 }, ["deprecated": .list(of: deprecation)]))])
  }

  static var inbox: SchemaNode {
    let request = SchemaNode.answer([
      "contract": .string.described("Empty for a file that decides about others."), "title": .string, "path": .string,
      "fromVersion": .string.orNull, "toVersion": .string.orNull, "impact": .choice(Impact.self).orNull, "branch": .string,
      "commit": .string, "author": .string, "date": .string, "rule": .string, "message": .string, "hint": .string.orNull,
      "persons": .list(of: .string), "fixes": .list(of: fix),
    ])
    return answer(
      .inbox,
      [
        "target": .string, "person": .string.orNull.described("Whose inbox it is; null for everybody's."), "requests": .list(of: request),
      ])
  }

  static var consumers: SchemaNode {
    let reader = SchemaNode.answer([
      "id": .string, "name": .string.orNull, "team": .string.orNull, "range": .string.orNull, "tested": .string.orNull,
      "runsOn": .integer.orNull.described("The major; null where neither 'tested' nor the range says."), "canMove": .boolean,
      "isUnderstood": .boolean, "declaredIn": declarationOfConsumer,
    ])
    let line = SchemaNode.answer([
      "major": .integer, "version": .string.orNull, "status": .choice(Contract.Status.self), "path": .string,
      "consumers": .list(of: reader),
    ])
    let contract = SchemaNode.answer([
      "id": .string, "title": .string, "lines": .list(of: line), "elsewhere": .list(of: reader),
    ])
    return answer(
      .consumers,
      [
        "knownAt": .string, "contracts": .list(of: contract),
        "sources": .list(
          of: .answer([
            "name": .string, "url": .string, "commit": .string.orNull.described("Null where nothing is known of it."),
          ])),
      ])
  }

  static var verify: SchemaNode {
    let store = SchemaNode.answer(["name": .string, "commit": .string, "rewritable": .boolean, "remark": .string])
    let transition = SchemaNode.answer([
      "contract": .string.described("Empty for a file that decides about others."), "title": .string, "path": .string,
      "fromVersion": .string.orNull, "toVersion": .string.orNull, "commit": .string, "date": .string, "author": .string,
      "change": .choice(SignOffKind.self), "state": .choice(RecordProof.State.self), "parts": .integer,
      "signOffs": .list(of: signOff), "findings": .list(of: finding),
      "uncounted": .list(of: .answer(["record": .string, "person": .string, "why": .string])),
      "accepted": SchemaNode.answer(["time": .string, "pusher": .string]).orNull
        .described("What a server's log says of it; null where the time is not witnessed."),
    ])
    return answer(
      .verify,
      [
        "verdict": .choice(Verdict.self), "tip": .string, "base": .string.orNull, "stores": .list(of: store),
        "faults": .list(of: finding), "transitions": .list(of: transition),
      ])
  }

  static var owners: SchemaNode {
    let rule = SchemaNode.answer([
      "line": .integer, "section": .string.orNull, "owners": .list(of: .string), "optional": .boolean, "approvals": .integer,
    ])
    let path = SchemaNode.answer(["path": .string, "state": .choice(PathOwnership.State.self), "rules": .list(of: rule)])
    let diagnostic = SchemaNode.answer(["rule": .string, "message": .string].merging(place) { $1 })
    return answer(
      .owners,
      [
        "dialect": .choice(CodeOwnersDialect.self), "file": .string.orNull, "paths": .list(of: path), "diagnostics": .list(of: diagnostic),
      ])
  }

  static var peopleCheck: SchemaNode {
    let key = SchemaNode.answer([
      "fingerprint": .string, "validAfter": .day.orNull, "validBefore": .day.orNull, "state": .choice(PeopleAnswer.KeyState.self),
    ])
    let person = SchemaNode.answer([
      "id": .string, "name": .string.orNull, "kind": .choice(Person.Kind.self), "handles": .list(of: .string),
      "emails": .list(of: .string), "keys": .list(of: key), "until": .day.orNull, "canSign": .boolean,
      "owns": .list(of: .string).described("The owners of CODEOWNERS and of the policy behind whom the person stands."),
    ])
    let team = SchemaNode.answer(["handle": .string, "members": .list(of: .string), "active": .list(of: .string)])
    return answer(
      .peopleCheck,
      [
        "verdict": .choice(Verdict.self), "people": .list(of: person), "teams": .list(of: team), "findings": .list(of: finding),
      ])
  }

  static var policyInForce: SchemaNode {
    let source = SchemaNode.answer(["path": .string, "line": .integer, "commit": .string.orNull]).orNull
      .described("Where it is said; null for a default.")
    let entry = SchemaNode.answer([
      "key": .string, "value": .string.described("In YAML's flow form."), "source": source, "why": .string,
    ])
    let row = SchemaNode.answer([
      "kind": .choice(SignOffKind.self), "who": .choice(SignOffWho.self), "assurance": .choice(Assurance.self),
      "acknowledge": .boolean, "successor": .boolean, "owners": .list(of: .string),
    ])
    let scope = SchemaNode.answer(["match": .string.orNull, "status": .string.orNull])
    let overlay = SchemaNode.answer(["scope": scope, "source": source, "entries": .list(of: entry)])
    return answer(
      .policyInForce,
      [
        "commit": .string.orNull, "file": .string.orNull, "entries": .list(of: entry), "overlays": .list(of: overlay),
        "signOff": .list(of: .answer(["scope": scope, "rows": .list(of: row)])),
      ])
  }

  static var uses: SchemaNode {
    let user = SchemaNode.answer([
      "id": .string, "team": .string.orNull, "how": .choice(ElementUses.User.How.self), "range": .string.orNull, "hasMovedOn": .boolean,
      "fields": .list(of: .string), "declaredIn": declarationOfConsumer,
      "seen": .list(of: .answer(observed)),
    ])
    return answer(
      .uses,
      [
        "contract": .string, "element": .string.orNull, "canBeRemoved": .boolean, "users": .list(of: user),
        "observed": SchemaNode.list(of: .answer(observed)).described(
          "Who was seen to read it, and did not declare it or said to have left."),
      ])
  }

  static var rules: SchemaNode {
    let rule = SchemaNode.answer([
      "id": .string, "kind": .choice(RulesAnswer.Explained.Kind.self), "impact": .choice(Impact.self).orNull, "message": .string.orNull,
      "reason": .string, "advice": .string, "subjects": .list(of: .choice(Element.Kind.self)), "attributes": .list(of: .string),
      "actions": .list(of: .choice(Change.Action.self)), "asks": .list(of: .choice(Rule.Consequence.self)),
      "examples": .list(of: .answer(["before": .string, "after": .string])),
    ])
    return answer(.rules, ["catalogue": .integer, "rules": .list(of: rule)])
  }

  static var contract: SchemaNode {
    let element = SchemaNode.answer(
      [
        "kind": .choice(Element.Kind.self), "element": .string, "id": .string.orNull, "name": .string.orNull,
        "attributes": .map(of: .anything), "children": .list(of: .reference("element")),
      ].merging(place) { $1 })
    var node = answer(
      .contract,
      [
        "id": .string, "name": .string.orNull, "version": .string.orNull, "status": .choice(Contract.Status.self), "path": .string,
        "root": .reference("element"),
      ])
    node.json["$defs"] = ["element": .object(element.json)]
    return node
  }
}

// MARK: Parts that several answers share

extension AnswerSchemas {
  static var place: [String: SchemaNode] { ["line": .integer, "column": .integer] }

  private static var observed: [String: SchemaNode] {
    [
      "consumer": .string, "field": .string, "lastSeen": .day.orNull, "count": .integer.orNull,
      "seenIn": .answer(["path": .string, "line": .integer]),
    ]
  }

  private static var declarationOfConsumer: SchemaNode {
    .answer([
      "path": .string, "commit": .string.orNull,
      "format": SchemaNode.choice(ConsumerFormat.self).described("The kind of file; 'contract' for a contract that refers to another."),
    ])
  }

  static var declaration: SchemaNode { .answer(["path": .string, "commit": .string.orNull]) }

  private static var transition: SchemaNode {
    .answer([
      "id": .string, "major": .integer.orNull, "path": .string, "fromVersion": .string.orNull, "toVersion": .string.orNull,
      "requiredBump": .choice(Bump.self), "suggestedVersion": .string.orNull, "changes": .list(of: change),
    ])
  }

  private static var change: SchemaNode {
    .answer([
      "rule": .string, "impact": .choice(Impact.self), "element": .string.described("The way there, '/schema[name=orders]'."),
      "message": .string, "before": .string.orNull, "after": .string.orNull, "fingerprint": .fingerprint,
      "old": SchemaNode.answer(place).orNull, "new": SchemaNode.answer(place).orNull,
    ])
  }

  private static var finding: SchemaNode {
    .answer(
      [
        "rule": .string, "level": .choice(["error", "warning", "note"]), "contract": .string,
        "path": .string.described("Where to look; of a deleted contract the CODEOWNERS file, at the line that owned it."),
        "message": .string,
        "hint": .string.orNull, "fixes": .list(of: fix),
        "fingerprint": .fingerprint.orNull, "reason": .string.orNull.described("The rule of the price that is due for a change."),
      ].merging(place) { $1 })
  }

  private static var fix: SchemaNode { .answer(["title": .string, "command": .string, "needsHuman": .boolean]) }

  static var signOff: SchemaNode {
    .answer([
      "contract": .string, "person": .string, "owner": .string, "assurance": .choice(Assurance.self), "decision": .string,
      "record": .string.orNull, "inPlaceOf": .string.orNull.described("The owner who lets the person decide in their place."),
    ])
  }

  private static var consumerImpact: SchemaNode {
    .answer([
      "id": .string, "team": .string.orNull, "contract": .string, "major": .integer.orNull, "range": .string.orNull,
      "tested": .string.orNull, "rangeVerdict": .choice(ConsumerImpact.RangeVerdict.self), "status": .choice(ConsumerImpact.Status.self),
      "fields": .list(
        of: .answer([
          "element": .string, "status": .choice(ConsumerImpact.Status.self), "rule": .string, "uses": .list(of: .string),
        ])),
      "declaredIn": declarationOfConsumer,
      "hops": SchemaNode.list(of: .string).described(
        "The ids of consumers and of the contracts that they make, on the way from the contract that changes; empty for who reads it itself."
      ),
    ])
  }

  private static var end: SchemaNode {
    let successor = SchemaNode.answer(["id": .string.orNull, "major": .integer.orNull]).orNull
      .described("What the file holds since: another major, or another contract; null where it was deleted.")
    return SchemaNode.answer([
      "how": .choice(["deleted", "succeeded", "replaced"]), "successor": successor, "commit": .string, "date": .string, "author": .string,
    ]).orNull.described("How the line came to its end; null while it stands.")
  }

  private static func line(_ release: [String: SchemaNode], _ more: [String: SchemaNode]) -> SchemaNode {
    let members: [String: SchemaNode] = [
      "id": .string, "major": .integer, "name": .string, "path": .string, "ended": end,
      "versions": .list(of: .answer(release)),
    ]
    return .answer(members.merging(more) { $1 })
  }

  private static var release: [String: SchemaNode] {
    [
      "version": .string, "commit": .string, "date": .string, "author": .string, "from": .string.orNull, "bump": .string,
      "impact": .choice(Impact.self).orNull,
      "counts": .answer(Dictionary(Impact.allCases.map { ($0.rawValue, SchemaNode.integer) }) { first, _ in first }),
      "sinceBegun": .choice(Impact.self).orNull, "signOffs": .list(of: signOff),
    ]
  }
}
