/// One owner as a line of `CODEOWNERS` names it. Two owners are equal if they differ only by the case of ASCII letters: forges compare
/// handles so, and mail domains are compared so.
package enum Owner: Sendable {
  /// A person's handle, `@ann`.
  case user(String)
  /// A team or group, `@acme/checkout-data`; GitLab nests groups.
  case team(String)
  /// An e-mail address.
  case email(String)
  /// GitLab's `@@maintainer`: everybody who holds that role in the project.
  case role(String)

  /// The owner as the file has it, with its `@`.
  package var text: String {
    switch self {
    case .user(let text), .team(let text), .email(let text), .role(let text): text
    }
  }

  /// What is compared: the text with ASCII letters in lower case.
  package var key: String { text.lowercasedASCII }

  /// Reads one word of a line.
  ///
  /// - Returns: `nil` where the dialect has no such owner. GitHub's login and team names have letters, digits, `-` and `_`; GitLab and
  ///   Gitea allow `.` too, GitLab nests groups and has roles.
  package init?(_ word: some StringProtocol, dialect: CodeOwnersDialect) {
    let text = String(word)
    let bytes = Array(text.utf8)
    guard bytes.first == UInt8(ascii: "@") else {
      guard Owner.isEmail(bytes) else { return nil }
      self = .email(text)
      return
    }
    if dialect == .gitlab, bytes.count > 2, bytes[1] == UInt8(ascii: "@") {
      let role = String(text.dropFirst(2)).lowercasedASCII
      let singular = role.hasSuffix("s") ? String(role.dropLast()) : role
      guard ["developer", "maintainer", "owner"].contains(singular) else { return nil }
      self = .role("@@" + singular)
      return
    }
    let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.allSatisfy({ Owner.isName($0, dotAllowed: dialect != .github) }) else { return nil }
    switch parts.count {
    case 1: self = .user(text)
    case 2: self = .team(text)
    default:
      guard dialect == .gitlab else { return nil }
      self = .team(text)
    }
  }

  private static func isName(_ bytes: ArraySlice<UInt8>, dotAllowed: Bool) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0.isASCIILetterOrDigit || $0 == 0x2D || $0 == 0x5F || (dotAllowed && $0 == 0x2E) }
  }

  /// ASCII only: an address with look-alike letters is nobody's.
  private static func isEmail(_ bytes: [UInt8]) -> Bool {
    let halves = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else { return false }
    let marks = Array("!$%&'*+-/=?^_`{|}~.".utf8)
    guard halves[0].allSatisfy({ $0.isASCIILetterOrDigit || marks.contains($0) }) else { return false }
    let labels = halves[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCIILetterOrDigit || $0 == 0x2D } }
  }
}

extension Owner: Hashable, CustomStringConvertible {
  package static func == (left: Owner, right: Owner) -> Bool { left.key == right.key }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }

  package var description: String { text }
}

extension UInt8 {
  /// A letter or digit of ASCII.
  var isASCIILetterOrDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}

extension String {
  /// The text with the letters A to Z in lower case and everything else as it is: for names whose alphabet is ASCII, where Unicode's case
  /// folding would make look-alikes equal.
  package var lowercasedASCII: String {
    if utf8.allSatisfy({ !(0x41...0x5A).contains($0) }) { return self }
    return String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
