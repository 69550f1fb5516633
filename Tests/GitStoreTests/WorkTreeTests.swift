import ContractTestSupport
import GitStore
import Testing

@Suite struct WorkTreeTests {
  private static func repository(_ settings: [String: String] = [:]) throws -> TestRepository {
    let repository = try TestRepository()
    for (key, value) in settings { try repository.git("config", key, value) }
    try repository.commit(["a.yaml": "1\n", "d/b.yaml": "1\n", "d/c.yaml": "1\n", "e/f.yaml": "1\n", "run": "1\n", "z": "1\n"], "one")
    return repository
  }

  /// Holds the answer against what Git would commit after `git add --all`.
  private static func check(_ repository: TestRepository, adding more: [String: String] = [:]) throws {
    let store = try repository.open(adding: more)
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let own = try store.workTreeDifferences(from: tree) { _ in true }
    let index = repository.scratch.path("expected-index")
    // With its time, by which Git sees what may have changed in the moment in which the index was written.
    try run(repository, "cp -p .git/index '\(index)'")
    let variables = more.merging(["GIT_INDEX_FILE": index]) { $1 }
    try repository.git("add", "--all", adding: variables)
    let git = try repository.tryGit("diff-index", "--cached", "--raw", "--no-renames", "-z", "HEAD", adding: variables).output
    #expect(own == TreeTests.differences(git))
    #expect(try store.workTreeDifferences(from: tree) { $0.hasSuffix(".yaml") } == own.filter { $0.path.hasSuffix(".yaml") })
  }

  private static func run(_ repository: TestRepository, _ script: String) throws {
    let result = try repository.environment.run("sh", ["-c", script], in: repository.path)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: [
    ":", "echo 2 > a.yaml", "rm a.yaml", "rm -r d", "chmod +x run", "echo 2 > new.yaml", "mkdir -p n/m && echo 2 > n/m/o.yaml",
    "rm z && ln -s a.yaml z", "rm -r d && echo file > d", "rm z && mkdir z && echo 2 > z/y",
    "echo 2 > a.yaml && git add a.yaml && echo 1 > a.yaml",
    "echo 2 > a.yaml && git add a.yaml && echo 3 > a.yaml", "git rm -q --cached z", "git rm -q z", "touch a.yaml", "mv d d2 && ln -s d2 d",
    "echo '*.log' > .gitignore && echo x > a.log && mkdir q && echo x > q/b.log && echo x > q/c.yaml",
    "printf '/build/\\n!build/keep\\n' > .gitignore && mkdir build && echo x > build/keep && echo x > e/g",
    "echo '*.yaml' > .gitignore && echo 2 > a.yaml && echo x > ignored.yaml", "echo secret > .git/info/exclude && echo x > secret",
    "mkdir -p \"$XDG_CONFIG_HOME/git\" && echo private > \"$XDG_CONFIG_HOME/git/ignore\" && echo x > private && echo x > public",
    "git config core.excludesFile ~/my-ignore && echo other > ~/my-ignore && echo x > other", "mkdir empty",
    "echo '[an]*.yaml text' > .gitattributes && printf '2\\r\\n' > a.yaml",
    "echo '[an]*.yaml -text' > .gitattributes && printf '2\\r\\n' > a.yaml",
    "git config core.autocrlf input && printf '2\\r\\n' > a.yaml && printf '3\\r\\n' > new.yaml",
    "git config core.fileMode false && chmod +x run && echo x > new && chmod +x new",
    "printf '2\\r\\n' > a.yaml && git add a.yaml && git config core.autocrlf true && printf '2\\r\\n3\\r\\n' > a.yaml",
    "git update-index --assume-unchanged a.yaml && echo 2 > a.yaml", "git update-index --skip-worktree a.yaml && rm a.yaml",
    "git add -N a.yaml && echo x > n && git add -N n", "mkfifo pipe", "echo 'é' > 'ü.yaml'",
    "mkdir \"$(printf 'r\\377')\" && echo x > \"$(printf 'r\\377/raw\\376.yaml')\"",
    "printf 'r\\377.log\\n' > .gitignore && for name in r s; do echo x > \"$(printf \"$name\\\\377.log\")\"; done", "echo x > 'a\tb\"c'",
    "git config filter.up.clean 'tr a-z A-Z' && echo '[an]*.yaml filter=up' > .gitattributes && echo abc > a.yaml && echo def > new.yaml",
    "echo '[an]*.yaml working-tree-encoding=UTF-16LE text' > .gitattributes && printf 'a\\0b\\0' > a.yaml",
    "echo '[an]*.yaml ident' > .gitattributes && echo '$Id: x $' > a.yaml",
    "git update-index --split-index && echo 2 > a.yaml && echo x > new",
    "git init -q nested && echo x > nested/y && rm -rf nested/.git",
  ])
  func seesWhatGitWouldAdd(_ script: String) throws {
    let repository = try Self.repository()
    try Self.run(repository, script)
    try Self.check(repository)
  }

  @Test func honoursSettingsOfTheCommandLine() throws {
    let repository = try Self.repository()
    try repository.write("2\r\n", to: "a.yaml")
    try repository.write("x", to: "left-out")
    try TestFiles.write(Array("left-*\n".utf8), to: repository.scratch.path("home/patterns"))
    try Self.check(repository, adding: ["GIT_CONFIG_PARAMETERS": "'core.autocrlf'='input' 'core.excludesFile'='~/patterns'"])
  }

  @Test func seesConflicts() throws {
    let repository = try Self.repository()
    try repository.git("checkout", "-q", "-b", "other")
    try repository.commit(["a.yaml": "theirs\n"])
    try repository.git("checkout", "-q", "main")
    try repository.commit(["a.yaml": "ours\n"])
    #expect(try repository.tryGit("merge", "other").status == 1)
    try Self.check(repository)
  }

  @Test func leavesRepositoriesInItAlone() throws {
    let repository = try Self.repository()
    try Self.run(repository, "git init -q inner && echo x > inner/x.yaml")
    let store = try repository.open()
    #expect(try store.workTreeDifferences(from: store.treeID(ofCommit: store.requireCommit("HEAD"))) { _ in true }.isEmpty)
  }

  @Test func seesARacyChange() throws {
    let repository = try Self.repository()
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    // The same size, the same second: only the content tells.
    for number in 2...9 {
      try repository.write("\(number)\n", to: "a.yaml")
      try repository.git("add", "a.yaml")
      try repository.write("x\n", to: "a.yaml")
      let change = try #require(try store.workTreeDifferences(from: tree) { _ in true }.first)
      #expect(change.new?.id == (try Repository.id(of: Array("x\n".utf8))))
    }
  }

  @Test func neverReadsOutsideOfIt() throws {
    let repository = try Self.repository()
    try repository.scratch.write("secret", to: "outside/secret.yaml")
    try Self.run(repository, "ln -s ../outside out && ln -s ../outside/secret.yaml link.yaml && mkfifo pipe")
    let store = try repository.open()
    #expect(try store.readWorkTreeFile("a.yaml", limit: 10) == Array("1\n".utf8))
    for path in ["out/secret.yaml", "link.yaml", "pipe", "d", "nowhere", "a.yaml/x"] {
      #expect(try store.readWorkTreeFile(path, limit: 100) == nil, "\(path)")
    }
    for path in [
      "", "/etc/passwd", "../outside/secret.yaml", "d/../../outside/secret.yaml", ".git/config", ".GIT/config", "d//b.yaml", "a\0",
    ] {
      #expect(throws: GitError.self) { try store.readWorkTreeFile(path, limit: 100) }
    }
    let large = #expect(throws: GitError.self) { try store.readWorkTreeFile("a.yaml", limit: 1) }
    #expect(large?.kind == .tooLarge)
  }

  @Test(arguments: [":", "git update-index --split-index"])
  func seesTheSameFromASubdirectory(_ script: String) throws {
    let repository = try Self.repository(["filter.up.clean": "tr a-z A-Z"])
    try Self.run(repository, script)
    try repository.write("d/b.yaml filter=up\n", to: ".gitattributes")
    try repository.write("abc\n", to: "d/b.yaml")
    try repository.write("x\n", to: "d/new")
    let here = try repository.open()
    let there = try repository.open(adding: ["GIT_INDEX_FILE": "../.git/index"], in: repository.path + "/d")
    let tree = try here.treeID(ofCommit: here.requireCommit("HEAD"))
    let differences = try here.workTreeDifferences(from: tree) { _ in true }
    #expect(differences.map(\.path) == [".gitattributes", "d/b.yaml", "d/new"])
    #expect(differences[1].new?.id == (try Repository.id(of: Array("ABC\n".utf8))))
    #expect(try there.workTreeDifferences(from: tree) { _ in true } == differences)
    #expect(try there.indexEntries() == here.indexEntries())
  }

  @Test(arguments: [["--cone"], ["--cone", "--sparse-index"]])
  func takesSparsePathsAsStaged(_ options: [String]) throws {
    let repository = try Self.repository()
    try Self.run(repository, "git sparse-checkout set \(options.joined(separator: " ")) d && echo 2 > d/b.yaml && echo x > d/new.yaml")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    #expect(try store.workTreeDifferences(from: tree) { _ in true }.map(\.path) == ["d/b.yaml", "d/new.yaml"])
  }

  @Test func comparesWithAnyTree() throws {
    let repository = try Self.repository()
    try repository.commit(["a.yaml": "2\n", "only.yaml": "x"], "two")
    let store = try repository.open()
    let old = try store.treeID(ofCommit: store.requireCommit("HEAD~1"))
    #expect(try store.workTreeDifferences(from: old) { _ in true }.map(\.path) == ["a.yaml", "only.yaml"])
    #expect(try store.workTreeDifferences(from: nil) { _ in true }.count == 7)
  }
}
