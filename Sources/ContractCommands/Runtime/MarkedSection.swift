internal import ContractReports

/// The part of a text file that belongs to the tool, between two comment lines.
///
/// It works on bytes: what others wrote need not be UTF-8, and stays as it is.
enum MarkedSection {
  static let start = ChangelogAnswer.startMarker.markup
  static let end = ChangelogAnswer.endMarker.markup

  /// The file with a new section: in the place of the old one, else at the end. A file that does not exist begins with it. A file
  /// whose lines end in CRLF gets such lines.
  ///
  /// - Throws: `CommandError` where the markers are not there exactly once each and in their order, for then nobody knows what may be
  ///   replaced. A marker counts only as a line of its own.
  static func replace(in file: [UInt8]?, with section: String, path: String) throws -> [UInt8] {
    let text = file ?? []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let usesCarriageReturns = lines.count > 1 && lines[0].last == UInt8(ascii: "\r")
    var marked = Array((start + "\n" + section + end + "\n").utf8)
    if usesCarriageReturns { marked = marked.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] } }
    guard !text.isEmpty else { return marked }

    let starts = lines.filter { isMarker($0, start) }
    let ends = lines.filter { isMarker($0, end) }
    if starts.isEmpty, ends.isEmpty {
      let lineEnd: [UInt8] = usesCarriageReturns ? [UInt8(ascii: "\r"), UInt8(ascii: "\n")] : [UInt8(ascii: "\n")]
      return text + (text.last == UInt8(ascii: "\n") ? [] : lineEnd) + lineEnd + marked
    }
    guard let first = starts.first, let last = ends.first, starts.count == 1, ends.count == 1, first.startIndex < last.startIndex else {
      throw CommandError(
        "'\(path)' must have both markers of the changelog, each once",
        hints: ["put '\(start)' above '\(end)', each on a line of its own, or take all of them out"])
    }
    // The end marker's own line feed goes with it.
    return text[..<first.startIndex] + marked + text[min(last.endIndex + 1, text.count)...]
  }

  /// True for a file in which a section may stand already: one that has a marker.
  static func hasMarker(_ file: [UInt8]) -> Bool {
    file.split(separator: UInt8(ascii: "\n")).contains { isMarker($0, start) || isMarker($0, end) }
  }

  private static func isMarker(_ line: ArraySlice<UInt8>, _ marker: String) -> Bool {
    var line = line
    while let last = line.last, last == UInt8(ascii: "\r") || last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { line.removeLast() }
    return line.elementsEqual(marker.utf8)
  }
}
