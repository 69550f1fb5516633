import Testing

@testable import ContractKit

struct ByteSearchTests {
  /// Everything that two letters spell, up to a length.
  private static func texts(upTo length: Int) -> [[UInt8]] {
    var texts: [[UInt8]] = [[]]
    var longest = texts
    for _ in 0..<length {
      longest = longest.flatMap { [$0 + [1], $0 + [2]] }
      texts += longest
    }
    return texts
  }

  @Test func `bytes are found where a plain look finds them, and nowhere else`() {
    for bytes in Self.texts(upTo: 7) {
      for word in Self.texts(upTo: 4) {
        let isThere = word.isEmpty || bytes.indices.contains { bytes[$0...].starts(with: word) }
        #expect(bytes.contains(bytes: word) == isThere, "\(word) in \(bytes)")
      }
    }
  }

  @Test(arguments: [
    ("", true), ("a", true), ("q", false), ("abc", true), ("xyz", true), ("cx", true), ("abcxyz", true), ("abcxyzz", false),
    ("xyzz", false),
  ])
  func `a word is found at both ends`(word: String, isThere: Bool) {
    #expect(Array("abcxyz".utf8).contains(bytes: Array(word.utf8)) == isThere)
  }
}
