/// Attributes that say one thing together, so that a change of several of them is one change.
struct Clause: Sendable {
  /// What became of a clause between two elements.
  struct Outcome {
    /// The attribute that stands for the clause: the first that differs.
    var attribute: String
    var action: Change.Action
    var before: Value?
    var after: Value?
    var typeRelation: TypeRelation?
    /// All that differ: where the first stands on one side only, the other side points at the next.
    var differing: [String] = []
  }

  var kinds: [Element.Kind]
  /// In the order in which they stand for the clause.
  var attributes: [String]
  /// Whether an attribute belongs to the clause between these two elements (`format` is a width for numbers and words for texts).
  var includes: @Sendable (Element, Element, String) -> Bool
  /// Attributes that are about nothing else once this happened (the options of a type that is gone).
  var claims: @Sendable (Outcome, String) -> Bool
  /// Nil where nothing changed that means anything. Given are the attributes of the clause that differ.
  var outcome: @Sendable (Element, Element, [String], DiffContext) -> Outcome?

  init(
    _ kinds: [Element.Kind], _ attributes: [String],
    outcome: @escaping @Sendable (Element, Element, [String], DiffContext) -> Outcome? = { old, new, attributes, _ in
      Clause.differing(old, new, attributes)
    },
    includes: @escaping @Sendable (Element, Element, String) -> Bool = { _, _, _ in true },
    claims: @escaping @Sendable (Outcome, String) -> Bool = { _, _ in false }
  ) {
    self.kinds = kinds
    self.attributes = attributes
    self.includes = includes
    self.claims = claims
    self.outcome = outcome
  }

  /// One attribute alone gives its own values; of several that differ, each side is a map of them.
  static func differing(_ old: Element, _ new: Element, _ attributes: [String]) -> Outcome? {
    guard let first = attributes.first else { return nil }
    if attributes.count == 1 { return single(old, new, first) }
    let before = side(old, attributes)
    let after = side(new, attributes)
    let action: Change.Action = before == nil ? .added : after == nil ? .removed : .changed
    return Outcome(attribute: first, action: action, before: before, after: after)
  }

  private static func side(_ element: Element, _ attributes: [String]) -> Value? {
    let entries = attributes.compactMap { name in
      element.value(name).flatMap { $0.isEmpty ? nil : Value.Entry(key: name, value: $0) }
    }
    return entries.isEmpty ? nil : .map(entries.sorted { $0.key < $1.key })
  }

  /// What became of one attribute: a flag rises and falls, a number grows and shrinks, all else is added, removed or changed.
  static func single(_ old: Element, _ new: Element, _ attribute: String) -> Outcome? {
    let kind = new.kind
    let before = AttributeMeaning.of(old.value(attribute), attribute: attribute, kind: kind)
    let after = AttributeMeaning.of(new.value(attribute), attribute: attribute, kind: kind)
    guard before != after else { return nil }
    let raw = (before: old.value(attribute), after: new.value(attribute))
    if AttributeMeaning.flags.contains(attribute) {
      guard let was = AttributeMeaning.flag(before), let becomes = AttributeMeaning.flag(after), was != becomes else {
        return Outcome(attribute: attribute, action: .changed, before: raw.before, after: raw.after)
      }
      return Outcome(
        attribute: attribute, action: becomes ? .raised : .lowered, before: .boolean(was), after: .boolean(becomes))
    }
    if before == nil { return Outcome(attribute: attribute, action: .added, before: nil, after: raw.after) }
    if after == nil { return Outcome(attribute: attribute, action: .removed, before: raw.before, after: nil) }
    if AttributeMeaning.ordered.contains(attribute), let was = before?.number, let becomes = after?.number {
      return Outcome(attribute: attribute, action: was < becomes ? .raised : .lowered, before: raw.before, after: raw.after)
    }
    return Outcome(attribute: attribute, action: .changed, before: raw.before, after: raw.after)
  }
}
