extension Catalogue {
  private static let withdrawn = "A promise was taken back: the type may change without notice."
  private static let keep = "Keep it; a type that is stated binds only the owner."

  /// Is the type said at all?
  static let typeStatements = [
    Rule.type(
      "physical-type-removed", [.physicalWithdrawn], message: "physical type {before} of {name} is not stated any more",
      reason: withdrawn, advice: keep,
      fires: [
        .column("logicalType: string\n↓physicalType: VARCHAR(20)", "logicalType: string")
      ],
      nearMisses: [
        .column("logicalType: string\nphysicalType: VARCHAR(20)", "logicalType: integer", expects: ["type-family-changed"])
      ]),
    Rule.type(
      "physical-type-added", [.physicalStated], message: "physical type {after} of {name} is stated now",
      reason: "What was there already is written down.", advice: "Nothing to do but to raise the patch version.",
      fires: [
        .column("logicalType: string", "logicalType: string\n↓physicalType: VARCHAR(20)")
      ],
      nearMisses: [
        .column("logicalType: string", "logicalType: integer\nphysicalType: INT", expects: ["type-family-changed"])
      ]),
    Rule.type(
      "logical-type-removed", [.logicalWithdrawn], message: "logical type {before} of {name} is not stated any more",
      reason: withdrawn, advice: keep,
      fires: [
        .column("↓logicalType: string\nphysicalType: VARCHAR(20)", "physicalType: VARCHAR(20)"),
        .column("↓logicalType: string", ""),
      ],
      nearMisses: [
        .column("logicalType: string\nphysicalType: TEXT", "logicalType: string", expects: ["physical-type-removed"])
      ]),
    Rule.type(
      "logical-type-added", [.logicalStated], message: "logical type {after} of {name} is stated now",
      reason: "What was there already is written down.", advice: "Nothing to do but to raise the patch version.",
      fires: [
        .column("physicalType: VARCHAR(20)", "↓logicalType: string\nphysicalType: VARCHAR(20)")
      ],
      nearMisses: [
        .column("", "logicalType: string", expects: ["type-limit-stated"])
      ]),
    Rule.type(
      "type-limit-stated", [.limitStated], message: "type of {name} is stated now: {after}",
      reason: "A promise that was not there before.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        .column("", "↓logicalType: string"),
        .column(
          "logicalType: integer\nphysicalType: NUMBER", "logicalType: integer\nlogicalTypeOptions: {↓format: i64}\nphysicalType: NUMBER"),
      ],
      nearMisses: [
        .column("logicalType: integer", "logicalType: integer\nlogicalTypeOptions: {format: i32}", expects: [])
      ]),
    Rule(
      "item-type-removed", [.arrayItem, .mapKey, .mapValue], [""], [.removed], .dangerous,
      message: "what {parent} holds is not stated any more", reason: withdrawn, advice: keep, isAboutData: true,
      fires: [
        .columns(
          "- {name: tags, logicalType: array, items: {↓logicalType: string}}", "- {name: tags, logicalType: array}")
      ],
      nearMisses: [
        .columns(
          "- {name: tags, logicalType: array, items: {logicalType: string}}", "- {name: tags, logicalType: string}",
          expects: ["type-family-changed"])
      ]),
    Rule(
      "item-type-added", [.arrayItem, .mapKey, .mapValue], [""], [.added], .compatible,
      message: "what {parent} holds is stated now", reason: "A promise that was not there before.",
      advice: "Nothing to do but to raise the minor version.", isAboutData: true,
      fires: [
        .columns(
          "- {name: tags, logicalType: array}", "- {name: tags, logicalType: array, items: {↓logicalType: string}}")
      ],
      nearMisses: [
        .columns(
          "- {name: tags, logicalType: string}", "- {name: tags, logicalType: array, items: {logicalType: string}}",
          expects: ["type-family-changed"])
      ]),
  ]
}
