extension String {
  /// The text without what could steer a terminal or turn the reading direction: such characters are written as `\u{1B}`.
  ///
  /// Names, messages and values come from a repository that nobody has vouched for. Line feeds and tabs are escaped too, since a
  /// message is one line.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isUnprintable {
        text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Control, format and separator characters that show as nothing or move the cursor.
  package var isUnprintable: Bool {
    if value >= 0x20 && value < 0x7F { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return true
    default: return false
    }
  }
}
