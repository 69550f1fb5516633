/// Writes a deprecation into the mapping of one element, in the style in which that mapping is written.
struct DeprecationEdit {
  static let customPropertiesKey = "customProperties"
  /// Where the Data Contract Specification has what ODCS has as custom properties: a mapping.
  static let configKey = "config"

  let path: String
  let document: YAMLDocument
  let node: YAMLNode
  /// True where custom properties are keys of a mapping, not entries of a list.
  let isKeyed: Bool
  private(set) var edit: TextEdit

  init(path: String, document: YAMLDocument, node: YAMLNode, isKeyed: Bool) {
    self.path = path
    self.document = document
    self.node = node
    self.isKeyed = isKeyed
    edit = TextEdit(document.bytes)
  }

  /// - Parameter custom: the custom properties that go with it.
  mutating func write(_ custom: [(name: String, value: String)]) throws(ReadingError) {
    var keys: [String] = []
    if let flag = node["deprecated"] {
      if flag.scalar != .boolean(true) { edit.replace(try ContractEditor.valueRange(of: flag, path: path, document.bytes), by: "true") }
    } else {
      keys.append("deprecated")
    }
    let list = node[isKeyed ? Self.configKey : Self.customPropertiesKey]
    var missing: [(name: String, value: String)] = []
    for property in custom {
      if isKeyed, let value = list?[property.name] {
        try replace(value, by: property.value, isJSON: list.map { isJSON($0) } ?? false)
      } else if let entry = list?.items.first(where: { $0["property"]?.text == property.name }) {
        try replaceValue(of: entry, by: property.value)
      } else {
        missing.append(property)
      }
    }
    if let list, !missing.isEmpty {
      try append(missing, to: list)
      missing = []
    }
    if node.isFlow { try writeFlow(keys, missing) } else { try writeBlock(keys, missing) }
  }

  private mutating func replaceValue(of entry: YAMLNode, by text: String) throws(ReadingError) {
    guard let value = entry["value"] else {
      throw ContractEditor.refusal(path, entry.position, "the custom property has no value that could be replaced; edit it by hand")
    }
    try replace(value, by: text, isJSON: isJSON(entry))
  }

  private mutating func replace(_ value: YAMLNode, by text: String, isJSON: Bool) throws(ReadingError) {
    guard value.kind == .scalar, !value.byteRange.isEmpty else {
      throw ContractEditor.refusal(path, value.position, "the custom property has no value that could be replaced; edit it by hand")
    }
    if value.scalar != .string(text) { edit.replace(value.byteRange, by: scalar(text, isJSON: isJSON)) }
  }

  // MARK: Flow style

  private mutating func writeFlow(_ keys: [String], _ custom: [(name: String, value: String)]) throws(ReadingError) {
    let isJSON = isJSON(node)
    var parts = keys.map { quoted($0, isJSON) + ": true" }
    if !custom.isEmpty {
      let entries = custom.map { entry($0, isJSON) }.joined(separator: ", ")
      parts.append(
        isKeyed
          ? quoted(Self.configKey, isJSON) + ": {" + entries + "}" : quoted(Self.customPropertiesKey, isJSON) + ": [" + entries + "]")
    }
    insert(parts, intoFlow: node)
  }

  private func entry(_ property: (name: String, value: String), _ isJSON: Bool) -> String {
    if isKeyed { return quoted(property.name, isJSON) + ": " + scalar(property.value, isJSON: isJSON) }
    return "{" + quoted("property", isJSON) + ": " + scalar(property.name, isJSON: isJSON) + ", " + quoted("value", isJSON) + ": "
      + scalar(property.value, isJSON: isJSON) + "}"
  }

  /// Puts entries behind the last one of a flow collection.
  private mutating func insert(_ parts: [String], intoFlow collection: YAMLNode) {
    guard !parts.isEmpty else { return }
    let text = parts.joined(separator: ", ")
    let range = collection.byteRange
    var end = range.upperBound - 1
    while end > range.lowerBound + 1, isBlank(document.bytes[end - 1]) { end -= 1 }
    switch document.bytes[end - 1] {
    case UInt8(ascii: ","): edit.insert(" " + text, at: end)
    case UInt8(ascii: "{") where end == range.lowerBound + 1, UInt8(ascii: "[") where end == range.lowerBound + 1:
      edit.insert(text, at: end)
    default: edit.insert(", " + text, at: end)
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
  }

  // MARK: Block style

  /// Writes behind the scalars that the mapping starts with, so that the new lines stand above nested lists; else before its first key.
  private mutating func writeBlock(_ keys: [String], _ custom: [(name: String, value: String)]) throws(ReadingError) {
    guard !keys.isEmpty || !custom.isEmpty, let first = node.firstKey else { return }
    let indent = String(repeating: " ", count: first.position.column - 1)
    var lines = keys.map { $0 + ": true" }
    if !custom.isEmpty {
      lines.append((isKeyed ? Self.configKey : Self.customPropertiesKey) + ":")
      lines += blockEntries(custom, indent: String(repeating: " ", count: isKeyed ? 2 : listIndent))
    }
    insert(lines.map { indent + $0 }, intoBlock: node, before: first)
  }

  private mutating func insert(_ lines: [String], intoBlock mapping: YAMLNode, before first: YAMLNode) {
    if let end = endOfLeadingScalars(of: mapping) { return insertLines(lines, behindLineOf: end) }
    let indent = first.position.column - 1
    let text = lines.map { String($0.dropFirst(indent)) + edit.lineEnd + String(repeating: " ", count: indent) }
    edit.insert(text.joined(), at: first.byteRange.lowerBound)
  }

  private func blockEntries(_ custom: [(name: String, value: String)], indent: String) -> [String] {
    if isKeyed { return custom.map { indent + $0.name + ": " + scalar($0.value, isJSON: false) } }
    return custom.flatMap { property in
      [indent + "- property: " + scalar(property.name, isJSON: false), indent + "  value: " + scalar(property.value, isJSON: false)]
    }
  }

  private mutating func insertLines(_ lines: [String], behindLineOf offset: Int) {
    edit.insert(lines.map { edit.lineEnd + $0 }.joined(), at: edit.endOfLine(offset))
  }

  /// Where the last of the scalars ends that stand at the start of the mapping, each in its own line.
  private func endOfLeadingScalars(of mapping: YAMLNode) -> Int? {
    var end: Int?
    var line = 0
    for pair in mapping.pairs {
      let isOwnLine = pair.key.position.line > line && pair.value.kind == .scalar && pair.value.position.line == pair.key.position.line
      let range = pair.value.byteRange
      guard isOwnLine, pair.value.endLine == pair.key.position.line, !range.isEmpty else { break }
      line = pair.key.position.line
      end = range.upperBound
    }
    return end
  }

  /// How far the file indents a list below its key: as the first list does that is written in block style, else 2.
  private var listIndent: Int {
    for index in document.storage.nodes.indices {
      let mapping = YAMLNode(storage: document.storage, index: Int32(index))
      guard mapping.kind == .mapping, !mapping.isFlow else { continue }
      for pair in mapping.pairs where pair.value.kind == .sequence && !pair.value.isFlow {
        let indent = pair.value.position.column - pair.key.position.column
        if pair.value.position.line > pair.key.position.line, indent >= 0 { return indent }
      }
    }
    return 2
  }

  // MARK: An existing list

  private mutating func append(_ custom: [(name: String, value: String)], to list: YAMLNode) throws(ReadingError) {
    if isKeyed {
      guard list.kind == .mapping, let first = list.firstKey else {
        throw ContractEditor.refusal(path, list.position, "'config' is no mapping with keys; make it one, or edit it by hand")
      }
      if list.isFlow { return insert(custom.map { entry($0, isJSON(list)) }, intoFlow: list) }
      let indent = String(repeating: " ", count: first.position.column - 1)
      insert(blockEntries(custom, indent: indent), intoBlock: list, before: first)
    } else if list.kind == .sequence, list.isFlow {
      let isJSON = list.items.first.map { self.isJSON($0) } ?? isJSON(node)
      insert(custom.map { entry($0, isJSON) }, intoFlow: list)
    } else if list.kind == .sequence {
      let indent = String(repeating: " ", count: list.position.column - 1)
      insertLines(blockEntries(custom, indent: indent), behindLineOf: lastLine(of: list))
    } else if list.isNull, !node.isFlow, let key = node.pairs.first(where: { $0.key.text == Self.customPropertiesKey })?.key {
      let indent = String(repeating: " ", count: key.position.column - 1 + listIndent)
      insertLines(blockEntries(custom, indent: indent), behindLineOf: key.byteRange.upperBound)
    } else {
      throw ContractEditor.refusal(path, list.position, "'customProperties' is no list; make it one, or edit it by hand")
    }
  }

  /// Where the last line of a block list starts: the lines further in than its dashes, and those that start with one of them.
  private func lastLine(of list: YAMLNode) -> Int {
    let column = list.position.column - 1
    var last = list.byteRange.lowerBound
    var next = edit.nextLine(after: last)
    while let line = next {
      if let (width, first) = edit.indentation(ofLineAt: line) {
        guard width > column || (width == column && first == UInt8(ascii: "-")) else { break }
        last = line
      }
      next = edit.nextLine(after: line)
    }
    return last
  }

  // MARK: Scalars

  /// A mapping whose keys stand in double quotes is JSON, and stays so.
  private func isJSON(_ mapping: YAMLNode) -> Bool {
    guard mapping.isFlow, let key = mapping.firstKey else { return false }
    return document.bytes[key.byteRange.lowerBound] == UInt8(ascii: "\"")
  }

  private func quoted(_ key: String, _ isJSON: Bool) -> String {
    isJSON ? "\"" + key + "\"" : key
  }

  /// A text as a scalar: without quotes where no tool could take it for anything else.
  private func scalar(_ text: String, isJSON: Bool) -> String {
    let isWord = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    let first = text.utf8.first ?? 0
    let startsWithLetter = first | 0x20 >= UInt8(ascii: "a") && first | 0x20 <= UInt8(ascii: "z")
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    if !isJSON, isWord, startsWithLetter, !reserved.contains(text.lowercased()) { return text }
    return JSON.string(text).canonical
  }
}
