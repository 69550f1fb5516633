/// Settings from the command line, as Git hands them to its children: `GIT_CONFIG_COUNT` with its keys and values, then
/// `GIT_CONFIG_PARAMETERS`, which therefore wins (git-config(1), "ENVIRONMENT").
enum ConfigurationParameters {
  static func items(environment: [String: String]) throws(GitError) -> [ConfigurationFile.Item] {
    try counted(environment) + quoted(environment["GIT_CONFIG_PARAMETERS"] ?? "")
  }

  private static func counted(_ environment: [String: String]) throws(GitError) -> [ConfigurationFile.Item] {
    guard let text = environment["GIT_CONFIG_COUNT"], !text.isEmpty else { return [] }
    guard let count = Int(text), (0...100_000).contains(count) else {
      throw GitError(.other, "bogus count '\(text)' in 'GIT_CONFIG_COUNT'")
    }
    var result: [ConfigurationFile.Item] = []
    for number in 0..<count {
      guard let key = environment["GIT_CONFIG_KEY_\(number)"] else {
        throw GitError(.other, "missing environment variable 'GIT_CONFIG_KEY_\(number)'")
      }
      guard let value = environment["GIT_CONFIG_VALUE_\(number)"] else {
        throw GitError(.other, "missing environment variable 'GIT_CONFIG_VALUE_\(number)'")
      }
      result.append(try item(key, value))
    }
    return result
  }

  private static func item(_ key: String, _ value: String?) throws(GitError) -> ConfigurationFile.Item {
    guard let dot = key.firstIndex(of: "."), dot != key.startIndex, !key.hasSuffix(".") else {
      throw GitError(.other, "setting '\(key)' has no section or no name")
    }
    return ConfigurationFile.Item(key: Configuration.canonicalKey(key), value: value)
  }

  /// Reads both forms: `'key=value'` of old and `'key'='value'` since Git 2.31, where `'key'=` has no value.
  private static func quoted(_ text: String) throws(GitError) -> [ConfigurationFile.Item] {
    let bytes = Array(text.utf8)
    var position = 0
    var result: [ConfigurationFile.Item] = []
    let bogus = GitError(.other, "bogus format in 'GIT_CONFIG_PARAMETERS'")
    func skipBlanks() {
      while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }
    skipBlanks()
    while position < bytes.count {
      guard let key = unquote(bytes, &position) else { throw bogus }
      if position < bytes.count, bytes[position] == UInt8(ascii: "=") {
        position += 1
        var value: String?
        if position < bytes.count, !isBlank(bytes[position]) {
          value = unquote(bytes, &position)
          if value == nil { throw bogus }
        }
        result.append(try item(key, value))
      } else {
        let parts = key.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].drop { $0 == " " || $0 == "\t" }
        result.append(try item(String(name), parts.count > 1 ? String(parts[1]) : nil))
      }
      guard position == bytes.count || isBlank(bytes[position]) else { throw bogus }
      skipBlanks()
    }
    return result
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

  /// One text in the quotes of a shell: `'` stands for itself outside of them as `\'`, and so does `!`.
  private static func unquote(_ bytes: [UInt8], _ position: inout Int) -> String? {
    let quote = UInt8(ascii: "'")
    guard position < bytes.count, bytes[position] == quote else { return nil }
    position += 1
    var result: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte != quote {
        result.append(byte)
        continue
      }
      guard position + 2 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == quote || bytes[position + 1] == UInt8(ascii: "!"), bytes[position + 2] == quote
      else { return String(decoding: result, as: UTF8.self) }
      result.append(bytes[position + 1])
      position += 3
    }
    return nil
  }
}
