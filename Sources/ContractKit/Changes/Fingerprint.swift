internal import Crypto

/// The name of one change, the same on every branch and after every rebase: it carries a waiver or an acknowledgement from commit
/// to commit.
package enum Fingerprint {
  /// The first 16 hexadecimal digits of SHA-256 over rule id, contract id, element, before and after, each with its length before
  /// it, so that no two different lists of parts give the same bytes. No position, path, commit or version goes in.
  package static func of(rule: String, contract: String, element: ElementPath, before: Value?, after: Value?) -> String {
    of([rule, contract, element.description, before?.text, after?.text])
  }

  /// The same over any list of parts, for other things that need a name of that kind.
  package static func of(_ parts: [String?]) -> String {
    var hash = SHA256()
    for part in parts {
      // What was absent differs from what was empty.
      let bytes = part.map { Array($0.utf8) }
      hash.update(data: Array("\(bytes.map { String($0.count) } ?? "-"):".utf8))
      if let bytes { hash.update(data: bytes) }
    }
    return hash.finalize().prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
