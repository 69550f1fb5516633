/// The settings of Git as they hold for one repository and one environment: all files and the command line, the last one winning.
///
/// Read by ourselves, because libgit2 takes the places of the files from the environment of the process and does not know
/// `git -c` (`GIT_CONFIG_PARAMETERS`) and `GIT_CONFIG_COUNT`.
package struct Configuration: Sendable {
  /// Where a setting was found.
  package enum Scope: Hashable, Sendable { case system, global, local, workTree, command }

  /// One setting. `key` is in Git's canonical form: section and variable in lower case, subsection as written.
  package struct Entry: Hashable, Sendable {
    package let key: String
    /// `nil` for a key without `=`, which means "true".
    package let value: String?
    package let scope: Scope

    package init(key: String, value: String?, scope: Scope) {
      self.key = key
      self.value = value
      self.scope = scope
    }
  }

  /// All settings in the order in which Git reads them: a later one wins.
  package let entries: [Entry]
  private let lastByKey: [String: Int]

  package init(entries: [Entry]) {
    self.entries = entries
    var last: [String: Int] = [:]
    for (position, entry) in entries.enumerated() { last[entry.key] = position }
    lastByKey = last
  }

  /// The settings that hold where there is no repository: those of the system, the user and the command line.
  package static func outsideOfRepositories(environment: [String: String]) throws(GitError) -> Configuration {
    try ConfigurationLoader.load(environment: environment)
  }

  /// The canonical form of `section.[subsection.]variable`; the text itself if it has no dot.
  package static func canonicalKey(_ key: String) -> String {
    let bytes = Array(key.utf8)
    let dot = UInt8(ascii: ".")
    guard let first = bytes.firstIndex(of: dot), let last = bytes.lastIndex(of: dot) else { return key }
    let folded = bytes.enumerated().map { position, byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && (position < first || position > last) ? byte | 0x20 : byte
    }
    return String(decoding: folded, as: UTF8.self)
  }

  private func entry(_ key: String) -> Entry? {
    lastByKey[Self.canonicalKey(key)].map { entries[$0] }
  }

  /// The value in force: `""` for a key without `=`, `nil` if nothing is set.
  package func value(_ key: String) -> String? { entry(key).map { $0.value ?? "" } }

  /// Every value of a key that may stand several times, in order.
  package func values(_ key: String) -> [String] {
    let canonical = Self.canonicalKey(key)
    return entries.filter { $0.key == canonical }.map { $0.value ?? "" }
  }

  /// The value in force as a truth (git-config(1), "Values"); `nil` if nothing is set.
  package func bool(_ key: String) throws(GitError) -> Bool? {
    guard let entry = entry(key) else { return nil }
    guard let value = entry.value else { return true }
    guard let truth = Self.truth(value) else {
      throw GitError(
        .other, "bad boolean value '\(value)' for setting '\(entry.key)'", hint: "git config \(entry.key) true")
    }
    return truth
  }

  /// Git's reading of a truth: `true`, `yes`, `on`, any number but 0; `false`, `no`, `off`, `0`, empty.
  static func truth(_ value: String) -> Bool? {
    switch value.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off", "": false
    default: number(value).map { $0 != 0 }
    }
  }

  /// A whole number with Git's units `k`, `m`, `g`.
  static func number(_ text: String) -> Int? {
    guard let last = text.utf8.last else { return nil }
    let factor: Int? =
      switch last {
      case UInt8(ascii: "k"), UInt8(ascii: "K"): 1 << 10
      case UInt8(ascii: "m"), UInt8(ascii: "M"): 1 << 20
      case UInt8(ascii: "g"), UInt8(ascii: "G"): 1 << 30
      default: nil
      }
    guard let factor else { return Int(text) }
    guard let value = Int(text.dropLast()) else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  /// The value in force as a whole number; `nil` if nothing is set.
  package func integer(_ key: String) throws(GitError) -> Int? {
    guard let entry = entry(key) else { return nil }
    guard let number = entry.value.flatMap({ Self.number($0) }) else {
      throw GitError(.other, "bad numeric value '\(entry.value ?? "")' for setting '\(entry.key)'")
    }
    return number
  }

  /// All settings of a section or subsection, such as `contract` or `remote.origin`, in order.
  package func all(under section: String) -> [Entry] {
    let prefix = Self.canonicalKey(section + ".x").dropLast()
    return entries.filter { $0.key.utf8.starts(with: prefix.utf8) }
  }

  /// The names between the section and the variable, such as the remotes for `remote`, each once, in order.
  package func subsections(of section: String) -> [String] {
    var seen: Set<String> = []
    var result: [String] = []
    for entry in all(under: section) {
      let rest = entry.key.dropFirst(section.count + 1)
      guard let dot = rest.lastIndex(of: ".") else { continue }
      let name = String(rest[..<dot])
      if seen.insert(name).inserted { result.append(name) }
    }
    return result
  }
}
