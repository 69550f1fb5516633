/// What the judgement of a change depends on beside the two contracts.
package struct JudgeSettings: Hashable, Sendable {
  /// What the owners have decided.
  package var policy: JudgePolicy
  /// Elements, by their path in the old contract, whose removal was announced: `deprecated: true` was released and the notice period
  /// has passed since. Only history and a clock know it, so whoever has them says so.
  package var announced: Set<String>
  /// The day on which it is judged; nil where no day is known, so that no end of life counts as passed.
  package var today: CalendarDay?

  package init(policy: JudgePolicy = JudgePolicy(), announced: Set<String> = [], today: CalendarDay? = nil) {
    self.policy = policy
    self.announced = announced
    self.today = today
  }
}

/// What a rule may look at: the settings, and both contracts as a whole.
package struct JudgeContext: Sendable {
  package var settings: JudgeSettings
  package var old: Contract?
  package var new: Contract?
  /// True where readers find columns by their place.
  package var isPositional: Bool
  /// Whose words the physical types are written in.
  package var oldDialect: SQLDialect
  package var newDialect: SQLDialect

  package init(settings: JudgeSettings = JudgeSettings(), old: Contract?, new: Contract?) {
    self.settings = settings
    self.old = old
    self.new = new
    oldDialect = SQLDialect(of: old)
    newDialect = SQLDialect(of: new)
    isPositional = [old, new].contains { $0.map { PositionalFormat.isUsed(by: $0) } ?? false }
  }
}

extension JudgeContext {
  /// True if a text that grows hurts nobody: its length binds no reader there.
  func ignoresGrowth(of change: Change) -> Bool {
    switch settings.policy.profile {
    case .warehouse: return true
    case .strict: return false
    case .auto: break
    }
    if oldDialect.ignoresLengths && newDialect.ignoresLengths { return true }
    // PostgreSQL binds VARCHAR(n) and does not bind text.
    guard oldDialect == .postgres, newDialect == .postgres, let type = change.newElement?.text("physicalType") else { return false }
    return TypeReader(dialect: .postgres).read(type) == .text(length: nil, isFixed: false)
  }
}
