internal import ContractKit

/// Text inside of XML 1.0.
enum XMLText {
  /// For content and for attributes between double quotes. What XML cannot hold at all is shown as text is: `\u{1B}`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.printable.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      // `]]>` must not stand in content (section 2.4).
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      // No characters of XML 1.0 (section 2.2), though Unicode does not call them control characters.
      case "\u{FFFE}", "\u{FFFF}": result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
