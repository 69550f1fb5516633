/// Promises of a whole table that are written at its columns: the primary key and, where readers count columns, their order.
enum ObjectClauses {
  static func changes(of match: MatchedElement, context: DiffContext) -> [Change] {
    [primaryKey(of: match), order(of: match, context: context)].compactMap { $0 }
  }

  private struct KeyColumn {
    /// The column's path below the object as it is on the new side, where it still exists.
    var name: String
    var ownName: String
    var position: ExactNumber?
    var isGone: Bool
    var place: SourcePosition
  }

  /// One change for the key as a whole: dropped, introduced, other columns, or the same columns in another order.
  private static func primaryKey(of match: MatchedElement) -> Change? {
    var before: [KeyColumn] = []
    var after: [KeyColumn] = []
    func collect(_ parent: MatchedElement) {
      for child in parent.children where child.kind != .relationship {
        if child.kind == .property {
          if let old = child.old, old.flag("primaryKey") {
            before.append(column(old, path: child.newPath ?? child.oldPath, own: child.oldPath, isGone: child.new == nil))
          }
          if let new = child.new, new.flag("primaryKey") {
            after.append(column(new, path: child.newPath, own: child.newPath, isGone: false))
          }
        }
        collect(child)
      }
    }
    collect(match)
    // Columns without a position stand in the order of the file. Sorting by position is stable: a place breaks ties.
    before = sorted(before)
    after = sorted(after)
    // Numbers that leave the order as it was are told, too: they are written down.
    let isRenumbered = before.map(\.position) != after.map(\.position)
    guard before.map(\.name) != after.map(\.name) || isRenumbered else { return nil }
    // The removal of a key column is told as such; that the key has lost it is the same change.
    let staying = before.filter { !$0.isGone }.map(\.name)
    if staying == after.map(\.name), staying.count < before.count { return nil }
    let hasPositions = (before + after).contains { $0.position != nil }
    if Set(before.map(\.name)) == Set(after.map(\.name)), !hasPositions { return nil }
    let action: Change.Action = before.isEmpty ? .added : after.isEmpty ? .removed : .changed
    let isSameSet = Set(before.map(\.name)) == Set(after.map(\.name))
    return Change(
      subject: .object, attribute: isSameSet ? "primaryKeyPosition" : "primaryKey", action: action, element: match.path,
      before: list(before, withPositions: isSameSet), after: list(after, withPositions: isSameSet), oldElement: match.old,
      newElement: match.new,
      oldPosition: before.first?.place ?? match.old?.position, newPosition: after.first?.place ?? match.new?.position)
  }

  private static func list(_ columns: [KeyColumn], withPositions: Bool) -> Value? {
    guard !columns.isEmpty else { return nil }
    return .list(
      columns.map { column in
        .string(column.ownName + (withPositions ? column.position.map { ": \($0)" } ?? "" : ""))
      })
  }

  private static func column(_ element: Element, path: ElementPath?, own: ElementPath?, isGone: Bool) -> KeyColumn {
    KeyColumn(
      name: path?.below ?? "", ownName: own?.below ?? "", position: element.value("primaryKeyPosition")?.number, isGone: isGone,
      place: element["primaryKey"]?.position ?? element.position)
  }

  private static func sorted(_ columns: [KeyColumn]) -> [KeyColumn] {
    columns.enumerated().sorted { left, right in
      switch (left.element.position, right.element.position) {
      case (let first?, let second?) where first != second: first < second
      case (_?, nil): true
      case (nil, _?): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  /// Columns that both sides have, in another order, where the order is how readers find them.
  private static func order(of match: MatchedElement, context: DiffContext) -> Change? {
    guard context.isPositional, let old = match.old, let new = match.new else { return nil }
    let stayed = match.children.filter { $0.kind == .property && $0.old != nil && $0.new != nil && !$0.isMoved }
    let after = stayed.compactMap { $0.new?.name }
    let newNames = Dictionary(stayed.map { ($0.old?.name ?? "", $0.new?.name ?? "") }, uniquingKeysWith: { first, _ in first })
    let before = old.properties.compactMap { newNames[$0.name ?? ""] }
    guard before != after else { return nil }
    return Change(
      subject: .object, attribute: "properties", action: .changed, element: match.path, before: .list(before.map { .string($0) }),
      after: .list(after.map { .string($0) }), oldElement: old, newElement: new, oldPosition: old.position, newPosition: new.position)
  }
}
