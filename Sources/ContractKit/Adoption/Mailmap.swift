/// Who somebody says they are today, for the names and addresses that stand in old commits (gitmailmap(5)).
///
/// It serves proposals and nothing that decides: whoever can write `.mailmap` could make anybody's commits their own.
package struct Mailmap: Sendable {
  private struct Entry {
    var name: String?
    var email: String?
  }

  /// By the address in a commit, in lower case, then by the name in it; the empty name stands for all.
  private var entries: [String: [String: Entry]] = [:]

  /// Reads the file. A line that cannot be read says nothing, as with Git. Of two lines for one address the last one counts.
  package init(_ bytes: [UInt8] = []) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      var rest = String(decoding: line, as: UTF8.self)[...]
      if rest.trimmed.hasPrefix("#") { continue }
      guard let first = Self.identity(&rest) else { continue }
      let second = Self.identity(&rest)
      let old = second ?? first
      // `Name <commit address>` gives a name; with a second address the first one is the new one.
      var entry = entries[old.email.lowercased()]?[second?.name?.lowercased() ?? ""] ?? Entry()
      entry.name = first.name ?? entry.name
      if second != nil { entry.email = first.email }
      entries[old.email.lowercased(), default: [:]][second?.name?.lowercased() ?? ""] = entry
    }
  }

  /// Takes `Name <address>` from the start of a text; nil where there is no address.
  private static func identity(_ text: inout Substring) -> (name: String?, email: String)? {
    guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else { return nil }
    let name = text[..<open].trimmed
    let email = text[text.index(after: open)..<close].trimmed
    text = text[text.index(after: close)...]
    return email.isEmpty ? nil : (name.isEmpty ? nil : String(name), String(email))
  }

  /// The name and the address that are to be used for those in a commit. Addresses are compared without case.
  package func resolve(_ identity: ClaimCommit.Identity) -> ClaimCommit.Identity {
    guard let names = entries[identity.email.lowercased()], let entry = names[identity.name.lowercased()] ?? names[""] else {
      return identity
    }
    return ClaimCommit.Identity(name: entry.name ?? identity.name, email: entry.email ?? identity.email)
  }
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    var text = self
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }
}
