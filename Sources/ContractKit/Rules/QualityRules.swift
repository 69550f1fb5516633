extension Rule {
  /// A rule about checks of the data. What it costs a reader is what is not checked, or not blocked, any more.
  static func quality(
    _ id: String, _ attributes: [String] = [""], _ actions: [Change.Action], _ impact: Impact, when judgement: Rule.Judgement? = nil,
    message: String, reason: String, advice: String? = nil, fires: @autoclosure @escaping @Sendable () -> [Rule.Example],
    nearMisses: @autoclosure @escaping @Sendable () -> [Rule.Example]
  ) -> Rule {
    Rule(
      id, [.qualityRule], attributes, actions, impact, when: judgement, message: message, reason: reason,
      advice: advice ?? qualityAdvice(for: impact), isAboutData: true, fires: fires(), nearMisses: nearMisses())
  }

  private static func qualityAdvice(for impact: Impact) -> String {
    switch impact {
    case .breaking: "Keep the promise, or lower it in a major version."
    case .dangerous: "Tell the readers, and have an owner acknowledge it."
    case .compatible, .editorial: usualAdvice(for: impact)
    }
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
