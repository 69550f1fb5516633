/// A version by the rules of Semantic Versioning 2.0.0 (https://semver.org), as contracts write it.
///
/// Two liberties are taken, and remembered for writing: a leading `v`, and missing parts (`1.4` is `1.4.0`). Anything else is no
/// semantic version; `init?` gives nil, and the finding is `version-not-semver`, never a guess.
package struct SemanticVersion: Sendable {
  /// One part of a pre-release: numbers are compared as numbers (section 11.4).
  package enum Identifier: Hashable, Sendable {
    case number(UInt64)
    case text(String)
  }

  package var major: UInt64
  package var minor: UInt64
  package var patch: UInt64
  /// Empty for a final version.
  package var prerelease: [Identifier]
  /// What stands behind `+`, without it. It takes no part in the order.
  package var build: String?
  /// `v` or `V` where it is written so, else empty.
  package var prefix: String
  /// How many of major, minor and patch are written: 1 to 3.
  package var parts: Int

  package init(_ major: UInt64, _ minor: UInt64, _ patch: UInt64, prerelease: [Identifier] = []) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.prerelease = prerelease
    build = nil
    prefix = ""
    parts = 3
  }

  /// Nil for what is no semantic version, or has numbers beyond 64 bits.
  package init?(_ text: String) { self.init(text[...]) }

  /// The same for a part of a text.
  package init?(_ text: Substring) {
    if let numbers = Self.plainNumbers(text.utf8) {
      (major, minor, patch) = (numbers[0], numbers.count > 1 ? numbers[1] : 0, numbers.count > 2 ? numbers[2] : 0)
      (prerelease, build, prefix, parts) = ([], nil, "", numbers.count)
      return
    }
    var rest = text
    prefix = ""
    if let first = rest.first, first == "v" || first == "V" {
      prefix = String(first)
      rest = rest.dropFirst()
    }
    build = nil
    if let plus = rest.firstIndex(of: "+") {
      let text = rest[rest.index(after: plus)...]
      guard Self.identifiers(text) != nil else { return nil }
      build = String(text)
      rest = rest[..<plus]
    }
    prerelease = []
    if let dash = rest.firstIndex(of: "-") {
      guard let identifiers = Self.identifiers(rest[rest.index(after: dash)...]) else { return nil }
      for identifier in identifiers {
        guard let read = Self.identifier(identifier) else { return nil }
        prerelease.append(read)
      }
      rest = rest[..<dash]
    }
    let numbers = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(numbers.count) else { return nil }
    var values: [UInt64] = []
    for number in numbers {
      guard let value = Self.number(number) else { return nil }
      values.append(value)
    }
    parts = values.count
    // `1-rc.1` could be a date or a range as well.
    guard parts == 3 || prerelease.isEmpty && build == nil else { return nil }
    major = values[0]
    minor = parts > 1 ? values[1] : 0
    patch = parts > 2 ? values[2] : 0
  }

  package var isPrerelease: Bool { !prerelease.isEmpty }

  /// The version without pre-release and build.
  package var core: SemanticVersion {
    var result = self
    result.prerelease = []
    result.build = nil
    return result
  }

  /// One to three numbers parted by dots, and nothing else; nil for anything that has to be looked at more closely.
  static func plainNumbers(_ bytes: some Collection<UInt8>) -> [UInt64]? {
    var numbers: [UInt64] = []
    var value: UInt64 = 0
    var digits = 0
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, numbers.count < 2 else { return nil }
        numbers.append(value)
        (value, digits) = (0, 0)
        continue
      }
      // Eighteen digits fit; what has more, or a leading zero, is left to the careful way.
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 18, digits == 0 || value != 0 else { return nil }
      value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
      digits += 1
    }
    guard digits > 0 else { return nil }
    numbers.append(value)
    return numbers
  }

  /// Sections 2 and 9: digits without leading zeros.
  private static func number(_ text: Substring) -> UInt64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), text == "0" || text.first != "0" else { return nil }
    return UInt64(text)
  }

  /// Parts between dots, of letters, digits and hyphens, none empty.
  private static func identifiers(_ text: Substring) -> [Substring]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isFine = parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
          default: false
          }
        }
    }
    return isFine ? parts : nil
  }

  private static func identifier(_ text: Substring) -> Identifier? {
    guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return .text(String(text)) }
    return number(text).map { .number($0) }
  }
}

extension SemanticVersion: Comparable {
  /// Section 11. Build metadata, a leading `v` and missing parts make no difference.
  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    let leftCore = (left.major, left.minor, left.patch)
    let rightCore = (right.major, right.minor, right.patch)
    if leftCore != rightCore { return leftCore < rightCore }
    if left.prerelease.isEmpty || right.prerelease.isEmpty { return !left.prerelease.isEmpty && right.prerelease.isEmpty }
    for (first, second) in zip(left.prerelease, right.prerelease) where first != second {
      switch (first, second) {
      case (.number(let first), .number(let second)): return first < second
      case (.number, .text): return true
      case (.text, .number): return false
      case (.text(let first), .text(let second)): return first.utf8.lexicographicallyPrecedes(second.utf8)
      }
    }
    return left.prerelease.count < right.prerelease.count
  }

  package static func == (left: SemanticVersion, right: SemanticVersion) -> Bool {
    (left.major, left.minor, left.patch) == (right.major, right.minor, right.patch) && left.prerelease == right.prerelease
  }
}

extension SemanticVersion: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(major)
    hasher.combine(minor)
    hasher.combine(patch)
    hasher.combine(prerelease)
  }
}

extension SemanticVersion: CustomStringConvertible {
  /// As it was written: with its `v`, and with as many parts as say the same.
  package var description: String {
    var numbers = [major, minor, patch]
    while numbers.count > max(parts, 1), numbers.count > 1, numbers.last == 0, prerelease.isEmpty { numbers.removeLast() }
    var text = prefix + numbers.map { String($0) }.joined(separator: ".")
    if !prerelease.isEmpty {
      text +=
        "-"
        + prerelease.map { part in
          switch part {
          case .number(let value): String(value)
          case .text(let value): value
          }
        }.joined(separator: ".")
    }
    if let build { text += "+" + build }
    return text
  }
}
