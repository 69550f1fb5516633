extension Catalogue {
  /// By what name, and along which path, is the column reached?
  static let propertyNames = [
    Rule(
      "property-logical-name-changed", [.property], [""], [.renamed], .dangerous,
      when: { change, _ in
        change.oldElement?.effectivePhysicalName == change.newElement?.effectivePhysicalName ? .dangerous : nil
      },
      message: "{element} is called '{after}' now; its physical name stays",
      reason: "SQL still works. Whoever uses the logical name (catalogues, generated code, other contracts) does not find it.",
      advice: "Keep the logical name, or have an owner acknowledge it.",
      isAboutData: true,
      fires: [
        .columns("- {name: email, physicalName: EML}", "- {↓name: mail, physicalName: EML}"),
        .columns("- {name: email}", "- {↓name: mail, physicalName: email}"),
      ],
      nearMisses: [
        .columns(
          "- {name: email, id: c1, physicalName: EML}", "- {name: mail, id: c1, physicalName: ML}", expects: ["property-renamed"])
      ]),
    Rule(
      "property-renamed", [.property], [""], [.renamed], .breaking,
      message: "{element} was renamed to '{after}'",
      reason: "Whatever names the column fails under the old name.",
      advice: "Serve both names for a while: add the new column, deprecate the old one, and remove it in a major version.",
      isAboutData: true,
      fires: [
        .columns("- {name: email, id: c1}", "- {↓name: mail, id: c1}"),
        .columns("- {name: email}", "- {↓name: Email}"),
      ],
      nearMisses: [
        .columns("- {name: email, physicalName: EML}", "- {name: mail, physicalName: EML}", expects: ["property-logical-name-changed"]),
        .columns("- {name: email}", "- {name: mail}", expects: ["property-removed", "property-added"]),
      ]),
    Rule(
      "property-physical-name-changed", [.property], ["physicalName"], [.added, .removed, .changed], .breaking,
      message: "physical name of {name} changed from {before} to {after}",
      reason: "Queries say the physical name; the column is not found under it any more.",
      advice: "Serve both columns for a while, deprecate the old one, and remove it in a major version.",
      isAboutData: true,
      fires: [
        .columns("- {name: email, physicalName: EML}", "- {name: email, ↓physicalName: E_MAIL}"),
        .columns("- {name: email}", "- {name: email, ↓physicalName: E_MAIL}"),
      ],
      nearMisses: [
        .columns("- {name: email}", "- {name: email, physicalName: email}", expects: [])
      ]),
    Rule(
      "property-moved", [.property], [""], [.moved], .breaking,
      message: "property '{before}' moved to '{after}'",
      reason: "The path is how queries reach it; along the old one there is nothing any more.",
      advice: "Serve it in both places for a while, deprecate the old one, and remove it in a major version.",
      isAboutData: true,
      fires: [
        .columns(
          "- {name: zip, logicalType: string}\n- {name: customer, logicalType: object, properties: [{name: city}]}",
          "- {name: customer, logicalType: object, properties: [{name: city}, {↓name: zip, logicalType: string}]}"),
        .columns(
          "- name: customer\n  properties: [{name: city}, {name: zip, id: z}]",
          "- name: customer\n  properties: [{name: city}]\n- {↓name: postcode, id: z}"),
      ],
      nearMisses: [
        .columns(
          "- {name: zip, logicalType: string}\n- {name: customer, logicalType: object, properties: [{name: city}]}",
          "- {name: customer, logicalType: object, properties: [{name: city}, {name: zip, logicalType: integer}]}",
          expects: ["property-removed", "property-added"])
      ]),
  ]
}
