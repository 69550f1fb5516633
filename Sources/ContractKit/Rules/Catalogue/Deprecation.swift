extension Catalogue {
  /// Is it on its way out?
  static let deprecation = [
    Rule(
      "object-deprecated", [.object], ["deprecated"], [.raised], .compatible,
      message: "{element} was deprecated",
      reason: "It still works; its readers must learn that it will go.",
      advice: "Say what to use instead, and when it goes.",
      consequences: [.notice],
      fires: [
        Rule.Example("schema:\n  - name: orders\n", "schema:\n  - name: orders\n    ↓deprecated: true\n")
      ],
      nearMisses: [
        Rule.Example("schema:\n  - name: orders\n", "schema:\n  - name: orders\n    deprecated: false\n", expects: [])
      ]),
    Rule(
      "object-undeprecated", [.object], ["deprecated"], [.lowered], .editorial,
      message: "{element} is not deprecated any more",
      reason: "What was to go stays.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        Rule.Example("schema:\n  - name: orders\n    deprecated: true\n", "schema:\n  - name: orders\n    ↓deprecated: false\n")
      ],
      nearMisses: [
        Rule.Example("schema:\n  - name: orders\n    deprecated: false\n", "schema:\n  - name: orders\n", expects: [])
      ]),
    Rule(
      "property-deprecated", [.property, .arrayItem, .mapKey, .mapValue], ["deprecated"], [.raised], .compatible,
      message: "{element} was deprecated",
      reason: "It still works; its readers must learn that it will go.",
      advice: "Say what to use instead, and when it goes ('git contract deprecate' writes both).",
      consequences: [.notice],
      fires: [
        .columns("- {name: email}", "- {name: email, ↓deprecated: true}")
      ],
      nearMisses: [
        .columns("- {name: email}", "- {name: email, deprecated: false}", expects: [])
      ]),
    Rule(
      "property-undeprecated", [.property, .arrayItem, .mapKey, .mapValue], ["deprecated"], [.lowered], .editorial,
      message: "{element} is not deprecated any more",
      reason: "What was to go stays.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        .columns("- {name: email, ↓deprecated: true}", "- {name: email}")
      ],
      nearMisses: [
        .columns("- {name: email, deprecated: false}", "- {name: email}", expects: [])
      ]),
  ]
}
