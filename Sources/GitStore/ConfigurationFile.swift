/// A parser of Git's configuration files (git-config(1), "Syntax"). It does not follow includes.
struct ConfigurationFile {
  struct Item: Hashable {
    let key: String
    let value: String?
  }

  private let bytes: [UInt8]
  private let name: String
  private var position = 0
  private var line = 1
  private var section = ""

  /// All settings of a file in order. `name` is the path that errors name.
  static func items(of bytes: [UInt8], name: String) throws(GitError) -> [Item] {
    var parser = ConfigurationFile(bytes: bytes, name: name)
    return try parser.parse()
  }

  private init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  private mutating func parse() throws(GitError) -> [Item] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    var items: [Item] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): _ = next()
      case UInt8(ascii: "#"), UInt8(ascii: ";"): skipLine()
      case UInt8(ascii: "["):
        _ = next()
        section = try sectionName()
      default:
        guard isLetter(byte) else { throw bad() }
        items.append(try setting())
      }
    }
    return items
  }

  private func bad() -> GitError {
    GitError(.unreadable, "bad line \(line) in configuration file '\(name)'")
  }

  /// The next byte; a CR before a LF is skipped.
  private func peek() -> UInt8? {
    guard position < bytes.count else { return nil }
    if bytes[position] == UInt8(ascii: "\r"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n") {
      return bytes[position + 1]
    }
    return bytes[position]
  }

  private mutating func next() -> UInt8? {
    guard let byte = peek() else { return nil }
    position += bytes[position] == byte ? 1 : 2
    if byte == UInt8(ascii: "\n") { line += 1 }
    return byte
  }

  private mutating func skipLine() {
    while let byte = next(), byte != UInt8(ascii: "\n") {}
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// `section]`, `section "subsection"]` or the old `section.subsection]`, as the beginning of the keys below it.
  private mutating func sectionName() throws(GitError) -> String {
    var result: [UInt8] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "]") where !result.isEmpty:
        return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        return try subsection(of: result)
      case _ where isNameByte(byte) || byte == UInt8(ascii: "."):
        result.append(isLetter(byte) ? byte | 0x20 : byte)
      default: throw bad()
      }
    }
    throw bad()
  }

  private mutating func subsection(of section: [UInt8]) throws(GitError) -> String {
    while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { _ = next() }
    guard !section.isEmpty, next() == UInt8(ascii: "\"") else { throw bad() }
    var result = section + [UInt8(ascii: ".")]
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\n"): throw bad()
      case UInt8(ascii: "\\"):
        guard let escaped = next(), escaped != UInt8(ascii: "\n") else { throw bad() }
        result.append(escaped)
      case UInt8(ascii: "\""):
        guard next() == UInt8(ascii: "]") else { throw bad() }
        return String(decoding: result, as: UTF8.self)
      default: result.append(byte)
      }
    }
    throw bad()
  }

  private mutating func setting() throws(GitError) -> Item {
    var variable: [UInt8] = []
    while let byte = peek(), isNameByte(byte) {
      variable.append(isLetter(byte) ? byte | 0x20 : byte)
      _ = next()
    }
    // Like Git, take a variable before the first section, though nobody asks for it.
    let key = (section.isEmpty ? "" : section + ".") + String(decoding: variable, as: UTF8.self)
    while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { _ = next() }
    switch peek() {
    case nil, UInt8(ascii: "\n"): return Item(key: key, value: nil)
    case UInt8(ascii: "="):
      _ = next()
      return Item(key: key, value: try value())
    case UInt8(ascii: "#"), UInt8(ascii: ";"):
      skipLine()
      return Item(key: key, value: nil)
    default: throw bad()
    }
  }

  /// A value up to the end of its line, with quotes, escapes and continued lines; blanks at its ends do not count.
  private mutating func value() throws(GitError) -> String {
    var result: [UInt8] = []
    var kept = 0  // The length up to the last byte that is no unquoted blank.
    var isQuoted = false
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\n"):
        if isQuoted { throw bad() }
        return String(decoding: result[..<kept], as: UTF8.self)
      case UInt8(ascii: " ") where !isQuoted, UInt8(ascii: "\t") where !isQuoted:
        if kept > 0 { result.append(byte) }
        continue
      case UInt8(ascii: "#") where !isQuoted, UInt8(ascii: ";") where !isQuoted:
        skipLine()
        return String(decoding: result[..<kept], as: UTF8.self)
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        continue
      case UInt8(ascii: "\\"):
        guard let escaped = next() else { throw bad() }
        switch escaped {
        case UInt8(ascii: "\n"): continue
        case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "b"): result.append(8)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""): result.append(escaped)
        default: throw bad()
        }
      default: result.append(byte)
      }
      kept = result.count
    }
    if isQuoted { throw bad() }
    return String(decoding: result[..<kept], as: UTF8.self)
  }
}
