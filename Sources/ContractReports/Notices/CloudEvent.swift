package import ContractKit

extension Letter {
  /// The body of a webhook: a CloudEvent in structured mode (CloudEvents 1.0.2, "JSON Event Format"). Its `data` is what
  /// `git contract schema` describes under the name of the letter's kind.
  ///
  /// - Parameters:
  ///   - delivery: the delivery's id, which is that of the CloudEvent, too: whoever gets it twice knows it by `source` and `id`.
  package func cloudEvent(delivery: String, settings: MailSettings) -> JSON {
    [
      "specversion": "1.0", "id": .string(delivery), "source": .string(Self.source(settings.repository)),
      "type": .string("io.git-contract.\(topic).v1"), "subject": .string(CloudEventText.attribute(about)),
      "time": .string(Timestamp(secondsSince1970: time).description), "datacontenttype": "application/json",
      "dataschema": .string("urn:git-contract:\(kind.rawValue):1"), "data": json(toolVersion: settings.toolVersion),
    ]
  }

  /// The repository, by its identity. One without an identity says only which program speaks.
  private static func source(_ repository: String) -> String {
    // Only what a UUID is made of: it stands in a URI.
    let isPlain =
      !repository.isEmpty
      && repository.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
    return isPlain ? "urn:uuid:" + repository.lowercased() : "urn:git-contract"
  }
}

/// Attributes of a CloudEvent that come from a repository.
enum CloudEventText {
  /// Without what the type String does not admit (CloudEvents 1.0.2, section "Type System"): control characters, and code points that are no
  /// characters. Never empty.
  static func attribute(_ text: String) -> String {
    let plain = text.printable.replacingScalars { scalar in
      let isCharacter = scalar.value & 0xFFFE != 0xFFFE && !(0xFDD0...0xFDEF).contains(scalar.value)
      return isCharacter ? nil : "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
    return plain.isEmpty ? "-" : plain
  }
}
