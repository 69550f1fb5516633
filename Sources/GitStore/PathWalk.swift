internal import CommitGraph

/// A commit that changed what stands at a path against its first parent.
package struct PathChange: Hashable, Sendable {
  package let commit: ObjectID
  package let parent: ObjectID?
  /// The number of commits that the walk met before this one.
  package let place: Int
  package let old: TreeEntry?
  package let new: TreeEntry?
}

/// The changes of one path along first parents, newest first: what `git log --first-parent -- <path>` lists.
///
/// A filter of the commit-graph that says "not changed" makes the entry the first parent's without a look at either; only where it says
/// "maybe" a tree is read, and of it no more than leads to the path.
package struct PathWalk: ~Copyable {
  private let path: String
  private let names: [[UInt8]]
  private let questions: [ChangedPathQuestion]
  private var steps: FirstParentWalk
  /// What stands at each directory of the way and at its end, at the commit that comes next.
  private var way: Way?
  private var trees = ReadTrees()

  private struct Way: Equatable {
    var tree: ObjectID
    /// One for each name, up to the first that is not there.
    var entries: [Entry] = []
  }

  private struct Entry: Equatable {
    var bits: UInt32
    var id: ObjectID
  }

  /// - Parameter end: the commit whose state is known: only what follows it is told.
  package init(
    _ path: String, from start: ObjectID, until end: ObjectID? = nil, in repository: borrowing Repository
  ) {
    self.path = path
    names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
    steps = FirstParentWalk(from: start, until: end, in: repository)
    questions = steps.history.map { $0.graph.hasFilters && !path.isEmpty ? [$0.graph.question(about: Array(path.utf8))] : [] } ?? []
  }

  package mutating func next(_ repository: borrowing Repository) throws(GitError) -> PathChange? {
    if way == nil {
      guard let start = steps.commitOfNext else { return nil }
      way = try read(repository.links(start).tree, after: nil, repository)
    }
    while let newer = way {
      steps.skip(questions)
      guard let step = try steps.step(repository) else { break }
      var older = Way(tree: Repository.emptyTree)
      if let tree = try steps.treeBefore(step, repository) { older = try read(tree, after: newer, repository) }
      way = older
      let (old, new) = (end(of: older), end(of: newer))
      if old != new {
        return PathChange(commit: step.commit, parent: step.parent, place: steps.count - 1, old: old, new: new)
      }
    }
    return nil
  }

  /// What stands at the path; nil if nothing does.
  private func end(of way: Way) -> TreeEntry? {
    guard way.entries.count == names.count, let last = way.entries.last else { return nil }
    return TreeEntry(path: path, mode: FileMode(bits: last.bits), id: last.id)
  }

  /// The way through a tree, as far as it differs from one that is known.
  private mutating func read(_ tree: ObjectID, after known: Way?, _ repository: borrowing Repository) throws(GitError) -> Way {
    if let known, known.tree == tree { return known }
    var way = Way(tree: tree)
    var current = tree
    for (depth, name) in names.enumerated() {
      guard !name.isEmpty, let entry = try trees.entry(named: name, in: current, repository) else { break }
      way.entries.append(Entry(bits: entry.bits, id: entry.id))
      // The same directory as before: the rest of the way is the same.
      if let known, depth < known.entries.count, known.entries[depth] == way.entries[depth] {
        way.entries += known.entries[(depth + 1)...]
        break
      }
      guard depth + 1 < names.count, entry.isTree else { break }
      current = entry.id
    }
    return way
  }
}
