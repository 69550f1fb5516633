extension Rule {
  /// A rule about one relation of the type lattice.
  static func type(
    _ id: String, _ relations: [TypeRelation], impact: Impact? = nil,
    of subjects: [Element.Kind] = [.property, .arrayItem, .mapKey, .mapValue],
    when judgement: Rule.Judgement? = nil, message: String = "type of {name} changed from {before} to {after}", reason: String,
    advice: String, fires: @autoclosure @escaping @Sendable () -> [Rule.Example],
    nearMisses: @autoclosure @escaping @Sendable () -> [Rule.Example]
  ) -> Rule {
    Rule(
      id, subjects, ClauseList.typeAttributes, [.added, .removed, .changed], impact ?? relations[0].impact ?? .dangerous,
      when: { change, context in
        guard let relation = change.typeRelation, relations.contains(relation) else { return nil }
        guard let judgement else { return relation.impact }
        return judgement(change, context)
      },
      message: message, reason: reason, advice: advice, isAboutData: true, fires: fires(), nearMisses: nearMisses())
  }
}
