import Testing

@testable import ContractKit

struct ImportedRootsTests {
  static let cases: [(names: String, parts: [String: [String]], roots: String)] = [
    ("abc", [:], "abc"), ("abc", ["a": ["b"]], "ac"), ("abc", ["c": ["a", "b"]], "c"),
    // Itself is no other.
    ("ab", ["a": ["a"]], "ab"),
    // In a circle the first is a root, unless somebody outside holds one of them.
    ("ab", ["a": ["b"], "b": ["a"]], "a"), ("abc", ["a": ["b"], "b": ["a"]], "ac"), ("abc", ["a": ["b"], "b": ["a"], "c": ["b"]], "c"),
    // What a circle holds is no root, though it is declared first.
    ("cab", ["a": ["b"], "b": ["a", "c"]], "a"), ("cab", ["a": ["b"], "b": ["a", "c"], "c": ["c"]], "a"),
    ("abcd", ["a": ["b"], "b": ["a"], "c": ["d"], "d": ["c", "a"]], "c"),
    // Through what is no name of its own.
    ("ab", ["a": ["x"], "x": ["b"]], "a"), ("a", ["a": ["nowhere"]], "a"), ("", [:], ""),
  ]

  @Test(arguments: cases)
  func `a root is no part of another`(names: String, parts: [String: [String]], roots: String) {
    #expect(ImportedRoots.of(names.map { String($0) }, parts: parts).joined() == roots)
  }

  @Test func `a long chain is no deep recursion`() {
    let names = (0..<50_000).map { String($0) }
    let parts = Dictionary(names.map { ($0, [String((Int($0) ?? 0) + 1)]) }, uniquingKeysWith: { first, _ in first })
    #expect(ImportedRoots.of(names.reversed(), parts: parts) == ["0"])
  }
}
