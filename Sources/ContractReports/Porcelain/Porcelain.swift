internal import ContractKit

/// How answers are written for scripts: `--porcelain` and `-z`.
///
/// A line for each record, its fields parted by tabs and quoted as Git quotes paths; or with `-z` every field as it is, ended by NUL. Either
/// way the number of fields is the command's alone, so that a reader can count.
package struct Porcelain: Sendable {
  /// One fact; a field that is nil has nothing to say.
  package typealias Record = [String?]

  /// `-z`.
  package var isRaw: Bool
  /// `core.quotePath`: whether what is not ASCII is quoted as well.
  package var quotesBeyondASCII: Bool

  package init(isRaw: Bool, quotesBeyondASCII: Bool = true) {
    self.isRaw = isRaw
    self.quotesBeyondASCII = quotesBeyondASCII
  }

  package func text(_ records: [Record]) -> String {
    guard !isRaw else { return records.joined().map { Self.withoutNUL($0 ?? "") + "\0" }.joined() }
    return records.map { $0.map { $0.map { quoted($0) } ?? "-" }.joined(separator: "\t") + "\n" }.joined()
  }

  /// YAML can say NUL, and then it would end a field before its end.
  private static func withoutNUL(_ text: String) -> String {
    text.replacingScalars { $0 == "\0" ? "\u{FFFD}" : nil }
  }

  /// In double quotes with the escapes of C where it has to be, as in Git's quote.c. So is what says something else without quotes: `-` is a
  /// field that is not there, and an empty field is hard to see.
  private func quoted(_ text: String) -> String {
    let needsQuotes = text.isEmpty || text == "-" || text.unicodeScalars.contains { escape($0) != nil }
    guard needsQuotes else { return text }
    return "\"" + text.replacingScalars { escape($0) } + "\""
  }

  /// Nil for what stands for itself. What steers a terminal is escaped whatever `core.quotePath` says.
  private func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\u{07}": return "\\a"
    case "\u{08}": return "\\b"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\u{0B}": return "\\v"
    case "\u{0C}": return "\\f"
    case "\r": return "\\r"
    default:
      guard scalar.isUnprintable || quotesBeyondASCII && !scalar.isASCII else { return nil }
      return String(scalar).utf8.map { byte in
        let digits = String(byte, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }.joined()
    }
  }
}
