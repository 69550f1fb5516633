package import ContractKit

extension Letter {
  /// One file of a letter.
  package struct File: Sendable {
    package var name: String
    package var bytes: [UInt8]

    init(_ name: String, _ text: String) {
      self.name = name
      bytes = Array(text.utf8)
    }
  }

  /// What their names begin with: the same for the same letter to the same consumer, and nothing that leads out of a directory.
  package var fileStem: String {
    let delivery = String(deliveryIdentifier(channel: "files").prefix(8))
    let parts = kind == .notice ? [contract, version ?? "", consumer.identifier] : [kind.rawValue, contract, consumer.identifier]
    return (parts + [delivery]).filter { !$0.isEmpty }.map(Self.fileName).joined(separator: "-")
  }

  /// The files of the channel `files`: Markdown, HTML, JSON, and a mail for each address; for `github` and `gitlab` the body of an issue.
  package func files(channels: Set<DeliveryChannel>, settings: MailSettings, forms: LetterForms = LetterForms()) -> [File] {
    let stem = fileStem
    var files: [File] = []
    if channels.contains(.files) {
      files += [
        File(stem + ".md", forms.markdown ?? markdown), File(stem + ".html", forms.html ?? html),
        File(stem + ".json", json(toolVersion: settings.toolVersion).pretty),
      ]
      for (place, address) in consumer.mailAddresses.enumerated() {
        guard let mail = mail(to: address, settings: settings, forms: forms) else { continue }
        files.append(File(stem + (place == 0 ? "" : "-\(place + 1)") + ".eml", mail))
      }
    }
    for forge in [DeliveryChannel.github, .gitlab] where channels.contains(forge) {
      files.append(File("\(stem).\(forge.rawValue).md", forgeBody(channel: forge)))
    }
    return files
  }

  /// Every form that there is, whatever the channels: to be looked at before anything is sent.
  package func preview(settings: MailSettings, forms: LetterForms = LetterForms()) -> [File] {
    let stem = fileStem
    let event = cloudEvent(delivery: deliveryIdentifier(channel: "webhook:"), settings: settings)
    return files(channels: [.files, .github, .gitlab], settings: settings, forms: forms) + [
      File(stem + ".txt", forms.text ?? text), File(stem + ".cloudevent.json", event.pretty), File(stem + ".slack.json", slack.pretty),
      File(stem + ".teams.json", teams.pretty),
    ]
  }

  /// Only letters, digits, dots, underscores and hyphens: names come from a repository.
  private static func fileName(_ text: String) -> String {
    let plain = String(
      text.unicodeScalars.map { scalar -> Character in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "._-".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      })
    // Three of them, an id and an ending must fit into 255 bytes.
    return String(plain.drop { $0 == "." }.prefix(60))
  }
}
