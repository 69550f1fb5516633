extension Catalogue {
  private static let typed = [Element.Kind.property, .arrayItem, .mapKey, .mapValue]

  /// How closely is it kept? The order of the words is the policy's.
  static let classifications = [
    Rule(
      "classification-raised", typed, ["classification"], [.changed], .breaking,
      when: { change, context in order(change, context).map { $0.was < $0.becomes } == true ? .breaking : nil },
      message: "classification of {name} was raised from {before} to {after}",
      reason: "Readers may lose access, see masked values, or read it unlawfully from now on.",
      advice: "Tell the readers what they need to keep reading it.",
      fires: [
        .column("classification: internal", "↓classification: restricted")
      ],
      nearMisses: [
        .column("classification: internal", "classification: secret", expects: ["classification-changed"])
      ]),
    Rule(
      "classification-lowered", typed, ["classification"], [.changed], .dangerous,
      when: { change, context in order(change, context).map { $0.was > $0.becomes } == true ? .dangerous : nil },
      message: "classification of {name} was lowered from {before} to {after}",
      reason: "What was kept close may be read by more people; that must be meant.",
      advice: "Whoever answers for security agrees, and an owner acknowledges it.", consequences: [.securitySignOff],
      fires: [
        .column("classification: restricted", "↓classification: internal")
      ],
      nearMisses: [
        .column("classification: internal", "classification: restricted", expects: ["classification-raised"])
      ]),
    Rule(
      "classification-removed", typed, ["classification"], [.removed], .dangerous,
      message: "classification {before} of {name} was removed", reason: "Nobody can tell any more how closely it must be kept.",
      advice: "Whoever answers for security agrees, and an owner acknowledges it.", consequences: [.securitySignOff],
      fires: [
        .column("↓classification: internal", "")
      ],
      nearMisses: [
        .column("classification: internal", "classification: public", expects: ["classification-lowered"])
      ]),
    Rule(
      "classification-restricted", typed, ["classification"], [.added], .dangerous,
      when: { change, context in
        let words = context.settings.policy.classifications.map { $0.lowercased() }
        return words.last != nil && change.after?.text.lowercased() == words.last ? .dangerous : nil
      },
      message: "{name} is classified as {after} now, and was not classified before",
      reason: "It is the closest that the policy has: readers may lose access.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        .column("", "↓classification: restricted")
      ],
      nearMisses: [
        .column("", "classification: internal", expects: ["classification-added"])
      ]),
    Rule(
      "classification-added", typed, ["classification"], [.added], .compatible,
      message: "{name} is classified as {after} now", reason: "It is said for the first time.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        .column("", "↓classification: internal")
      ],
      nearMisses: [
        .column("", "classification: restricted", expects: ["classification-restricted"])
      ]),
    Rule(
      "classification-changed", typed, ["classification"], [.changed], .dangerous,
      message: "classification of {name} changed from {before} to {after}",
      reason: "The policy does not know both words, so nobody can say which is closer.",
      advice: "Add the words to 'judge.classifications'; whoever answers for security agrees.", consequences: [.securitySignOff],
      fires: [
        .column("classification: PII", "↓classification: secret")
      ],
      nearMisses: [
        .column(
          "classification: PII", "classification: secret", expects: ["classification-raised"],
          settings: JudgeSettings(policy: JudgePolicy(classifications: ["PII", "secret"]))),
        .column("classification: Internal", "classification: internal", expects: []),
      ]),
  ]

  private static func order(_ change: Change, _ context: JudgeContext) -> (was: Int, becomes: Int)? {
    let words = context.settings.policy.classifications.map { $0.lowercased() }
    guard let was = change.before.flatMap({ words.firstIndex(of: $0.text.lowercased()) }),
      let becomes = change.after.flatMap({ words.firstIndex(of: $0.text.lowercased()) })
    else { return nil }
    return (was, becomes)
  }
}
