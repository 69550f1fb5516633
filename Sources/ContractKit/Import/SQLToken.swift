/// One word, name, text, number or mark of a script.
struct SQLToken: Sendable {
  enum Kind: Sendable {
    case word
    /// In backquotes or square brackets: a name, never a keyword.
    case quoted
    /// In double quotes: a name, or a text where the dialect has it so.
    case doubleQuoted
    case text
    case number
    case mark
  }

  var kind: Kind
  /// Without quotes, doubled ones undone.
  var text: String
  /// In bytes of the file.
  var range: Range<Int>
  /// In capitals where it is a word, else empty: no quoted name is a keyword.
  var word: String
  /// What stands in its place since a column was renamed, with quotes; nil while it is written as it was.
  var replacement: String?

  init(_ kind: Kind, _ text: String, _ range: Range<Int>) {
    self.kind = kind
    self.text = text
    self.range = range
    word = kind == .word ? text.uppercased() : ""
  }

  var isName: Bool { kind == .word || kind == .quoted || kind == .doubleQuoted }
  var isText: Bool { kind == .text || kind == .doubleQuoted }

  func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
}
