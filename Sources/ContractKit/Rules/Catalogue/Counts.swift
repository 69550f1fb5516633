extension Catalogue {
  private static let outside = "Lists and objects of sizes appear that were ruled out, empty ones among them."
  private static let inside = "Every list and object has a size that was allowed before."

  /// How many items may a list have, how many fields an object, and may an item occur twice?
  static let counts = [
    Rule.option(
      "minimum-count-loosened", ["minItems", "minProperties"], [.lowered, .removed], .breaking,
      message: "{attribute} of {name} was lowered from {before} to {after}", reason: outside,
      fires: [
        .options("array", "minItems: 1", "↓minItems: 0"),
        .options("object", "↓minProperties: 2", ""),
      ],
      nearMisses: [
        .options("array", "minItems: 0", "", expects: [])
      ]),
    Rule.option(
      "minimum-count-tightened", ["minItems", "minProperties"], [.raised, .added], .compatible,
      message: "{attribute} of {name} was raised from {before} to {after}", reason: inside,
      fires: [
        .options("array", "", "↓minItems: 1"),
        .options("object", "minProperties: 1", "↓minProperties: 2"),
      ],
      nearMisses: [
        .options("array", "", "minItems: 0", expects: [])
      ]),
    Rule.option(
      "maximum-count-loosened", ["maxItems", "maxProperties"], [.raised, .removed], .breaking,
      message: "{attribute} of {name} was raised from {before} to {after}", reason: outside,
      fires: [
        .options("array", "maxItems: 5", "↓maxItems: 6"),
        .options("object", "↓maxProperties: 2", ""),
      ],
      nearMisses: [
        .options("array", "maxItems: 5", "maxItems: 4", expects: ["maximum-count-tightened"])
      ]),
    Rule.option(
      "maximum-count-tightened", ["maxItems", "maxProperties"], [.lowered, .added], .compatible,
      message: "{attribute} of {name} was lowered from {before} to {after}", reason: inside,
      fires: [
        .options("array", "maxItems: 5", "↓maxItems: 4"),
        .options("object", "", "↓maxProperties: 2"),
      ],
      nearMisses: [
        .options("array", "maxItems: 5", "maxItems: 6", expects: ["maximum-count-loosened"])
      ]),
    Rule.option(
      "items-became-ambiguous", ["uniqueItems"], [.lowered], .breaking,
      message: "items of {name} may occur more than once now", reason: "Lists were sets: counts and joins over their items multiply.",
      fires: [
        .options("array", "uniqueItems: true", "↓uniqueItems: false"),
        .options("array", "↓uniqueItems: true", ""),
      ],
      nearMisses: [
        .options("array", "uniqueItems: false", "", expects: [])
      ]),
    Rule.option(
      "items-became-unique", ["uniqueItems"], [.raised], .compatible,
      message: "items of {name} are unique now", reason: "A stronger promise.",
      fires: [
        .options("array", "", "↓uniqueItems: true")
      ],
      nearMisses: [
        .options("array", "", "uniqueItems: false", expects: [])
      ]),
  ]
}
