extension Catalogue {
  private static let typed = [Element.Kind.property, .arrayItem, .mapKey, .mapValue]

  /// Is the value itself in the column, or is it hidden?
  static let encryption = [
    Rule(
      "encryption-added", typed, ["encryptedName"], [.added], .breaking,
      message: "{name} has the encrypted column {after} now", reason: "The clear column is masked or goes away.",
      advice: "Announce it, and say who may read the clear value and how.",
      fires: [
        .column("", "↓encryptedName: amount_encrypted")
      ],
      nearMisses: [
        .column("encryptedName: a", "encryptedName: b", expects: ["encryption-changed"])
      ]),
    Rule(
      "encryption-changed", typed, ["encryptedName"], [.changed], .breaking,
      message: "encrypted column of {name} changed from {before} to {after}", reason: "Readers find another column, or none.",
      advice: "Keep the old name until a later major version.",
      fires: [
        .column("encryptedName: a", "↓encryptedName: b")
      ],
      nearMisses: [
        .column("encryptedName: a", "", expects: ["encryption-removed"])
      ]),
    Rule(
      "encryption-removed", typed, ["encryptedName"], [.removed], .dangerous,
      message: "encrypted column {before} of {name} was removed", reason: "What was hidden may be in the clear; that must be meant.",
      advice: "Whoever answers for security agrees, and an owner acknowledges it.", consequences: [.securitySignOff],
      fires: [
        .column("↓encryptedName: a", "")
      ],
      nearMisses: [
        .column("", "encryptedName: a", expects: ["encryption-added"])
      ]),
  ]

  /// Is it watched more closely than others?
  static let criticalElements = [
    Rule(
      "critical-element-released", typed, ["criticalDataElement"], [.lowered], .dangerous,
      message: "{element} is no critical data element any more", reason: "A control was removed that readers may rely on.",
      advice: "Have an owner acknowledge it.",
      fires: [
        .column("↓criticalDataElement: true", "")
      ],
      nearMisses: [
        .column("criticalDataElement: false", "", expects: [])
      ]),
    Rule(
      "critical-element-declared", typed, ["criticalDataElement"], [.raised], .compatible,
      message: "{element} is a critical data element now", reason: "A stronger promise.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        .column("", "↓criticalDataElement: true")
      ],
      nearMisses: [
        .column("", "criticalDataElement: false", expects: [])
      ]),
  ]
}
