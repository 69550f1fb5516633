extension Catalogue {
  /// What does a text look like?
  static let patterns = [
    Rule.option(
      "pattern-removed", ["pattern"], [.removed], .breaking,
      message: "pattern {before} of {name} was removed", reason: "Texts of any form appear: parsers fail.",
      fires: [
        .options("string", "↓pattern: '^A'", "")
      ],
      nearMisses: [
        .options("string", "pattern: '^A'", "pattern: '^B'", expects: ["pattern-changed"])
      ]),
    Rule.option(
      "pattern-added", ["pattern"], [.added], .compatible,
      message: "{name} has the pattern {after} now", reason: "Every text is one that was allowed before.",
      fires: [
        .options("string", "", "↓pattern: '^A'")
      ],
      nearMisses: [
        .options("string", "pattern: '^A'", "pattern: '^B'", expects: ["pattern-changed"])
      ]),
    Rule.option(
      "pattern-changed", ["pattern"], [.changed], .dangerous,
      message: "pattern of {name} changed from {before} to {after}",
      reason: "Whether the new pattern allows more than the old one is not decided.",
      fires: [
        .options("string", "pattern: '^A'", "↓pattern: '^B'")
      ],
      nearMisses: [
        .options("string", "pattern: '^[0-9]+$'", "pattern: '^\\d{1,}$'", expects: [])
      ]),
  ]

  /// In what form is a value written?
  static let formats = [
    Rule.option(
      "format-removed", ["format"], [.removed], .breaking,
      message: "format {before} of {name} was removed", reason: "Values in any form appear: parsers fail.",
      fires: [
        .options("string", "↓format: uuid", ""),
        .options("date", "↓format: yyyy-MM-dd", ""),
      ],
      nearMisses: [
        .options("integer", "format: i32", "", expects: [])
      ]),
    Rule.option(
      "format-added", ["format"], [.added], .compatible,
      message: "{name} has the format {after} now", reason: "A stronger promise.",
      fires: [
        .options("string", "", "↓format: uuid")
      ],
      nearMisses: [
        .options("string", "format: uuid", "format: email", expects: ["format-changed"])
      ]),
    Rule.option(
      "format-changed", ["format"], [.changed], .breaking,
      message: "format of {name} changed from {before} to {after}",
      reason: "Values are written in another form: parsers fail or, worse, swap day and month.",
      fires: [
        .options("string", "format: uuid", "↓format: email"),
        .options("date", "format: yyyy-MM-dd", "↓format: dd.MM.yyyy"),
      ],
      nearMisses: [
        .options("integer", "format: i64", "format: i32", expects: ["type-narrowed"])
      ]),
  ]
}
