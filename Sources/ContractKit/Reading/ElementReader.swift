/// Reads YAML nodes into elements by the table of one dialect.
///
/// Nothing is dropped because it is wrong: an unknown key, a value of the wrong type, a name that stands twice are reported and kept
/// as they are, so that two versions of an invalid contract can still be compared.
struct ElementReader {
  let path: String
  let dialect: Dialect
  /// The version by which keys and words are judged.
  let version: StandardVersion
  /// The first faults of the file, in the order in which they were found.
  private(set) var diagnostics: [Diagnostic] = []
  /// Nobody reads more, and a file that is wrong in every line must not take long.
  static let greatestCount = 1000

  init(path: String, dialect: Dialect, version: StandardVersion) {
    self.path = path
    self.dialect = dialect
    self.version = version
  }

  /// Reads one mapping as an element.
  ///
  /// - Parameters:
  ///   - key: the key of the step that leads to it.
  ///   - place: its place in a list; nil where the key holds one mapping.
  mutating func element(_ kind: Element.Kind, _ node: YAMLNode, key: String, place: Int?) -> Element {
    var element = Element(kind: kind, step: .init(key, place.map { .place($0) } ?? .none), position: node.position)
    let shape = dialect.shape(kind)
    switch node.kind {
    case .mapping:
      if let first = node.firstKey { element.position = first.position }
      read(node, by: shape.fields, into: &element, name: shape.identity.name)
    case .scalar where shape.identity.name != nil && !node.isNull:
      // `enum: [A, B]` is what people write for `enum: [{value: A}, {value: B}]`: what it means is plain.
      element.name = node.text
      report(node, "write the \(kind.noun) '\(node.text)' as a mapping, '\(shape.identity.name ?? ""): \(node.text)'")
    default:
      element.attributes.append(Attribute(name: "value", value: Value(node), position: node.position, isKnown: false))
      report(node, "the \(kind.noun) must be a mapping, not \(node.noun)")
    }
    return element
  }

  // MARK: Mappings

  /// - Parameter name: the key that names the element, where `fields` are those of the element itself.
  private mutating func read(_ node: YAMLNode, by fields: Fields, into element: inout Element, name: String? = nil) {
    for field in fields.required where field.isRequired(in: version) && node[field.key] == nil {
      report(node.firstKey ?? node, "the \(element.kind.noun) has no '\(fields.prefix)\(field.key)'")
    }
    let isElement = fields.prefix.isEmpty
    let version = version
    for place in stride(from: 0, to: node.childCount, by: 2) {
      let pair = (key: node.child(place), value: node.child(place + 1))
      let key = pair.key.text
      guard let field = fields.byKey[key] else {
        readUnknown(key, pair, by: fields, into: &element)
        continue
      }
      let isKnown = field.since <= version
      if !isKnown, fields.isClosed(in: version) {
        report(pair.key, "'\(field.attribute)' belongs to \(field.since) and later; the contract says apiVersion \(version)")
      }
      // The names of an element are no attributes of it; only the contract itself, which stands in no list, has them as such.
      if isElement, element.kind != .contract, key == name || key == "id" {
        let text = identifying(pair.value, field)
        if key == "id" { element.identifier = text } else { element.name = text }
        continue
      }
      read(pair.value, at: pair.key, as: field.content, field.attribute, isKnown: isKnown, into: &element)
    }
  }

  /// An id or name. Where any value may be one, as for an enum, its text is taken.
  private mutating func identifying(_ node: YAMLNode, _ field: Field) -> String? {
    var isText = false
    if case .text = field.content { isText = true }
    guard isText else { return node.kind == .scalar ? node.text : Value(node).text }
    let text = text(node, of: field.attribute)
    return node.isNull ? nil : text
  }

  private mutating func readUnknown(
    _ key: String, _ pair: (key: YAMLNode, value: YAMLNode), by fields: Fields, into element: inout Element
  ) {
    element.attributes.append(
      Attribute(name: fields.prefix + key, value: Value(pair.value), position: pair.key.position, isKnown: fields.isFree))
    guard !fields.isFree else { return }
    guard diagnostics.count < Self.greatestCount else { return }
    let suggestion = SpellingSuggestion.clause(for: key, among: fields.byKey.keys)
    // Where the standard allows further keys only what looks like a slip of the pen is worth a word.
    guard fields.isClosed(in: version) || !suggestion.isEmpty else { return }
    let place = fields.prefix.isEmpty ? "a \(element.kind.noun)" : "'\(fields.prefix.dropLast())'"
    report(pair.key, "unknown key '\(key)' in \(place)\(suggestion)")
  }

  // MARK: Values

  private mutating func read(
    _ node: YAMLNode, at key: YAMLNode, as content: Content, _ name: String, isKnown: Bool, into element: inout Element
  ) {
    switch content {
    case .either(let contents):
      let content = contents.first { $0.fits(node) } ?? contents[0]
      read(node, at: key, as: content, name, isKnown: isKnown, into: &element)
    case .group(let fields) where node.kind == .mapping:
      read(node, by: fields, into: &element)
    case .child(let kind) where node.kind == .mapping:
      element.children.append(self.element(kind, node, key: name, place: nil))
    case .children(let kind, let step) where node.kind == .sequence:
      readList(kind, node, step ?? name, into: &element)
    default:
      guard let value = value(node, as: content, of: name) else { return }
      element.attributes.append(Attribute(name: name, value: value, position: key.position, isKnown: isKnown))
    }
  }

  /// The value of an attribute, or nil where the key stands there without one, which says nothing.
  private mutating func value(_ node: YAMLNode, as content: Content, of name: String) -> Value? {
    switch content {
    case .anything:
      return Value(node)
    case .scalar where node.kind == .scalar:
      return Value(node)
    default:
      break
    }
    if node.isNull {
      report(node, "'\(name)' has no value; give it one or remove the key")
      return nil
    }
    switch content {
    case .text where node.kind == .scalar:
      return .string(text(node, of: name))
    case .word(let words) where node.kind == .scalar:
      let text = text(node, of: name)
      if !words.contains(where: { $0.text == text && $0.since <= version }) { reportWord(node, text, words, name) }
      return .string(text)
    case .boolean:
      return boolean(node, of: name)
    case .integer, .number:
      return number(node, of: name, content)
    case .texts where node.kind == .sequence:
      return .list(
        node.items.map { item in
          guard item.kind == .scalar, !item.isNull else { return wrong(item, "each of '\(name)' must be a text") }
          return .string(text(item, of: name))
        })
    case .numbers where node.kind == .sequence:
      return .list(node.items.map { number($0, of: name, .number) })
    case .values where node.kind == .sequence:
      return Value(node)
    default:
      return wrong(node, "'\(name)' must be \(content.noun), not \(node.noun)")
    }
  }

  /// The text of a scalar as it is spelt. Where a text is wanted and other tools will see a number or a flag, that is said.
  private mutating func text(_ node: YAMLNode, of name: String) -> String {
    guard node.kind == .scalar else {
      report(node, "'\(name)' must be a text, not \(node.noun)")
      return Value(node).text
    }
    switch node.scalar {
    case .string: break
    case .null: report(node, "'\(name)' has no value; give it one or remove the key")
    case .number, .boolean: report(node, "'\(name)' must be a text: write \"\(node.text)\" in quotes")
    }
    return node.text
  }

  private mutating func boolean(_ node: YAMLNode, of name: String) -> Value {
    if node.kind == .scalar {
      if case .boolean(let value) = node.scalar { return .boolean(value) }
      // YAML 1.1 has more words for it, and many tools still read it (https://yaml.org/type/bool.html).
      if node.isPlain {
        switch node.text {
        case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y":
          report(node, "write '\(name)' as true: '\(node.text)' is a text for some tools")
          return .boolean(true)
        case "no", "No", "NO", "off", "Off", "OFF", "n", "N":
          report(node, "write '\(name)' as false: '\(node.text)' is a text for some tools")
          return .boolean(false)
        default: break
        }
      }
    }
    return wrong(node, "'\(name)' must be true or false, not \(node.noun)")
  }

  private mutating func number(_ node: YAMLNode, of name: String, _ content: Content) -> Value {
    guard node.kind == .scalar, case .number(let value) = node.scalar else {
      return wrong(node, "'\(name)' must be \(content.noun), not \(node.noun)")
    }
    if case .integer = content, !value.isInteger { report(node, "'\(name)' must be a whole number, not \(node.text)") }
    return .number(value)
  }

  // MARK: Reports

  private mutating func report(_ node: YAMLNode, _ message: @autoclosure () -> String) {
    guard diagnostics.count < Self.greatestCount else { return }
    diagnostics.append(Diagnostic(path: path, position: node.position, rule: "schema-invalid", message: message()))
  }

  private mutating func wrong(_ node: YAMLNode, _ message: @autoclosure () -> String) -> Value {
    report(node, message())
    return Value(node)
  }

  private mutating func reportWord(_ node: YAMLNode, _ text: String, _ words: [Content.Word], _ name: String) {
    let version = version
    if let later = words.first(where: { $0.text == text }) {
      report(node, "'\(text)' for '\(name)' belongs to \(later.since) and later; the contract says apiVersion \(version)")
      return
    }
    let known = words.filter { $0.since <= version }.map(\.text)
    let suggestion = SpellingSuggestion.clause(for: text, among: known)
    report(node, "'\(name)' cannot be '\(text)'\(suggestion.isEmpty ? "; one of " + known.joined(separator: ", ") : suggestion)")
  }

  // MARK: Lists

  private mutating func readList(_ kind: Element.Kind, _ node: YAMLNode, _ name: String, into element: inout Element) {
    var children: [Element] = []
    children.reserveCapacity(node.childCount)
    for place in 0..<node.childCount {
      children.append(self.element(kind, node.child(place), key: name, place: place))
    }
    var list = ElementList(kind: kind, identity: dialect.shape(kind).identity, path: path)
    list.identify(&children)
    diagnostics += list.diagnostics.prefix(max(0, Self.greatestCount - diagnostics.count))
    if element.children.isEmpty { element.children = children } else { element.children += children }
  }
}

extension Content {
  /// Whether a node is of the kind that the content is written in.
  fileprivate func fits(_ node: YAMLNode) -> Bool {
    switch self {
    case .text, .word, .boolean, .integer, .number, .scalar: node.kind == .scalar
    case .texts, .numbers, .values, .children: node.kind == .sequence
    case .group, .child: node.kind == .mapping
    case .anything: true
    case .either(let contents): contents.contains { $0.fits(node) }
    }
  }

  fileprivate var noun: String {
    switch self {
    case .text, .word: "a text"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .scalar: "one value"
    case .anything: "anything"
    case .texts: "a list of texts"
    case .numbers: "a list of numbers"
    case .values, .children: "a list"
    case .group, .child: "a mapping"
    case .either(let contents): contents.map(\.noun).joined(separator: " or ")
    }
  }
}

extension YAMLNode {
  /// What the node is, for messages. The value itself is not said: it may be data.
  var noun: String {
    switch kind {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar:
      switch scalar {
      case .null: "nothing"
      case .boolean: "true or false"
      case .number: "a number"
      case .string: "a text"
      }
    }
  }
}

extension Element.Kind {
  /// What people call it, in messages.
  var noun: String {
    switch self {
    case .contract, .object, .property, .relationship, .server, .role, .member, .definition, .synonym: rawValue
    case .arrayItem: "array item"
    case .mapKey: "map key"
    case .mapValue: "map value"
    case .enumValue: "enum value"
    case .qualityRule: "quality rule"
    case .serviceLevel: "service level"
    case .supportChannel: "support channel"
    case .customProperty: "custom property"
    }
  }
}
