internal import ContractKit

/// The header of a mail, written by the rules: nothing of a repository can add a field to it.
struct MailHeader {
  private(set) var text = ""

  /// A field whose body is of our own making: ids, addresses that were checked, fixed words. ASCII, and folded by the caller.
  mutating func add(_ name: String, _ body: String) {
    text += name + ": " + body + "\r\n"
  }

  /// A field with one mailbox (RFC 5322, section 3.4). The address must have been checked.
  mutating func addMailbox(_ name: String, name display: String?, address: String) {
    guard let display = display?.printable, !display.isEmpty else { return add(name, address) }
    guard display.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !display.contains("=?") else {
      text += name + ": " + MailText.encodedWords(display, offset: name.utf8.count + 2) + "\r\n <" + address + ">\r\n"
      return
    }
    let escaped = display.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    add(name, "\"\(escaped)\" <\(address)>")
  }

  /// A field of free text: encoded words where it is not plain ASCII (RFC 2047), folded at 76 characters (RFC 5322, section 2.2.3).
  mutating func addText(_ name: String, _ body: String) {
    let body = body.printable
    guard body.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !body.contains("=?") else {
      text += name + ": " + MailText.encodedWords(body, offset: name.utf8.count + 2) + "\r\n"
      return
    }
    var line = name + ":"
    for word in body.split(separator: " ") {
      if line.utf8.count + 1 + word.utf8.count > 76, line.utf8.count > name.utf8.count + 1 {
        text += line + "\r\n"
        line = ""
      }
      line += " " + word
    }
    text += line + "\r\n"
  }
}

/// The encodings of mail.
enum MailText {
  /// A text and the fields that say how it is written: the end of a mail.
  static func body(_ text: String) -> String {
    var header = MailHeader()
    header.add("MIME-Version", "1.0")
    header.add("Content-Type", "text/plain; charset=utf-8")
    // Lines of more than 998 bytes, and bytes beyond ASCII, do not pass everywhere as they are (RFC 5321, section 4.5.3.1.6).
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 } && text.split(separator: "\n").allSatisfy { $0.utf8.count <= 998 }
    header.add("Content-Transfer-Encoding", isPlain ? "7bit" : "quoted-printable")
    return header.text + "\r\n" + (isPlain ? text.replacing("\n", with: "\r\n") : quotedPrintable(text))
  }

  /// One text in several forms, the plainest first (RFC 2046, section 5.1.4): the end of a mail.
  ///
  /// - Parameter boundary: begins with `=_`, which no part holds as it is written here (RFC 2045, section 6.7).
  static func alternative(_ parts: [(type: String, text: String)], boundary: String) -> String {
    var header = MailHeader()
    header.add("MIME-Version", "1.0")
    header.add("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\"")
    let bodies = parts.map { part in
      var fields = MailHeader()
      fields.add("Content-Type", part.type + "; charset=utf-8")
      fields.add("Content-Transfer-Encoding", "quoted-printable")
      return "--\(boundary)\r\n" + fields.text + "\r\n" + quotedPrintable(part.text) + "\r\n"
    }
    return header.text + "\r\n" + bodies.joined() + "--\(boundary)--\r\n"
  }

  /// RFC 2047 `B` encoded words of at most 75 characters, parted by a fold. No character is cut in two.
  static func encodedWords(_ text: String, offset: Int) -> String {
    var words: [String] = []
    var bytes: [UInt8] = []
    // `=?UTF-8?B?` and `?=` are 12 characters; 45 bytes become 60.
    var room = max(12, (75 - 12 - offset) / 4 * 3)
    for scalar in text.unicodeScalars {
      let encoded = Array(String(scalar).utf8)
      if bytes.count + encoded.count > room {
        words.append("=?UTF-8?B?" + Base64.encode(bytes) + "?=")
        bytes = []
        room = 45
      }
      bytes += encoded
    }
    words.append("=?UTF-8?B?" + Base64.encode(bytes) + "?=")
    return words.joined(separator: "\r\n ")
  }

  /// Quoted-printable (RFC 2045, section 6.7), with line ends of CR LF and lines of at most 76 characters.
  static func quotedPrintable(_ text: String) -> String {
    var result = ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // A line feed ends a line and starts none.
    if lines.last == "" { lines.removeLast() }
    for line in lines {
      let bytes = Array(line.utf8)
      var width = 0
      for (index, byte) in bytes.enumerated() {
        let isLast = index == bytes.count - 1
        let isPlain = (byte >= 0x21 && byte <= 0x7E && byte != UInt8(ascii: "=")) || (byte == 0x20 && !isLast)
        let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + hexadecimal(byte)
        // A soft line break needs the last column.
        if width + piece.utf8.count > (isLast ? 76 : 75) {
          result += "=\r\n"
          width = 0
        }
        result += piece
        width += piece.utf8.count
      }
      result += "\r\n"
    }
    return result
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// A date in the form of RFC 5322, section 3.3, in UTC.
  static func date(secondsSince1970 seconds: Int) -> String {
    let day = CalendarDay(secondsSince1970: seconds)
    let days = day.daysSince1970
    let time = seconds - days * 86_400
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func padded(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }
    let clock = [time / 3600, time / 60 % 60, time % 60].map(padded).joined(separator: ":")
    return "\(weekdays[((days % 7) + 7) % 7]), \(day.day) \(months[day.month - 1]) \(day.year) \(clock) +0000"
  }
}
