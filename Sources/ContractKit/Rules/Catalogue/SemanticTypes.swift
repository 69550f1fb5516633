extension Catalogue {
  /// Is it counted, grouped by, or neither?
  static let semanticTypes = [
    Rule(
      "semantic-type-changed", [.property, .arrayItem, .mapKey, .mapValue], ["semanticType"], [.added, .removed, .changed], .dangerous,
      message: "semantic type of {name} changed from {before} to {after}",
      reason: "Tools that aggregate by it sum what they grouped by, or the other way round.",
      advice: "Have an owner look at it and acknowledge it.", isAboutData: true,
      fires: [
        .column("logicalType: number", "logicalType: number\n↓semanticType: measure"),
        .column("logicalType: number\n↓semanticType: measure", "logicalType: number"),
      ],
      nearMisses: [
        .column("logicalType: number", "logicalType: number\nsemanticType: column", expects: [])
      ])
  ]
}
