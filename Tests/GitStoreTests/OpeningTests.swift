import ContractTestSupport
import GitStore
import Testing

@Suite struct OpeningTests {
  private static func kind(_ repository: TestRepository, adding more: [String: String] = [:], in directory: String? = nil) -> GitError.Kind?
  {
    do throws(GitError) {
      _ = try Repository.open(environment: repository.environment.variables.merging(more) { $1 }, directory: directory ?? repository.path)
      return nil
    } catch {
      return error.kind
    }
  }

  @Test func findsTheRepositoryAbove() throws {
    let repository = try TestRepository()
    try repository.commit(["a/b/c": ""])
    let store = try repository.open(in: repository.path + "/a/b")
    #expect(store.prefix == "a/b/")
    #expect(store.workTree == repository.path)
    #expect(try repository.open().prefix == "")
    #expect(Self.kind(repository, in: repository.scratch.path) == .notARepository)
    #expect(Self.kind(repository, in: "/no/such/directory") == .notARepository)
    #expect(Self.kind(repository, in: "relative") == .other)
    #expect(
      Self.kind(repository, adding: ["GIT_CEILING_DIRECTORIES": repository.path + "/a"], in: repository.path + "/a/b") == .notARepository)
    #expect(Self.kind(repository, adding: ["GIT_CEILING_DIRECTORIES": repository.path], in: repository.path) == nil)
  }

  @Test func opensBareRepositories() throws {
    let repository = try TestRepository(bare: true)
    let store = try repository.open()
    #expect(store.isBare && store.workTree == nil && store.gitDirectory == repository.path)
    let inside = try repository.open(in: repository.path + "/refs/heads")
    #expect(inside.gitDirectory == repository.path)
    #expect(
      Self.kind(repository, adding: ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.bareRepository", "GIT_CONFIG_VALUE_0": "explicit"])
        == .unsafe)
    #expect(try repository.open(adding: ["GIT_DIR": "."]).isBare == true)
    #expect(throws: GitError.self) { try store.workTreeDifferences(from: nil) { _ in true } }
  }

  @Test func opensTheGitDirectoryItself() throws {
    let repository = try TestRepository()
    try repository.commit(["a": ""])
    let store = try repository.open(in: repository.gitDirectory)
    #expect(store.workTree == nil && !store.isBare && store.prefix == "")
    // As in the hooks of a push to a repository with a work tree.
    let hook = try repository.open(adding: ["GIT_DIR": "."], in: repository.gitDirectory)
    #expect(hook.workTree == nil && hook.gitDirectory == repository.gitDirectory)
  }

  @Test func opensWorkTrees() throws {
    let repository = try TestRepository()
    try repository.commit(["a": "1"])
    let other = try repository.addWorkTree("other", options: ["-b", "other"])
    try other.commit(["a": "2"], "two")
    try other.write("3", to: "a")
    try other.git("add", "a")
    let store = try other.open()
    #expect(store.workTree == other.path)
    #expect(store.gitDirectory == repository.gitDirectory + "/worktrees/other")
    #expect(store.commonDirectory == repository.gitDirectory)
    #expect(store.hooksDirectory == repository.gitDirectory + "/hooks")
    #expect(try store.head() == .branch(name: "refs/heads/other", commit: ObjectID(hex: other.git("rev-parse", "HEAD"))))
    #expect(try store.indexDifferences(from: store.treeID(ofCommit: store.requireCommit("HEAD"))).changes.map(\.path) == ["a"])
    // What Git gives to the hooks of a linked work tree.
    let answer = repository.scratch.path("answer")
    try repository.installHook("pre-commit", "env | grep ^GIT_ > \(answer)")
    try other.git("commit", "-q", "-m", "three")
    var variables: [String: String] = [:]
    for line in try repository.scratch.read("answer").split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variables[String(parts[0])] = String(parts[1])
    }
    let hook = try other.open(adding: variables)
    #expect(hook.workTree == other.path && hook.gitDirectory == store.gitDirectory && hook.commonDirectory == repository.gitDirectory)
    #expect(try hook.indexEntries().count == 1)
  }

  @Test func opensSubmodulesAndSeparateDirectories() throws {
    let inner = try TestRepository(name: "inner")
    try inner.commit(["a": ""])
    let outer = try TestRepository(in: inner.scratch, name: "outer")
    try outer.git("submodule", "--quiet", "add", inner.path, "sub")
    let store = try outer.open(in: outer.path + "/sub")
    #expect(store.workTree == outer.path + "/sub")
    #expect(store.gitDirectory == outer.gitDirectory + "/modules/sub")
    let separate = try TestRepository(
      in: inner.scratch, name: "separate", options: ["--separate-git-dir", inner.scratch.path("elsewhere.git")])
    #expect(try separate.open().gitDirectory == inner.scratch.path("elsewhere.git"))
  }

  @Test func honoursGitDirAndWorkTree() throws {
    let repository = try TestRepository()
    try repository.commit(["a/b": "1"])
    let here = try repository.scratch.makeDirectory("here")
    let variables = ["GIT_DIR": repository.gitDirectory]
    #expect(try repository.open(adding: variables, in: here).workTree == here)
    let tree = ["GIT_DIR": "../repository/.git", "GIT_WORK_TREE": "../repository", "GIT_COMMON_DIR": repository.gitDirectory]
    let store = try repository.open(adding: tree, in: here)
    #expect(store.workTree == repository.path && store.gitDirectory == repository.gitDirectory && store.prefix == "")
    #expect(try store.workTreeDifferences(from: store.treeID(ofCommit: store.requireCommit("HEAD"))) { _ in true }.isEmpty)
    let absolute = ["GIT_DIR": repository.gitDirectory, "GIT_WORK_TREE": repository.path]
    #expect(try repository.open(adding: absolute, in: repository.path + "/a").prefix == "a/")
    #expect(try repository.open(adding: ["GIT_WORK_TREE": here]).workTree == here)
    #expect(Self.kind(repository, adding: ["GIT_WORK_TREE": "/nowhere"]) == .unreadable)
    #expect(Self.kind(repository, adding: ["GIT_COMMON_DIR": here]) == .unsupported)
    #expect(Self.kind(repository, adding: ["GIT_DIR": here]) == .notARepository)
    #expect(Self.kind(repository, adding: ["GIT_DIR": ""]) == .notARepository)
    #expect(try repository.open(adding: ["GIT_DIR": ".git", "GIT_IMPLICIT_WORK_TREE": "0"]).workTree == nil)
    try repository.git("config", "core.worktree", here)
    #expect(try repository.open().workTree == here)
  }

  @Test(arguments: [
    ("objectformat", "sha256", "names its objects by 'sha256'"), ("refstorage", "reftable", "keeps its references as 'reftable'"),
    ("somethingNew", "1", "unknown extension 'somethingnew'"),
  ])
  func refusesForms(_ name: String, _ value: String, _ words: String) throws {
    let repository = try TestRepository()
    try repository.git("config", "core.repositoryFormatVersion", "1")
    try TestFiles.write(
      Array(try (repository.read(".git/config") + "[extensions]\n\t\(name) = \(value)\n").utf8), to: repository.path + "/.git/config")
    let error = #expect(throws: GitError.self) { _ = try repository.open() }
    #expect(error?.kind == .unsupported)
    #expect(error?.message.contains(words) == true)
  }

  @Test func refusesARealRepositoryOfSHA256() throws {
    let repository = try TestRepository(options: ["--object-format=sha256"])
    try repository.commit(["a": ""])
    #expect(Self.kind(repository) == .unsupported)
  }

  @Test(arguments: [
    "worktreeConfig=true", "preciousObjects=true", "objectFormat=sha1", "partialClone=origin", "relativeWorktrees=true", "refStorage=files",
  ])
  func opensHarmlessForms(_ setting: String) throws {
    let repository = try TestRepository()
    try repository.commit(["a": ""])
    let parts = setting.split(separator: "=").map(String.init)
    let config = try repository.read(".git/config").replacing("repositoryformatversion = 0", with: "repositoryformatversion = 1")
    try TestFiles.write(Array((config + "[extensions]\n\t\(parts[0]) = \(parts[1])\n").utf8), to: repository.path + "/.git/config")
    let store = try repository.open()
    #expect(try store.head().commit != nil)
  }

  @Test func readsTheSettingsOfAWorkTree() throws {
    let repository = try TestRepository()
    try repository.commit()
    try repository.git("config", "extensions.worktreeConfig", "true")
    let other = try repository.addWorkTree("other", options: ["-b", "other"])
    try other.git("config", "--worktree", "contract.x", "there")
    #expect(try other.open().configuration.value("contract.x") == "there")
    #expect(try repository.open().configuration.value("contract.x") == nil)
  }

  @Test func refusesTheRepositoriesOfOthers() throws {
    let repository = try TestRepository()
    // Only root can give a directory away; elsewhere there is nothing to see.
    guard try repository.environment.run("id", ["-u"], in: "/").line == "0" else { return }
    _ = try repository.environment.run("chown", ["12345", repository.path], in: "/")
    #expect(try repository.tryGit("status").status == 128)
    let error = #expect(throws: GitError.self) { _ = try repository.open() }
    #expect(error?.kind == .unsafe)
    #expect(error?.hint == "git config --global --add safe.directory '\(repository.path)'")
    func safe(_ value: String) -> GitError.Kind? {
      Self.kind(repository, adding: ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": value])
    }
    #expect(safe(repository.path) == nil && safe("*") == nil && safe(repository.scratch.path + "/*") == nil)
    #expect(safe("/elsewhere") == .unsafe && safe("") == .unsafe)
    // In hooks Git has looked already.
    #expect(Self.kind(repository, adding: ["GIT_DIR": ".git"]) == nil)
    #expect(Self.kind(repository, adding: ["SUDO_UID": "12345"]) == nil)
    try repository.git("config", "--file", repository.gitDirectory + "/config", "safe.directory", "*")
    #expect(Self.kind(repository) == .unsafe)
  }

  @Test func takesNoSettingsFromNowhere() throws {
    let repository = try TestRepository()
    try TestFiles.write(Array("[x]\ny = z\n".utf8), to: repository.scratch.path("home/.gitconfig"))
    let store = try repository.open(adding: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "", "GIT_CONFIG_SYSTEM": "/dev/null"])
    #expect(store.configuration.value("x.y") == nil)
    #expect(Self.kind(repository, adding: ["GIT_CONFIG_GLOBAL": repository.path]) == .unreadable)
    #expect(Self.kind(repository, adding: ["GIT_NAMESPACE": "x"]) == .unsupported)
    #expect(Self.kind(repository, adding: ["GIT_NAMESPACE": ""]) == nil)
  }

  @Test func findsHooks() throws {
    let repository = try TestRepository()
    try repository.commit(["a/b": ""])
    #expect(try repository.open().hooksDirectory == repository.gitDirectory + "/hooks")
    try repository.git("config", "core.hooksPath", "tools/hooks")
    #expect(try repository.open(in: repository.path + "/a").hooksDirectory == repository.path + "/tools/hooks")
    try repository.git("config", "core.hooksPath", "~/hooks")
    #expect(try repository.open().hooksDirectory == repository.scratch.path("home/hooks"))
    try repository.git("config", "core.hooksPath", "/hooks")
    #expect(try repository.open().hooksDirectory == "/hooks")
  }
}

@Suite struct QuarantineTests {
  @Test(arguments: ["server.git", "ser:ver.git", "ser\"v:er\\.git", "sérver:.git"])
  func seesThePushedObjects(_ name: String) throws {
    let server = try TestRepository(bare: true, in: Scratch(), name: name)
    let work = try TestRepository(in: server.scratch, name: "work")
    try work.commit(["a": "1"], "one")
    try work.git("push", "-q", server.path, "main")
    // A real hook, which keeps what Git gave it and the quarantine itself.
    let answer = server.scratch.path("answer")
    try server.installHook("pre-receive", "env | grep ^GIT_ > \(answer); cp -R \"$GIT_QUARANTINE_PATH\" \(answer).objects; cat > /dev/null")
    try server.installHook("post-receive", "env | grep ^GIT_ > \(answer).after")
    let pushed = try work.commit(["a": "2"], "two")
    try work.git("push", "-q", server.path, "main")
    try server.git("update-ref", "refs/heads/main", "HEAD~1")
    try server.git("prune", "--expire=now")
    try server.git("-c", "alias.drop=!find objects -name '*.pack' -o -name '*.idx' | grep . || true", "drop")

    var variables: [String: String] = [:]
    for line in try server.scratch.read("answer").split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variables[String(parts[0])] = String(parts[1])
    }
    #expect(variables["GIT_QUARANTINE_PATH"] != nil)
    let id = try #require(ObjectID(hex: pushed))
    variables["GIT_OBJECT_DIRECTORY"] = answer + ".objects"
    variables["GIT_QUARANTINE_PATH"] = answer + ".objects"
    let store = try server.open(adding: variables)
    #expect(store.isQuarantined == true)
    #expect(try store.commit(id).subject == "two")
    #expect(try store.differences(from: store.treeID(ofCommit: store.parents(of: id)[0]), to: store.treeID(ofCommit: id)).count == 1)
    let refused = #expect(throws: GitError.self) {
      try store.updateReference("refs/contracts/log", to: id, expecting: .zero, message: "")
    }
    #expect(refused?.message.contains("quarantine") == true)
    // Without the environment of the hook the objects are not here: missing, not absent.
    let outside = try server.open()
    let error = #expect(throws: GitError.self) { try outside.commit(id) }
    #expect(error?.kind == .missing)
    // What is written in the hook goes into the quarantine.
    let written = try store.writeBlob(Array("a note".utf8))
    #expect(try !server.open().contains(written))
    // After the push nothing of it is in the environment.
    #expect(try !server.scratch.read("answer.after").contains("QUARANTINE"))
  }

  @Test(
    arguments: [
      ("", []), ("/a", ["/a"]), ("/a:/b", ["/a", "/b"]), ("\"/a:b\":/c", ["/a:b", "/c"]), ("\"/a\\\"\\303\\274\\n\"", ["/a\"ü\n"]),
      ("::/a:", ["/a"]),
      ("\"unclosed", ["\"unclosed"]),
    ] as [(String, [String])])
  func readsAlternates(_ text: String, _ paths: [String]) throws {
    #expect(try Repository.alternatePaths(text) == paths)
  }
}
