extension Catalogue {
  /// What tells one row from another?
  static let primaryKey = [
    Rule(
      "primary-key-dropped", [.object], ["primaryKey"], [.removed], .breaking,
      message: "{element} has no primary key any more; it was {before}",
      reason: "Nothing promises any more that a row can be found again: upserts and joins go wrong.",
      advice: "Keep the key, or publish the data without one under a new name.",
      isAboutData: true,
      fires: [
        .columns("- {name: id, ↓primaryKey: true}\n- {name: email}", "- {name: id}\n- {name: email}")
      ],
      nearMisses: [
        .columns("- {name: id, primaryKey: true}\n- {name: email}", "- {name: email}", expects: ["property-removed"])
      ]),
    Rule(
      "primary-key-introduced", [.object], ["primaryKey"], [.added], .compatible,
      message: "{element} has the primary key {after} now",
      reason: "A stronger promise.",
      advice: "Nothing to do but to raise the minor version.",
      isAboutData: true,
      fires: [
        .columns("- {name: id}", "- {name: id, ↓primaryKey: true}")
      ],
      nearMisses: [
        .columns("- {name: id}", "- {name: id, primaryKey: false}", expects: [])
      ]),
    Rule(
      "primary-key-changed", [.object], ["primaryKey"], [.changed], .breaking,
      message: "primary key of {name} changed from {before} to {after}",
      reason: "A row is told from another by something else: upserts overwrite the wrong rows and joins multiply them.",
      advice: "Publish the new key as a unique column first, and change the key in a major version.",
      isAboutData: true,
      fires: [
        .columns(
          "- {name: id, primaryKey: true}\n- {name: line}", "- {name: id, ↓primaryKey: true}\n- {name: line, primaryKey: true}")
      ],
      nearMisses: [
        .columns(
          "- {name: id, primaryKey: true, id: c1}", "- {name: order_id, primaryKey: true, id: c1}", expects: ["property-renamed"])
      ]),
    Rule(
      "primary-key-reordered", [.object, .property], ["primaryKeyPosition"], [.added, .removed, .changed], .editorial,
      message: "positions in the primary key of {name} changed from {before} to {after}",
      reason: "The same columns tell a row from another.",
      advice: "Nothing to do but to raise the patch version.",
      isAboutData: true,
      fires: [
        .columns(
          "- {name: id, primaryKey: true, primaryKeyPosition: 1}\n- {name: line, primaryKey: true, primaryKeyPosition: 2}",
          "- {name: id, primaryKey: true, primaryKeyPosition: 2}\n- {name: line, ↓primaryKey: true, primaryKeyPosition: 1}")
      ],
      nearMisses: [
        .columns(
          "- {name: id, primaryKey: true}\n- {name: line, primaryKey: true}",
          "- {name: line, primaryKey: true}\n- {name: id, primaryKey: true}", expects: [])
      ]),
  ]
}
