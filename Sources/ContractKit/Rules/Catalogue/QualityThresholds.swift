extension Catalogue {
  /// Which results are good enough? Operators are compared by the results that they accept.
  static let qualityThresholds = [
    Rule.quality(
      "quality-threshold-loosened", QualityThreshold.operators, [.lowered], .breaking,
      message: "threshold of {element} of {parent} was loosened from {before} to {after}",
      reason: "Worse data passes than readers were promised.",
      fires: [
        .quality("{metric: nullValues, mustBe: 0}", "{metric: nullValues, ↓mustBeLessThan: 10}"),
        .quality("{metric: rowCount, mustBeBetween: [10, 20]}", "{metric: rowCount, ↓mustBeBetween: [10, 30]}"),
        .quality("{metric: nullValues, ↓mustBe: 0}", "{metric: nullValues}"),
      ],
      nearMisses: [
        .quality("{metric: rowCount, mustBeBetween: [10, 10]}", "{metric: rowCount, mustBe: 10}", expects: [])
      ]),
    Rule.quality(
      "quality-threshold-tightened", QualityThreshold.operators, [.raised], .compatible,
      message: "threshold of {element} of {parent} was tightened from {before} to {after}", reason: "A stronger promise.",
      fires: [
        .quality("{metric: nullValues, mustBeLessThan: 10}", "{metric: nullValues, ↓mustBeLessThan: 5}"),
        .quality("{metric: rowCount, mustBeGreaterThan: 0}", "{metric: rowCount, ↓mustBeBetween: [1, 5]}"),
      ],
      nearMisses: [
        .quality("{metric: nullValues, mustBe: 0, unit: rows}", "{metric: nullValues, mustBe: 0, unit: percent}", expects: [])
      ]),
    Rule.quality(
      "quality-threshold-moved", QualityThreshold.operators, [.changed], .breaking,
      message: "threshold of {element} of {parent} moved from {before} to {after}",
      reason: "Results pass that did not, and others fail that passed.",
      fires: [
        .quality("{metric: rowCount, mustBeBetween: [10, 20]}", "{metric: rowCount, ↓mustBeBetween: [15, 25]}")
      ],
      nearMisses: [
        .quality(
          "{metric: rowCount, mustBeBetween: [10, 20]}", "{metric: rowCount, mustBeBetween: [12, 18]}",
          expects: ["quality-threshold-tightened"])
      ]),
    Rule.quality(
      "quality-unit-changed", ["unit"], [.changed], .dangerous,
      message: "threshold of {element} of {parent} changed from {before} to {after}",
      reason: "Whether so many rows are more than so many percent depends on the data.",
      fires: [
        .quality("{metric: nullValues, mustBeLessThan: 5}", "{metric: nullValues, mustBeLessThan: 5, ↓unit: percent}")
      ],
      nearMisses: [
        .quality("{metric: nullValues, mustBeLessThan: 5}", "{metric: nullValues, mustBeLessThan: 5, unit: rows}", expects: [])
      ]),
  ]
}
