/// What differs between the attributes of one element on both sides.
struct AttributeDiff {
  var match: MatchedElement
  var context: DiffContext

  /// - Parameter isRenamed: the new name is reported already, so that a physical name which follows it is no second change.
  func changes(isRenamed: Bool) -> [Change] {
    guard let old = match.old, let new = match.new, !saysTheSame(old, new) else { return [] }
    let names = order(old: old, new: new)
    var differing = names.filter { name in
      !ignored.contains(name) && old.value(name) != new.value(name)
        && AttributeMeaning.of(old.value(name), attribute: name, kind: new.kind)
          != AttributeMeaning.of(new.value(name), attribute: name, kind: new.kind)
    }
    guard !differing.isEmpty else { return [] }
    if differing.contains("physicalName"), isRenamed || old.effectivePhysicalName == new.effectivePhysicalName {
      differing.removeAll { $0 == "physicalName" }
    }

    var found: [(place: Int, change: Change)] = []
    func append(_ outcome: Clause.Outcome) {
      let place = names.firstIndex(of: outcome.attribute) ?? names.count
      found.append((place, change(outcome, old: old, new: new)))
    }
    for clause in ClauseList.all where clause.kinds.contains(new.kind) {
      let own = clause.attributes.filter { differing.contains($0) && clause.includes(old, new, $0) }
      guard !own.isEmpty else { continue }
      differing.removeAll { own.contains($0) }
      guard var outcome = clause.outcome(old, new, own, context) else { continue }
      outcome.differing = own
      differing.removeAll { clause.claims(outcome, $0) }
      append(outcome)
    }
    for name in differing {
      if let outcome = Clause.single(old, new, name) { append(outcome) }
    }
    return found.sorted { $0.place < $1.place }.map(\.change)
  }

  /// True where both sides say the same in the same order, which nearly all elements of nearly all changes do.
  private func saysTheSame(_ old: Element, _ new: Element) -> Bool {
    old.attributes.count == new.attributes.count
      && zip(old.attributes, new.attributes).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }

  /// What is told elsewhere: of the contract its identity and life cycle, of a column the primary key, which is one promise of the whole
  /// table.
  private var ignored: Set<String> {
    switch match.kind {
    case .contract: return ["id", "name", "version", "kind", "apiVersion", "status"]
    case .property:
      // Of a column that is no key the position means nothing, and is told for what it is.
      let isKey = match.old?.flag("primaryKey") == true || match.new?.flag("primaryKey") == true
      return isKey ? ["primaryKey", "primaryKeyPosition"] : ["primaryKey"]
    default: return []
    }
  }

  /// The names of all attributes in the order of the new element, those that only the old one has at their old place.
  private func order(old: Element, new: Element) -> [String] {
    let newNames = new.attributes.map(\.name)
    let known = Set(newNames)
    var result: [String] = []
    var remaining = old.attributes.map(\.name)[...]
    for name in newNames {
      if let place = remaining.firstIndex(of: name) {
        result += remaining[..<place].filter { !known.contains($0) }
        remaining = remaining[(place + 1)...]
      }
      result.append(name)
    }
    return result + remaining.filter { !known.contains($0) }
  }

  private func change(_ outcome: Clause.Outcome, old: Element, new: Element) -> Change {
    let standIn = { (element: Element) in
      let attribute = element[outcome.attribute] ?? outcome.differing.lazy.compactMap { element[$0] }.first
      return attribute?.position ?? element.position
    }
    var change = Change(
      subject: match.kind, attribute: outcome.attribute, action: outcome.action, element: match.path, before: outcome.before,
      after: outcome.after, oldElement: old, newElement: new, oldPosition: standIn(old), newPosition: standIn(new))
    change.typeRelation = outcome.typeRelation
    return change
  }
}
