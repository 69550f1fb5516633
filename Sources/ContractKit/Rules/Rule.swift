/// What one kind of change costs, and how to say it.
///
/// A rule is a value. Its examples are its tests and its documentation: each is run against the whole catalogue.
package struct Rule: Sendable {
  /// A pair of ODCS fragments, the rules that speak of it, and the place that they report.
  package struct Example: Sendable {
    /// Keys at the top level of a contract, without the ones that every contract has. A `↓` stands before the reported place: in
    /// `after`, or in `before` for what is gone.
    package var before: String
    package var after: String
    /// The ids that fire, in the order of the report; nil in a rule's own `fires` means this rule alone.
    package var expects: [String]?
    /// Stands in `before` or `after` where there is no contract on that side.
    package static let noContract = "# no contract\n"
    /// What the policy says, where the example needs it.
    package var settings: JudgeSettings

    package init(_ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()) {
      self.before = before
      self.after = after
      self.expects = expects
      self.settings = settings
    }
  }

  /// What a change asks for besides the version.
  package enum Consequence: String, Sendable, CaseIterable {
    /// Consumers must be told, whatever it costs.
    case notice
    /// Whoever answers for security must agree.
    case securitySignOff = "security-sign-off"
    /// Those who answered before and those who answer now must both agree.
    case handOver = "hand-over"
  }

  /// The impact of a change, or nil where another rule speaks of it.
  package typealias Judgement = @Sendable (Change, JudgeContext) -> Impact?

  /// Kebab-case; never renamed and never used again for something else.
  package var id: String
  /// The kinds of element that it speaks of.
  package var subjects: [Element.Kind]
  /// Attributes as in ODCS 3.2; `""` is the element itself, `"*"` any attribute.
  package var attributes: [String]
  package var actions: [Change.Action]
  /// What it costs, nearly always.
  package var impact: Impact
  /// Decides where the coordinate alone does not.
  package var judgement: Judgement?
  /// One sentence with placeholders; see `Sentence`.
  package var message: String
  /// Why it hurts the reader, or why it does not.
  package var reason: String
  /// What to do instead, or besides.
  package var advice: String
  package var consequences: [Consequence]
  /// True for the rules about shape and data, which `perspective: producer` turns round.
  package var isAboutData: Bool
  /// Written when they are asked for: a hook judges by the rules and reads none of their examples.
  package var fires: [Example] { makeFires() }
  package var nearMisses: [Example] { makeNearMisses() }
  private let makeFires: @Sendable () -> [Example]
  private let makeNearMisses: @Sendable () -> [Example]

  package init(
    _ id: String, _ subjects: [Element.Kind], _ attributes: [String] = [""], _ actions: [Change.Action], _ impact: Impact,
    when judgement: Judgement? = nil, message: String, reason: String, advice: String, consequences: [Consequence] = [],
    isAboutData: Bool = false, fires: @autoclosure @escaping @Sendable () -> [Example],
    nearMisses: @autoclosure @escaping @Sendable () -> [Example]
  ) {
    self.id = id
    self.subjects = subjects
    self.attributes = attributes
    self.actions = actions
    self.impact = impact
    self.judgement = judgement
    self.message = message
    self.reason = reason
    self.advice = advice
    self.consequences = consequences
    self.isAboutData = isAboutData
    makeFires = fires
    makeNearMisses = nearMisses
  }

  /// The impact of a change by this rule, or nil if it does not speak of it.
  package func impact(of change: Change, in context: JudgeContext) -> Impact? {
    guard subjects.contains(change.subject), actions.contains(change.action),
      attributes.contains(change.attribute) || (attributes.contains("*") && !change.attribute.isEmpty)
    else { return nil }
    guard let judgement else { return impact }
    return judgement(change, context)
  }
}
