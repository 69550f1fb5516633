extension Catalogue {
  private static let identified: [Element.Kind] = Element.Kind.allCases.filter { $0 != .contract }

  /// Does the stable id, by which other documents refer to an element, still lead to it?
  static let stableIdentifiers = [
    Rule(
      "identifier-changed", identified, ["id"], [.changed, .removed], .dangerous,
      message: "id of {element} changed from {before} to {after}",
      reason: "References by id from other documents lead nowhere.",
      advice: "Give the old id back: an id is never changed.",
      fires: [
        .columns("- {name: email, id: c1}", "- {↓name: email, id: c2}"),
        .columns("- {name: email, id: c1}", "- {↓name: email}"),
      ],
      nearMisses: [
        .columns("- {name: email, id: c1}", "- {name: email, id: c1, description: Where to write}", expects: ["documentation-changed"])
      ]),
    Rule(
      "identifier-added", identified, ["id"], [.added], .editorial,
      message: "{element} was given the id {after}",
      reason: "Nobody refers to it yet.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        .columns("- {name: email}", "- {↓name: email, id: c1}")
      ],
      nearMisses: [
        .columns("- {name: email, id: c1}", "- {name: email, id: c2}", expects: ["identifier-changed"])
      ]),
  ]
}
