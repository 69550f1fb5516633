import ContractKit
import Testing

@testable import ContractReports

/// How pages and places are called.
struct SiteNameTests {
  private static func digest(_ key: String) -> String { String(Digest.sha256(of: Array(key.utf8)).prefix(12)) }

  @Test(arguments: ["orders", "orders-2", "0rders", "a.b_c"])
  func `a name of small letters is its file`(name: String) {
    #expect(SiteNames([(key: "id", wish: name)]).names == [name])
  }

  @Test(arguments: [
    "Orders", "orders 2", "../orders", "a/b", "..", ".hidden", "-x", "a..b", "x.lock", "index", "con", "nul.v2", "com1", "lpt9.x", "a.", "",
    "örders", "a\u{0}", String(repeating: "a", count: 101), "orders@1",
  ])
  func `any other becomes the digest of its id`(name: String) {
    #expect(SiteNames([(key: "id", wish: name)]).names == [Self.digest("id")])
  }

  @Test func `two of one name get none of it, and no name is another's digest`() {
    let names = SiteNames([("one", "orders"), ("two", "orders"), ("three", Self.digest("one")), ("four", "Four")]).names
    #expect(names[1] == Self.digest("two"))
    #expect(names[2] == Self.digest("one"))
    // Its short digest was somebody's name.
    #expect(names[0] == Digest.sha256(of: Array("one".utf8)))
    #expect(Set(names.map { $0.lowercased() }).count == 4)
  }

  @Test(arguments: [("@acme/data-team", "acme-data-team"), ("@Ann", "ann"), ("a b/c", "a-b-c"), ("<>", ""), ("@x/../y", "x-..-y")])
  func `a handle is spelt as a name`(handle: String, name: String) {
    #expect(SiteNames.ofHandle(handle) == name)
  }

  @Test func `a place is named once, and in letters of an address`() {
    var anchors = Anchors()
    #expect(anchors.place("column", "orders.amount") == "column-orders.amount")
    #expect(anchors.place("column", "orders.amount") == "column-orders.amount~2")
    #expect(anchors.place("column", "a b\"<") == "column-a%20b%22%3C")
    #expect(anchors.place("column", "orders.amount~2") == "column-orders.amount~2~2")
    #expect(anchors.place("column", "größe") == "column-gr%C3%B6%C3%9Fe")
  }
}
