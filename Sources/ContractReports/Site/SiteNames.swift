internal import ContractKit

/// Names of files for things whose names a repository made up.
///
/// A name is taken as it is where it has only small letters, digits, `.`, `_` and `-`, begins with one of the first two, and nobody else has it
/// (semantics.md, "Lines"); else it is the digest of what tells the thing from all others. So no two of them are one where a file system
/// does not tell large letters from small ones, and none is a name that a system or a server keeps for itself.
struct SiteNames {
  /// In the order of what was asked for.
  private(set) var names: [String]

  /// - Parameter wanted: what tells each thing from the others, and the name that people would like.
  init(_ wanted: [(key: String, wish: String)]) {
    var count: [String: Int] = [:]
    for (_, wish) in wanted { count[wish, default: 0] += 1 }
    let digests = wanted.map { Digest.sha256(of: Array($0.key.utf8)) }
    let shortened = Dictionary(grouping: digests.map { String($0.prefix(12)) }, by: { $0 })
    names = zip(wanted, digests).map { thing, digest in
      if Self.isSafe(thing.wish), count[thing.wish] == 1 { return thing.wish }
      let short = String(digest.prefix(12))
      return shortened[short]?.count == 1 && count[short] == nil ? short : digest
    }
  }

  static func isSafe(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, isLetterOrDigit(first), bytes.count <= 100, bytes.last != UInt8(ascii: ".") else { return false }
    guard bytes.allSatisfy({ isLetterOrDigit($0) || [0x2D, 0x2E, 0x5F].contains($0) }) else { return false }
    guard !name.hasSuffix(".lock"), !name.contains(".."), name != "index" else { return false }
    // Whatever stands behind the first point, Windows opens the device.
    let stem = String(name.prefix { $0 != "." })
    if ["con", "prn", "aux", "nul"].contains(stem) { return false }
    return !(stem.count == 4 && (stem.hasPrefix("com") || stem.hasPrefix("lpt")) && stem.last?.isNumber == true)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// A handle as a name: `@acme/data` is `acme-data`.
  static func ofHandle(_ handle: String) -> String {
    let words = handle.lowercasedASCII.utf8.split { !isLetterOrDigit($0) && $0 != 0x2E && $0 != 0x5F }
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }
}

/// The places of one page that others may point at, each once.
struct Anchors {
  private var taken: Set<String> = []

  /// The id of a place: what is no letter, digit or one of `-._~/` is written as bytes, as in an address. A second one gets `~2`.
  mutating func place(_ kind: String, _ name: String) -> String {
    let wanted = Self.reference(kind, name)
    var id = wanted
    var number = 2
    while !taken.insert(id).inserted {
      id = wanted + "~\(number)"
      number += 1
    }
    return id
  }

  static func reference(_ kind: String, _ name: String) -> String { kind + "-" + FileReference.relative(name) }
}
