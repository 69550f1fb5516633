extension Catalogue {
  /// Which rows of other tables belong to a row?
  static let relationships = [
    Rule(
      "relationship-removed", [.relationship], [""], [.removed], .dangerous,
      message: "{element} of {parent} was removed",
      reason: "Nothing promises any more that the join finds its row.",
      advice: "Keep it, or have an owner acknowledge it.", isAboutData: true,
      fires: [
        .columns("- {name: customer, relationships: [{↓to: customers.id}]}", "- {name: customer}")
      ],
      nearMisses: [
        .columns(
          "- {name: customer, relationships: [{to: customers.id}]}", "- {name: customer, relationships: [{to: clients.id}]}",
          expects: ["relationship-retargeted"])
      ]),
    Rule(
      "relationship-added", [.relationship], [""], [.added], .compatible,
      message: "{element} of {parent} was added", reason: "A stronger promise.",
      advice: "Nothing to do but to raise the minor version.", isAboutData: true,
      fires: [
        .columns("- {name: customer}", "- {name: customer, relationships: [{↓to: customers.id}]}")
      ],
      nearMisses: [
        .columns(
          "- {name: customer, relationships: [{to: customers.id}]}",
          "- {name: customer, relationships: [{to: customers.id, type: foreignKey}]}", expects: [])
      ]),
    Rule(
      "relationship-retargeted", [.relationship], ["to", "from", "type"], [.added, .removed, .changed], .breaking,
      message: "relationship of {parent} changed from {before} to {after}",
      reason: "Joins along it find other rows and nothing fails.",
      advice: "Publish the new reference as a new column.", isAboutData: true,
      fires: [
        .columns(
          "- {name: customer, relationships: [{to: customers.id}]}", "- {name: customer, relationships: [{↓to: clients.id}]}")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n    properties: [{name: customer, relationships: [{to: customers.id}]}]\n"
            + "  - name: customers\n    properties: [{name: id, id: c1}]\n",
          "schema:\n  - name: orders\n    properties: [{name: customer, relationships: [{to: customers.number}]}]\n"
            + "  - name: customers\n    properties: [{name: number, id: c1}]\n",
          expects: ["property-renamed"])
      ]),
  ]
}
