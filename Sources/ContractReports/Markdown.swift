internal import ContractKit

/// Text of a repository inside of Markdown: it is shown, never obeyed.
package enum Markdown {
  /// Running text: characters that would format, link or nest are escaped (CommonMark 0.31, section 2.4).
  package static func text(_ text: String) -> String {
    text.printable.reduce(into: "") { result, character in
      if "\\`*_{}[]<>#|~".contains(character) { result.append("\\") }
      result.append(character)
    }
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
