extension Catalogue {
  private static let outside = "Values appear that were ruled out: charts, buckets and checks of readers meet them unprepared."
  private static let inside = "Every value is one that was allowed before."

  /// How small may a value be? Inclusive and exclusive bounds are compared by the values that they allow.
  static let lowerBounds = [
    Rule.option(
      "minimum-lowered", ["minimum", "exclusiveMinimum"], [.lowered], .breaking,
      message: "minimum of {name} was lowered from {before} to {after}", reason: outside,
      fires: [
        .options("number", "minimum: 0", "↓minimum: -1"),
        .options("number", "exclusiveMinimum: 0", "↓minimum: 0"),
        .options("date", "minimum: '2024-02-01'", "↓minimum: '2024-01-01'"),
      ],
      nearMisses: [
        .options("integer", "exclusiveMinimum: 0", "minimum: 1", expects: []),
        .options("number", "minimum: 0", "minimum: 0.0", expects: []),
      ]),
    Rule.option(
      "minimum-removed", ["minimum", "exclusiveMinimum"], [.removed], .breaking,
      message: "minimum {before} of {name} was removed", reason: outside,
      fires: [
        .options("number", "↓minimum: 0", "")
      ],
      nearMisses: [
        .options("number", "minimum: 0, exclusiveMinimum: 0", "exclusiveMinimum: 0", expects: [])
      ]),
    Rule.option(
      "minimum-raised", ["minimum", "exclusiveMinimum"], [.raised], .compatible,
      message: "minimum of {name} was raised from {before} to {after}", reason: inside,
      fires: [
        .options("number", "minimum: 0", "↓minimum: 1"),
        .options("number", "minimum: 0", "↓exclusiveMinimum: 0").markedBefore("minimum", "minimum"),
      ],
      nearMisses: [
        .options("number", "minimum: 1", "minimum: 1e0", expects: [])
      ]),
    Rule.option(
      "minimum-added", ["minimum", "exclusiveMinimum"], [.added], .compatible,
      message: "{name} has the minimum {after} now", reason: inside,
      fires: [
        .options("number", "", "↓minimum: 0")
      ],
      nearMisses: [
        .options("number", "minimum: 1", "minimum: 1, exclusiveMinimum: 0", expects: [])
      ]),
    Rule.option(
      "minimum-changed", ["minimum", "exclusiveMinimum"], [.changed], .dangerous,
      message: "minimum of {name} changed from {before} to {after}",
      reason: "The two bounds are written in different forms, so nobody can say which allows more.",
      fires: [
        .options("date", "minimum: '2024-02-01'", "↓minimum: 1 February 2024")
      ],
      nearMisses: [
        .options("date", "minimum: '2024-02-01'", "minimum: '2024-03-01'", expects: ["minimum-raised"])
      ]),
  ]

  /// How large may a value be?
  static let upperBounds = [
    Rule.option(
      "maximum-raised", ["maximum", "exclusiveMaximum"], [.raised], .breaking,
      message: "maximum of {name} was raised from {before} to {after}", reason: outside,
      fires: [
        .options("number", "maximum: 10", "↓maximum: 11"),
        .options("number", "exclusiveMaximum: 10", "↓maximum: 10"),
      ],
      nearMisses: [
        .options("integer", "exclusiveMaximum: 10", "maximum: 9", expects: []),
        .options("date", "maximum: '2025-01-01'", "exclusiveMaximum: '2025-01-02'", expects: []),
      ]),
    Rule.option(
      "maximum-removed", ["maximum", "exclusiveMaximum"], [.removed], .breaking,
      message: "maximum {before} of {name} was removed", reason: outside,
      fires: [
        .options("number", "↓maximum: 10", "")
      ],
      nearMisses: [
        .options("number", "maximum: 10, exclusiveMaximum: 20", "maximum: 10", expects: [])
      ]),
    Rule.option(
      "maximum-lowered", ["maximum", "exclusiveMaximum"], [.lowered], .compatible,
      message: "maximum of {name} was lowered from {before} to {after}", reason: inside,
      fires: [
        .options("number", "maximum: 10", "↓maximum: 9.5")
      ],
      nearMisses: [
        .options("number", "maximum: 9.50", "maximum: 9.5", expects: [])
      ]),
    Rule.option(
      "maximum-added", ["maximum", "exclusiveMaximum"], [.added], .compatible,
      message: "{name} has the maximum {after} now", reason: inside,
      fires: [
        .options("number", "", "↓maximum: 10")
      ],
      nearMisses: [
        .options("number", "maximum: 10", "maximum: 10, exclusiveMaximum: 20", expects: [])
      ]),
    Rule.option(
      "maximum-changed", ["maximum", "exclusiveMaximum"], [.changed], .dangerous,
      message: "maximum of {name} changed from {before} to {after}",
      reason: "The two bounds are written in different forms, so nobody can say which allows more.",
      fires: [
        .options("date", "maximum: '2024-02-01'", "↓maximum: 1 February 2024")
      ],
      nearMisses: [
        .options("date", "maximum: '2024-02-01'", "maximum: '2024-01-01'", expects: ["maximum-lowered"])
      ]),
  ]
}
