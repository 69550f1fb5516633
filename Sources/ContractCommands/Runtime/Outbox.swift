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

  /// Writes the files of a letter to a consumer. Gives their names, relative to the Git directory.
  func write(_ files: [Letter.File]) throws -> [String] {
    try write(files.map { ($0.name, $0.bytes) })
  }

  private func write(_ files: [(name: String, bytes: [UInt8])]) throws -> [String] {
    let place = DurableFiles(steps: OutboxSteps(environment: [:]))
    try place.makeDirectory(directory)
    try place.makeDirectory(directory + "/sent")
    for (file, bytes) in files { try LocalFile.write(bytes, to: directory + "/sent/" + file, mode: 0o600) }
    try place.synchronise(directory + "/sent")
    return files.map { "contracts/outbox/sent/" + $0.name }
  }

  /// Writes a request to an owner: a mail to their first address, and the text. Gives the names of its files, relative to the Git
  /// directory.
  func write(_ letter: RequestLetter, receipt: String, now: Int) throws -> [String] {
    let name = ["request", letter.request.title, letter.person.id, String(receipt.prefix(8))].map(Self.fileName).joined(separator: "-")
    var files = [(name + ".txt", letter.text)]
    let settings = MailSettings(from: "git-contract@localhost", secondsSince1970: now)
    if let address = letter.person.emails.first, let mail = letter.mail(to: address, settings: settings) {
      files.append((name + ".eml", mail))
    }
    return try write(files.map { ($0.0, Array($0.1.utf8)) })
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
