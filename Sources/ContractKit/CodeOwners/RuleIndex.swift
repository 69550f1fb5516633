/// Finds the last of many patterns that covers a path without trying them all.
///
/// Each pattern is filed under what any path it covers must have: leading directories, a segment of some name (whichever of the two is
/// longer), a segment with some file extension; only those that promise nothing are tried on every path. The drawers are keyed by hash
/// alone: a collision costs one more comparison and can never give a wrong answer, because every candidate is matched in full.
struct RuleIndex: Sendable {
  private let patterns: [PathPattern]
  /// Patterns by the hash of their literal leading segments, joined by slashes. The root has the hash of nothing.
  private var byPrefix: [UInt64: [Int]] = [:]
  /// Patterns by the hash of a name that one of their later segments spells.
  private var byName: [UInt64: [Int]] = [:]
  /// Patterns that may begin at any depth and of whose names only the last one's extension is known, by the hash of that.
  private var byExtension: [UInt64: [Int]] = [:]
  private var others: [Int] = []

  /// Files the patterns; what is found later is their offset in this list.
  init(_ patterns: [PathPattern]) {
    self.patterns = patterns
    for (offset, pattern) in patterns.enumerated() {
      let names = pattern.segments.map { segment in
        if case .literal(let name) = segment { return name }
        return []
      }
      let leading = names.prefix { !$0.isEmpty }
      let longest = names[leading.count...].max { $0.count < $1.count } ?? []
      if pattern.segments.first != .directories, leading.reduce(0, { $0 + $1.count }) >= longest.count {
        byPrefix[RuleIndex.prefixHash(leading), default: []].append(offset)
      } else if !longest.isEmpty {
        byName[FowlerNollVo.hash(longest[...]), default: []].append(offset)
      } else if case .wildcard(let tokens) = pattern.segments.last, let ending = RuleIndex.fileExtension(tokens) {
        byExtension[FowlerNollVo.hash(ending[...]), default: []].append(offset)
      } else {
        others.append(offset)
      }
    }
  }

  /// The offset of the last pattern that covers `path`.
  func last(covering path: PathPattern.Path) -> Int? {
    var best = -1
    forEachDrawer(of: path) { offsets in
      for offset in offsets.reversed() {
        if offset <= best { return }
        if patterns[offset].matches(path) {
          best = offset
          return
        }
      }
    }
    return best < 0 ? nil : best
  }

  /// The offsets of all patterns that cover `path`, in their order.
  func all(covering path: PathPattern.Path) -> [Int] {
    var found: Set<Int> = []
    forEachDrawer(of: path) { offsets in
      for offset in offsets where !found.contains(offset) && patterns[offset].matches(path) { found.insert(offset) }
    }
    return found.sorted()
  }

  /// Every drawer in which a pattern may lie that covers `path`.
  private func forEachDrawer(of path: PathPattern.Path, _ body: ([Int]) -> Void) {
    func consider(_ offsets: [Int]?) {
      if let offsets { body(offsets) }
    }
    var prefix = FowlerNollVo()
    if !byPrefix.isEmpty { consider(byPrefix[prefix.value]) }
    for (depth, range) in path.segments.enumerated() {
      if !byPrefix.isEmpty {
        if depth > 0 { prefix.add(UInt8(ascii: "/")) }
        for index in range { prefix.add(path.bytes[index]) }
        consider(byPrefix[prefix.value])
      }
      if !byName.isEmpty { consider(byName[FowlerNollVo.hash(path.bytes[range])]) }
      if !byExtension.isEmpty, let dot = path.bytes[range].lastIndex(of: UInt8(ascii: ".")) {
        consider(byExtension[FowlerNollVo.hash(path.bytes[dot..<range.upperBound])])
      }
    }
    consider(others)
  }

  private static func prefixHash(_ names: ArraySlice<[UInt8]>) -> UInt64 {
    var hash = FowlerNollVo()
    for (depth, name) in names.enumerated() {
      if depth > 0 { hash.add(UInt8(ascii: "/")) }
      for byte in name { hash.add(byte) }
    }
    return hash.value
  }

  /// The bytes from the last dot on, if the tokens end in literal bytes with a dot among them.
  private static func fileExtension(_ tokens: [PathPattern.Token]) -> [UInt8]? {
    var ending: [UInt8] = []
    for token in tokens.reversed() {
      guard case .byte(let byte) = token else { return nil }
      ending.append(byte)
      if byte == UInt8(ascii: ".") { return ending.reversed() }
    }
    return nil
  }
}

/// The hash FNV-1a of 64 bits (RFC 9923), which can be carried on byte by byte. It only sorts candidates: nothing is believed for its sake.
private struct FowlerNollVo {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = FowlerNollVo()
    for byte in bytes { hash.add(byte) }
    return hash.value
  }
}
