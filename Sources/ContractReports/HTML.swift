internal import ContractKit

/// A part of a page. What stands in a literal is markup of ours; every text that is put into one is escaped, so that nothing from a
/// repository can become markup:
///
///     let row: HTML = "<td>\(contract.title)</td>"
package struct HTML: Hashable, Sendable {
  package private(set) var markup: String

  package static let nothing: HTML = ""

  /// Text, escaped.
  package init(_ text: String) {
    markup = Self.escaped(text)
  }

  package var isEmpty: Bool { markup.isEmpty }

  package static func + (left: HTML, right: HTML) -> HTML {
    var sum = left
    sum += right
    return sum
  }

  package static func += (left: inout HTML, right: HTML) {
    left.markup += right.markup
  }

  /// For content and for attributes between quotes. What could steer the direction of reading, or shows as nothing, is written as
  /// `\u{202E}`; line feeds and tabs are blanks in a page.
  private static func escaped(_ text: String) -> String {
    // Nearly all names and values: printable ASCII without a sign that means something.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && ![0x22, 0x26, 0x27, 0x3C, 0x3E].contains($0) }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\t" }) {
      if !result.isEmpty { result += " " }
      for scalar in String(line).printable.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}

extension HTML: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    markup = value
  }

  package init(stringInterpolation: StringInterpolation) {
    markup = stringInterpolation.markup
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    package mutating func appendInterpolation(_ text: String) { markup += HTML(text).markup }
    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
  }
}

extension Sequence<HTML> {
  /// All of them, one behind the other. Literals whose type nobody states are texts.
  @_disfavoredOverload
  package func joined(separator: HTML = .nothing) -> HTML {
    var sum = HTML.nothing
    var isFirst = true
    for part in self {
      if !isFirst { sum += separator }
      sum += part
      isFirst = false
    }
    return sum
  }
}

extension HTML {
  /// A link to something of our own making: a page of the site, a place in it.
  package static func link(_ text: String, to reference: String) -> HTML { "<a href=\"\(reference)\">\(text)</a>" }

  /// What a repository says is an address, as a link where a browser does nothing but open it: never `javascript:` or `data:`.
  package static func address(_ text: String) -> HTML {
    let lower = text.lowercased()
    let isOpened = ["https://", "http://", "mailto:"].contains { lower.hasPrefix($0) }
    guard isOpened, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return HTML(text) }
    return "<a href=\"\(text)\" rel=\"noreferrer\">\(text)</a>"
  }

  /// A name, a path, a value: in the letters of code.
  package static func code(_ text: String) -> HTML { "<code>\(text)</code>" }

  /// A text of several lines: a paragraph for each block between empty lines.
  package static func paragraphs(_ text: String) -> HTML {
    var blocks: [String] = []
    var isNew = true
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.trimmingPrefix { $0 == " " || $0 == "\t" || $0 == "\r" }
      if words.isEmpty {
        isNew = true
      } else if isNew {
        blocks.append(String(words))
        isNew = false
      } else {
        blocks[blocks.count - 1] += " " + words
      }
    }
    return blocks.map { "<p>\($0)</p>\n" as HTML }.joined()
  }
}
