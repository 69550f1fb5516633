extension Rule {
  /// A rule about checks of the data. What it costs a reader is what is not checked, or not blocked, any more.
  static func quality(
    _ id: String, _ attributes: [String] = [""], _ actions: [Change.Action], _ impact: Impact, when judgement: Rule.Judgement? = nil,
    message: String, reason: String, advice: String? = nil, fires: @autoclosure @escaping @Sendable () -> [Rule.Example],
    nearMisses: @autoclosure @escaping @Sendable () -> [Rule.Example]
  ) -> Rule {
    let usual: [Impact: String] = [
      .breaking: "Keep the promise, or lower it in a major version.", .dangerous: "Tell the readers, and have an owner acknowledge it.",
    ]
    return Rule(
      id, [.qualityRule], attributes, actions, impact, when: judgement, message: message, reason: reason,
      advice: advice ?? usual[impact] ?? Rule.usualAdvice(for: impact), isAboutData: true, fires: fires(), nearMisses: nearMisses())
  }
}

extension Rule.Example {
  /// A column `amount` with one quality rule each side, as flow mappings; an empty text is no rule.
  static func quality(
    _ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()
  ) -> Rule.Example {
    let text = { (rule: String) in rule.isEmpty ? "" : "quality:\n  - \(rule)" }
    return .column(text(before), text(after), expects: expects, settings: settings)
  }
}
