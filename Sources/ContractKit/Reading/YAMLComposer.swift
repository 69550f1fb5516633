internal import CYAML

/// Turns libyaml's events into the flat array of a `YAMLDocument`, and refuses what must not be guessed at.
struct YAMLComposer {
  /// A collection whose end has not been seen yet.
  private struct Open {
    var index: Int32
    var children: [Int32] = []
  }

  /// What all nodes of a document may add up to when aliases are followed: an alias bomb is refused before anybody walks into it.
  private static let expandedNodes = 4_000_000

  let path: String
  let limits: YAMLDocument.Limits
  private(set) var nodes: [YAMLDocument.Node] = []
  private var expandedSizes: [Int] = []
  private var open: [Open] = []
  private var anchors: [String: Int32] = [:]
  private var aliases = 0
  private var root: Int32?
  private var diagnostics: [Diagnostic] = []

  init(path: String, limits: YAMLDocument.Limits) {
    self.path = path
    self.limits = limits
  }

  /// Reads all of the text; gives the index of the root node.
  mutating func compose(_ bytes: [UInt8]) throws(ReadingError) -> Int32 {
    guard bytes.count <= limits.bytes else {
      throw refusal(.start, "file-too-large", "the file has \(bytes.count) bytes; the limit is \(limits.bytes)")
    }
    try requireUTF8(bytes)
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { throw refusal(.start, "yaml-syntax", "no memory left to read the file") }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    // The parser keeps the pointer between calls, so every call happens while the buffer is pinned.
    let failure: ReadingError? = bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      do throws(ReadingError) {
        try readEvents(&parser)
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

  private mutating func readEvents(_ parser: inout yaml_parser_t) throws(ReadingError) {
    var documents = 0
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else { throw syntaxError(parser) }
      defer { yaml_event_delete(&event) }
      let start = Self.mark(event.start_mark)
      switch event.type {
      case YAML_STREAM_END_EVENT:
        return
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 { throw refusal(start.position, "yaml-several-documents", "a second document starts here; a file holds one") }
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        let isString = try isTaggedString(scalar.tag, at: start, isScalar: true)
        let index = append(.scalar, start, Self.mark(event.end_mark), text: text, isPlain: isPlain, isTaggedString: isString)
        remember(scalar.anchor, index)
        try place(index)
      case YAML_ALIAS_EVENT:
        try place(resolveAlias(Self.text(event.data.alias.anchor), at: start))
      case YAML_SEQUENCE_START_EVENT:
        _ = try isTaggedString(event.data.sequence_start.tag, at: start, isScalar: false)
        try begin(.sequence, start, Self.mark(event.end_mark), anchor: event.data.sequence_start.anchor)
      case YAML_MAPPING_START_EVENT:
        _ = try isTaggedString(event.data.mapping_start.tag, at: start, isScalar: false)
        try begin(.mapping, start, Self.mark(event.end_mark), anchor: event.data.mapping_start.anchor)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        try end(at: Self.mark(event.end_mark))
      default:
        break
      }
    }
  }

  // MARK: Nodes

  private mutating func append(
    _ kind: YAMLDocument.Node.Kind, _ start: YAMLDocument.Mark, _ end: YAMLDocument.Mark, text: String = "", isPlain: Bool = false,
    isTaggedString: Bool = false
  ) -> Int32 {
    nodes.append(
      .init(kind: kind, isPlain: isPlain, isTaggedString: isTaggedString, start: start, end: end, text: text, children: []))
    expandedSizes.append(1)
    return Int32(nodes.count - 1)
  }

  private mutating func begin(
    _ kind: YAMLDocument.Node.Kind, _ start: YAMLDocument.Mark, _ end: YAMLDocument.Mark, anchor: UnsafeMutablePointer<UInt8>?
  ) throws(ReadingError) {
    guard open.count < limits.depth else {
      throw refusal(start.position, "yaml-too-deep", "nested deeper than \(limits.depth) levels")
    }
    let index = append(kind, start, end)
    remember(anchor, index)
    open.append(Open(index: index))
  }

  private mutating func end(at mark: YAMLDocument.Mark) throws(ReadingError) {
    guard let closed = open.popLast() else { return }
    let index = Int(closed.index)
    nodes[index].end = mark
    nodes[index].children = closed.children
    if nodes[index].kind == .mapping { try finishMapping(index) }
    var size = 1
    for child in nodes[index].children { size += expandedSizes[Int(child)] }
    guard size <= Self.expandedNodes else {
      throw refusal(nodes[index].start.position, "yaml-too-many-aliases", "aliases make this grow beyond \(Self.expandedNodes) nodes")
    }
    expandedSizes[index] = size
    try place(closed.index)
  }

  private mutating func place(_ index: Int32) throws(ReadingError) {
    if open.isEmpty {
      root = index
    } else {
      open[open.count - 1].children.append(index)
    }
  }

  // MARK: Keys

  /// Reports keys that stand twice, and takes in the entries of merge keys (YAML 1.1, https://yaml.org/type/merge.html): a key of the
  /// mapping itself wins over a merged one, an earlier merged mapping over a later one.
  private mutating func finishMapping(_ index: Int) throws(ReadingError) {
    var seen: [String: Int32] = [:]
    var own: [Int32] = []
    var merged: [Int32] = []
    let children = nodes[index].children
    for place in stride(from: 0, to: children.count - 1, by: 2) {
      let key = nodes[Int(children[place])]
      guard key.kind == .scalar else {
        throw refusal(key.start.position, "yaml-key", "a key must be a plain word, not a list or a mapping")
      }
      if key.isPlain, key.text == "<<" {
        merged.append(children[place + 1])
        continue
      }
      if let first = seen[key.text] {
        let line = nodes[Int(first)].start.position.line
        diagnostics.append(
          Diagnostic(
            path: path, position: key.start.position, rule: "duplicate-key",
            message: "key '\(key.text)' stands here again, first in line \(line); keep one of them"))
        continue
      }
      seen[key.text] = children[place]
      own.append(children[place])
      own.append(children[place + 1])
    }
    for source in merged {
      for mapping in try mappings(mergedBy: source) {
        let entries = nodes[Int(mapping)].children
        for place in stride(from: 0, to: entries.count - 1, by: 2) where seen[nodes[Int(entries[place])].text] == nil {
          seen[nodes[Int(entries[place])].text] = entries[place]
          own.append(entries[place])
          own.append(entries[place + 1])
        }
      }
    }
    nodes[index].children = own
  }

  private func mappings(mergedBy source: Int32) throws(ReadingError) -> [Int32] {
    let node = nodes[Int(source)]
    let candidates = node.kind == .sequence ? node.children : [source]
    for candidate in candidates where nodes[Int(candidate)].kind != .mapping {
      throw refusal(nodes[Int(candidate)].start.position, "yaml-merge-key", "a merge key '<<' takes a mapping or a list of mappings")
    }
    return candidates
  }

  // MARK: Aliases and tags

  private mutating func remember(_ anchor: UnsafeMutablePointer<UInt8>?, _ index: Int32) {
    if let anchor { anchors[Self.text(anchor)] = index }
  }

  private mutating func resolveAlias(_ name: String, at mark: YAMLDocument.Mark) throws(ReadingError) -> Int32 {
    aliases += 1
    guard aliases <= limits.aliases else {
      throw refusal(mark.position, "yaml-too-many-aliases", "more than \(limits.aliases) aliases")
    }
    guard let target = anchors[name] else {
      throw refusal(mark.position, "yaml-alias", "alias '*\(name)' stands for no anchor before it")
    }
    guard !open.contains(where: { $0.index == target }) else {
      throw refusal(mark.position, "yaml-alias", "alias '*\(name)' stands inside of what it stands for")
    }
    return target
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

  private func requireUTF8(_ bytes: [UInt8]) throws(ReadingError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw refusal(.start, "not-utf-8", "the file is UTF-16; save it as UTF-8")
    }
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    var line = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var column = 1
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        column += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) }
      case .emptyInput, .error:
        throw refusal(SourcePosition(line: line, column: column), "not-utf-8", "the file is not UTF-8 from here on")
      }
    }
  }

  private func syntaxError(_ parser: yaml_parser_t) -> ReadingError {
    let problem = parser.problem.map { String(cString: $0) } ?? "the text is no YAML"
    let context = parser.context.map { " (" + String(cString: $0) + ")" } ?? ""
    return refusal(Self.mark(parser.problem_mark).position, "yaml-syntax", "invalid YAML: " + problem + context)
  }

  private func refusal(_ position: SourcePosition, _ rule: String, _ message: String) -> ReadingError {
    ReadingError(diagnostics + [Diagnostic(path: path, position: position, rule: rule, message: message)])
  }

  private static func mark(_ mark: yaml_mark_t) -> YAMLDocument.Mark {
    YAMLDocument.Mark(scalars: mark.index, line: mark.line, column: mark.column)
  }

  private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}
