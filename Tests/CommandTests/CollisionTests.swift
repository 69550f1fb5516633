import ContractTestSupport
import Testing

/// A second file with the id and major of a contract is found however it writes the id.
struct CollisionTests {
  @Test(arguments: [
    "id: KEY-orders", "id: 'KEY-orders'", "id: \"KEY-\\x6frders\"", "id: \"\\u212AEY-orders\"", "id: \u{212A}EY-orders",
    "id: !!str KEY-orders",
    "id: &i KEY-orders", "\"\\x69d\": KEY-orders", "id: >-\n  KEY-orders",
  ])
  func `another file with the same id is found`(line: String) throws {
    let other = Shop.orders(name: "other", identifier: "other").replacing("id: other", with: line)
    let many = Dictionary(
      uniqueKeysWithValues: (0..<40).map { ("contracts/n\($0).yaml", Shop.orders(name: "n\($0)", identifier: "n\($0)")) })
    let shop = try Shop(many.merging(["contracts/other.yaml": other]) { $1 })
    try shop.repository.git("switch", "-q", "-c", "work")
    try shop.repository.commit(["contracts/new.yaml": Shop.orders(identifier: "KEY-orders")], "Copy\n", by: Shop.ann)
    let answer = try shop.run("check")
    #expect(
      answer.status == 1 && answer.output.contains("is that of 'contracts/other.yaml' already [contract-id-collision]"), "\(answer.output)")
    // Under another id it is nobody's.
    try shop.repository.commit(["contracts/new.yaml": Shop.orders(identifier: "KEY-goods")], "Rename\n", by: Shop.ann)
    let mended = try shop.run("check")
    #expect(!mended.output.contains("contract-id-collision"), "\(mended.output)")
  }
}
