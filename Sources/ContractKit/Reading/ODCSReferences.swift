/// Stable ids and references of ODCS: sections "Stable ids" and "References" of the standard, from 3.1.0 on.
extension ODCS {
  static let isStableIdentifier = Check { node, _, version in
    guard version >= .v31, let text = node.word, text.isEmpty || !text.utf8.allSatisfy(isNameByte) else { return [] }
    return [.init(node, "an id is made of letters, digits, '-' and '_'")]
  }

  /// The relationships of an object name both of their ends, either as one column or as equally written lists.
  static let relationshipsOfAnObject = Check { node, _, version in
    node.items.filter { $0.kind == .mapping }.flatMap { relationship -> [Check.Fault] in
      var faults = endFaults(relationship, version)
      guard let from = relationship["from"] else {
        return faults + [.init(relationship.firstKey ?? relationship, "a relationship of an object needs 'from'")]
      }
      if let to = relationship["to"], from.kind != to.kind {
        faults.append(.init(to, "'from' and 'to' must both be a text or both a list"))
      }
      return faults
    }
  }

  /// Those of a property start at the property.
  static let relationshipsOfAProperty = Check { node, _, version in
    node.items.filter { $0.kind == .mapping }.flatMap { relationship -> [Check.Fault] in
      let from = relationship.key("from").map { Check.Fault($0, "a relationship of a property has no 'from': it starts at the property") }
      return endFaults(relationship, version) + (from.map { [$0] } ?? [])
    }
  }

  private static func endFaults(_ relationship: YAMLNode, _ version: StandardVersion) -> [Check.Fault] {
    ["from", "to"].flatMap { key -> [Check.Fault] in
      guard let end = relationship[key] else { return [] }
      if end.kind == .sequence, end.childCount == 0 { return [.init(end, "'\(key)' has no entries")] }
      return (end.kind == .sequence ? end.items : [end]).compactMap { reference in
        guard let text = reference.word, !isReference(text, version) else { return nil }
        return .init(reference, "'\(text)' is no reference: write object.property, or schema/object/properties/property")
      }
    }
  }

  /// The short form `orders.id` or the long one `schema/orders/properties/id`, which may start with a file and `#`.
  private static func isReference(_ text: String, _ version: StandardVersion) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    // Nested columns and dashes came with 3.2.0.
    let isLong = version >= .v32
    if parts.count == 2 || isLong && parts.count > 2, parts.allSatisfy({ isName($0, dashes: isLong) }) { return true }
    var path = text[...]
    if let hash = text.lastIndex(of: "#") {
      guard isFile(text[..<hash], version) else { return false }
      path = text[text.index(after: hash)...]
    }
    if path.hasPrefix("/") { path = path.dropFirst() }
    let steps = path.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count >= 2, steps.count % 2 == 0 else { return false }
    return steps.enumerated().allSatisfy { index, step in
      index % 2 == 0 ? isName(step, dashes: false) : !step.isEmpty && step.utf8.allSatisfy(isNameByte)
    }
  }

  private static func isFile(_ file: Substring, _ version: StandardVersion) -> Bool {
    var name = file
    for scheme in ["https://", "http://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
    let endings = version >= .v32 ? [".yaml", ".yml"] : [".yaml"]
    guard let ending = endings.first(where: { name.hasSuffix($0) }), name.utf8.count > ending.utf8.count else { return false }
    return name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
  }

  private static func isName(_ text: Substring, dashes: Bool) -> Bool {
    guard let first = text.utf8.first, isNameByte(first), first != UInt8(ascii: "-"), !isDigit(first) else { return false }
    return text.utf8.allSatisfy { isNameByte($0) && (dashes || $0 != UInt8(ascii: "-")) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || isDigit(byte) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }
}
