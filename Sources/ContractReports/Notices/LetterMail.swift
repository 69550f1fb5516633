package import ContractKit

/// What letters need that does not stand in them.
package struct MailSettings: Sendable {
  /// The sender's address, for example `contracts@acme.example`; its domain stands in all ids.
  package var from: String
  package var fromName: String
  /// When the mail is written, in seconds since 1970: an input, so that the same letter gives the same bytes.
  package var secondsSince1970: Int
  /// The identity of the repository (`repository` of the policy), a UUID: the source of CloudEvents. Empty where it has none.
  package var repository: String
  /// The version of the tool, as JSON says it.
  package var toolVersion: String

  package init(
    from: String, fromName: String = "git contract", secondsSince1970: Int, repository: String = "", toolVersion: String = ""
  ) {
    self.from = from
    self.fromName = fromName
    self.secondsSince1970 = secondsSince1970
    self.repository = repository
    self.toolVersion = toolVersion
  }
}

extension ConsumerDeclaration {
  /// The addresses of the mail contacts, each once, without `mailto:` and what follows a `?`. Contacts that are no plain address are left
  /// out: an address is never guessed.
  package var mailAddresses: [String] {
    var addresses: [String] = []
    for contact in contacts where contact.isMail {
      let url = contact.url.lowercased().hasPrefix("mailto:") ? contact.url.dropFirst(7) : contact.url[...]
      let address = String(url.prefix(while: { $0 != "?" }))
      if MailAddress.isPlain(address), !addresses.contains(address) { addresses.append(address) }
    }
    return addresses
  }
}

extension ConsumerDeclaration.Contact {
  var isMail: Bool { tool.lowercased() == "email" || url.lowercased().hasPrefix("mailto:") }
}

extension Letter {
  /// A mail to one address, as a file that any mail program reads: RFC 5322, as text and as HTML, whichever the program prefers. What the
  /// same consumer is told about the same contract later is in the same thread.
  ///
  /// Nil where one of the addresses is none.
  package func mail(to address: String, settings: MailSettings, forms: LetterForms = LetterForms()) -> String? {
    guard MailAddress.isPlain(address), MailAddress.isPlain(settings.from) else { return nil }
    let domain = String(settings.from.split(separator: "@")[1])
    let channel = "email:" + address
    var header = MailHeader()
    header.add("Date", MailText.date(secondsSince1970: settings.secondsSince1970))
    header.addMailbox("From", name: settings.fromName, address: settings.from)
    header.addMailbox("To", name: nil, address: address)
    header.addText("Subject", subject)
    let identifier = deliveryIdentifier(channel: channel)
    header.add("Message-ID", "<\(identifier)@\(domain)>")
    // The root of the thread is a message that nobody sent; mail programs gather its answers nonetheless.
    let before =
      [thread]
      + earlier.suffix(10).map {
        ContractEvent.deliveryIdentifier(of: $0, consumer: consumer.identifier, channel: channel)
      }
    header.add("In-Reply-To", "<\(before[before.count - 1])@\(domain)>")
    header.add("References", before.map { "<\($0)@\(domain)>" }.joined(separator: "\r\n "))
    header.add("List-Id", "<\(MailAddress.label(contract, otherwise: thread)).contracts.\(domain)>")
    // RFC 3834: no out-of-office replies to a program.
    header.add("Auto-Submitted", "auto-generated")
    header.add("X-Contract-Event", self.identifier)
    return header.text
      + MailText.alternative(
        [("text/plain", forms.text ?? text), ("text/html", forms.html ?? html)], boundary: "=_\(identifier)")
  }
}

extension Notice {
  /// See `ConsumerDeclaration.mailAddresses`.
  package var mailAddresses: [String] { consumer.mailAddresses }

  /// See `Letter.mail`.
  package func mail(to address: String, settings: MailSettings) -> String? { letter.mail(to: address, settings: settings) }
}

/// Texts in the place of those that are built in: what a repository's own templates made of the letter. Nil where there is none.
package struct LetterForms: Sendable {
  package var text: String?
  package var html: String?
  package var markdown: String?

  package init(text: String? = nil, html: String? = nil, markdown: String? = nil) {
    self.text = text
    self.html = html
    self.markdown = markdown
  }
}
