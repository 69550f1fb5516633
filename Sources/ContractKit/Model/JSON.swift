/// A JSON text (RFC 8259) whose bytes depend on nothing but what it says: keys sorted, one spelling for every string and number.
///
/// Foundation's encoder would do for most of it, but the report digest of a sign-off hashes these bytes, and no path of the main
/// binary imports Foundation.
package indirect enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number that is no `Int`, as it is spelt. Nothing of ours writes one.
  case decimal(String)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// A string, or null where there is none.
  package init(_ text: String?) {
    self = text.map { .string($0) } ?? .null
  }

  package init(_ number: Int?) {
    self = number.map { .integer($0) } ?? .null
  }

  /// Line and column as every report writes them.
  package init(_ position: SourcePosition?) {
    guard let position else {
      self = .null
      return
    }
    self = .object(["line": .integer(position.line), "column": .integer(position.column)])
  }

  /// Without blanks: the form that is hashed.
  package var canonical: String {
    var text = ""
    write(to: &text, indentation: nil)
    return text
  }

  /// Two blanks for each level and a line feed at the end: the form that is printed.
  package var pretty: String {
    var text = ""
    write(to: &text, indentation: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indentation: Int?) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .decimal(let value): text += value
    case .string(let value): Self.write(value, to: &text)
    case .array(let items):
      Self.writeList("[", "]", items, to: &text, indentation) { item, text, inner in item.write(to: &text, indentation: inner) }
    case .object(let members):
      Self.writeList("{", "}", members.sorted { $0.key < $1.key }, to: &text, indentation) { member, text, inner in
        Self.write(member.key, to: &text)
        text += inner == nil ? ":" : ": "
        member.value.write(to: &text, indentation: inner)
      }
    }
  }

  private static func writeList<Item>(
    _ opening: String, _ closing: String, _ items: [Item], to text: inout String, _ indentation: Int?,
    _ write: (Item, inout String, Int?) -> Void
  ) {
    text += opening
    let inner = indentation.map { $0 + 1 }
    for (place, item) in items.enumerated() {
      if place > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: "  ", count: inner) }
      write(item, &text, inner)
    }
    if let indentation, !items.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
    text += closing
  }

  /// Escapes what RFC 8259 (section 7) demands and the two line separators that JavaScript does not take, nothing else.
  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}
