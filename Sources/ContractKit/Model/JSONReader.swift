/// Reads a JSON text strictly by its grammar: RFC 8259; a name that stands twice in an object is a fault, as RFC 7493 (section 2.3) asks.
///
/// Of our own, for nothing that is at hand reads it: libyaml knows no surrogate pairs, and Foundation's decoder stays out of the binary for
/// the time that it takes to load.
struct JSONReader {
  /// Deeper than any answer of a program that somebody would hand over.
  private static let greatestDepth = 128

  private let bytes: [UInt8]
  private var next = 0
  private var depth = 0
  /// Where the values begin and in which order the members of the objects stand, both in the order of the text; kept only if asked for,
  /// since a `JSON` needs neither.
  private(set) var places: Places?

  struct Places {
    var starts: [Int] = []
    var members: [[(name: String, start: Int)]] = []
  }

  init(_ bytes: [UInt8], keepsPlaces: Bool = false) {
    self.bytes = bytes
    if keepsPlaces { places = Places() }
  }

  /// The one value that the text holds.
  mutating func document() throws(JSON.Malformed) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw fault("the text is not UTF-8") }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    let value = try value()
    skipBlanks()
    guard next == bytes.count else { throw fault("something follows the end of the text") }
    return value
  }

  private func fault(_ message: String) -> JSON.Malformed {
    let before = bytes[..<min(next, bytes.count)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // A character is what begins one: bytes that go on are none.
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return JSON.Malformed(position: SourcePosition(line: line, column: column), description: message)
  }

  private var byte: UInt8? { next < bytes.count ? bytes[next] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { next += 1 }
  }

  /// Goes past a character if it is next.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    next += 1
    return true
  }

  private mutating func value() throws(JSON.Malformed) -> JSON {
    skipBlanks()
    places?.starts.append(next)
    switch byte {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSON.Malformed) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSON.Malformed) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
    case nil: throw fault("the text ends where a value is due")
    default: throw fault("this is no value")
    }
  }

  private mutating func nested(_ body: (inout JSONReader) throws(JSON.Malformed) -> JSON) throws(JSON.Malformed) -> JSON {
    depth += 1
    guard depth <= Self.greatestDepth else { throw fault("the text is nested deeper than \(Self.greatestDepth) levels") }
    defer { depth -= 1 }
    next += 1
    return try body(&self)
  }

  private mutating func object() throws(JSON.Malformed) -> JSON {
    var members: [String: JSON] = [:]
    let object = places?.members.count
    places?.members.append([])
    skipBlanks()
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard byte == UInt8(ascii: "\"") else { throw fault("the name of a member is due") }
      let start = next
      let name = try string()
      if let object { places?.members[object].append((name, start)) }
      skipBlanks()
      guard take(":") else { throw fault("':' is due") }
      let value = try value()
      guard members.updateValue(value, forKey: name) == nil else {
        next = start
        throw fault("'\(name.printable)' stands twice")
      }
      skipBlanks()
    } while take(",")
    guard take("}") else { throw fault("',' or '}' is due") }
    return .object(members)
  }

  private mutating func array() throws(JSON.Malformed) -> JSON {
    var items: [JSON] = []
    skipBlanks()
    if take("]") { return .array(items) }
    repeat {
      items.append(try value())
      skipBlanks()
    } while take(",")
    guard take("]") else { throw fault("',' or ']' is due") }
    return .array(items)
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSON.Malformed) -> JSON {
    let isThere = text.withUTF8Buffer { bytes[next...].starts(with: $0) }
    guard isThere else { throw fault("this is no value") }
    next += text.utf8CodeUnitCount
    return value
  }

  private mutating func string() throws(JSON.Malformed) -> String {
    next += 1
    var text: [UInt8] = []
    while true {
      guard let byte else { throw fault("the text ends within a string") }
      switch byte {
      case UInt8(ascii: "\""):
        next += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        let scalar = try escape()
        text += Array(String(Character(scalar)).utf8)
      case 0..<0x20: throw fault("a control character stands in a string")
      default:
        text.append(byte)
        next += 1
      }
    }
  }

  private mutating func escape() throws(JSON.Malformed) -> Unicode.Scalar {
    next += 1
    guard let byte else { throw fault("the text ends within a string") }
    next += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try codeUnit()
      guard (0xD800..<0xDC00).contains(first) else {
        guard let scalar = Unicode.Scalar(first) else { throw fault("half a character stands alone") }
        return scalar
      }
      guard take("\\"), take("u") else { throw fault("half a character stands alone") }
      let second = try codeUnit()
      guard (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw fault("half a character stands alone") }
      return scalar
    default: throw fault("no such escape")
    }
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() throws(JSON.Malformed) -> UInt32 {
    let digits = bytes[next..<min(next + 4, bytes.count)]
    // Not `UInt32(_:radix:)` alone, which takes a sign.
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits are due") }
    next += 4
    return value
  }

  private mutating func number() throws(JSON.Malformed) -> JSON {
    let start = next
    _ = take("-")
    if !take("0") { try digits() }
    var isWhole = true
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<next], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    return .decimal(text)
  }

  /// One digit or more.
  private mutating func digits() throws(JSON.Malformed) {
    let start = next
    while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { next += 1 }
    guard next > start else { throw fault("a digit is due") }
  }
}

extension JSON {
  /// Why a text is no JSON: one sentence without full stop, and where.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    package let position: SourcePosition
    package let description: String
  }

  /// Reads a text in UTF-8.
  package init(reading bytes: [UInt8]) throws(Malformed) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// The member of an object; nil for any other value and where there is none.
  package subscript(_ name: String) -> JSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The text of a string; nil for any other value.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The items of an array; nil for any other value.
  package var items: [JSON]? {
    if case .array(let items) = self { items } else { nil }
  }
}
