/// A pattern over repository paths and ref names: the one matcher of the tool (CODEOWNERS has dialects of its own).
///
/// The signs are those of gitignore(5), which is Git's wildmatch with slashes kept apart:
/// - `*` stands for any bytes without a slash, `?` for one character without a slash;
/// - `**/` at the start, `/**/` inside, and `/**` at the end stand for any number of directories;
/// - `[a-z]`, `[!a]`, `[^a]` stand for one character; `\` takes the sign behind it as it is;
/// - a pattern without a slash matches the last component at any depth; one with a slash starts at the root; a slash at its end
///   means all that lies below.
///
/// Unlike gitignore a pattern does not cover what lies below a directory that it names: `contracts/*` is the direct children only.
/// Paths and patterns are compared by Unicode scalars, so that two spellings of one letter (NFC and NFD) stay two names, as in Git.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is no pattern. `offset` counts the Unicode scalars before the fault.
  package struct Invalid: Error, Hashable, Sendable {
    package var reason: String
    package var offset: Int
  }

  private enum Segment: Hashable, Sendable {
    /// `**`: any number of directories, none included.
    case directories
    /// `**` at the end: whatever lies below, at least one component.
    case below
    case tokens([Token])
  }

  private enum Token: Hashable, Sendable {
    case scalar(Unicode.Scalar)
    case anything
    case any
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  /// The pattern as it was written.
  package let description: String
  private let segments: [Segment]
  private let shortcut: Shortcut

  /// What most patterns of a policy come to. A repository of ten thousand files asks them of each.
  private enum Shortcut: Hashable, Sendable {
    case none
    /// `**/*.yaml`, `consumers/**/*.yaml`: how a path begins and how it ends.
    case ends(prefix: [UInt8], suffix: [UInt8])
    /// `consumers/**`: how it begins.
    case below([UInt8])
    /// Whatever else begins with this letter.
    case first(UInt8)
  }

  private static func shortcut(_ segments: [Segment]) -> Shortcut {
    func literal(_ segment: Segment) -> [UInt8]? {
      guard case .tokens(let tokens) = segment else { return nil }
      var bytes: [UInt8] = []
      for token in tokens {
        guard case .scalar(let scalar) = token else { return nil }
        bytes += Array(String(Character(scalar)).utf8)
      }
      return bytes
    }
    var prefix: [UInt8] = []
    var rest = segments[...]
    while let segment = rest.first, let bytes = literal(segment), rest.count > 1 {
      prefix += bytes + [UInt8(ascii: "/")]
      rest = rest.dropFirst()
    }
    if Array(rest) == [.below], !prefix.isEmpty { return .below(prefix) }
    if rest.count == 2, rest.first == .directories, case .tokens(let tokens)? = rest.last, tokens.first == .anything,
      let suffix = literal(.tokens(Array(tokens.dropFirst())))
    {
      return .ends(prefix: prefix, suffix: suffix)
    }
    if case .tokens(let tokens)? = segments.first, case .scalar(let scalar)? = tokens.first, scalar.isASCII {
      return .first(UInt8(ascii: scalar))
    }
    return .none
  }

  /// Compiles a pattern.
  package init(_ text: String) throws(Invalid) {
    guard !text.isEmpty else { throw Invalid(reason: "an empty pattern matches nothing", offset: 0) }
    description = text
    var parts: [(tokens: [Token], isStars: Bool)] = []
    var offset = 0
    for part in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false) {
      let tokens = try Self.tokens(Array(part), offset: offset)
      parts.append((tokens, part.elementsEqual("**".unicodeScalars)))
      offset += part.count + 1
    }
    // A slash anywhere but at the very end ties the pattern to the root; the leading one only does that and is dropped.
    let isAnchored = parts.count > 2 || (parts.count == 2 && !parts[1].tokens.isEmpty)
    if parts.count > 1, parts[0].tokens.isEmpty { parts.removeFirst() }
    var segments: [Segment] = isAnchored ? [] : [.directories]
    for (place, part) in parts.enumerated() {
      let isLast = place == parts.count - 1
      if part.tokens.isEmpty {
        guard isLast, place > 0 else { throw Invalid(reason: "two slashes in a row", offset: 0) }
        segments.append(.below)
      } else if part.isStars {
        if isLast { segments.append(.below) } else if segments.last != .directories { segments.append(.directories) }
      } else {
        segments.append(.tokens(part.tokens))
      }
    }
    self.segments = segments
    shortcut = Self.shortcut(segments)
  }

  /// The folder below which everything lies that the pattern can match, without a slash at its end; empty for the top.
  package var folder: String {
    var names: [String] = []
    // The last one is the file's.
    for case .tokens(let tokens) in segments.dropLast().prefix(while: { $0 != .directories && $0 != .below }) {
      var name = ""
      for token in tokens {
        guard case .scalar(let scalar) = token else { return names.joined(separator: "/") }
        name.unicodeScalars.append(scalar)
      }
      names.append(name)
    }
    return names.joined(separator: "/")
  }

  /// A pattern that stands in this program. One that is none is a fault of the program, not of any input.
  init(literal text: StaticString) {
    do throws(Invalid) {
      try self.init(text.description)
    } catch {
      preconditionFailure("'\(text)' is no pattern: \(error.reason)")
    }
  }

  /// Whether the pattern covers all of `path`.
  ///
  /// - Parameter ignoringCase: takes the letters A to Z and a to z as equal; for protected refs, since file systems may.
  package func matches(_ path: some StringProtocol, ignoringCase: Bool = false) -> Bool {
    if !ignoringCase {
      let bytes = path.utf8
      switch shortcut {
      case .none: break
      case .first(let byte): if bytes.first != byte { return false }
      case .below(let prefix): return bytes.count > prefix.count && bytes.starts(with: prefix)
      case .ends(let prefix, let suffix):
        return bytes.count >= prefix.count + suffix.count && bytes.starts(with: prefix) && bytes.suffix(suffix.count).elementsEqual(suffix)
      }
    }
    let components = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map { Array($0) }
    var segment = 0
    var position = 0
    // Only the last `**` is ever taken back: each earlier one stands best at its first match, for that leaves the most of the path.
    var retry: (segment: Int, position: Int)?
    while true {
      if segment == segments.count {
        if position == components.count { return true }
      } else {
        switch segments[segment] {
        case .directories:
          segment += 1
          retry = (segment, position)
          continue
        case .below:
          if position < components.count { return true }
        case .tokens(let tokens):
          if position < components.count, Self.matches(tokens, components[position], ignoringCase) {
            segment += 1
            position += 1
            continue
          }
        }
      }
      guard let last = retry, last.position < components.count else { return false }
      retry = (last.segment, last.position + 1)
      segment = last.segment
      position = last.position + 1
    }
  }

  private static func matches(_ tokens: [Token], _ text: [Unicode.Scalar], _ ignoringCase: Bool) -> Bool {
    var token = 0
    var position = 0
    var retry: (token: Int, position: Int)?
    while true {
      if token == tokens.count {
        if position == text.count { return true }
      } else if tokens[token] == .anything {
        token += 1
        retry = (token, position)
        continue
      } else if position < text.count, covers(tokens[token], text[position], ignoringCase) {
        token += 1
        position += 1
        continue
      }
      guard let last = retry, last.position < text.count else { return false }
      retry = (last.token, last.position + 1)
      token = last.token
      position = last.position + 1
    }
  }

  private static func covers(_ token: Token, _ scalar: Unicode.Scalar, _ ignoringCase: Bool) -> Bool {
    switch token {
    case .anything: return false
    case .any: return true
    case .scalar(let expected):
      return expected == scalar || (ignoringCase && folded(expected) == folded(scalar))
    case .set(let ranges, let isNegated):
      let other = ignoringCase ? swappedCase(scalar) : scalar
      return ranges.contains { $0.contains(scalar) || $0.contains(other) } != isNegated
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? swappedCase(scalar) : scalar
  }

  private static func swappedCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "A"..."Z", "a"..."z": Unicode.Scalar(UInt8(scalar.value ^ 0x20))
    default: scalar
    }
  }

  // MARK: Reading

  private static func tokens(_ scalars: [Unicode.Scalar], offset: Int) throws(Invalid) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "*":
        // Two stars that do not stand alone between slashes mean one, as in gitignore(5).
        if tokens.last != .anything { tokens.append(.anything) }
      case "?":
        tokens.append(.any)
      case "\\":
        guard index + 1 < scalars.count else { throw Invalid(reason: "a '\\' at the end quotes nothing", offset: offset + index) }
        index += 1
        tokens.append(.scalar(scalars[index]))
      case "[":
        let (set, end) = try Self.set(scalars, from: index, offset: offset)
        tokens.append(set)
        index = end
      default:
        tokens.append(.scalar(scalars[index]))
      }
      index += 1
    }
    return tokens
  }

  /// Reads `[...]`, which starts at `start`; gives the index of its closing bracket too.
  private static func set(_ scalars: [Unicode.Scalar], from start: Int, offset: Int) throws(Invalid) -> (Token, Int) {
    var index = start + 1
    var isNegated = false
    if index < scalars.count, scalars[index] == "!" || scalars[index] == "^" {
      isNegated = true
      index += 1
    }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    let first = index
    while index < scalars.count {
      // A closing bracket in the first place stands for itself.
      if scalars[index] == "]", index > first { return (.set(ranges, isNegated: isNegated), index) }
      if scalars[index] == "\\" { index += 1 }
      guard index < scalars.count else { break }
      let low = scalars[index]
      guard index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" else {
        ranges.append(low...low)
        index += 1
        continue
      }
      var next = index + 2
      if scalars[next] == "\\" { next += 1 }
      guard next < scalars.count else { break }
      guard low <= scalars[next] else { throw Invalid(reason: "the range in '[...]' runs backwards", offset: offset + index) }
      ranges.append(low...scalars[next])
      index = next + 1
    }
    throw Invalid(reason: "'[' has no ']' behind it", offset: offset + start)
  }
}
