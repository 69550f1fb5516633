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

  /// Running text on a forge, where more has a meaning: `@name` calls somebody, `#1`, `!1`, `&1`, `%1`, `$1` and `~name` refer to something, an
  /// address becomes a link, and on GitLab a line that begins with a slash is a command.
  ///
  /// What would do so is followed by a blank of no width, as Dependabot writes mentions that are to call nobody.
  package static func forge(_ text: String) -> String {
    var result = ""
    var last: [Unicode.Scalar] = []
    for scalar in Markdown.text(text).unicodeScalars {
      if scalar == "/", result.isEmpty { result += "\\" }
      // `www.` and `scheme:` begin a link (GFM 0.29, section 6.9); so does the `@` of an address.
      let isLink = scalar == "/" && last.last == ":" || scalar == "." && last.count == 3 && last.allSatisfy { $0 == "w" || $0 == "W" }
      if isLink { result += noWidth }
      result.unicodeScalars.append(scalar)
      if forgeSigns.contains(scalar) { result += noWidth }
      last = last.suffix(2) + [scalar]
    }
    return result
  }

  private static let noWidth = "&#8203;"
  private static let forgeSigns: Set<Unicode.Scalar> = ["@", "#", "!", "&", "%", "$", "~"]

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
