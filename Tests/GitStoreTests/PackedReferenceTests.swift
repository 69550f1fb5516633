import ContractTestSupport
import GitStore
import Testing

/// References in files of their own and in `packed-refs`, held against what Git says.
@Suite struct PackedReferenceTests {
  private static func listed(_ repository: TestRepository, _ prefix: String) throws -> [String] {
    try repository.git("for-each-ref", "--format=%(objectname) %(refname)", prefix).split(separator: "\n").map(String.init)
  }

  private static func check(_ repository: TestRepository, _ prefixes: [String]) throws {
    let store = try repository.open()
    for prefix in prefixes {
      let expected = try listed(repository, prefix)
      #expect(try store.references(under: prefix).map { "\($0.target) \($0.name)" } == expected, "\(prefix)")
    }
    for line in try listed(repository, "refs/") {
      let words = line.split(separator: " ")
      #expect(try store.reference(String(words[1]))?.hex == String(words[0]), "\(line)")
      #expect(try store.referent(of: String(words[1])).isEmpty == false)
    }
    for absent in ["refs/heads/0", "refs/heads/m", "refs/heads/maiz", "refs/zzz/z", "refs/a/a", "refs/heads/topic"] {
      #expect(try store.reference(absent) == nil, "\(absent)")
    }
  }

  @Test func `many packed references are found as Git finds them`() throws {
    let repository = try TestRepository()
    var script = ""
    for number in 1...3 {
      let id = try repository.commit(["a": "\(number)"], "c\(number)")
      for place in 0..<100 { script += "create refs/heads/topic/\(number)-\(place * place * 7919 % 10007) \(id)\n" }
      for place in 0..<50 { script += "create refs/pull/\(place)/\(number) \(id)\n" }
      script += "create refs/heads/é\(number) \(id)\ncreate refs/heads/topic-\(number) \(id)\ncreate refs/heads/topicz\(number) \(id)\n"
    }
    try repository.git("update-ref", "--stdin", input: script)
    for number in 1...20 { try repository.git("tag", "-a", "-m", "x", "v\(number)", "HEAD~\(number % 3)") }
    try repository.git("tag", "light")
    let prefixes = [
      "refs/heads/", "refs/heads/topic/", "refs/tags/", "refs/pull/", "refs/pull/7/", "refs/none/", "refs/contracts/", "refs/",
    ]
    try Self.check(repository, prefixes)
    try repository.git("pack-refs", "--all")
    try Self.check(repository, prefixes)
    // Moved, deleted and new ones stand beside the file, or are taken out of it.
    try repository.git("branch", "-f", "topic-1", "HEAD~2")
    try repository.git("branch", "-D", "topic-2")
    try repository.git("tag", "-d", "v20")
    try repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/topicz1")
    try repository.git("symbolic-ref", "refs/heads/aliases", "refs/heads/alias")
    try Self.check(repository, prefixes)
  }

  @Test func `a file that is not sorted is read whole`() throws {
    let repository = try TestRepository()
    let id = try repository.commit(["a": "1"], "c1")
    for name in ["b", "a", "c"] { try repository.git("branch", name) }
    try repository.git("pack-refs", "--all")
    try repository.write("\(id) refs/heads/c\n\(id) refs/heads/a\n\(id) refs/heads/main\n\(id) refs/heads/b\n", to: ".git/packed-refs")
    try Self.check(repository, ["refs/heads/"])
    try repository.write("# pack-refs with: peeled \n\(id) refs/heads/c\n\(id) refs/heads/main\n", to: ".git/packed-refs")
    try Self.check(repository, ["refs/heads/"])
  }

  @Test(arguments: ["x refs/heads/a\n", "refs/heads/a\n", "", "# pack-refs with: sorted \n\n", "# pack-refs with: sorted \nzz\n"])
  func `what is no list of references is an error or an empty one`(text: String) throws {
    let repository = try TestRepository()
    try repository.commit(["a": "1"], "c1")
    try repository.git("branch", "x")
    let store = try repository.open()
    try repository.write(text, to: ".git/packed-refs")
    if text.isEmpty {
      #expect(try store.references(under: "refs/heads/").map(\.name) == ["refs/heads/main", "refs/heads/x"])
    } else {
      let error = #expect(throws: GitError.self) { try store.references(under: "refs/heads/") }
      #expect(error?.kind == .unreadable)
      // What is not sorted libgit2 reads, and complains of it once.
      if text.hasPrefix("#") { #expect(throws: GitError.self) { try store.reference("refs/heads/nowhere") } }
    }
    #expect(try store.reference("refs/heads/x") != nil)
  }

  @Test func `a linked work tree shares them, and has its own HEAD`() throws {
    let repository = try TestRepository()
    try repository.commit(["a": "1"], "c1")
    let linked = try repository.addWorkTree("linked", options: ["-b", "other"])
    try repository.git("pack-refs", "--all")
    try Self.check(linked, ["refs/heads/"])
    #expect(try linked.open().reference("HEAD")?.hex == repository.git("rev-parse", "other"))
    try linked.git("update-ref", "refs/worktree/own", "HEAD")
    #expect(try linked.open().reference("refs/worktree/own") != nil)
    #expect(try repository.open().reference("refs/worktree/own") == nil)
  }
}
