internal import ContractKit
internal import ContractReports

/// The channel `files`: notices as Markdown, mail and JSON in the Git directory, where nobody pulls them by accident.
///
/// A file is written under `tmp/`, flushed, and renamed into `sent/`. Its name is a function of the event and the consumer, so a run
/// that is repeated writes the same files again.
struct Outbox {
  private let directory: String

  init(gitDirectory: String) {
    directory = gitDirectory + "/contracts/outbox"
  }

  /// Writes a letter to a consumer. Gives the names of its files, relative to the Git directory.
  func write(_ letter: Letter, forms: LetterForms, settings: MailSettings) throws -> [String] {
    try LocalFile.makeDirectory(directory + "/sent")
    return try letter.files(channels: [.files], settings: settings, forms: forms).map { file in
      try LocalFile.write(file.bytes, to: directory + "/sent/" + file.name)
      return "contracts/outbox/sent/" + file.name
    }
  }

  /// Writes a request to an owner: a mail to their first address, and the text. Gives the names of its files, relative to the Git
  /// directory.
  func write(_ letter: RequestLetter, receipt: String, now: Int) throws -> [String] {
    try LocalFile.makeDirectory(directory + "/sent")
    let name = ["request", letter.request.title, letter.person.id, String(receipt.prefix(8))].map(Self.fileName).joined(separator: "-")
    var files = [(name + ".txt", letter.text)]
    let settings = MailSettings(from: "git-contract@localhost", secondsSince1970: now)
    if let address = letter.person.emails.first, let mail = letter.mail(to: address, settings: settings) {
      files.append((name + ".eml", mail))
    }
    for (file, text) in files { try LocalFile.write(Array(text.utf8), to: directory + "/sent/" + file) }
    return files.map { "contracts/outbox/sent/" + $0.0 }
  }

  /// Only letters, digits, dots, underscores and hyphens: names come from a repository and must stay in the directory.
  private static func fileName(_ text: String) -> String {
    let plain = String(
      text.unicodeScalars.map { scalar -> Character in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "._-".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      })
    return String(plain.drop { $0 == "." }.prefix(80))
  }
}
