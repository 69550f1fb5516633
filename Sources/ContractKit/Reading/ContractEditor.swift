/// Changes a contract's file as its author would: the bytes that are meant, and no others.
///
/// Every edit is read again and compared with what was asked for. A text that cannot be changed so, because an anchor, a merge key or
/// an unusual layout stands in the way, is refused, and nothing is written.
package enum ContractEditor {
  /// Writes another version. Quotes, comments and a leading `v` stay, and where the same can be said with them the number of parts.
  ///
  /// - Throws: `ReadingError`: the contract cannot be read, it has no version (`edit-impossible`), or the version stands in a form that
  ///   cannot be replaced.
  package static func settingVersion(
    _ version: SemanticVersion, in bytes: [UInt8], path: String, limits: YAMLDocument.Limits = YAMLDocument.Limits()
  ) throws(ReadingError) -> [UInt8] {
    let document = try YAMLDocument(bytes, path: path, limits: limits)
    let contract = try ContractReader.read(document, path: path)
    guard let node = ContractReader.node(of: "version", in: document.root), let old = contract.version else {
      throw refusal(path, .start, "the contract has no 'version'; write one, for example 'version: \(version)'")
    }
    let text = spelling(of: version, like: old.value, isPlain: node.isPlain)
    var edit = TextEdit(bytes)
    edit.replace(try valueRange(of: node, path: path, bytes), by: text)
    var expected = contract.root
    if let place = expected.attributes.firstIndex(where: { $0.name == "version" }) { expected.attributes[place].value = .string(text) }
    return try checked(edit, expected, path: path, limits: limits)
  }

  /// Marks an object or property as deprecated: `deprecated: true`, and the custom properties `replacedBy` and `removeAfter` where
  /// they are given; in the Data Contract Specification these are keys of `config`. What stands there already is changed, not repeated.
  ///
  /// - Throws: `ReadingError`, rule `edit-impossible` where there is no such element, or its text cannot be changed alone.
  package static func deprecating(
    _ element: ElementPath, replacedBy: String?, removeAfter: CalendarDay?, in bytes: [UInt8], path: String,
    limits: YAMLDocument.Limits = YAMLDocument.Limits()
  ) throws(ReadingError) -> [UInt8] {
    let document = try YAMLDocument(bytes, path: path, limits: limits)
    let contract = try ContractReader.read(document, path: path)
    let custom = [("replacedBy", replacedBy), ("removeAfter", removeAfter?.description)].compactMap { name, value in
      value.map { (name: name, value: $0) }
    }
    var isKeyed = false
    if case .specification = contract.dialect { isKeyed = true }
    guard let found = contract.root.element(at: element), found.kind == .object || found.kind == .property,
      let node = isKeyed ? document.mapping(keyedAt: found.position) : document.mapping(startingAt: found.position)
    else {
      throw refusal(path, .start, "there is no object or property '\(element)' that could be deprecated")
    }
    var deprecation = DeprecationEdit(path: path, document: document, node: node, isKeyed: isKeyed)
    try deprecation.write(custom)
    var expected = contract.root
    expected.change(at: element.steps[...]) { $0.deprecate(custom) }
    return try checked(deprecation.edit, expected, path: path, limits: limits)
  }

  // MARK: Values

  static func spelling(of version: SemanticVersion, like old: String, isPlain: Bool) -> String {
    var version = version
    guard let before = SemanticVersion(old) else { return version.description }
    version.prefix = before.prefix
    version.parts = before.parts
    // Without quotes other tools read 1.10 as the number 1.1.
    if isPlain, version.prefix.isEmpty, version.minor > 0, version.minor % 10 == 0 { version.parts = 3 }
    return version.description
  }

  /// The bytes between a scalar's quotes, or all of a plain one.
  static func valueRange(of node: YAMLNode, path: String, _ bytes: [UInt8]) throws(ReadingError) -> Range<Int> {
    let range = node.byteRange
    if node.kind == .scalar, !range.isEmpty {
      let (first, last) = (bytes[range.lowerBound], bytes[range.upperBound - 1])
      if node.isPlain { return range }
      if range.count >= 2, first == last, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
        return range.lowerBound + 1..<range.upperBound - 1
      }
    }
    throw refusal(path, node.position, "the value cannot be replaced as it stands; write it in one line, with or without quotes")
  }

  // MARK: The check

  /// The edited text, if it says exactly what was expected.
  private static func checked(
    _ edit: TextEdit, _ expected: Element, path: String, limits: YAMLDocument.Limits
  ) throws(ReadingError) -> [UInt8] {
    let result = edit.applied()
    let hint = "the file cannot be edited here without changing more than that; edit it by hand"
    do throws(ReadingError) {
      let contract = try ContractReader.read(result, path: path, limits: limits)
      if contract.root.says(sameAs: expected) { return result }
    } catch {
      throw refusal(path, error.diagnostics.first?.position ?? .start, hint)
    }
    throw refusal(path, .start, hint)
  }

  static func refusal(_ path: String, _ position: SourcePosition, _ message: String) -> ReadingError {
    ReadingError(path: path, position: position, rule: "edit-impossible", message: message)
  }
}

extension Element {
  /// The element to which a path leads, or nil.
  package func element(at path: ElementPath) -> Element? {
    var element = self
    for step in path.steps {
      guard let next = element.children.first(where: { $0.step == step }) else { return nil }
      element = next
    }
    return element
  }

  /// Whether two trees hold the same elements and attributes, wherever these stand in the file. The order counts within one list.
  fileprivate func says(sameAs other: Element) -> Bool {
    guard kind == other.kind, identifier == other.identifier, name == other.name, step == other.step,
      children.count == other.children.count, attributes.count == other.attributes.count
    else { return false }
    let mine = Dictionary(attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let others = Dictionary(other.attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard mine == others else { return false }
    let lists = Dictionary(grouping: children, by: \.step.key)
    let otherLists = Dictionary(grouping: other.children, by: \.step.key)
    return lists.keys == otherLists.keys
      && lists.allSatisfy { key, list in
        let other = otherLists[key] ?? []
        return list.count == other.count && zip(list, other).allSatisfy { $0.says(sameAs: $1) }
      }
  }

  fileprivate mutating func change(at steps: ArraySlice<ElementPath.Step>, _ change: (inout Element) -> Void) {
    guard let step = steps.first else { return change(&self) }
    guard let place = children.firstIndex(where: { $0.step == step }) else { return }
    children[place].change(at: steps.dropFirst(), change)
  }

  /// What the element says once it is deprecated.
  fileprivate mutating func deprecate(_ custom: [(name: String, value: String)]) {
    set("deprecated", .boolean(true))
    for property in custom {
      let isSame = { (child: Element) in
        child.kind == .customProperty && child.step.key == DeprecationEdit.customPropertiesKey && child.name == property.name
      }
      if let place = children.firstIndex(where: isSame) {
        children[place].set("value", .string(property.value))
      } else {
        var child = Element(
          kind: .customProperty, name: property.name,
          step: .init(DeprecationEdit.customPropertiesKey, .attribute("property", property.name)), position: position)
        child.set("value", .string(property.value))
        children.append(child)
      }
    }
  }

  private mutating func set(_ name: String, _ value: Value) {
    if let place = attributes.firstIndex(where: { $0.name == name }) {
      attributes[place].value = value
    } else {
      attributes.append(Attribute(name: name, value: value, position: position))
    }
  }
}

extension YAMLDocument {
  /// The mapping whose first key stands at a position: the innermost, if several start there.
  fileprivate func mapping(startingAt position: SourcePosition) -> YAMLNode? {
    storage.nodes.indices.lazy
      .map { YAMLNode(storage: storage, index: Int32($0)) }
      .last { $0.kind == .mapping && $0.firstKey?.position == position }
  }

  /// The mapping whose own key stands at a position.
  fileprivate func mapping(keyedAt position: SourcePosition) -> YAMLNode? {
    for index in storage.nodes.indices {
      let parent = YAMLNode(storage: storage, index: Int32(index))
      guard parent.kind == .mapping else { continue }
      for pair in parent.pairs where pair.key.position == position && pair.value.kind == .mapping { return pair.value }
    }
    return nil
  }
}
