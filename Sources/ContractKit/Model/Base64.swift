/// Base64 of RFC 4648, section 4. Only its canonical form is read: padded, no blanks, unused bits zero (section 3.5), for a text with two
/// spellings would be two texts to compare.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: [UInt8], isPadded: Bool = true) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for index in 0..<3 { bits = bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0) }
      for index in 0..<4 {
        if index <= group.count {
          text.append(alphabet[Int(bits >> UInt32(18 - 6 * index) & 0x3F)])
        } else if isPadded {
          text.append(UInt8(ascii: "="))
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes; nil where the text is not canonical.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let letters = Array(text.utf8)
    guard letters.count % 4 == 0 else { return nil }
    let padding = letters.suffix(2).count { $0 == UInt8(ascii: "=") }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    for (offset, letter) in letters.enumerated() {
      var value: UInt32 = 0
      if offset < letters.count - padding {
        guard let index = alphabet.firstIndex(of: letter) else { return nil }
        value = UInt32(index)
      }
      bits = bits << 6 | value
      if offset % 4 == 3 {
        bytes += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
        bits = 0
      }
    }
    bytes.removeLast(padding)
    return encode(bytes, isPadded: true).utf8.elementsEqual(letters) ? bytes : nil
  }
}
