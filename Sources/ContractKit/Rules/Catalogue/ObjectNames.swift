extension Catalogue {
  /// By what name is the table reached?
  static let objectNames = [
    Rule(
      "object-renamed", [.object], [""], [.renamed], .breaking,
      message: "{element} was renamed to '{after}'",
      reason: "The name is what queries, references and other contracts say; under the old one there is nothing any more.",
      advice: "Offer the new name beside the old one (a view will do), deprecate the old one, and remove it in a later major version.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: returns\n    id: ret\n",
          "schema:\n  - ↓name: refunds\n    id: ret\n"),
        Rule.Example(
          "schema:\n  - name: returns\n    physicalName: rt_01\n",
          "schema:\n  - ↓name: refunds\n    physicalName: rt_01\n"),
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: returns\n", "schema:\n  - ↓name: refunds\n", expects: ["object-removed", "object-added"])
      ]),
    Rule(
      "object-physical-name-changed", [.object], ["physicalName"], [.added, .removed, .changed], .breaking,
      message: "physical name of {name} changed from {before} to {after}",
      reason: "Queries say the physical name; the table is not found under it any more.",
      advice: "Keep the old name as a view or synonym until a later major version.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n    physicalName: orders_v1\n",
          "schema:\n  - name: orders\n    ↓physicalName: orders_v2\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n", "schema:\n  - name: orders\n    physicalName: orders\n", expects: [])
      ]),
  ]
}
