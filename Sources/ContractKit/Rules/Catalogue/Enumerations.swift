extension Catalogue {
  private static let typed = [Element.Kind.property, .arrayItem, .mapKey, .mapValue]

  /// Which values may occur at all?
  static let enumerations = [
    Rule(
      "enum-removed", typed, ["enum"], [.removed], .breaking,
      message: "{name} may hold any value now; its list of values was removed",
      reason: "Values appear that no branch of a reader knows.", advice: "Keep the list.", isAboutData: true,
      fires: [
        .column("enum: [{↓value: open}, {value: paid}]", "")
      ],
      nearMisses: [
        .column("enum: [{value: open}, {value: paid}]", "enum: [{value: open}]", expects: ["enum-value-removed"])
      ]),
    Rule(
      "enum-added", typed, ["enum"], [.added], .compatible,
      message: "{name} holds only {after} now", reason: "Every value is one that was allowed before.",
      advice: "Nothing to do but to raise the minor version.", isAboutData: true,
      fires: [
        .column("", "enum: [{↓value: open}, {value: paid}]")
      ],
      nearMisses: [
        .column("enum: [{value: open}, {value: paid}]", "enum: [{value: paid}, {value: open}]", expects: [])
      ]),
    Rule(
      "extensible-enum-value-added", [.enumValue], [""], [.added], .compatible,
      when: { change, context in isExtensible(change, context) ? .compatible : nil },
      message: "value '{after}' of {parent} was added; readers were told to expect more",
      reason: "The list says of itself that it will grow, so readers have a branch for the rest.",
      advice: "Nothing to do but to raise the minor version.", isAboutData: true,
      fires: [
        .column(
          "customProperties: [{property: extensibleEnum, value: true}]\nenum: [{value: open}]",
          "customProperties: [{property: extensibleEnum, value: true}]\nenum: [{value: open}, {↓value: paid}]")
      ],
      nearMisses: [
        .column(
          "enum: [{value: open}]",
          "customProperties: [{property: extensibleEnum, value: true}]\nenum: [{value: open}, {value: paid}]",
          expects: ["custom-property-changed", "enum-value-added"])
      ]),
    Rule(
      "enum-value-added", [.enumValue], [""], [.added], .breaking,
      message: "value '{after}' of {parent} was added",
      reason: "An unknown value reaches branches, mappings and filters that list the known ones.",
      advice: "Announce the list as growing first (custom property 'extensibleEnum: true'), in a version of its own.",
      isAboutData: true,
      fires: [
        .column("enum: [{value: open}]", "enum: [{value: open}, {↓value: paid}]")
      ],
      nearMisses: [
        .column("enum: [{value: a, id: one}]", "enum: [{value: b, id: one}]", expects: ["enum-value-renamed"])
      ]),
    Rule(
      "enum-value-removed", [.enumValue], [""], [.removed], .compatible,
      message: "value '{before}' of {parent} was removed", reason: "It does not occur any more; branches for it stay unused.",
      advice: "Nothing to do but to raise the minor version.", isAboutData: true,
      fires: [
        .column("enum: [{value: open}, {↓value: paid}]", "enum: [{value: open}]")
      ],
      nearMisses: [
        .column("enum: [{value: open}]", "", expects: ["enum-removed"])
      ]),
    Rule(
      "enum-value-renamed", [.enumValue], [""], [.renamed], .breaking,
      message: "value '{before}' of {parent} is '{after}' now",
      reason: "Filters on the old value find nothing, and the new one is unknown.",
      advice: "Publish the new values as a new column and deprecate this one.", isAboutData: true,
      fires: [
        .column("enum: [{value: a, id: one}]", "enum: [{↓value: b, id: one}]")
      ],
      nearMisses: [
        .column("enum: [{value: a, label: A}]", "enum: [{value: a, label: Alpha}]", expects: ["documentation-changed"])
      ]),
  ]

  /// True if the list was announced as growing on the old side: by the custom property `extensibleEnum`, or by the policy.
  private static func isExtensible(_ change: Change, _ context: JudgeContext) -> Bool {
    let said = change.oldParent?.children(.customProperty).contains { property in
      property.name == "extensibleEnum" && AttributeMeaning.flag(property.value("value")) == true
    }
    if said == true { return true }
    let column = ElementPath(Array(change.element.steps.dropLast()))
    let path = context.old?.path ?? context.new?.path ?? ""
    return context.settings.policy.extensibleEnums.contains { $0.matches(path: path, element: column) }
  }
}
