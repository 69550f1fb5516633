import Testing

@testable import ContractHistory

struct ConcurrentTests {
  @Test(arguments: [0, 1, 7, 64, 65, 1000])
  func `each item is worked on once, and the results keep their order`(count: Int) {
    let items = Array(0..<count)
    // A share of one item: as many threads as the machine has cores.
    #expect(Concurrent.map(items, share: 1) { "\($0 * 2)" } == items.map { "\($0 * 2)" })
    #expect(Concurrent.map(items) { $0 + 1 } == items.map { $0 + 1 })
  }

  @Test func `deep recursion has room on every thread`() {
    final class Node: Sendable {
      let child: Node?
      init(_ child: Node?) { self.child = child }
      var depth: Int { 1 + (child?.depth ?? 0) }
    }
    let chain = (0..<10_000).reduce(nil) { child, _ in Node(child) }
    #expect(Concurrent.map(Array(repeating: chain, count: 16), share: 1) { $0?.depth ?? 0 } == Array(repeating: 10_000, count: 16))
  }
}
