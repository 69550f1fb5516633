/// Why a pattern cannot be read, and where.
struct PathPatternError: Error {
  /// The byte of the pattern at which it goes wrong.
  let offset: Int
  let message: String
}

extension PathPattern {
  /// Reads a pattern as GitHub does: `.gitignore`'s language without `!`, `[ ]` and `\#`.
  ///
  /// - A pattern of one segment matches at any depth, every other one is anchored at the root (`foo/bar` is `/foo/bar`).
  /// - `docs` and `/f*` cover what lies below a directory of that name; `docs/` covers only that; a last segment `*` covers direct
  ///   children.
  /// - `**` between slashes is any number of directories, at the end everything below. Other doubled asterisks are single ones.
  ///
  /// Source: GitHub's page "About code owners", section "CODEOWNERS syntax", and the pattern format of gitignore(5) to which it refers.
  /// `***` and `#` inside of a pattern are undocumented there; a line with either is refused rather than guessed.
  static func github(_ text: [UInt8]) throws(PathPatternError) -> PathPattern {
    if text.first == UInt8(ascii: "!") {
      throw PathPatternError(
        offset: 0, message: "GitHub knows no negated patterns: name the owners of the exception on a line further down")
    }
    var pieces: [[Token]] = [[]]
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "/"):
        pieces.append([])
      case UInt8(ascii: "\\"):
        index += 1
        guard index < text.count else { throw PathPatternError(offset: index - 1, message: "nothing follows the last '\\'") }
        if text[index] == UInt8(ascii: "#") {
          throw PathPatternError(offset: index - 1, message: "GitHub cannot escape '#': write '?' in its place")
        }
        if text[index] == UInt8(ascii: "/") { pieces.append([]) } else { pieces[pieces.count - 1].append(.byte(text[index])) }
      case UInt8(ascii: "#"):
        throw PathPatternError(offset: index, message: "a '#' inside a pattern is read as a comment by some tools: write '?' in its place")
      case UInt8(ascii: "["):
        throw PathPatternError(offset: index, message: "GitHub knows no character ranges: write '\\[' for the bracket itself")
      case UInt8(ascii: "*"):
        if text[index...].starts(with: Array("***".utf8)) {
          throw PathPatternError(offset: index, message: "'***' has no meaning: write '**' between slashes for any number of directories")
        }
        pieces[pieces.count - 1].append(.anything)
      case UInt8(ascii: "?"):
        pieces[pieces.count - 1].append(.character)
      default:
        pieces[pieces.count - 1].append(.byte(byte))
      }
      index += 1
    }

    let isAnchored = pieces.count > 1 && pieces[0].isEmpty
    if isAnchored { pieces.removeFirst() }
    var extent = Extent.itselfAndBelow
    if pieces.count > 1 || isAnchored, pieces[pieces.count - 1].isEmpty {
      pieces.removeLast()
      extent = .below
      guard !pieces.isEmpty else { throw PathPatternError(offset: 0, message: "'/' matches nothing: write '*' for every file") }
    } else if pieces[pieces.count - 1] == [.anything, .anything] {
      pieces.removeLast()
      extent = .below
    } else if pieces[pieces.count - 1] == [.anything] {
      extent = .itself
    }
    var segments = try pieces.map { piece throws(PathPatternError) in try segment(piece) }
    if !isAnchored, segments.count == 1, !text.dropLast().contains(UInt8(ascii: "/")) { segments.insert(.directories, at: 0) }
    return PathPattern(segments: segments, extent: extent)
  }

  /// Reads a pattern as GitLab does, which is Ruby's `File.fnmatch` with `FNM_PATHNAME` and `FNM_DOTMATCH` over the path with a slash
  /// before it.
  ///
  /// - A pattern without a leading slash matches at any depth, also one of several segments.
  /// - Only a trailing slash covers a subtree; `**` counts as any number of directories only with a slash after it, else as `*`.
  /// - `[a-c]`, `[!a]` and `[^a]` are sets of characters; a backslash takes the meaning away from the next character.
  ///
  /// Source: `Gitlab::CodeOwners::Entry` and `Gitlab::CodeOwners::File#normalize_pattern` in GitLab's repository; Ruby's `dir.c`.
  static func gitlab(_ text: [UInt8]) throws(PathPatternError) -> PathPattern {
    var pieces: [[Token]] = [[]]
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "/"):
        pieces.append([])
      case UInt8(ascii: "\\"):
        index += 1
        guard index < text.count else { throw PathPatternError(offset: index - 1, message: "nothing follows the last '\\'") }
        if text[index] == UInt8(ascii: "/") { pieces.append([]) } else { pieces[pieces.count - 1].append(.byte(text[index])) }
      case UInt8(ascii: "["):
        let (set, next) = try characterSet(text, from: index)
        pieces[pieces.count - 1].append(set)
        index = next - 1
      case UInt8(ascii: "*"):
        pieces[pieces.count - 1].append(.anything)
      case UInt8(ascii: "?"):
        pieces[pieces.count - 1].append(.character)
      default:
        pieces[pieces.count - 1].append(.byte(byte))
      }
      index += 1
    }
    let isAnchored = pieces.count > 1 && pieces[0].isEmpty
    if isAnchored { pieces.removeFirst() }
    if text == [UInt8(ascii: "*")] { return PathPattern(segments: [.directories, .wildcard([.anything])], extent: .itself) }
    var extent = Extent.itself
    if pieces.count > 1 || isAnchored, pieces[pieces.count - 1].isEmpty {
      pieces.removeLast()
      extent = .below
    } else if pieces[pieces.count - 1] == [.anything, .anything] {
      pieces[pieces.count - 1] = [.anything]
    }
    var segments = try pieces.map { piece throws(PathPatternError) in try segment(piece) }
    if !isAnchored { segments.insert(.directories, at: 0) }
    return PathPattern(segments: segments, extent: extent)
  }

  private static func segment(_ tokens: [Token]) throws(PathPatternError) -> Segment {
    if tokens.isEmpty { throw PathPatternError(offset: 0, message: "two slashes in a row match nothing") }
    if tokens == [.anything, .anything] { return .directories }
    var literal: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { return .wildcard(tokens) }
      literal.append(byte)
    }
    if literal == Array(".".utf8) || literal == Array("..".utf8) {
      throw PathPatternError(offset: 0, message: "a path in a repository has no '.' or '..', so that this matches nothing")
    }
    return .literal(literal)
  }

  /// Reads `[...]` from its bracket on.
  ///
  /// - Returns: the set and the offset after its closing bracket.
  private static func characterSet(_ text: [UInt8], from start: Int) throws(PathPatternError) -> (Token, next: Int) {
    let scalars = Array(String(decoding: text[(start + 1)...], as: UTF8.self).unicodeScalars)
    var index = 0
    var isNegated = false
    if let first = scalars.first, first == "!" || first == "^" {
      isNegated = true
      index = 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    let begin = index
    while index < scalars.count {
      if scalars[index] == "]", index > begin {
        let length = scalars[...index].reduce(0) { $0 + UTF8.width($1) }
        return (.set(ranges, isNegated: isNegated), start + 1 + length)
      }
      guard let lower = member(scalars, &index) else { break }
      if index + 1 < scalars.count, scalars[index] == "-", scalars[index + 1] != "]" {
        index += 1
        guard let upper = member(scalars, &index) else { break }
        guard lower <= upper else { throw PathPatternError(offset: start, message: "the range of characters runs backwards") }
        ranges.append(lower...upper)
      } else {
        ranges.append(lower...lower)
      }
    }
    throw PathPatternError(offset: start, message: "'[' is never closed: write '\\[' for the bracket itself")
  }

  /// One character of a set; a slash is none, for no wildcard ever covers it.
  private static func member(_ scalars: [Unicode.Scalar], _ index: inout Int) -> UInt32? {
    if scalars[index] == "\\" { index += 1 }
    guard index < scalars.count, scalars[index] != "/" else { return nil }
    defer { index += 1 }
    return scalars[index].value
  }
}
