extension Catalogue {
  /// Is the table still there?
  static let objectExistence = [
    Rule(
      "object-removed", [.object], [""], [.removed], .breaking,
      message: "{element} was removed",
      reason: "Every query, job and dashboard that reads it fails.",
      advice: "Keep it, mark it with 'deprecated: true' in a minor version, and remove it in a major version once nobody reads it.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n  - ↓name: returns\n",
          "schema:\n  - name: orders\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: returns\n    id: ret\n", "schema:\n  - ↓name: refunds\n    id: ret\n", expects: ["object-renamed"])
      ]),
    Rule(
      "object-added", [.object], [""], [.added], .compatible,
      message: "{element} was added",
      reason: "Nobody reads it yet.",
      advice: "Nothing to do but to raise the minor version.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n",
          "schema:\n  - name: orders\n  - ↓name: returns\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n  - name: returns\n", "schema:\n  - name: returns\n  - name: orders\n", expects: [])
      ]),
  ]
}
