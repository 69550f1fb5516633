extension Catalogue {
  private static func level(_ text: String) -> String { text.isEmpty ? "" : "slaProperties:\n  - \(text)\n" }

  private static func example(
    _ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()
  ) -> Rule.Example {
    Rule.Example(level(before), level(after), expects: expects, settings: settings)
  }

  /// Is it promised at all, and of what?
  static let serviceLevelExistence = [
    Rule(
      "service-level-removed", [.serviceLevel], [""], [.removed], .breaking,
      when: { change, _ in SupportDate.kind(of: change.oldElement) == .end ? nil : .breaking },
      message: "{element} was removed", reason: "What readers planned with is not promised any more.",
      advice: "Keep it, or lower it in a major version and say so.",
      fires: [
        example("{↓property: retention, value: 3, unit: y}", "")
      ],
      nearMisses: [
        example("{property: endOfLife, value: '2027-01-01'}", "", expects: ["support-end-later"])
      ]),
    Rule(
      "service-level-added", [.serviceLevel], [""], [.added], .compatible,
      when: { change, _ in SupportDate.kind(of: change.newElement) == .end ? nil : .compatible },
      message: "{element} was added", reason: "A stronger promise.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        example("", "{↓property: retention, value: 3, unit: y}")
      ],
      nearMisses: [
        example("", "{property: endOfLife, value: '2027-01-01'}", expects: ["support-end-earlier"])
      ]),
    Rule(
      "service-level-renamed", [.serviceLevel], [""], [.renamed], .breaking,
      message: "{element} is '{after}' now", reason: "Another thing is promised in its place.",
      advice: "Keep the old service level beside the new one.",
      fires: [
        example("{property: latency, value: 4, unit: h, id: s1}", "{↓property: retention, value: 4, unit: h, id: s1}")
      ],
      nearMisses: [
        example(
          "{property: latency, value: 4, unit: h}", "{property: retention, value: 4, unit: h}",
          expects: ["service-level-removed", "service-level-added"])
      ]),
    Rule(
      "service-level-element-changed", [.serviceLevel, .contract], ["element", "slaDefaultElement"], [.added, .removed, .changed],
      .breaking,
      message: "{attribute} of {element} changed from {before} to {after}", reason: "It is promised of another column.",
      advice: "Keep the old service level beside the new one.",
      fires: [
        example(
          "{property: latency, value: 4, unit: h, element: orders.at}", "{property: latency, value: 4, unit: h, ↓element: orders.day}")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n    properties: [{name: at, id: c1}]\n"
            + level("{property: latency, value: 4, unit: h, element: orders.at}"),
          "schema:\n  - name: orders\n    properties: [{name: placed_at, id: c1}]\n"
            + level("{property: latency, value: 4, unit: h, element: orders.placed_at}"), expects: ["property-renamed"])
      ]),
    Rule(
      "service-level-driver-changed", [.serviceLevel], ["driver"], [.removed, .changed, .added], .editorial,
      when: { change, _ in change.before?.text.lowercased() == "regulatory" ? .dangerous : .editorial },
      message: "driver of {element} changed from {before} to {after}",
      reason: "Why it is promised is another; a promise that the law asked for is weaker without it.",
      advice: "If it was regulatory, have an owner acknowledge it.",
      fires: [
        example(
          "{property: latency, value: 4, unit: h, driver: analytics}", "{property: latency, value: 4, unit: h, ↓driver: operational}"),
        example(
          "{property: latency, value: 4, unit: h, driver: regulatory}", "{property: latency, value: 4, unit: h, ↓driver: operational}"),
      ],
      nearMisses: [
        example(
          "{property: latency, value: 4, unit: h, driver: Analytics}", "{property: latency, value: 4, unit: h, driver: analytics}",
          expects: [])
      ]),
    Rule(
      "service-level-schedule-changed", [.serviceLevel], ["schedule", "scheduler"], [.added, .removed, .changed], .editorial,
      message: "schedule of the check of {element} changed from {before} to {after}",
      reason: "When it is measured is another; what is promised is the same.", advice: "Nothing to do but to raise the patch version.",
      fires: [
        example(
          "{property: latency, value: 4, unit: h, schedule: 0 * * * *}", "{property: latency, value: 4, unit: h, ↓schedule: 0 0 * * *}")
      ],
      nearMisses: [
        example("{property: latency, value: 4, unit: h}", "{property: latency, value: 5, unit: h}", expects: ["service-level-lowered"])
      ]),
  ]

  /// How much is promised? Units are folded: four hours are 240 minutes.
  static let serviceLevelValues = [
    Rule(
      "service-level-slipped", [.serviceLevel], ["value"], [.lowered], .dangerous,
      when: { change, context in
        guard let old = change.oldElement, let new = change.newElement, let tolerance = tolerance(for: new, context) else { return nil }
        return ServiceLevel.isWithin(tolerance, old, new) ? .dangerous : nil
      },
      message: "{element} slipped from {before} to {after}, within what the policy tolerates",
      reason: "A little less is promised.", advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        example(
          "{property: availability, value: 99.9, unit: '%'}", "{property: availability, ↓value: 99.85, unit: '%'}",
          settings: JudgeSettings(policy: JudgePolicy(serviceLevelTolerance: tolerances)))
      ],
      nearMisses: [
        example(
          "{property: availability, value: 99.9, unit: '%'}", "{property: availability, value: 99.7, unit: '%'}",
          expects: ["service-level-lowered"], settings: JudgeSettings(policy: JudgePolicy(serviceLevelTolerance: tolerances)))
      ]),
    Rule(
      "service-level-lowered", [.serviceLevel], ["value"], [.lowered], .breaking,
      message: "{element} was lowered from {before} to {after}",
      reason: "Less is promised: data is later, gone sooner or there less often than readers planned with.",
      advice: "Keep the promise, or lower it in a major version and say so.",
      fires: [
        example("{property: availability, value: 99.9, unit: '%'}", "{property: availability, ↓value: 99, unit: '%'}"),
        example("{property: latency, value: 4, unit: h}", "{property: latency, ↓value: 1, unit: d}"),
        example("{property: retention, value: 3, unit: y}", "{property: retention, ↓value: 24, unit: months}"),
        example("{property: frequency, value: 1, unit: d}", "{property: frequency, ↓value: 1, unit: w}"),
        example("{property: timeOfAvailability, value: '08:00'}", "{property: timeOfAvailability, ↓value: '09:30'}"),
        example("{property: timeToRepair, value: 4, unit: h}", "{property: timeToRepair, ↓value: 8, unit: h}"),
        example("{property: errorRate, value: 1, unit: '%'}", "{property: errorRate, ↓value: 2, unit: '%'}"),
        example("{property: retention, value: P2Y}", "{property: retention, ↓value: P12M}"),
      ],
      nearMisses: [
        example("{property: latency, value: 4, unit: h}", "{property: latency, value: 240, unit: min}", expects: []),
        example("{property: latency, value: 24, unit: h}", "{property: Latency, value: 1, unit: d}", expects: ["service-level-renamed"]),
      ]),
    Rule(
      "service-level-raised", [.serviceLevel], ["value"], [.raised], .compatible,
      message: "{element} was raised from {before} to {after}", reason: "A stronger promise.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        example("{property: latency, value: 4, unit: h}", "{property: latency, ↓value: 30, unit: min}"),
        example("{property: retention, value: 3, unit: y}", "{property: retention, ↓value: 5, unit: y}"),
      ],
      nearMisses: [
        example("{property: retention, value: 3, unit: y}", "{property: retention, value: 36, unit: months}", expects: [])
      ]),
    Rule(
      "service-level-changed", [.serviceLevel], ["value"], [.added, .removed, .changed], .dangerous,
      when: { change, _ in SupportDate.kind(of: change.newElement) == nil ? .dangerous : nil },
      message: "{element} changed from {before} to {after}", reason: "Which of the two is better for readers is not known.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        example("{property: shininess, value: 4}", "{property: shininess, ↓value: 5}"),
        example("{property: latency, value: 4, unit: h}", "{property: latency, ↓value: 30, unit: blinks}"),
      ],
      nearMisses: [
        example("{property: shininess, value: 4}", "{property: shininess, value: 4.0}", expects: [])
      ]),
  ]

  /// How long is it supported?
  static let supportDates = [
    Rule(
      "support-end-earlier", [.serviceLevel], ["", "value"], [.added, .lowered, .changed], .breaking,
      when: { change, _ in SupportDate.kind(of: change.newElement) == .end ? .breaking : nil },
      message: "{element} is {after} now, before {before}", reason: "Readers have less time than they were promised.",
      advice: "Tell them at once, with what takes its place.", consequences: [.notice],
      fires: [
        example("{property: endOfLife, value: '2027-06-01'}", "{property: endOfLife, ↓value: '2027-01-01'}"),
        example("", "{↓property: endOfSupport, value: '2027-06-01'}"),
      ],
      nearMisses: [
        example("{property: endOfLife, value: '2027-01-01'}", "{property: endOfLife, value: '2027-06-01'}", expects: ["support-end-later"])
      ]),
    Rule(
      "support-end-later", [.serviceLevel], ["", "value"], [.removed, .raised], .compatible,
      when: { change, _ in SupportDate.kind(of: change.oldElement) == .end ? .compatible : nil },
      message: "{element} is {after} now, before {before}", reason: "Readers have more time.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        example("{property: endOfLife, value: '2027-01-01'}", "{property: endOfLife, ↓value: '2027-06-01'}"),
        example("{↓property: endOfSupport, value: '2027-06-01'}", ""),
      ],
      nearMisses: [
        example(
          "{property: endOfLife, value: '2027-06-01'}", "{property: endOfLife, value: '2027-01-01'}", expects: ["support-end-earlier"])
      ]),
    Rule(
      "availability-delayed", [.serviceLevel], ["value"], [.raised, .changed], .dangerous,
      when: { change, _ in SupportDate.kind(of: change.newElement) == .availability ? .dangerous : nil },
      message: "{element} is {after} now, before {before}", reason: "Readers who planned with it wait.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        example(
          "{property: generalAvailability, value: '2027-01-01'}", "{property: generalAvailability, ↓value: '2027-06-01'}")
      ],
      nearMisses: [
        example(
          "{property: generalAvailability, value: '2027-06-01'}", "{property: generalAvailability, value: '2027-01-01'}",
          expects: ["availability-advanced"])
      ]),
    Rule(
      "availability-advanced", [.serviceLevel], ["value"], [.lowered], .compatible,
      when: { change, _ in SupportDate.kind(of: change.newElement) == .availability ? .compatible : nil },
      message: "{element} is {after} now, before {before}", reason: "Readers have it sooner.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        example(
          "{property: generalAvailability, value: '2027-06-01'}", "{property: generalAvailability, ↓value: '2027-01-01'}")
      ],
      nearMisses: [
        example(
          "{property: generalAvailability, value: '2027-01-01'}", "{property: generalAvailability, value: '2027-06-01'}",
          expects: ["availability-delayed"])
      ]),
  ]

  private static let tolerances = ["availability": ExactNumber("0.1") ?? .zero]

  private static func tolerance(for level: Element, _ context: JudgeContext) -> ExactNumber? {
    context.settings.policy.serviceLevelTolerance.first { name, _ in
      name.lowercased().filter { $0.isLetter || $0.isNumber } == ServiceLevel.name(of: level)
    }?.value
  }
}
