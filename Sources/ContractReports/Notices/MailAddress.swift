/// Addresses that come from files which anybody may propose.
enum MailAddress {
  /// A plain `local@domain` in ASCII: atoms on the left (RFC 5322, section 3.2.3), host labels on the right. No comment, no quoted part.
  static func isPlain(_ text: String) -> Bool {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, text.utf8.count <= 254, (1...64).contains(halves[0].utf8.count) else { return false }
    let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
    let isLocal = halves[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.utf8.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
    }
    let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    let isHost = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        && label.first != "-" && label.last != "-"
    }
    return isLocal && isHost
  }

  /// A name as one label of a `List-Id` (RFC 2919, section 2): lower-case letters, digits and hyphens.
  static func label(_ name: String, otherwise: String) -> String {
    let bytes = name.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case _ where isLetterOrDigit(byte): byte
      default: UInt8(ascii: "-")
      }
    }
    let words = bytes.split(separator: UInt8(ascii: "-"))
    let label = String(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-").prefix(60))
    return label.isEmpty ? otherwise : label
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }
}
