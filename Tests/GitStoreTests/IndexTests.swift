import ContractTestSupport
import GitStore
import Testing

@Suite struct IndexTests {
  private static let files: [String: String?] = [
    "a.yaml": "1", "contracts/one.yaml": "1", "contracts/two.yaml": "2", "contracts/deep/three.yaml": "3", "contracts-old": "4", "z": "5",
  ]

  private static func repository() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit(files, "one")
    return repository
  }

  private static func check(_ repository: TestRepository, adding more: [String: String] = [:]) throws {
    let store = try repository.open(adding: more)
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let git = try repository.tryGit("diff-index", "--cached", "--raw", "--no-renames", "-z", "HEAD", adding: more).output
    let own = try store.indexDifferences(from: tree)
    let unmerged = Set(own.conflicts)
    #expect(own.changes == TreeTests.differences(git).filter { !unmerged.contains($0.path) })
    let listed = try repository.tryGit("ls-files", "--stage", "-z", adding: more).output.split(separator: "\0").map(String.init)
    let entries = try store.indexEntries().map { entry in
      "\(String(entry.mode.bits, radix: 8)) \(entry.id) \(entry.stage)\t\(entry.path)"
    }
    #expect(entries == listed)
    #expect(try store.indexDifferences(from: nil).changes.allSatisfy { $0.old == nil })
  }

  private static func change(_ repository: TestRepository) throws {
    try repository.write("new", to: "contracts/deep/four.yaml")
    try repository.write("changed", to: "contracts/two.yaml")
    try repository.write("new", to: "m/n/o")
    try repository.remove("z")
    try repository.git("add", "--all")
  }

  @Test(arguments: ["2", "3", "4"], [true, false])
  func findsWhatGitFinds(_ version: String, _ knowsTrees: Bool) throws {
    let repository = try Self.repository()
    try repository.git("update-index", "--index-version", version)
    try Self.check(repository)
    try Self.change(repository)
    if knowsTrees { try repository.git("write-tree") }
    try Self.check(repository)
  }

  /// Git keeps the directories of an index by length, those of a tree by name.
  @Test(arguments: ["2", "4"])
  func findsWhatGitFindsAmongManyDirectories(_ version: String) throws {
    let repository = try TestRepository()
    var files: [String: String?] = [:]
    for name in ["b", "aa", "c", "ab", "abc", "a-b", "a.b"] {
      for file in 0..<80 { files["\(name)/\(file % 3 == 0 ? "x/" : "")f\(file)"] = "\(file)" }
    }
    try repository.commit(files, "one")
    try repository.git("update-index", "--index-version", version)
    try repository.git("read-tree", "HEAD")
    for path in ["ab/f1", "c/x/f39", "b/new/y"] { try repository.write("changed", to: path) }
    try repository.remove("abc/f2")
    try repository.git("add", "--all")
    try Self.check(repository)
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    #expect(try store.indexDifferences(from: tree).changes.map(\.path) == ["ab/f1", "abc/f2", "b/new/y", "c/x/f39"])
  }

  @Test func readsLongPaths() throws {
    let repository = try Self.repository()
    let blob = try repository.git("rev-parse", "HEAD:z")
    for length in [4094, 4095, 4096, 5000] {
      let path = (0..<length / 2).map { _ in "d" }.joined(separator: "/") + String(repeating: "x", count: length - (length / 2 * 2 - 1))
      try repository.git("update-index", "--add", "--index-info", input: "100644 \(blob)\t\(path)\n")
    }
    for version in ["4", "2"] {
      try repository.git("update-index", "--index-version", version)
      let store = try repository.open()
      #expect(try store.indexEntries().map(\.path.utf8.count).sorted().suffix(4) == [4094, 4095, 4096, 5000])
    }
  }

  @Test func reportsIntendedPaths() throws {
    let repository = try Self.repository()
    try repository.write("new", to: "b.yaml")
    try repository.git("add", "--intent-to-add", "b.yaml")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    #expect(try store.indexDifferences(from: tree) == IndexDifferences(changes: [], conflicts: [], intendedToAdd: ["b.yaml"]))
    #expect(try store.indexEntries().filter(\.isIntendedToAdd).map(\.path) == ["b.yaml"])
    try repository.git("update-index", "--split-index")
    let split = try repository.open().indexDifferences(from: tree)
    #expect(split == IndexDifferences(changes: [], conflicts: [], intendedToAdd: ["b.yaml"]))
  }

  @Test(arguments: [false, true])
  func reportsConflicts(_ isSplit: Bool) throws {
    let repository = try Self.repository()
    try repository.git("checkout", "-q", "-b", "other")
    try repository.commit(["a.yaml": "other", "contracts/one.yaml": nil], "theirs")
    try repository.git("checkout", "-q", "main")
    try repository.commit(["a.yaml": "ours", "contracts/one.yaml": "ours"], "ours")
    #expect(try repository.tryGit("merge", "other").status == 1)
    try repository.write("added", to: "added.yaml")
    try repository.git("add", "added.yaml")
    if isSplit { try repository.git("update-index", "--split-index") }
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let differences = try store.indexDifferences(from: tree)
    #expect(differences.conflicts == ["a.yaml", "contracts/one.yaml"])
    #expect(differences.changes.map(\.path) == ["added.yaml"])
    try Self.check(repository)
  }

  @Test func readsSplitAndSparseIndexesThroughGit() throws {
    let repository = try Self.repository()
    try repository.git("update-index", "--split-index")
    try Self.change(repository)
    try Self.check(repository)

    let sparse = try Self.repository()
    try sparse.git("sparse-checkout", "set", "--cone", "--sparse-index", "m")
    #expect(try sparse.tryGit("ls-files", "--sparse").lines.contains("contracts/"))
    try sparse.write("new", to: "m/n")
    try sparse.git("add", "m/n")
    try Self.check(sparse)
  }

  @Test func readsTheIndexThatGitNames() throws {
    let repository = try Self.repository()
    let other = ["GIT_INDEX_FILE": ".git/other-index"]
    try repository.git("read-tree", "HEAD", adding: other)
    try repository.git("rm", "-q", "--cached", "z", adding: other)
    try Self.check(repository, adding: other)
    try Self.check(repository)
    let store = try repository.open(adding: other)
    #expect(try store.indexDifferences(from: store.treeID(ofCommit: store.requireCommit("HEAD"))).changes.map(\.path) == ["z"])
    let none = try repository.open(adding: ["GIT_INDEX_FILE": "nowhere"])
    #expect(try none.indexEntries().isEmpty)
    #expect(try none.indexDifferences(from: none.treeID(ofCommit: none.requireCommit("HEAD"))).changes.count == Self.files.count)
  }

  @Test func seesTheIndexOfCommitWithPaths() throws {
    let repository = try Self.repository()
    let answer = repository.scratch.path("answer")
    try repository.installHook(
      "pre-commit",
      "echo \"$GIT_INDEX_FILE\" > \(answer); git diff-index --cached --name-only HEAD >> \(answer); cp \"$GIT_INDEX_FILE\" \(answer).index")
    try repository.write("changed", to: "a.yaml")
    try repository.write("changed", to: "z")
    try repository.git("add", "z")
    try repository.git("commit", "-q", "-m", "only a", "a.yaml")
    let store = try repository.open(adding: ["GIT_INDEX_FILE": answer + ".index"])
    let before = try store.treeID(ofCommit: store.requireCommit("HEAD~1"))
    #expect(try store.indexDifferences(from: before).changes.map(\.path) == ["a.yaml"])
  }

  @Test(arguments: [12, 40, 100, 300])
  func refusesABrokenIndex(_ length: Int) throws {
    let repository = try Self.repository()
    let bytes = try repository.bytes(".git/index")
    try repository.write(bytes: Array(bytes.prefix(length)), to: ".git/index")
    let store = try repository.open()
    let error = #expect(throws: GitError.self) { try store.indexEntries() }
    #expect(error?.kind == .unreadable)
  }

  @Test func neverCrashesOnChangedBytes() throws {
    let repository = try Self.repository()
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    for version in ["2", "4"] {
      try repository.git("update-index", "--index-version", version)
      let bytes = try repository.bytes(".git/index")
      for position in bytes.indices {
        for value: UInt8 in [0, 0x7F, 0xFF] where bytes[position] != value {
          var changed = bytes
          changed[position] = value
          try repository.write(bytes: changed, to: ".git/other")
          let broken = try repository.open(adding: ["GIT_INDEX_FILE": ".git/other"])
          // What it says does not matter, as long as it says something.
          do { _ = try broken.indexEntries().count } catch { #expect(!error.message.isEmpty) }
          do { _ = try broken.indexDifferences(from: tree) } catch { #expect(!error.message.isEmpty) }
        }
      }
    }
  }
}

@Suite struct IndexUpdateTests {
  @Test(arguments: ["2", "4", "split"])
  func stagesABlobAndNothingElse(_ version: String) throws {
    let repository = try TestRepository()
    try repository.commit(["a.yaml": "1", "d/b.yaml": "1", "d/c.yaml": "1", "e/f.yaml": "1"], "one")
    try repository.git(
      version == "split" ? "update-index" : "update-index", version == "split" ? "--split-index" : "--index-version=\(version)")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let old = try #require(try store.entry("d/b.yaml", in: tree)).id
    let new = try store.writeBlob(Array("2".utf8))
    try store.updateIndexEntry(path: "d/b.yaml", blob: new, mode: .file, expecting: old)
    #expect(try store.indexDifferences(from: tree).changes.map(\.new?.id) == [new])
    #expect(try repository.git("diff", "--cached", "--name-only") == "d/b.yaml")
    // The file of the work tree still has the old text, and Git must see that.
    #expect(try repository.git("diff", "--name-only") == "d/b.yaml")
    try repository.git("fsck", "--strict")
    #expect(try repository.git("write-tree") != tree.hex)
    #expect(try repository.git("ls-files", "--stage", "d/b.yaml").contains(new.hex))
    try repository.write("2", to: "d/b.yaml")
    #expect(try repository.git("diff", "--name-only").isEmpty)
  }

  @Test func losesTheRaceRatherThanTheWork() throws {
    let repository = try TestRepository()
    try repository.commit(["a.yaml": "1"], "one")
    let store = try repository.open()
    let old = try #require(try store.indexEntries().first).id
    let new = try store.writeBlob(Array("2".utf8))
    try repository.write("3", to: "a.yaml")
    try repository.git("add", "a.yaml")
    let moved = #expect(throws: GitError.self) { try store.updateIndexEntry(path: "a.yaml", blob: new, mode: .file, expecting: old) }
    #expect(moved?.kind == .referenceMoved)
    #expect(try repository.git("show", ":a.yaml") == "3")
    try repository.write("", to: ".git/index.lock")
    let locked = #expect(throws: GitError.self) { try store.updateIndexEntry(path: "a.yaml", blob: new, mode: .file, expecting: old) }
    #expect(locked?.message.contains("index.lock") == true)
    try repository.remove(".git/index.lock")
    let absent = #expect(throws: GitError.self) { try store.updateIndexEntry(path: "b.yaml", blob: new, mode: .file, expecting: old) }
    #expect(absent?.kind == .referenceMoved)
    #expect(try repository.tryGit("ls-files").lines == ["a.yaml"])
    #expect(throws: GitError.self) { try store.updateIndexEntry(path: "../a", blob: new, mode: .file, expecting: .zero) }
    #expect(throws: GitError.self) { try store.updateIndexEntry(path: "a.yaml", blob: .zero, mode: .file, expecting: old) }
  }

  @Test func addsAPath() throws {
    let repository = try TestRepository()
    try repository.commit(["a.yaml": "1"], "one")
    let store = try repository.open()
    let blob = try store.writeBlob(Array("2".utf8))
    try store.updateIndexEntry(path: "new/b.yaml", blob: blob, mode: .executable, expecting: .zero)
    #expect(try repository.git("ls-files", "--stage", "new").hasPrefix("100755 \(blob) 0"))
  }
}
