package import ContractKit

/// The header fields of a POST, as libcurl takes them.
package enum PostFields {
  /// What the courier writes itself, or what would change where a message ends or whom it reaches (RFC 9110, section 7; RFC 9112, section 6).
  private static let reserved: Set<String> = [
    "connection", "content-length", "expect", "host", "http2-settings", "keep-alive", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade", "user-agent",
  ]

  private static let greatestCount = 64
  private static let greatestLength = 8192

  /// A line for each field. Names are quoted in what is said of them, values never.
  package static func lines(_ fields: [CourierRequest.Field]) throws(Destination.Refusal) -> [String] {
    guard fields.count <= greatestCount else { throw Destination.Refusal("there are more than \(greatestCount) header fields") }
    var lines: [String] = []
    for field in fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte) else {
        throw Destination.Refusal("the name of a header field is none: '\(field.name.prefix(40).description.printable)'")
      }
      guard !reserved.contains(field.name.lowercased()) else {
        throw Destination.Refusal("header field '\(field.name)' is not for others to write")
      }
      guard field.name.utf8.count + field.value.utf8.count <= greatestLength,
        field.value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 < 0x7F })
      else { throw Destination.Refusal("the value of header field '\(field.name)' is too long or holds what no value may") }
      // A line that ends with its colon would take the field away.
      let isEmpty = field.value.allSatisfy { $0 == " " || $0 == "\t" }
      lines.append(isEmpty ? field.name + ";" : field.name + ": " + field.value)
    }
    // libcurl would say that the content is a form, and would wait to be told that it may send.
    if !fields.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
    return lines + ["Expect:"]
  }

  /// RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
