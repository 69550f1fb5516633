/// Reads the text of a regular expression into a tree.
struct RegularExpressionParser {
  indirect enum Node {
    case character([ClosedRange<UInt32>], isNegated: Bool)
    case start
    case end
    case sequence([Node])
    case alternatives([Node])
    /// `most` is `nil` for "or more".
    case repetition(Node, least: Int, most: Int?)

    /// The nodes of a sequence; the node itself otherwise.
    var parts: [Node] {
      if case .sequence(let nodes) = self { return nodes }
      return [self]
    }
  }

  /// The deepest nesting of groups: the parser calls itself.
  private static let deepestNesting = 64
  /// The highest count in braces, as in Go's regexp/syntax.
  private static let highestCount = 1000

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  init(_ expression: String) {
    scalars = Array(expression.unicodeScalars)
  }

  mutating func parse() throws(PathPatternError) -> Node {
    let node = try alternatives()
    if index < scalars.count { throw error("')' closes no group") }
    return node
  }

  private func error(_ message: String) -> PathPatternError {
    PathPatternError(offset: scalars[..<min(index, scalars.count)].reduce(0) { $0 + UTF8.width($1) }, message: message)
  }

  private mutating func alternatives() throws(PathPatternError) -> Node {
    var nodes = [try sequence()]
    while index < scalars.count, scalars[index] == "|" {
      index += 1
      nodes.append(try sequence())
    }
    return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence() throws(PathPatternError) -> Node {
    var nodes: [Node] = []
    while index < scalars.count, scalars[index] != "|", scalars[index] != ")" {
      nodes.append(try repetition())
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func repetition() throws(PathPatternError) -> Node {
    var node = try atom()
    while index < scalars.count {
      switch scalars[index] {
      case "*": node = .repetition(node, least: 0, most: nil)
      case "+": node = .repetition(node, least: 1, most: nil)
      case "?": node = .repetition(node, least: 0, most: 1)
      case "{":
        guard let (least, most, next) = braces() else { return node }
        guard least <= RegularExpressionParser.highestCount, most ?? 0 <= RegularExpressionParser.highestCount, least <= most ?? least
        else {
          throw error("the count in braces is too high or runs backwards")
        }
        node = .repetition(node, least: least, most: most)
        index = next - 1
      default: return node
      }
      index += 1
      // Whether it takes as much as it can or as little makes no difference to whether it matches.
      if index < scalars.count, scalars[index] == "?" { index += 1 }
    }
    return node
  }

  /// `{2}`, `{2,}` or `{2,5}` from the brace on; `nil` if it is none, for then the brace is a character like any other.
  private func braces() -> (least: Int, most: Int?, next: Int)? {
    guard let close = scalars[index...].firstIndex(of: "}") else { return nil }
    let parts = scalars[(index + 1)..<close].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts.map { part in
      part.isEmpty || part.count > 4 || !part.allSatisfy { ("0"..."9").contains($0) }
        ? nil : Int(String(String.UnicodeScalarView(part)))
    }
    guard let least = numbers[0] else { return nil }
    if parts.count == 1 { return (least, least, close + 1) }
    if parts[1].isEmpty { return (least, nil, close + 1) }
    return numbers[1].map { (least, $0, close + 1) }
  }

  private mutating func atom() throws(PathPatternError) -> Node {
    switch scalars[index] {
    case "(": return try group()
    case "[": return try set()
    case "*", "+", "?": throw error("'\(scalars[index])' has nothing before it to repeat")
    case "^":
      index += 1
      return .start
    case "$":
      index += 1
      return .end
    case ".":
      index += 1
      return .character([10...10], isNegated: true)
    case "\\": return try escape()
    default:
      defer { index += 1 }
      return .character([scalars[index].value...scalars[index].value], isNegated: false)
    }
  }

  private mutating func group() throws(PathPatternError) -> Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= RegularExpressionParser.deepestNesting else { throw error("groups are nested too deeply") }
    index += 1
    if index < scalars.count, scalars[index] == "?" {
      guard index + 1 < scalars.count, scalars[index + 1] == ":" else {
        throw error("only groups '(...)' and '(?:...)' are supported here, no look-around, names or flags")
      }
      index += 2
    }
    let node = try alternatives()
    guard index < scalars.count else { throw error("'(' is never closed") }
    index += 1
    return node
  }

  private mutating func escape() throws(PathPatternError) -> Node {
    guard index + 1 < scalars.count else { throw error("nothing follows the last '\\'") }
    let scalar = scalars[index + 1]
    let node: Node
    switch scalar {
    case "A": node = .start
    case "z", "Z": node = .end
    default:
      guard let (ranges, isNegated) = RegularExpressionParser.escapedClass(scalar) else {
        throw error("'\\\(scalar)' is not supported here")
      }
      node = .character(ranges, isNegated: isNegated)
    }
    index += 2
    return node
  }

  /// What a backslash and this character stand for: a class, a control character, or a mark that stands for itself.
  private static func escapedClass(_ scalar: Unicode.Scalar) -> (ranges: [ClosedRange<UInt32>], isNegated: Bool)? {
    let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    let word: [ClosedRange<UInt32>] = digits + [0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    let space: [ClosedRange<UInt32>] = [9...13, 32...32]
    switch scalar {
    case "d": return (digits, false)
    case "D": return (digits, true)
    case "w": return (word, false)
    case "W": return (word, true)
    case "s": return (space, false)
    case "S": return (space, true)
    case "t": return ([9...9], false)
    case "n": return ([10...10], false)
    case "r": return ([13...13], false)
    default:
      let isWord = scalar.value < 0x80 && UInt8(scalar.value).isASCIILetterOrDigit
      return isWord ? nil : ([scalar.value...scalar.value], false)
    }
  }

  private mutating func set() throws(PathPatternError) -> Node {
    let start = index
    index += 1
    var isNegated = false
    if index < scalars.count, scalars[index] == "^" {
      isNegated = true
      index += 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while index < scalars.count, isFirst || scalars[index] != "]" {
      isFirst = false
      let lower = try member()
      let isRange = index + 1 < scalars.count && scalars[index] == "-" && scalars[index + 1] != "]"
      if isRange, lower.count == 1, lower[0].count == 1 {
        index += 1
        let upper = try member()
        guard upper.count == 1, upper[0].count == 1, lower[0].lowerBound <= upper[0].lowerBound else {
          throw error("the range of characters runs backwards")
        }
        ranges.append(lower[0].lowerBound...upper[0].lowerBound)
      } else {
        ranges += lower
      }
    }
    guard index < scalars.count else {
      index = start
      throw error("'[' is never closed")
    }
    index += 1
    return .character(ranges, isNegated: isNegated)
  }

  private mutating func member() throws(PathPatternError) -> [ClosedRange<UInt32>] {
    if scalars[index] == "[", index + 1 < scalars.count, scalars[index + 1] == ":" { throw error("'[:name:]' is not supported here") }
    guard scalars[index] == "\\" else {
      defer { index += 1 }
      return [scalars[index].value...scalars[index].value]
    }
    guard index + 1 < scalars.count, let (ranges, isNegated) = RegularExpressionParser.escapedClass(scalars[index + 1]), !isNegated else {
      throw error("this escape is not supported between brackets")
    }
    index += 2
    return ranges
  }
}
