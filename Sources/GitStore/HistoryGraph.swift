internal import CommitGraph

/// The commit-graph of a repository with the files that it lies in, mapped as long as anybody looks at it.
final class HistoryGraph {
  let graph: CommitGraph
  private let files: [Mapping]

  private final class Mapping {
    let map: MappedFile
    init(_ map: consuming MappedFile) { self.map = map }
  }

  private init?(_ files: [Mapping], names: [CommitName]) {
    guard let graph = CommitGraph(files.map { $0.map.bytes }, names: names) else { return nil }
    self.graph = graph
    self.files = files
  }

  /// The first graph among the object directories, as Git looks for it: the one file, else the chain, whose files may lie anywhere among
  /// them. A graph is a shortcut: what cannot be opened is not there.
  static func find(in directories: [String]) -> HistoryGraph? {
    for directory in directories {
      if let file = map(directory + "/info/commit-graph"), let alone = HistoryGraph([file], names: []) { return alone }
      guard let chain = map(directory + "/info/commit-graphs/commit-graph-chain"), let names = CommitGraph.chainNames(chain.map.bytes)
      else {
        continue
      }
      var files: [Mapping] = []
      for name in names {
        let path = "/info/commit-graphs/graph-\(ObjectID(name).hex).graph"
        guard let file = directories.lazy.compactMap({ map($0 + path) }).first else { break }
        files.append(file)
      }
      if let found = HistoryGraph(files, names: names) { return found }
    }
    return nil
  }

  private static func map(_ path: String) -> Mapping? {
    do throws(GitError) {
      guard let map = try MappedFile.open(path, isReadWhole: false) else { return nil }
      return Mapping(map)
    } catch {
      return nil
    }
  }

  /// What is known of a commit without reading it; nil where it is newer than the graph, or the graph is not to be trusted with it.
  func links(_ id: ObjectID) -> CommitLinks? {
    guard let position = graph.position(of: id.name), let commit = graph.commit(at: position) else { return nil }
    var parents: [ObjectID] = []
    parents.reserveCapacity(commit.parents.count)
    for parent in commit.parents {
      guard let name = graph.name(at: parent) else { return nil }
      parents.append(ObjectID(name))
    }
    return CommitLinks(tree: ObjectID(commit.tree), parents: parents, time: commit.time, generation: commit.generation)
  }
}

/// The graph of an open repository, looked for when it is first asked for.
final class LazyHistoryGraph {
  private var isKnown = false
  private var found: HistoryGraph?
  private var few: [(id: ObjectID, links: CommitLinks)] = []

  /// Whether the graph is worth opening. A hook asks for two or three commits, again and again, and reads them sooner than it opens
  /// anything.
  var isWorthAsking: Bool { isKnown || few.count >= Self.fewest }

  private static let fewest = 8

  /// One of the few commits that were read before the graph was worth it.
  func remembered(_ id: ObjectID) -> CommitLinks? { few.first { $0.id == id }?.links }

  func remember(_ id: ObjectID, _ links: CommitLinks) {
    if !isWorthAsking { few.append((id, links)) }
  }

  func value(_ find: () -> HistoryGraph?) -> HistoryGraph? {
    if !isKnown {
      found = find()
      isKnown = true
    }
    return found
  }
}

extension Repository {
  /// The commit-graph, where there is one and Git would use it too: not with replace references, grafts, or a cut history, and not where
  /// `core.commitGraph` says no.
  var historyGraph: HistoryGraph? {
    lazyGraph.value {
      guard isCommitGraphWanted, !isShallow else { return nil }
      let directories = ObjectDirectories.all(main: objectDirectory, environment: environment, directory: directory)
      guard let found = HistoryGraph.find(in: directories), !mayHaveReplacements else { return nil }
      do throws(GitError) {
        return try hasGrafts ? nil : found
      } catch {
        return nil
      }
    }
  }

  /// Whether walks over history take parents and trees from a commit-graph.
  package var usesCommitGraph: Bool { historyGraph != nil }

  /// Whether the graph tells of some commits which paths they did not change.
  package var hasChangedPathFilters: Bool { historyGraph?.graph.hasFilters ?? false }

  private var isCommitGraphWanted: Bool {
    do throws(GitError) {
      return try configuration.bool("core.commitGraph") ?? true
    } catch {
      return false
    }
  }

  /// Whether Git might replace objects here. Looked up without reading all references: a server may have a hundred thousand.
  private var mayHaveReplacements: Bool {
    if environment["GIT_NO_REPLACE_OBJECTS"] != nil { return false }
    let base = environment["GIT_REPLACE_REF_BASE"].flatMap { $0.isEmpty ? nil : $0 } ?? "refs/replace/"
    if let loose = Files.contents(of: Paths.join(commonDirectory, base)), !loose.isEmpty { return true }
    do throws(GitError) {
      guard let packed = try MappedFile.open(Paths.join(commonDirectory, "packed-refs")) else { return false }
      return packed.bytes.hold(Array((" " + base).utf8))
    } catch {
      return true
    }
  }
}
