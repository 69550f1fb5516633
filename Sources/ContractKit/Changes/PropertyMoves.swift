/// Columns that moved into or out of a nested object: the same column under another path, not one removed and one added.
///
/// Two left-over columns of one table are the same if they have the same `id`, or the same name and the same type while no other
/// left-over column has that name. For the second, one of the two parents must have stayed: where a whole nested object went and
/// another came, its columns went and came with it.
enum PropertyMoves {
  /// Where a left-over column stands.
  private struct Candidate {
    var element: Element
    var path: ElementPath
    /// True where the parent has a counterpart.
    var parentStayed: Bool
  }

  static func applied(to object: MatchedElement) -> MatchedElement {
    var removed: [Candidate] = []
    var added: [Candidate] = []
    collect(object, parentStayed: true, removed: &removed, added: &added)
    guard !removed.isEmpty, !added.isEmpty else { return object }

    var origins: [ElementPath: Candidate] = [:]
    var departed: Set<ElementPath> = []
    var arrived: Set<ElementPath> = []
    func claim(by key: (Candidate) -> String?, needsParent: Bool) {
      let openRemoved = removed.filter { !covers(departed, $0.path) }
      let openAdded = added.filter { !covers(arrived, $0.path) }
      let oldByKey = Dictionary(grouping: openRemoved.filter { key($0) != nil }, by: { key($0) ?? "" })
      let newByKey = Dictionary(grouping: openAdded.filter { key($0) != nil }, by: { key($0) ?? "" })
      // Outermost first: a nested object that moved takes its columns along.
      for candidate in openAdded.sorted(by: { $0.path.steps.count < $1.path.steps.count }) {
        guard let text = key(candidate), let origin = oldByKey[text], origin.count == 1, newByKey[text]?.count == 1,
          !needsParent || origin[0].parentStayed || candidate.parentStayed,
          !covers(departed, origin[0].path), !covers(arrived, candidate.path)
        else { continue }
        origins[candidate.path] = origin[0]
        departed.insert(origin[0].path)
        arrived.insert(candidate.path)
      }
    }
    claim(by: { $0.element.identifier.flatMap { $0.isEmpty ? nil : $0 } }, needsParent: false)
    claim(by: { candidate in candidate.element.name.map { $0 + "\u{0}" + shape(of: candidate.element) } }, needsParent: true)
    return origins.isEmpty ? object : rebuilt(object, origins: origins, departed: departed)
  }

  private static func collect(_ match: MatchedElement, parentStayed: Bool, removed: inout [Candidate], added: inout [Candidate]) {
    for child in match.children {
      if child.kind == .property, let element = child.old, child.new == nil, let path = child.oldPath {
        removed.append(Candidate(element: element, path: path, parentStayed: parentStayed))
      }
      if child.kind == .property, let element = child.new, child.old == nil, let path = child.newPath {
        added.append(Candidate(element: element, path: path, parentStayed: parentStayed))
      }
      let stayed = child.old != nil && child.new != nil
      collect(child, parentStayed: stayed && parentStayed, removed: &removed, added: &added)
    }
  }

  /// The type and, for a nested object, the names of its columns.
  private static func shape(of element: Element) -> String {
    let type = [element.text("logicalType"), element.text("physicalType")].map { $0?.lowercased() ?? "" }.joined(separator: "/")
    return type + "(" + element.properties.compactMap(\.name).sorted().joined(separator: ",") + ")"
  }

  /// True if one of the paths is the given one or leads to it.
  private static func covers(_ paths: Set<ElementPath>, _ path: ElementPath) -> Bool {
    guard !paths.isEmpty else { return false }
    return (1...path.steps.count).contains { paths.contains(ElementPath(Array(path.steps.prefix($0)))) }
  }

  private static func rebuilt(_ match: MatchedElement, origins: [ElementPath: Candidate], departed: Set<ElementPath>) -> MatchedElement {
    var result = match
    result.children = match.children.compactMap { child in
      if child.old == nil, let path = child.newPath, let origin = origins[path] {
        var moved = ElementMatcher.matched(old: origin.element, new: child.new, oldPath: origin.path, newPath: path)
        moved.isMoved = true
        return moved
      }
      if child.new == nil, let path = child.oldPath, departed.contains(path) { return nil }
      return rebuilt(child, origins: origins, departed: departed)
    }
    return result
  }
}
