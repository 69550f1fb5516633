import Testing

@testable import GitStore

/// The extension `TREE` of an index, written by hand: Git is not the only program that writes one.
struct CacheTreeTests {
  private static let id = [UInt8](repeating: 7, count: 20)

  private static func node(_ name: String, _ count: String, _ children: [[UInt8]] = []) -> [UInt8] {
    Array("\(name)\0\(count) \(children.count)\n".utf8) + (count.hasPrefix("-") ? [] : id) + children.joined()
  }

  private static func read<Value>(_ bytes: [UInt8], _ body: (CacheTree?) throws -> Value) rethrows -> Value {
    try bytes.withUnsafeBytes { try body(CacheTree($0[...])) }
  }

  @Test(arguments: [["b", "c", "aa", "ab", "a-b"], ["ab", "c", "a-b", "b", "aa"], [], ["only"]])
  func `a directory is found in whatever order they are kept`(names: [String]) throws {
    let bytes = Self.node("", "-1", names.map { Self.node($0, "2", [Self.node("x", "1")]) })
    try Self.read(bytes) { tree in
      let tree = try #require(tree)
      #expect(tree.nodes.count == 1 + 2 * names.count && !tree.nodes[0].isValid)
      for asked in [names, names.sorted(), names.reversed()] {
        var children = tree.children(of: 0)
        for name in asked {
          let found = children.find(Array(name.utf8)[...], in: tree)
          let node = try #require(found)
          #expect(String(decoding: tree.name(of: node), as: UTF8.self) == name && tree.nodes[node].entryCount == 2)
          var below = tree.children(of: node)
          let (inside, absent) = (below.find([UInt8(ascii: "x")], in: tree), children.find(Array("zz".utf8)[...], in: tree))
          #expect(inside == node + 1 && absent == nil)
        }
      }
    }
  }

  @Test(arguments: [
    "", "\0", "\01 0", "\0 0\n", "\0-1 -1\n", "\0-1 1\n", "\0-1 999999999\n", "\0-1 99999999999999999999\n", "\01 0\nshort", "\0-1 0\nmore",
    "\0+1 0\n",
  ])
  func `what is malformed is nothing`(text: String) {
    Self.read(Array(text.utf8)) { #expect($0 == nil) }
  }
}
