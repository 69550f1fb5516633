internal import ContractKit

/// Text for a channel that counts: escaped sign by sign, and cut between signs, never inside of an escape.
struct LimitedText {
  private(set) var text = ""
  private(set) var isCut = false
  private var left: Int

  /// - Parameter limit: how many characters (UTF-16) there may be in all, the ellipsis included.
  init(limit: Int) {
    left = limit
  }

  /// Adds text, each sign by itself.
  ///
  /// - Parameters:
  ///   - opening: what stands before and behind it, whole or not at all: the marks of a code span.
  mutating func add(_ raw: String, opening: String = "", closing: String = "", escape: (Unicode.Scalar) -> String?) {
    guard !isCut else { return }
    // Behind each sign there must be room for the closing mark and an ellipsis.
    let reserve = closing.utf16.count + 1
    guard left >= opening.utf16.count + reserve else { return cut() }
    append(opening)
    for scalar in raw.printable.unicodeScalars {
      let piece = escape(scalar) ?? String(scalar)
      guard left >= piece.utf16.count + reserve else {
        append("…" + closing)
        isCut = true
        return
      }
      append(piece)
    }
    append(closing)
  }

  private mutating func cut() {
    if left > 0, !text.hasSuffix("…") { append("…") }
    isCut = true
  }

  private mutating func append(_ piece: String) {
    text += piece
    left -= piece.utf16.count
  }
}
