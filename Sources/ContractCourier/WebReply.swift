/// What a web server has answered so far.
package struct WebReply: Hashable, Sendable {
  /// The code of the reply whose header has come wholly; nil until then. Interim replies (1xx) are none.
  package private(set) var code: Int?
  package private(set) var retryAfter: String?
  /// How the body begins.
  package private(set) var excerpt: [UInt8] = []
  private var announced: Int?
  private var headerLength = 0
  private var bodyLength = 0

  private static let greatestHeader = 65_536
  private static let greatestBody = 65_536
  private static let greatestExcerpt = 1024

  package init() {}

  /// A line of the header. False: this is enough.
  package mutating func takeHeader(_ line: [UInt8]) -> Bool {
    headerLength += line.count
    guard headerLength <= Self.greatestHeader else { return false }
    let text = String(decoding: line, as: UTF8.self).trimmingLineEnd
    if text.hasPrefix("HTTP/") {
      guard code == nil else { return true }
      announced = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      retryAfter = nil
    } else if text.isEmpty {
      if let announced, announced >= 200, code == nil { code = announced }
    } else if code == nil, let colon = text.firstIndex(of: ":"), text[..<colon].lowercased() == "retry-after" {
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      if value.utf8.count <= 64, value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { retryAfter = String(value) }
    }
    return true
  }

  /// A piece of the body. False: this is enough.
  package mutating func takeBody(_ bytes: some Collection<UInt8>) -> Bool {
    bodyLength += bytes.count
    if excerpt.count < Self.greatestExcerpt { excerpt += bytes.prefix(Self.greatestExcerpt - excerpt.count) }
    return bodyLength <= Self.greatestBody
  }
}

extension String {
  fileprivate var trimmingLineEnd: Substring {
    var text = self[...]
    while let last = text.last, last.isNewline || last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
