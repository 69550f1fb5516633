import ContractTestSupport
import GitStore
import Testing

@Suite struct RevisionTests {
  /// main: one - two - merge (of side) - four; tags, a branch and a tag of one name, a detached HEAD elsewhere.
  private static func history() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit(["a": "1"], "one")
    try repository.git("tag", "-a", "v1", "-m", "annotated")
    try repository.git("tag", "-a", "v1again", "-m", "nested", "v1")
    try repository.git("checkout", "-q", "-b", "side")
    try repository.commit(["b": "1"], "on the side: fix")
    try repository.git("checkout", "-q", "main")
    try repository.commit(["a": "2"], "two")
    try repository.merge("side")
    try repository.commit(["a": "3"], "four")
    try repository.git("branch", "same", "HEAD~1")
    try repository.git("tag", "same", "HEAD~2")
    try repository.git("branch", "feature/x")
    try repository.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
    try repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    try repository.git("config", "remote.origin.url", "/nowhere")
    try repository.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    try repository.git("config", "branch.main.remote", "origin")
    try repository.git("config", "branch.main.merge", "refs/heads/main")
    return repository
  }

  @Test func resolvesWhatGitResolves() throws {
    let repository = try Self.history()
    let store = try repository.open()
    let head = try repository.git("rev-parse", "HEAD")
    let described = try repository.git("describe", "--long")
    let revisions = [
      "HEAD", "@", "main", "heads/main", "refs/heads/main", "side", "feature/x", "v1", "v1again", "v1^{}", "v1^{commit}", "v1again^{}",
      "same",
      "heads/same", "tags/same", "origin", "origin/main", "remotes/origin/main", "HEAD~", "HEAD~1", "HEAD~2", "HEAD~3", "HEAD~0", "HEAD^0",
      "HEAD^^", "HEAD^^2", "HEAD~1^2", "HEAD~1^2~1", "HEAD^^3", "HEAD~9", "side~1^{commit}", head, String(head.prefix(7)),
      head.uppercased(),
      String(head.prefix(4)), described, "@~2", "main@{0}", "@{u}", "@{upstream}", "main@{upstream}", "@{push}", "HEAD@{1}", ":/four",
      ":/fix",
      "nowhere", "nowhere~1", "HEAD@{upstream}~1", "v9", "deadbeef", "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef", "config", "index",
    ]
    for revision in revisions {
      let git = try repository.tryGit(
        "rev-parse", "--verify", "--quiet", "--end-of-options", revision + (revision.hasPrefix(":/") ? "" : "^{commit}"))
      #expect(try store.resolve(revision)?.hex == (git.status == 0 ? git.line : nil), "\(revision)")
    }
  }

  @Test(arguments: [
    ("", GitError.Kind.invalidRevision), ("-x", .invalidRevision), ("--all", .invalidRevision), ("HEAD:a", .invalidRevision),
    ("HEAD^{tree}", .invalidRevision), ("HEAD^{", .invalidRevision), ("HEAD~x", .invalidRevision), ("a\nb", .invalidRevision),
    ("HEAD~99999999999999999999", .invalidRevision),
  ])
  func refuses(_ revision: String, _ kind: GitError.Kind) throws {
    let repository = try Self.history()
    let store = try repository.open()
    let error = #expect(throws: GitError.self) { try store.resolve(revision) }
    #expect(error?.kind == kind)
  }

  @Test func refusesTreesAndBlobs() throws {
    let repository = try Self.history()
    let store = try repository.open()
    for object in try [repository.git("rev-parse", "HEAD^{tree}"), repository.git("rev-parse", "HEAD:a")] {
      let error = #expect(throws: GitError.self) { try store.resolve(object) }
      #expect(error?.kind == .invalidRevision)
      #expect(error?.message.contains("names a ") == true)
    }
  }

  @Test func namesAmbiguousAbbreviations() throws {
    let repository = try TestRepository()
    try repository.commit()
    // Blobs until two of them share four digits: a birthday among 65,536.
    var seen: [String: Int] = [:]
    var shared: String?
    let store = try repository.open()
    for number in 0..<2000 where shared == nil {
      let start = try store.writeBlob(Array("blob \(number)".utf8)).short(4)
      seen[start, default: 0] += 1
      if seen[start] == 2 { shared = start }
    }
    let start = try #require(shared)
    let error = #expect(throws: GitError.self) { try store.resolve(start) }
    #expect(error?.kind == .ambiguous || error?.kind == .invalidRevision)
  }

  @Test func tellsAnUnbornBranch() throws {
    let store = try TestRepository().open()
    #expect(try store.head() == .branch(name: "refs/heads/main", commit: nil))
    #expect(try store.resolve("HEAD") == nil)
    let error = #expect(throws: GitError.self) { try store.requireCommit("HEAD") }
    #expect(error?.hint == "git commit")
  }
}

@Suite struct RevisionRangeTests {
  @Test(
    arguments: [
      ([], nil, []), (["A"], .single("A"), []), (["A..B"], .endpoints(from: "A", to: "B"), []), (["A...B"], .mergeBase("A", to: "B"), []),
      (["A", "B"], .endpoints(from: "A", to: "B"), []), (["..B"], .endpoints(from: "HEAD", to: "B"), []),
      (["A.."], .endpoints(from: "A", to: "HEAD"), []), (["...B"], .mergeBase("HEAD", to: "B"), []),
      (["A...", "--", "x", "--"], .mergeBase("A", to: "HEAD"), ["x", "--"]), (["--", "-x"], nil, ["-x"]),
      (["--end-of-options", "A"], .single("A"), []), (["v1.2..v1.3.0"], .endpoints(from: "v1.2", to: "v1.3.0"), []),
      (["main@{a..b}..B"], .endpoints(from: "main@{a..b}", to: "B"), []), ([":/a..b"], .single(":/a..b"), []),
      (["A~2..A^{}"], .endpoints(from: "A~2", to: "A^{}"), []),
    ] as [([String], RevisionRange?, [String])])
  func reads(_ arguments: [String], _ range: RevisionRange?, _ paths: [String]) throws {
    let parsed = try RevisionRange.parse(arguments)
    #expect(parsed == RevisionRange.Arguments(range: range, paths: paths))
  }

  @Test(arguments: [
    ["A", "B", "C"], ["A..B", "C"], [".."], ["..."], ["A..B..C"], [""], ["-x"], ["--all"], ["A..-x"], ["A", "-x"],
    ["--end-of-options", "--end-of-options"], ["--end-of-options", "-x"],
  ])
  func refuses(_ arguments: [String]) {
    let error = #expect(throws: GitError.self) { try RevisionRange.parse(arguments) }
    #expect(error?.kind == .invalidRevision)
  }

  @Test func writesItself() throws {
    for text in ["A", "A..B", "A...B"] { #expect(try RevisionRange(text).description == text) }
  }
}
