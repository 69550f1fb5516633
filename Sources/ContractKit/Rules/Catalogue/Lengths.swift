extension Catalogue {
  private static let outside = "Texts of lengths appear that were ruled out: buffers are too small, parsers fail, empty texts surprise."
  private static let inside = "Every text has a length that was allowed before."

  /// How long may a text be?
  static let lengths = [
    Rule.option(
      "length-loosened", ["minLength"], [.lowered, .removed], .breaking,
      message: "{attribute} of {name} was lowered from {before} to {after}", reason: outside,
      fires: [
        .options("string", "minLength: 3", "↓minLength: 1"),
        .options("string", "↓minLength: 3", ""),
      ],
      nearMisses: [
        .options("string", "minLength: 0", "", expects: [])
      ]),
    Rule.option(
      "length-tightened", ["minLength"], [.raised, .added], .compatible,
      message: "{attribute} of {name} was raised from {before} to {after}", reason: inside,
      fires: [
        .options("string", "minLength: 1", "↓minLength: 3"),
        .options("string", "", "↓minLength: 3"),
      ],
      nearMisses: [
        .options("string", "", "minLength: 0", expects: [])
      ]),
    Rule.option(
      "maximum-length-loosened", ["maxLength"], [.raised, .removed], .breaking,
      message: "{attribute} of {name} was raised from {before} to {after}", reason: outside,
      fires: [
        .options("string", "maxLength: 20", "↓maxLength: 40"),
        .options("string", "↓maxLength: 20", ""),
      ],
      nearMisses: [
        .options("string", "maxLength: 20", "maxLength: 2e1", expects: [])
      ]),
    Rule.option(
      "maximum-length-tightened", ["maxLength"], [.lowered, .added], .compatible,
      message: "{attribute} of {name} was lowered from {before} to {after}", reason: inside,
      fires: [
        .options("string", "maxLength: 20", "↓maxLength: 10"),
        .options("string", "", "↓maxLength: 10"),
      ],
      nearMisses: [
        .options("string", "maxLength: 10", "maxLength: 11", expects: ["maximum-length-loosened"])
      ]),
  ]
}
