/// A version of a contract standard, as `apiVersion` names it: `v3.1.0`.
package struct StandardVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var major: Int
  package var minor: Int
  package var patch: Int

  package init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `v3.1.0`, `3.1.0` and, as people write it, `v3.1` or `3`. Gives nil for anything else.
  package init?(_ text: String) {
    let parts = (text.hasPrefix("v") ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
    var numbers: [Int] = []
    for part in parts {
      guard part.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(part) else { return nil }
      numbers.append(number)
    }
    guard (1...3).contains(numbers.count) else { return nil }
    numbers += Array(repeating: 0, count: 3 - numbers.count)
    self.init(numbers[0], numbers[1], numbers[2])
  }

  package static func < (left: StandardVersion, right: StandardVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  package var description: String { "\(major).\(minor).\(patch)" }
}

extension StandardVersion {
  /// Below every version of every standard.
  static let first = StandardVersion(0, 0, 0)
  static let v30 = StandardVersion(3, 0, 0)
  static let v31 = StandardVersion(3, 1, 0)
  package static let v32 = StandardVersion(3, 2, 0)
}
