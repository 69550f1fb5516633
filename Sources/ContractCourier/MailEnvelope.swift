/// From whom a mail comes and to whom it goes, and its text as it goes over the wire.
package struct MailEnvelope: Hashable, Sendable {
  /// In angle brackets; `<>` for a mail that nobody is to answer.
  package let sender: String
  package let recipient: String
  /// What the courier calls itself: the sender's domain. Never the name of this machine, which is nobody's business; and not `localhost`
  /// where there is something better, which many servers refuse.
  package let greeting: String

  package init(from: String, recipient: String) throws(Destination.Refusal) {
    if !from.isEmpty { try Self.check(from, "sender") }
    try Self.check(recipient, "recipient")
    self.sender = "<\(from)>"
    self.recipient = "<\(recipient)>"
    let domain = from.split(separator: "@").last.map(String.init) ?? ""
    let isName =
      domain.contains(".") && domain.utf8.count <= 253
      && domain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
          && label.first != "-" && label.last != "-"
      }
    greeting = isName ? domain.lowercased() : "localhost"
  }

  /// RFC 5321, section 4.1.2, without quoted local parts: an address that needs quotes is none that a declaration may bring.
  private static func check(_ address: String, _ whose: String) throws(Destination.Refusal) {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...255).contains(parts[1].utf8.count),
      address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>()\",;:\\".utf8.contains($0) }), !address.hasPrefix("-")
    else { throw Destination.Refusal("the \(whose)'s address is none that mail is sent to") }
  }

  /// The text with CRLF at the end of each line and nothing else that could be taken for one: a line feed alone is the end of a line for some
  /// servers and not for others, and what one takes for text another takes for a command.
  package static func text(_ content: [UInt8]) throws(Destination.Refusal) -> [UInt8] {
    guard content.allSatisfy({ $0 != 0 && $0 < 0x80 }) else { throw Destination.Refusal("the mail is not in 7-bit characters") }
    let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    var text: [UInt8] = []
    text.reserveCapacity(content.count + content.count / 32)
    var length = 0
    var previous: UInt8 = 0
    for byte in content + (content.last == lineFeed || content.last == carriageReturn ? [] : [lineFeed]) {
      if byte == carriageReturn || byte == lineFeed {
        if byte == carriageReturn || previous != carriageReturn { text += [carriageReturn, lineFeed] }
        length = 0
      } else {
        text.append(byte)
        length += 1
        // RFC 5322, section 2.1.1: a longer line may be broken on the way, in the middle of whatever stands there.
        guard length <= 998 else { throw Destination.Refusal("a line of the mail is longer than 998 characters") }
      }
      previous = byte
    }
    return text
  }
}
