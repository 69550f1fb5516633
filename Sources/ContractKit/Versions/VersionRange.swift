/// Which versions somebody accepts, in the grammar of node-semver (https://github.com/npm/node-semver#ranges): `^1.4`, `~1.4.2`, `1.x`,
/// `>=1.2 <3`, `1.2 - 1.8`, alternatives parted by `||`.
///
/// A pre-release is accepted only where a bound names a pre-release of the same core: who writes `^1.4` does not ask for `1.5.0-rc.1`.
package struct VersionRange: Hashable, Sendable, CustomStringConvertible {
  private enum Relation: Hashable, Sendable {
    case less, atMost, more, atLeast, same
  }

  private struct Bound: Hashable, Sendable {
    var relation: Relation
    var version: SemanticVersion

    func admits(_ other: SemanticVersion) -> Bool {
      switch relation {
      case .less: other < version
      case .atMost: other <= version
      case .more: other > version
      case .atLeast: other >= version
      case .same: other == version
      }
    }
  }

  /// As it was written.
  package let description: String
  /// One of these lists must hold with all of its bounds; an empty list admits everything.
  private let alternatives: [[Bound]]

  /// Nil for what is no range.
  package init?(_ text: some StringProtocol) {
    description = String(text)
    var alternatives: [[Bound]] = []
    // Bytes, for two thousand consumers have a range each.
    var rest = Array(text.utf8)[...]
    while true {
      let end = rest.indices.first { rest[$0] == Self.bar && $0 + 1 < rest.endIndex && rest[$0 + 1] == Self.bar }
      guard let bounds = Self.bounds(rest[..<(end ?? rest.endIndex)]) else { return nil }
      alternatives.append(bounds)
      guard let end else { break }
      rest = rest[(end + 2)...]
    }
    self.alternatives = alternatives
  }

  package func contains(_ version: SemanticVersion) -> Bool {
    alternatives.contains { bounds in
      guard bounds.allSatisfy({ $0.admits(version) }) else { return false }
      return !version.isPrerelease || bounds.contains { $0.version.isPrerelease && $0.version.core == version.core }
    }
  }

  /// Whether the range admits nothing up to a version: whoever asks for it has left that version behind.
  package func isAbove(_ version: SemanticVersion) -> Bool {
    alternatives.allSatisfy { bounds in
      bounds.contains { bound in
        switch bound.relation {
        case .less, .atMost: false
        case .more: bound.version >= version
        case .atLeast, .same: bound.version > version
        }
      }
    }
  }

  // MARK: Reading

  private static let bar = UInt8(ascii: "|")

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "^"): true
    default: false
    }
  }

  /// What stands between two `||`: a hyphen range, or bounds parted by blanks.
  private static func bounds(_ bytes: ArraySlice<UInt8>) -> [Bound]? {
    let words = bytes.split { isBlank($0) }
    if words.count == 3, words[1].elementsEqual("-".utf8) {
      guard let low = Partial(words[0]), let high = Partial(words[2]) else { return nil }
      guard let upper = high.upTo() else { return nil }
      return (low.isAny ? [] : [Bound(relation: .atLeast, version: low.lowest)]) + upper
    }
    var bounds: [Bound] = []
    var rest = bytes
    func skipBlanks() { rest = rest.drop { isBlank($0) } }
    skipBlanks()
    while !rest.isEmpty {
      let sign = rest.prefix { isSign($0) }
      rest = rest.dropFirst(sign.count)
      skipBlanks()
      let word = rest.prefix { !isBlank($0) }
      rest = rest.dropFirst(word.count)
      guard let partial = Partial(word), let found = Self.bounds(String(decoding: sign, as: UTF8.self), partial) else { return nil }
      bounds += found
      skipBlanks()
    }
    return bounds
  }

  private static func bounds(_ sign: String, _ partial: Partial) -> [Bound]? {
    switch sign {
    case "", "=": partial.exactly()
    case "~", "~>": partial.tilde()
    case "^": partial.caret()
    case ">=": partial.isAny ? [] : [Bound(relation: .atLeast, version: partial.lowest)]
    case "<=": partial.upTo()
    case "<":
      partial.isAny ? Partial.nothing : [Bound(relation: .less, version: partial.isWhole ? partial.lowest : partial.lowest.beforeAll)]
    case ">": partial.above()
    default: nil
    }
  }

  /// A version of which the lower parts may be missing or `x`.
  private struct Partial {
    /// One to three numbers, or none for `*`.
    var numbers: [UInt64]
    /// The version itself where all of it is there.
    var version: SemanticVersion?

    /// Admits no version: the lowest possible one is `0.0.0-0`.
    static let nothing = [Bound(relation: .less, version: SemanticVersion(0, 0, 0).beforeAll)]

    init?(_ word: ArraySlice<UInt8>) {
      var word = word
      if let first = word.first, first == UInt8(ascii: "v") || first == UInt8(ascii: "V") { word.removeFirst() }
      guard !word.isEmpty else { return nil }
      if let plain = SemanticVersion.plainNumbers(word) {
        numbers = plain
        if plain.count == 3 { version = SemanticVersion(plain[0], plain[1], plain[2]) }
        return
      }
      let text = String(decoding: word, as: UTF8.self)
      if let version = SemanticVersion(text), version.parts == 3, version.prefix.isEmpty {
        (numbers, self.version) = ([version.major, version.minor, version.patch], version)
        return
      }
      numbers = []
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard (1...3).contains(parts.count) else { return nil }
      var isOpen = false
      for part in parts {
        if part == "x" || part == "X" || part == "*" {
          isOpen = true
        } else {
          guard let value = SemanticVersion(part), value.parts == 1, value.prefix.isEmpty, !value.isPrerelease, value.build == nil else {
            return nil
          }
          // `1.x.3` is `1.x`: what stands behind an open part says nothing.
          if !isOpen { numbers.append(value.major) }
        }
      }
    }

    var isAny: Bool { numbers.isEmpty }
    var isWhole: Bool { version != nil }

    /// With zeros for what is missing.
    var lowest: SemanticVersion {
      version ?? SemanticVersion(number(0), number(1), number(2))
    }

    private func number(_ place: Int) -> UInt64 { place < numbers.count ? numbers[place] : 0 }

    /// The version in which the number at `place` is one higher and all behind it are zero; nil where there is no higher number.
    private func next(_ place: Int) -> SemanticVersion? {
      let (value, isOverflow) = number(place).addingReportingOverflow(1)
      guard !isOverflow else { return nil }
      switch place {
      case 0: return SemanticVersion(value, 0, 0)
      case 1: return SemanticVersion(number(0), value, 0)
      default: return SemanticVersion(number(0), number(1), value)
      }
    }

    /// From the lowest version on, and below all pre-releases of the one that is next at `place`.
    private func within(_ place: Int) -> [Bound]? {
      next(place).map { [Bound(relation: .atLeast, version: lowest), Bound(relation: .less, version: $0.beforeAll)] }
    }

    func exactly() -> [Bound]? {
      if let version { return [Bound(relation: .same, version: version)] }
      return isAny ? [] : within(numbers.count - 1)
    }

    func tilde() -> [Bound]? { isAny ? [] : within(min(numbers.count - 1, 1)) }

    /// The left-most number that is not zero stays; where all are zero, the last one that is written.
    func caret() -> [Bound]? {
      if isAny { return [] }
      return within(numbers.firstIndex { $0 != 0 } ?? numbers.count - 1)
    }

    func upTo() -> [Bound]? {
      if let version { return [Bound(relation: .atMost, version: version)] }
      if isAny { return [] }
      return next(numbers.count - 1).map { [Bound(relation: .less, version: $0.beforeAll)] }
    }

    func above() -> [Bound]? {
      if let version { return [Bound(relation: .more, version: version)] }
      if isAny { return Self.nothing }
      return next(numbers.count - 1).map { [Bound(relation: .atLeast, version: $0)] }
    }
  }

  /// Two ranges are equal if they were written alike.
  package static func == (left: VersionRange, right: VersionRange) -> Bool { left.description == right.description }

  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension SemanticVersion {
  /// The lowest pre-release of the version: below every other one.
  fileprivate var beforeAll: SemanticVersion { SemanticVersion(major, minor, patch, prerelease: [.number(0)]) }
}
