/// Since when each element of a contract is there, and since when it is as it is: what `git blame` is to lines, by meaning.
package struct ElementOrigin: Sendable {
  /// In the newest state.
  package var path: ElementPath
  package var element: Element
  /// How many elements that are told stand above it.
  package var depth: Int
  /// The state in which it was first there, and the last one that changed it, each with its path in that state.
  package var introduced: Point
  package var changed: Point

  package struct Point: Sendable {
    /// The place in the row of states, the oldest first.
    package var state: Int
    package var path: ElementPath
  }

  /// What is told about. Everything else, such as a value of an enumeration or a custom property, is a part of what it stands in.
  package static let kinds: Set<Element.Kind> = [.contract, .object, .property, .qualityRule, .serviceLevel, .server, .role, .member]

  /// The elements of the last of some states, in the order of the file, the contract itself first.
  ///
  /// An element is followed through renames and moves, as the diff knows them. What only stands elsewhere in its list has not changed.
  package static func all(in states: [Contract]) -> [ElementOrigin] {
    guard let newest = states.last else { return [] }
    var origins: [ElementOrigin] = []
    var hasChanged: Set<Int> = []
    func collect(_ element: Element, at path: ElementPath, depth: Int) {
      let isTold = kinds.contains(element.kind)
      if isTold {
        let start = Point(state: 0, path: path)
        origins.append(ElementOrigin(path: path, element: element, depth: depth, introduced: start, changed: start))
      }
      for child in element.children { collect(child, at: path.appending(child.step), depth: depth + (isTold ? 1 : 0)) }
    }
    collect(newest.root, at: .root, depth: 0)

    /// Where each origin that is still followed stands in the state in hand.
    var places = Dictionary(origins.indices.map { (origins[$0].path, $0) }, uniquingKeysWith: { first, _ in first })
    for state in states.indices.dropFirst().reversed() where !places.isEmpty {
      let steps = ElementStep.all(from: states[state - 1], to: states[state])
      var earlier: [ElementPath: Int] = [:]
      for (path, origin) in places {
        guard let step = steps[path] else { continue }
        let point = Point(state: state, path: path)
        if step.isChanged, hasChanged.insert(origin).inserted { origins[origin].changed = point }
        if let old = step.oldPath {
          earlier[old] = origin
          origins[origin].introduced.path = old
        } else {
          origins[origin].introduced = point
        }
      }
      places = earlier
    }
    for index in origins.indices where !hasChanged.contains(index) { origins[index].changed = origins[index].introduced }
    return origins
  }
}

/// What became of one element from one state of a contract to the next.
package struct ElementStep: Sendable {
  /// Where it stood before; nil where it is new.
  package var oldPath: ElementPath?
  /// Whether it says something else than before, was renamed or moved, or is new.
  package var isChanged: Bool

  /// By the path in the newer state; what was removed is not among them. Nil for the older state makes everything new.
  package static func all(from old: Contract?, to new: Contract) -> [ElementPath: ElementStep] {
    var steps: [ElementPath: ElementStep] = [:]
    visit(ElementMatcher.match(old: old?.root, new: new.root), into: &steps)
    return steps
  }

  /// Gives whether the element, or a part of it that is not told by itself, changed.
  @discardableResult
  private static func visit(_ match: MatchedElement, into steps: inout [ElementPath: ElementStep]) -> Bool {
    var isChanged = match.isMoved || !saysTheSame(match.old, match.new)
    for child in match.children {
      let isPart = !ElementOrigin.kinds.contains(child.kind)
      if visit(child, into: &steps), isPart { isChanged = true }
    }
    if let path = match.newPath {
      // What a new table holds is new, whatever it was matched with.
      steps[path] = ElementStep(oldPath: match.old == nil ? nil : match.oldPath, isChanged: isChanged)
    }
    return isChanged
  }

  private static func saysTheSame(_ old: Element?, _ new: Element?) -> Bool {
    guard let old, let new, old.name == new.name, old.identifier == new.identifier else { return false }
    return values(of: old) == values(of: new)
  }

  /// A version rises with every change, and the version of the standard says how something is written, not what.
  private static func values(of element: Element) -> [String: Value] {
    var values = Dictionary(element.attributes.map { ($0.name, $0.value) }) { first, _ in first }
    if element.kind == .contract { for name in ["version", "apiVersion"] { values[name] = nil } }
    return values
  }
}
