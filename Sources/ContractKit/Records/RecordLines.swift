/// Why a text is no record.
package struct MalformedRecord: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; 0 for the text as a whole.
  package let line: Int
  /// One sentence without full stop.
  package let description: String

  init(_ line: Int, _ description: String) {
    self.line = line
    self.description = description
  }
}

/// Goes through the lines `key: value` of a text that has one spelling, in their one order.
struct RecordLines {
  private let lines: [Substring]
  private var next = 1

  /// - Parameter heading: the first line, by which such a text is known.
  init(_ text: String, heading: String) throws(MalformedRecord) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true else { throw .init(lines.count + 1, "the record does not end with a line feed") }
    guard lines.first.map({ $0 == heading }) == true else { throw .init(1, "a record begins with '\(heading)'") }
    self.lines = lines
  }

  /// The value of the next line if that has this key.
  mutating func optionalValue(_ key: String) throws(MalformedRecord) -> String? {
    guard next < lines.count, lines[next].hasPrefix(key + ": ") else { return nil }
    let value = String(lines[next].dropFirst(key.count + 2))
    guard Self.isValue(value) else { throw fault("'\(key)' holds no text of one line without control characters") }
    next += 1
    return value
  }

  mutating func value(_ key: String) throws(MalformedRecord) -> String {
    guard let value = try optionalValue(key) else { throw fault("'\(key)' is missing here") }
    return value
  }

  /// As many lines of one key as follow each other.
  mutating func values(_ key: String) throws(MalformedRecord) -> [String] {
    var values: [String] = []
    while let more = try optionalValue(key) { values.append(more) }
    return values
  }

  /// One line or more, each of which says something else.
  mutating func distinctValues(_ key: String) throws(MalformedRecord) -> [String] {
    var values = [try value(key)]
    while let more = try optionalValue(key) {
      guard !values.contains(more) else { throw .init(next, "'\(key)' says '\(more.printable)' twice") }
      values.append(more)
    }
    return values
  }

  mutating func word<Value>(_ key: String, _ read: (String) -> Value?) throws(MalformedRecord) -> Value {
    let text = try value(key)
    guard let value = read(text) else { throw .init(next, "'\(key)' cannot be '\(text.printable)'") }
    return value
  }

  /// - Throws: where another line follows.
  func end(after key: String) throws(MalformedRecord) {
    guard next == lines.count else { throw fault("the record has another line after '\(key)'") }
  }

  private func fault(_ message: String) -> MalformedRecord { .init(next + 1, message) }

  /// Whether a text can be the value of a line: not empty, no blank at its ends, nothing that a terminal would act on or a reader not see.
  static func isValue(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(" ") && !text.hasSuffix(" ") && text.printable == text
  }
}
