extension Catalogue {
  private static let finer = "Values between the old steps appear."

  /// In what steps do numbers come?
  static let multiples = [
    Rule.option(
      "multiple-loosened", ["multipleOf"], [.removed, .changed], .breaking,
      when: { change, _ in change.after.flatMap { isMultiple($0, of: change.before) } == true ? nil : .breaking },
      message: "multipleOf of {name} changed from {before} to {after}", reason: finer,
      fires: [
        .options("number", "multipleOf: 10", "↓multipleOf: 5"),
        .options("number", "multipleOf: 10", "↓multipleOf: 15"),
        .options("number", "↓multipleOf: 0.01", ""),
      ],
      nearMisses: [
        .options("number", "multipleOf: 5", "multipleOf: 10", expects: ["multiple-tightened"])
      ]),
    Rule.option(
      "multiple-tightened", ["multipleOf"], [.added, .changed], .compatible,
      message: "multipleOf of {name} changed from {before} to {after}", reason: "Every value is one that was allowed before.",
      fires: [
        .options("number", "multipleOf: 5", "↓multipleOf: 10"),
        .options("number", "", "↓multipleOf: 0.01"),
      ],
      nearMisses: [
        .options("number", "multipleOf: 0.1", "multipleOf: 0.10", expects: [])
      ]),
  ]

  private static func isMultiple(_ value: Value, of other: Value?) -> Bool? {
    guard let number = value.number, let base = other?.number else { return nil }
    return number.isMultiple(of: base)
  }

  /// Which fields must an object have?
  static let requiredFields = [
    Rule.option(
      "required-fields-loosened", ["required"], [.lowered, .removed, .changed], .breaking,
      message: "fields that {name} must have changed from {before} to {after}", reason: "Fields may be missing that readers rely on.",
      fires: [
        .options("object", "required: [a, b]", "↓required: [a]"),
        .options("object", "↓required: [a]", ""),
        .options("object", "required: [a, b]", "↓required: [b, c]"),
      ],
      nearMisses: [
        .options("object", "required: [a, b]", "required: [b, a]", expects: [])
      ]),
    Rule.option(
      "required-fields-tightened", ["required"], [.raised, .added], .compatible,
      message: "fields that {name} must have changed from {before} to {after}", reason: "A stronger promise.",
      fires: [
        .options("object", "required: [a]", "↓required: [a, b]"),
        .options("object", "", "↓required: [a]"),
      ],
      nearMisses: [
        .options("object", "required: [a, b]", "required: [b, a]", expects: [])
      ]),
  ]
}
