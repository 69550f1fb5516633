/// An element of the old contract and the one in the new contract that is the same, or one of them without its counterpart.
struct MatchedElement {
  var old: Element?
  var new: Element?
  /// The place in either tree; nil exactly where the element is nil.
  var oldPath: ElementPath?
  var newPath: ElementPath?
  /// True where the element stands below another parent than before.
  var isMoved = false
  /// In reading order: that of the new contract, what was removed at its old place.
  var children: [MatchedElement] = []

  var kind: Element.Kind { new?.kind ?? old?.kind ?? .contract }

  /// The path to report: in the new contract, in the old one for what was removed.
  var path: ElementPath { newPath ?? oldPath ?? .root }
}

/// Finds which elements of two trees are the same.
struct ElementMatcher {
  /// Matches two trees from their roots.
  static func match(old: Element?, new: Element?) -> MatchedElement {
    // Only columns of one table move: below an object.
    var result = matched(old: old, new: new, oldPath: .root, newPath: .root)
    result.children = result.children.map { child in
      child.kind == .object && child.old != nil && child.new != nil ? PropertyMoves.applied(to: child) : child
    }
    return result
  }

  /// A pair, and recursively the pairs of its children.
  static func matched(old: Element?, new: Element?, oldPath: ElementPath, newPath: ElementPath) -> MatchedElement {
    var result = MatchedElement(
      old: old, new: new, oldPath: old == nil ? nil : oldPath, newPath: new == nil ? nil : newPath)
    let oldChildren = old?.children ?? []
    let newChildren = new?.children ?? []
    let oldIndexOfNew = counterparts(old: oldChildren, new: newChildren)
    let claimed = Set(oldIndexOfNew.compactMap { $0 })

    /// Old children that went stand where they were: behind the neighbour before them, ahead of what came in their place.
    var nextOld = 0
    func appendRemoved() {
      while nextOld < oldChildren.count, !claimed.contains(nextOld) {
        let child = oldChildren[nextOld]
        result.children.append(matched(old: child, new: nil, oldPath: oldPath.appending(child.step), newPath: newPath))
        nextOld += 1
      }
    }
    for (index, child) in newChildren.enumerated() {
      appendRemoved()
      guard let oldIndex = oldIndexOfNew[index] else {
        result.children.append(matched(old: nil, new: child, oldPath: oldPath, newPath: newPath.appending(child.step)))
        continue
      }
      while nextOld <= oldIndex {
        nextOld += claimed.contains(nextOld) ? 1 : 0
        if nextOld <= oldIndex { appendRemoved() }
      }
      let counterpart = oldChildren[oldIndex]
      result.children.append(
        matched(old: counterpart, new: child, oldPath: oldPath.appending(counterpart.step), newPath: newPath.appending(child.step)))
    }
    while nextOld < oldChildren.count {
      appendRemoved()
      nextOld += 1
    }
    return result
  }

  /// The same id and the same name, of which one at least is there.
  private static func isEvidentlySame(_ old: Element, _ new: Element) -> Bool {
    old.kind == new.kind && old.identifier == new.identifier && old.name == new.name && (new.identifier != nil || new.name != nil)
  }

  /// For each new child the index of the old one that is the same.
  private static func counterparts(old: [Element], new: [Element]) -> [Int?] {
    // Most lists of most changes have the same entries in the same order.
    if old.count == new.count, zip(old, new).allSatisfy({ isEvidentlySame($0, $1) }) { return Array(old.indices) }
    var result = [Int?](repeating: nil, count: new.count)
    var openOld = Dictionary(grouping: old.indices, by: { old[$0].kind })
    var openNew = Dictionary(grouping: new.indices, by: { new[$0].kind })
    for kind in Element.Kind.allCases {
      guard var oldLeft = openOld.removeValue(forKey: kind), var newLeft = openNew.removeValue(forKey: kind) else { continue }
      for key in ElementKeys.keys(of: kind) {
        if oldLeft.isEmpty || newLeft.isEmpty { break }
        var oldByKey: [String: [Int]] = [:]
        for index in oldLeft { if let text = key.of(old[index]) { oldByKey[text, default: []].append(index) } }
        var newCounts: [String: Int] = [:]
        if key.strength == .hint {
          for index in newLeft { if let text = key.of(new[index]) { newCounts[text, default: 0] += 1 } }
        }
        var used: [String: Int] = [:]
        var taken: Set<Int> = []
        for index in newLeft {
          guard let text = key.of(new[index]), let candidates = oldByKey[text] else { continue }
          if key.strength == .hint, candidates.count != 1 || newCounts[text] != 1 { continue }
          let place = used[text, default: 0]
          guard place < candidates.count else { continue }
          used[text] = place + 1
          result[index] = candidates[place]
          taken.insert(candidates[place])
        }
        oldLeft.removeAll { taken.contains($0) }
        newLeft.removeAll { result[$0] != nil }
      }
    }
    return result
  }
}
