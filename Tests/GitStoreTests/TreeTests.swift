import ContractTestSupport
import GitStore
import Testing

@Suite struct TreeTests {
  /// The output of `git diff-tree` or `git diff-index` as this module gives it.
  static func differences(_ output: String) -> [TreeDifference] {
    let parts = output.split(separator: "\0")
    return stride(from: 0, to: parts.count - 1, by: 2).map { position in
      let fields = parts[position].split(separator: " ")
      let path = String(parts[position + 1])
      func entry(_ mode: Substring, _ id: Substring) -> TreeEntry? {
        let modes: [Substring: FileMode] = ["100644": .file, "100755": .executable, "120000": .symlink, "160000": .gitlink]
        return modes[mode].flatMap { mode in ObjectID(hex: id).map { TreeEntry(path: path, mode: mode, id: $0) } }
      }
      return TreeDifference(path: path, old: entry(fields[0].dropFirst(), fields[2]), new: entry(fields[1], fields[3]))
    }
  }

  @Test func findsWhatGitFinds() throws {
    let repository = try TestRepository()
    try repository.commit(
      ["a.yaml": "1", "d/x": "1", "d/y": "1", "d-e": "1", "d.e": "1", "keep/deep/er/z": "1", "file": "1", "run": "1"], "one")
    try repository.git("rm", "-q", "-r", "d", "file")
    try repository.git("update-index", "--chmod=+x", "run")
    try repository.git("update-index", "--add", "--cacheinfo", "160000,\(repository.git("rev-parse", "HEAD")),sub")
    let link = try repository.git("hash-object", "-w", "--stdin", input: "a.yaml")
    try repository.git("update-index", "--add", "--cacheinfo", "120000,\(link),link")
    try repository.git("update-index", "--add", "--cacheinfo", "100644,\(link),d")
    try repository.git("update-index", "--add", "--cacheinfo", "100644,\(link),file/now/a/directory")
    try repository.git("update-index", "--add", "--cacheinfo", "100644,\(link),ü/\"quoted\"\tname")
    repository.advance()
    try repository.git("commit", "-q", "-m", "two")
    let store = try repository.open()
    let (old, new) = (try store.treeID(ofCommit: store.requireCommit("HEAD~1")), try store.treeID(ofCommit: store.requireCommit("HEAD")))
    let git = Self.differences(try repository.tryGit("diff-tree", "-r", "--raw", "--no-renames", "-z", old.hex, new.hex).output)
    #expect(git.count == 9)
    #expect(try store.differences(from: old, to: new) == git)
    #expect(try store.differences(from: new, to: old).count == 9)
    #expect(try store.differences(from: nil, to: old).allSatisfy { $0.old == nil })
    #expect(try store.differences(from: old, to: nil).count == 8)
    #expect(try store.differences(from: old, to: old).isEmpty)
    #expect(try store.differences(from: Repository.emptyTree, to: old).count == 8)
  }

  @Test func doesNotReadWhatIsEqual() throws {
    let repository = try TestRepository()
    try repository.commit(["same/a": "1", "other/b": "1"], "one")
    try repository.commit(["other/b": "2"], "two")
    let store = try repository.open()
    let same = try repository.git("rev-parse", "HEAD:same")
    let file = "\(repository.gitDirectory)/objects/\(same.prefix(2))/\(same.dropFirst(2))"
    try repository.git("-c", "alias.drop=!rm -f \(file)", "drop")
    #expect(throws: GitError.self) { try store.entry("same/a", in: store.treeID(ofCommit: store.requireCommit("HEAD"))) }
    let trees = try ["HEAD~1", "HEAD"].map { try store.treeID(ofCommit: store.requireCommit($0)) }
    #expect(try store.differences(from: trees[0], to: trees[1]).map(\.path) == ["other/b"])
    #expect(try store.indexDifferences(from: trees[0]).changes.map(\.path) == ["other/b"])
  }

  @Test func looksUpPaths() throws {
    let repository = try TestRepository()
    try repository.commit(["a/b/c": "1", "x": "2"], "one")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    #expect(try store.entry("a/b/c", in: tree)?.mode == .file)
    #expect(try store.entry("a/b", in: tree)?.mode == .tree)
    for path in ["", "/", "a/", "a//b", "/a", "a/b/c/d", "x/y", "A", "../x", "a/./b"] {
      #expect(try store.entry(path, in: tree) == nil, "\(path)")
    }
  }

  @Test func walksAsItIsTold() throws {
    let repository = try TestRepository()
    try repository.commit(["a/1": "", "a/2": "", "b/c/3": "", "d": ""], "one")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    func walk(_ under: String?, _ goesOn: (TreeEntry) -> Bool) throws -> [String] {
      var seen: [String] = []
      try store.forEachEntry(in: tree, under: under) { entry in
        seen.append(entry.path)
        return goesOn(entry)
      }
      return seen
    }
    #expect(try walk(nil) { _ in true } == ["a", "a/1", "a/2", "b", "b/c", "b/c/3", "d"])
    #expect(try walk(nil) { $0.path != "b" } == ["a", "a/1", "a/2", "b", "d"])
    #expect(try walk(nil) { $0.path != "a/1" } == ["a", "a/1"])
    #expect(try walk("b/") { _ in true } == ["b/c", "b/c/3"])
    #expect(try walk("nowhere") { _ in true }.isEmpty)
    #expect(try walk("d") { _ in true }.isEmpty)
  }

  @Test func readsBlobsWithinALimit() throws {
    let repository = try TestRepository()
    try repository.commit(["a": "12345", "empty": ""], "one")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let blob = try #require(try store.entry("a", in: tree)).id
    #expect(try store.blobSize(blob) == 5)
    #expect(try store.blob(blob, limit: 5) == Array("12345".utf8))
    #expect(try store.blob(#require(try store.entry("empty", in: tree)).id, limit: 0).isEmpty)
    let large = #expect(throws: GitError.self) { try store.blob(blob, limit: 4) }
    #expect(large?.kind == .tooLarge)
    let wrong = #expect(throws: GitError.self) { try store.blob(tree, limit: 4000) }
    #expect(wrong?.kind == .invalidRevision)
    let absent = #expect(throws: GitError.self) { try store.blob(try #require(ObjectID(hex: String(repeating: "1", count: 40))), limit: 1) }
    #expect(absent?.kind == .missing)
  }
}

@Suite struct TreeProblemTests {
  /// Stores a tree from `(mode, name, id)` as it is given, however wrong.
  private static func store(_ entries: [(String, [UInt8], String)], _ repository: TestRepository) throws -> ObjectID {
    var bytes: [UInt8] = []
    for (mode, name, id) in entries { bytes += Array("\(mode) ".utf8) + name + [0] + (ObjectID(hex: id)?.bytes ?? []) }
    try TestFiles.write(bytes, to: repository.scratch.path("tree"))
    let id = try repository.git("hash-object", "-t", "tree", "-w", "--literally", repository.scratch.path("tree"))
    return try #require(ObjectID(hex: id))
  }

  private static let blob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
  private static func names(_ names: String...) -> [[UInt8]] { names.map { Array($0.utf8) } }

  @Test(
    arguments: [
      (names("a", "b"), []), (names("b", "a"), [.unsorted]), (names("a", "a"), [.duplicate]), (names("."), [.name]), (names(".."), [.name]),
      (names(".git"), [.name]), (names(".GIT"), [.name]), (names("git~1"), [.name]), (names(".git. ."), [.name]),
      (names(".git::$INDEX"), [.name]),
      (names(".g\u{200C}it"), [.name]), (names("a/b"), [.name]), (names(""), [.name]), (names(".gitignore", "..."), [.unsorted]),
      (names("...", ".gitignore"), []), (names("A", "a"), [.clash]), (names("e\u{301}", "é"), [.clash]), ([[0xFF, 0xFE]], [.encoding]),
      (names("Watched"), [.lookalike]), (names("watched"), []),
    ] as [([[UInt8]], [TreeProblem.Kind])])
  func finds(_ names: [[UInt8]], _ kinds: [TreeProblem.Kind]) throws {
    let repository = try TestRepository()
    let tree = try Self.store(names.map { ("100644", $0, Self.blob) }, repository)
    let store = try repository.open()
    #expect(try store.treeProblems(in: tree, watching: ["", "watched"]).map(\.kind) == kinds)
    let outer = try Self.store([("40000", Array("in".utf8), tree.hex)], repository)
    #expect(try store.treeProblems(in: outer, watching: ["in/", "in/watched"]).map(\.kind) == kinds)
    #expect(try store.treeProblems(in: outer, accepted: outer).isEmpty)
    #expect(try store.treeProblems(in: outer, accepted: tree, watching: ["in/", "in/watched"]).map(\.kind) == kinds)
  }

  @Test func findsBrokenTrees() throws {
    let repository = try TestRepository()
    try TestFiles.write(Array("100644 a\0short".utf8), to: repository.scratch.path("broken"))
    let id = try repository.git("hash-object", "-t", "tree", "-w", "--literally", repository.scratch.path("broken"))
    let outer = try Self.store(
      [("40000", Array("x".utf8), id), ("100644", Array("y".utf8), String(repeating: "0", count: 40))], repository)
    let store = try repository.open()
    #expect(try store.treeProblems(in: outer).map(\.kind) == [.zeroID, .malformed])
    #expect(throws: GitError.self) { try store.differences(from: nil, to: outer) }
    let lost = try Self.store([("40000", Array("x".utf8), String(repeating: "1", count: 40))], repository)
    let error = #expect(throws: GitError.self) { try store.treeProblems(in: lost) }
    #expect(error?.kind == .missing)
  }

  @Test func watchesOnlyWhatItIsTold() throws {
    let repository = try TestRepository()
    let inner = try Self.store([("100644", Array("A".utf8), Self.blob), ("100644", Array("a".utf8), Self.blob)], repository)
    let tree = try Self.store(
      [
        ("40000", Array(".Contracts".utf8), inner.hex), ("40000", Array(".contracts".utf8), inner.hex),
        ("40000", Array("other".utf8), inner.hex),
      ],
      repository)
    let store = try repository.open()
    #expect(try store.treeProblems(in: tree).isEmpty)
    let problems = try store.treeProblems(in: tree, watching: [".contracts/"])
    #expect(problems.map(\.path) == [".Contracts", ".contracts", ".Contracts/a", ".contracts/a"])
    #expect(problems.map(\.kind) == [.lookalike, .clash, .clash, .clash])
  }
}
