extension Catalogue {
  private static let typed = [Element.Kind.property, .arrayItem, .mapKey, .mapValue]

  /// Can a value occur twice?
  static let uniqueness = [
    Rule(
      "property-became-ambiguous", typed, ["unique"], [.lowered], .breaking,
      message: "values of {name} may occur more than once now",
      reason: "Joins over the column multiply rows, and lookups find several.",
      advice: "Keep it unique, or publish the repeated values as a column of their own.",
      isAboutData: true,
      fires: [
        .columns("- {name: email, unique: true}", "- {name: email, ↓unique: false}"),
        .columns("- {name: email, ↓unique: true}", "- {name: email}"),
      ],
      nearMisses: [
        .columns("- {name: email, unique: false}", "- {name: email}", expects: [])
      ]),
    Rule(
      "property-became-unique", typed, ["unique"], [.raised], .compatible,
      message: "values of {name} are unique now",
      reason: "A stronger promise.",
      advice: "Nothing to do but to raise the minor version.",
      isAboutData: true,
      fires: [
        .columns("- {name: email}", "- {name: email, ↓unique: true}")
      ],
      nearMisses: [
        .columns("- {name: email}", "- {name: email, unique: false}", expects: [])
      ]),
  ]
}
