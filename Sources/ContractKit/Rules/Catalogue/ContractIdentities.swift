extension Catalogue {
  /// Is the contract itself still there?
  static let contractExistence = [
    Rule(
      "inactive-contract-removed", [.contract], [""], [.removed], .compatible,
      when: { _, context in
        switch context.old?.status {
        case .retired?, .draft?, .proposed?: .compatible
        case .active?, .deprecated?, nil: nil
        }
      },
      message: "{element}, which promised nothing, was deleted", reason: "It was retired, or had never been active.",
      advice: "Keep the id of a retired contract in '.contracts/retired.yaml', so that nobody takes it again.",
      fires: [
        Rule.Example("↓status: retired\n", Rule.Example.noContract)
      ],
      nearMisses: [
        Rule.Example("status: deprecated\n", Rule.Example.noContract, expects: ["contract-removed"])
      ]),
    Rule(
      "contract-removed", [.contract], [""], [.removed], .breaking,
      message: "{element} was deleted", reason: "Nothing is promised any more, and whoever reads the data was not told.",
      advice: "Set 'status: deprecated', then 'status: retired', and delete the file afterwards.", consequences: [.notice],
      fires: [
        Rule.Example("↓status: active\n", Rule.Example.noContract)
      ],
      nearMisses: [
        Rule.Example("status: draft\n", Rule.Example.noContract, expects: ["inactive-contract-removed"])
      ]),
    Rule(
      "contract-added", [.contract], [""], [.added], .compatible,
      message: "{element} was added", reason: "Nobody reads it yet.", advice: "Nothing to do.",
      fires: [
        Rule.Example(Rule.Example.noContract, "↓schema:\n  - name: orders\n")
      ],
      nearMisses: [
        Rule.Example("schema: []\n", "schema:\n  - name: orders\n", expects: ["object-added"])
      ]),
  ]

  /// By what is the contract known?
  static let contractIdentity = [
    Rule(
      "contract-id-changed", [.contract], ["id"], [.added, .removed, .changed], .breaking,
      message: "id of the contract changed from {before} to {after}",
      reason: "Data products, agreements and consumers refer to it by the old id.", advice: "Give the old id back: an id is never changed.",
      fires: [
        Rule.Example("id: orders\n", "↓id: orders-2\n")
      ],
      nearMisses: [
        Rule.Example("id: orders\n", "id: 'orders'\n", expects: [])
      ]),
    Rule(
      "contract-place-changed", [.contract], ["domain", "tenant"], [.added, .removed, .changed], .dangerous,
      when: { change, _ in change.action == .added ? nil : .dangerous },
      message: "{attribute} of the contract changed from {before} to {after}",
      reason: "It is found elsewhere, and somebody else pays for it.", advice: "Have an owner acknowledge it.",
      fires: [
        Rule.Example("domain: sales\n", "↓domain: finance\n"),
        Rule.Example("↓tenant: acme\n", ""),
      ],
      nearMisses: [
        Rule.Example("", "domain: sales\n", expects: ["contract-description-changed"])
      ]),
    Rule(
      "contract-description-changed", [.contract], ["name", "domain", "tenant", "apiVersion"], [.added, .removed, .changed], .editorial,
      message: "{attribute} of the contract changed from {before} to {after}", reason: "Words for people: the data keeps its promises.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        Rule.Example("name: orders\n", "↓name: customer-orders\n"),
        Rule.Example("apiVersion: v3.1.0\n", "↓apiVersion: v3.2.0\n"),
      ],
      nearMisses: [
        Rule.Example("domain: sales\n", "domain: finance\n", expects: ["contract-place-changed"])
      ]),
  ]
}
