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
  /// What was taken over from elsewhere in the file, where the dialect allows it.
  var references: References?
  /// Nobody reads more, and a file that is wrong in every line must not take long.
  static let greatestCount = 1000

  init(path: String, dialect: Dialect, version: StandardVersion, root: YAMLNode) {
    self.path = path
    self.dialect = dialect
    self.version = version
    references = dialect.followsReferences ? References(root: root) : nil
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
    case .scalar where shape.identity.isScalar:
      element.name = node.text
    case .scalar where !node.isNull && nameKey(of: shape) != nil:
      // `enum: [A, B]` is what people write for `enum: [{value: A}, {value: B}]`: what it means is plain.
      element.name = node.text
      let key = nameKey(of: shape) ?? ""
      report(node, "write the \(kind.noun) '\(node.text)' as a mapping, '\(key): \(node.text)'")
    default:
      element.attributes.append(Attribute(name: "value", value: Value(node), position: node.position, isKnown: false))
      report(node, "the \(kind.noun) must be a mapping, not \(node.noun)")
    }
    dialect.translate?(&element)
    return element
  }

  /// The key that names an element in its own mapping.
  private func nameKey(of shape: Shape) -> String? {
    guard let name = shape.identity.name else { return nil }
    return shape.fields.byKey.values.first { $0.attribute == name }?.key
  }

  // MARK: Mappings

  /// - Parameter name: the attribute that names the element, where `fields` are those of the element itself.
  private mutating func read(_ node: YAMLNode, by fields: Fields, into element: inout Element, name: String? = nil) {
    if references != nil, fields.label.isEmpty, element.kind != .contract, node[References.key] != nil {
      return readWithReferences(node, by: fields, into: &element, name: name)
    }
    for field in fields.required where field.isRequired(in: version) && node[field.key] == nil {
      reportMissing(field, in: fields, node.firstKey ?? node, of: element.kind)
    }
    for place in stride(from: 0, to: node.childCount, by: 2) {
      read((key: node.child(place), value: node.child(place + 1)), within: node, by: fields, into: &element, name: name)
    }
    if let check = fields.check { ask(check, node, within: node) }
  }

  mutating func reportMissing(_ field: Field, in fields: Fields, _ node: YAMLNode, of kind: Element.Kind) {
    report(node, "the \(kind.noun) has no '\(fields.label)\(field.key)'")
  }

  /// Reads one entry of a mapping.
  ///
  /// - Parameter mapping: the mapping around it, which a check may ask about.
  mutating func read(
    _ pair: (key: YAMLNode, value: YAMLNode), within mapping: YAMLNode, by fields: Fields, into element: inout Element, name: String?
  ) {
    let key = pair.key.text
    guard let field = fields.byKey[key] else { return readUnknown(key, pair, by: fields, into: &element) }
    let isKnown = field.since <= version
    if !isKnown, fields.isClosed(in: version) {
      let declaration = declaration
      report(pair.key, "'\(field.attribute)' belongs to \(field.since) and later; \(declaration)")
    }
    let reported = diagnostics.count
    // What an open mapping has before its time is as free as any other key of it.
    defer { if !isKnown, !fields.isClosed(in: version) { forgetFaults(since: reported) } }
    if isKnown, let check = field.check { ask(check, pair.value, within: mapping) }
    // The names of an element are no attributes of it; only the contract itself, which stands in no list, has them as such.
    if fields.label.isEmpty, element.kind != .contract, field.attribute == name || field.attribute == "id" {
      let text = identifying(pair.value, field)
      if field.attribute == "id" { element.identifier = text } else { element.name = text }
      return
    }
    read(pair.value, at: pair.key, as: field.content, field.attribute, isKnown: isKnown, into: &element)
  }

  /// An id or name. Where any value may be one, as for an enum, its text is taken.
  private mutating func identifying(_ node: YAMLNode, _ field: Field) -> String? {
    var isText = false
    if case .text = field.content { isText = true }
    guard isText else {
      if node.kind == .scalar { return node.text }
      report(node, "'\(field.attribute)' must be one value, not \(node.noun)")
      return Value(node).text
    }
    let text = text(node, of: field.attribute)
    return node.isNull ? nil : text
  }

  private mutating func readUnknown(
    _ key: String, _ pair: (key: YAMLNode, value: YAMLNode), by fields: Fields, into element: inout Element
  ) {
    var name = (fields.isFree ? fields.prefix : fields.label) + key
    // What stands in `info` has names of its own at the top level: a further key there must not be taken for it.
    if dialect.followsReferences, element.kind == .contract, fields.label.isEmpty { name = "extension." + name }
    element.attributes.append(Attribute(name: name, value: Value(pair.value), position: pair.key.position, isKnown: fields.isFree))
    guard !fields.isFree else { return }
    guard diagnostics.count < Self.greatestCount else { return }
    let suggestion = SpellingSuggestion.clause(for: key, among: fields.byKey.keys)
    // Where the standard allows further keys only what looks like a slip of the pen is worth a word.
    guard fields.isClosed(in: version) || !suggestion.isEmpty else { return }
    let place = fields.label.isEmpty ? "a \(element.kind.noun)" : "'\(fields.label.dropLast())'"
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
    case .named(let kind, let step) where node.kind == .mapping:
      readNamed(kind, node, step, into: &element)
    default:
      guard let value = value(node, as: content, of: name, in: element.kind) else { return }
      element.attributes.append(Attribute(name: name, value: value, position: key.position, isKnown: isKnown))
    }
  }

  /// The value of an attribute, or nil where the key stands there without one, which says nothing.
  private mutating func value(_ node: YAMLNode, as content: Content, of name: String, in kind: Element.Kind) -> Value? {
    if dialect.allowsNull, node.isNull { return nil }
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
    case .records(let fields) where node.kind == .sequence:
      for item in node.items {
        guard item.kind == .mapping else {
          report(item, "each of '\(name)' must be a mapping, not \(item.noun)")
          continue
        }
        // Read for its faults only: what it says is one value.
        var record = Element(kind: kind, step: .init(name, .none), position: item.position)
        read(item, by: fields, into: &record)
      }
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

  mutating func report(_ node: YAMLNode, _ message: @autoclosure () -> String) {
    guard diagnostics.count < Self.greatestCount else { return }
    diagnostics.append(Diagnostic(path: path, position: node.position, rule: "schema-invalid", message: message()))
  }

  private mutating func ask(_ check: Check, _ node: YAMLNode, within mapping: YAMLNode) {
    for fault in check.faults(node, mapping, version) { report(fault.node, fault.message) }
  }

  /// Takes back what was said of validity; that two elements cannot be told apart stays.
  private mutating func forgetFaults(since count: Int) {
    guard diagnostics.count > count else { return }
    let kept = diagnostics[count...].filter { $0.rule != "schema-invalid" }
    diagnostics.replaceSubrange(count..., with: kept)
  }

  private mutating func wrong(_ node: YAMLNode, _ message: @autoclosure () -> String) -> Value {
    report(node, message())
    return Value(node)
  }

  private var declaration: String { "the contract says \(dialect.versionKey) \(version)" }

  private mutating func reportWord(_ node: YAMLNode, _ text: String, _ words: [Content.Word], _ name: String) {
    let version = version
    if let later = words.first(where: { $0.text == text }) {
      let declaration = declaration
      report(node, "'\(text)' for '\(name)' belongs to \(later.since) and later; \(declaration)")
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
    append(children, kind, into: &element)
  }

  /// A mapping whose keys are the names of its elements. An element starts where its name stands.
  private mutating func readNamed(_ kind: Element.Kind, _ node: YAMLNode, _ name: String, into element: inout Element) {
    var children: [Element] = []
    children.reserveCapacity(node.childCount / 2)
    for (place, pair) in node.pairs.enumerated() {
      var child = self.element(kind, pair.value, key: name, place: place)
      child.name = pair.key.text
      child.position = pair.key.position
      children.append(child)
    }
    append(children, kind, into: &element)
  }

  private mutating func append(_ entries: [Element], _ kind: Element.Kind, into element: inout Element) {
    var children = entries
    var list = ElementList(kind: kind, identity: dialect.shape(kind).identity, path: path)
    list.identify(&children)
    diagnostics += list.diagnostics.prefix(max(0, Self.greatestCount - diagnostics.count))
    if element.children.isEmpty { element.children = children } else { element.children += children }
  }
}
