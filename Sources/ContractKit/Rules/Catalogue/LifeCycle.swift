extension Catalogue {
  /// Where in its life is the contract?
  static let lifeCycle = [
    Rule(
      "contract-retired", [.contract], ["status"], [.changed], .breaking,
      when: { change, context in
        let isAnnounced = context.old?.status == .deprecated && SupportDate.hasEnded(context.old, by: context.settings.today)
        return change.after?.text == "retired" && isAnnounced ? .breaking : nil
      },
      message: "the contract was retired as announced", reason: "Its end of life has come: nothing is promised any more.",
      advice: "Delete the file in a later version, and keep its id in '.contracts/retired.yaml'.", consequences: [.notice],
      fires: [
        Rule.Example(
          "status: deprecated\nslaProperties:\n  - property: endOfLife\n    value: '2026-01-01'\n",
          "↓status: retired\nslaProperties:\n  - property: endOfLife\n    value: '2026-01-01'\n",
          settings: JudgeSettings(today: CalendarDay("2026-02-01")))
      ],
      nearMisses: [
        Rule.Example(
          "status: deprecated\nslaProperties:\n  - property: endOfLife\n    value: '2026-03-01'\n",
          "status: retired\nslaProperties:\n  - property: endOfLife\n    value: '2026-03-01'\n",
          expects: ["contract-retired-early"], settings: JudgeSettings(today: CalendarDay("2026-02-01")))
      ]),
    Rule(
      "contract-retired-early", [.contract], ["status"], [.changed], .breaking,
      when: { change, _ in change.after?.text == "retired" ? .breaking : nil },
      message: "the contract was retired while it was {before}, without an announced end",
      reason: "Readers had no time to move.", advice: "Set 'status: deprecated' and the service level 'endOfLife' first.",
      consequences: [.notice],
      fires: [
        Rule.Example("status: active\n", "↓status: retired\n")
      ],
      nearMisses: [
        Rule.Example("status: active\n", "status: deprecated\n", expects: ["contract-deprecated"])
      ]),
    Rule(
      "contract-deprecated", [.contract], ["status"], [.changed], .compatible,
      when: { change, _ in change.after?.text == "deprecated" ? .compatible : nil },
      message: "the contract was deprecated", reason: "It still holds; its readers must learn that it will end.",
      advice: "Say what takes its place, and when it ends (service level 'endOfLife').", consequences: [.notice],
      fires: [
        Rule.Example("status: active\n", "↓status: deprecated\n")
      ],
      nearMisses: [
        Rule.Example("status: active\n", "status: ACTIVE\n", expects: [])
      ]),
    Rule(
      "contract-suspended", [.contract], ["status"], [.changed], .dangerous,
      when: { change, _ in
        let order = ["proposed", "draft", "active", "deprecated", "retired"]
        guard let was = change.before.flatMap({ order.firstIndex(of: $0.text) }),
          let becomes = change.after.flatMap({ order.firstIndex(of: $0.text) })
        else { return .dangerous }
        return becomes < was ? .dangerous : nil
      },
      message: "status of the contract went back from {before} to {after}",
      reason: "A promise is suspended, or one that had ended is made again.", advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        Rule.Example("status: active\n", "↓status: draft\n"),
        Rule.Example("status: retired\n", "↓status: active\n"),
      ],
      nearMisses: [
        Rule.Example("status: draft\n", "status: active\n", expects: ["contract-advanced"])
      ]),
    Rule(
      "contract-advanced", [.contract], ["status"], [.changed], .compatible,
      message: "status of the contract went on from {before} to {after}", reason: "More is promised than before.",
      advice: "From now on its promises bind.",
      fires: [
        Rule.Example("status: proposed\n", "↓status: draft\n"),
        Rule.Example("status: draft\n", "↓status: active\n"),
      ],
      nearMisses: [
        Rule.Example("status: active\n", "status: draft\n", expects: ["contract-suspended"])
      ]),
  ]
}
