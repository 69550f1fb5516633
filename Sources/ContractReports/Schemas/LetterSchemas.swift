internal import ContractKit

/// What consumers are sent, as programs read it.
extension AnswerSchemas {
  static var notice: SchemaNode {
    let followUp = SchemaNode.answer([
      "event": .string, "version": .string.orNull, "day": .day, "repaired": .list(of: .string), "standing": .list(of: .string),
      "moved": SchemaNode.boolean.described("Whether the team has tested with that version, or a later one, since."),
    ])
    return answer(
      .notice,
      [
        "id": SchemaNode.string.described("The id of the event: the same whenever it is derived from history."), "subject": .string,
        "topic": .choice(ConsumerDeclaration.Topic.allCases.map(\.rawValue) + ["repaired"]), "consumer": addressee,
        "contract": steppedContract, "status": .choice(ConsumerImpact.Status.self),
        "rangeVerdict": .choice(ConsumerImpact.RangeVerdict.self), "range": .string.orNull, "tested": .string.orNull,
        "changes": .list(of: letterChange), "othersCount": .integer, "effective": .day, "lastDay": .day.orNull,
        "migration": .list(of: .string),
        "views": .list(of: .answer(["table": .string, "sql": .string, "warnings": .list(of: .string)])), "owners": .list(of: .string),
        "support": .list(of: .string),
        "signOffs": .list(of: .answer(["person": .string, "owner": .string, "assurance": .choice(Assurance.self)])),
        "followUps": SchemaNode.list(of: followUp).described("What became of what the consumer was told before."), "commit": .string,
        "target": .string,
      ])
  }

  static var digest: SchemaNode {
    let step = SchemaNode.answer([
      "id": SchemaNode.string.described("The id of the event."), "contract": steppedContract, "effective": .day,
      "changes": .list(of: letterChange), "othersCount": .integer,
    ])
    return answer(
      .digest,
      ["id": .string, "subject": .string, "consumer": addressee, "steps": SchemaNode.list(of: step).described("The oldest first.")])
  }

  static var reminder: SchemaNode {
    let ending = SchemaNode.answer([
      "id": SchemaNode.string.described("The same for this consumer, ending, day and period, whenever it is derived."),
      "field": .string.orNull.described("Null for the line as a whole."), "replacement": .string.orNull,
      "known": SchemaNode.boolean.described("False where the declaration does not say whether it is used."),
    ])
    return answer(
      .reminder,
      [
        "id": .string, "subject": .string, "consumer": addressee,
        "contract": .answer(["id": .string, "title": .string, "path": .string, "major": .integer, "version": .string.orNull]), "day": .day,
        "period": SchemaNode.period.described("The period of the policy that has begun."), "daysLeft": .integer, "range": .string.orNull,
        "tested": .string.orNull, "endings": .list(of: ending), "owners": .list(of: .string), "support": .list(of: .string),
      ])
  }

  /// CloudEvents 1.0.2, "JSON Event Format", as far as we write it.
  static var cloudEvent: SchemaNode {
    let topics = ConsumerDeclaration.Topic.allCases.map { "notice." + $0.rawValue } + ["notice.repaired", "digest", "reminder"]
    return .answer([
      "specversion": .constant("1.0"),
      "id": SchemaNode.string(matching: "^[0-9a-f]{32}$").described("The id of the delivery, which is the 'webhook-id', too."),
      "source": .string(matching: "^urn:"), "type": .choice(topics.map { "io.git-contract.\($0).v1" }),
      "subject": SchemaNode.string(matching: ".").described("The id of the contract; of a digest that of the consumer."),
      "time": SchemaNode.string(matching: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
        .described("When what is told came to be: the time of the commit; of a reminder the day."),
      "datacontenttype": .constant("application/json"), "dataschema": .string(matching: "^urn:git-contract:(notice|digest|reminder):1$"),
      "data": anyLetter,
    ])
  }

  static var templateContext: SchemaNode {
    let flags = { (names: [String]) in SchemaNode.answer(Dictionary(names.map { ($0, SchemaNode.boolean) }) { first, _ in first }) }
    let topics = ConsumerDeclaration.Topic.allCases.map(\.rawValue) + ["repaired"]
    return .answer([
      "schema": .constant("git-contract/template-context/1"), "id": .string, "subject": .string,
      "is": flags(Letter.Kind.allCases.map(\.rawValue) + topics),
      "has": SchemaNode.map(of: .boolean).described("For each list of 'letter' whether anything is in it."), "letter": anyLetter,
      "verdict": .answer(["label": .string, "text": .string]),
      "text": SchemaNode.string.described("The text that is built in."),
      "markdown": SchemaNode.string.described("The Markdown that is built in."),
    ])
  }

  private static var anyLetter: SchemaNode { .any(of: [notice, digest, reminder]) }

  private static var addressee: SchemaNode {
    .answer(["id": .string, "name": .string, "team": .string.orNull, "declaredIn": declaration])
  }

  private static var steppedContract: SchemaNode {
    .answer(["id": .string, "title": .string, "path": .string, "fromVersion": .string.orNull, "toVersion": .string.orNull])
  }

  private static var letterChange: SchemaNode {
    .answer([
      "fields": .list(of: .string), "status": .choice(ConsumerImpact.Status.self), "impact": .choice(Impact.self), "rule": .string,
      "message": .string, "before": .string.orNull, "after": .string.orNull, "replacement": .string.orNull, "removal": .string.orNull,
    ])
  }
}
