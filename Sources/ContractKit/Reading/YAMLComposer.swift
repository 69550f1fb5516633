internal import CYAML

/// Turns libyaml's events into the flat array of a `YAMLDocument`, and refuses what must not be guessed at.
struct YAMLComposer {
  /// A collection whose end has not been seen yet.
  private struct Open {
    var index: Int32
    /// Where its children start in `pending`.
    var start: Int
    var anchor: String?
    /// How deep the children go, aliases followed.
    var height = 0
    /// How many nodes the children are, aliases followed.
    var size = 1
  }

  /// What an anchor stands for.
  private struct Anchor {
    var index: Int32
    var height: Int
    var size: Int
  }

  /// How many nodes aliases may add by repeating what they stand for: an alias bomb is refused before anybody walks into it.
  private static let repeatedNodes = 500_000
  /// Trees are walked by recursion.
  private static let greatestDepth = 1000
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  let path: String
  let limits: YAMLDocument.Limits
  private(set) var nodes: [YAMLDocument.Node] = []
  private(set) var children: [Int32] = []
  private var table = ScalarTable(first: "<<")
  private var open: [Open] = []
  /// The children of all open collections, those of the innermost last.
  private var pending: [Int32] = []
  private var anchors: [String: Anchor] = [:]
  private var aliases = 0
  private var repeated = 0
  private var root: Int32?
  /// Whether more than one document is taken.
  var takesSeveral = false
  /// The root of each document.
  private(set) var roots: [Int32] = []
  private var diagnostics: [Diagnostic] = []

  var texts: [String] { table.texts }

  init(path: String, limits: YAMLDocument.Limits) {
    self.path = path
    self.limits = limits
  }

  /// Reads all of the text; gives the index of the root node.
  mutating func compose(_ bytes: [UInt8]) throws(ReadingError) -> Int32 {
    guard bytes.count <= limits.bytes, bytes.count < Int32.max else {
      throw refusal(.start, "file-too-large", "the file has \(bytes.count) bytes; the limit is \(limits.bytes)")
    }
    try refuseUTF16(bytes)
    nodes.reserveCapacity(bytes.count / 16)
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { throw refusal(.start, "yaml-syntax", "no memory left to read the file") }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    let skipped = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    // The parser keeps the pointer between calls, so every call happens while the buffer is pinned.
    let failure: ReadingError? = bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress.map { $0 + skipped }, buffer.count - skipped)
      do throws(ReadingError) {
        try readEvents(&parser, bytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    guard let root else { throw refusal(.start, "yaml-syntax", "the file is empty") }
    guard diagnostics.isEmpty else { throw ReadingError(diagnostics) }
    return root
  }

  private mutating func readEvents(_ parser: inout yaml_parser_t, _ bytes: [UInt8]) throws(ReadingError) {
    var documents = 0
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else { throw syntaxError(parser, bytes) }
      defer { yaml_event_delete(&event) }
      let start = Self.mark(event.start_mark)
      let end = Self.mark(event.end_mark)
      switch event.type {
      case YAML_STREAM_END_EVENT:
        return
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        anchors = [:]
        if documents > 1, !takesSeveral {
          throw refusal(start.position, "yaml-several-documents", "a second document starts here; a file holds one")
        }
      case YAML_DOCUMENT_END_EVENT:
        if let root { roots.append(root) }
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        var node = YAMLDocument.Node(kind: .scalar, start: start, end: end)
        node.text = table.index(of: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
        node.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        node.isFlow = true
        node.isTaggedString = try isTaggedString(scalar.tag, at: start, isScalar: true)
        nodes.append(node)
        let index = Int32(nodes.count - 1)
        if let anchor = scalar.anchor { anchors[Self.text(anchor)] = Anchor(index: index, height: 0, size: 1) }
        place(index, height: 0, size: 1)
      case YAML_ALIAS_EVENT:
        try placeAlias(Self.text(event.data.alias.anchor), at: start)
      case YAML_SEQUENCE_START_EVENT:
        let sequence = event.data.sequence_start
        _ = try isTaggedString(sequence.tag, at: start, isScalar: false)
        var node = YAMLDocument.Node(kind: .sequence, start: start, end: end)
        node.isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
        try begin(node, anchor: sequence.anchor)
      case YAML_MAPPING_START_EVENT:
        let mapping = event.data.mapping_start
        _ = try isTaggedString(mapping.tag, at: start, isScalar: false)
        var node = YAMLDocument.Node(kind: .mapping, start: start, end: end)
        node.isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
        try begin(node, anchor: mapping.anchor)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        try close(at: end)
      default:
        break
      }
    }
  }

  // MARK: Nodes

  private mutating func begin(_ node: YAMLDocument.Node, anchor: UnsafeMutablePointer<UInt8>?) throws(ReadingError) {
    guard open.count < depth else { throw tooDeep(node.start) }
    nodes.append(node)
    let index = Int32(nodes.count - 1)
    // Filled in at its end; until then an alias to it would be recursive.
    let name = anchor.map { Self.text($0) }
    if let name { anchors[name] = Anchor(index: index, height: 0, size: 0) }
    open.append(Open(index: index, start: pending.count, anchor: name))
  }

  private mutating func close(at mark: YAMLDocument.Mark) throws(ReadingError) {
    guard let closed = open.popLast() else { return }
    let index = Int(closed.index)
    let height = closed.height + 1
    nodes[index].end = mark
    let first = children.count
    if nodes[index].kind == .mapping {
      try finishMapping(closed)
    } else {
      children.append(contentsOf: pending[closed.start...])
    }
    pending.removeSubrange(closed.start...)
    nodes[index].firstChild = Int32(first)
    nodes[index].childCount = Int32(children.count - first)
    if let name = closed.anchor, anchors[name]?.index == closed.index {
      anchors[name] = Anchor(index: closed.index, height: height, size: closed.size)
    }
    place(closed.index, height: height, size: closed.size)
  }

  private mutating func place(_ index: Int32, height: Int, size: Int) {
    if open.isEmpty {
      root = index
      return
    }
    pending.append(index)
    let last = open.count - 1
    open[last].height = max(open[last].height, height)
    open[last].size += size
  }

  private var depth: Int { min(limits.depth, Self.greatestDepth) }

  private func tooDeep(_ mark: YAMLDocument.Mark) -> ReadingError {
    refusal(mark.position, "yaml-too-deep", "nested deeper than \(depth) levels")
  }

  // MARK: Keys

  /// Puts the entries of a mapping into `children`: reports keys that stand twice, and takes in the entries of merge keys (YAML 1.1,
  /// https://yaml.org/type/merge.html): a key of the mapping itself wins over a merged one, an earlier merged mapping over a later.
  private mutating func finishMapping(_ mapping: Open) throws(ReadingError) {
    var merged: [Int32] = []
    var seen = KeySet()
    for place in stride(from: mapping.start, to: pending.count - 1, by: 2) {
      let key = nodes[Int(pending[place])]
      guard key.kind == .scalar else {
        throw refusal(key.start.position, "yaml-key", "a key must be a plain word, not a list or a mapping")
      }
      if key.isPlain, key.text == mergeKey {
        merged.append(pending[place + 1])
        continue
      }
      if let first = seen.insert(key.text, pending[place]) {
        guard diagnostics.count < ElementReader.greatestCount else { continue }
        let line = nodes[Int(first)].start.position.line
        diagnostics.append(
          Diagnostic(
            path: path, position: key.start.position, rule: "duplicate-key",
            message: "key '\(texts[Int(key.text)])' stands here again, first in line \(line); keep one of them"))
        continue
      }
      children.append(pending[place])
      children.append(pending[place + 1])
    }
    for source in merged {
      for mapping in try mappings(mergedBy: source) {
        let first = Int(nodes[Int(mapping)].firstChild)
        for place in stride(from: first, to: first + Int(nodes[Int(mapping)].childCount), by: 2) {
          let key = children[place]
          guard seen.insert(nodes[Int(key)].text, key) == nil else { continue }
          children.append(key)
          children.append(children[place + 1])
        }
      }
    }
  }

  /// The keys of one mapping, by the index of their text: in a list while there are few, as there nearly always are.
  private struct KeySet {
    private var few: [(text: Int32, node: Int32)] = []
    private var many: [Int32: Int32] = [:]

    /// Gives the key that had the same text, or nil and adds the new one.
    mutating func insert(_ text: Int32, _ node: Int32) -> Int32? {
      if many.isEmpty {
        if let same = few.first(where: { $0.text == text }) { return same.node }
        if few.isEmpty { few.reserveCapacity(16) }
        few.append((text, node))
        if few.count > 32 { many = Dictionary(few.map { ($0.text, $0.node) }, uniquingKeysWith: { first, _ in first }) }
        return nil
      }
      if let same = many[text] { return same }
      many[text] = node
      return nil
    }
  }

  private mutating func mappings(mergedBy source: Int32) throws(ReadingError) -> [Int32] {
    let node = nodes[Int(source)]
    let first = Int(node.firstChild)
    let candidates = node.kind == .sequence ? Array(children[first..<first + Int(node.childCount)]) : [source]
    for candidate in candidates where nodes[Int(candidate)].kind != .mapping {
      throw refusal(nodes[Int(candidate)].start.position, "yaml-merge-key", "a merge key '<<' takes a mapping or a list of mappings")
    }
    return candidates
  }

  /// The index of the text `<<`; it is the first of all texts.
  private let mergeKey: Int32 = 0

  // MARK: Aliases and tags

  private mutating func placeAlias(_ name: String, at mark: YAMLDocument.Mark) throws(ReadingError) {
    aliases += 1
    guard aliases <= limits.aliases else {
      throw refusal(mark.position, "yaml-too-many-aliases", "more than \(limits.aliases) aliases")
    }
    guard let target = anchors[name] else {
      throw refusal(mark.position, "yaml-alias", "alias '*\(name)' stands for no anchor before it")
    }
    guard !open.contains(where: { $0.index == target.index }) else {
      throw refusal(mark.position, "yaml-alias", "alias '*\(name)' stands inside of what it stands for")
    }
    guard open.count + target.height <= depth else { throw tooDeep(mark) }
    repeated += target.size
    guard repeated <= Self.repeatedNodes else {
      throw refusal(mark.position, "yaml-too-many-aliases", "aliases repeat more than \(Self.repeatedNodes) nodes")
    }
    place(target.index, height: target.height, size: target.size)
  }

  /// Knows the tags of the core schema and refuses all others: what an unknown tag means is decided by whoever reads the file.
  private func isTaggedString(
    _ tag: UnsafeMutablePointer<UInt8>?, at mark: YAMLDocument.Mark, isScalar: Bool
  ) throws(ReadingError) -> Bool {
    guard let tag else { return false }
    let name = Self.text(tag)
    switch name {
    case "!", "tag:yaml.org,2002:str": return isScalar
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null",
      "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map":
      return false
    default: throw refusal(mark.position, "yaml-tag", "tag '\(name)' is not one of YAML's core schema; write the value without it")
    }
  }

  // MARK: Errors

  private func refuseUTF16(_ bytes: [UInt8]) throws(ReadingError) {
    let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    // The first character of a contract is an ASCII one: a zero byte beside it is the other half of 16 bits.
    let isUnmarked = bytes.count >= 2 && (bytes[0] == 0) != (bytes[1] == 0)
    guard !isMarked, !isUnmarked else { throw refusal(.start, "not-utf-8", "the file is UTF-16; save it as UTF-8") }
  }

  private func syntaxError(_ parser: yaml_parser_t, _ bytes: [UInt8]) -> ReadingError {
    let problem = parser.problem.map { String(cString: $0) } ?? "the text is no YAML"
    if parser.error == YAML_READER_ERROR { return unreadableText(bytes, problem) }
    let context = parser.context.map { String(cString: $0) }
    let fault = YAMLSyntaxFault(
      problem: problem, context: context, at: Self.mark(parser.problem_mark).position,
      since: context == nil ? nil : Self.mark(parser.context_mark).position, in: bytes)
    return refusal(fault.position, "yaml-syntax", fault.message)
  }

  /// The first place where the text is no UTF-8, or has a character that YAML does not allow (YAML 1.1, section 4.1.1): libyaml
  /// stops there without a line.
  private func unreadableText(_ bytes: [UInt8], _ problem: String) -> ReadingError {
    var (line, column) = (1, 1)
    var decoder = UTF8()
    var iterator = bytes.dropFirst(bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0).makeIterator()
    while true {
      let position = SourcePosition(line: line, column: column)
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        guard Self.isAllowed(scalar) else {
          return refusal(position, "yaml-syntax", "a control character (\(Self.name(of: scalar))) is not allowed; remove it")
        }
        column += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) }
      case .error:
        return refusal(position, "not-utf-8", "the file is not UTF-8 from here on; save it as UTF-8")
      case .emptyInput:
        return refusal(position, "yaml-syntax", "invalid YAML: " + problem)
      }
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: scalar != "\u{FEFF}"
    default: false
    }
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private func refusal(_ position: SourcePosition, _ rule: String, _ message: String) -> ReadingError {
    ReadingError(diagnostics + [Diagnostic(path: path, position: position, rule: rule, message: message)])
  }

  private static func mark(_ mark: yaml_mark_t) -> YAMLDocument.Mark {
    YAMLDocument.Mark(
      scalars: Int32(truncatingIfNeeded: mark.index), line: Int32(truncatingIfNeeded: mark.line),
      column: Int32(truncatingIfNeeded: mark.column))
  }

  private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}
