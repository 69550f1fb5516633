/// A compiled pattern of `CODEOWNERS` over the bytes of a repository path. There is no regular expression behind it: a pattern is a list of
/// segments, and a match costs at most (length of pattern) x (length of path).
struct PathPattern: Sendable, Hashable {
  /// What one segment of a pattern, the part between two slashes, says of a segment of a path.
  enum Segment: Sendable, Hashable {
    /// `**`: any number of directories, none included.
    case directories
    /// Exactly these bytes.
    case literal([UInt8])
    /// Wildcards, within one segment.
    case wildcard([Token])
  }

  /// A piece of a segment with wildcards.
  enum Token: Sendable, Hashable {
    case byte(UInt8)
    /// `?`: one character, of however many bytes.
    case character
    /// `*`: any bytes, none included.
    case anything
    /// `[a-c]`, `[!a]`.
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  /// What a pattern covers beside the path that it spells.
  enum Extent: Sendable, Hashable {
    /// Only a path of that name.
    case itself
    /// A path of that name, and what lies below it if it is a directory.
    case itselfAndBelow
    /// Only what lies below the directory of that name.
    case below
  }

  let segments: [Segment]
  let extent: Extent

  /// A path, cut at its slashes once for all patterns that it is held against.
  struct Path {
    let bytes: [UInt8]
    /// Each segment's range in `bytes`.
    let segments: [Range<Int>]

    init(_ path: some StringProtocol) {
      bytes = Array(path.utf8)
      var segments: [Range<Int>] = []
      segments.reserveCapacity(8)
      var start = 0
      for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
        segments.append(start..<index)
        start = index + 1
      }
      segments.append(start..<bytes.count)
      self.segments = segments
    }
  }

  /// Whether the pattern covers `path`.
  ///
  /// Only the last `**` is ever taken back: each earlier one stands best at its first match, for that leaves the most of the path.
  func matches(_ path: Path) -> Bool {
    let count = path.segments.count
    var pattern = 0
    var position = 0
    var retry: (pattern: Int, position: Int)?
    while true {
      if pattern == segments.count {
        switch extent {
        case .itselfAndBelow: return true
        case .below: if position < count { return true }
        case .itself: if position == count { return true }
        }
      } else if segments[pattern] == .directories {
        pattern += 1
        retry = (pattern, position)
        continue
      } else if position < count, PathPattern.matches(segments[pattern], path.bytes, path.segments[position]) {
        pattern += 1
        position += 1
        continue
      }
      guard let last = retry, last.position < count else { return false }
      retry = (last.pattern, last.position + 1)
      pattern = last.pattern
      position = last.position + 1
    }
  }

  private static func matches(_ segment: Segment, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    switch segment {
    case .directories:
      return true
    case .literal(let literal):
      guard literal.count == range.count else { return false }
      var index = range.lowerBound
      for byte in literal {
        if bytes[index] != byte { return false }
        index += 1
      }
      return true
    case .wildcard(let tokens):
      return matches(tokens, bytes, range)
    }
  }

  /// Wildcards within one segment; again only the last `*` is taken back.
  private static func matches(_ tokens: [Token], _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var token = 0
    var position = range.lowerBound
    var retry: (token: Int, position: Int)?
    while true {
      if token == tokens.count {
        if position == range.upperBound { return true }
      } else if tokens[token] == .anything {
        token += 1
        retry = (token, position)
        continue
      } else if position < range.upperBound, let next = step(tokens[token], bytes, position, range.upperBound) {
        token += 1
        position = next
        continue
      }
      guard let last = retry, last.position < range.upperBound else { return false }
      retry = (last.token, last.position + 1)
      token = last.token
      position = last.position + 1
    }
  }

  /// The position after the one character at `position`, if `token` covers it.
  private static func step(_ token: Token, _ bytes: [UInt8], _ position: Int, _ end: Int) -> Int? {
    switch token {
    case .byte(let byte):
      return bytes[position] == byte ? position + 1 : nil
    case .anything:
      return nil
    case .character:
      return scalar(bytes, position, end)?.next
    case .set(let ranges, let isNegated):
      guard let (value, next) = scalar(bytes, position, end) else { return nil }
      return ranges.contains { $0.contains(value) } != isNegated ? next : nil
    }
  }

  /// The Unicode scalar at `position`; `nil` in the middle of one.
  private static func scalar(_ bytes: [UInt8], _ position: Int, _ end: Int) -> (value: UInt32, next: Int)? {
    let lead = bytes[position]
    if lead < 0x80 { return (UInt32(lead), position + 1) }
    if lead < 0xC0 { return nil }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard position + length <= end else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for index in position + 1..<position + length {
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    return (value, position + length)
  }
}
