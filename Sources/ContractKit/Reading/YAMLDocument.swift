/// One YAML document as a flat array of nodes, each with its place in the text.
///
/// It is filled from libyaml's event stream (`YAMLComposer`), so the array is about as large as the text, aliases share the node
/// that they stand for, and scalars keep their spelling (`1.10` stays `1.10`) until somebody asks for their value.
package struct YAMLDocument: Sendable {
  /// How much of a text is looked at before it is refused. The policy's `limits` set it; these are its defaults.
  package struct Limits: Hashable, Sendable {
    /// Largest file, in bytes.
    package var bytes: Int
    /// Deepest nesting of sequences and mappings. libyaml has no limit of its own and is quadratic on `[[[[`.
    package var depth: Int
    /// Most aliases in one document.
    package var aliases: Int

    package init(bytes: Int = 4_194_304, depth: Int = 128, aliases: Int = 1000) {
      self.bytes = bytes
      self.depth = depth
      self.aliases = aliases
    }
  }

  struct Node: Sendable {
    enum Kind: UInt8 { case scalar, sequence, mapping }

    var kind: Kind
    /// The resolved value may only differ from the text for plain scalars.
    var isPlain: Bool
    /// True where a tag says that the scalar is a string whatever it looks like.
    var isTaggedString: Bool
    var start: Mark
    var end: Mark
    var text: String
    /// Indices of the items; for a mapping key, value, key, value.
    var children: [Int32]
  }

  /// A place as libyaml counts it: Unicode scalars from the start of the text (a byte order mark not counted), line and column from 0.
  struct Mark: Sendable {
    var scalars: Int
    var line: Int
    var column: Int

    var position: SourcePosition { SourcePosition(line: line + 1, column: column + 1) }
  }

  let nodes: [Node]
  let rootIndex: Int32
  /// The text itself, for whoever rewrites a part of it.
  package let bytes: [UInt8]

  /// Reads a text that holds exactly one YAML document in UTF-8.
  ///
  /// - Parameters:
  ///   - path: named in diagnostics only.
  /// - Throws: `ReadingError` with a position: text that is not UTF-8 or no YAML, more than one document, a duplicate key, a tag
  ///   outside of YAML's core schema, a recursive alias, or one of the `limits` exceeded.
  package init(_ bytes: [UInt8], path: String, limits: Limits = Limits()) throws(ReadingError) {
    var composer = YAMLComposer(path: path, limits: limits)
    rootIndex = try composer.compose(bytes)
    nodes = composer.nodes
    self.bytes = bytes
  }

  package var root: YAMLNode { YAMLNode(document: self, index: rootIndex) }

  /// Where a place lies in `bytes`.
  func byteOffset(of mark: Mark) -> Int {
    var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var scalars = 0
    while offset < bytes.count, scalars < mark.scalars {
      offset += 1
      // Continuation bytes belong to the scalar before them.
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      scalars += 1
    }
    return offset
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

  let document: YAMLDocument
  let index: Int32

  private var node: YAMLDocument.Node { document.nodes[Int(index)] }

  package var kind: Kind {
    switch node.kind {
    case .scalar: .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    }
  }

  package var position: SourcePosition { node.start.position }

  /// The bytes of the node in the text, quotes included.
  package var byteRange: Range<Int> {
    let start = document.byteOffset(of: node.start)
    return start..<max(start, document.byteOffset(of: node.end))
  }

  /// A scalar's text as it was meant (escapes resolved, number as spelt); empty for collections.
  package var text: String { node.text }

  /// True for a scalar without quotes, which is the only kind that may mean null, a boolean or a number.
  package var isPlain: Bool { node.isPlain }

  package var scalar: Scalar {
    let node = node
    guard node.isPlain, !node.isTaggedString else { return .string(node.text) }
    switch node.text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default:
      if let first = node.text.utf8.first, first < UInt8(ascii: ":"), let number = ExactNumber(node.text) { return .number(number) }
      return .string(node.text)
    }
  }

  package var isNull: Bool { kind == .scalar && scalar == .null }

  /// The items of a sequence; empty for other kinds.
  package var items: [YAMLNode] {
    let node = node
    guard node.kind == .sequence else { return [] }
    return node.children.map { YAMLNode(document: document, index: $0) }
  }

  /// The entries of a mapping in their order; empty for other kinds. Entries of a merge key (`<<`) follow the mapping's own.
  package var pairs: [(key: YAMLNode, value: YAMLNode)] {
    let node = node
    guard node.kind == .mapping else { return [] }
    return stride(from: 0, to: node.children.count, by: 2).map {
      (YAMLNode(document: document, index: node.children[$0]), YAMLNode(document: document, index: node.children[$0 + 1]))
    }
  }

  /// The first key of a mapping as it stands in the text; nil for an empty mapping and for other kinds.
  package var firstKey: YAMLNode? {
    let node = node
    guard node.kind == .mapping, let first = node.children.first else { return nil }
    return YAMLNode(document: document, index: first)
  }

  /// The value under a key of a mapping.
  package subscript(_ key: String) -> YAMLNode? {
    let node = node
    guard node.kind == .mapping else { return nil }
    for place in stride(from: 0, to: node.children.count, by: 2) {
      let candidate = document.nodes[Int(node.children[place])]
      if candidate.kind == .scalar, candidate.text == key { return YAMLNode(document: document, index: node.children[place + 1]) }
    }
    return nil
  }
}
