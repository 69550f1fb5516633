internal import CommitGraph

/// A commit on a walk along first parents, without what it says.
package struct FirstParentStep: Hashable, Sendable {
  package let commit: ObjectID
  package let tree: ObjectID
  package let parent: ObjectID?
  /// The parent's tree, where the graph knows it.
  let parentTree: ObjectID?
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
  /// What its object says, where it was read already.
  private var linksOfNext: (commit: ObjectID, links: CommitLinks)?
  /// The number of commits so far.
  package private(set) var count = 0
  private let questions: [ChangedPathQuestion]

  /// - Parameters:
  ///   - end: the commit at which the walk stops, without it; nil: goes on to the first commit.
  ///   - folders: commits that change nothing below any of them may be left out, where the graph knows. Empty: none is.
  package init(
    from start: ObjectID, until end: ObjectID? = nil, touching folders: [String] = [], in repository: borrowing Repository
  ) {
    let history = repository.historyGraph
    self.history = history
    questions = folders.isEmpty ? [] : history.map { known in folders.map { known.graph.question(about: Array($0.utf8)) } } ?? []
    self.end = end
    endPosition = end.flatMap { [history] in history?.graph.position(of: $0.name) }
    next = start
    position = history?.graph.position(of: start.name)
  }

  package mutating func step(_ repository: borrowing Repository) throws(GitError) -> FirstParentStep? {
    if !questions.isEmpty { skip(questions) }
    if let history, let position, let name = history.graph.name(at: position), let tree = history.graph.tree(at: position) {
      if position == endPosition { return nil }
      switch history.graph.firstParent(at: position) {
      case .parent(let parent):
        guard let parentName = history.graph.name(at: parent) else { break }
        self.position = parent
        count += 1
        return FirstParentStep(
          commit: ObjectID(name), tree: ObjectID(tree), parent: ObjectID(parentName),
          parentTree: history.graph.tree(at: parent).map { ObjectID($0) })
      case .root:
        self.position = nil
        next = nil
        count += 1
        return FirstParentStep(commit: ObjectID(name), tree: ObjectID(tree), parent: nil, parentTree: nil)
      case .unknown: break
      }
      next = ObjectID(name)
    }
    guard let current = next, current != end else { return nil }
    let links: CommitLinks
    if let known = linksOfNext, known.commit == current { links = known.links } else { links = try repository.links(current) }
    let parent = links.parents.first
    if parent != end { try repository.ensureNotCut(current, links) }
    count += 1
    next = parent
    position = parent.flatMap { [history] in history?.graph.position(of: $0.name) }
    return FirstParentStep(commit: current, tree: links.tree, parent: parent, parentTree: nil)
  }

  /// The tree before a step that was the last one; nil before the first commit. An object that is read for it is not read again.
  package mutating func treeBefore(_ step: FirstParentStep, _ repository: borrowing Repository) throws(GitError) -> ObjectID? {
    if let known = step.parentTree { return known }
    guard let parent = step.parent else { return nil }
    let links = try repository.links(parent)
    linksOfNext = (parent, links)
    return links.tree
  }

  /// The commit that comes next; nil where the walk ended.
  var commitOfNext: ObjectID? {
    guard let history, let position else { return next == end ? nil : next }
    return position == endPosition ? nil : history.graph.name(at: position).map { ObjectID($0) }
  }

  /// Goes on past all commits that changed none of some paths, as far as the changed-path filters of the graph know. The state of these paths
  /// is the same before and after.
  mutating func skip(_ questions: [ChangedPathQuestion]) {
    guard let history, var position, !questions.isEmpty else { return }
    let graph = history.graph
    walk: while position != endPosition {
      for question in questions where graph.mayHaveChanged(question, at: position) { break walk }
      guard case .parent(let parent) = graph.firstParent(at: position) else { break }
      position = parent
      count += 1
    }
    self.position = position
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
