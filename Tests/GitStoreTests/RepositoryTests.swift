import ContractTestSupport
import GitStore
import Testing

@Suite struct RepositoryTests {
  @Test func opensAndReads() throws {
    let repository = try TestRepository()
    let first = try repository.commit(["a.yaml": "one\n", "sub/b.yaml": "two\n"], "First\n\nBody\n")
    let second = try repository.commit(["a.yaml": "changed\n", "sub/b.yaml": nil], "Second")
    let store = try repository.open()
    #expect(store.workTree == repository.path)
    #expect(store.gitDirectory == repository.gitDirectory)
    #expect(!store.isBare && !store.isShallow && !store.isPartialClone)
    #expect(try store.head() == .branch(name: "refs/heads/main", commit: ObjectID(hex: second)))
    let commit = try store.commit(try #require(ObjectID(hex: second)))
    #expect(commit.subject == "Second")
    #expect(commit.author.email == "ada@example.com")
    #expect(commit.author.time == 1_704_067_200 + 120)
    #expect(commit.parents.map(\.hex) == [first])
    let old = try store.treeID(ofCommit: try #require(ObjectID(hex: first)))
    let differences = try store.differences(from: old, to: commit.tree)
    #expect(differences.map(\.path) == ["a.yaml", "sub/b.yaml"])
    #expect(differences[1].new == nil)
    let entry = try #require(try store.entry("sub/b.yaml", in: old))
    #expect(String(decoding: try store.blob(entry.id, limit: 10), as: UTF8.self) == "two\n")
    #expect(try store.entry("sub/c.yaml", in: old) == nil)
    #expect(try store.indexDifferences(from: commit.tree).changes.isEmpty)
    #expect(try store.indexDifferences(from: old).changes == differences)
    #expect(try store.resolve("HEAD~1")?.hex == first)
    #expect(try store.resolve("main^")?.hex == first)
    #expect(try store.resolve(String(first.prefix(7)))?.hex == first)
    #expect(try store.resolve("HEAD~2") == nil)
    #expect(try store.resolve("nowhere") == nil)
  }
}
