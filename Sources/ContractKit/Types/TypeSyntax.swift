/// A physical type as it is written, taken apart: `DECIMAL(10, 2)`, `timestamp(3) with time zone`, `MAP<STRING, ARRAY<INT>>`.
///
/// The grammar is what SQL databases, warehouses, Avro and Protobuf have in common. It says nothing about meaning; see `TypeReader`.
struct TypeSyntax: Hashable, Sendable {
  /// What stands between brackets.
  enum Argument: Hashable, Sendable {
    case number(Int)
    /// `'UTC'`, `'small'`.
    case text(String)
    /// A type, with a name where it is a field of a record. `MAX` and `CHAR` are read as types, too.
    case type(name: String?, TypeSyntax)
  }

  /// In capitals, those behind the brackets included: `TIMESTAMP WITH TIME ZONE`.
  var words: [String]
  var arguments: [Argument]

  var name: String { words.joined(separator: " ") }
  var numbers: [Int] {
    arguments.compactMap { argument in
      if case .number(let value) = argument { return value }
      return nil
    }
  }
  var texts: [String] {
    arguments.compactMap { argument in
      if case .text(let value) = argument { return value }
      return nil
    }
  }
  var types: [(name: String?, type: TypeSyntax)] {
    arguments.compactMap { argument in
      if case .type(let name, let type) = argument { return (name, type) }
      return nil
    }
  }

  /// Nil for a text that is no type in this grammar, or nested deeper than anybody writes.
  init?(_ text: String) {
    guard let tokens = TypeToken.tokens(of: text), !tokens.isEmpty else { return nil }
    var parser = TypeParser(tokens: tokens[...])
    guard let type = parser.type(depth: 0), parser.tokens.isEmpty else { return nil }
    self = type
  }

  init(words: [String], arguments: [Argument] = []) {
    self.words = words
    self.arguments = arguments
  }
}

/// One word, number, text or mark of a type.
enum TypeToken: Hashable, Sendable {
  case word(String)
  /// In double quotes, backquotes: a name, never a keyword.
  case quoted(String)
  case number(Int)
  case text(String)
  case mark(Character)

  /// Nil for a text with characters that occur in no type, or with an open quote.
  static func tokens(of text: String) -> [TypeToken]? {
    var tokens: [TypeToken] = []
    var rest = text[...]
    while let character = rest.first {
      if character.isWhitespace {
        rest = rest.dropFirst()
      } else if character.isLetter || character == "_" || character == "$" || character == "@" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || "_$@.-".contains($0) }
        tokens.append(.word(String(word)))
        rest = rest.dropFirst(word.count)
      } else if character.isNumber || character == "-" {
        let digits = rest.dropFirst(character == "-" ? 1 : 0).prefix { $0.isNumber }
        guard let value = Int(rest[..<digits.endIndex]) else { return nil }
        tokens.append(.number(value))
        rest = rest[digits.endIndex...]
      } else if character == "*" {
        // `NUMBER(*, 0)` of Oracle: as many digits as there are.
        tokens.append(.number(38))
        rest = rest.dropFirst()
      } else if character == "'" || character == "\"" || character == "`" {
        guard let end = rest.dropFirst().firstIndex(of: character) else { return nil }
        let inner = String(rest[rest.index(after: rest.startIndex)..<end])
        tokens.append(character == "'" ? .text(inner) : .quoted(inner))
        rest = rest[rest.index(after: end)...]
      } else if "()<>[],:=".contains(character) {
        tokens.append(.mark(character))
        rest = rest.dropFirst()
      } else {
        return nil
      }
    }
    return tokens
  }
}

/// Recursive descent over the tokens of a type.
private struct TypeParser {
  var tokens: ArraySlice<TypeToken>

  private static let records: Set<String> = ["STRUCT", "ROW", "RECORD", "TUPLE", "OBJECT", "NESTED", "UNION"]

  private static func closing(_ open: Character) -> Character? {
    switch open {
    case "(": ")"
    case "<": ">"
    default: nil
    }
  }

  /// Words, brackets, more words, `[]`.
  mutating func type(depth: Int) -> TypeSyntax? {
    guard depth < 64, case .word(let first)? = tokens.first else { return nil }
    tokens = tokens.dropFirst()
    var result = TypeSyntax(words: [first.uppercased()])
    while let token = tokens.first {
      switch token {
      case .word(let word):
        tokens = tokens.dropFirst()
        // Words for people behind a field's type.
        if word.uppercased() == "COMMENT" {
          guard case .text? = tokens.first else { return nil }
          tokens = tokens.dropFirst()
          continue
        }
        result.words.append(word.uppercased())
      case .mark(let open) where Self.closing(open) != nil:
        tokens = tokens.dropFirst()
        guard let arguments = arguments(of: result, until: Self.closing(open) ?? ")", depth: depth) else { return nil }
        result.arguments += arguments
      case .mark("["):
        // `INT[]` and `INT[3]`, several for several dimensions.
        tokens = tokens.dropFirst()
        if case .number? = tokens.first { tokens = tokens.dropFirst() }
        guard tokens.first == .mark("]") else { return nil }
        tokens = tokens.dropFirst()
        result = TypeSyntax(words: ["ARRAY"], arguments: [.type(name: nil, result)])
      default:
        return result
      }
    }
    return result
  }

  private mutating func arguments(of type: TypeSyntax, until close: Character, depth: Int) -> [TypeSyntax.Argument]? {
    let isRecord = type.words.last.map { Self.records.contains($0) } ?? false
    var result: [TypeSyntax.Argument] = []
    while let token = tokens.first {
      switch token {
      case .mark(close):
        tokens = tokens.dropFirst()
        return result
      case .mark(","):
        tokens = tokens.dropFirst()
      case .number(let value):
        tokens = tokens.dropFirst()
        result.append(.number(value))
      case .text(let value):
        tokens = tokens.dropFirst()
        // `Enum8('a' = 1)` numbers its texts.
        if tokens.first == .mark("="), case .number? = tokens.dropFirst().first { tokens = tokens.dropFirst(2) }
        result.append(.text(value))
      case .word, .quoted:
        guard let argument = isRecord ? field(depth: depth) : plain(depth: depth) else { return nil }
        result.append(argument)
      default:
        return nil
      }
    }
    return nil
  }

  private mutating func plain(depth: Int) -> TypeSyntax.Argument? {
    type(depth: depth + 1).map { .type(name: nil, $0) }
  }

  /// `name TYPE`, `name: TYPE`, or `TYPE` alone.
  private mutating func field(depth: Int) -> TypeSyntax.Argument? {
    let start = tokens
    var name: String
    switch tokens.first {
    case .word(let text)?, .quoted(let text)?: name = text
    default: return nil
    }
    tokens = tokens.dropFirst()
    if case .mark(":")? = tokens.first {
      tokens = tokens.dropFirst()
    } else if case .word? = tokens.first {
      // A name before the type.
    } else {
      tokens = start
      name = ""
    }
    return type(depth: depth + 1).map { .type(name: name.isEmpty ? nil : name, $0) }
  }
}
