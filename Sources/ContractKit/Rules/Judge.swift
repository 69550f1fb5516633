/// Says what changes cost: each change is spoken of by exactly one rule, the first of the catalogue that knows it.
package enum Judge {
  /// Compares two contracts and judges what changed. Nil stands for a contract that does not exist on that side.
  package static func judge(from old: Contract?, to new: Contract?, settings: JudgeSettings = JudgeSettings()) -> [JudgedChange] {
    judge(Differ.changes(from: old, to: new), in: JudgeContext(settings: settings, old: old, new: new))
  }

  /// Judges changes that were found already. The order stays.
  package static func judge(_ changes: [Change], in context: JudgeContext) -> [JudgedChange] {
    // Owners and consumers know the contract by its old id.
    let contract = context.old?.identifier ?? context.new?.identifier ?? ""
    return changes.map { change in
      let (rule, impact) = verdict(on: change, in: context)
      return JudgedChange(
        change: change, rule: rule.id, impact: impact, message: Sentence.text(rule.message, of: change),
        fingerprint: Fingerprint.of(
          rule: rule.id, contract: contract, element: change.element, before: change.before, after: change.after))
    }
  }

  /// The rule that speaks of a change, and what the change costs whoever the policy judges for.
  private static func verdict(on change: Change, in context: JudgeContext) -> (rule: Rule, impact: Impact) {
    let (rule, impact) = consumerVerdict(on: change, in: context)
    guard context.settings.policy.perspective == .producer, rule.isAboutData else { return (rule, impact) }
    // A column that data may lack is no failure everywhere: files and documents without it are valid, tables are not.
    if change.subject == .property, change.action == .added, let column = change.newElement, !column.flag("required") {
      return (rule, .dangerous)
    }
    return (rule, consumerVerdict(on: change.mirrored(in: context), in: context.mirrored).impact)
  }

  private static func consumerVerdict(on change: Change, in context: JudgeContext) -> (rule: Rule, impact: Impact) {
    for rule in Catalogue.rules(for: change.subject) {
      if let impact = rule.impact(of: change, in: context) { return (rule, impact) }
    }
    // The catalogue ends with a rule for everything; a test holds it to that.
    return (Catalogue.lastResort, Catalogue.lastResort.impact)
  }
}

extension Change {
  /// The change back. What it costs readers is what the change itself costs whoever must keep the promise: values that a reader need not
  /// expect any more are values that a producer may not send any more.
  fileprivate func mirrored(in context: JudgeContext) -> Change {
    var result = self
    swap(&result.before, &result.after)
    swap(&result.oldElement, &result.newElement)
    swap(&result.oldParent, &result.newParent)
    swap(&result.oldPosition, &result.newPosition)
    switch action {
    case .added: result.action = .removed
    case .removed: result.action = .added
    case .raised: result.action = .lowered
    case .lowered: result.action = .raised
    case .changed, .renamed, .moved: break
    }
    if typeRelation != nil, let old = result.oldElement, let new = result.newElement {
      result.typeRelation = DeclaredType.relation(
        DeclaredType(old, dialect: context.newDialect), DeclaredType(new, dialect: context.oldDialect))
    }
    return result
  }
}

extension JudgeContext {
  fileprivate var mirrored: JudgeContext {
    JudgeContext(settings: settings, old: new, new: old)
  }
}
