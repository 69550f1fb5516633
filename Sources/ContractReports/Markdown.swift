internal import ContractKit

/// Text of a repository inside of Markdown: it is shown, never obeyed.
package enum Markdown {
  /// Running text: characters that would format, link or nest are escaped (CommonMark 0.31, section 2.4).
  package static func text(_ text: String) -> String {
    let characters = Array(text.printable)
    var result = ""
    for (place, character) in characters.enumerated() {
      let isEscaped =
        switch character {
        // Between letters an underscore never formats, and names are full of them (section 6.2).
        case "_": !(isWord(characters, place - 1) && isWord(characters, place + 1))
        // A heading begins with up to six and a blank (section 4.2).
        case "#": place == 0 && (characters.drop { $0 == "#" }.first ?? " ") == " "
        // A quotation begins with it; a tag needs the other bracket, too.
        case ">": place == 0
        default: "\\`*{}[]<|~".contains(character)
        }
      if isEscaped { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func isWord(_ characters: [Character], _ place: Int) -> Bool {
    characters.indices.contains(place) && (characters[place].isLetter || characters[place].isNumber)
  }

  /// The inside of a code span; a backtick in it would end the span.
  package static func code(_ text: String) -> String {
    text.printable.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "'")
  }

  /// The inside of a code span in a table, where a bar would end the cell.
  package static func cell(_ text: String) -> String {
    code(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
