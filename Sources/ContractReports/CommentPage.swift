internal import ContractKit

/// Markdown that is written up to a limit, row by row, and says what did not fit.
struct CommentPage {
  /// More rows of one table than this are folded away.
  static let mostOpen = 12

  private var text = ""
  private var left: Int
  /// What did not fit, in words.
  private var omitted: [String] = []

  /// - Parameter limit: in bytes, what says what was left out included.
  init(limit: Int) {
    left = limit - Self.reserve
  }

  /// For the sentence at the end, and what closes a fold.
  private static let reserve = 1500

  mutating func add(_ piece: String) {
    text += piece
    left -= piece.utf8.count
  }

  /// A heading and as many of its rows as fit; nothing where there are none.
  ///
  /// - Parameters:
  ///   - head: what stands between the heading and the rows.
  ///   - unit: what a row is, one and many.
  mutating func section(
    _ title: String, _ rows: [String], head: String = "", of unit: (one: String, many: String), isFolded: Bool = false
  ) {
    guard !rows.isEmpty else { return }
    // Markdown within a fold begins behind an empty line.
    let opening = "\n### \(title)\n\n" + (isFolded ? "<details><summary>\(rows.count) \(unit.many)</summary>\n\n" : "") + head
    let closing = isFolded ? "\n</details>\n" : ""
    var kept = ""
    var count = 0
    for row in rows {
      guard opening.utf8.count + kept.utf8.count + row.utf8.count + closing.utf8.count <= left else { break }
      kept += row
      count += 1
    }
    if count > 0 { add(opening + kept + closing) }
    guard count < rows.count else { return }
    let missing = rows.count - count
    omitted.append("\(missing) \(missing == 1 ? unit.one : unit.many) of “\(title)”")
    // What comes next would be read as if nothing were missing before it.
    left = 0
  }

  /// Lines below what was added last, where they fit.
  mutating func list(_ lines: [String]) {
    let piece = lines.isEmpty ? "" : "\n" + lines.joined()
    if piece.utf8.count <= left { add(piece) }
  }

  var finished: String {
    guard !omitted.isEmpty else { return text }
    let named = omitted.prefix(3).map { $0.clipped(to: 250) }.joined(separator: ", ")
    let more = omitted.count > 3 ? ", and more of \(omitted.count - 3) further sections" : ""
    return text + "\n**Cut here, for a comment has a limit:** \(named)\(more) are not shown. "
      + "`git contract check --format markdown` shows all.\n"
  }

  // MARK: Text of a repository

  /// Running text, shortened first, so that no escape is cut in two.
  static func words(_ text: String, _ limit: Int) -> String {
    Markdown.forge(text.clipped(to: limit))
  }

  /// A code span; empty where there is nothing to show.
  static func code(_ text: String, _ limit: Int) -> String {
    span(Markdown.code(text.clipped(to: limit)))
  }

  /// A code span in a table.
  static func cell(_ text: String, _ limit: Int) -> String {
    span(Markdown.cell(text.clipped(to: limit)))
  }

  /// An empty span, or one of blanks only, is none (CommonMark 0.31, section 6.1).
  private static func span(_ text: String) -> String {
    text.allSatisfy { $0 == " " } ? "" : "`\(text)`"
  }

  /// A way out with its command. A command that was shortened, or had a sign of its own replaced, would do something else.
  static func fix(_ fix: Finding.Fix, indent: String = "  ") -> String {
    guard fix.command.utf8.count <= 1000, Markdown.code(fix.command) == fix.command else { return "" }
    return "\(indent)- \(words(fix.title, 300)): \(code(fix.command, 1000))\n"
  }
}
