internal import Crypto

/// A first contract, made from what a foreign schema says: a draft, which promises nothing until a human has read it.
///
/// ODCS 3.2, for it alone has words for allowed values, maps and deprecation.
package struct ContractDraft: Sendable {
  package var name: String
  package var identifier: String
  package var schema: ImportedSchema
  /// What it was made from, for the comment at its top.
  var sources: [String]

  /// - Parameters:
  ///   - name: nil for the name of the file that it is written into, else for the one that the source has: that of the whole, of the only
  ///     table, of the first file.
  ///   - output: the path of the file that it is written into; nil where it is none.
  ///   - identifier: nil for one that depends on name and sources alone. It stays when the source changes, so that what is imported again
  ///     can be compared.
  package init(
    _ schema: ImportedSchema, sources: [String], name: String? = nil, output: String? = nil, identifier: String? = nil
  ) {
    let tables = schema.tables
    let candidates = [output.map(Self.stem), schema.name, tables.count == 1 ? tables[0].name : nil, sources.first.map(Self.stem)]
    self.name = name ?? candidates.lazy.compactMap { $0 }.map(Self.slug).first { !$0.isEmpty } ?? "contract"
    // `./a.sql` is `a.sql`.
    let paths = sources.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
    self.identifier = identifier ?? Self.identifier(of: ([self.name] + paths).joined(separator: "\n"))
    self.schema = schema
    self.sources = sources
  }

  /// The name of a file before its first point.
  private static func stem(_ path: String) -> String {
    path.split(separator: "/").last?.split(separator: ".").first.map { String($0) } ?? ""
  }

  /// Words of letters and digits of any script, in small letters; empty where there are none.
  private static func slug(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    return String(words.joined(separator: "-").prefix(80))
  }

  /// A name-based UUID (RFC 9562, section 5.5), in a namespace that is itself one: that of `git-contract.import` as a name of DNS.
  static func identifier(of name: String) -> String {
    let domain: [UInt8] = [0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8]
    return text(of: uuid(in: uuid(in: domain, "git-contract.import"), name))
  }

  private static func uuid(in namespace: [UInt8], _ name: String) -> [UInt8] {
    var bytes = Array(Insecure.SHA1.hash(data: namespace + Array(name.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes
  }

  private static func text(of bytes: [UInt8]) -> String {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10...]].map { $0.joined() }.joined(separator: "-")
  }

  // MARK: The text

  /// The file. The same source gives the same bytes on any day.
  package var text: String {
    var text =
      "# Imported from \(sources.joined(separator: ", ").printable), which says what the data looks like, not what is promised: read it, and\n"
    text += "# fill in what stands in comments. Nothing is refused while it is a draft; 'status: active' makes it binding.\n"
    text += Self.rendered(.mapping(head))
    text += "\n" + (schema.purpose == nil ? Self.descriptionToFillIn : "")
    if let purpose = schema.purpose {
      text += Self.rendered(.mapping([.init("description", .mapping([.init("purpose", .prose(purpose))]))]))
    }
    text += "\n" + serverToFillIn
    text +=
      "\n"
      + (schema.tables.isEmpty
        ? "schema: []\n" : Self.rendered(.mapping([.init("schema", .list(schema.tables.map { .mapping(Self.entries($0)) }))])))
    return text + "\n" + Self.peopleToFillIn
  }

  private static func rendered(_ lines: YAMLLines) -> String { lines.lines.map { $0 + "\n" }.joined() }

  private var head: [YAMLLines.Entry] {
    var head: [YAMLLines.Entry] = [
      .init("apiVersion", .plain("v3.2.0")), .init("kind", .plain("DataContract")),
      // A UUID is read as text by every reader, whatever it starts with.
      .init("id", .plain(identifier.first?.isLetter == true ? YAMLLines.quoted(identifier) : JSON.string(identifier).canonical)),
      .init("name", .text(name)), .init("version", .plain("0.1.0"), comment: "1.0.0 when it becomes active"),
      .init("status", .plain("draft")),
    ]
    if !schema.tags.isEmpty { head.append(.init("tags", .texts(schema.tags))) }
    return head
  }

  /// Everything in comments can be uncommented as it stands, and is valid then.
  static let descriptionToFillIn = """
    # description:
    #   purpose: What the data is for, in a sentence.
    #   limitations: What it must not be used for, and what is missing from it.

    """

  private var serverToFillIn: String {
    let type = schema.dialect.server ?? "custom"
    let known = schema.dialect == .generic ? " # snowflake, bigquery, postgres, ...: physical types mean other things in each" : ""
    return """
      # servers:
      #   - server: production
      #     type: \(type)\(known)\(schema.dialect.placesToFillIn)

      """
  }

  static let peopleToFillIn = """
    # slaProperties:
    #   - property: latency
    #     value: 24
    #     unit: h
    #
    # support:
    #   - channel: "#questions-about-this-data"
    #     tool: slack
    #     url: https://example.com
    #
    # team:
    #   name: The team that answers for it
    #   members:
    #     - username: somebody@example.com
    #       role: owner

    """
}
