import GitStore
import Testing

@Suite struct ObjectIDTests {
  private static let hex = "0123456789abcdef0123456789ABCDEF01234567"

  @Test func readsAndWritesHexadecimal() throws {
    let id = try #require(ObjectID(hex: Self.hex))
    #expect(id.hex == Self.hex.lowercased())
    #expect(id.short() == "0123456789ab")
    #expect(id.short(4) == "0123")
    #expect(id.short(99) == id.hex)
    #expect(id.bytes.count == 20)
    #expect(id.bytes.prefix(3) == [0x01, 0x23, 0x45])
    #expect(!id.isZero && ObjectID.zero.isZero)
    #expect(ObjectID.zero.hex == String(repeating: "0", count: 40))
  }

  @Test(arguments: ["", "abc", String(repeating: "g", count: 40), String(repeating: "0", count: 41), hex + "\n", "é" + hex.dropFirst(2)])
  func refusesOtherText(_ text: String) {
    #expect(ObjectID(hex: text) == nil)
  }

  @Test func sortsLikeItsText() throws {
    let texts = ["ff" + Self.hex.dropFirst(2), Self.hex.lowercased(), "00" + Self.hex.dropFirst(2), Self.hex.dropLast(1) + "8"]
    let ids = texts.compactMap { ObjectID(hex: $0) }
    #expect(ids.sorted().map(\.hex) == ids.map(\.hex).sorted())
    #expect(ids.count == 4)
  }
}
