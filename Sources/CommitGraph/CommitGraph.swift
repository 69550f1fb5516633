/// What a commit-graph tells of one commit.
package struct GraphCommit: Sendable {
  package let tree: CommitName
  /// Positions in the graph, in the commit's own order.
  package let parents: [Int]
  /// The committer's clock, in seconds.
  package let time: Int64
  /// A number that is greater than that of each ancestor.
  package let generation: UInt64
}

/// Git's commit-graph: parents, trees, clocks and changed paths of commits without their objects (gitformat-commit-graph(5)).
///
/// It is read where it lies, and must not outlive the bytes. It is a shortcut, never the truth: what does not add up (a parent that is not
/// older than its child, a position that does not exist) is answered by nil, and the caller reads the object instead.
package struct CommitGraph {
  private let layers: [CommitGraphLayer]
  /// The number of commits in it. They have the positions below.
  package let count: Int
  /// Whether generations are corrected dates, or else levels.
  package let hasCorrectedDates: Bool

  /// Files above this are not held against their sum: a quarter of a megabyte costs a quarter of a millisecond.
  package static let checkedSize = 262_144

  /// Reads the files of a chain, lowest first, or the one file that stands alone. As in Git, a chain is as long as its files can be
  /// used: one that cannot takes those above with it.
  ///
  /// - Parameter names: what the chain calls each file; empty for one that stands alone.
  package init?(_ files: [UnsafeRawBufferPointer], names: [CommitName] = [], checkedSize: Int = CommitGraph.checkedSize) {
    var layers: [CommitGraphLayer] = []
    for (number, file) in files.enumerated() {
      guard let layer = CommitGraphLayer(file, below: layers, checkedSize: checkedSize) else { break }
      if !names.isEmpty {
        guard number < names.count, layer.checksum == names[number] else { break }
      }
      layers.append(layer)
    }
    guard let top = layers.last else { return nil }
    self.layers = layers
    count = top.firstPosition + top.count
    hasCorrectedDates = layers.allSatisfy(\.hasCorrectedDates)
  }

  /// The names in a file `commit-graph-chain`, lowest first; nil where a line is no name.
  package static func chainNames(_ text: UnsafeRawBufferPointer) -> [CommitName]? {
    var names: [CommitName] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard line.count == 2 * CommitName.byteCount, names.count < 256 else { return nil }
      var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
      for (place, byte) in line.enumerated() {
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        default: return nil
        }
        switch place {
        case 0..<16: words.0 = words.0 << 4 | UInt64(digit)
        case 16..<32: words.1 = words.1 << 4 | UInt64(digit)
        default: words.2 = words.2 << 4 | UInt32(digit)
        }
      }
      names.append(CommitName(first: words.0, second: words.1, third: words.2))
    }
    return names
  }

  /// The position of a commit; nil where the graph does not know it.
  package func position(of name: CommitName) -> Int? {
    // The newest commits are in the highest file, and most look-ups are for them.
    for layer in layers.reversed() {
      if let place = layer.place(of: name) { return layer.firstPosition + place }
    }
    return nil
  }

  private func layer(of position: Int) -> (layer: CommitGraphLayer, number: Int)? {
    guard position >= 0, position < count else { return nil }
    var number = layers.count - 1
    while layers[number].firstPosition > position { number -= 1 }
    return (layers[number], number)
  }

  package func name(at position: Int) -> CommitName? {
    layer(of: position).map { $0.layer.name(position - $0.layer.firstPosition) }
  }

  package func tree(at position: Int) -> CommitName? {
    layer(of: position).map { $0.layer.tree(position - $0.layer.firstPosition) }
  }

  /// All that is told of a commit; nil where it does not add up.
  package func commit(at position: Int) -> GraphCommit? {
    guard let (layer, _) = layer(of: position), let level = layer.level(position - layer.firstPosition) else { return nil }
    let place = position - layer.firstPosition
    var parents: [Int] = []
    let first = layer.firstParent(place)
    guard let others = layer.otherParents(place), first != CommitGraphLayer.noParent || others.isEmpty else { return nil }
    if first != CommitGraphLayer.noParent {
      parents = [Int(first)]
      for other in others { parents.append(Int(other)) }
    }
    guard let generation = hasCorrectedDates ? layer.correctedDate(place) : UInt64(level) else { return nil }
    var greatest: UInt32 = 0
    for parent in parents {
      guard let (below, _) = self.layer(of: parent), let older = below.level(parent - below.firstPosition) else { return nil }
      greatest = max(greatest, older)
      if hasCorrectedDates {
        guard let date = below.correctedDate(parent - below.firstPosition), date < generation else { return nil }
      }
    }
    // A level is one more than the greatest below it: a parent that was exchanged for another one seldom keeps that.
    guard level == greatest + 1 else { return nil }
    return GraphCommit(tree: layer.tree(place), parents: parents, time: Int64(layer.time(place)), generation: generation)
  }

  /// A step along the first parents.
  package enum FirstParent {
    case parent(Int)
    /// The commit has no parents.
    case root
    /// It does not add up: the object has to be read.
    case unknown
  }

  /// The first parent alone, for long walks.
  package func firstParent(at position: Int) -> FirstParent {
    guard let (layer, _) = layer(of: position), let level = layer.level(position - layer.firstPosition) else { return .unknown }
    let first = layer.firstParent(position - layer.firstPosition)
    guard first != CommitGraphLayer.noParent else { return level == 1 ? .root : .unknown }
    guard let (below, _) = self.layer(of: Int(first)), let older = below.level(Int(first) - below.firstPosition), older < level else {
      return .unknown
    }
    return .parent(Int(first))
  }

  /// A question to the changed-path filters, put for a path once and asked of many commits.
  ///
  /// - Parameter path: a file or a directory from the top, without a slash at either end.
  package func question(about path: [UInt8]) -> ChangedPathQuestion {
    var known: [ChangedPathFilters.Settings: [[UInt32]]] = [:]
    let keys = layers.map { layer -> [[UInt32]] in
      guard let settings = layer.filters?.settings else { return [] }
      if let same = known[settings] { return same }
      let made = ChangedPathQuestion.keys(for: path, settings)
      known[settings] = made
      return made
    }
    return ChangedPathQuestion(keys: keys)
  }

  /// Whether a commit may have changed the path against its first parent (a root: against nothing). `false` is certain, `true` is not.
  package func mayHaveChanged(_ question: ChangedPathQuestion, at position: Int) -> Bool {
    guard let (layer, number) = layer(of: position), let filters = layer.filters, number < question.keys.count else { return true }
    return filters.mayContain(question.keys[number], place: position - layer.firstPosition, bytes: layer.bytes)
  }

  /// Whether there are changed-path filters for some commits at least.
  package var hasFilters: Bool { layers.contains { $0.filters != nil } }
}
