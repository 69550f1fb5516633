/// Walks over history by our own hand: libgit2's are slow, and end silently where a shallow clone was cut. Here a boundary that could change
/// the answer is an error of kind `missing`.
extension Repository {
  /// All best common ancestors of two commits, newest first: those that no other common ancestor can reach. Empty if the histories
  /// are unrelated.
  package func mergeBases(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> [ObjectID] {
    if first == second { return [first] }
    var paint = Paint()
    try paint.start(first, .first, self)
    try paint.start(second, .second, self)
    var candidates: [ObjectID] = []
    while paint.hasOpen, let id = paint.queue.popNewest() {
      guard let links = paint.leave(id) else { continue }
      var marks = paint.marks(id)
      if marks.isSuperset(of: [.first, .second]), !marks.contains(.stale) {
        if !marks.contains(.result) {
          paint.add(.result, to: id)
          candidates.append(id)
        }
        marks.insert(.stale)
      }
      marks.remove(.result)
      if !marks.contains(.stale) { try ensureNotCut(id, links) }
      if isCut(id, links) { continue }
      for parent in links.parents { try paint.pass(marks, to: parent, self) }
    }
    let best = candidates.filter { !paint.marks($0).contains(.stale) }
    return try independent(best)
  }

  /// Takes out what another one can reach. Only wrong clocks leave such in.
  private func independent(_ commits: [ObjectID]) throws(GitError) -> [ObjectID] {
    guard commits.count > 1 else { return commits }
    var result: [ObjectID] = []
    for commit in commits {
      var isReached = false
      for other in commits where other != commit {
        if try isAncestor(commit, of: other) {
          isReached = true
          break
        }
      }
      if !isReached { result.append(commit) }
    }
    return result
  }

  /// Whether `ancestor` can be reached from `descendant`; a commit is its own ancestor.
  package func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws(GitError) -> Bool {
    if ancestor == descendant { return true }
    // Who is not of a later generation than the ancestor cannot reach it. Where the graph does not know one of them, clocks have to do.
    let generation = try links(ancestor).generation
    if let generation, let other = try links(descendant).generation, other <= generation { return false }
    var paint = Paint()
    try paint.start(descendant, .first, self)
    try paint.start(ancestor, .second, self)
    var boundary: ObjectID?
    // What only the descendant reaches is still to be looked at; what both reach cannot lead to the ancestor any more.
    while paint.hasOpenFirst, let id = paint.queue.popNewest() {
      guard let links = paint.leave(id) else { continue }
      var marks = paint.marks(id)
      if id == ancestor, marks.contains(.first) { return true }
      if marks.isSuperset(of: [.first, .second]) { marks.insert(.stale) }
      if isCut(id, links) {
        if marks.contains(.first), !marks.contains(.stale) { boundary = id }
        continue
      }
      for parent in links.parents {
        if parent == ancestor, marks.contains(.first) { return true }
        try paint.pass(marks, to: parent, above: generation, self)
      }
    }
    if let boundary { throw cut(boundary) }
    return false
  }

  /// Calls `body` with a commit, its first parent, and so on, until it says `false`, `until` is met (which is not passed), or history ends.
  /// The boundary of a shallow clone is an error, unless the walk ended before.
  package func forEachFirstParent(
    from start: ObjectID, until end: ObjectID? = nil, _ body: (Commit) throws(GitError) -> Bool
  ) throws(GitError) {
    var current = start
    while current != end {
      let commit = try commit(current)
      guard try body(commit) else { return }
      guard let parent = commit.parents.first else { return }
      if parent == end { return }
      if shallowCommits.contains(current) { throw cut(current) }
      current = parent
    }
  }

  /// The commits from `start` back along first parents up to, without, `end`; newest first.
  package func firstParents(from start: ObjectID, until end: ObjectID? = nil) throws(GitError) -> [Commit] {
    var result: [Commit] = []
    try forEachFirstParent(from: start, until: end) { commit in
      result.append(commit)
      return true
    }
    return result
  }

  /// The commits that can be reached from some commits, but not from others, newest first by the committer's clock, and never a parent before
  /// its child if clocks are right: what `git rev-list <reachable> ^<excluding>` prints.
  package func commits(reachableFrom starts: [ObjectID], excluding excluded: [ObjectID] = []) throws(GitError) -> [ObjectID] {
    var paint = Paint()
    for id in starts { try paint.start(id, .first, self) }
    for id in excluded { try paint.start(id, .stale, self) }
    var found: [ObjectID] = []
    var oldest = Int64.max
    var slop = 0
    while let newest = paint.queue.newestTime {
      // Like Git, go on a little beyond the oldest that was found, for clocks that are wrong.
      if !paint.hasOpen {
        if newest < oldest { slop += 1 }
        if slop > Self.slop { break }
      } else {
        slop = 0
      }
      guard let id = paint.queue.popNewest(), let links = paint.leave(id) else { continue }
      let marks = paint.marks(id)
      if !marks.contains(.stale), !marks.contains(.result) {
        paint.add(.result, to: id)
        found.append(id)
        oldest = min(oldest, links.time)
      }
      if isCut(id, links) {
        if !marks.contains(.stale) { throw cut(id) }
        continue
      }
      for parent in links.parents { try paint.pass(marks.subtracting(.result), to: parent, self) }
    }
    return found.filter { !paint.marks($0).contains(.stale) }
  }

  /// How many commits behind the last interesting one are still looked at; Git's own number.
  private static var slop: Int { 5 }
}

/// Which of the starts of a walk reach a commit.
private struct Marks: OptionSet {
  let rawValue: UInt8
  static let first = Marks(rawValue: 1)
  static let second = Marks(rawValue: 2)
  /// Nothing behind it can be an answer any more.
  static let stale = Marks(rawValue: 4)
  static let result = Marks(rawValue: 8)
}

/// The marks of a walk and the commits that wait in it.
private struct Paint {
  private struct State {
    var marks: Marks
    let links: CommitLinks
    var isWaiting: Bool
  }

  private var states: [ObjectID: State] = [:]
  private(set) var openCount = 0
  private(set) var openFirstCount = 0
  var queue = CommitQueue()

  /// Whether commits wait that are not stale.
  var hasOpen: Bool { openCount > 0 }
  /// Whether commits wait that the first start alone reaches.
  var hasOpenFirst: Bool { openFirstCount > 0 }

  func marks(_ id: ObjectID) -> Marks { states[id]?.marks ?? [] }

  mutating func add(_ marks: Marks, to id: ObjectID) { states[id]?.marks.formUnion(marks) }

  mutating func start(_ id: ObjectID, _ marks: Marks, _ repository: borrowing Repository) throws(GitError) {
    try pass(marks, to: id, repository)
  }

  private static func isOpen(_ marks: Marks) -> Bool { !marks.contains(.stale) }
  private static func isOpenFirst(_ marks: Marks) -> Bool {
    marks.contains(.first) && !marks.contains(.second) && !marks.contains(.stale)
  }

  private mutating func count(_ marks: Marks, _ change: Int) {
    if Self.isOpen(marks) { openCount += change }
    if Self.isOpenFirst(marks) { openFirstCount += change }
  }

  /// Adds marks to a commit and lets it wait, if that is news.
  ///
  /// - Parameter generation: commits that are not above it are left out, where a graph tells.
  mutating func pass(
    _ marks: Marks, to id: ObjectID, above generation: UInt64? = nil, _ repository: borrowing Repository
  ) throws(GitError) {
    if var state = states[id] {
      let union = state.marks.union(marks)
      if union == state.marks { return }
      if state.isWaiting { count(state.marks, -1) }
      let wasWaiting = state.isWaiting
      state.marks = union
      state.isWaiting = true
      states[id] = state
      count(union, 1)
      if !wasWaiting { queue.insert(id, time: state.links.time) }
      return
    }
    let links = try repository.links(id)
    if let generation, let own = links.generation, own <= generation { return }
    states[id] = State(marks: marks, links: links, isWaiting: true)
    count(marks, 1)
    queue.insert(id, time: links.time)
  }

  /// Takes a commit that came out of the queue.
  mutating func leave(_ id: ObjectID) -> CommitLinks? {
    guard var state = states[id], state.isWaiting else { return nil }
    state.isWaiting = false
    states[id] = state
    count(state.marks, -1)
    return state.links
  }
}
