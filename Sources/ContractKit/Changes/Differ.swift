/// What changed between two contracts, one `Change` for each thing that a person changed.
///
/// The order depends on the contracts alone: it is that of the new contract, with what was removed at its old place.
package enum Differ {
  /// Compares two contracts. Nil stands for a contract that does not exist on that side; both nil is no change.
  package static func changes(from old: Contract?, to new: Contract?) -> [Change] {
    guard let old, let new else { return existence(old: old, new: new) }
    let tree = ElementMatcher.match(old: old.root, new: new.root)
    var walk = DiffWalk(context: context(of: tree, old: old, new: new))
    walk.changes = ContractIdentity.changes(from: old, to: new)
    walk.visit(tree, oldParent: nil, newParent: nil)
    return walk.changes
  }

  private static func existence(old: Contract?, new: Contract?) -> [Change] {
    if let new {
      return [
        Change(
          subject: .contract, action: .added, element: .root, after: .string(new.title), newElement: new.root,
          newPosition: new.root.position)
      ]
    }
    if let old {
      return [
        Change(
          subject: .contract, action: .removed, element: .root, before: .string(old.title), oldElement: old.root,
          oldPosition: old.root.position)
      ]
    }
    return []
  }

  private static func context(of tree: MatchedElement, old: Contract, new: Contract) -> DiffContext {
    var renames: [String: String] = [:]
    func collect(_ match: MatchedElement) {
      for child in match.children where child.kind == .object || child.kind == .property || child.kind == .arrayItem {
        if let oldPath = child.oldPath, let newPath = child.newPath, oldPath != newPath, oldPath.dotted != newPath.dotted {
          renames[oldPath.dotted] = newPath.dotted
        }
        collect(child)
      }
    }
    collect(tree)
    return DiffContext(
      renames: renames, isPositional: PositionalFormat.isUsed(by: old) || PositionalFormat.isUsed(by: new),
      oldDialect: SQLDialect(of: old), newDialect: SQLDialect(of: new))
  }
}

/// The walk over a matched tree that writes down what differs.
struct DiffWalk {
  var context: DiffContext
  var changes: [Change] = []

  mutating func visit(_ match: MatchedElement, oldParent: Element?, newParent: Element?) {
    guard let old = match.old, let new = match.new else {
      appendExistence(of: match, oldParent: oldParent, newParent: newParent)
      // A removed or added element speaks for what stands below it, but for columns that came from or went elsewhere.
      for child in match.children where child.old != nil && child.new != nil {
        visit(child, oldParent: match.old, newParent: match.new)
      }
      visitMovesBelow(match)
      return
    }
    var found: [Change] = []
    if match.isMoved {
      found.append(whole(match, .moved, before: .string(match.oldPath?.below ?? ""), after: .string(match.newPath?.below ?? "")))
    } else if old.name != new.name, match.kind == .server, old.name == nil || new.name == nil {
      // ODCS 2.2 has no names for servers: nobody could select one by it.
      found.append(nameStatement(match, old: old, new: new))
    } else if old.name != new.name, Self.isNamed(match.kind) {
      found.append(whole(match, .renamed, before: old.name.map { .string($0) }, after: new.name.map { .string($0) }))
    }
    if old.kind != .contract, let change = identifierChange(match, old: old, new: new) { found.append(change) }
    if old.kind == .qualityRule, let change = ruleNameChange(match, old: old, new: new) { found.append(change) }
    found += AttributeDiff(match: match, context: context).changes(isRenamed: !found.isEmpty && found[0].action == .renamed)
    if let change = enumChange(match, old: old, new: new) { found.append(change) }
    if match.kind == .object { found += ObjectClauses.changes(of: match, context: context) }
    changes += found.map { change in
      var change = change
      change.oldParent = oldParent
      change.newParent = newParent
      return change
    }
    // Items and fields that came or went with the type are no change of their own.
    let isOtherType = found.contains { $0.typeRelation == .familyChanged }
    let hasOtherEnum = found.contains { $0.attribute == "enum" }
    for child in match.children where !(hasOtherEnum && child.kind == .enumValue) {
      let isHalf = child.old == nil || child.new == nil
      if isOtherType, ClauseList.typed.contains(child.kind), isHalf { continue }
      if isHalf, child.kind == .mapKey, isEcho(child, among: match.children) { continue }
      visit(child, oldParent: old, newParent: new)
    }
  }

  /// True for kinds whose name is what others call them by. For the rest a name is one attribute among others.
  private static func isNamed(_ kind: Element.Kind) -> Bool {
    switch kind {
    case .object, .property, .enumValue, .serviceLevel, .server, .role, .member, .supportChannel, .customProperty, .synonym: true
    case .contract, .arrayItem, .mapKey, .mapValue, .relationship, .qualityRule, .definition: false
    }
  }

  private mutating func visitMovesBelow(_ match: MatchedElement) {
    for child in match.children where child.old == nil || child.new == nil {
      for grandchild in child.children where grandchild.old != nil && grandchild.new != nil {
        visit(grandchild, oldParent: nil, newParent: nil)
      }
      visitMovesBelow(child)
    }
  }

  private mutating func appendExistence(of match: MatchedElement, oldParent: Element?, newParent: Element?) {
    let name = match.new.map { title(of: $0) } ?? match.old.map { title(of: $0) }
    var change = whole(
      match, match.new == nil ? .removed : .added, before: match.old == nil ? nil : name.map { .string($0) },
      after: match.new == nil ? nil : name.map { .string($0) })
    change.oldParent = oldParent
    change.newParent = newParent
    changes.append(change)
  }

  /// What an element is called: its name, else its id, else what it says.
  private func title(of element: Element) -> String {
    if let name = element.name, !name.isEmpty { return name }
    if let identifier = element.identifier, !identifier.isEmpty { return identifier }
    return element.attributes.map { $0.name + ": " + $0.value.text }.joined(separator: ", ")
  }

  private func whole(_ match: MatchedElement, _ action: Change.Action, before: Value?, after: Value?) -> Change {
    Change(
      subject: match.kind, action: action, element: match.path, before: before, after: after, oldElement: match.old,
      newElement: match.new, oldPosition: match.old?.position, newPosition: match.new?.position)
  }

  /// The key of a map comes and goes with its value.
  private func isEcho(_ key: MatchedElement, among children: [MatchedElement]) -> Bool {
    children.contains { value in
      value.kind == .mapValue && (value.old == nil) == (key.old == nil) && (value.new == nil) == (key.new == nil)
    }
  }

  /// A list of values that came as a whole or went as a whole is one change, not one for each value.
  private func enumChange(_ match: MatchedElement, old: Element, new: Element) -> Change? {
    guard ClauseList.typed.contains(match.kind) else { return nil }
    let before = old.children(.enumValue)
    let after = new.children(.enumValue)
    guard before.isEmpty != after.isEmpty else { return nil }
    let values = { (elements: [Element]) in elements.isEmpty ? nil : Value.list(elements.map { .string(title(of: $0)) }) }
    return Change(
      subject: match.kind, attribute: "enum", action: before.isEmpty ? .added : .removed, element: match.path, before: values(before),
      after: values(after), oldElement: old, newElement: new, oldPosition: before.first?.position ?? old.position,
      newPosition: after.first?.position ?? new.position)
  }

  /// A stable id that was given, taken away or replaced while the element stayed the same.
  private func identifierChange(_ match: MatchedElement, old: Element, new: Element) -> Change? {
    let before = old.identifier.flatMap { $0.isEmpty ? nil : $0 }
    let after = new.identifier.flatMap { $0.isEmpty ? nil : $0 }
    guard before != after else { return nil }
    return Change(
      subject: match.kind, attribute: "id", action: before == nil ? .added : after == nil ? .removed : .changed, element: match.path,
      before: before.map { .string($0) }, after: after.map { .string($0) }, oldElement: old, newElement: new,
      oldPosition: old.position, newPosition: new.position)
  }

  /// The name of a quality rule only describes it.
  private func ruleNameChange(_ match: MatchedElement, old: Element, new: Element) -> Change? {
    old.name == new.name ? nil : nameStatement(match, old: old, new: new)
  }

  /// A name that is one attribute among others.
  private func nameStatement(_ match: MatchedElement, old: Element, new: Element) -> Change {
    Change(
      subject: match.kind, attribute: "name", action: old.name == nil ? .added : new.name == nil ? .removed : .changed,
      element: match.path, before: old.name.map { .string($0) }, after: new.name.map { .string($0) }, oldElement: old,
      newElement: new, oldPosition: old.position, newPosition: new.position)
  }
}

extension ElementPath {
  /// The names along the way below the object, joined by dots: `customer.zip`. The object itself gives its name.
  package var below: String {
    guard steps.count > 1, steps[0].key == "schema" else { return dotted }
    return ElementPath(Array(steps.dropFirst())).dotted
  }
}
