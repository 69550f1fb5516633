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

  private static func verdict(on change: Change, in context: JudgeContext) -> (rule: Rule, impact: Impact) {
    for rule in Catalogue.rules(for: change.subject) {
      if let impact = rule.impact(of: change, in: context) { return (rule, impact) }
    }
    // The catalogue ends with a rule for everything; a test holds it to that.
    return (Catalogue.lastResort, Catalogue.lastResort.impact)
  }
}
