/// A value of a JSON or YAML file with its place, its members in the order of the file. Both read alike from here on.
struct SourceNode: Sendable {
  struct Member: Sendable {
    var name: String
    var position: SourcePosition
    var value: SourceNode
  }

  indirect enum Content: Sendable {
    case scalar(JSON)
    case list([SourceNode])
    case map([Member])
  }

  var position: SourcePosition
  var content: Content

  /// More values than that are nobody's schema, but aliases within aliases.
  private static let greatestCount = 2_000_000

  // MARK: Reading

  /// JSON by its first character, else YAML.
  ///
  /// - Throws: `ReadingError` for a text that is neither.
  init(_ source: SourceText) throws(ReadingError) {
    switch source.bytes.first(where: { $0 > 0x20 }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): try self.init(json: source)
    default: try self.init(yaml: source)
    }
  }

  private init(json source: SourceText) throws(ReadingError) {
    var reader = JSONReader(source.bytes, keepsPlaces: true)
    let json: JSON
    do throws(JSON.Malformed) {
      json = try reader.document()
    } catch {
      throw ReadingError(
        path: source.path, position: error.position, rule: Import.rule, message: "this is no JSON: \(error.description)")
    }
    var walk = Walk(source: source, places: reader.places ?? .init())
    self = walk.node(json)
  }

  /// Goes through a text's values in the order in which they were read.
  private struct Walk {
    let source: SourceText
    let places: JSONReader.Places
    var value = 0
    var object = 0

    mutating func node(_ json: JSON) -> SourceNode {
      let position = value < places.starts.count ? source.position(of: places.starts[value]) : .start
      value += 1
      switch json {
      case .array(let items): return SourceNode(position: position, content: .list(items.map { node($0) }))
      case .object(let members):
        let order = object < places.members.count ? places.members[object] : []
        object += 1
        let list = order.compactMap { name, start in
          members[name].map { Member(name: name, position: source.position(of: start), value: node($0)) }
        }
        return SourceNode(position: position, content: .map(list))
      default: return SourceNode(position: position, content: .scalar(json))
      }
    }
  }

  private init(yaml source: SourceText) throws(ReadingError) {
    let limits = YAMLDocument.Limits(bytes: source.bytes.count + 1)
    let document = try YAMLDocument(source.bytes, path: source.path, limits: limits)
    var count = 0
    guard let node = Self.node(document.root, &count) else {
      throw ReadingError(
        path: source.path, position: .start, rule: Import.rule, message: "with all aliases there are more than \(Self.greatestCount) values"
      )
    }
    self = node
  }

  private static func node(_ node: YAMLNode, _ count: inout Int) -> SourceNode? {
    count += 1
    guard count <= greatestCount else { return nil }
    switch node.kind {
    case .scalar: return SourceNode(position: node.position, content: .scalar(value(node)))
    case .sequence:
      var items: [SourceNode] = []
      for item in node.items {
        guard let item = self.node(item, &count) else { return nil }
        items.append(item)
      }
      return SourceNode(position: node.position, content: .list(items))
    case .mapping:
      var members: [Member] = []
      for pair in node.pairs {
        guard let value = self.node(pair.value, &count) else { return nil }
        members.append(Member(name: pair.key.text, position: pair.key.position, value: value))
      }
      return SourceNode(position: node.position, content: .map(members))
    }
  }

  private static func value(_ node: YAMLNode) -> JSON {
    switch node.scalar {
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .string(let text): return .string(text)
    case .number(let number):
      if let value = number.integer { return .integer(value) }
      // As it is spelt, where JSON spells numbers so.
      do throws(JSON.Malformed) { return try JSON(reading: Array(node.text.utf8)) } catch { return .string(node.text) }
    }
  }

  init(position: SourcePosition, content: Content) {
    self.position = position
    self.content = content
  }

  // MARK: What it says

  subscript(_ name: String) -> SourceNode? {
    if case .map(let members) = content { members.first { $0.name == name }?.value } else { nil }
  }

  /// The members of a map in their order; none for anything else.
  var members: [Member] {
    if case .map(let members) = content { members } else { [] }
  }

  /// The items of a list; nil for anything else.
  var items: [SourceNode]? {
    if case .list(let items) = content { items } else { nil }
  }

  var isMap: Bool {
    if case .map = content { true } else { false }
  }

  /// A string; nil for anything else.
  var text: String? {
    if case .scalar(.string(let text)) = content { text } else { nil }
  }

  /// A string with something in it.
  var words: String? { text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } }

  var boolean: Bool? {
    if case .scalar(.boolean(let value)) = content { value } else { nil }
  }

  var integer: Int? {
    if case .scalar(.integer(let value)) = content { value } else { nil }
  }

  /// A string, number or boolean; nil for null and for collections.
  var scalar: JSON? {
    if case .scalar(let value) = content, value != .null { value } else { nil }
  }

  /// A number as it is spelt.
  var number: JSON? {
    switch content {
    case .scalar(.integer), .scalar(.decimal): scalar
    default: nil
    }
  }

  /// One text or a list of them.
  var texts: [String] { text.map { [$0] } ?? (items ?? []).compactMap(\.text) }

  var json: JSON {
    switch content {
    case .scalar(let value): value
    case .list(let items): .array(items.map(\.json))
    case .map(let members): .object(Dictionary(members.map { ($0.name, $0.value.json) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}
