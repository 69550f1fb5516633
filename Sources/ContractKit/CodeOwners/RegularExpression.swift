/// A regular expression, as far as Gitea's `CODEOWNERS` needs one: it tells whether a text matches, and nothing else.
///
/// It is run as a set of states over the text (Thompson's construction; Russ Cox, "Regular Expression Matching Can Be Simple And Fast",
/// <https://swtch.com/~rsc/regexp/regexp1.html>), so the time is at most (length of expression) x (length of text): no pattern that
/// somebody pushes can make a server hang. What cannot be run so (look-around, back references) is refused when it is read.
struct RegularExpression: Sendable {
  /// The most states of one expression; `(a{999}){999}` is refused.
  static let largestProgram = 4096

  enum Instruction: Sendable {
    /// One character in these ranges, or with `isNegated` one that is not.
    case character([ClosedRange<UInt32>], isNegated: Bool)
    /// The start of the text.
    case start
    /// The end of the text.
    case end
    /// Go on in both places.
    case split(Int, Int)
    case jump(Int)
    case match
  }

  private let program: [Instruction]
  /// Bytes that every matching text begins with.
  private let prefix: [UInt8]
  /// Bytes that every matching text ends with.
  private let suffix: [UInt8]

  /// Reads `expression`.
  ///
  /// - Throws: `PathPatternError` with the offset of the byte at which it goes wrong.
  init(_ expression: String) throws(PathPatternError) {
    var parser = RegularExpressionParser(expression)
    let node = try parser.parse()
    var program: [Instruction] = []
    try RegularExpression.compile(node, into: &program)
    program.append(.match)
    self.program = program
    let parts = node.parts
    if case .start = parts.first { prefix = RegularExpression.literal(parts.dropFirst()) } else { prefix = [] }
    if case .end = parts.last { suffix = RegularExpression.literal(parts.dropLast().reversed(), isReversed: true) } else { suffix = [] }
  }

  /// Whether the expression matches anywhere in `text`, which is UTF-8.
  func matches(_ text: [UInt8]) -> Bool {
    guard text.starts(with: prefix), text.count >= suffix.count, text[(text.count - suffix.count)...].elementsEqual(suffix) else {
      return false
    }
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
    var current: [Int] = []
    var next: [Int] = []
    // The step at which a state was last entered, so that none is entered twice in one.
    var entered = Array(repeating: -1, count: program.count)
    for position in 0...scalars.count {
      // The states in `current` were entered when the character before was read; a match may also begin here.
      if enter(0, at: position, of: scalars.count, &entered, &current) { return true }
      guard position < scalars.count else { return false }
      next.removeAll(keepingCapacity: true)
      for state in current {
        guard case .character(let ranges, let isNegated) = program[state] else { continue }
        let isMember = ranges.contains { $0.contains(scalars[position]) }
        if isMember != isNegated, enter(state + 1, at: position + 1, of: scalars.count, &entered, &next) { return true }
      }
      swap(&current, &next)
    }
    return false
  }

  /// Adds the states that wait for a character and can be reached from `state` without reading one.
  ///
  /// - Returns: whether the end of the expression was reached.
  private func enter(_ state: Int, at position: Int, of count: Int, _ entered: inout [Int], _ states: inout [Int]) -> Bool {
    var pending = [state]
    while let state = pending.popLast() {
      guard entered[state] != position else { continue }
      entered[state] = position
      switch program[state] {
      case .match: return true
      case .jump(let target): pending.append(target)
      case .split(let first, let second): pending += [second, first]
      case .start: if position == 0 { pending.append(state + 1) }
      case .end: if position == count { pending.append(state + 1) }
      case .character: states.append(state)
      }
    }
    return false
  }

  private static func compile(_ node: RegularExpressionParser.Node, into program: inout [Instruction]) throws(PathPatternError) {
    guard program.count < largestProgram else { throw PathPatternError(offset: 0, message: "the expression is too large") }
    switch node {
    case .character(let ranges, let isNegated): program.append(.character(ranges, isNegated: isNegated))
    case .start: program.append(.start)
    case .end: program.append(.end)
    case .sequence(let nodes):
      for node in nodes { try compile(node, into: &program) }
    case .alternatives(let nodes):
      var jumps: [Int] = []
      for (offset, node) in nodes.enumerated() {
        let isLast = offset == nodes.count - 1
        let split = program.count
        if !isLast { program.append(.match) }
        try compile(node, into: &program)
        if !isLast {
          jumps.append(program.count)
          program.append(.match)
          program[split] = .split(split + 1, program.count)
        }
      }
      for jump in jumps { program[jump] = .jump(program.count) }
    case .repetition(let node, let least, let most):
      for _ in 0..<least {
        let size = program.count
        try compile(node, into: &program)
        // Nothing, a thousand times, a thousand times: the size alone would not end it.
        if program.count == size { break }
      }
      guard let most else {
        let split = program.count
        program.append(.match)
        try compile(node, into: &program)
        program.append(.jump(split))
        program[split] = .split(split + 1, program.count)
        return
      }
      var splits: [Int] = []
      for _ in least..<most {
        splits.append(program.count)
        program.append(.match)
        try compile(node, into: &program)
      }
      for split in splits { program[split] = .split(split + 1, program.count) }
    }
  }

  /// The characters that come first in `nodes`, as far as each can be only one.
  private static func literal(_ nodes: some Sequence<RegularExpressionParser.Node>, isReversed: Bool = false) -> [UInt8] {
    var scalars = String.UnicodeScalarView()
    for node in nodes {
      guard case .character(let ranges, isNegated: false) = node, ranges.count == 1, ranges[0].count == 1,
        let scalar = Unicode.Scalar(ranges[0].lowerBound)
      else { break }
      scalars.append(scalar)
    }
    return Array((isReversed ? String(String.UnicodeScalarView(scalars.reversed())) : String(scalars)).utf8)
  }
}
