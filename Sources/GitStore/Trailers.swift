/// The trailers of a commit message, by the rules of `git interpret-trailers`.
///
/// Our own parser: libgit2's keeps the CR of CRLF files and believes trailers below the scissors line.
package struct Trailers: Hashable, Sendable {
  /// One line such as `Signed-off-by: Ada <ada@example.com>`, unfolded.
  package struct Trailer: Hashable, Sendable {
    package let key: String
    package let value: String
    /// The line of the message on which it begins, from 1.
    package let line: Int

    package init(key: String, value: String, line: Int) {
      self.key = key
      self.value = value
      self.line = line
    }
  }

  /// All trailers in order.
  package let all: [Trailer]

  /// Reads the last paragraph of a message, be it a commit's or the file that an editor gives to the hook commit-msg: lines that begin with
  /// `commentPrefix` (git-config(1), `core.commentChar`) and what follows the scissors line do not count.
  package init(message: String, commentPrefix: String = "#") {
    self.init(bytes: Array(message.utf8), comment: Array((commentPrefix.isEmpty ? "#" : commentPrefix).utf8))
  }

  /// The values of all trailers with a key, whatever its case.
  package func values(_ key: String) -> [String] {
    all.filter { $0.key.lowercased() == key.lowercased() }.map(\.value)
  }

  private init(bytes: [UInt8], comment: [UInt8]) {
    let lines = Self.lines(bytes, comment: comment)
    guard let start = Self.blockStart(lines) else {
      all = []
      return
    }
    var result: [Trailer] = []
    var mayContinue = false
    for line in lines[start...] where line.kind != .comment {
      if line.startsWithBlank {
        guard mayContinue, let last = result.popLast() else { continue }
        let value = [last.value, line.text(from: 0)].filter { !$0.isEmpty }.joined(separator: " ")
        result.append(Trailer(key: last.key, value: value, line: last.line))
      } else if let separator = line.separator {
        result.append(Trailer(key: line.text(upTo: separator), value: line.text(from: separator + 1), line: line.number))
        mayContinue = true
      } else {
        mayContinue = false
      }
    }
    all = result
  }

  private enum Kind { case blank, comment, generated, other }

  private struct Line {
    let bytes: ArraySlice<UInt8>
    let number: Int
    let kind: Kind

    var startsWithBlank: Bool { bytes.first.map(Trailers.isBlank) ?? false }

    /// The place of the colon behind a key of letters, digits and hyphens, with or without blanks before it.
    var separator: Int? {
      var sawBlank = false
      for (offset, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: ":"): return offset > 0 && !startsWithBlank ? offset : nil
        case UInt8(ascii: " ") where offset > 0, UInt8(ascii: "\t") where offset > 0: sawBlank = true
        case _ where !sawBlank && Trailers.isKeyByte(byte): continue
        default: return nil
        }
      }
      return nil
    }

    func text(from offset: Int) -> String { Trailers.trimmed(bytes.dropFirst(offset)) }
    func text(upTo offset: Int) -> String { Trailers.trimmed(bytes.prefix(offset)) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var result = bytes
    while let first = result.first, isBlank(first) { result.removeFirst() }
    while let last = result.last, isBlank(last) { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// The lines that count, without those at the end which Git leaves out: comments, blanks, and the list of conflicts of old.
  private static func lines(_ bytes: [UInt8], comment: [UInt8]) -> [Line] {
    var lines: [Line] = []
    for (position, bytes) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if isScissors(bytes, comment: comment) { break }
      let kind: Kind =
        if bytes.starts(with: comment) {
          .comment
        } else if bytes.allSatisfy(isBlank) {
          .blank
        } else if generatedPrefixes.contains(where: { bytes.starts(with: $0.utf8) }) {
          .generated
        } else {
          .other
        }
      lines.append(Line(bytes: bytes, number: position + 1, kind: kind))
    }
    var end = lines.count
    while end > 0 {
      let line = lines[end - 1]
      if line.kind == .comment || line.kind == .blank {
        end -= 1
        continue
      }
      guard let heading = lines[..<end].lastIndex(where: { trimmed($0.bytes) == "Conflicts:" }),
        lines[(heading + 1)..<end].allSatisfy({ $0.bytes.first == UInt8(ascii: "\t") || $0.kind == .blank || $0.kind == .comment })
      else { break }
      end = heading
    }
    return Array(lines[..<end])
  }

  /// Lines that Git itself writes: one of them makes a paragraph a block of trailers even if not all of its lines are.
  private static let generatedPrefixes = ["Signed-off-by: ", "(cherry picked from commit "]

  private static func isScissors(_ line: ArraySlice<UInt8>, comment: [UInt8]) -> Bool {
    line.starts(with: comment) && trimmed(line.dropFirst(comment.count)) == "------------------------ >8 ------------------------"
  }

  /// Where the last paragraph begins, if it is one of trailers: all of its lines are, or at least a quarter and one that Git wrote. The first
  /// paragraph is the title and never counts.
  private static func blockStart(_ lines: [Line]) -> Int? {
    let titleEnd = lines.firstIndex { $0.kind == .blank } ?? lines.count
    guard let start = lines.lastIndex(where: { $0.kind == .blank }).map({ $0 + 1 }), start > titleEnd else { return nil }
    var trailers = 0
    var others = 0
    var hasGenerated = false
    // Lines that begin with a blank belong to the one before; without a trailer before them they count as others.
    var isInTrailer = false
    for line in lines[start...] where line.kind != .comment {
      if line.kind == .generated {
        hasGenerated = true
        trailers += 1
        isInTrailer = true
      } else if line.startsWithBlank {
        if !isInTrailer { others += 1 }
      } else if line.separator != nil {
        trailers += 1
        isInTrailer = true
      } else {
        others += 1
        isInTrailer = false
      }
    }
    let isBlock = hasGenerated ? trailers * 3 >= others : trailers > 0 && others == 0
    return isBlock ? start : nil
  }
}
