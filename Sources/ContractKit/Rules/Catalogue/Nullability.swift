extension Catalogue {
  private static let typed = [Element.Kind.property, .arrayItem, .mapKey, .mapValue]
  private static let nullCheck = "quality: [{metric: nullValues, mustBe: 0}]"

  /// Can a value be missing?
  static let nullability = [
    Rule(
      "null-check-takes-over", typed, ["required"], [.lowered], .compatible,
      when: { change, _ in QualityPromise.forbidsNulls(change.newElement) ? .compatible : nil },
      message: "{element} is not required any more, and a quality rule still forbids nulls",
      reason: "The promise is the same; it stands in another place.", advice: "Nothing to do but to raise the minor version.",
      isAboutData: true,
      fires: [
        .column("required: true\n\(nullCheck)", "↓required: false\n\(nullCheck)")
      ],
      nearMisses: [
        .column(
          "required: true\n\(nullCheck)", "required: false\nquality: [{metric: nullValues, mustBe: 0, severity: warning}]",
          expects: ["property-became-optional", "quality-severity-lowered"])
      ]),
    Rule(
      "property-became-optional", typed, ["required"], [.lowered], .breaking,
      message: "{element} may be null now",
      reason: "Nulls reach code that never saw one: joins drop rows, sums turn null, strict types fail.",
      advice: "Keep it required and fill a default, or publish it as a new optional column.",
      isAboutData: true,
      fires: [
        .columns("- {name: email, required: true}", "- {name: email, ↓required: false}"),
        .columns("- {name: email, ↓required: true}", "- {name: email}"),
      ],
      nearMisses: [
        .columns("- {name: email, required: false}", "- {name: email}", expects: [])
      ]),
    Rule(
      "property-became-required", typed, ["required"], [.raised], .compatible,
      message: "{element} is never null now",
      reason: "A stronger promise: readers that handle nulls still work.",
      advice: "Nothing to do but to raise the minor version.",
      isAboutData: true,
      fires: [
        .columns("- {name: email}", "- {name: email, ↓required: true}")
      ],
      nearMisses: [
        .columns("- {name: email}", "- {name: email, required: false}", expects: [])
      ]),
  ]
}
