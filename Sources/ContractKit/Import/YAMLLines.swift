/// A YAML document that is written for people: keys in the order in which they are given, block style, comments where somebody has to think.
indirect enum YAMLLines {
  /// A scalar or a flow collection as it is to stand there.
  case plain(String)
  /// A text of several lines.
  case literal([String])
  case mapping([Entry])
  case list([YAMLLines])

  struct Entry {
    var key: String
    var value: YAMLLines
    var comment: String?

    init(_ key: String, _ value: YAMLLines, comment: String? = nil) {
      self.key = key
      self.value = value
      self.comment = comment
    }
  }

  /// A text as it is: plain where every reader of YAML takes it for one, between quotes else, of several lines as a literal block.
  static func text(_ text: String) -> YAMLLines { exact(text.split(separator: "\n", omittingEmptySubsequences: false)) }

  /// A text for people, to whom blanks at the ends of its lines and empty lines around it say nothing.
  static func prose(_ text: String) -> YAMLLines {
    var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.dropLast(line.reversed().prefix { $0 == " " || $0 == "\t" }.count)
    }
    while lines.last == "" { lines.removeLast() }
    while lines.first == "" { lines.removeFirst() }
    return exact(lines)
  }

  private static func exact(_ lines: [Substring]) -> YAMLLines {
    let isLiteral = lines.allSatisfy { line in
      String(line).printable == line && line.last != " " && line.unicodeScalars.allSatisfy(isOfYAML)
    }
    // The first line says how far the others are indented, so it must not begin with a blank of its own; a last one without anything
    // would be lost.
    guard lines.count > 1, isLiteral, let first = lines.first, !first.isEmpty, !first.hasPrefix(" "), lines.last?.isEmpty == false else {
      return .plain(quoted(lines.joined(separator: "\n")))
    }
    return .literal(lines.map { String($0) })
  }

  static func boolean(_ value: Bool) -> YAMLLines { .plain(value ? "true" : "false") }
  static func number(_ value: Int) -> YAMLLines { .plain(String(value)) }

  /// `[a, b]`.
  static func texts(_ texts: [String]) -> YAMLLines { .plain("[" + texts.map(quoted).joined(separator: ", ") + "]") }

  /// A value of JSON, which YAML reads.
  static func value(_ json: JSON) -> YAMLLines {
    switch json {
    case .string(let value): text(value)
    default: .plain(escaped(spelt(json).canonical))
    }
  }

  /// Numbers as YAML 1.1 spells them, too, to which `1e3` is a text: a fraction, and an exponent with its sign.
  private static func spelt(_ json: JSON) -> JSON {
    switch json {
    case .decimal(let number):
      let parts = number.lowercased().split(separator: "e")
      guard parts.count == 2 else { return json }
      let (fraction, exponent) = (String(parts[0]), String(parts[1]))
      let digits = exponent.drop { $0 == "+" || $0 == "-" }
      // As people write a thousand.
      if !fraction.contains("."), !exponent.hasPrefix("-"), let zeros = Int(digits), zeros <= 18 {
        return .decimal(fraction + String(repeating: "0", count: zeros))
      }
      return .decimal(fraction + (fraction.contains(".") ? "" : ".0") + "e" + (exponent.hasPrefix("-") ? "-" : "+") + digits)
    case .array(let items): return .array(items.map { spelt($0) })
    case .object(let members): return .object(members.mapValues { spelt($0) })
    default: return json
    }
  }

  /// What starts with a digit may be a day or a number to YAML 1.1, which many tools still read.
  static func quoted(_ text: String) -> String {
    let startsWithLetter = text.utf8.first.map {
      $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_")
    }
    return startsWithLetter == true ? escaped(YAMLText.quoted(text)) : escaped(JSON.string(text).canonical)
  }

  /// JSON leaves two code points as they are that no YAML text may hold (YAML 1.2.2, section 5.1).
  private static func escaped(_ text: String) -> String {
    text.replacing("\u{FFFE}", with: "\\ufffe").replacing("\u{FFFF}", with: "\\uffff")
  }

  private static func isOfYAML(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\u{FFFE}" && scalar != "\u{FFFF}" && scalar != "\u{FEFF}"
  }

  /// The lines, without line feeds.
  var lines: [String] {
    switch self {
    case .plain(let text): return [text]
    case .literal(let lines): return ["|-"] + lines
    case .mapping(let entries): return entries.flatMap { Self.lines(of: $0) }
    case .list(let items):
      return items.flatMap { item in item.lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element } }
    }
  }

  private static func lines(of entry: Entry) -> [String] {
    let key = quoted(entry.key)
    let comment = entry.comment.map { " # " + $0.printable } ?? ""
    switch entry.value {
    case .plain(let text): return [key + ": " + text + comment]
    case .literal(let lines): return [key + ": |-" + comment] + lines.map { $0.isEmpty ? "" : "  " + $0 }
    case .mapping, .list: return [key + ":" + comment] + entry.value.lines.map { $0.isEmpty ? "" : "  " + $0 }
    }
  }
}
