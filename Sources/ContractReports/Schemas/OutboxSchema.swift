internal import ContractKit

extension AnswerSchemas {
  /// `git-contract/outbox/1`: stands for `OutboxAnswer.json`.
  static var outbox: SchemaNode {
    let attempt = SchemaNode.answer([
      "time": .string, "code": .integer.orNull.described("Of the reply of HTTP or SMTP, or the status of 'sendmail'."), "message": .string,
    ])
    let entry = SchemaNode.answer([
      "id": .string.described("The delivery's id: 'webhook-id', and the left side of 'Message-ID'."),
      "state": .choice(OutboxEntry.State.self), "damaged": .boolean.described("The file cannot be read; what it was nobody knows."),
      "kind": .choice(Parcel.Kind.self).orNull, "consumer": .string.orNull, "contract": .string.orNull,
      "address": .string.orNull.described("As the consumer wrote it; 'env:NAME' is not resolved."), "subject": .string.orNull,
      "events": .list(of: .string), "written": .string.orNull, "due": .string.orNull.described("Null for what does not wait."),
      "attempts": .list(of: attempt), "possibleDuplicate": .boolean.described("An earlier attempt may have arrived."),
      "content": .string.orNull.described("The message, in 'outbox show' of what was not sent."),
    ])
    let disabled = SchemaNode.answer(["consumer": .string, "address": .string, "since": .string])
    return answer(
      .outbox,
      [
        "entries": .list(of: entry),
        "disabled": SchemaNode.list(of: disabled).described("Addresses that said of themselves that they are gone for good (410)."),
      ])
  }
}
