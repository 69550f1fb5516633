extension Catalogue {
  private static let strict = JudgeSettings(policy: JudgePolicy(terms: .strict))

  /// What does it cost, and what may be done with it?
  static let terms = [
    Rule(
      "price-raised", [.contract], ["price.priceAmount"], [.raised, .added], .dangerous,
      when: { _, context in context.settings.policy.terms == .strict ? .breaking : .dangerous },
      message: "price rose from {before} to {after}", reason: "Readers pay more than they agreed to.",
      advice: "Tell the readers in time. With 'judge.terms: strict' it is breaking.",
      fires: [
        Rule.Example("price:\n  priceAmount: 10\n", "price:\n  ↓priceAmount: 12\n"),
        Rule.Example("price:\n  priceAmount: 10\n", "price:\n  ↓priceAmount: 12\n", settings: strict),
      ],
      nearMisses: [
        Rule.Example("price:\n  priceAmount: 10\n", "price:\n  priceAmount: 10.00\n", expects: [])
      ]),
    Rule(
      "price-lowered", [.contract], ["price.priceAmount"], [.lowered, .removed], .compatible,
      message: "price fell from {before} to {after}", reason: "Readers pay less.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        Rule.Example("price:\n  priceAmount: 10\n", "price:\n  ↓priceAmount: 8\n")
      ],
      nearMisses: [
        Rule.Example("price:\n  priceAmount: 10\n", "price:\n  priceAmount: 12\n", expects: ["price-raised"])
      ]),
    Rule(
      "price-changed", [.contract], ["price", "price.priceAmount"], [.added, .changed], .dangerous,
      when: { _, context in context.settings.policy.terms == .strict ? .breaking : .dangerous },
      message: "price changed from {before} to {after}",
      reason: "Another currency or unit: whether it is more cannot be told from the contract.",
      advice: "Tell the readers in time. With 'judge.terms: strict' it is breaking.",
      fires: [
        Rule.Example(
          "price:\n  priceAmount: 10\n  priceCurrency: EUR\n", "price:\n  priceAmount: 10\n  ↓priceCurrency: USD\n")
      ],
      nearMisses: [
        Rule.Example(
          "price:\n  priceAmount: 10\n  priceCurrency: EUR\n", "price:\n  priceAmount: 9\n  priceCurrency: EUR\n",
          expects: ["price-lowered"])
      ]),
    Rule(
      "price-removed", [.contract], ["price"], [.removed], .compatible,
      message: "price {before} was removed", reason: "Readers pay less.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        Rule.Example("price:\n  ↓priceAmount: 10\n  priceCurrency: EUR\n", "")
      ],
      nearMisses: [
        Rule.Example(
          "price:\n  priceAmount: 10\n  priceCurrency: EUR\n", "price:\n  priceAmount: 10\n  priceCurrency: USD\n",
          expects: ["price-changed"])
      ]),
    Rule(
      "limitations-changed", [.contract], ["description.limitations"], [.added, .removed, .changed], .dangerous,
      message: "limitations changed from {before} to {after}",
      reason: "What readers may do with the data, or must not expect of it, is another.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        Rule.Example(
          "description:\n  limitations: Not for billing\n", "description:\n  ↓limitations: Not for billing or advertising\n")
      ],
      nearMisses: [
        Rule.Example(
          "description:\n  usage: Reports\n", "description:\n  usage: Reports and charts\n", expects: ["documentation-changed"])
      ]),
  ]
}
