internal import CommitGraph

/// A commit on a walk along first parents, without what it says.
package struct FirstParentStep: Hashable, Sendable {
  package let commit: ObjectID
  package let tree: ObjectID
  package let parent: ObjectID?
}

/// A walk along the first parents, newest first: from the commit-graph where there is one, and from the objects of commits that are
/// newer than it. The boundary of a shallow clone is an error, unless the walk ended before.
package struct FirstParentWalk {
  let history: HistoryGraph?
  private let end: ObjectID?
  private let endPosition: Int?
  /// The commit that comes next: by its position where the graph knows it, else by its name.
  private var next: ObjectID?
  private(set) var position: Int?
  /// The number of commits so far.
  private(set) var count = 0

  /// - Parameter end: the commit at which the walk stops, without it; nil: goes on to the first commit.
  package init(from start: ObjectID, until end: ObjectID? = nil, in repository: borrowing Repository) {
    history = repository.historyGraph
    self.end = end
    endPosition = end.flatMap { [history] in history?.graph.position(of: $0.name) }
    next = start
    position = history?.graph.position(of: start.name)
  }

  package mutating func step(_ repository: borrowing Repository) throws(GitError) -> FirstParentStep? {
    if let history, let position, let name = history.graph.name(at: position), let tree = history.graph.tree(at: position) {
      if position == endPosition { return nil }
      switch history.graph.firstParent(at: position) {
      case .parent(let parent):
        guard let parentName = history.graph.name(at: parent) else { break }
        self.position = parent
        count += 1
        return FirstParentStep(commit: ObjectID(name), tree: ObjectID(tree), parent: ObjectID(parentName))
      case .root:
        self.position = nil
        next = nil
        count += 1
        return FirstParentStep(commit: ObjectID(name), tree: ObjectID(tree), parent: nil)
      case .unknown: break
      }
      next = ObjectID(name)
    }
    guard let current = next, current != end else { return nil }
    let links = try repository.links(current)
    let parent = links.parents.first
    if parent != end { try repository.ensureNotCut(current, links) }
    count += 1
    next = parent
    position = parent.flatMap { [history] in history?.graph.position(of: $0.name) }
    return FirstParentStep(commit: current, tree: links.tree, parent: parent)
  }

  /// The tree of the commit that comes next, where the graph knows it.
  var treeOfNext: ObjectID? {
    guard let history, let position else { return nil }
    return history.graph.tree(at: position).map { ObjectID($0) }
  }

  /// Goes on past all commits that did not change a path, as far as the changed-path filters of the graph know. The state of the path is
  /// the same before and after.
  ///
  /// - Returns: the commit that is next now; nil where the walk ended.
  mutating func skip(_ question: ChangedPathQuestion?) -> ObjectID? {
    guard let history, var position else { return next == end ? nil : next }
    let graph = history.graph
    if let question {
      walk: while position != endPosition, !graph.mayHaveChanged(question, at: position) {
        guard case .parent(let parent) = graph.firstParent(at: position) else { break walk }
        position = parent
        count += 1
      }
    }
    self.position = position
    return position == endPosition ? nil : graph.name(at: position).map { ObjectID($0) }
  }
}

extension Repository {
  /// The steps along first parents from a commit down to, without, another one; newest first.
  package func firstParentSteps(from start: ObjectID, until end: ObjectID? = nil) throws(GitError) -> [FirstParentStep] {
    var walk = FirstParentWalk(from: start, until: end, in: self)
    var result: [FirstParentStep] = []
    while let step = try walk.step(self) { result.append(step) }
    return result
  }
}
