/// A fact: one element said one thing before and says another now.
///
/// One human change is one `Change`: a rename is not a removal and an addition, a type and its format that changed together are
/// one. What it costs is decided by the rule that matches its coordinate (subject, attribute, action).
package struct Change: Sendable {
  package enum Action: String, Sendable, CaseIterable {
    /// The element or attribute is new.
    case added
    /// The element or attribute is gone.
    case removed
    /// Another value, where neither is more than the other, or where the rule itself must judge.
    case changed
    /// A flag became true, a number grew, an order went up.
    case raised
    /// A flag became false, a number shrank, an order went down.
    case lowered
    /// The same element under another name.
    case renamed
    /// The same element below another parent.
    case moved
  }

  /// The kind of the element.
  package var subject: Element.Kind
  /// The attribute as in ODCS 3.2; empty for the element itself.
  package var attribute: String
  package var action: Action
  /// In the new contract; in the old one for what was removed.
  package var element: ElementPath
  /// What was said before and after: an attribute's value, an element's name. Nil where there was nothing.
  package var before: Value?
  package var after: Value?
  /// The element itself on either side, and the places to point at. Nil on the side where it does not exist.
  package var oldElement: Element?
  package var newElement: Element?
  /// What the element stands below, where it matters to the judgement: a column's rule is judged beside the column's own promises.
  package var oldParent: Element?
  package var newParent: Element?
  package var oldPosition: SourcePosition?
  package var newPosition: SourcePosition?
  /// What became of the type, where the change is one of it.
  package var typeRelation: TypeRelation?

  package init(
    subject: Element.Kind, attribute: String = "", action: Action, element: ElementPath, before: Value? = nil, after: Value? = nil,
    oldElement: Element? = nil, newElement: Element? = nil, oldParent: Element? = nil, newParent: Element? = nil,
    oldPosition: SourcePosition? = nil, newPosition: SourcePosition? = nil
  ) {
    self.subject = subject
    self.attribute = attribute
    self.action = action
    self.element = element
    self.before = before
    self.after = after
    self.oldElement = oldElement
    self.newElement = newElement
    self.oldParent = oldParent
    self.newParent = newParent
    self.oldPosition = oldPosition
    self.newPosition = newPosition
  }
}

/// A change and what it costs, by the one rule that speaks of it.
package struct JudgedChange: Sendable {
  package var change: Change
  /// The id of the rule, for example `property-removed`.
  package var rule: String
  package var impact: Impact
  /// One sentence, for example `property 'email' was removed`.
  package var message: String
  /// See `Fingerprint`.
  package var fingerprint: String

  package init(change: Change, rule: String, impact: Impact, message: String, fingerprint: String) {
    self.change = change
    self.rule = rule
    self.impact = impact
    self.message = message
    self.fingerprint = fingerprint
  }
}
