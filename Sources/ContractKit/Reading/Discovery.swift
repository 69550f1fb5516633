/// Finds out whether a file is a contract by what it says, before anybody parses it.
package enum Discovery {
  /// True for a text that calls itself a data contract: `kind: DataContract` at the top level, or `dataContractSpecification`.
  ///
  /// Only lines that start in the first column are looked at, so a file of a megabyte costs one pass. A text in flow form (JSON is
  /// YAML too) is taken for a contract if it names the kind anywhere: the reader then says what it really is.
  package static func looksLikeContract(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { text in
      var start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      while start < text.count {
        switch text[start] {
        case UInt8(ascii: "k"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "d"):
          if isDeclaration(text, at: start) { return true }
        case UInt8(ascii: "{"):
          return contains(text, "DataContract", from: start) || contains(text, "dataContractSpecification", from: start)
        default: break
        }
        while start < text.count, text[start] != UInt8(ascii: "\n"), text[start] != UInt8(ascii: "\r") { start += 1 }
        start += 1
      }
      return false
    }
  }

  private static func isDeclaration(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    for key in ["kind", "\"kind\"", "'kind'"] {
      guard var place = skip(key, text, start) else { continue }
      place = skipBlanks(text, place)
      guard let value = skip(":", text, place) else { continue }
      place = skipBlanks(text, value)
      if place < text.count, text[place] == UInt8(ascii: "\"") || text[place] == UInt8(ascii: "'") { place += 1 }
      return skip("datacontract", text, place, ignoringCase: true) != nil
    }
    for key in ["dataContractSpecification", "\"dataContractSpecification\"", "'dataContractSpecification'"]
    where skip(key, text, start) != nil { return true }
    return false
  }

  /// The place behind a word, or nil if another text stands here.
  private static func skip(_ word: String, _ text: UnsafeBufferPointer<UInt8>, _ start: Int, ignoringCase: Bool = false) -> Int? {
    var place = start
    for byte in word.utf8 {
      guard place < text.count else { return nil }
      let found = ignoringCase && (0x41...0x5A).contains(text[place]) ? text[place] | 0x20 : text[place]
      guard found == byte else { return nil }
      place += 1
    }
    return place
  }

  private static func skipBlanks(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var place = start
    while place < text.count, text[place] == UInt8(ascii: " ") || text[place] == UInt8(ascii: "\t") { place += 1 }
    return place
  }

  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ word: String, from start: Int) -> Bool {
    guard let first = word.utf8.first else { return true }
    var place = start
    while place < text.count {
      if text[place] == first, skip(word, text, place) != nil { return true }
      place += 1
    }
    return false
  }
}
