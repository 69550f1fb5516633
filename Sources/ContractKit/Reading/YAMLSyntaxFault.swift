/// What is wrong with a text that libyaml cannot read, in the words of whoever wrote it: libyaml says what its scanner was about, and often
/// only where it noticed.
struct YAMLSyntaxFault {
  var position: SourcePosition
  var message: String

  /// - Parameters:
  ///   - problem: as libyaml words it (scanner.c, parser.c).
  ///   - context: what it was about when it met the problem; nil where it does not say.
  ///   - place: where it noticed.
  ///   - start: where began what it was about; nil where it does not say.
  init(problem: String, context: String?, at place: SourcePosition, since start: SourcePosition?, in bytes: [UInt8]) {
    if let line = Self.conflict(in: bytes) {
      position = SourcePosition(line: line, column: 1)
      message = "the conflict of a merge is left here; choose what is right, and remove its marks"
      return
    }
    position = place
    switch (problem, context) {
    case ("could not find expected ':'", "while scanning a simple key"):
      position = start ?? place
      message = "invalid YAML: no ':' follows this key"
    case ("found unexpected end of stream", "while scanning a quoted scalar"):
      position = start ?? place
      message = "invalid YAML: the quotation mark that opens here is closed nowhere"
    case ("found character that cannot start any token", _):
      let character = Self.character(at: place, in: bytes)
      message =
        character.map { $0 == "\t" ? Self.tab : "invalid YAML: no value begins with '\($0)'; put the value in quotation marks" }
        ?? "invalid YAML: " + problem
    case ("found a tab character that violates indentation", _): message = Self.tab
    case ("mapping values are not allowed in this context", _):
      message = "invalid YAML: ':' is not expected here; put a value with ': ' in quotation marks, or look at the indentation"
    default: message = "invalid YAML: " + problem + (context.map { " (\($0))" } ?? "")
    }
  }

  private static let tab = "invalid YAML: a tab, where only blanks may indent"

  /// The first line with which `git merge` marks a conflict: seven signs, and what they are of.
  private static func conflict(in bytes: [UInt8]) -> Int? {
    let marks = ["<<<<<<< ", "||||||| ", ">>>>>>> "].map { Array($0.utf8) }
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if marks.contains(where: { line.starts(with: $0) }) { return number }
    }
    return nil
  }

  private static func character(at place: SourcePosition, in bytes: [UInt8]) -> Unicode.Scalar? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: place.line, omittingEmptySubsequences: false)
    guard lines.indices.contains(place.line - 1) else { return nil }
    return String(decoding: lines[place.line - 1], as: UTF8.self).unicodeScalars.dropFirst(place.column - 1).first
  }
}
