/// One YAML document as a flat array of nodes, each with its place in the text.
///
/// It is filled from libyaml's event stream (`YAMLComposer`), so the array is about as large as the text, aliases share the node
/// that they stand for, and scalars keep their spelling (`1.10` stays `1.10`) until somebody asks for their value.
package struct YAMLDocument: Sendable {
  /// How much of a text is looked at before it is refused. The policy's `limits` set it; these are its defaults.
  package struct Limits: Hashable, Sendable, CustomStringConvertible {
    /// Largest file, in bytes.
    package var bytes: Int
    /// Deepest nesting of sequences and mappings, aliases followed. libyaml has no limit of its own and is quadratic on `[[[[`.
    /// Whatever is asked for, more than 1,000 is refused, as trees are walked by recursion.
    package var depth: Int
    /// Most aliases in one document.
    package var aliases: Int

    package init(bytes: Int = 4_194_304, depth: Int = 128, aliases: Int = 1000) {
      self.bytes = bytes
      self.depth = depth
      self.aliases = aliases
    }

    /// A part of the keys under which answers are kept. Left to Swift it is found out by reflection, a fifth of what a hook takes.
    package var description: String { "bytes \(bytes), depth \(depth), aliases \(aliases)" }
  }

  struct Node: Sendable {
    enum Kind: UInt8 { case scalar, sequence, mapping }

    var kind: Kind
    /// The resolved value may only differ from the text for plain scalars.
    var isPlain = false
    /// True where a tag says that the scalar is a string whatever it looks like.
    var isTaggedString = false
    /// A collection in flow style (`[a, b]`, `{a: b}`), or a scalar.
    var isFlow = false
    var start: Mark
    var end: Mark
    /// The text of a scalar, as an index into `texts`.
    var text: Int32 = 0
    /// The items of a collection, as a part of `children`; for a mapping key, value, key, value.
    var firstChild: Int32 = 0
    var childCount: Int32 = 0
  }

  /// A place as libyaml counts it: Unicode scalars from the start of the text (a byte order mark not counted), line and column from 0.
  struct Mark: Sendable {
    var scalars: Int32
    var line: Int32
    var column: Int32

    var position: SourcePosition { SourcePosition(line: Int(line) + 1, column: Int(column) + 1) }
  }

  /// What all nodes share.
  final class Storage: Sendable {
    let nodes: [Node]
    let children: [Int32]
    let texts: [String]
    let bytes: [UInt8]

    init(nodes: [Node], children: [Int32], texts: [String], bytes: [UInt8]) {
      self.nodes = nodes
      self.children = children
      self.texts = texts
      self.bytes = bytes
    }
  }

  let storage: Storage
  let rootIndex: Int32

  /// The text itself, for whoever rewrites a part of it.
  package var bytes: [UInt8] { storage.bytes }

  /// Reads a text that holds exactly one YAML document in UTF-8.
  ///
  /// - Parameters:
  ///   - path: named in diagnostics only.
  /// - Throws: `ReadingError` with a position: text that is not UTF-8 or no YAML, more than one document, a duplicate key, a tag
  ///   outside of YAML's core schema, a recursive alias, or one of the `limits` exceeded.
  package init(_ bytes: [UInt8], path: String, limits: Limits = Limits()) throws(ReadingError) {
    var composer = YAMLComposer(path: path, limits: limits)
    rootIndex = try composer.compose(bytes)
    storage = Storage(nodes: composer.nodes, children: composer.children, texts: composer.texts, bytes: bytes)
  }

  private init(storage: Storage, rootIndex: Int32) {
    self.storage = storage
    self.rootIndex = rootIndex
  }

  /// Reads a text that holds one YAML document or several, as some tools write them; anchors hold for one document. The limits are those of
  /// the whole text.
  ///
  /// - Throws: `ReadingError`, as for a single document.
  package static func all(in bytes: [UInt8], path: String, limits: Limits = Limits()) throws(ReadingError) -> [YAMLDocument] {
    var composer = YAMLComposer(path: path, limits: limits)
    composer.takesSeveral = true
    _ = try composer.compose(bytes)
    let storage = Storage(nodes: composer.nodes, children: composer.children, texts: composer.texts, bytes: bytes)
    return composer.roots.map { YAMLDocument(storage: storage, rootIndex: $0) }
  }

  package var root: YAMLNode { YAMLNode(storage: storage, index: rootIndex) }
}

extension YAMLDocument.Storage {
  /// Where a place lies in `bytes`.
  func byteOffset(of mark: YAMLDocument.Mark) -> Int {
    var offset = bytes.starts(with: YAMLComposer.byteOrderMark) ? YAMLComposer.byteOrderMark.count : 0
    var scalars = 0
    while offset < bytes.count, scalars < mark.scalars {
      offset += 1
      // Continuation bytes belong to the scalar before them.
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      scalars += 1
    }
    return offset
  }

  /// Where a node's content starts behind its anchor and tag.
  fileprivate func contentStart(_ start: Int, _ end: Int) -> Int {
    var offset = start
    while offset < end, bytes[offset] == UInt8(ascii: "&") || bytes[offset] == UInt8(ascii: "!") {
      while offset < end, !Self.isBlank(bytes[offset]) { offset += 1 }
      while offset < end, Self.isBlank(bytes[offset]) { offset += 1 }
    }
    return offset
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}

/// One node of a document.
package struct YAMLNode: Sendable {
  package enum Kind: Sendable { case scalar, sequence, mapping }

  /// What a scalar means under the core schema of YAML 1.2 (section 10.3): `NO`, `12:30` and `2026-01-01` are strings there.
  package enum Scalar: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(ExactNumber)
    case string(String)
  }

  let storage: YAMLDocument.Storage
  let index: Int32

  private var node: YAMLDocument.Node { storage.nodes[Int(index)] }

  package var kind: Kind {
    switch node.kind {
    case .scalar: .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    }
  }

  package var position: SourcePosition { node.start.position }

  /// The line in which a scalar or flow collection ends.
  var endLine: Int { node.end.position.line }

  /// The bytes of the node in the text, quotes included, anchor and tag not. A collection in block style reaches to the start of what
  /// follows it.
  package var byteRange: Range<Int> {
    let start = storage.byteOffset(of: node.start)
    let end = max(start, storage.byteOffset(of: node.end))
    return storage.contentStart(start, end)..<end
  }

  /// A scalar's text as it was meant (escapes resolved, number as spelt); empty for collections.
  package var text: String {
    let node = node
    return node.kind == .scalar ? storage.texts[Int(node.text)] : ""
  }

  /// True for a scalar without quotes, which is the only kind that may mean null, a boolean or a number.
  package var isPlain: Bool { node.isPlain }

  /// True for a collection that is written in brackets or braces.
  package var isFlow: Bool { node.isFlow }

  package var scalar: Scalar {
    let node = node
    let text = storage.texts[Int(node.text)]
    guard node.isPlain, !node.isTaggedString else { return .string(text) }
    // What starts with any other letter than those of null, true, false and numbers is a string, which is nearly everything.
    guard let first = text.utf8.first else { return .null }
    switch first {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
      return text == "~" || text == "null" || text == "Null" || text == "NULL" ? .null : .string(text)
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      return text == "true" || text == "True" || text == "TRUE" ? .boolean(true) : .string(text)
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      return text == "false" || text == "False" || text == "FALSE" ? .boolean(false) : .string(text)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return ExactNumber(text).map { .number($0) } ?? .string(text)
    default: return .string(text)
    }
  }

  package var isNull: Bool {
    let node = node
    guard node.kind == .scalar, node.isPlain, !node.isTaggedString else { return false }
    switch storage.texts[Int(node.text)] {
    case "", "~", "null", "Null", "NULL": return true
    default: return false
    }
  }

  /// The items of a sequence; empty for other kinds.
  package var items: [YAMLNode] {
    kind == .sequence ? (0..<childCount).map { child($0) } : []
  }

  /// The entries of a mapping in their order; empty for other kinds. Entries of a merge key (`<<`) follow the mapping's own.
  package var pairs: [(key: YAMLNode, value: YAMLNode)] {
    kind == .mapping ? stride(from: 0, to: childCount, by: 2).map { (child($0), child($0 + 1)) } : []
  }

  /// How many items a sequence has, or twice how many entries a mapping has.
  var childCount: Int { Int(node.childCount) }

  /// An item of a sequence; for a mapping the key of an entry at an even place and its value behind it.
  func child(_ place: Int) -> YAMLNode {
    YAMLNode(storage: storage, index: storage.children[Int(node.firstChild) + place])
  }

  /// The first key of a mapping as it stands in the text; nil for an empty mapping and for other kinds.
  package var firstKey: YAMLNode? {
    kind == .mapping && childCount > 0 ? child(0) : nil
  }

  /// The value under a key of a mapping.
  package subscript(_ key: String) -> YAMLNode? {
    guard kind == .mapping else { return nil }
    for place in stride(from: 0, to: childCount, by: 2) where child(place).text == key { return child(place + 1) }
    return nil
  }
}
