extension Catalogue {
  /// What happens when a check fails, and how soon is it seen?
  static let qualityStrictness = [
    Rule.quality(
      "quality-severity-lowered", ["severity"], [.lowered], .breaking,
      when: { change, _ in
        let wasError = (change.oldElement?.text("severity") ?? "error").lowercased() == "error"
        return wasError ? .breaking : .dangerous
      },
      message: "severity of {element} of {parent} was lowered from {before} to {after}",
      reason: "Bad data is not held back any more.",
      fires: [
        .quality("{metric: nullValues, mustBe: 0}", "{metric: nullValues, mustBe: 0, ↓severity: warning}"),
        .quality(
          "{metric: nullValues, mustBe: 0, severity: warning}", "{metric: nullValues, mustBe: 0, ↓severity: info}"),
      ],
      nearMisses: [
        .quality("{metric: nullValues, mustBe: 0}", "{metric: nullValues, mustBe: 0, severity: error}", expects: [])
      ]),
    Rule.quality(
      "quality-severity-raised", ["severity"], [.raised], .compatible,
      message: "severity of {element} of {parent} was raised from {before} to {after}", reason: "A stronger promise.",
      fires: [
        .quality("{metric: nullValues, mustBe: 0, ↓severity: warning}", "{metric: nullValues, mustBe: 0}")
      ],
      nearMisses: [
        .quality(
          "{metric: nullValues, mustBe: 0, severity: error}", "{metric: nullValues, mustBe: 0, severity: Error}", expects: [])
      ]),
    Rule.quality(
      "quality-severity-changed", ["severity"], [.changed], .dangerous,
      message: "severity of {element} of {parent} changed from {before} to {after}",
      reason: "One of the two words is not known, so nobody can say which is stricter.",
      fires: [
        .quality("{metric: nullValues, mustBe: 0}", "{metric: nullValues, mustBe: 0, ↓severity: blocker}")
      ],
      nearMisses: [
        .quality(
          "{metric: nullValues, mustBe: 0}", "{metric: nullValues, mustBe: 0, severity: warning}", expects: ["quality-severity-lowered"])
      ]),
    Rule.quality(
      "quality-schedule-changed", ["schedule", "scheduler"], [.removed, .changed], .dangerous,
      message: "schedule of {element} of {parent} changed from {before} to {after}",
      reason: "If it runs less often, bad data is seen later.",
      fires: [
        .quality(
          "{metric: nullValues, mustBe: 0, schedule: 0 * * * *}", "{metric: nullValues, mustBe: 0, ↓schedule: 0 0 * * *}")
      ],
      nearMisses: [
        .quality(
          "{metric: nullValues, mustBe: 0}", "{metric: nullValues, mustBe: 0, schedule: 0 0 * * *}", expects: ["quality-schedule-added"])
      ]),
    Rule.quality(
      "quality-schedule-added", ["schedule", "scheduler"], [.added], .compatible,
      message: "{element} of {parent} runs by the schedule {after} now", reason: "A promise that was not there before.",
      fires: [
        .quality(
          "{metric: nullValues, mustBe: 0}", "{metric: nullValues, mustBe: 0, ↓schedule: 0 0 * * *}")
      ],
      nearMisses: [
        .quality(
          "{metric: nullValues, mustBe: 0, schedule: 0 * * * *}", "{metric: nullValues, mustBe: 0, schedule: 0 0 * * *}",
          expects: ["quality-schedule-changed"])
      ]),
  ]
}
