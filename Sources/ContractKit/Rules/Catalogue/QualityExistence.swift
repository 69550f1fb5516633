extension Catalogue {
  /// Is it still checked?
  static let qualityExistence = [
    Rule.quality(
      "null-check-became-required", [""], [.removed], .compatible,
      when: { change, _ in
        let isTakenOver = change.oldElement.map { QualityPromise.isNullCheck($0) } == true && change.newParent?.flag("required") == true
        return isTakenOver ? .compatible : nil
      },
      message: "{element} of {parent} was removed, and 'required' still forbids nulls",
      reason: "The promise is the same; it stands in another place.",
      fires: [
        .column("required: true\nquality: [{↓metric: nullValues, mustBe: 0}]", "required: true")
      ],
      nearMisses: [
        .quality("{metric: nullValues, mustBe: 0}", "", expects: ["quality-rule-removed"])
      ]),
    Rule.quality(
      "quality-rule-withdrawn", [""], [.removed], .dangerous,
      when: { change, _ in
        guard let rule = change.oldElement else { return nil }
        let isSoft = ["warning", "info"].contains((rule.text("severity") ?? "error").lowercased())
        let isUnreadable = ["text", "custom"].contains((rule.text("type") ?? "").lowercased())
        return isSoft || isUnreadable ? .dangerous : nil
      },
      message: "{element} of {parent} was removed",
      reason: "It was promised, if softly or in words that this tool cannot read.",
      fires: [
        .quality("{↓metric: nullValues, mustBe: 0, severity: warning}", ""),
        .quality("{↓type: text, description: No test orders}", ""),
        .quality("{↓type: custom, engine: soda, implementation: 'duplicate_count(id) = 0'}", ""),
      ],
      nearMisses: [
        .quality("{metric: nullValues, mustBe: 0, severity: error}", "", expects: ["quality-rule-removed"])
      ]),
    Rule.quality(
      "quality-rule-removed", [""], [.removed], .breaking,
      message: "{element} of {parent} was removed",
      reason: "A guarantee is gone: data arrives that was held back.",
      fires: [
        .quality("{↓metric: duplicateValues, mustBe: 0}", ""),
        .quality("{↓type: sql, query: 'SELECT COUNT(*) FROM orders', mustBeGreaterThan: 0}", ""),
      ],
      nearMisses: [
        .quality(
          "{metric: duplicateValues, mustBe: 0}", "{metric: duplicateValues, mustBe: 0, name: unique}", expects: ["documentation-changed"])
      ]),
    Rule.quality(
      "quality-rule-added", [""], [.added], .compatible,
      message: "{element} of {parent} was added", reason: "A stronger promise.",
      fires: [
        .quality("", "{↓metric: duplicateValues, mustBe: 0}")
      ],
      nearMisses: [
        .quality("{metric: duplicateValues, mustBe: 0}", "{metric: duplicateValues, mustBe: 0, type: library}", expects: [])
      ]),
  ]
}
