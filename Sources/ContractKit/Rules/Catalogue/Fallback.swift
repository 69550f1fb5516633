extension Catalogue {
  private static let everything = Element.Kind.allCases

  /// What is left: words, keys that the standard does not know, and clauses that no rule can judge. Nothing is ever dropped silently.
  static let fallback = [documentationChanged, documentationEntryChanged, customPropertyChanged, unknownKeyChanged, clauseChanged]

  /// Attributes that explain and promise nothing.
  private static let words: Set<String> = [
    "description", "businessName", "tags", "examples", "context", "transformDescription", "dataGranularityDescription", "label",
    "name", "url", "invitationUrl", "contractCreatedTs", "description.purpose", "description.usage", "dataProduct", "method", "vendor",
    "locale", "source", "dimension", "businessImpact", "context.instructions", "context.verifiedStatements", "context.constraints",
    "team.description", "team.tags", "comment", "tool", "team.id", "price.id", "dateIn",
    // Of the Data Contract Specification: what nothing refers to.
    "definitions",
  ]

  private static let documentationChanged = Rule(
    "documentation-changed", everything, ["*"], [.added, .removed, .changed], .editorial,
    when: { change, _ in words.contains(change.attribute) ? .editorial : nil },
    message: "{attribute} of {element} changed",
    reason: "Words for people: the data keeps its promises.",
    advice: "Nothing to do but to raise the patch version.",
    fires: [
      .columns("- {name: email, description: Mail}", "- {name: email, ↓description: Where to write}")
    ],
    nearMisses: [
      .columns("- {name: email, tags: [a, b]}", "- {name: email, tags: [b, a]}", expects: []),
      .columns("- name: email\n  description: Mail", "- name: email\n  description: >\n    Mail", expects: []),
    ])

  private static let documentationEntryChanged = Rule(
    "documentation-entry-changed", [.definition, .synonym], ["", "*"], [.added, .removed, .changed, .renamed], .editorial,
    message: "{element} of {parent} changed",
    reason: "Words for people: the data keeps its promises.",
    advice: "Nothing to do but to raise the patch version.",
    fires: [
      .columns("- {name: email}", "- {name: email, synonyms: [{↓synonym: mail}]}")
    ],
    nearMisses: [
      .columns(
        "- {name: email, synonyms: [{synonym: mail}, {synonym: address}]}",
        "- {name: email, synonyms: [{synonym: address}, {synonym: mail}]}", expects: [])
    ])

  private static let customPropertyChanged = Rule(
    "custom-property-changed", [.customProperty], ["", "*"], Change.Action.allCases, .editorial,
    when: { change, context in
      let name = (change.newElement ?? change.oldElement)?.name ?? ""
      return context.settings.policy.customProperties[name] ?? .editorial
    },
    message: "{element} of {parent} changed",
    reason: "The standard gives it no meaning; the policy may, by 'judge.custom-properties'.",
    advice: "If readers rely on it, set its impact in the policy.",
    fires: [
      .columns(
        "- {name: email, customProperties: [{property: team, value: a}]}",
        "- {name: email, customProperties: [{property: team, ↓value: b}]}")
    ],
    nearMisses: [
      .columns(
        "- {name: email, customProperties: [{property: team, value: 1}]}",
        "- {name: email, customProperties: [{property: team, value: 1.0}]}", expects: [])
    ])

  private static let unknownKeyChanged = Rule(
    "unknown-key-changed", everything, ["*"], [.added, .removed, .changed], .editorial,
    when: { change, _ in
      let attributes = [change.oldElement, change.newElement].compactMap { $0?[change.attribute] }
      return !attributes.isEmpty && attributes.allSatisfy { !$0.isKnown } ? .editorial : nil
    },
    message: "key '{attribute}' of {element}, which the standard does not know, changed",
    reason: "What it means is not known; the standard promises nothing by it.",
    advice: "Move it to 'customProperties', where the policy can give it a meaning.",
    fires: [
      .columns("- {name: email}", "- {name: email, ↓shoeSize: 42}")
    ],
    nearMisses: [
      .columns("- {name: email, shoeSize: 42}", "- {name: email, shoeSize: 42.0}", expects: [])
    ])

  /// The end of the catalogue.
  static let clauseChanged = Rule(
    "clause-changed", everything, ["", "*"], Change.Action.allCases, .dangerous,
    message: "{attribute} of {element} changed from {before} to {after}; what it costs cannot be judged",
    reason: "The standard gives it a meaning, and no rule can say whether readers must cope with more.",
    advice: "Have an owner look at it and acknowledge it.",
    fires: [
      .columns("- {name: email, required: true}", "- {name: email, ↓required: sometimes}")
    ],
    nearMisses: [
      .columns("- {name: email}", "- {name: email, required: 'false'}", expects: [])
    ])
}
