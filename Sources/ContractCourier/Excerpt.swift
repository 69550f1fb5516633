internal import ContractKit

/// What the other side said, as one line for people.
package enum Excerpt {
  private static let greatestLength = 200
  /// A shorter secret would be found in anything.
  private static let leastSecret = 4

  /// The first line that says something, without what could steer a terminal; empty where there is none, and where it is a page.
  ///
  /// - Parameter secrets: what a reply may repeat and nobody else is to read. A reply that does so is not quoted.
  package static func line(_ bytes: some Sequence<UInt8>, hiding secrets: [String]) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    guard !secrets.contains(where: { $0.utf8.count >= leastSecret && text.contains($0) }) else {
      return "(the reply repeats what is secret)"
    }
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }
    guard let line = lines.first(where: { !$0.isEmpty }), !line.hasPrefix("<") else { return "" }
    let start = String(line.prefix(greatestLength))
    return String(start.printable.prefix(greatestLength))
  }
}
