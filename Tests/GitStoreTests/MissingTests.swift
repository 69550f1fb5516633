import ContractTestSupport
import GitStore
import Testing

@Suite struct MissingTests {
  private static func history() throws -> TestRepository {
    let repository = try TestRepository()
    for number in 1...5 { try repository.commit(["a": "\(number)", "big/file": "content \(number)"], "c\(number)") }
    try repository.git("branch", "old", "HEAD~3")
    try repository.git("config", "uploadpack.allowFilter", "true")
    try repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    return repository
  }

  private static func expectShallow<Value>(_ body: () throws -> Value) {
    let error = #expect(throws: GitError.self) { _ = try body() }
    #expect(error?.kind == .missing)
    #expect(error?.hint == "git fetch --unshallow")
  }

  @Test func aShallowCloneIsNotTheBeginningOfHistory() throws {
    let repository = try Self.history()
    let clone = try repository.clone(options: ["--depth=2"])
    let store = try clone.open()
    #expect(store.isShallow && !store.isPartialClone)
    let head = try store.requireCommit("HEAD")
    let boundary = try store.requireCommit("HEAD~1")
    let beyond = try #require(ObjectID(hex: repository.git("rev-parse", "HEAD~2")))
    #expect(try store.commit(boundary).parents == [beyond])
    Self.expectShallow { try store.resolve("HEAD~2") }
    Self.expectShallow { try store.resolve("HEAD~1^") }
    Self.expectShallow { try store.parents(of: boundary) }
    Self.expectShallow { try store.firstParents(from: head) }
    Self.expectShallow { try store.commits(reachableFrom: [head]) }
    Self.expectShallow { try store.commit(beyond) }
    Self.expectShallow { try store.resolve(beyond.hex) }
    #expect(try store.resolve("nowhere") == nil)
    // What can be answered on this side of the boundary is answered.
    #expect(try store.firstParents(from: head, until: boundary).count == 1)
    #expect(try store.firstParents(from: head, until: beyond).count == 2)
    #expect(try store.commits(reachableFrom: [head], excluding: [boundary]) == [head])
    #expect(try store.mergeBases(head, boundary) == [boundary])
    #expect(try store.isAncestor(boundary, of: head))
    #expect(try !store.isAncestor(head, of: boundary))
    let whole = try repository.open()
    #expect(whole.isShallow == false)
    #expect(try whole.resolve("HEAD~9") == nil)
  }

  @Test func unrelatedTipsOfAShallowCloneAreNotUnrelated() throws {
    let repository = try Self.history()
    let clone = try repository.clone(options: ["--depth=1", "--no-single-branch"])
    let store = try clone.open()
    let head = try store.requireCommit("HEAD")
    let old = try store.requireCommit("origin/old")
    Self.expectShallow { try store.mergeBases(head, old) }
    Self.expectShallow { try store.isAncestor(old, of: head) }
    try clone.git("fetch", "-q", "--unshallow")
    let deep = try clone.open()
    #expect(deep.isShallow == false)
    #expect(try deep.mergeBases(head, old) == [old])
  }

  @Test func aPartialCloneIsAskedForWhatIsMissing() throws {
    let repository = try Self.history()
    let clone = try repository.clone(options: ["--filter=blob:none", "--no-checkout"])
    let store = try clone.open()
    #expect(store.isPartialClone && store.promisorRemote == "origin")
    let trees = try ["HEAD", "HEAD~1", "HEAD~2"].map { try store.treeID(ofCommit: store.requireCommit($0)) }
    let blobs = try trees.map { try #require(try store.entry("a", in: $0)).id }
    #expect(blobs.allSatisfy { !store.contains($0) })
    try store.prefetch([blobs[0], blobs[1]])
    #expect(store.contains(blobs[0]) && store.contains(blobs[1]) && !store.contains(blobs[2]))
    #expect(try store.blob(blobs[2], limit: 10) == Array("3".utf8))
    let big = try #require(try store.entry("big/file", in: trees[0])).id
    let forbidden = try clone.open(adding: ["GIT_NO_LAZY_FETCH": "1"])
    let error = #expect(throws: GitError.self) { try forbidden.blob(big, limit: 100) }
    #expect(error?.kind == .missing)
    #expect(error?.hint?.hasPrefix("git fetch") == true)
    try clone.git("remote", "set-url", "origin", "/nowhere")
    let offline = try clone.open()
    #expect(throws: GitError.self) { try offline.prefetch([big]) }
    let lost = #expect(throws: GitError.self) { try offline.blob(big, limit: 100) }
    #expect(lost?.kind == .missing)
  }

  @Test func aTreelessCloneIsAskedForTrees() throws {
    let repository = try Self.history()
    let clone = try repository.clone(options: ["--filter=tree:0", "--no-checkout"])
    let store = try clone.open()
    let trees = try ["HEAD", "HEAD~1"].map { try store.treeID(ofCommit: store.requireCommit($0)) }
    #expect(try store.differences(from: trees[1], to: trees[0]).map(\.path) == ["a", "big/file"])
  }

  @Test func replacementsAndGraftsAreIgnoredAndSaid() throws {
    let repository = try Self.history()
    let store = try repository.open()
    #expect(try store.hasReplacements == false)
    #expect(try store.hasGrafts == false)
    let head = try repository.git("rev-parse", "HEAD")
    let root = try repository.git("rev-parse", "HEAD~4")
    try repository.git("replace", head, root)
    try repository.write("# comment\n\(head)\n", to: ".git/info/grafts")
    #expect(try repository.git("log", "-1", "--format=%s", "HEAD") == "c1")
    #expect(try store.hasReplacements == true)
    #expect(try store.hasGrafts == true)
    #expect(try store.commit(store.requireCommit("HEAD")).subject == "c5")
    #expect(try store.firstParents(from: store.requireCommit("HEAD")).count == 5)
    #expect(try store.resolve("HEAD@{0}~3")?.hex == repository.git("rev-parse", "old"))
  }

  @Test func aCorruptObjectIsNotAnAbsentOne() throws {
    let repository = try Self.history()
    let blob = try repository.git("rev-parse", "HEAD:a")
    let file = ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    try repository.remove(file)
    let store = try repository.open()
    let tree = try store.treeID(ofCommit: store.requireCommit("HEAD"))
    let entry = try #require(try store.entry("a", in: tree))
    let missing = #expect(throws: GitError.self) { try store.blob(entry.id, limit: 10) }
    #expect(missing?.kind == .missing)
    try repository.write("garbage", to: file)
    let corrupt = #expect(throws: GitError.self) { try store.blob(entry.id, limit: 10) }
    #expect(corrupt?.kind == .unreadable)
  }
}
