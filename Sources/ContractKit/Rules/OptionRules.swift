extension Rule {
  /// A rule about an option of a column's type that bounds its values.
  static func option(
    _ id: String, _ attributes: [String], _ actions: [Change.Action], _ impact: Impact, when judgement: Rule.Judgement? = nil,
    message: String, reason: String, advice: String? = nil, fires: @autoclosure @escaping @Sendable () -> [Rule.Example],
    nearMisses: @autoclosure @escaping @Sendable () -> [Rule.Example]
  ) -> Rule {
    Rule(
      id, [.property, .arrayItem, .mapKey, .mapValue], attributes.map { "logicalTypeOptions." + $0 }, actions, impact, when: judgement,
      message: message, reason: reason, advice: advice ?? Rule.usualAdvice(for: impact), isAboutData: true, fires: fires(),
      nearMisses: nearMisses())
  }

  /// What there is to do where a rule has nothing better to say.
  static func usualAdvice(for impact: Impact) -> String {
    switch impact {
    case .editorial: "Nothing to do but to raise the patch version."
    case .compatible: "Nothing to do but to raise the minor version."
    case .dangerous: "Tell the readers, and have an owner acknowledge it."
    case .breaking: "Keep the promise, or publish the other values as a new column and deprecate this one."
    }
  }
}

extension Rule.Example {
  /// A column `amount` of some logical type, given by its options as a flow mapping's inside. A `↓` in them marks the place.
  static func options(
    _ type: String, _ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()
  ) -> Rule.Example {
    let text = { (options: String) in
      options.isEmpty ? "logicalType: \(type)" : "logicalType: \(type)\nlogicalTypeOptions: {\(options)}"
    }
    return .column(text(before), text(after), expects: expects, settings: settings)
  }
}
