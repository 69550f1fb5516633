extension Catalogue {
  private static let csvWithoutHeader = "{server: files, type: sftp, format: csv, header: false}"

  /// Is the column still there?
  static let propertyExistence = [
    Rule(
      "deprecated-property-removed", [.property], [""], [.removed], .dangerous,
      when: { change, context in
        let wasAnnounced = change.oldElement?.flag("deprecated") == true && context.settings.announced.contains(change.element.description)
        return wasAnnounced ? .dangerous : nil
      },
      message: "{element} was removed as announced",
      reason: "Its deprecation was released and the notice period has passed; whoever still reads it fails all the same.",
      advice: "Ask 'git contract can-i-remove' who still reads it, then have an owner acknowledge the removal.",
      isAboutData: true,
      fires: [
        .columns(
          "- {↓name: email, deprecated: true}\n- {name: id}", "- {name: id}", settings: announced("email"))
      ],
      nearMisses: [
        .columns("- {name: email, deprecated: true}\n- {name: id}", "- {name: id}", expects: ["property-removed"]),
        .columns(
          "- {name: email}\n- {name: id}", "- {name: id}", expects: ["property-removed"], settings: announced("email")),
      ]),
    Rule(
      "property-removed", [.property], [""], [.removed], .breaking,
      message: "{element} was removed",
      reason: "Whatever names the column fails, or silently loses it.",
      advice: "Mark it with 'deprecated: true' (git contract deprecate), release that, and remove it in a major version.",
      isAboutData: true,
      fires: [
        .columns("- {name: id}\n- {↓name: email}", "- {name: id}"),
        .columns(
          "- name: customer\n  properties:\n    - {name: zip}\n    - {↓name: city}", "- name: customer\n  properties:\n    - {name: zip}"),
        .columns(
          "- name: lines\n  items:\n    properties:\n      - {name: sku}\n      - {↓name: price}",
          "- name: lines\n  items:\n    properties:\n      - {name: sku}"),
      ],
      nearMisses: [
        .columns("- {name: email, id: c1}", "- {name: mail, id: c1}", expects: ["property-renamed"]),
        .columns("- {name: a}\n- {name: b}", "- {name: b}\n- {name: a}", expects: []),
      ]),
    Rule(
      "property-added-between", [.property], [""], [.added], .breaking,
      when: { change, context in
        guard context.isPositional, let siblings = change.newParent?.properties, change.oldParent != nil else { return nil }
        return siblings.last?.position == change.newElement?.position ? nil : .breaking
      },
      message: "{element} was added before others in a format that is read by position",
      reason: "Readers find columns by their place: every column behind the new one shifts.",
      advice: "Add it as the last column.",
      isAboutData: true,
      fires: [
        .columns(on: csvWithoutHeader, "- {name: id}\n- {name: email}", "- {name: id}\n- {↓name: phone}\n- {name: email}")
      ],
      nearMisses: [
        .columns(
          on: csvWithoutHeader, "- {name: id}\n- {name: email}", "- {name: id}\n- {name: email}\n- {name: phone}",
          expects: ["property-added"]),
        .columns(
          on: "{server: files, type: sftp, format: csv}", "- {name: id}\n- {name: email}",
          "- {name: id}\n- {name: phone}\n- {name: email}", expects: ["property-added"]),
      ]),
    Rule(
      "property-added", [.property], [""], [.added], .compatible,
      message: "{element} was added",
      reason: "Nobody reads it yet; only 'SELECT *' will notice.",
      advice: "Nothing to do but to raise the minor version.",
      isAboutData: true,
      fires: [
        .columns("- {name: id}", "- {name: id}\n- {↓name: email}"),
        .columns("- {name: id}", "- {name: id}\n- {↓name: email, required: true}"),
      ],
      nearMisses: [
        .columns("- {name: id}", "- {name: id, businessName: Identifier}", expects: ["documentation-changed"])
      ]),
  ]

  private static func announced(_ name: String) -> JudgeSettings {
    JudgeSettings(announced: [
      ElementPath([.init("schema", .attribute("name", "orders")), .init("properties", .attribute("name", name))]).description
    ])
  }
}
