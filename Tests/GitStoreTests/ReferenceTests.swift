import ContractTestSupport
import GitStore
import Testing

@Suite struct ReferenceTests {
  private static func repository() throws -> (TestRepository, [ObjectID]) {
    let repository = try TestRepository()
    let ids = try (1...3).map { try repository.commit(["a": "\($0)"], "c\($0)") }
    return (repository, try ids.map { try #require(ObjectID(hex: $0)) })
  }

  private static func expectMoved<Value>(_ body: () throws -> Value) {
    let error = #expect(throws: GitError.self) { _ = try body() }
    #expect(error?.kind == .referenceMoved)
  }

  @Test(arguments: [false, true])
  func updatesOnlyWhatItSaw(_ isPacked: Bool) throws {
    let (repository, ids) = try Self.repository()
    let store = try repository.open()
    let name = "refs/contracts/signoffs"
    Self.expectMoved { try store.updateReference(name, to: ids[0], expecting: ids[1], message: "x") }
    try store.updateReference(name, to: ids[0], expecting: .zero, message: "x")
    if isPacked { try repository.git("pack-refs", "--all") }
    #expect(try store.reference(name) == ids[0])
    Self.expectMoved { try store.updateReference(name, to: ids[1], expecting: .zero, message: "x") }
    Self.expectMoved { try store.updateReference(name, to: ids[1], expecting: ids[2], message: "x") }
    try store.updateReference(name, to: ids[1], expecting: ids[0], message: "x")
    #expect(try repository.git("rev-parse", name) == ids[1].hex)
    try repository.write("", to: ".git/\(name).lock")
    Self.expectMoved { try store.updateReference(name, to: ids[2], expecting: ids[1], message: "x") }
    try repository.remove(".git/\(name).lock")
    Self.expectMoved { try store.deleteReference(name, expecting: ids[0]) }
    try store.deleteReference(name, expecting: ids[1])
    #expect(try store.reference(name) == nil)
    Self.expectMoved { try store.deleteReference(name, expecting: ids[1]) }
  }

  @Test func refusesBadUpdates() throws {
    let (repository, ids) = try Self.repository()
    let store = try repository.open()
    for name in ["refs/heads/a..b", "nonsense", "refs/heads/", "refs/heads/x.lock", "../x", "refs/heads/main/sub", "HEAD"] {
      #expect(throws: GitError.self) { try store.updateReference(name, to: ids[0], expecting: .zero, message: "x") }
    }
    let missing = #expect(throws: GitError.self) {
      try store.updateReference(
        "refs/x/y", to: try #require(ObjectID(hex: String(repeating: "1", count: 40))), expecting: .zero, message: "")
    }
    #expect(missing?.kind == .missing)
  }

  @Test func writesTheReflogAsGitDoes() throws {
    let (repository, ids) = try Self.repository()
    let store = try repository.open(adding: ["GIT_COMMITTER_NAME": "Rex", "GIT_COMMITTER_EMAIL": "rex@example.com"])
    try store.updateReference("refs/heads/main", to: ids[0], expecting: ids[2], message: "back to the start")
    #expect(try repository.git("log", "-g", "-1", "--format=%gn <%ge> %gs", "main") == "Rex <rex@example.com> back to the start")
    #expect(try repository.git("log", "-g", "-1", "--format=%gs", "HEAD") == "back to the start")
  }

  @Test func listsReferences() throws {
    let (repository, ids) = try Self.repository()
    try repository.git("tag", "-a", "v1", "-m", "x", "HEAD~1")
    try repository.git("branch", "release/1.x", "HEAD~2")
    try repository.git("pack-refs", "--all")
    try repository.git("branch", "release/2.x")
    try repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    try repository.git("symbolic-ref", "refs/heads/dangling", "refs/heads/nowhere")
    let store = try repository.open()
    #expect(
      try store.references(under: "refs/heads/").map(\.name) == [
        "refs/heads/alias", "refs/heads/main", "refs/heads/release/1.x", "refs/heads/release/2.x",
      ])
    #expect(try store.references(under: "refs/heads/release/").map(\.target) == [ids[0], ids[2]])
    let tag = try #require(try store.references(under: "refs/tags/").first)
    #expect(tag.target.hex == (try repository.git("rev-parse", "v1")))
    #expect(try store.commit(behind: tag.target) == ids[1])
    #expect(try store.commit(behind: store.treeID(ofCommit: ids[0])) == nil)
    #expect(try store.references(under: "refs/none/").isEmpty)
    #expect(try store.reference("refs/heads/dangling") == nil)
    #expect(try store.reference("bad name") == nil)
  }

  @Test func knowsHead() throws {
    let (repository, ids) = try Self.repository()
    try repository.git("checkout", "-q", "--detach", "HEAD~1")
    #expect(try repository.open().head() == .detached(ids[1]))
    try repository.git("checkout", "-q", "--orphan", "fresh")
    #expect(try repository.open().head() == .branch(name: "refs/heads/fresh", commit: nil))
  }

  @Test func knowsWhatIsBeingMerged() throws {
    let (repository, ids) = try Self.repository()
    #expect(try repository.open().mergeHeads().isEmpty)
    try repository.git("checkout", "-q", "-b", "side", "HEAD~1")
    let side = try repository.commit(["b": "1"], "side")
    let answer = repository.scratch.path("answer")
    try repository.installHook("pre-merge-commit", "env | grep ^GITHEAD_ | cut -d= -f1 > \(answer); test ! -e .git/MERGE_HEAD")
    try repository.git("checkout", "-q", "main")
    try repository.merge("side")
    let variable = try repository.scratch.read("answer").split(separator: "\n").map(String.init)
    #expect(variable == ["GITHEAD_" + side])
    #expect(try repository.open(adding: [variable[0]: "side"]).mergeHeads().map(\.hex) == [side])
    try repository.git("reset", "-q", "--hard", ids[2].hex)
    try repository.git("merge", "-q", "--no-commit", "--no-ff", "side")
    #expect(try repository.open().mergeHeads().map(\.hex) == [side])
  }

  @Test func knowsUpstreams() throws {
    let (repository, _) = try Self.repository()
    try repository.git("branch", "topic/x")
    let clone = try repository.clone()
    try clone.git("checkout", "-q", "-b", "mine", "--track", "origin/topic/x")
    try clone.git("checkout", "-q", "-b", "local", "--track", "main")
    try clone.git("branch", "--no-track", "alone")
    let store = try clone.open()
    #expect(try store.upstream(ofBranch: "refs/heads/main") == "refs/remotes/origin/main")
    #expect(try store.upstream(ofBranch: "mine") == "refs/remotes/origin/topic/x")
    #expect(try store.upstream(ofBranch: "local") == "refs/heads/main")
    #expect(try store.upstream(ofBranch: "alone") == nil)
    #expect(try store.remoteHead("origin") == "refs/remotes/origin/main")
    #expect(try store.remoteHead("other") == nil)
    #expect(store.remotes == ["origin"])
    #expect(store.trackingReference(of: "refs/heads/a", remote: "origin") == "refs/remotes/origin/a")
    #expect(store.trackingReference(of: "refs/tags/a", remote: "origin") == nil)
  }
}

@Suite struct WritingTests {
  @Test func writesCommitsAsGitDoes() throws {
    let repository = try TestRepository()
    let parent = try repository.commit(["a": "1"], "one")
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let person = Signature(name: "Zoë <x> Q.", email: "zoe@example.com", time: 1_700_000_000, offset: -210)
    let own = try store.createCommit(
      tree: tree, parents: [try #require(ObjectID(hex: parent))], author: person, committer: person, message: "subject\n\nbody")
    let identity = ["NAME": person.name, "EMAIL": person.email, "DATE": "1700000000 -0330"]
    var variables: [String: String] = [:]
    for (key, value) in identity {
      variables["GIT_AUTHOR_" + key] = value
      variables["GIT_COMMITTER_" + key] = value
    }
    #expect(try repository.git("commit-tree", tree.hex, "-p", parent, adding: variables, input: "subject\n\nbody\n") == own.hex)
    let read = try store.commit(own)
    #expect(read.author.name == "Zoë x Q" && read.author.offset == -210 && read.message == "subject\n\nbody\n")
    try repository.git("fsck", "--strict")
    #expect(throws: GitError.self) {
      try store.createCommit(
        tree: tree, parents: [], author: Signature(name: " ", email: "", time: 0, offset: 0), committer: person, message: "")
    }
  }

  @Test func writesTrees() throws {
    let repository = try TestRepository()
    try repository.commit(["a": "1", "d/b": "1", "d/c": "1", "e/f/g": "1", "keep/x": "1"], "one")
    let store = try repository.open()
    let base = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let blob = try store.writeBlob(Array("new".utf8))
    func entry(_ path: String) -> TreeEntry { TreeEntry(path: path, mode: .file, id: blob) }
    let tree = try store.writeTree(
      base, setting: [entry("d/b"), entry("d/n/o"), entry("z"), entry("a/now/a/directory")], removing: ["e/f/g", "d/c", "nowhere/x"])
    #expect(
      try repository.git("ls-tree", "-r", "--name-only", tree.hex).split(separator: "\n") == [
        "a/now/a/directory", "d/b", "d/n/o", "keep/x", "z",
      ])
    #expect(try store.differences(from: base, to: tree).count == 7)
    try repository.git("fsck", "--strict")
    #expect(try store.writeTree(base, setting: []) == base)
    #expect(try store.writeTree(setting: []) == Repository.emptyTree)
    #expect(try store.writeTree(tree, setting: [], removing: ["a", "d", "keep", "z"]) == Repository.emptyTree)
    let inner = try store.writeTree(setting: [TreeEntry(path: "sub/tree", mode: .tree, id: base)])
    #expect(try store.entry("sub/tree/keep/x", in: inner) != nil)
    for path in ["", "/a", "a/", "a//b", "../a", ".git/config", "a/.GIT/b", "a\0b"] {
      #expect(throws: GitError.self) { try store.writeTree(setting: [entry(path)]) }
    }
    #expect(throws: GitError.self) { try store.writeTree(setting: [entry("a"), entry("a/b")]) }
    #expect(throws: GitError.self) { try store.writeTree(setting: [entry("a/b"), entry("a")]) }
  }

  @Test func hashesAsGitDoes() throws {
    let repository = try TestRepository()
    #expect(try Repository.id(of: Array("hello\n".utf8)).hex == repository.git("hash-object", "--stdin", input: "hello\n"))
    #expect(try Repository.id(of: []).hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
  }
}

@Suite struct CommitTests {
  @Test func readsOddCommits() throws {
    let repository = try TestRepository()
    try repository.commit()
    let tree = try repository.git("rev-parse", "HEAD^{tree}")
    func store(_ header: String, _ message: [UInt8]) throws -> Commit {
      try TestFiles.write(Array("tree \(tree)\n\(header)\n".utf8) + message, to: repository.scratch.path("commit"))
      let id = try repository.git("hash-object", "-t", "commit", "-w", "--literally", repository.scratch.path("commit"))
      return try repository.open().commit(try #require(ObjectID(hex: id)))
    }
    let latin = try store("author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\nencoding ISO-8859-1\n", [0x47, 0xFC, 0x6E])
    #expect(latin.message == "Gün")
    let evil = try store("author Eve <eve@x> <owner@x> 5 +0100\ncommitter C <c@x> 7 -0530\n", Array("s\n".utf8))
    #expect(evil.author.email == "eve@x" && evil.author.time == 5 && evil.committer.offset == -330)
    #expect(try repository.git("log", "-1", "--format=%ae", evil.id.hex) == evil.author.email)
    let odd = try store(
      "author <> \ncommitter C c@x 7\ngpgsig -----BEGIN\n author X <x@y> 1 +0000\n -----END\n", Array("\n\n  sub\nject \n\nbody".utf8))
    #expect(odd.author == Signature(name: "", email: "", time: 0, offset: 0))
    #expect(odd.subject == (try repository.git("log", "-1", "--format=%s", odd.id.hex)))
    #expect(throws: GitError.self) { try store("author A <a@b> 1 +0000\n", []) }
  }
}
