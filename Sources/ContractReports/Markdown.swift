internal import ContractKit

/// Text of a repository inside of Markdown: it is shown, never obeyed.
package enum Markdown {
  /// Running text: characters that would format, link or nest are escaped (CommonMark 0.31, section 2.4).
  ///
  /// Scalar by scalar: an accent behind a sign makes one character of both, and the sign still formats.
  package static func text(_ text: String) -> String {
    let scalars = Array(text.printable.unicodeScalars)
    var result = ""
    for (place, scalar) in scalars.enumerated() {
      let isEscaped =
        switch scalar {
        // Between letters an underscore never formats, and names are full of them (section 6.2).
        case "_": !(isWord(scalars, place - 1) && isWord(scalars, place + 1))
        // A heading begins with up to six and a blank (section 4.2).
        case "#": place == 0 && (scalars.drop { $0 == "#" }.first ?? " ") == " "
        // A quotation begins with it; a tag needs the other bracket, too.
        case ">": place == 0
        case "\\", "`", "*", "{", "}", "[", "]", "<", "|", "~": true
        default: false
        }
      if isEscaped { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private static func isWord(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    guard scalars.indices.contains(place) else { return false }
    let properties = scalars[place].properties
    return properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
  }

  /// The inside of a code span; a backtick in it would end the span.
  package static func code(_ text: String) -> String {
    text.printable.replacingScalars { $0 == "`" ? "'" : nil }
  }

  /// The inside of a code span in a table, where a bar would end the cell.
  package static func cell(_ text: String) -> String {
    code(text).replacingScalars { $0 == "|" ? "\\|" : nil }
  }
}
