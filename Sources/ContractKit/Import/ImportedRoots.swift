/// Which of some types that hold each other are no part of another.
enum ImportedRoots {
  /// Where types hold each other in a circle and no other holds one of them, the first of them is a root.
  ///
  /// - Parameters:
  ///   - names: in the order in which they are declared.
  ///   - parts: what each holds.
  static func of(_ names: [String], parts: [String: [String]]) -> [String] {
    // Of the types that reach each other, the one that is left last was entered first, and nothing outside of them that is left later
    // leads to them (Kosaraju's algorithm for strongly connected components).
    var left: [String] = []
    var entered: Set<String> = []
    for name in names { visit(name, parts, &entered) { left.append($0) } }
    var reached: Set<String> = []
    var roots: Set<String> = []
    for name in left.reversed() where !reached.contains(name) {
      roots.insert(name)
      visit(name, parts, &reached) { _ in }
    }
    return names.filter { roots.contains($0) }
  }

  /// The types themselves, and all that they hold.
  static func reached(from names: [String], parts: [String: [String]]) -> Set<String> {
    var reached: Set<String> = []
    for name in names { visit(name, parts, &reached) { _ in } }
    return reached
  }

  /// Depth first, without recursion: a chain may be as long as the source.
  private static func visit(_ name: String, _ parts: [String: [String]], _ seen: inout Set<String>, leave: (String) -> Void) {
    guard seen.insert(name).inserted else { return }
    var path: [(name: String, next: Int)] = [(name, 0)]
    while let last = path.last {
      let inner = parts[last.name] ?? []
      guard last.next < inner.count else {
        leave(last.name)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      if seen.insert(inner[last.next]).inserted { path.append((inner[last.next], 0)) }
    }
  }
}
