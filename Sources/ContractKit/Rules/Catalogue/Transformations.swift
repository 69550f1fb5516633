extension Catalogue {
  /// Is the value still made in the same way?
  static let transformations = [
    Rule(
      "transformation-changed", [.property, .arrayItem, .mapKey, .mapValue], ["transformLogic", "transformSourceObjects"],
      [.removed, .changed], .dangerous,
      message: "{attribute} of {name} changed from {before} to {after}",
      reason: "The shape is the same and the numbers are not: nothing fails, and reports are wrong.",
      advice: "If the meaning moved, publish a new column. Else have an owner acknowledge it.",
      fires: [
        .column("transformLogic: a + b", "↓transformLogic: a - b"),
        .column("transformSourceObjects: [one, two]", "↓transformSourceObjects: [one]"),
      ],
      nearMisses: [
        .column("transformSourceObjects: [one, two]", "transformSourceObjects: [two, one]", expects: []),
        .column("transformDescription: Sum", "transformDescription: Sums", expects: ["documentation-changed"]),
      ]),
    Rule(
      "transformation-stated", [.property, .arrayItem, .mapKey, .mapValue], ["transformLogic", "transformSourceObjects"], [.added],
      .editorial,
      message: "{attribute} of {name} is stated now: {after}", reason: "How the value is made is written down.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        .column("", "↓transformLogic: a + b")
      ],
      nearMisses: [
        .column("transformLogic: a + b", "transformLogic: a - b", expects: ["transformation-changed"])
      ]),
  ]
}
