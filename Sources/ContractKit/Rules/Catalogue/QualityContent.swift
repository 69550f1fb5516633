extension Catalogue {
  /// Is the same thing checked?
  static let qualityContent = [
    Rule.quality(
      "quality-rule-changed", ["query", "implementation", "engine", "metric", "rule", "type"], [.added, .removed, .changed], .dangerous,
      message: "{attribute} of {element} of {parent} changed from {before} to {after}",
      reason: "Whether the new check finds what the old one found cannot be told.",
      fires: [
        .quality(
          "{name: a, type: sql, query: SELECT 1, mustBe: 1}", "{name: a, type: sql, ↓query: SELECT 2, mustBe: 1}"),
        .quality(
          "{name: a, type: custom, engine: soda, implementation: one}",
          "{name: a, type: custom, engine: soda, ↓implementation: two}"),
        .quality("{type: sql, query: SELECT 1, mustBe: 1}", "{type: sql, ↓query: SELECT 2, mustBe: 1}"),
      ],
      nearMisses: [
        .quality(
          "{type: sql, query: SELECT 1, mustBe: 1}", "{type: sql, query: SELECT 2, mustBe: 2}",
          expects: ["quality-rule-removed", "quality-rule-added"])
      ]),
    Rule.quality(
      "quality-values-loosened", ["arguments.validValues", "arguments.missingValues", "arguments.properties"],
      [.added, .removed, .lowered, .changed], .breaking,
      when: { change, _ in
        let isFirst = change.action == .added
        return isFirst ? nil : .breaking
      },
      message: "{attribute} of {element} of {parent} changed from {before} to {after}",
      reason: "Values count as good that counted as bad.",
      fires: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {validValues: [a]}}",
          "{metric: invalidValues, mustBe: 0, arguments: {↓validValues: [a, b]}}"),
        .quality(
          "{metric: duplicateValues, mustBe: 0, arguments: {properties: [a]}}",
          "{metric: duplicateValues, mustBe: 0, arguments: {↓properties: [a, b]}}"),
        .quality(
          "{metric: missingValues, mustBe: 0, arguments: {missingValues: ['', n/a]}}",
          "{metric: missingValues, mustBe: 0, arguments: {↓missingValues: ['']}}"),
      ],
      nearMisses: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {validValues: [a, b]}}",
          "{metric: invalidValues, mustBe: 0, arguments: {validValues: [b, a]}}", expects: [])
      ]),
    Rule.quality(
      "quality-values-tightened", ["arguments.validValues", "arguments.missingValues", "arguments.properties"], [.added, .raised],
      .compatible,
      message: "{attribute} of {element} of {parent} changed from {before} to {after}", reason: "A stronger promise.",
      fires: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {validValues: [a, b]}}",
          "{metric: invalidValues, mustBe: 0, arguments: {↓validValues: [a]}}"),
        .quality(
          "{metric: missingValues, mustBe: 0, arguments: {missingValues: ['']}}",
          "{metric: missingValues, mustBe: 0, arguments: {↓missingValues: ['', n/a]}}"),
      ],
      nearMisses: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {validValues: [a]}}",
          "{metric: invalidValues, mustBe: 0, arguments: {validValues: [a, b]}}", expects: ["quality-values-loosened"])
      ]),
    Rule.quality(
      "quality-pattern-removed", ["arguments.pattern"], [.removed], .breaking,
      message: "pattern {before} of {element} of {parent} was removed", reason: "Values count as good that counted as bad.",
      fires: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {↓pattern: '^A'}}", "{metric: invalidValues, mustBe: 0}")
      ],
      nearMisses: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^A'}}",
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^B'}}",
          expects: ["quality-pattern-changed"])
      ]),
    Rule.quality(
      "quality-pattern-added", ["arguments.pattern"], [.added], .compatible,
      message: "{element} of {parent} has the pattern {after} now", reason: "A stronger promise.",
      fires: [
        .quality(
          "{metric: invalidValues, mustBe: 0}", "{metric: invalidValues, mustBe: 0, arguments: {↓pattern: '^A'}}")
      ],
      nearMisses: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^A'}}",
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^B'}}",
          expects: ["quality-pattern-changed"])
      ]),
    Rule.quality(
      "quality-pattern-changed", ["arguments.pattern"], [.changed], .dangerous,
      message: "pattern of {element} of {parent} changed from {before} to {after}",
      reason: "Whether the new pattern allows more than the old one is not decided.",
      fires: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^A'}}",
          "{metric: invalidValues, mustBe: 0, arguments: {↓pattern: '^B'}}")
      ],
      nearMisses: [
        .quality(
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^[0-9]$'}}",
          "{metric: invalidValues, mustBe: 0, arguments: {pattern: '^\\d$'}}", expects: [])
      ]),
  ]
}
