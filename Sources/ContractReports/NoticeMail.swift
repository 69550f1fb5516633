internal import ContractKit

/// What a mail needs beside the notice.
package struct MailSettings: Sendable {
  /// The sender's address, for example `contracts@acme.example`; its domain stands in all ids.
  package var from: String
  package var fromName: String
  /// When the mail is written, in seconds since 1970: an input, so that the same notice gives the same bytes.
  package var secondsSince1970: Int

  package init(from: String, fromName: String = "git contract", secondsSince1970: Int) {
    self.from = from
    self.fromName = fromName
    self.secondsSince1970 = secondsSince1970
  }
}

extension Notice {
  /// The addresses of the consumer's mail contacts, without `mailto:` and what follows a `?`. Contacts that are no plain address are left
  /// out: an address is never guessed.
  package var mailAddresses: [String] {
    consumer.contacts.compactMap { contact in
      guard contact.tool.lowercased() == "email" || contact.url.lowercased().hasPrefix("mailto:") else { return nil }
      let url = contact.url.lowercased().hasPrefix("mailto:") ? contact.url.dropFirst(7) : contact.url[...]
      let address = String(url.prefix(while: { $0 != "?" }))
      return MailAddress.isPlain(address) ? address : nil
    }
  }

  /// A mail to one address, as a file that any mail program reads: RFC 5322, text in UTF-8. The second mail about the same contract to
  /// the same consumer is in the thread of the first.
  ///
  /// Nil where one of the addresses is none.
  package func mail(to address: String, settings: MailSettings) -> String? {
    guard MailAddress.isPlain(address), MailAddress.isPlain(settings.from) else { return nil }
    let domain = String(settings.from.split(separator: "@")[1])
    let identifier = event.deliveryIdentifier(consumer: consumer.identifier, channel: "email:" + address)
    let thread = ContractEvent.threadIdentifier(contract: event.contract, consumer: consumer.identifier)
    var header = MailHeader()
    header.add("Date", MailText.date(secondsSince1970: settings.secondsSince1970))
    header.addMailbox("From", name: settings.fromName, address: settings.from)
    header.addMailbox("To", name: nil, address: address)
    header.addText("Subject", subject)
    header.add("Message-ID", "<\(identifier)@\(domain)>")
    // The root of the thread is a message that nobody sent; mail programs gather its answers nonetheless.
    header.add("In-Reply-To", "<\(thread)@\(domain)>")
    header.add("References", "<\(thread)@\(domain)>")
    header.add("List-Id", "<\(MailAddress.label(contract, otherwise: thread)).contracts.\(domain)>")
    // RFC 3834: no out-of-office replies to a program.
    header.add("Auto-Submitted", "auto-generated")
    header.add("X-Contract-Event", event.identifier)
    return header.text + MailText.body(text)
  }
}

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
