/// A line that was retired and deleted: an entry of `.contracts/retired.yaml`. It keeps the id and major from being taken by another promise,
/// for somewhere somebody still reads what the old one says.
///
/// Source: semantics.md, "Versions".
package struct Tombstone: Hashable, Sendable {
  /// The contract's id.
  package var identifier: String
  package var major: Int
  /// The last version, as the file spelt it.
  package var version: String
  /// Where it stood last.
  package var path: String
  /// What consumers should read in its place: a contract's id or name, with `@major` for a line; nil where nothing replaces it.
  package var replacedBy: String?
  /// Where the entry stands in its file.
  package var position: SourcePosition = .start

  /// Where tombstones stand in a repository.
  package static let file = ".contracts/retired.yaml"

  package init(
    identifier: String, major: Int, version: String, path: String, replacedBy: String? = nil, position: SourcePosition = .start
  ) {
    self.identifier = identifier
    self.major = major
    self.version = version
    self.path = path
    self.replacedBy = replacedBy
    self.position = position
  }

  /// Whether it is that of a contract's line. Ids are compared byte for byte: two spellings of one letter are two ids.
  package func marks(_ contract: Contract) -> Bool {
    identifier.utf8.elementsEqual(contract.identifier.utf8) && major == contract.major
  }

  /// The entry as a line of the file.
  package var entry: String {
    func quoted(_ text: String) -> String { JSON.string(text).canonical }
    let successor = replacedBy.map { ", replaced-by: \(quoted($0))" } ?? ""
    return "- {id: \(quoted(identifier)), major: \(major), version: \(quoted(version)), path: \(quoted(path))\(successor)}"
  }
}

/// Reads `.contracts/retired.yaml`:
///
/// ```yaml
/// retired:
///   - id: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6
///     major: 1
///     version: "1.4.2"
///     path: contracts/orders.odcs.yaml
///     replaced-by: orders@2      # optional
/// ```
package struct TombstoneFile: Sendable {
  package var tombstones: [Tombstone]

  /// - Throws: `ReadingError` that names every fault, under the rule `retired-invalid`.
  package init(_ bytes: [UInt8], path: String = Tombstone.file) throws(ReadingError) {
    let document = try YAMLDocument(bytes, path: path)
    var reader = StrictReader(path: path, rule: "retired-invalid")
    var tombstones: [Tombstone] = []
    for entry in reader.entries(of: document.root, what: "the file of retired contracts", known: ["retired"]) {
      tombstones = reader.list(entry.value, what: "'retired'") { Self.tombstone(&$0, $1) } ?? []
    }
    for (place, tombstone) in tombstones.enumerated() {
      let first = tombstones[..<place].first {
        $0.identifier.utf8.elementsEqual(tombstone.identifier.utf8) && $0.major == tombstone.major
      }
      guard let first else { continue }
      reader.report(
        tombstone.position,
        "major \(tombstone.major) of '\(tombstone.identifier)' is retired already, in line \(first.position.line)")
    }
    guard reader.diagnostics.isEmpty else { throw ReadingError(reader.diagnostics.sorted { $0.position < $1.position }) }
    self.tombstones = tombstones
  }

  private static func tombstone(_ reader: inout StrictReader, _ node: YAMLNode) -> Tombstone? {
    let before = reader.diagnostics.count
    var texts: [String: String] = [:]
    var major: Int?
    for entry in reader.entries(
      of: node, what: "a retired contract", known: ["id", "major", "version", "path", "replaced-by"])
    {
      if entry.key == "major" {
        major = reader.integer(entry.value, what: "'major'", in: 0...Int(Int32.max))
      } else {
        texts[entry.key] = reader.line(entry.value, what: "'\(entry.key)'")
      }
    }
    // A key that was wrong has been reported; a second report that it is missing would only confuse.
    guard reader.diagnostics.count == before, node.kind == .mapping else { return nil }
    for (key, what) in [("id", "of the contract"), ("version", "the last one"), ("path", "where it stood")] where texts[key] == nil {
      reader.report(node.position, "a retired contract needs '\(key)': \(what)")
    }
    if major == nil { reader.report(node.position, "a retired contract needs 'major': which line of the contract ended") }
    guard let identifier = texts["id"], let major, let version = texts["version"], let path = texts["path"] else { return nil }
    return Tombstone(
      identifier: identifier, major: major, version: version, path: path, replacedBy: texts["replaced-by"], position: node.position)
  }
}
