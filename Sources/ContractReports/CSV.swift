/// Comma-separated values (RFC 4180) that a spreadsheet shows and never runs.
enum CSV {
  /// One record, ended by CR LF; every field in quotes, so that what is in it cannot end it.
  static func record(_ fields: [String]) -> String {
    fields.map { "\"" + safe($0).replacingScalars { $0 == "\"" ? "\"\"" : nil } + "\"" }.joined(separator: ",") + "\r\n"
  }

  /// A spreadsheet takes a field that begins so for a formula. An apostrophe before it makes it text, as OWASP advises
  /// (https://owasp.org/www-community/attacks/CSV_Injection).
  private static func safe(_ field: String) -> String {
    guard let first = field.unicodeScalars.first, starters.contains(first) else { return field }
    return "'" + field
  }

  /// With the wide forms that some programs take for the same.
  private static let starters: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]
}
